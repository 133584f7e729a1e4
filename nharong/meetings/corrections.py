"""Undo of a deed that itself corrected something: what it made is withdrawn, what it had withdrawn is written again."""

from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.actions import Doing, withdraw_rows
from nharong.deeds.models import Countable, Deed, Recorded
from nharong.kernel.ids import new_uid
from nharong.kernel.problems import Refused


def refuse_if_corrected(deed: Deed, *models_: type[Recorded]) -> None:
    """Nothing later may rest on the deed. Raises Refused."""
    for model in models_:
        if model.objects.filter(by_deed=deed, withdrawn_by__isnull=False).exclude(withdrawn_by=deed).exists():
            raise Refused(_("A later entry has changed what this one recorded."), _("Undo that entry first, or record a correction."))


def copy_of(row: Recorded, **changed: Any) -> Recorded:
    """The row as it was, not yet saved, with a uid of its own."""
    leave = {"id", "by_deed_id", "withdrawn_by_id"}
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in leave}
    if "uid" in values:
        values["uid"] = new_uid()
    return type(row)(**{**values, **changed})


def take_back(doing: Doing, deed: Deed, *models_: type[Recorded]) -> None:
    """Withdraw what the deed made and write again what it had withdrawn. Raises Refused where a later deed rests on it."""
    refuse_if_corrected(deed, *models_)
    withdraw_rows(doing, deed, *models_)
    for model in models_:
        rows = list(model.objects.filter(withdrawn_by=deed).exclude(by_deed=deed))
        if issubclass(model, Countable):
            doing.touch(model.subject_kind, [getattr(row, model.subject_field) for row in rows])
        model.objects.bulk_create([copy_of(row, by_deed=doing.deed) for row in rows])
