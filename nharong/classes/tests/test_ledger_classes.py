"""Kept = recounted after any deeds of classes among those of people; and what is asked from the raw marks."""

import uuid
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from nharong.classes import actions
from nharong.classes.measures import ASKED_FROM_ROWS, ATTENDED, COMPLETED, STUDIED
from nharong.classes.models import Enrolment, LiteracyClass
from nharong.classes.tests import make
from nharong.deeds.actions import perform
from nharong.indicators.counting import count
from nharong.indicators.packs import kept_definitions
from nharong.indicators.tests.test_ledger import DAYS, Deeds
from nharong.kernel.ids import new_uid
from nharong.kernel.measures import Definition
from nharong.kernel.permissions import SYSTEM
from nharong.kernel.tests.length import examples
from nharong.people import actions as people

pytestmark = [pytest.mark.django_db, pytest.mark.both]
STARTED = date(2020, 1, 1)


class ClassDeeds(Deeds):
    """Random deeds of classes join those of people; the invariant is the one of ``Deeds``."""

    def __init__(self) -> None:
        super().__init__()
        self.classes: list[tuple[uuid.UUID, int]] = []
        self.enrolled: list[uuid.UUID] = []

    @initialize()
    def places(self) -> None:
        self.villages = [make.village(f"23534-{new_uid().hex[:6]}") for _ in range(2)]
        for place, phase in ((0, 1), (1, 1), (0, 2)):
            uid = new_uid()
            values = {"name": f"Lớp {phase}", "phase": phase, "place": self.villages[place].uid, "start": STARTED}
            assert perform(actions.open_class, SYSTEM, literacy_class=uid, **values).ok
            self.classes.append((uid, phase))

    @rule(who=st.integers(0, 9), which=st.integers(0, 2), day=DAYS)
    def enrol(self, who: int, which: int, day: date) -> None:
        if self.people:
            uid = new_uid()
            person = self.people[who % len(self.people)]
            receipt = perform(actions.enrol, SYSTEM, literacy_class=self.classes[which][0], person=person, began_on=day, enrolment=uid)
            self.remember(receipt)
            if receipt.ok:
                self.enrolled.append(uid)

    @rule(which=st.integers(0, 9), day=DAYS)
    def end(self, which: int, day: date) -> None:
        if self.enrolled:
            enrolment = self.enrolled[which % len(self.enrolled)]
            if Enrolment.objects.standing().filter(uid=enrolment).exists():
                self.remember(perform(actions.end_enrolment, SYSTEM, enrolment=enrolment, day=day, reason="work"))

    @rule(which=st.integers(0, 2), early=st.booleans(), level=st.sampled_from(["good", "done", "not-yet"]), day=DAYS)
    def decide(self, which: int, early: bool, level: str, day: date) -> None:
        row, phase = self.classes[which]
        learners = Enrolment.objects.standing().filter(literacy_class__uid=row)
        term = {1: 3, 2: 5}[phase] - early
        levels = dict.fromkeys(learners.values_list("uid", flat=True), level)
        if levels:
            self.remember(perform(actions.decide_term, SYSTEM, literacy_class=row, term=term, day=day, levels=levels))

    @rule(which=st.integers(0, 2), day=DAYS, mark=st.sampled_from("cpk"))
    def attend(self, which: int, day: date, mark: str) -> None:
        row = self.classes[which][0]
        learners = Enrolment.objects.standing().filter(literacy_class__uid=row).values_list("uid", flat=True)
        self.remember(perform(actions.record_evening, SYSTEM, literacy_class=row, day=day, marks=dict.fromkeys(learners, mark)))


def test_kept_is_recounted_with_classes(ledger: None, today: date) -> None:
    run_state_machine_as_test(
        ClassDeeds, settings=settings(max_examples=examples(12), stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck))
    )


def test_nothing_keeps_what_is_asked_from_the_marks() -> None:
    assert not [definition.key for definition in kept_definitions() if definition.source.name in ASKED_FROM_ROWS]


# ---------------------------------------------------------------- asked from the raw marks

STUDY = Definition("studied", STUDIED, who={"phase": ["1"]})
RATE = Definition("rate", ATTENDED, yes={"mark": ["c"]})
DONE = Definition("done", COMPLETED, who={"phase": ["1"]})


def asked(definition: Definition, year: int = 2026) -> dict[int, list[int]]:
    return {place: counts for (_key, place, of), counts in count([definition], [year]).items() if of == year}


def two_evenings() -> tuple[LiteracyClass, list[Enrolment]]:
    row, enrolments = make.full_class(make.village(), 3)
    a, b, c = (one.uid for one in enrolments)
    assert make.sheet(row, {a: "c", b: "k", c: "k"}, date(2026, 11, 9)).ok
    assert make.sheet(row, {a: "c", b: "c", c: "p"}, date(2026, 11, 10)).ok
    return row, enrolments


def test_who_was_present_once_has_studied_and_counts_once(ledger: None, today: date) -> None:
    row, (_a, _b, c) = two_evenings()
    assert asked(STUDY) == {row.place_id: [0, 2, 0, 0, 0, 0]}
    assert make.sheet(row, {c.uid: "c"}, date(2026, 11, 9)).ok
    assert asked(STUDY) == {row.place_id: [0, 3, 0, 0, 0, 0]}
    assert asked(STUDY, 2025) == {}


def test_the_rate_counts_every_recorded_mark(ledger: None, today: date) -> None:
    row, _learners = two_evenings()
    assert asked(RATE) == {row.place_id: [3, 3, 0, 0, 0, 0]}


def test_one_person_under_two_records_studied_once(ledger: None, today: date) -> None:
    row, (a, b, _c) = two_evenings()
    assert perform(people.mark_same, SYSTEM, first=a.person.uid, second=b.person.uid).ok
    assert asked(STUDY) == {row.place_id: [0, 1, 0, 0, 0, 0]}


def test_somebody_studies_where_he_lives_not_where_the_class_is(ledger: None, today: date) -> None:
    here, there = make.village(), make.village("23534-002", "Đăk Wơk")
    row = make.a_class(here)
    enrolment = make.enrol(row, make.person(there))
    assert make.sheet(row, {enrolment.uid: "c"}, date(2026, 11, 9)).ok
    assert list(asked(STUDY)) == [there.pk]
    assert list(asked(RATE)) == [here.pk]


def test_a_completed_phase_counts_on_its_day(ledger: None, today: date) -> None:
    row, (a, b, _c) = two_evenings()
    levels = {a.uid: "done", b.uid: "not-yet"}
    assert perform(actions.decide_term, SYSTEM, literacy_class=row.uid, term=3, day=date(2026, 11, 20), levels=levels).ok
    assert asked(DONE) == {row.place_id: [0, 1, 0, 0, 0, 0]}
