"""When a task is to be done: every kind of timing that plans print, as typed data."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from nharong.plans.shape.words import Day, DayMonth, Strict, Title, WaitsFor, Year, fault


def _read_interim(raw: object) -> str | list[int]:
    if raw == "yearly" and isinstance(raw, str):
        return "yearly"
    if isinstance(raw, list) and all(isinstance(year, int) and 1990 <= year <= 2100 for year in raw):
        return raw
    raise fault(f"Kỳ sơ kết “{raw}” không hiểu được.", "Ghi interim: yearly, hoặc danh sách năm như [2027].")


def _read_week(raw: object) -> str | int:
    if raw == "last" and isinstance(raw, str):
        return "last"
    if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= 4:
        return raw
    raise fault(f"Tuần “{raw}” không hiểu được.", "Ghi 1, 2, 3, 4 hoặc last (tuần cuối).")


Interim = Annotated[str | list[int], PlainValidator(_read_interim)]
Week = Annotated[str | int, PlainValidator(_read_week)]


class _Timing(Strict):
    waits_for: WaitsFor | None = None
    """May come with any timing: “năm 2026, theo kế hoạch của Bộ”."""
    note: Title | None = None


class OnDay(_Timing):
    """On one day, or before it (on time until the evening of the day before)."""

    kind: Literal["day", "before"]
    day: Day


class InMonth(_Timing):
    """Within one month."""

    kind: Literal["month"]
    year: Year
    month: Annotated[int, Field(ge=1, le=12)]


class InQuarter(_Timing):
    """Within one quarter."""

    kind: Literal["quarter"]
    year: Year
    quarter: Annotated[int, Field(ge=1, le=4)]


class InYear(_Timing):
    """Within one year; from one year on; or until the end of one year."""

    kind: Literal["year", "from-year", "until-year"]
    year: Year


class Range(_Timing):
    """From one day to another, both inside."""

    kind: Literal["range"]
    start: Day
    stop: Day

    @model_validator(mode="after")
    def check(self) -> Self:
        """Forward in time."""
        _forward(self.start, self.stop)
        return self


class Years(_Timing):
    """From one year to another, both inside."""

    kind: Literal["years"]
    start: Year
    stop: Year

    @model_validator(mode="after")
    def check(self) -> Self:
        """Forward in time."""
        if self.start > self.stop:
            raise fault(f"Từ {self.start} đến {self.stop} đi ngược thời gian.", "Đổi lại hai năm.")
        return self


class Phase(Strict):
    """One phase of a task."""

    title: Title
    start: Day
    stop: Day

    @model_validator(mode="after")
    def check(self) -> Self:
        """Forward in time."""
        _forward(self.start, self.stop)
        return self


class Phases(_Timing):
    """Phase after phase."""

    kind: Literal["phases"]
    phases: Annotated[list[Phase], Field(min_length=1)]


class Yearly(_Timing):
    """Every year without a day; or within a month or quarter of every year."""

    kind: Literal["yearly"]
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    quarter: Annotated[int, Field(ge=1, le=4)] | None = None
    since: Year | None = None
    until: Year | None = None


class YearlyDay(_Timing):
    """On, or before, a fixed day of every year."""

    kind: Literal["yearly-day", "yearly-before"]
    day: DayMonth


class YearlySpan(_Timing):
    """A fixed span of every year, such as the lifelong-learning week 1/10 to 7/10."""

    kind: Literal["yearly-span"]
    start: DayMonth
    stop: DayMonth


class YearlyWeek(_Timing):
    """A week of a month of every year, the n-th or the last."""

    kind: Literal["yearly-week"]
    month: Annotated[int, Field(ge=1, le=12)]
    week: Week


class Repeated(_Timing):
    """Every half-year, quarter, month or week."""

    kind: Literal["every"]
    every: Literal["half-year", "quarter", "month", "week"]


class SchoolYear(_Timing):
    """In one school year, named by the year in which it begins; or in every one."""

    kind: Literal["school-year"]
    year: Year | None = None


class Reviews(_Timing):
    """At the interim reviews (every year, or in named years) and at the final review."""

    kind: Literal["reviews"]
    interim: Interim = []
    final: Year | None = None

    @model_validator(mode="after")
    def check(self) -> Self:
        """There is some review."""
        if not self.interim and self.final is None:
            raise fault("Không có kỳ sơ kết hay tổng kết nào.", "Ghi interim: yearly (hoặc danh sách năm) và final: 2030.")
        return self


class ByPlan(_Timing):
    """Only by another body's document: nothing is due before it is there."""

    kind: Literal["by-plan"]

    @model_validator(mode="after")
    def check(self) -> Self:
        """It says what it waits for."""
        if self.waits_for is None:
            raise fault("Thiếu “waits_for”.", "Ghi văn bản đang chờ: waits_for: {document: .., issuer: ..}.")
        return self


class Untimed(_Timing):
    """All the time; when asked; or the plan says nothing."""

    kind: Literal["continuous", "ad-hoc", "unsaid"]


When = Annotated[
    OnDay
    | InMonth
    | InQuarter
    | InYear
    | Range
    | Years
    | Phases
    | Yearly
    | YearlyDay
    | YearlySpan
    | YearlyWeek
    | Repeated
    | SchoolYear
    | Reviews
    | ByPlan
    | Untimed,
    Field(discriminator="kind"),
]


def _forward(start: date, stop: date) -> None:
    if start > stop:
        raise fault(f"Từ {start} đến {stop} đi ngược thời gian.", "Đổi lại hai ngày.")
