"""The sentences for faults of codes and changes: what is wrong, and the mend."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import BEGIN, END, show_day
from nharong.territory.rules.doors import Choice, Fault, Impossible

KINDS: dict[str, Callable[[], str]] = {
    "province": lambda: _("province"),
    "district": lambda: _("district"),
    "commune": lambda: _("commune"),
    "village": lambda: _("village"),
}


def kind_name(kind: str) -> str:
    """The word for a level."""
    return KINDS[kind]()


def until(start: date, stop: date) -> str:
    """A span in words: ``until 30/6/2025``, ``since 01/7/2025``, or both; empty where open at both ends."""
    parts = []
    if start != BEGIN:
        parts.append(_("from %(day)s") % {"day": show_day(start)})
    if stop != END:
        parts.append(_("to the end of %(day)s") % {"day": show_day(stop - timedelta(days=1))})
    return " ".join(parts)


def _choice(choice: Choice) -> str:
    then = ", ".join(f"{name} ({code})" for code, name in choice.then)
    words = {"name": choice.name, "code": choice.code, "span": until(choice.start, choice.stop), "then": then}
    return _("%(name)s carried the code %(span)s; in its place that day: %(then)s") % words if then else f"{choice.name} {words['span']}"


def _not_in_force(fault: Fault) -> tuple[str, str]:
    error = _("On %(day)s no unit carries the code %(code)s.") % {"day": show_day(fault.data["day"]), "code": fault.value}
    told = "; ".join(_choice(choice) for choice in fault.data["choices"])
    example = f"{fault.value}@{_last_day(fault.data['choices'][0]).isoformat()}"
    mend = _("%(choices)s. Give one of these codes, or ask for the former area as %(example)s.") % {"choices": told, "example": example}
    return error, mend


def _last_day(choice: Choice) -> date:
    return choice.stop - timedelta(days=1) if choice.stop != END else choice.start


def _sentences(fault: Fault) -> tuple[str, str]:
    known: dict[str, Any] = {"value": fault.value, **{k: show_day(v) if isinstance(v, date) else v for k, v in fault.data.items()}}
    known["options"] = "; ".join(" ".join(reversed(o)) if isinstance(o, tuple) else str(o) for o in fault.data.get("options", ()))
    error, mend = SENTENCES[fault.kind]()
    return error % known, mend % known


SENTENCES: dict[str, Callable[[], tuple[str, str]]] = {
    "unknown_code": lambda: (_("No unit has ever carried the code %(value)s."), _("Look the code up under Places.")),
    "bad_day": lambda: (_("The day “%(value)s” cannot be read."), _("Write it as 30/6/2025 or 2025-06-30.")),
    "too_few": lambda: (_("This needs at least %(least)s units."), _("Choose the units that are still missing.")),
    "twice": lambda: (_("The code %(value)s stands there twice."), _("Name each unit once.")),
    "mixed_levels": lambda: (_("Units of different levels cannot become one: %(value)s."), _("Choose units of one level.")),
    "no_name": lambda: (_("The new unit has no name."), _("Write the name as the decision has it.")),
    "code_form": lambda: (_("“%(value)s” is no code of this level."), _("Write a code of %(digits)s digits.")),
    "code_taken": lambda: (_("The code %(value)s is already that of %(unit)s."), _("Give another code.")),
    "same_day": lambda: (_("%(unit)s has another change on %(value)s."), _("Choose another day, or put both into one change.")),
    "later_change": lambda: (
        _("%(unit)s changes again on %(then)s, after the day of this change."),
        _("Changes are entered in the order of their days: choose a day after %(then)s."),
    ),
    "parent_needed": lambda: (_("The units lie in different places: %(options)s."), _("Say to which of them the new unit belongs.")),
    "wrong_parent": lambda: (_("%(unit)s cannot belong to %(value)s: it is not of a higher level."), _("Choose a unit of a higher level.")),
    "nothing_changes": lambda: (_("Nothing would change for %(value)s."), _("Give what is new, or leave this unit out.")),
    "member_twice": lambda: (_("%(value)s is given to two parts."), _("Give it to one of them.")),
    "member_foreign": lambda: (_("%(value)s does not lie in %(unit)s on that day."), _("Take it out.")),
    "member_left": lambda: (_("%(name)s (%(value)s) is given to no part."), _("Choose the part it goes to.")),
    "not_a_commune": lambda: (_("%(value)s is no commune; villages lie in communes."), _("Give the code of a commune.")),
    "village_exists": lambda: (_("%(value)s already exists in this commune."), _("Use the existing village, or give another name.")),
    "choose_heir": lambda: (
        _("%(value)s was divided on %(day)s; it is not known to which part the village went."),
        _("Choose one of: %(options)s."),
    ),
    "already_exists": lambda: (_("%(name)s is recorded since %(start)s already."), _("Choose an earlier day.")),
    "no_bridge": lambda: (
        _("%(name)s, recorded since %(start)s, cannot have belonged to %(value)s before."),
        _("Give the commune from which its present one was made."),
    ),
}  # fmt: skip


def problem(fault: Fault) -> Problem:
    """The fault in words."""
    error, mend = _not_in_force(fault) if fault.kind == "not_in_force" else _sentences(fault)
    return Problem(error=error, mend=mend, field=fault.field, value=fault.value)


def refused(impossible: Impossible) -> Refused:
    """The faults as what a user is told."""
    return Refused([problem(fault) for fault in impossible.faults])
