"""Targets: an indicator, how it is read, for whom, and what must be reached by when."""

from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from nharong.plans.shape.values import Number, Part, Threshold
from nharong.plans.shape.words import (
    Area,
    Band,
    Clause,
    Day,
    Flag,
    Id,
    Note,
    PeriodName,
    Role,
    Strict,
    Title,
    Traits,
    WaitsFor,
    Where,
    Year,
    fault,
)

Op = Literal["ge", "gt", "le", "lt", "eq", "about", "keep", "rise", "fall"]
"""≥ > ≤ < =, about, keep what was reached, only rise, fall."""

Every = Literal["year", "school-year", "half-year", "quarter", "month"]
Over = Literal["year", "school-year", "half-year", "quarter", "month", "cumulative"]
"""What one value covers: one period, or everything since the plan (or ``since``) began."""

LevelOfPlace = Literal["country", "province", "district", "commune", "village", "centre"]

_CHANGES = ("keep", "rise", "fall")


def _read_need(raw: object) -> str | int:
    if raw in ("all", "any") and isinstance(raw, str):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 1:
        return raw
    raise fault(f"“{raw}” không nói cần bao nhiêu điều kiện.", "Ghi all (tất cả), any (ít nhất một) hoặc một số như 2.")


Need = Annotated[str | int, PlainValidator(_read_need)]


class Milestone(Strict):
    """One threshold with its time: a year, a day, a named period, every period, or said without any time."""

    year: Year | None = None
    by: Day | None = None
    period: PeriodName | None = None
    every: Every | None = None
    undated: Flag = False
    since: Year | None = None
    until: Year | None = None
    value: Threshold | None = None
    over: Over | None = None
    title: Title | None = None

    @model_validator(mode="after")
    def check(self) -> Self:
        """Exactly one time; bounds only for what repeats."""
        if sum(bool(time) for time in (self.year, self.by, self.period, self.every, self.undated)) != 1:
            raise fault(
                "Mốc phải nói đúng một thời điểm.",
                "Ghi một trong: year: 2030, by: 2027-06-30, period: SY2025-2026, every: year, hoặc undated: yes nếu văn bản không nói năm.",
            )
        if (self.since or self.until) and not self.every:
            raise fault("“since” và “until” chỉ đi với “every”.", "Bỏ chúng, hoặc đổi mốc này thành every: year.")
        if self.since and self.until and self.since > self.until:
            raise fault("“since” ở sau “until”.", "Đổi lại hai năm.")
        return self


Milestones = list[Milestone]


class Level(Strict):
    """Another threshold (or band) for one administrative level, for places of a trait, or for named places."""

    level: LevelOfPlace | None = None
    traits: Traits | None = None
    places: Annotated[list[Area], Field(min_length=1)] | None = None
    band: Band | None = None
    op: Op | None = None
    milestones: Annotated[Milestones, Field(min_length=1)]

    @model_validator(mode="after")
    def check(self) -> Self:
        """A level says for whom it is."""
        if self.level is None and self.traits is None and self.places is None:
            raise fault(
                "Mức riêng này không nói dành cho nơi nào.", "Ghi level: commune, hoặc traits: {hardship: [III]}, hoặc places: [mã@ngày]."
            )
        return self


class Reading(Strict):
    """One way to read an ambiguous sentence; it may count by another indicator, band, condition or variant."""

    id: Id
    title: Title
    indicator: Id | None = None
    variant: Id | None = None
    """Which of the indicator's own readings (``began``, ``studied``)."""
    band: Band | None = None
    where: Where | None = None


class Basis(Strict):
    """What the value is measured against: the denominator, or the figure it is compared with."""

    target: Id | None = None
    """Chained share: the denominator is that target's numerator."""
    union: Annotated[list[Id], Field(min_length=2)] | None = None
    """The denominator is the union of these kinds of unit (centres or schools)."""
    where: Where | None = None
    """Only these count in the denominator (registered, literate)."""
    year: Year | None = None
    """Keep, rise and fall compare with that year instead of the year before."""
    value: Number | None = None
    """... and with that printed figure instead of our own."""
    period: Literal["year-before", "start-of-year", "start-of-plan"] | None = None


class Scope(Strict):
    """Which places or bodies of the area a plan or target is about: by trait, by named list, by kind of body."""

    title: Title | None = None
    traits: Traits | None = None
    places: Annotated[list[Area], Field(min_length=1)] | None = None
    match: Literal["all", "any"] = "all"
    """Whether a place must have every trait named, or one of them."""
    bodies: Annotated[list[Title], Field(min_length=1)] | None = None
    verified: Flag = True

    @model_validator(mode="after")
    def check(self) -> Self:
        """A scope says something."""
        if self.traits is None and self.places is None and self.bodies is None:
            raise fault("Phạm vi không nói gì.", "Ghi traits, places hoặc bodies; nếu là cả địa bàn thì bỏ hẳn “scope”.")
        return self


class Platform(Strict):
    """Where a value is taken from, if not from our own records."""

    platform: Title
    url: Title | None = None


class Condition(Strict):
    """One of several things that must hold at once."""

    indicator: Id
    variant: Id | None = None
    band: Band | None = None
    where: Where | None = None
    op: Op
    milestones: Annotated[Milestones, Field(min_length=1)]
    tolerance: Number | None = None


