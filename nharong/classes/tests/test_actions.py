"""Classes: opened, planned, joined, attended, left."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nharong.access.tests.cast import Cast
from nharong.classes import actions
from nharong.classes.models import ClassTeacher, ClassTerm, Ending, Enrolment, Evening, LiteracyClass
from nharong.classes.tests import make
from nharong.deeds.actions import Receipt, perform, undo
from nharong.deeds.models import Deed
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Forbidden, Hidden
from nharong.kernel.time import END
from nharong.meetings.models import Attendance, Meeting
from nharong.people import actions as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger", "today"), pytest.mark.both]
MONDAY = date(2026, 11, 9)


def errors(receipt: Receipt) -> list[str]:
    assert receipt.result == "refused"
    return [problem.field for problem in receipt.errors]


def standing(row: LiteracyClass) -> dict[str, str]:
    meetings = Evening.objects.standing().filter(literacy_class=row).values("meeting")
    marks = Attendance.objects.standing().filter(meeting__in=meetings)
    return dict(marks.values_list("person__name", "mark"))


# ---------------------------------------------------------------- opening


def test_a_class_is_of_a_phase_that_the_programme_has() -> None:
    place = make.village()
    row = make.a_class(place)
    assert row.programme == "tt33-2021@1"
    values = {"name": "Lớp", "place": place.uid, "start": make.OPENED}
    assert errors(perform(actions.open_class, SYSTEM, literacy_class=new_uid(), phase=3, **values)) == ["phase"]
    assert errors(perform(actions.open_class, SYSTEM, literacy_class=new_uid(), phase=1, **(values | {"name": " "}))) == ["name"]
    with pytest.raises(Hidden):
        perform(actions.open_class, SYSTEM, literacy_class=new_uid(), phase=1, **(values | {"place": new_uid()}))


def plan(row: LiteracyClass, term: int, start: date, stop: date, **values: object) -> Receipt:
    return perform(actions.plan_term, SYSTEM, literacy_class=row.uid, term=term, start=start, stop=stop, **({"weekdays": "1234"} | values))


def test_terms_do_not_overlap_and_may_be_planned_anew() -> None:
    row = make.a_class(make.village())
    first, second = make.OPENED, make.OPENED + timedelta(days=90)
    assert plan(row, 1, first, second).ok
    assert errors(plan(row, 2, second - timedelta(days=1), second + timedelta(days=30))) == ["start"]
    assert errors(plan(row, 4, second, second + timedelta(days=30))) == ["term"]
    assert errors(plan(row, 2, second, second, weekdays="")) == ["stop", "weekdays"]
    again = plan(row, 1, first, second, weekdays="31")
    assert again.ok
    assert list(ClassTerm.objects.standing().values_list("weekdays", flat=True)) == ["13"]
    assert perform(undo, SYSTEM, deed=again.deed).ok
    assert list(ClassTerm.objects.standing().values_list("weekdays", flat=True)) == ["1234"]


def test_the_whole_phase_may_not_be_planned_short() -> None:
    row = make.a_class(make.village())
    days = [make.OPENED + timedelta(days=90 * i) for i in range(4)]
    assert plan(row, 1, days[0], days[1], lessons={"tieng-viet": 300}).ok
    assert plan(row, 2, days[1], days[2], lessons={"toan": 300}).ok
    assert errors(plan(row, 3, days[2], days[3], lessons={"toan": 300})) == ["lessons"]
    assert errors(plan(row, 3, days[2], days[3], lessons={"khoa-hoc": 900})) == ["lessons"]
    assert plan(row, 3, days[2], days[3], lessons={"toan": 405}).ok


def test_a_new_teacher_may_take_over() -> None:
    row = make.a_class(make.village(), teacher={"name": "Y Phiên"})
    day = make.OPENED + timedelta(days=30)
    receipt = perform(
        actions.assign_teacher,
        SYSTEM,
        literacy_class=row.uid,
        teacher={"name": "Phạm Văn Dũng", "role": "border-guard"},
        start=day,
        instead=True,
    )
    assert receipt.ok
    taught = ClassTeacher.objects.standing().order_by("start")
    assert [(one.name, one.start, one.stop) for one in taught] == [("Y Phiên", make.OPENED, day), ("Phạm Văn Dũng", day, END)]
    assert perform(undo, SYSTEM, deed=receipt.deed).ok
    assert [(one.name, one.stop) for one in ClassTeacher.objects.standing()] == [("Y Phiên", END)]


def test_a_class_ends_after_its_last_evening_and_may_go_on() -> None:
    row, enrolments = make.full_class(make.village(), 1)
    assert make.sheet(row, {enrolments[0].uid: "c"}, MONDAY).ok
    assert errors(perform(actions.close_class, SYSTEM, literacy_class=row.uid, day=MONDAY)) == ["day"]
    closed = perform(actions.close_class, SYSTEM, literacy_class=row.uid, day=MONDAY + timedelta(days=1))
    assert closed.ok
    assert errors(make.sheet(row, {enrolments[0].uid: "c"}, MONDAY + timedelta(days=1))) == ["day"]
    assert perform(undo, SYSTEM, deed=closed.deed).ok
    row.refresh_from_db()
    assert row.stop == END


# ---------------------------------------------------------------- enrolling


def test_the_dead_and_those_who_left_are_refused_with_their_name() -> None:
    place = make.village()
    row = make.a_class(place)
    for state in ("dead", "away"):
        learner = make.person(place, name="Y Plênh")
        value = {"place": str(place.uid), "state": state}
        perform(people.say_fact, SYSTEM, person=learner.uid, kind="residence", value=value, valid_from=date(2026, 8, 1), source="thử")
        refused = perform(actions.enrol, SYSTEM, literacy_class=row.uid, person=learner.uid, began_on=make.OPENED)
        assert errors(refused) == ["person"]
        assert "Y Plênh" in refused.errors[0].error


def test_nobody_is_in_two_classes_of_a_phase_at_once_even_under_two_records() -> None:
    place = make.village()
    first, second = make.a_class(place), make.a_class(place, name="Lớp thôn Một")
    one, other = make.person(place), make.person(place)
    enrolment = make.enrol(first, one)
    assert errors(perform(actions.enrol, SYSTEM, literacy_class=second.uid, person=one.uid, began_on=MONDAY)) == ["person"]
    assert perform(people.mark_same, SYSTEM, first=one.uid, second=other.uid).ok
    assert errors(perform(actions.enrol, SYSTEM, literacy_class=second.uid, person=other.uid, began_on=MONDAY)) == ["person"]
    assert perform(actions.end_enrolment, SYSTEM, enrolment=enrolment.uid, day=MONDAY, reason="moved-class").ok
    assert perform(actions.enrol, SYSTEM, literacy_class=second.uid, person=other.uid, began_on=MONDAY).ok


def test_other_phase_at_the_same_time_is_no_conflict() -> None:
    place = make.village()
    learner = make.person(place)
    make.enrol(make.a_class(place), learner)
    assert make.enrol(make.a_class(place, phase=2), learner).phase == "2"


def test_what_is_only_odd_is_said_not_refused() -> None:
    place = make.village()
    row = make.a_class(place)
    reader, child = make.person(place, level1=True), make.person(place, birth=[2014, None, None])
    for learner in (reader, child):
        receipt = perform(actions.enrol, SYSTEM, literacy_class=row.uid, person=learner.uid, began_on=make.OPENED)
        assert receipt.ok
        assert len(receipt.value["warnings"]) == 1


@pytest.mark.parametrize(("day", "field"), [(date(2026, 11, 24), "began_on"), (make.OPENED - timedelta(days=1), "began_on")])
def test_enrolment_within_the_class_and_not_in_the_future(day: date, field: str) -> None:
    place = make.village()
    row, learner = make.a_class(place), make.person(place)
    assert errors(perform(actions.enrol, SYSTEM, literacy_class=row.uid, person=learner.uid, began_on=day)) == [field]


def test_an_end_is_undone() -> None:
    place = make.village()
    enrolment = make.enrol(make.a_class(place), make.person(place))
    assert errors(perform(actions.end_enrolment, SYSTEM, enrolment=enrolment.uid, day=make.OPENED, reason="work")) == ["day"]
    ended = perform(actions.end_enrolment, SYSTEM, enrolment=enrolment.uid, day=MONDAY, reason="work")
    assert ended.ok
    assert not perform(actions.end_enrolment, SYSTEM, enrolment=enrolment.uid, day=MONDAY, reason="work").ok
    enrolment.refresh_from_db()
    assert (enrolment.ended_on, enrolment.end_reason) == (MONDAY, "work")
    assert perform(undo, SYSTEM, deed=ended.deed).ok
    enrolment.refresh_from_db()
    assert enrolment.ended_on == END
    assert not Ending.objects.standing().exists()


def test_an_enrolment_with_attendance_is_not_undone() -> None:
    row, enrolments = make.full_class(make.village(), 1)
    deed = Deed.objects.filter(action="classes.enrol").get()
    sheet = make.sheet(row, {enrolments[0].uid: "c"}, MONDAY)
    assert not perform(undo, SYSTEM, deed=deed.uid).ok
    assert perform(undo, SYSTEM, deed=sheet.deed).ok
    assert perform(undo, SYSTEM, deed=deed.uid).ok
    assert not Enrolment.objects.standing().exists()


# ---------------------------------------------------------------- evenings


def test_a_sheet_is_a_meeting_with_marks() -> None:
    row, (a, b, c) = make.full_class(make.village())
    receipt = make.sheet(row, {a.uid: "c", b.uid: "p", c.uid: "k"}, MONDAY, lessons={"tieng-viet": 2})
    assert receipt.value["changed"] == 3
    meeting = Meeting.objects.standing().get()
    assert (meeting.kind, meeting.day, meeting.place_id, meeting.venue) == ("literacy-evening", MONDAY, row.place_id, row.venue)
    assert standing(row) == {"A Thui 00": "c", "A Thui 01": "p", "A Thui 02": "k"}
    assert Evening.objects.standing().get().lessons == {"tieng-viet": 2}


def test_the_same_sheet_again_changes_nothing() -> None:
    row, (a, b, _c) = make.full_class(make.village())
    marks = {a.uid: "c", b.uid: "k"}
    uid = new_uid()
    assert make.sheet(row, marks, MONDAY, uid=uid).result == "done"
    assert make.sheet(row, marks, MONDAY, uid=uid).result == "again"
    before = list(Attendance.objects.values_list("pk", "withdrawn_by")), list(Evening.objects.values_list("pk", flat=True))
    assert make.sheet(row, marks, MONDAY).value["changed"] == 0
    assert (list(Attendance.objects.values_list("pk", "withdrawn_by")), list(Evening.objects.values_list("pk", flat=True))) == before
    assert Meeting.objects.count() == 1


def test_a_correction_leaves_its_trace_and_can_be_taken_back() -> None:
    row, (a, b, _c) = make.full_class(make.village())
    first = make.sheet(row, {a.uid: "c", b.uid: "k"}, MONDAY, lessons={"toan": 2})
    second = make.sheet(row, {a.uid: "c", b.uid: "p"}, MONDAY, lessons={"toan": 3})
    assert second.value["changed"] == 1
    assert standing(row) == {"A Thui 00": "c", "A Thui 01": "p"}
    assert Attendance.objects.filter(withdrawn_by__uid=second.deed).get().mark == "k"
    assert not perform(undo, SYSTEM, deed=first.deed).ok
    assert perform(undo, SYSTEM, deed=second.deed).ok
    assert standing(row) == {"A Thui 00": "c", "A Thui 01": "k"}
    assert Evening.objects.standing().get().lessons == {"toan": 2}


def test_two_people_at_one_sheet_see_each_other() -> None:
    row, (a, b, _c) = make.full_class(make.village())
    empty = {str(a.uid): "", str(b.uid): ""}
    assert make.sheet(row, {a.uid: "c", b.uid: "c"}, MONDAY, base=empty).ok
    late = make.sheet(row, {a.uid: "c", b.uid: "k"}, MONDAY, base=empty)
    assert errors(late) == [str(b.uid)]
    assert "A Thui 01" in late.errors[0].error
    assert standing(row) == {"A Thui 00": "c", "A Thui 01": "c"}
    assert make.sheet(row, {a.uid: "c", b.uid: "k"}, MONDAY, base={str(b.uid): "c"}).ok


def test_marks_of_those_who_were_not_there_are_left_out_by_name() -> None:
    place = make.village()
    row, (a, b) = make.full_class(place, 2)
    perform(actions.end_enrolment, SYSTEM, enrolment=b.uid, day=date(2026, 10, 1), reason="work")
    receipt = make.sheet(row, {a.uid: "c", b.uid: "c"}, MONDAY)
    assert receipt.value["left_out"] == ["A Thui 01"]
    assert standing(row) == {"A Thui 00": "c"}
    assert errors(make.sheet(row, {new_uid(): "c"}, MONDAY)) == ["marks"]
    assert errors(make.sheet(row, {a.uid: "c"}, date(2026, 11, 30))) == ["day"]
    assert errors(make.sheet(row, {a.uid: "c"}, MONDAY, lessons={"khoa-hoc": 2})) == ["lessons"]


def queries_of_a_sheet(row: LiteracyClass, marks: dict[object, str], day: date) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert make.sheet(row, marks, day).ok  # type: ignore[arg-type]
    return len([query for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]])


def test_a_sheet_of_thirty_takes_a_few_queries_whatever_the_province_holds() -> None:
    place = make.village()
    row, enrolments = make.full_class(place, 30)
    marks = {enrolment.uid: "ckp"[i % 3] for i, enrolment in enumerate(enrolments)}
    small, few = make.full_class(place, 2, name="Lớp nhỏ")
    first = queries_of_a_sheet(row, marks, MONDAY)
    assert first <= 13
    assert queries_of_a_sheet(small, {one.uid: "c" for one in few}, MONDAY) == first
    assert queries_of_a_sheet(row, marks, MONDAY + timedelta(days=1)) == first
    assert queries_of_a_sheet(row, dict.fromkeys(marks, "c"), MONDAY) <= first


# ---------------------------------------------------------------- who may


def test_a_teacher_keeps_the_own_class_and_does_not_see_the_others(cast: Cast) -> None:
    officer, teacher = cast.scope("commune-officer"), cast.scope("teacher")
    row, (a, _b) = make.full_class(cast.village, 2, officer)
    with pytest.raises(Hidden):
        make.sheet(row, {a.uid: "c"}, MONDAY, teacher)
    named = {"user": cast.users["teacher"].uid}
    assert perform(actions.assign_teacher, officer, literacy_class=row.uid, teacher=named, start=row.start).ok
    assert make.sheet(row, {a.uid: "c"}, MONDAY, teacher).ok
    with pytest.raises(Forbidden):
        perform(actions.close_class, teacher, literacy_class=row.uid, day=date(2026, 11, 20))


def test_outside_is_hidden_and_reading_is_not_writing(cast: Cast) -> None:
    row, (a,) = make.full_class(cast.village, 1, cast.scope("commune-officer"))
    with pytest.raises(Hidden):
        make.sheet(row, {a.uid: "c"}, MONDAY, cast.scope("stranger"))
    for role in ("inspector", "province-officer"):
        with pytest.raises(Forbidden):
            make.sheet(row, {a.uid: "c"}, MONDAY, cast.scope(role))
