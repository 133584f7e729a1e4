"""What the machine says of a target: met, not met, not yet due, cannot tell, no data. Missing data is never 0 nor "not met"."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from nharong.reports.rules import paper
from nharong.ui import numbers


@dataclass(frozen=True, slots=True)
class Outcome:
    """A target's row (contracts.md, ``plan show``) as a report speaks of it."""

    row: Mapping[str, Any]
    kind: str
    """What the value is: ``share``, ``growth`` or ``count``."""
    waits_for: str = ""
    """The document without which it cannot be counted."""

    @property
    def state(self) -> str:
        """``met``, ``not_met``, ``unclear``, ``none``; ``ahead`` or ``ahead_met`` while the milestone lies in a later year."""
        if self.row["met"] is None:
            return "none" if self.row["value"] is None and self.row["low"] is None else "unclear"
        if self.is_ahead:
            return "ahead_met" if self.row["met"] else "ahead"
        return "met" if self.row["met"] else "not_met"

    @property
    def is_ahead(self) -> bool:
        """Whether the milestone shown is of a later year than the one asked."""
        due = self.row.get("due")
        return isinstance(due, int) and due > self.row["year"]

    @property
    def mark(self) -> str:
        """Its id as printed."""
        return paper.mark(self.row["id"])

    @property
    def lack(self) -> int | None:
        """How many more would meet the threshold, all else equal; None where that cannot be worked out or nothing lacks."""
        return lacking(self.row, self.kind)


def lacking(row: Mapping[str, Any], kind: str) -> int | None:
    """The count still missing to a plain threshold (at least, more than) of a share or count."""
    wanted, counted, whole = row["threshold"], row["numerator"], row["denominator"]
    if row["operator"] not in ("ge", "gt") or isinstance(wanted, bool) or not isinstance(wanted, int | float) or counted is None:
        return None
    if kind == "share" and whole is None:
        return None
    goal = Decimal(str(wanted)) * (whole if kind == "share" else 1)
    if kind not in ("share", "count"):
        return None
    needed = int(goal.to_integral_value(ROUND_FLOOR)) + 1 if row["operator"] == "gt" else int(goal.to_integral_value(ROUND_CEILING))
    return needed - counted if needed > counted else None


def result_text(row: Mapping[str, Any], kind: str) -> str:
    """``61/412 người, 14,8 %``; ``1.528 lượt``; ``chưa có số liệu`` where there is no value."""
    if row["value"] is None:
        return "chưa có số liệu"
    value = paper.value_text(row["value"], kind, row["threshold"])
    if kind == "share" and row["denominator"] is not None:
        return f"{numbers.fraction(row['numerator'], row['denominator'], paper.VI)} {row['unit']}, {value}"
    return f"{value} {row['unit']}" if kind == "count" else value


def sentence(outcome: Outcome, words: Mapping[str, str]) -> str:
    """The machine's sentence on a target; ``words`` are those of the form pack (sentences)."""
    row, state = outcome.row, outcome.state
    values = {
        "mark": outcome.mark,
        "title": row["title"],
        "result": result_text(row, outcome.kind),
        "threshold": paper.threshold_text(row["operator"], row["threshold"], outcome.kind, paper.WORDS),
        "range": paper.range_text(row["low"], row["high"], outcome.kind),
        "due": _due(row, words),
        "document": outcome.waits_for,
        "unit": row["unit"],
    }
    if state == "none":
        return words["none_waits" if outcome.waits_for else "none"].format(**values)
    if state == "unclear" and not (values["range"] and values["threshold"]):
        return words["unclear_plain"].format(**values)
    lack, unknown = outcome.lack, (row["unknown"] or 0) + (row["maybe"] or 0)
    lacks = words["lack_ahead" if state == "ahead" else "lack"]
    values["lack"] = lacks.format(n=numbers.number(lack, language=paper.VI), unit=row["unit"]) if lack else ""
    values["review"] = words["review"].format(n=numbers.number(unknown, language=paper.VI), unit=row["unit"]) if unknown else ""
    return words[state].format(**values)


def _due(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    due = row.get("due")
    if due is None:
        return ""
    if due == row["year"]:
        return words["due_now"].format(due=due)
    return words["due" if isinstance(due, int) else "due_other"].format(due=due)


ORDER = ("met", "ahead_met", "not_met", "ahead", "unclear", "none")
"""The states in the order of a summary."""
