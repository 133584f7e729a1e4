"""What components are given: plain shapes without any rule of the domain. Texts are ready to print; numbers are raw.

A view or a query fills these; the tags of ``{% load ui %}`` print them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
State = Literal["met", "not-met", "unclear", "none", "running", "unverified", "sample"]

STATES: dict[str, tuple[str, str, Text]] = {
    "met": ("ok", "ok", _("Met")),
    "not-met": ("bad", "bad", _("Not met")),
    "unclear": ("unk", "unk", _("Not enough data")),
    "none": ("none", "none", _("No data yet")),
    "running": ("run", "run", _("Provisional")),
    "unverified": ("soft", "soft", _("Unverified")),
    "sample": ("demo", "demo", _("Sample data")),
}
"""State of a figure or paper: the badge's class, its icon, its word."""

LIST_STATES: dict[str, Text] = {
    "counted": _("Counted"),
    "not": _("Not counted"),
    "unknown": _("Unknown"),
    "maybe": _("Perhaps in scope"),
    "outside": _("Outside the scope"),
}
"""The lists behind a figure (contracts.md), in their order."""


def state_of(met: bool | None, *, value: object) -> State:
    """Three answers, never two: met, not met, cannot tell; and "none" where there is no value at all."""
    if met is not None:
        return "met" if met else "not-met"
    return "none" if value is None else "unclear"


@dataclass(frozen=True, slots=True)
class Door:
    """A link that opens something: verb + noun; ``about`` is the object, read out only."""

    label: Text
    url: str
    about: Text = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that frames a page."""

    label: Text
    value: Any
    """Printed as it stands; a number is grouped."""
    unit: Text = ""
    note: Text = ""
    door: Door | None = None
    state: State | Literal[""] = ""
    """Printed as a badge in place of the label."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value against a threshold. Shares are fractions; ``low``, ``high``: what the unknowns leave open."""

    value: float | None
    low: float | None = None
    high: float | None = None
    threshold: float | None = None
    unit: str = "share"
    """``share``, ``growth``, or anything else for a count."""
    end: float | None = None
    """End of the scale; None: chosen."""
    operator: str = "ge"


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a trend."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target on the plan page."""

    id: str
    title: Text
    bar: Bar
    state: State
    url: str
    numerator: int | None = None
    denominator: int | None = None
    unknown: int = 0
    unit: Text = ""
    """Of what is counted: people, centres."""
    goal: Text = ""
    """The threshold as the plan says it, with its year: "≥ 10,5 %, hằng năm"."""
    trend: Sequence[Point] = ()
    open: bool = False
    mark: str = ""
    """As printed before the title; empty: the id."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists behind a figure."""

    label: Text
    count: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """Something to do: number, what, why, deadline, one action."""

    count: int
    what: Text
    door: Door
    why: Text = ""
    due: date | None = None
    before: bool = False
    """The due day itself is too late."""
    when: Text = ""
    """In place of a day: "trong tháng 12"."""


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step of the pipeline: how many reached it, and how many before it did not."""

    label: Text
    count: int
    out: int = 0
    out_label: Text = ""
    url: str = ""
    pending: bool = False
    """Those not there yet are still on their way (pale), not fallen out (dashed)."""


@dataclass(frozen=True, slots=True)
class MatrixHead:
    """One column of the matrix."""

    id: str
    short: Text
    title: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: a state and what is printed in it."""

    state: State
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One unit against all columns."""

    name: str
    total: int
    cells: Sequence[MatrixCell]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One unit on a map."""

    id: str
    name: str
    text: str
    """What is printed in it: 14,8."""
    level: int
    """1 to 4, light to dark; 0: out of scope or no data, hatched."""
    met: bool = False
    url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    short: str = ""
    said: Text = ""
    """Read out in place of the text: "phạm vi chưa xác nhận"."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of work that cannot be one page."""

    label: Text
    state: Literal["done", "now", "later"]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """A point of a timeline, newest first."""

    day: date
    what: Text
    source: Text = ""
    kind: Literal["", "change", "next"] = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which a state held, half-open."""

    start: date
    stop: date
    state: Literal["yes", "no", "unknown"]
    label: Text = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """The stretches of one fact."""

    label: Text
    stretches: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that stand against each other."""

    key: str
    value: str
    source: Text
    documented: bool = False
    """Rests on a document: only then is it preselected."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value; the source under it."""

    label: Text
    value: Any
    source: Text = ""
    url: str = ""
    door: Door | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A place before or after a change."""

    name: str
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Evening:
    """A column of the month grid: one meeting."""

    day: date
    week: bool = False
    """The first of its week: a line stands before it."""
    today: bool = False


Mark = Literal["present", "absent", "excused", "missing", "later"]
"""In a cell of the month grid; ``missing``: the roll was not called."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """A row of the month grid: a learner, a mark for each meeting, the sum."""

    name: str
    marks: Sequence[Mark]
    total: Text = ""
    url: str = ""
