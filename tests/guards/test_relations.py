"""Foreign keys go downward: they are strings at times and escape the import linter."""

from django.apps import apps
from django.db import models

from tests.guards.source import floors


def test_every_relation_goes_downward() -> None:
    floor = floors()
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("nharong."):
            continue
        folder = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            if not isinstance(field, (models.ForeignKey, models.ManyToManyField)):
                continue
            other = field.related_model.__module__.split(".")
            if other[0] == "nharong" and other[1] != folder and floor[other[1]] <= floor[folder]:
                wrong.append(f"{model._meta.label}.{field.name} points up or sideways to {field.related_model._meta.label}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_deleted_with_what_it_names() -> None:
    """Rows that deeds recorded never vanish by a cascade."""
    from nharong.deeds.models import Recorded

    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, Recorded)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete not in (models.PROTECT, models.SET_NULL)
    ]
    assert not wrong, "\n".join(wrong)