class Target(Strict):
    """One target of the plan."""

    id: Id
    clause: Clause
    title: Title
    unit: Title
    indicator: Id | None = None
    variant: Id | None = None
    reading: Id | None = None
    readings: list[Reading] = []
    band: Band | None = None
    where: Where | None = None
    over: Over = "year"
    since: Year | None = None
    op: Op = "ge"
    tolerance: Number | None = None
    """For ``about``: how far off still counts, in the unit of the value; default a twentieth of it."""
    change: Literal["points", "relative"] = "points"
    """For ``rise`` and ``fall`` with a number: difference of the values, or share of the earlier one."""
    better: Literal["higher", "lower"] | None = None
    scale: Annotated[list[Id], Field(min_length=2)] | None = None
    """Grades, worst first."""
    at_least: Id | None = None
    """Units count from this grade of the scale on."""
    milestones: Milestones = []
    levels: list[Level] = []
    conditions: Annotated[list[Condition], Field(min_length=2)] | None = None
    need: Need = "all"
    """How many of the conditions must hold: all, any, or at least so many."""
    parent: Id | None = None
    """The target of which this one is a part (“trong đó”)."""
    basis: Basis | None = None
    waits_for: WaitsFor | None = None
    scope: Scope | None = None
    subject: Role = "area"
    """``area``; ``issuer``: the issuing body itself; or a role."""
    taken_from: Platform | None = None
    verified: Flag = True
    note: Note | None = None

    @property
    def lower_is_better(self) -> bool:
        """Which way a trend is good."""
        return self.better == "lower" if self.better else self.op in ("le", "lt", "fall")

    @property
    def chosen(self) -> Reading | None:
        """The reading in use."""
        return next((reading for reading in self.readings if reading.id == self.reading), None)

    @model_validator(mode="after")
    def check(self) -> Self:
        """What hangs together inside one target."""
        self._check_indicator()
        self._check_readings()
        self._check_milestones()
        self._check_scale()
        return self

    def _check_indicator(self) -> None:
        if (self.indicator is None) == (self.conditions is None):
            raise fault("Mục tiêu cần “indicator”, hoặc “conditions” nếu đòi nhiều điều kiện cùng lúc.", "Ghi đúng một trong hai.")
        if isinstance(self.need, int) and self.conditions and self.need > len(self.conditions):
            raise fault(f"Đòi {self.need} điều kiện nhưng chỉ có {len(self.conditions)}.", "Sửa “need”.")
        if self.conditions and (self.milestones or self.levels):
            raise fault("Khi có “conditions”, mốc nằm trong từng điều kiện.", "Chuyển “milestones” và “levels” vào trong từng điều kiện.")

    def _check_readings(self) -> None:
        ids = [reading.id for reading in self.readings]
        if len(set(ids)) < len(ids):
            raise fault("Hai cách đọc trùng mã.", "Đặt mã khác nhau trong “readings”.")
        if self.readings and self.reading not in ids:
            raise fault(f"Cách đọc “{self.reading}” không có trong “readings”.", f"Chọn một trong: {', '.join(ids)}.")

    def _check_milestones(self) -> None:
        if not self.conditions and not self.milestones and not self.levels:
            raise fault("Mục tiêu không có mốc nào.", "Thêm milestones: [{year: 2030, value: 90 %}].")
        lists = [(self.op, self.milestones), *((level.op or self.op, level.milestones) for level in self.levels)]
        lists += [(condition.op, condition.milestones) for condition in self.conditions or []]
        for op, milestones in lists:
            for milestone in milestones:
                _check_value(op, milestone)

    def _check_scale(self) -> None:
        grades = set(self.scale or ())
        if self.at_least is not None and self.at_least not in grades:
            raise fault(f"Bậc “{self.at_least}” không có trong thang đo.", "Ghi “scale” là danh sách bậc, thấp trước, cao sau.")
        for milestone in [*self.milestones, *(m for level in self.levels for m in level.milestones)]:
            if isinstance(milestone.value, str) and milestone.value not in grades:
                raise fault(
                    f"“{milestone.value}” không phải số và không phải một bậc của thang đo.", "Ghi số (0.9 hoặc 90 %), hoặc thêm “scale”."
                )


def _check_value(op: str, milestone: Milestone) -> None:
    value = milestone.value
    if value is None and op not in _CHANGES:
        raise fault("Mốc thiếu “value”.", "Ghi ngưỡng, ví dụ value: 90 %; chỉ keep, rise và fall mới được bỏ ngưỡng.")
    if isinstance(value, tuple) and op not in ("eq", "about", "rise", "fall", "keep"):
        raise fault(f"Phép so “{op}” không đi với một khoảng.", "Dùng eq (trong khoảng), about, rise hoặc fall; hoặc ghi một số.")
    if isinstance(value, bool) and op not in ("eq", "ge"):
        raise fault(f"Phép so “{op}” không đi với có/không.", "Dùng op: eq.")
    if isinstance(value, Part) and op not in ("ge", "gt", "eq"):
        raise fault(f"Phép so “{op}” không đi với “{value.n}/{value.of}”.", "Dùng ge (ít nhất), gt hoặc eq.")
