"""The literacy standard by Nghị định 20/2014/NĐ-CP, Điều 20-21; of provinces since 01/7/2025 by Nghị định 142/2025/NĐ-CP (unverified)."""

from datetime import date
from fractions import Fraction

import pytest

from nharong.access.tests.cast import Cast
from nharong.indicators.levels import Condition, Standing, above, of_area, standing, unit_rules
from nharong.indicators.queries import Question, figure
from nharong.indicators.tests import make
from nharong.kernel.permissions import SYSTEM
from nharong.kernel.time import year_period
from nharong.territory.models import Place, Trait
from nharong.territory.queries import parse_area

ON = date(2026, 11, 23)
LONG_AGO = date(2020, 1, 1)


def condition(level: int, low: float | None, high: float | None = None, special: bool | None = False) -> Condition:
    """A share of 90 % asked for, with what it may be."""
    ends = [None if end is None else Fraction(str(end)) for end in (low, low if high is None else high)]
    return Condition(
        level, special, "15-35", None if low is None else 1, None if low is None else 2, *ends, Fraction("0.9"), "Điều 20", True
    )


@pytest.mark.parametrize(
    ("first", "second", "level", "span"),
    [
        ((0.90,), (0.90,), 2, (2, 2)),  # equal to the threshold is met
        ((0.8999,), (0.95,), 0, (0, 0)),  # level 2 counts only on top of level 1
        ((0.95,), (0.5,), 1, (1, 1)),
        ((0.95,), (0.85, 0.92), None, (1, 2)),
        ((0.85, 0.92), (0.5,), None, (0, 1)),
        ((0.85, 0.92), (0.85, 0.92), None, (0, 2)),
        ((None,), (None,), None, (0, 2)),
    ],
)
def test_a_level_is_three_valued(first: tuple[float, ...], second: tuple[float, ...], level: int | None, span: tuple[int, int]) -> None:
    found = standing(1, False, [condition(1, *first), condition(2, *second)])
    assert (found.level, (found.low, found.high)) == (level, span)


def test_an_unknown_class_decides_only_where_both_standards_agree() -> None:
    strict = [condition(1, 0.95, special=False), condition(2, 0.95, special=False)]
    easy = [condition(1, 0.95, special=True), condition(2, 0.95, special=True)]
    assert standing(1, None, [*strict, *easy]).level == 2
    low = [condition(1, 0.95, special=False), condition(2, 0.5, special=False)]
    both = standing(1, None, [*low, *easy])
    assert (both.level, both.low, both.high) == (None, 1, 2)
    fails = [condition(1, 0.2, special=False), condition(2, 0.2, special=False)]
    assert standing(1, None, [*fails, *easy]).level is None
    assert standing(1, None, [*fails, condition(1, 0.1, special=True), condition(2, 0.1, special=True)]).level == 0


def test_the_bands_of_the_decree() -> None:
    rows = {(row["special"], row["level"]): (row["band"], row["person"]) for row in unit_rules("commune", ON)}
    assert rows == {
        (False, 1): ("15-35", "level1"),
        (False, 2): ("15-60", "level2"),
        (True, 1): ("15-25", "level1"),
        (True, 2): ("15-35", "level2"),
    }
    assert unit_rules("district", date(2025, 6, 30))
    assert unit_rules("district", date(2025, 7, 1)) == []


def _communes(reached: int, of: int, level: int) -> list[Standing]:
    known = (condition(1, 1.0),)
    levels = [level] * reached + [0] * (of - reached)
    return [Standing(number, False, one, one, one, known) for number, one in enumerate(levels)]


@pytest.mark.parametrize(("reached", "level", "expected"), [(81, 1, 1), (80, 1, 0), (90, 2, 2), (89, 2, 1), (100, 1, 1)])
def test_a_province_since_july_2025_is_a_share_of_its_communes(reached: int, level: int, expected: int) -> None:
    found = above(1, "province", _communes(reached, 100, level), ON)
    assert found.level == expected
    assert not found.verified


def test_a_province_before_is_a_share_of_its_districts() -> None:
    assert above(1, "district", _communes(9, 10, 1), date(2024, 12, 31)).level == 1
    assert above(1, "district", _communes(8, 10, 1), date(2024, 12, 31)).level == 0


# ---------------------------------------------------------------- from the records


@pytest.fixture
def asked(cast: Cast, ledger: None) -> Question:
    """The standard of the first commune."""
    return Question("xmc-standard", parse_area("23527", ON), year_period(2026), ON)


def people(place: Place, born: int, literate: int, all: int, level2: bool = True) -> None:
    """So many of so many know both levels (or only the first)."""
    for number in range(all):
        knows = number < literate
        make.person(place, name=f"Y {born} {number}", birth=[born, None, None], level1=knows, level2=knows and level2)


def classed(place: Place, value: str) -> None:
    """The commune's class of hardship."""
    Trait.objects.create(place=place, kind="hardship", value=value, start=LONG_AGO, scheme="nd272-2025", decision="1/QĐ")


@pytest.mark.django_db
def test_nothing_recorded_is_null_never_not_met(asked: Question) -> None:
    answer = figure(SYSTEM, asked)
    assert (answer["value"], answer["low"], answer["high"]) == (None, None, None)


@pytest.mark.django_db
def test_the_class_of_the_day_chooses_the_band(cast: Cast, asked: Question) -> None:
    place = cast.village
    people(place, 2006, 10, 10)  # 20 years: in every band
    people(place, 1994, 5, 10)  # 32 years: only in 15-35 and 15-60
    assert figure(SYSTEM, asked)["value"] is None, "the class is not known, the two standards differ"
    assert (figure(SYSTEM, asked)["low"], figure(SYSTEM, asked)["high"]) == (0, 1)
    classed(cast.commune, "III")
    assert figure(SYSTEM, asked)["value"] == 1
    Trait.objects.update(value="I")
    assert figure(SYSTEM, asked)["value"] == 0


@pytest.mark.django_db
def test_unknown_people_leave_the_level_open(cast: Cast, asked: Question) -> None:
    classed(cast.commune, "I")
    people(cast.village, 1994, 9, 9)
    make.person(cast.village, name="Y Chưa Rõ", birth=[1994, None, None])
    make.person(cast.village, name="Y Chưa Rõ Hai", birth=[1994, None, None])
    own, _inner = of_area(asked)
    assert (own.level, own.low, own.high) == (None, 0, 2)


@pytest.mark.django_db
def test_a_province_counts_its_communes(cast: Cast, asked: Question) -> None:
    for commune, villages in zip(cast.communes, cast.villages, strict=True):
        classed(commune, "I")
        people(villages[0], 1994, 10, 10, level2=commune == cast.communes[0])
    province = Question("xmc-standard", parse_area("51", ON), year_period(2026), ON)
    answer = figure(SYSTEM, province)
    assert (answer["value"], answer["numerator"], answer["denominator"]) == (1, 2, 2)
