"""The sentence on what is missing for a target, from its row: so many more, and how far the unknown could carry it."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext as _

from nharong.ui import numbers
from nharong.ui.parts import State


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to begin with, and what follows."""

    strong: str
    rest: str = ""
    kind: str = "info"


def needed(row: dict[str, Any]) -> int | None:
    """How many must be counted for the threshold to be met with the denominator as it is; None where that is no count."""
    threshold, whole = row["threshold"], row["denominator"]
    if row["operator"] not in ("ge", "gt", "keep") or isinstance(threshold, bool | str | list) or threshold is None or whole is None:
        return None
    exact = Fraction(str(threshold)) * int(whole)
    return floor(exact) + 1 if row["operator"] == "gt" else ceil(exact)


def short_of(row: dict[str, Any]) -> int | None:
    """How many more must be counted; 0 where it is enough, None where it cannot be said."""
    enough = needed(row)
    return None if enough is None or row["numerator"] is None else max(0, enough - int(row["numerator"]))


def missing(row: dict[str, Any], state: State, unit: str, waits: str = "", records: bool = True) -> Said:
    """What is missing; ``unit``: how the value is written (share, growth, count). ``records`` False: they come later."""
    if state == "none":
        return _no_data(row, waits, records)
    short, threshold = short_of(row), row["threshold"]
    if short is None or row["denominator"] is None:
        return _other(row, state, unit)
    told = {
        "count": numbers.number(short),
        "unit": row["unit"],
        "threshold": numbers.threshold(threshold, unit),
        "n": numbers.number(row["numerator"]),
        "d": numbers.number(row["denominator"]),
        "needed": numbers.number(needed(row)),
    }
    if state == "met":
        return Said(_("The threshold of %(threshold)s is reached.") % told, _("%(n)s of %(d)s; %(needed)s are needed.") % told, "ok")
    if state == "unclear":
        return Said(_open_range(row, unit), _open_mend(row), "unk")
    strong = _("%(count)s more %(unit)s are needed to reach %(threshold)s") % told
    return Said(strong, _("(%(n)s of %(d)s; %(needed)s are needed).") % told + _at_best(row, unit), "unk")


def _no_data(row: dict[str, Any], waits: str, records: bool) -> Said:
    if row.get("suppressed"):
        return Said(_("The numbers are small and are not shown outside their own area."))
    if waits:
        return Said(_("No data yet: %(document)s has not been issued.") % {"document": waits})
    if not records:
        return Said(_("No data yet: the records behind this target come with a later part of the system."))
    return Said(_("No data yet: nothing is recorded for this place and year."))


def _open_range(row: dict[str, Any], unit: str) -> str:
    return _("Not enough data: it may be %(range)s.") % {"range": _between(row["low"], row["high"], unit)}


def _open_mend(row: dict[str, Any]) -> str:
    open_ = (row["unknown"] or 0) + (row["maybe"] or 0)
    return _("When the %(count)s unknown %(unit)s are settled it can be told.") % {"count": numbers.number(open_), "unit": row["unit"]}


def _at_best(row: dict[str, Any], unit: str) -> str:
    open_ = (row["unknown"] or 0) + (row["maybe"] or 0)
    if not open_ or row["high"] is None:
        return ""
    told = {
        "count": numbers.number(open_),
        "unit": row["unit"],
        "high": numbers.percent(row["high"], row["threshold"]) if unit == "share" else numbers.number(row["high"], 2),
    }
    return " " + _("%(count)s %(unit)s are unknown: even when all are settled, it is at most %(high)s.") % told


def _other(row: dict[str, Any], state: State, unit: str) -> Said:
    """For what is no share: the value, and what is asked."""
    if state == "met":
        return Said(_("The threshold is reached."), kind="ok")
    if state == "unclear":
        return Said(_open_range(row, unit) if row["low"] is not None else _("Not enough data."), _open_mend(row), "unk")
    return Said(_("The threshold is not reached."), kind="unk")


def _between(low: float, high: float, unit: str) -> str:
    if unit == "share":
        return numbers.between(low, high)
    return _("from %(low)s to %(high)s") % {"low": numbers.number(low, 2), "high": numbers.number(high, 2)}
