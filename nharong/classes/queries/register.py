"""The class book of a month: who was there on which evening."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nharong.classes.models import LiteracyClass
from nharong.classes.queries.diary import Held, Term, evenings_of, planned_days, terms_of
from nharong.classes.queries.roster import Learner, everybody
from nharong.classes.rules import absent_in_a_row, attendance_rate
from nharong.meetings.models import Attendance

LATEST = 8
"""Recorded evenings looked back on to see who stays away."""
LONG_AWAY = 3
"""Evenings missed without a break from which somebody is to be visited at home."""

RECORDED, MISSING, TODAY, COMING = "recorded", "miss", "today", "off"


@dataclass(frozen=True, slots=True)
class Head:
    """One column: a day on which the class met or should have."""

    day: date
    state: str
    """recorded, miss (planned and past), today (planned, not recorded), off (to come)."""
    new_week: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One learner's month."""

    learner: Learner
    cells: tuple[str, ...]
    """c, p, k; ``none``: recorded without this learner; ``out``: not in the class that day; else the state of the column."""
    present: int
    recorded: int
    away: int
    """Evenings missed without a break up to now."""

    @property
    def long_away(self) -> bool:
        """Whether somebody should go and see."""
        return not self.learner.ended and self.away >= LONG_AWAY


@dataclass(frozen=True, slots=True)
class Register:
    """The class book of one month and what it adds up to."""

    month: date
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    present_by_day: tuple[int | None, ...]
    present: int
    recorded: int
    unrecorded: tuple[date, ...]
    """Every planned evening up to yesterday that nobody recorded, of the whole class."""
    terms: tuple[Term, ...]
    held: tuple[Held, ...]
    learners: tuple[Learner, ...]

    @property
    def rate(self) -> float | None:
        """Present marks of all marks of the month."""
        return self.present / self.recorded if self.recorded else None

    @property
    def now(self) -> int:
        """Learners whose enrolment has not ended."""
        return sum(not learner.ended for learner in self.learners)

    @property
    def long_away(self) -> list[Line]:
        """Learners to visit."""
        return [line for line in self.lines if line.long_away]

    def taught(self, term: Term) -> int:
        """Lessons taught in a term."""
        return sum(sum(held.lessons.values()) for held in self.held if term.start <= held.day < term.stop)


def read_register(row: LiteracyClass, month: date, today: date) -> Register:
    """The class book of the month that ``month`` lies in: four queries."""
    terms, held, learners = terms_of([row.pk]), evenings_of(row.pk), everybody(row.pk)
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    by_day = {one.day: one.meeting for one in held}
    heads = _heads(terms, by_day, first, last, row=row, today=today)
    latest = [one.meeting for one in held[-LATEST:]]
    marks = _marks({by_day[head.day] for head in heads if head.day in by_day} | set(latest))
    columns = [(head, by_day.get(head.day, 0)) for head in heads]
    there = [learner for learner in learners if learner.began_on <= last and learner.ended_on > first]
    lines = [_line(learner, columns, latest, marks) for learner in there]
    past = planned_days(terms, row.start, min(today - timedelta(days=1), row.stop - timedelta(days=1)))
    by_column = [sum(line.cells[i] == "c" for line in lines) if head.state == RECORDED else None for i, head in enumerate(heads)]
    return Register(
        month=first,
        heads=tuple(heads),
        lines=tuple(lines),
        present_by_day=tuple(by_column),
        present=sum(line.present for line in lines),
        recorded=sum(line.recorded for line in lines),
        unrecorded=tuple(day for day in past if day not in by_day),
        terms=tuple(terms),
        held=tuple(held),
        learners=tuple(learners),
    )


def _heads(terms: Sequence[Term], by_day: dict[date, int], first: date, last: date, *, row: LiteracyClass, today: date) -> list[Head]:
    inside = [day for day in planned_days(terms, first, last) if row.start <= day < row.stop]
    days = sorted({*inside, *(day for day in by_day if first <= day <= last)})
    found: list[Head] = []
    for day in days:
        state = RECORDED if day in by_day else MISSING if day < today else TODAY if day == today else COMING
        found.append(Head(day, state, not found or day.isocalendar().week != found[-1].day.isocalendar().week))
    return found


Marks = Mapping[tuple[int, int], str]
"""(meeting, person) → mark."""


def _marks(meetings: set[int]) -> Marks:
    rows = Attendance.objects.standing().filter(meeting__in=meetings)
    return {(meeting, person): mark for meeting, person, mark in rows.values_list("meeting_id", "person_id", "mark")}


def _line(learner: Learner, columns: Sequence[tuple[Head, int]], latest: Sequence[int], marks: Marks) -> Line:
    cells = []
    for head, meeting in columns:
        empty = "out" if not learner.here(head.day) else "none" if head.state == RECORDED else head.state
        cells.append(marks.get((meeting, learner.person_key), empty))
    present, recorded = attendance_rate(cell for cell in cells if cell in "cpk")
    run = [marks[meeting, learner.person_key] for meeting in latest if (meeting, learner.person_key) in marks]
    return Line(learner, tuple(cells), present, recorded, absent_in_a_row(run))
