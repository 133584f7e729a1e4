"""What a plan asks of bodies: tasks, and duties to report."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag, model_validator

from nharong.kernel.time import BadPeriod, parse_period
from nharong.plans.shape.when import When
from nharong.plans.shape.words import Clause, DayMonth, Flag, Id, Note, Roles, Strict, Title, Year, fault, read_day, read_day_month


class Task(Strict):
    """One task: who leads, who cooperates, when."""

    id: Id
    clause: Clause
    title: Title
    leads: Annotated[Roles, Field(min_length=1)]
    with_: Annotated[Roles, Field(alias="with")] = []
    when: When
    section: Clause | None = None
    """The part of the plan in which it stands; tasks are listed by it."""
    targets: list[Id] = []
    """Targets that it serves."""
    parent: Id | None = None
    verified: Flag = True
    note: Note | None = None


class DataPeriod(Strict):
    """What a report covers, where that is not the calendar: from a day of that or an earlier year to a day of it."""

    start: DayMonth
    start_year: Literal[-1, 0] = 0
    stop: DayMonth
    stop_year: Literal[-1, 0] = 0

    @model_validator(mode="after")
    def check(self) -> Self:
        """Forward in time."""
        start, stop = ((year, text[3:], text[:2]) for year, text in ((self.start_year, self.start), (self.stop_year, self.stop)))
        if start > stop:
            raise fault("Kỳ số liệu kết thúc trước khi bắt đầu.", "Nếu bắt đầu từ năm trước, ghi start_year: -1.")
        return self


_SPANS = ("year-to-sent", "year", "year-before", "school-year")


def _read_span(raw: object) -> str:
    if isinstance(raw, str) and raw in _SPANS:
        return raw
    try:
        return parse_period(str(raw)).name
    except BadPeriod as error:
        raise fault(str(error), f"Hoặc ghi một trong: {', '.join(_SPANS)}; hoặc {{start: 15/12, start_year: -1, stop: 14/6}}.") from None


def _read_due(raw: object) -> str | date:
    if isinstance(raw, date) or (isinstance(raw, str) and (raw.count("/") == 2 or raw.count("-") == 2)):
        return read_day(raw)
    return read_day_month(raw)


Covers = Annotated[
    Annotated[DataPeriod, Tag("days")] | Annotated[str, PlainValidator(_read_span), Tag("span")],
    Discriminator(lambda raw: "days" if isinstance(raw, dict | DataPeriod) else "span"),
]
"""What the data cover: 1 January to the day sent; the calendar year; the one before; the school year; a period; or days."""

Due = Annotated[str | date, BeforeValidator(_read_due)]
"""``10/12`` of every year, or one day."""


class Occasion(Strict):
    """One of several reports in a year."""

    id: Id
    due: DayMonth
    data_period: Covers = "year-to-sent"


class Duty(Strict):
    """A duty to report: from whom, to whom, by when, about which span."""

    id: Id
    clause: Clause
    title: Title
    from_: Annotated[Roles, Field(alias="from", min_length=1)]
    to: Annotated[Roles, Field(min_length=1)]
    every: Literal["year", "half-year", "quarter", "month", "once", "ad-hoc"] = "year"
    due: Due | None = None
    due_kind: Literal["before", "by"] = "before"
    """``before``: on time until the evening of the day before; ``by``: that day too."""
    data_period: Covers = "year-to-sent"
    occasions: Annotated[list[Occasion], Field(min_length=2)] | None = None
    also_ad_hoc: Flag = False
    review: Literal["interim", "final"] | None = None
    since: Year | None = None
    until: Year | None = None
    form: Id | None = None
    feeds: Id | None = None
    """The duty into which this report is consolidated."""
    verified: Flag = True
    note: Note | None = None

    @model_validator(mode="after")
    def check(self) -> Self:
        """The days fit how often it is."""
        if self.occasions and self.due is not None:
            raise fault("Có “occasions” thì hạn nằm trong từng kỳ.", "Bỏ “due” ở ngoài.")
        if self.every in ("half-year", "quarter") and not self.occasions:
            raise fault("Báo cáo nhiều kỳ trong năm cần hạn của từng kỳ.", "Ghi occasions: [{id: .., due: .., data_period: ..}, ..].")
        if self.every == "year" and isinstance(self.due, str) is False and self.due is not None:
            raise fault(
                f"Báo cáo hằng năm không đi với ngày của một năm ({self.due}).", "Ghi ngày/tháng, ví dụ due: 10/12; hoặc every: once."
            )
        if self.every == "once" and isinstance(self.due, str):
            raise fault("Báo cáo một lần cần ngày có năm.", "Ghi due: 2030-11-30.")
        return self
