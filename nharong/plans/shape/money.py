"""Money in a plan: norms (so much per what, after what), totals by sub-period, sources."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from nharong.plans.shape.values import Number
from nharong.plans.shape.words import Clause, Day, Flag, Id, Note, Strict, Title, Traits, fault

Per = Literal[
    "learner", "phase", "class", "term", "person", "month", "lesson", "centre", "commune", "village", "household", "meeting", "year"
]


class Share(Strict):
    """One source of the money, with its share or its amount if the plan says it."""

    source: Literal[
        "central-budget", "province-budget", "district-budget", "commune-budget", "national-programme", "social", "fees", "other"
    ]
    title: Title | None = None
    share: Annotated[Number, Field(ge=0, le=1)] | None = None
    amount: Annotated[Number, Field(ge=0)] | None = None


class Case(Strict):
    """The amount for a zone or kind of place, of person or of class."""

    traits: Traits
    amount: Annotated[Number, Field(ge=0)]


class Total(Strict):
    """A total for a sub-period, both years inside."""

    start: Annotated[int, Field(ge=1990, le=2100)]
    stop: Annotated[int, Field(ge=1990, le=2100)]
    amount: Annotated[Number, Field(ge=0)]

    @model_validator(mode="after")
    def check(self) -> Self:
        """Forward in time."""
        if self.start > self.stop:
            raise fault(f"Từ {self.start} đến {self.stop} đi ngược thời gian.", "Đổi lại hai năm.")
        return self


class Money(Strict):
    """A norm of support, or money set aside for a task; in đồng."""

    id: Id
    clause: Clause
    title: Title
    task: Id | None = None
    amount: Annotated[Number, Field(ge=0)] | None = None
    per: list[Per] = []
    """``[learner, phase]``: for each learner and phase; ``[person, month]``: for each person-month."""
    after: Literal["enrolled", "finished", "confirmed", "taught", "invoiced"] | None = None
    once_per: list[Per] = []
    cases: list[Case] = []
    totals: list[Total] = []
    sources: list[Share] = []
    valid_from: Day | None = None
    verified: Flag = True
    note: Note | None = None

    @model_validator(mode="after")
    def check(self) -> Self:
        """Shares of the sources do not exceed the whole."""
        if sum(source.share or 0 for source in self.sources) > 1.000001:
            raise fault("Các nguồn cộng lại quá 100 %.", "Sửa “share” của từng nguồn.")
        return self
