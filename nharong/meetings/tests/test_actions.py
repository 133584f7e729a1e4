"""Meetings: held, attended, corrected, undone."""

from datetime import date, time

import pytest

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import Receipt, perform, undo
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Forbidden, Hidden, Scope
from nharong.meetings import actions
from nharong.meetings.models import Attendance, Meeting, Party
from nharong.people import actions as people
from nharong.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger"), pytest.mark.both]
DAY = date(2026, 11, 14)


def held(cast: Cast, scope: Scope = SYSTEM, **values: object) -> Receipt:
    known = {"meeting": new_uid(), "kind": "topic", "title": "Phòng bệnh chết nhanh cho cây tiêu", "day": DAY, "place": cast.commune.uid}
    return perform(actions.hold, scope, **(known | values))


def person(cast: Cast, name: str) -> Person:
    uid = new_uid()
    facts = {"name": name}
    assert perform(people.add_person, SYSTEM, person=uid, place=cast.village.uid, valid_from=date(2024, 1, 1), facts=facts, source="thử").ok
    return Person.objects.get(uid=uid)


def test_a_meeting_names_who_held_it_and_counts_heads(cast: Cast) -> None:
    parties = [{"name": "TTHTCĐ xã Sa Thầy"}, {"name": "Hội Nông dân xã", "role": "cooperating"}]
    receipt = held(cast, cast.scope("commune-officer"), parties=parties, heads={"total": 45, "female": 20}, lessons=4)
    assert receipt.ok, receipt
    meeting = Meeting.objects.get()
    assert (meeting.counted, meeting.counted_female, meeting.counted_minority, meeting.lessons) == (45, 20, None, 4)
    assert list(Party.objects.order_by("pk").values_list("role", flat=True)) == ["organiser", "cooperating"]
    assert perform(undo, SYSTEM, deed=receipt.deed).ok
    assert not Meeting.objects.standing().exists()
    assert not Party.objects.standing().exists()


def test_attendance_by_name_is_corrected_with_trace(cast: Cast) -> None:
    uid = new_uid()
    held(cast, meeting=uid)
    a, b = person(cast, "A Brao"), person(cast, "Y Vương")
    say = {a.uid: "c", b.uid: "k"}
    assert perform(actions.record_attendance, SYSTEM, meeting=uid, marks=say).value == {"changed": 2}
    assert perform(actions.record_attendance, SYSTEM, meeting=uid, marks=say).value == {"changed": 0}
    later = perform(actions.record_attendance, SYSTEM, meeting=uid, marks={b.uid: "c"})
    assert dict(Attendance.objects.standing().values_list("person__name", "mark")) == {"A Brao": "c", "Y Vương": "c"}
    assert perform(undo, SYSTEM, deed=later.deed).ok
    assert dict(Attendance.objects.standing().values_list("person__name", "mark")) == {"A Brao": "c", "Y Vương": "k"}


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    assert [p.field for p in held(cast, day=date(2026, 11, 24)).errors] == ["day"]
    assert [p.field for p in held(cast, starts_at=time(20), ends_at=time(19)).errors] == ["ends_at"]
    assert held(cast, kind="literacy-evening").result == "refused"
    with pytest.raises(Hidden):
        held(cast, place=new_uid())


def test_who_may(cast: Cast) -> None:
    with pytest.raises(Hidden):
        held(cast, cast.scope("stranger"))
    with pytest.raises(Forbidden):
        held(cast, cast.scope("inspector"))
    uid = new_uid()
    held(cast, meeting=uid)
    far = person(cast, "A Xa")
    with pytest.raises(Hidden):
        perform(actions.record_attendance, cast.scope("stranger"), meeting=uid, marks={far.uid: "c"})
    with pytest.raises(Hidden):
        perform(actions.record_attendance, SYSTEM, meeting=uid, marks={new_uid(): "c"})
