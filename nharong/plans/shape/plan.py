"""The plan itself: whose, of which ground and span, with its targets, tasks, duties and money."""

import re
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, PlainValidator

from nharong.plans.shape.asked import Duty, Task
from nharong.plans.shape.money import Money
from nharong.plans.shape.targets import Scope, Target
from nharong.plans.shape.words import Area, Condition, Day, Flag, Id, Note, Role, Strict, Title, Version, fault

_PERIOD = re.compile(r"(SY)?(\d{4})(?:-(\d{4}))?")


class Span(NamedTuple):
    """The years of a plan, both inside; school years are named by the year in which they begin and end."""

    first: int
    last: int
    school: bool


def _read_span(raw: object) -> str:
    text = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    match = _PERIOD.fullmatch(text)
    if not match:
        raise fault(f"Thời kỳ “{raw}” không hiểu được.", "Ghi 2025-2030, 2026, hoặc SY2025-2026 cho năm học.")
    span = read_span(text)
    if not 1990 <= span.first <= span.last <= 2100:
        raise fault(f"Thời kỳ “{raw}” không có thật hoặc đi ngược.", "Ghi năm đầu trước, năm cuối sau, ví dụ 2025-2030.")
    return text


def read_span(text: str) -> Span:
    """The years that ``2025-2030``, ``2026`` or ``SY2025-2026`` names; the text has been checked before."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return Span(int(match[2]), int(match[3] or match[2]), bool(match[1]))


class Stated(Strict):
    """Something of the plan that is known from elsewhere: not printed in its text, so not verified."""

    value: Title
    verified: Flag = False
    note: Note | None = None


class StatedDay(Strict):
    """A day known from elsewhere."""

    value: Day
    verified: Flag = False
    note: Note | None = None


class Rest(Strict):
    """A document on which the plan rests."""

    number: Title
    date: Day | None = None
    issuer: Role | None = None
    title: Title | None = None


class Heir(Strict):
    """Which role takes over, everywhere in the plan, when the bodies of a role are abolished."""

    role: Role
    to: Role
    since: Day
    verified: Flag = True
    note: Note | None = None


class OwnIndicator(Strict):
    """An indicator that the plan brings itself, in the form of the indicator packs."""

    id: Id
    title: Title
    unit: Title
    kind: Literal["share", "count", "ratio", "growth", "level", "declared"]
    rule: Title | None = None
    records: Literal["later"] | None = None
    source: str | None = None
    band: str | None = None
    keep: list[str] | None = None
    who: Condition | None = None
    yes: Condition | None = None
    unknown: Condition | None = None
    reading: Id | None = None
    readings: list[Id] = []
    numerator: dict[str, Any] | None = None
    denominator: dict[str, Any] | None = None
    note: Note | None = None


def _as_stated(raw: object) -> object:
    return {"value": raw, "verified": True} if isinstance(raw, str | int | date) and not isinstance(raw, bool) else raw


class Plan(Strict):
    """A plan file, format 1."""

    format: Literal[1]
    id: Id
    version: Version
    title: Title
    source: Note
    in_force: Day
    verified: Flag
    issuer: Role
    number: Annotated[Stated, BeforeValidator(_as_stated)] | None = None
    date: Annotated[StatedDay, BeforeValidator(_as_stated)] | None = None
    basis: list[Rest] = []
    parent: Id | None = None
    """The plan pack above this one, of the ministry or province."""
    area: Area
    period: Annotated[str, PlainValidator(_read_span)]
    scope: Scope | None = None
    note: Note | None = None
    heirs: list[Heir] = []
    indicators: list[OwnIndicator] = []
    targets: list[Target] = []
    tasks: list[Task] = []
    duties: list[Duty] = []
    money: list[Money] = []

    @property
    def span(self) -> Span:
        """First and last year."""
        return read_span(self.period)
