"""What a literacy programme asks and what its results mean: averages, levels, phases, evenings. Pure.

Sources: Thông tư 33/2021/TT-BGDĐT (the programme), Thông tư 10/2022/TT-BGDĐT (the assessment), Nghị định 20/2014/NĐ-CP,
Điều 19 (what a completed phase proves).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

PRESENT, EXCUSED, UNEXCUSED = "c", "p", "k"
MARKS = (PRESENT, EXCUSED, UNEXCUSED)


@dataclass(frozen=True, slots=True)
class Named:
    """A thing of the programme with its Vietnamese name."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Test:
    """One of the periodic tests of a subject in a term."""

    id: str
    title: str
    weight: int


@dataclass(frozen=True, slots=True)
class Level:
    """One result of a term; ``least`` is the average that every subject must reach for it to be suggested."""

    id: str
    title: str
    least: Decimal
    passes: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a term is judged."""

    name: str
    tests: tuple[Test, ...]
    levels: tuple[Level, ...]
    """Best first."""
    lowest: Decimal
    highest: Decimal
    step: Decimal

    @property
    def verified(self) -> bool:
        """Whether every cut-off was checked against the text."""
        return all(level.verified for level in self.levels)

    def level(self, id: str) -> Level | None:
        """The level of that id."""
        return next((level for level in self.levels if level.id == id), None)


@dataclass(frozen=True, slots=True)
class Phase:
    """Giai đoạn: its terms in order, its lessons in all, and the attainment that its completion proves."""

    number: int
    title: str
    terms: tuple[int, ...]
    lessons: int
    subjects: tuple[str, ...]
    equals: str
    grade: int
    level: str

    @property
    def last_term(self) -> int:
        """The term whose result decides the phase."""
        return self.terms[-1]


@dataclass(frozen=True, slots=True)
class Programme:
    """A literacy programme pack."""

    name: str
    """``tt33-2021@1``."""
    title: str
    phases: tuple[Phase, ...]
    terms: Mapping[int, str]
    """Number of a term → its name."""
    subjects: Mapping[str, Named]
    table: Mapping[int, Mapping[str, int]]
    """Term → subject → lessons; empty where the annex is not known."""
    assessment: Assessment

    def phase(self, number: int) -> Phase:
        """The phase of that number. Raises KeyError."""
        found = next((phase for phase in self.phases if phase.number == number), None)
        if found is None:
            raise KeyError(number)
        return found

    def phase_of_term(self, term: int) -> Phase:
        """The phase that the term belongs to. Raises KeyError."""
        found = next((phase for phase in self.phases if term in phase.terms), None)
        if found is None:
            raise KeyError(term)
        return found

    def subjects_of(self, phase: int) -> list[Named]:
        """The subjects taught in a phase, in the order of the programme."""
        return [self.subjects[id] for id in self.phase(phase).subjects]


def faults(programme: Programme) -> list[str]:
    """What is wrong with a programme's table of lessons, in the language of packs; empty: nothing."""
    found = []
    for term, row in programme.table.items():
        phase = next((phase for phase in programme.phases if term in phase.terms), None)
        if phase is None:
            found.append(f"Không có kì {term}.")
            continue
        found += [f"Kì {term} không học môn {subject}." for subject in row if subject not in phase.subjects]
    for phase in programme.phases:
        rows = [programme.table[term] for term in phase.terms if term in programme.table]
        if len(rows) == len(phase.terms) and (total := sum(sum(row.values()) for row in rows)) != phase.lessons:
            found.append(f"{phase.title}: cộng được {total} tiết, phải là {phase.lessons}.")
    return found


# ---------------------------------------------------------------- results


def subject_average(scores: Mapping[str, Decimal], tests: Sequence[Test]) -> Decimal | None:
    """The average of a subject in a term, (t1 + t2 + t3 + 2·end) / 5, to one decimal, half up; None until all tests are there."""
    if any(test.id not in scores for test in tests):
        return None
    total = sum((scores[test.id] * test.weight for test in tests), Decimal(0))
    return (total / sum(test.weight for test in tests)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def suggested_level(averages: Iterable[Decimal | None], levels: Sequence[Level]) -> str | None:
    """The best level whose cut-off every subject reaches; None while an average is missing."""
    known = list(averages)
    if not known or any(average is None for average in known):
        return None
    worst = min(average for average in known if average is not None)
    return next((level.id for level in levels if worst >= level.least), None)


def standing_level(suggested: str | None, recorded: str | None) -> str | None:
    """The level that counts: what the teacher recorded, never overruled by the sum of tests."""
    return recorded or suggested


def proves(programme: Programme, term: int, level: str | None) -> str | None:
    """The attainment (``level1``, ``level2``) that a term's result proves, or None.

    Phase 1 is complete when term 3, phase 2 when term 5 is Hoàn thành or better; earlier terms prove nothing by themselves,
    and *Chưa hoàn thành* is no proof of illiteracy.
    """
    phase = programme.phase_of_term(term)
    result = programme.assessment.level(level) if level else None
    return phase.level if result and result.passes and term == phase.last_term else None


def score_fault(score: Decimal, assessment: Assessment) -> str:
    """``range`` or ``step`` where a score cannot stand, else empty."""
    if not score.is_finite() or not assessment.lowest <= score <= assessment.highest:
        return "range"
    return "" if score % assessment.step == 0 else "step"


def lessons_missing(planned: Mapping[int, int], phase: Phase) -> int:
    """Lessons by which the plan of a whole phase falls short of the programme; 0 while a term is not planned yet."""
    if any(term not in planned for term in phase.terms):
        return 0
    return max(0, phase.lessons - sum(planned[term] for term in phase.terms))


# ---------------------------------------------------------------- evenings


def evenings(start: date, stop: date, weekdays: str) -> list[date]:
    """The days of ``[start, stop)`` on which a class meets; ``weekdays`` are the digits of their ISO numbers (Monday is 1)."""
    wanted = {int(digit) for digit in weekdays}
    days = (start + timedelta(days=i) for i in range(max(0, (stop - start).days)))
    return [day for day in days if day.isoweekday() in wanted]


def absent_in_a_row(marks: Sequence[str]) -> int:
    """How many of the last recorded evenings somebody missed without a break; ``marks`` run from the first to the last."""
    run = 0
    for mark in reversed(marks):
        if mark == PRESENT:
            break
        run += 1
    return run


def attendance_rate(marks: Iterable[str]) -> tuple[int, int]:
    """(present, recorded)."""
    recorded = list(marks)
    return sum(mark == PRESENT for mark in recorded), len(recorded)
