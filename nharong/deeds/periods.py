"""Recorded rows that hold for a span: a change withdraws the row and says it anew, so that undo and "known on" stay exact."""

from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed, Recorded
from nharong.kernel.db import Identified
from nharong.kernel.ids import new_uid
from nharong.kernel.problems import Refused


def say_anew(doing: Doing, row: Any, **changes: Any) -> Any:
    """Withdraw a recorded row and say it with changes; returns the new row, or None if no day of it is left."""
    row.withdrawn_by = doing.deed
    row.save(update_fields=["withdrawn_by"])
    for name, value in changes.items():
        setattr(row, name, value)
    if row.start >= row.stop:
        return None
    return _say(doing, row)


def _say(doing: Doing, row: Any) -> Any:
    """Insert a copy under the running deed; where a uid names one row, the copy has its own."""
    row.pk, row.by_deed, row.withdrawn_by = None, doing.deed, None
    if isinstance(row, Identified):
        row.uid = new_uid()
    row.save(force_insert=True)
    return row


def unsay(doing: Doing, deed: Deed, *models: type[Recorded]) -> None:
    """The undo of such changes: withdraw what the deed said, and say again what it had withdrawn. Raises Refused."""
    for model in models:
        if model.objects.filter(by_deed=deed, withdrawn_by__isnull=False).exists():
            raise Refused(_("A later change rests on this one."), _("Undo the later change first."))
        before = list(model.objects.filter(withdrawn_by=deed))
        doing.withdraw(model.objects.filter(by_deed=deed))
        for row in before:
            _say(doing, row)
