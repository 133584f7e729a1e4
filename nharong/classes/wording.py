"""Words of the screens for what models and rules name by id."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nharong.classes.models import ClassKind, EndReason
from nharong.classes.queries.lists import COMING, ENDED, RUNNING

Text = str | Promise

KINDS: dict[str, Text] = {ClassKind.CLASS: _("Class"), ClassKind.HOME_GROUP: _("Home group of neighbours")}
TEACHERS: dict[str, Text] = {"teacher": _("Teacher"), "border-guard": _("Border guard"), "volunteer": _("Volunteer")}
STATES: dict[str, Text] = {RUNNING: _("Running"), COMING: _("Not begun"), ENDED: _("Ended")}
PHASES: dict[str, Text] = {"1": _("Phase 1"), "2": _("Phase 2")}
REASONS: dict[str, Text] = {
    EndReason.COMPLETED: _("Completed the phase"),
    EndReason.MOVED_CLASS: _("Went to another class"),
    EndReason.MOVED_AWAY: _("Moved away"),
    EndReason.WORK: _("Work, seasonal or far"),
    EndReason.HEALTH: _("Health"),
    EndReason.FAMILY: _("Family"),
    EndReason.NO_INTEREST: _("No longer wants to"),
    EndReason.DIED: _("Died"),
    EndReason.CLASS_CLOSED: _("The class ended"),
    EndReason.OTHER: _("Other"),
}
WEEKDAYS: dict[str, Text] = {
    "1": _("Monday"), "2": _("Tuesday"), "3": _("Wednesday"), "4": _("Thursday"), "5": _("Friday"), "6": _("Saturday"), "7": _("Sunday"),
}  # fmt: skip
SHORT_WEEKDAYS: dict[str, Text] = {
    "1": _("Mon"), "2": _("Tue"), "3": _("Wed"), "4": _("Thu"), "5": _("Fri"), "6": _("Sat"), "7": _("Sun"),
}  # fmt: skip


def weekdays(digits: str) -> str:
    """``1234`` as "Mon–Thu", ``135`` as "Mon, Wed, Fri"."""
    shown = [str(SHORT_WEEKDAYS[digit]) for digit in digits]
    if len(digits) > 2 and digits in "1234567":
        return f"{shown[0]}–{shown[-1]}"
    return ", ".join(shown)
