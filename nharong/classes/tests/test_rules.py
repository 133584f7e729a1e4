"""Averages, levels, phases, evenings."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nharong.classes import rules
from nharong.classes.programmes import BadProgramme, assessment, programme, read
from nharong.kernel import packs

PROGRAMME = programme()
TESTS = PROGRAMME.assessment.tests
LEVELS = PROGRAMME.assessment.levels
SCORES = st.integers(0, 100).map(lambda tenths: Decimal(tenths) / 10)
SHEETS = st.fixed_dictionaries({test.id: SCORES for test in TESTS})


def sheet(*scores: str) -> dict[str, Decimal]:
    return {test.id: Decimal(score) for test, score in zip(TESTS, scores, strict=False)}


def test_the_pack_says_what_the_circular_says() -> None:
    assert [phase.lessons for phase in PROGRAMME.phases] == [1005, 949]
    assert sum(phase.lessons for phase in PROGRAMME.phases) == packs.find("programmes", "tt33-2021").data["lessons"] == 1954
    assert [phase.terms for phase in PROGRAMME.phases] == [(1, 2, 3), (4, 5)]
    assert [len(phase.subjects) for phase in PROGRAMME.phases] == [3, 4]
    assert [test.weight for test in TESTS] == [1, 1, 1, 2]
    assert PROGRAMME.table == {}
    assert not PROGRAMME.assessment.verified
    assert programme("tt33-2021@1") is not None
    with pytest.raises(packs.NoPack):
        programme("tt33-2021@9")


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ({1: {"toan": 300}, 2: {"toan": 300}, 3: {"toan": 400}}, "1000 tiết"),
        ({6: {"toan": 1}}, "kì 6"),
        ({1: {"khoa-hoc": 1}}, "khoa-hoc"),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(table: dict[int, dict[str, int]], wrong: str) -> None:
    data = packs.find("programmes", "tt33-2021").data | {"table": table}
    with pytest.raises(BadProgramme, match=wrong):
        read("x@1", data)


def test_a_table_that_adds_up_is_taken() -> None:
    table = {1: {"toan": 335}, 2: {"toan": 335}, 3: {"toan": 335}}
    assert read("x@1", packs.find("programmes", "tt33-2021").data | {"table": table}).table == table


@pytest.mark.parametrize(
    ("scores", "average"),
    [(("5", "5", "5", "5"), "5.0"), (("6", "7", "8", "9"), "7.8"), (("6.9", "7", "7", "7"), "7.0"), (("4.9", "5", "4.9", "4.9"), "4.9")],
)
def test_the_end_of_term_counts_double(scores: tuple[str, ...], average: str) -> None:
    assert rules.subject_average(sheet(*scores), TESTS) == Decimal(average)


def test_half_is_rounded_up() -> None:
    plain = [rules.Test("a", "a", 1), rules.Test("b", "b", 1)]
    assert rules.subject_average({"a": Decimal("6.9"), "b": Decimal("7")}, plain) == Decimal("7.0")


def test_no_average_before_the_last_test() -> None:
    assert rules.subject_average(sheet("9", "9", "9"), TESTS) is None


@given(SHEETS)
def test_an_average_lies_among_its_scores_and_near_the_exact_one(scores: dict[str, Decimal]) -> None:
    average = rules.subject_average(scores, TESTS)
    exact = sum(Fraction(scores[test.id]) * test.weight for test in TESTS) / 5
    assert average is not None
    assert min(scores.values()) <= average <= max(scores.values())
    assert -Fraction(1, 20) < Fraction(average) - exact <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("averages", "level"),
    [(("7.0", "9.1", "7.0"), "good"), (("6.9", "10", "10"), "done"), (("5.0", "5.0", "5.0"), "done"), (("4.9", "10", "10"), "not-yet")],
)
def test_the_weakest_subject_decides_the_suggestion(averages: tuple[str, ...], level: str) -> None:
    assert rules.suggested_level([Decimal(average) for average in averages], LEVELS) == level


def test_nothing_is_suggested_while_a_subject_is_open() -> None:
    assert rules.suggested_level([Decimal(9), None], LEVELS) is None
    assert rules.suggested_level([], LEVELS) is None


@given(st.lists(SCORES, min_size=1, max_size=4), st.integers(0, 3), SCORES)
def test_a_better_score_never_lowers_the_suggestion(averages: list[Decimal], which: int, better: Decimal) -> None:
    order = [level.id for level in LEVELS]
    before = rules.suggested_level(averages, LEVELS)
    raised = list(averages)
    raised[which % len(raised)] = max(better, raised[which % len(raised)])
    after = rules.suggested_level(raised, LEVELS)
    assert order.index(str(after)) <= order.index(str(before))


def test_the_recorded_level_wins() -> None:
    assert rules.standing_level("not-yet", "done") == "done"
    assert rules.standing_level("good", "not-yet") == "not-yet"
    assert rules.standing_level("good", None) == "good"


@pytest.mark.parametrize(
    ("term", "level", "proof"),
    [
        (1, "good", None), (2, "good", None), (3, "good", "level1"), (3, "done", "level1"), (3, "not-yet", None), (3, None, None),
        (4, "good", None), (5, "done", "level2"), (5, "not-yet", None),
    ],
)  # fmt: skip
def test_only_the_last_term_of_a_phase_proves_it(term: int, level: str | None, proof: str | None) -> None:
    assert rules.proves(PROGRAMME, term, level) == proof


@pytest.mark.parametrize(
    ("score", "fault"), [("10", ""), ("0", ""), ("7.5", ""), ("7.25", "step"), ("10.1", "range"), ("-1", "range"), ("NaN", "range")]
)
def test_scores(score: str, fault: str) -> None:
    assert rules.score_fault(Decimal(score), assessment("tt10-2022")) == fault


def test_the_plan_of_a_phase_may_not_fall_short() -> None:
    phase = PROGRAMME.phase(1)
    assert rules.lessons_missing({1: 300, 2: 300}, phase) == 0
    assert rules.lessons_missing({1: 300, 2: 300, 3: 400}, phase) == 5
    assert rules.lessons_missing({1: 400, 2: 400, 3: 400}, phase) == 0


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 200), st.sets(st.sampled_from("1234567")))
def test_evenings_fall_on_their_weekdays(start: date, length: int, weekdays: set[str]) -> None:
    stop = start + timedelta(days=length)
    days = rules.evenings(start, stop, "".join(weekdays))
    assert all(start <= day < stop and str(day.isoweekday()) in weekdays for day in days)
    assert len(days) == sum(str((start + timedelta(days=i)).isoweekday()) in weekdays for i in range(length))


@pytest.mark.parametrize(("marks", "run"), [("", 0), ("ccc", 0), ("ckk", 2), ("kpk", 3), ("kkc", 0)])
def test_absences_in_a_row(marks: str, run: int) -> None:
    assert rules.absent_in_a_row(marks) == run


def test_rate_counts_only_what_was_recorded() -> None:
    assert rules.attendance_rate("ccpk") == (2, 4)
    assert rules.attendance_rate("") == (0, 0)
