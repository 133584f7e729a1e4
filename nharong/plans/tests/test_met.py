"""Verdicts: met, not met, not to be told; and their properties."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nharong.plans.rules.met import Range, agreed, chained, met, met_part, met_word, met_yes, together
from nharong.plans.shape.values import Part, read_value

OPS = st.sampled_from(["ge", "gt", "le", "lt", "eq", "about", "keep", "rise", "fall"])
NUMBERS = st.fractions(0, 2, max_denominator=20).map(float)
RANGES = st.tuples(NUMBERS, NUMBERS).map(lambda pair: (min(pair), max(pair)))


def inside(span: Range) -> st.SearchStrategy[float]:
    return st.sampled_from([span[0], (span[0] + span[1]) / 2, span[1]])


@given(OPS, st.one_of(NUMBERS, RANGES.filter(lambda r: r[0] < r[1])), RANGES, RANGES, st.sampled_from(["points", "relative"]), st.data())
def test_a_verdict_holds_for_everything_possible(op: str, value: Any, now: Range, before: Range, change: str, data: st.DataObject) -> None:
    assume(not isinstance(value, tuple) or op in ("eq", "about", "rise", "fall"))
    said = met(op, value, now, before, change=change)
    point, earlier = data.draw(inside(now)), data.draw(inside(before))
    one = met(op, value, (point, point), (earlier, earlier), change=change)
    if said is not None:
        assert one is said or one is None


@given(OPS, NUMBERS, NUMBERS, NUMBERS)
def test_what_is_known_is_always_told(op: str, value: float, now: float, before: float) -> None:
    assert met(op, value, (now, now), (before, before)) is not None


@given(OPS, NUMBERS)
def test_missing_data_is_neither_met_nor_not(op: str, value: float) -> None:
    assert met(op, value, None) is None
    if op in ("rise", "fall"):
        assert met(op, value, (0.5, 0.5), None) is None


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_ninety_percent_is_compared_unrounded(numerator: int, denominator: int) -> None:
    share = numerator / denominator
    wanted = read_value("90 %")
    exact = Fraction(numerator, denominator)
    assert met("ge", wanted, (share, share)) is (exact >= Fraction(9, 10))
    assert met("gt", wanted, (share, share)) is (exact > Fraction(9, 10))


@pytest.mark.parametrize(
    ("op", "value", "now", "before", "wanted"),
    [
        ("ge", 0.9, (0.9, 0.95), None, True),
        ("ge", 0.9, (0.88, 0.92), None, None),
        ("ge", 0.9, (0.88, 0.89), None, False),
        ("gt", 0.6, (0.6, 0.6), None, False),
        ("gt", 0.6, (0.6, 0.7), None, None),
        ("le", 0.05, (0.05, 0.05), None, True),
        ("lt", 0.05, (0.05, 0.05), None, False),
        ("eq", 0.5, (0.4, 0.6), None, None),
        ("eq", (0.4, 0.6), (0.45, 0.55), None, True),
        ("eq", (0.4, 0.6), (0.7, 0.8), None, False),
        ("about", 1000, (960, 960), None, True),
        ("about", 1000, (940, 940), None, False),
        ("keep", None, (0.9, 0.9), (0.9, 0.9), True),
        ("keep", None, (0.89, 0.89), (0.9, 0.9), False),
        ("keep", None, (0.89, 0.91), (0.9, 0.9), None),
        ("keep", 0.9, (0.91, 0.92), None, True),
        ("rise", None, (101, 101), (100, 100), True),
        ("rise", None, (100, 100), (100, 100), False),
        ("fall", (0.003, 0.005), (0.046, 0.046), (0.05, 0.05), True),
        ("fall", (0.003, 0.005), (0.03, 0.03), (0.05, 0.05), True),
        ("fall", (0.003, 0.005), (0.049, 0.049), (0.05, 0.05), False),
    ],
)
def test_operators(op: str, value: Any, now: Range, before: Range | None, wanted: bool | None) -> None:
    assert met(op, value, now, before) is wanted


def test_a_relative_rise_over_nothing_cannot_be_told() -> None:
    assert met("rise", 0.1, (5, 5), (0, 0), change="relative") is None
    assert met("rise", 0.1, (110, 110), (100, 100), change="relative") is True


def test_so_many_of_so_many() -> None:
    assert met_part("ge", Part(8, 8), (5, 5), (5, 5)) is True  # five are left after the mergers, and all five have it
    assert met_part("ge", Part(8, 8), (4, 5), (5, 5)) is None
    assert met_part("ge", Part(8, 8), (4, 4), (5, 5)) is False
    assert met_part("ge", Part(1, 8), (0, 0), (8, 8)) is False
    assert met_part("ge", Part(1, 8), (1, 3), (8, 8)) is True
    assert met_part("ge", Part(1, 8), None, None) is None


def test_grades_and_milestones() -> None:
    scale = ["yeu", "dat", "kha", "tot"]
    assert met_word("ge", "kha", scale, "tot") is True
    assert met_word("ge", "kha", scale, "dat") is False
    assert met_word("ge", "kha", scale, None) is None
    assert met_yes(True, None) is None
    assert met_yes(True, True) is True


def test_several_conditions() -> None:
    assert together([True, True, None]) is None
    assert together([True, False, None]) is False
    assert together([True, True, None], 2) is True
    assert together([False, None], "any") is None
    assert agreed([True, True]) is True
    assert agreed([True, False]) is None
    assert agreed([None, True]) is None


@given(RANGES, RANGES)
def test_a_chained_share_spans_all_that_is_possible(top: Range, bottom: Range) -> None:
    found = chained(top, bottom)
    if min(bottom) <= 0:
        assert found is None
    else:
        assert found == (top[0] / bottom[1], top[1] / bottom[0])
