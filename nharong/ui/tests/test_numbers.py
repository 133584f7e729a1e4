"""How numbers and dates are written."""

from datetime import UTC, date, datetime

import pytest

from nharong.ui import numbers

S = numbers.NBSP


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [(1234567, 0, "1.234.567"), (0, 0, "0"), (None, 0, "–"), (-22, 0, "−22"), (7.25, 1, "7,3"), (7.0, 2, "7"), (12.5, 2, "12,5")],
)
def test_number(value: float | None, places: int, printed: str) -> None:
    assert numbers.number(value, places, "vi") == printed


@pytest.mark.parametrize(
    ("value", "threshold", "printed"),
    [
        (0.105, None, "10,5"),
        (0, None, "0,0"),
        (1, None, "100,0"),
        (0.9996, None, "99,96"),
        (0.00004, None, "0,004"),
        (0.1025, 0.105, "10,25"),
        (0.105, 0.105, "10,5"),
        (0.10496, 0.105, "10,496"),
        (0.10499999, 0.105, "10,4999"),
        (0.711, 0.7, "71,1"),
        (1.25, 1.0, "125,0"),
    ],
)
def test_a_share_is_never_rounded_over_a_mark_it_does_not_reach(value: float, threshold: float | None, printed: str) -> None:
    assert numbers.percent(value, threshold, "vi") == printed + S + "%"


def test_no_value_is_a_dash() -> None:
    assert numbers.percent(None) == numbers.change(None) == numbers.day(None) == numbers.moment(None) == "–"
    assert numbers.fraction(None, None) == "–"


def test_other_forms() -> None:
    assert numbers.threshold(0.105, language="vi") == f"10,5{S}%"
    assert numbers.threshold(0.7, language="vi") == f"70{S}%"
    assert numbers.threshold(1200, "count", "vi") == "1.200"
    assert numbers.change(0.06, "vi") == f"+6,0{S}%"
    assert numbers.change(-0.02, "vi") == f"−2,0{S}%"
    assert numbers.difference(22, "vi") == "+22"
    assert numbers.fraction(1214, 11842, "vi") == "1.214/11.842"
    assert numbers.fraction(None, 1, "vi") == "?/1"


def test_english_numbers() -> None:
    assert numbers.number(1234567, language="en") == "1,234,567"
    assert numbers.percent(0.105, language="en") == f"10.5{S}%"


def test_days_and_moments() -> None:
    assert numbers.day(date(2026, 2, 5)) == "05/02/2026"
    assert numbers.day(date(2026, 4, 15)) == "15/4/2026"
    assert numbers.short_day(date(2026, 12, 10)) == "10/12"
    assert numbers.weekday(date(2026, 11, 24), "vi") == "thứ Ba"
    assert [numbers.short_weekday(date(2026, 11, day), "vi") for day in (22, 23)] == ["CN", "T2"]
    assert numbers.moment(datetime(2026, 11, 24, 17, 30, tzinfo=UTC)) == "00:30 25/11/2026"
    assert numbers.between(0.615, 0.724, "vi").endswith(f"72,4{S}%")
    assert numbers.between(0.5, 0.5, "vi") == f"50,0{S}%"
