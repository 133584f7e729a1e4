"""No two periods of one place overlap, whoever writes them.

PostgreSQL: an exclusion constraint over ranges (no extension needed). SQLite: triggers. A later migration that makes
Django rebuild the table on SQLite must run ``guard`` again (a test looks for the triggers).
"""

from django.db import migrations

TABLES = ("territory_placeperiod",)
CLASH = """EXISTS (SELECT 1 FROM {table} other WHERE other.place_id = NEW.place_id AND other.id <> COALESCE(NEW.id, -1)
           AND other.start < NEW.stop AND NEW.start < other.stop)"""


def guard(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap EXCLUDE USING gist "
                "(int8range(place_id, place_id, '[]') WITH &&, daterange(start, stop) WITH &&)"
            )
            continue
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_overlap_{event.lower()}")
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_overlap_{event.lower()} AFTER {event} ON {table} WHEN {CLASH.format(table=table)} "
                f"BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {table}_no_overlap'); END"
            )


def unguard(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_no_overlap")
        else:
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_overlap_{event}")


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
