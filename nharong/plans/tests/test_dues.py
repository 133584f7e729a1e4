"""Thresholds, dates and scopes: which counts, when, for whom."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from nharong.kernel.time import parse_period
from nharong.plans.rules.dues import choose, counted_period, dues, task_state, window
from nharong.plans.rules.scopes import has_traits, in_scope, role_on, rules_for
from nharong.plans.shape.asked import Duty
from nharong.plans.shape.plan import Heir, Span
from nharong.plans.shape.targets import Milestone, Scope, Target
from nharong.plans.shape.when import When

# ---------------------------------------------------------------- thresholds


def milestone(**said: Any) -> Milestone:
    return Milestone.model_validate(said)


def test_the_latest_milestone_reached_else_the_next() -> None:
    listed = [milestone(year=2026, value=0.5), milestone(year=2028, value=0.7), milestone(by="2030-06-30", value=0.9)]
    for year, due, value in [(2025, 2026, 0.5), (2026, 2026, 0.5), (2027, 2026, 0.5), (2029, 2028, 0.7), (2031, "2030-06-30", 0.9)]:
        found = choose(listed, year)
        assert found is not None
        assert (found.due, found.milestone.value) == (due, value)


def test_every_year_is_due_in_that_year_and_yields_to_a_named_one() -> None:
    yearly = milestone(every="year", since=2025, until=2030, value=0.105)
    for year, due in [(2024, 2025), (2026, 2026), (2031, 2030)]:
        found = choose([yearly], year)
        assert found is not None
        assert found.due == due
    found = choose([yearly, milestone(year=2026, value=0.2)], 2026)
    assert found is not None
    assert found.milestone.value == 0.2
    assert choose([], 2026) is None


def test_the_slice_of_one_year_counts_in_that_year_alone() -> None:
    listed = [milestone(year=2030, value=500), milestone(year=2026, value=80, over="year")]
    found = {year: chosen.milestone.value for year in (2026, 2028) if (chosen := choose(listed, year))}
    assert found == {2026: 80, 2028: 500}


def test_without_a_year_it_always_counts() -> None:
    found = choose([milestone(undated="yes", value=0.8)], 2026)
    assert found is not None
    assert found.due is None


@given(st.lists(st.integers(2020, 2035), min_size=1, unique=True), st.integers(2020, 2035))
def test_threshold_is_never_of_the_future_if_one_was_reached(years: list[int], asked: int) -> None:
    found = choose([milestone(year=year, value=year) for year in years], asked)
    assert found is not None
    reached = [year for year in years if year <= asked]
    assert found.due == (max(reached) if reached else min(years))


def test_counted_periods() -> None:
    assert counted_period("year", 2026, 2025).name == "2026"
    assert counted_period("school-year", 2026, 2025).name == "SY2025-2026"
    assert counted_period("cumulative", 2027, 2025).name == "2025-01-01..2027-12-31"


# ---------------------------------------------------------------- tasks and duties

SPAN = Span(2025, 2030, False)
_WHEN: TypeAdapter[When] = TypeAdapter(When)


def when(**said: Any) -> When:
    return _WHEN.validate_python(said)


@pytest.mark.parametrize(
    ("said", "year", "wanted"),
    [
        ({"kind": "year", "year": 2026}, 2026, ("2026-01-01", "2026-12-31")),
        ({"kind": "year", "year": 2026}, 2027, None),
        ({"kind": "from-year", "year": 2025}, 2030, ("2030-01-01", "2030-12-31")),
        ({"kind": "month", "year": 2026, "month": 12}, 2026, ("2026-12-01", "2026-12-31")),
        ({"kind": "quarter", "year": 2026, "quarter": 1}, 2026, ("2026-01-01", "2026-03-31")),
        ({"kind": "before", "day": date(2026, 12, 10)}, 2026, ("2026-01-01", "2026-12-09")),
        ({"kind": "range", "start": date(2026, 3, 1), "stop": date(2027, 2, 28)}, 2027, ("2027-01-01", "2027-02-28")),
        ({"kind": "yearly", "quarter": 4}, 2027, ("2027-10-01", "2027-12-31")),
        ({"kind": "yearly", "since": 2027}, 2026, None),
        ({"kind": "yearly-span", "start": "1/10", "stop": "7/10"}, 2026, ("2026-10-01", "2026-10-07")),
        ({"kind": "yearly-week", "month": 4, "week": 2}, 2026, ("2026-04-13", "2026-04-19")),
        ({"kind": "yearly-week", "month": 2, "week": "last"}, 2028, ("2028-02-23", "2028-02-29")),
        ({"kind": "school-year", "year": 2026}, 2027, ("2027-01-01", "2027-08-31")),
        ({"kind": "reviews", "interim": [2027], "final": 2030}, 2028, None),
        ({"kind": "reviews", "interim": "yearly", "final": 2030}, 2028, ("2028-01-01", "2028-12-31")),
        ({"kind": "unsaid"}, 2026, None),
    ],
)
def test_windows(said: dict[str, Any], year: int, wanted: tuple[str, str] | None) -> None:
    found = window(when(**said), SPAN, year)
    assert found == (wanted and tuple(date.fromisoformat(day) for day in wanted))


def test_states_of_tasks() -> None:
    waits = {"document": "Kế hoạch của Bộ", "issuer": "bo-gddt"}
    assert task_state(when(kind="year", year=2026, waits_for=waits), SPAN, date(2026, 6, 1)) == "waits"
    assert task_state(when(kind="year", year=2026, waits_for=waits), SPAN, date(2026, 6, 1), arrived=True) == "open"
    assert task_state(when(kind="year", year=2027), SPAN, date(2026, 6, 1)) == "ahead"
    assert task_state(when(kind="year", year=2025), SPAN, date(2026, 6, 1)) == "past"
    assert task_state(when(kind="continuous"), SPAN, date(2026, 6, 1)) == "open"
    assert task_state(when(kind="yearly-span", start="1/10", stop="7/10"), SPAN, date(2026, 12, 1)) == "open"


DUTY = {"id": "units", "clause": "V", "title": "Báo cáo", "from": "ubnd-xa/*", "to": "so-gddt"}


def duty(**said: Any) -> Duty:
    return Duty.model_validate(DUTY | said)


def test_a_report_due_before_a_day_is_on_time_until_the_evening_before() -> None:
    (found,) = dues(duty(due="10/12"), SPAN, 2026)
    assert (found.day, found.last_on_time) == (date(2026, 12, 10), date(2026, 12, 9))
    assert found.data_period == "2026-01-01..2026-12-09"
    (found,) = dues(duty(due="31/12", due_kind="by", data_period="year"), SPAN, 2026)
    assert (found.last_on_time, found.data_period) == (date(2026, 12, 31), "2026")


def test_half_years_off_the_calendar() -> None:
    listed = [
        {"id": "h1", "due": "20/6", "data_period": {"start": "15/12", "start_year": -1, "stop": "14/6"}},
        {"id": "h2", "due": "20/12", "data_period": {"start": "15/6", "stop": "14/12"}},
    ]
    found = dues(duty(every="half-year", occasions=listed), SPAN, 2026)
    assert [item.data_period for item in found] == ["2025-12-15..2026-06-14", "2026-06-15..2026-12-14"]


def test_one_off_and_ad_hoc_duties() -> None:
    final = duty(every="once", due="2030-11-30")
    assert dues(final, SPAN, 2029) == []
    assert dues(final, SPAN, 2030)[0].day == date(2030, 11, 30)
    assert dues(duty(every="ad-hoc"), SPAN, 2026) == []
    assert dues(duty(due="10/12", until=2025), SPAN, 2026) == []


@given(st.integers(2025, 2030), st.integers(1, 365))
def test_data_periods_are_periods(year: int, offset: int) -> None:
    day = date(year, 1, 1) + timedelta(days=offset - 1)
    for covers in ("year-to-sent", "year", "year-before", "school-year"):
        (found,) = dues(duty(due=f"{day.day}/{day.month}", data_period=covers), SPAN, year)
        assert parse_period(found.data_period).start <= date(year, 12, 31)


# ---------------------------------------------------------------- who is meant


def target(**said: Any) -> Target:
    base = {"id": "a", "clause": "1", "title": "Thử", "unit": "người", "indicator": "literate-1", "band": "15-35"}
    return Target.model_validate(base | said)


def nowhere(_area: str) -> bool:
    return False


def test_threshold_by_hardship() -> None:
    found = target(
        levels=[
            {"level": "commune", "traits": {"hardship": ["III"]}, "band": "15-25", "milestones": [{"year": 2030, "value": 0.9}]},
            {"level": "commune", "milestones": [{"year": 2030, "value": 0.95}]},
        ],
        milestones=[{"year": 2030, "value": 0.98}],
    )

    def bands(level: str, traits: Mapping[str, str]) -> list[str]:
        return [rule.band for rule in rules_for(found, level, traits, nowhere)]

    assert bands("commune", {"hardship": "III"}) == ["15-25"]
    assert bands("commune", {"hardship": "I"}) == ["15-35"]
    assert bands("commune", {}) == ["15-25", "15-35"]  # not known: both are asked and must agree
    assert [rule.milestones[0].value for rule in rules_for(found, "province", {}, nowhere)] == [0.98]


def test_scope_by_traits_and_by_list() -> None:
    scope = Scope.model_validate({"traits": {"minority_area": ["yes"], "mountainous": ["yes"]}, "match": "any"})
    assert in_scope(scope, {"minority_area": "yes"}, nowhere) is True
    assert in_scope(scope, {"minority_area": "no"}, nowhere) is None
    assert in_scope(scope, {"minority_area": "no", "mountainous": "no"}, nowhere) is False
    assert in_scope(scope, {}, nowhere) is None
    assert in_scope(None, {}, nowhere) is True
    listed = Scope.model_validate({"places": ["23527@2025-07-01"]})
    assert in_scope(listed, {}, nowhere) is False
    assert in_scope(listed, {}, lambda _area: True) is True
    assert has_traits({"border": ["yes"], "hardship": ["III"]}, {"border": "no"}) is False


def test_roles_pass_to_their_heirs() -> None:
    heirs = [Heir.model_validate({"role": "ubnd-huyen/*", "to": "ubnd-xa/*", "since": date(2025, 7, 1)})]
    assert role_on("ubnd-huyen/*", heirs, date(2025, 6, 30)) == "ubnd-huyen/*"
    assert role_on("ubnd-huyen/*", heirs, date(2025, 7, 1)) == "ubnd-xa/*"
    round_trip = [*heirs, Heir.model_validate({"role": "ubnd-xa/*", "to": "ubnd-huyen/*", "since": date(2025, 7, 1)})]
    assert role_on("ubnd-huyen/*", round_trip, date(2026, 1, 1)) == "ubnd-xa/*"
