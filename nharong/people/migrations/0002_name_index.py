"""The index behind the search by name (people/name_index.py)."""

from django.db import migrations

from nharong.people import name_index


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunPython(lambda apps, editor: name_index.make(), lambda apps, editor: name_index.drop()),
    ]
