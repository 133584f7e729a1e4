"""What the sheets are opened with: attendance of an evening, scores of a subject, results of a term."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nharong.classes.models import Evening, LiteracyClass, TermResult, TestScore
from nharong.classes.programmes import programme
from nharong.classes.queries.roster import Learner, everybody, roster
from nharong.classes.rules import Named, Programme, Test, absent_in_a_row, standing_level, subject_average, suggested_level
from nharong.meetings.models import Attendance


@dataclass(frozen=True, slots=True)
class Row:
    """One learner of an attendance sheet."""

    learner: Learner
    mark: str
    """As it stands; empty: none yet."""
    away: int
    """Evenings missed without a break before this one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The attendance sheet of an evening."""

    day: date
    rows: tuple[Row, ...]
    recorded: bool
    lessons: Mapping[str, int]
    subjects: tuple[Named, ...]
    note: str

    @property
    def base(self) -> dict[str, str]:
        """What the form shows, for the check of two people at one sheet."""
        return {str(row.learner.enrolment): row.mark for row in self.rows}


def read_sheet(row: LiteracyClass, day: date) -> Sheet:
    """The sheet of a day, empty if nobody recorded it: three queries."""
    rows = Evening.objects.standing().filter(literacy_class=row, day__lte=day).order_by("-day", "session")[:6]
    recent = list(rows)
    evening = next((one for one in recent if one.day == day), None)
    before = [one.meeting_id for one in reversed(recent) if one.day < day]
    marks: dict[int, dict[int, str]] = {}
    found = Attendance.objects.standing().filter(meeting__in=[one.meeting_id for one in recent])
    for meeting, person, mark in found.values_list("meeting_id", "person_id", "mark"):
        marks.setdefault(person, {})[meeting] = mark
    return Sheet(
        day=day,
        rows=tuple(_row(learner, marks.get(learner.person_key, {}), evening, before) for learner in roster(row.pk, day)),
        recorded=evening is not None,
        lessons=evening.lessons if evening else {},
        subjects=tuple(programme(row.programme).subjects_of(row.phase)),
        note=evening.note if evening else "",
    )


def _row(learner: Learner, marks: Mapping[int, str], evening: Evening | None, before: list[int]) -> Row:
    now = marks.get(evening.meeting_id, "") if evening else ""
    return Row(learner, now, absent_in_a_row([marks[meeting] for meeting in before if meeting in marks]))


# ---------------------------------------------------------------- tests and results

Scores = Mapping[str, Mapping[str, Decimal]]
"""Subject → test → score."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One learner's term."""

    learner: Learner
    scores: Scores
    averages: Mapping[str, Decimal | None]
    suggested: str
    recorded: str
    """The standing result; empty: none."""

    @property
    def standing(self) -> str:
        """The recorded level, else the suggested one."""
        return standing_level(self.suggested, self.recorded) or ""


@dataclass(frozen=True, slots=True)
class TermSheet:
    """Scores and results of a class in a term."""

    term: int
    title: str
    pack: Programme
    subjects: tuple[Named, ...]
    tests: tuple[Test, ...]
    rows: tuple[Judged, ...]

    def tests_held(self) -> int:
        """Tests of which some subject has a score of some learner."""
        return len({test for row in self.rows for scores in row.scores.values() for test in scores})

    @property
    def undecided(self) -> int:
        """Learners still in the class without a result."""
        return sum(not row.recorded and not row.learner.ended for row in self.rows)


def read_term(row: LiteracyClass, term: int) -> TermSheet:
    """Scores, averages and results of everybody in the class: three queries. Raises KeyError for a term of another phase."""
    pack = programme(row.programme)
    if term not in pack.phase(row.phase).terms:
        raise KeyError(term)
    subjects = tuple(pack.subjects_of(row.phase))
    kept: dict[int, dict[str, dict[str, Decimal]]] = {}
    found = TestScore.objects.standing().filter(enrolment__literacy_class=row, term=term)
    for enrolment, subject, test, score in found.values_list("enrolment_id", "subject", "test", "score"):
        kept.setdefault(enrolment, {}).setdefault(subject, {})[test] = score
    results = TermResult.objects.standing().filter(enrolment__literacy_class=row, term=term)
    levels = dict(results.values_list("enrolment_id", "level"))
    rows = [_judged(learner, kept.get(learner.key, {}), levels.get(learner.key, ""), pack, subjects) for learner in everybody(row.pk)]
    return TermSheet(term, pack.terms[term], pack, subjects, pack.assessment.tests, tuple(rows))


def _judged(learner: Learner, scores: Scores, recorded: str, pack: Programme, subjects: tuple[Named, ...]) -> Judged:
    averages = {subject.id: subject_average(scores.get(subject.id, {}), pack.assessment.tests) for subject in subjects}
    return Judged(learner, scores, averages, suggested_level(averages.values(), pack.assessment.levels) or "", recorded)


def results_of(literacy_class: int) -> dict[uuid.UUID, dict[int, str]]:
    """Enrolment → term → standing level."""
    rows = TermResult.objects.standing().filter(enrolment__literacy_class_id=literacy_class)
    found: dict[uuid.UUID, dict[int, str]] = {}
    for enrolment, term, level in rows.values_list("enrolment__uid", "term", "level"):
        found.setdefault(enrolment, {})[term] = level
    return found
