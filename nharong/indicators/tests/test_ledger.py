"""Kept = recounted after any sequence of deeds."""

import uuid
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from nharong.deeds.actions import perform, undo
from nharong.deeds.models import Deed
from nharong.indicators.audit import check, kept_cells
from nharong.indicators.figures import as_known, counts_by_place
from nharong.indicators.packs import find_indicator
from nharong.indicators.tests import make
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.kernel.tests.length import examples
from nharong.kernel.time import end_of_day, year_period
from nharong.people import actions as people

pytestmark = pytest.mark.django_db


def test_a_person_counts_at_the_end_of_each_year(ledger: None) -> None:
    place = make.village()
    receipt = make.person(place, level1=True)
    assert receipt.result == "done", receipt
    cells = kept_cells()
    assert cells["literate-1.15-60", place.pk, 2024] == [0, 1, 0, 0, 0, 0]
    assert cells["literate-1.15-60", place.pk, 2027] == [0, 1, 0, 0, 0, 0]
    assert ("literate-1.15-60", place.pk, 2023) not in cells
    assert cells["literate-2.15-60", place.pk, 2024] == [0, 0, 1, 0, 0, 0]
    assert check() == []


def test_unknown_birth_year_is_maybe(ledger: None) -> None:
    place = make.village()
    make.person(place, birth=None, level1=False)
    assert kept_cells()["literate-1.15-60", place.pk, 2024] == [0, 0, 0, 1, 0, 0]


def test_the_same_deed_twice_has_one_effect(ledger: None) -> None:
    place, deed, uid = make.village(), new_uid(), new_uid()
    values = {"person": uid, "place": place.uid, "valid_from": date(2024, 1, 1), "facts": {"name": "Y Hu"}, "source": "thử"}
    assert perform(people.add_person, SYSTEM, uid=deed, **values).result == "done"
    assert perform(people.add_person, SYSTEM, uid=deed, **values).result == "again"
    assert perform(people.add_person, SYSTEM, uid=deed, **(values | {"source": "khác"})).result == "refused"
    assert Deed.objects.count() == 1


DAYS = st.dates(date(2020, 1, 1), date(2026, 11, 1))


class Deeds(RuleBasedStateMachine):
    """Random deeds on a few persons in two villages; the ledger must equal a recount after each."""

    def __init__(self) -> None:
        super().__init__()
        self.people: list[uuid.UUID] = []
        self.done: list[uuid.UUID] = []

    @initialize()
    def places(self) -> None:
        self.villages = [make.village(f"23534-{new_uid().hex[:6]}") for _ in range(2)]

    def remember(self, receipt: object) -> None:
        if receipt.result == "done":  # type: ignore[attr-defined]
            self.done.append(receipt.deed)  # type: ignore[attr-defined]

    @rule(where=st.integers(0, 1), since=DAYS, born=st.none() | st.integers(1950, 2012), level1=st.none() | st.booleans())
    def arrive(self, where: int, since: date, born: int | None, level1: bool | None) -> None:
        uid = new_uid()
        self.people.append(uid)
        self.remember(make.person(self.villages[where], since, uid=uid, birth=[born, None, None] if born else None, level1=level1))

    @rule(
        who=st.integers(0, 9),
        kind=st.sampled_from(["level1", "level2", "disability"]),
        value=st.booleans(),
        day=DAYS,
        relapse=st.booleans(),
    )
    def say(self, who: int, kind: str, value: bool, day: date, relapse: bool) -> None:
        if self.people:
            person = self.people[who % len(self.people)]
            values = {"person": person, "kind": kind, "value": value, "valid_from": day, "source": "thử", "relapse": relapse and not value}
            self.remember(perform(people.say_fact, SYSTEM, **values))

    @rule(who=st.integers(0, 9), where=st.integers(0, 1), day=DAYS, state=st.sampled_from(["here", "away", "dead"]))
    def move(self, who: int, where: int, day: date, state: str) -> None:
        if self.people:
            value = {"place": str(self.villages[where].uid), "state": state}
            person = self.people[who % len(self.people)]
            self.remember(perform(people.say_fact, SYSTEM, person=person, kind="residence", value=value, valid_from=day, source="thử"))

    @rule(who=st.integers(0, 9), born=st.integers(1950, 2012), day=DAYS)
    def correct_birth(self, who: int, born: int, day: date) -> None:
        if self.people:
            person = self.people[who % len(self.people)]
            self.remember(
                perform(people.say_fact, SYSTEM, person=person, kind="birth", value=[born, None, None], valid_from=day, source="thử")
            )

    @rule(a=st.integers(0, 9), b=st.integers(0, 9), same=st.booleans())
    def same(self, a: int, b: int, same: bool) -> None:
        if self.people and a % len(self.people) != b % len(self.people):
            first, second = self.people[a % len(self.people)], self.people[b % len(self.people)]
            self.remember(perform(people.mark_same, SYSTEM, first=first, second=second, same=same))

    @rule(which=st.integers(0, 30))
    def take_back(self, which: int) -> None:
        if self.done:
            deed = self.done.pop(which % len(self.done))
            perform(undo, SYSTEM, deed=deed)

    @invariant()
    def kept_is_recounted(self) -> None:
        assert check() == []


@pytest.mark.both
def test_kept_is_recounted_after_any_deeds(ledger: None, today: date) -> None:
    Deeds.TestCase.settings = settings(
        max_examples=examples(15), stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
    )
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Deeds, settings=Deeds.TestCase.settings)


def test_what_was_known_then(ledger: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A correction recorded later does not change what was known before it; a withdrawal neither."""
    place = make.village()
    definition = find_indicator("literate-1")[0].definition("15-60")
    uid = new_uid()
    monkeypatch.setattr("nharong.kernel.time._fixed_today", date(2025, 12, 1))
    make.person(place, uid=uid, level1=False)
    monkeypatch.setattr("nharong.kernel.time._fixed_today", date(2026, 2, 1))
    done = perform(people.say_fact, SYSTEM, person=uid, kind="level1", value=True, valid_from=date(2025, 6, 1), source="thử")
    monkeypatch.setattr("nharong.kernel.time._fixed_today", date(2026, 3, 1))
    perform(undo, SYSTEM, deed=done.deed)
    seen = []
    for day in (date(2025, 11, 1), date(2025, 12, 1), date(2026, 2, 1), date(2026, 3, 1)):
        with as_known([place.pk], end_of_day(day)):
            seen.append(counts_by_place(definition, year_period(2025)).get(place.pk))
    assert seen == [None, [1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]]
    assert counts_by_place(definition, year_period(2025))[place.pk] == [1, 0, 0, 0, 0, 0]
