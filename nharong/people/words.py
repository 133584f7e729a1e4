"""What facts about people are called on screens and in exports."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nharong.people.rules.ethnicity import OTHER, ethnic_names
from nharong.people.rules.life import AWAY, DEAD, HERE

Text = str | Promise

SEXES: dict[str, Text] = {"f": gettext_lazy("Female"), "m": gettext_lazy("Male")}
STATES: dict[str, Text] = {HERE: gettext_lazy("Lives here"), AWAY: gettext_lazy("No longer lives here"), DEAD: gettext_lazy("Died")}
ANSWERS: dict[str, Text] = {"y": gettext_lazy("Yes"), "n": gettext_lazy("No")}
LEVELS: dict[str, Text] = {"level1": gettext_lazy("Level 1"), "level2": gettext_lazy("Level 2")}
KINDS: dict[str, Text] = {
    "name": gettext_lazy("Name"),
    "sex": gettext_lazy("Sex"),
    "birth": gettext_lazy("Birth"),
    "ethnicity": gettext_lazy("Ethnic group"),
    "residence": gettext_lazy("Residence"),
    "disability": gettext_lazy("Disability"),
    "schooling": gettext_lazy("Schooling"),
    **LEVELS,
}
REASONS: dict[str, Text] = {
    "name": gettext_lazy("same name without marks and the A, Y before it"),
    "near_name": gettext_lazy("names differ by a letter or two"),
    "sex": gettext_lazy("same sex"),
    "birth": gettext_lazy("same birth year"),
    "birth_near": gettext_lazy("birth years one or two apart"),
    "birth_day": gettext_lazy("same day and month of birth"),
    "village": gettext_lazy("same village, now or before"),
    "commune": gettext_lazy("same commune"),
    "household": gettext_lazy("same household"),
    "relative": gettext_lazy("same parent or householder"),
    "same_round": gettext_lazy("both stand in one survey file, which speaks against it"),
}


def unknown() -> str:
    """The third answer."""
    return _("Unknown")


def sex(value: str | None) -> str:
    """A sex in words."""
    return str(SEXES.get(value or "", "")) or unknown()


def answer(value: str | None) -> str:
    """y, n or None in words."""
    return str(ANSWERS.get(value or "", "")) or unknown()


def state(value: str) -> str:
    """Whether somebody lives here, in words."""
    return str(STATES.get(value, "")) or unknown()


def ethnic_group(value: str | None) -> str:
    """The ethnic group's name; those outside the list of 54 are "other"."""
    if value == OTHER:
        return _("Another group")
    return ethnic_names().get(value or "", "") or unknown()


def ethnic_choices() -> list[tuple[str, str]]:
    """The 54 and "other", as choices of a form."""
    return [*ethnic_names().items(), (OTHER, _("Another group"))]


def birth(value: Any) -> str:
    """A birth as far as it is known: 1984, 5/1984, 17/5/1984."""
    year, month, day = (list(value or []) + [None] * 3)[:3]
    if year is None:
        return unknown()
    return "/".join(str(part) for part in ((day if month else None), month, year) if part)


def literacy(level: str, reached: bool | None) -> str:
    """A level reached, not reached, or not known, in words."""
    number = {"number": level[-1]}
    if reached is None:
        return _("Not known whether literate at level %(number)s") % number
    return _("Literate at level %(number)s") % number if reached else _("Not literate at level %(number)s") % number


def plain(kind: str, value: Any) -> str:
    """A value without the kind's name."""
    shown = {"sex": sex, "birth": birth, "ethnicity": ethnic_group}.get(kind)
    if shown:
        return shown(value)
    if isinstance(value, dict):
        return state(value.get("state", HERE))
    return answer("y" if value else "n") if isinstance(value, bool) else unknown() if value is None else str(value)


def told(kind: str, value: Any, places: Mapping[int, str]) -> str:
    """What a claim says, in words; ``places`` names the places of residences."""
    if kind in LEVELS:
        return literacy(kind, value)
    if kind == "residence":
        where = places.get(value.get("place"), "")
        return f"{state(value.get('state', HERE))}: {where}" if where else state(value.get("state", HERE))
    return f"{KINDS[kind]}: {plain(kind, value)}"
