"""Pages of classes: who may open them, what they say, and every form from page to deed."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from nharong.access.tests.cast import Cast
from nharong.centres.tests.make import centre
from nharong.classes import actions
from nharong.classes.models import Enrolment, Evening, LiteracyClass, TermResult, TestScore
from nharong.classes.tests import make
from nharong.deeds.actions import perform
from nharong.deeds.models import Reading
from nharong.kernel.ids import new_uid
from nharong.kernel.time import END
from nharong.meetings.models import Attendance
from nharong.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger", "today")]
MONDAY = date(2026, 11, 9)
Class = tuple[LiteracyClass, list[Enrolment]]


@pytest.fixture
def taught(cast: Cast) -> Class:
    """A class of three with a planned term, taught by the cast's teacher, one evening recorded."""
    officer = cast.scope("commune-officer")
    teacher = {"user": cast.users["teacher"].uid}
    row, enrolments = make.full_class(cast.village, 3, officer, teacher=teacher, centre=centre(cast.commune).uid)
    plan = {"start": date(2026, 11, 2), "stop": date(2027, 2, 1), "weekdays": "1234"}
    assert perform(actions.plan_term, officer, literacy_class=row.uid, term=3, **plan).ok
    marks = dict(zip((one.uid for one in enrolments), "cpk", strict=True))
    assert make.sheet(row, marks, MONDAY, officer, lessons={"toan": 2}).ok
    return row, enrolments


def addresses(taught: Class) -> dict[str, str]:
    row, enrolments = taught
    args = [row.uid]
    return {
        "class": reverse("classes:class", args=args),
        "sheet": reverse("classes:sheet", args=[row.uid, "2026-11-10"]),
        "enrol": reverse("classes:enrol", args=args),
        "end": reverse("classes:end", args=[row.uid, enrolments[0].uid]),
        "marks": reverse("classes:marks", args=[row.uid, 3]),
        "results": reverse("classes:results", args=[row.uid, 3]),
        "term": reverse("classes:term", args=[row.uid, 3]),
        "teacher": reverse("classes:teacher", args=args),
        "close": reverse("classes:close", args=args),
    }


WRITING = {"term", "teacher", "close"}


def test_four_cases_for_every_page(cast: Cast, taught: Class, settings: Settings) -> None:
    settings.LOGIN_URL = "/vao/"
    for name, url in addresses(taught).items():
        seen = {
            role: cast.client(role).get(url).status_code for role in ("commune-officer", "teacher", "inspector", "stranger", "anonymous")
        }
        assert seen["commune-officer"] == 200, name
        assert seen["teacher"] == (403 if name in WRITING else 200), name
        assert seen["inspector"] == (200 if name == "class" else 403), name
        assert seen["stranger"] == 404, name
        assert seen["anonymous"] == 302, name


def test_a_teacher_does_not_find_the_class_of_another(cast: Cast, taught: Class) -> None:
    other = make.a_class(cast.village, cast.scope("commune-officer"), name="Lớp thôn Một")
    client = cast.client("teacher")
    assert client.get(reverse("classes:class", args=[other.uid])).status_code == 404
    text = client.get(reverse("classes:list")).content.decode()
    assert "làng Kơ Tu" in text
    assert "Lớp thôn Một" not in text


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_class_page_shows_the_month_and_what_is_missing(cast: Cast, taught: Class) -> None:
    text = page(cast.client("teacher"), addresses(taught)["class"])
    for shown in ("A Thui 00", "1/1", "0/1", ">P<", ">K<", reverse("classes:sheet", args=[taught[0].uid, "2026-11-10"])):
        assert shown in text, shown
    assert "33,3" in text
    opened = Reading.objects.get(kind="class")
    assert (opened.subject, opened.count) == (taught[0].uid, 3)
    assert "A Thui 02" in page(cast.client("teacher"), addresses(taught)["class"] + "?thang=2026-12")
    assert cast.client("teacher").get(addresses(taught)["class"] + "?thang=xx").status_code == 404


def test_the_list_filters_counts_and_names_the_holes(cast: Cast, taught: Class) -> None:
    client = cast.client("commune-officer")
    url = reverse("classes:list")
    assert "làng Kơ Tu" in page(client, url)
    assert taught[0].name in page(client, f"{url}?xa={cast.commune.pk}&giai_doan=1&trang_thai=running&trung_tam={taught[0].centre_id}")
    assert "Bỏ lọc" in page(client, f"{url}?giai_doan=2") or "Clear filters" in page(client, f"{url}?giai_doan=2")
    rows = page(client, f"{url}?trang_thai=ended").partition("ds-lop-hoc")[2]
    assert taught[0].name not in rows
    answer = client.get(f"{url}?export=csv")
    assert "làng Kơ Tu" in b"".join(answer.streaming_content).decode()
    assert taught[0].name not in page(cast.client("stranger"), url)


# ---------------------------------------------------------------- the sheet


def sheet_form(enrolments: list[Enrolment], **values: Any) -> dict[str, Any]:
    return {"deed": str(new_uid()), "base": "{}", "lop": [str(one.uid) for one in enrolments], **values}


def marks() -> dict[str, str]:
    return dict(Attendance.objects.standing().filter(meeting__day=date(2026, 11, 10)).values_list("person__name", "mark"))


def test_the_whole_class_is_present_with_one_touch(cast: Cast, taught: Class) -> None:
    sent = sheet_form(taught[1], **{"ca-lop": "1", "vang": [str(taught[1][0].uid)]})
    answer = cast.client("teacher").post(addresses(taught)["sheet"], sent)
    assert answer.status_code == 302
    assert set(marks().values()) == {"c"}


def test_who_is_absent_and_why(cast: Cast, taught: Class) -> None:
    a, b, _c = (str(one.uid) for one in taught[1])
    sent = sheet_form(taught[1], **{"vang": [a, b], f"ly-do-{a}": "p", f"ly-do-{b}": "k", "tiet-toan": "2", "ghi-chu": "mưa"})
    client, url = cast.client("teacher"), addresses(taught)["sheet"]
    assert client.post(url, sent).status_code == 302
    assert marks() == {"A Thui 00": "p", "A Thui 01": "k", "A Thui 02": "c"}
    assert client.post(url, sent).status_code == 302  # the same form twice
    evening = Evening.objects.standing().get(day=date(2026, 11, 10))
    assert (evening.lessons, evening.note) == ({"toan": 2}, "mưa")
    assert page(client, url).count("checked") >= 5


def test_what_somebody_else_saved_meanwhile_is_shown_and_nothing_is_lost(cast: Cast, taught: Class) -> None:
    row, enrolments = taught
    a = str(enrolments[0].uid)
    assert make.sheet(row, {one.uid: "c" for one in enrolments}, date(2026, 11, 10)).ok
    stale = json.dumps({a: ""})
    answer = cast.client("teacher").post(addresses(taught)["sheet"], sheet_form(enrolments, vang=[a], base=stale))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "A Thui 00" in text
    assert f'value="{a}" checked' in text
    assert set(marks().values()) == {"c"}
    shown = answer.context["base"]
    assert cast.client("teacher").post(addresses(taught)["sheet"], sheet_form(enrolments, vang=[a], base=shown)).status_code == 302
    assert marks()["A Thui 00"] == "k"


def test_a_number_of_lessons_that_is_none_and_a_day_to_come(cast: Cast, taught: Class) -> None:
    client = cast.client("teacher")
    assert client.post(addresses(taught)["sheet"], sheet_form(taught[1], **{"tiet-toan": "hai"})).status_code == 422
    tomorrow = reverse("classes:sheet", args=[taught[0].uid, "2026-11-24"])
    assert client.post(tomorrow, sheet_form(taught[1])).status_code == 422
    assert not marks()


# ---------------------------------------------------------------- scores and results


def test_scores_of_one_subject(cast: Cast, taught: Class) -> None:
    client, url = cast.client("teacher"), addresses(taught)["marks"] + "?mon=toan"
    uid = taught[1][0].uid
    answer = client.post(url, sheet_form(taught[1], **{f"d.{uid}.t1": "7,5", f"d.{uid}.end": "8"}))
    assert answer.status_code == 302
    assert dict(TestScore.objects.values_list("test", "score")) == {"t1": 7.5, "end": 8}
    assert 'value="7,5"' in page(client, url)
    for wrong in ("bảy", "12", "7.25"):
        answer = client.post(url, sheet_form(taught[1], **{f"d.{uid}.t2": wrong}))
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.content.decode()
    assert client.get(addresses(taught)["marks"] + "?mon=khoa-hoc").status_code == 404
    assert client.get(reverse("classes:marks", args=[taught[0].uid, 4])).status_code == 404


def test_results_make_literate(cast: Cast, taught: Class) -> None:
    client, url = cast.client("teacher"), addresses(taught)["results"]
    a, b, _c = taught[1]
    assert client.post(url, sheet_form(taught[1], ngay="hôm qua")).status_code == 422
    answer = client.post(url, sheet_form(taught[1], **{"ngay": "20/11/2026", f"kq.{a.uid}": "done", f"kq.{b.uid}": "not-yet"}))
    assert answer.status_code == 302
    assert TermResult.objects.standing().count() == 2
    assert Person.objects.get(pk=a.person_id).level1 == "y"
    assert "Hoàn thành" in page(client, addresses(taught)["class"])
    shown = client.get(url).context["base"]
    later = {"ngay": "23/11/2026", f"kq.{a.uid}": "done", f"kq.{b.uid}": "done", "base": shown}
    assert client.post(url, sheet_form(taught[1], **later)).status_code == 302
    days = TermResult.objects.standing().order_by("enrolment").values_list("decided_on", flat=True)
    assert list(days) == [date(2026, 11, 20), date(2026, 11, 23)]  # what stood keeps its day
    stale = json.dumps({str(a.uid): ""})
    answer = client.post(url, sheet_form(taught[1], **{"ngay": "20/11/2026", f"kq.{a.uid}": "good", "base": stale}))
    assert answer.status_code == 422


# ---------------------------------------------------------------- joining, leaving, opening


def test_somebody_is_found_by_name_and_joins(cast: Cast, taught: Class) -> None:
    learner = make.person(cast.village, name="Y Hnhưn", level1=True)
    far = make.person(cast.villages[1][0], name="Y Hnhưn Xa")
    client, url = cast.client("teacher"), addresses(taught)["enrol"]
    text = page(client, f"{url}?tim=hnhun")
    assert str(learner.uid) in text
    assert str(far.uid) not in text
    assert Reading.objects.get(purpose="classes.enrol").filter == "hnhun"
    assert "in “" in page(client, f"{url}?tim=thui") or "đang ở" in page(client, f"{url}?tim=thui")
    answer = client.post(url, {"deed": str(new_uid()), "person": str(learner.uid), "began_on": "10/11/2026"}, follow=True)
    assert answer.status_code == 200
    assert Enrolment.objects.filter(person=learner).exists()
    again = client.post(f"{url}?tim=hnhun", {"deed": str(new_uid()), "person": str(learner.uid), "began_on": "10/11/2026"})
    assert again.status_code == 422
    assert "Y Hnhưn" in again.content.decode()


def test_somebody_leaves(cast: Cast, taught: Class) -> None:
    client, url = cast.client("teacher"), addresses(taught)["end"]
    assert client.post(url, {"deed": str(new_uid()), "day": "12/11/2026", "reason": ""}).status_code == 422
    assert client.post(url, {"deed": str(new_uid()), "day": "12/11/2026", "reason": "work"}).status_code == 302
    taught[1][0].refresh_from_db()
    assert taught[1][0].ended_on == date(2026, 11, 13)


def test_a_class_is_opened_planned_and_ended_by_forms(cast: Cast) -> None:
    client = cast.client("commune-officer")
    url = reverse("classes:open")
    assert cast.client("teacher").get(url).status_code == 403
    assert str(cast.village.uid) in page(client, url)
    deed = str(new_uid())
    sent = {"deed": deed, "name": "Lớp thôn Một", "kind": "home-group", "phase": "1", "place": str(cast.village.uid), "start": "02/11/2026"}
    sent |= {"venue": "nhà bà Siu H’Lan", "teacher": str(cast.users["teacher"].uid), "teacher_role": "teacher"}
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    row = LiteracyClass.objects.get()
    assert (str(row.uid), row.kind, row.venue) == (deed, "home-group", "nhà bà Siu H’Lan")
    term = reverse("classes:term", args=[row.uid, 1])
    plan = {
        "deed": str(new_uid()),
        "start": "02/11/2026",
        "last": "31/01/2027",
        "weekdays": ["1", "3"],
        "starts_at": "19h",
        "tiet-toan": "90",
    }
    assert client.post(term, plan).status_code == 302
    assert 'value="31/01/2027"' in page(client, term)
    assert client.post(term, plan | {"deed": str(new_uid()), "last": "01/11/2026"}).status_code == 422
    assert cast.client("teacher").get(reverse("classes:class", args=[row.uid])).status_code == 200
    named = {"deed": str(new_uid()), "name": "Phạm Văn Dũng", "role": "border-guard", "start": "20/11/2026", "instead": "on"}
    assert client.post(reverse("classes:teacher", args=[row.uid]), named).status_code == 302
    assert client.post(reverse("classes:close", args=[row.uid]), {"deed": str(new_uid()), "day": "20/11/2026"}).status_code == 302
    row.refresh_from_db()
    assert row.stop == date(2026, 11, 21) != END


# ---------------------------------------------------------------- queries


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize(("name", "most"), [("class", 18), ("sheet", 10), ("marks", 10), ("results", 10), ("enrol", 10)])
def test_pages_take_few_queries(client_as: Callable[[str], Client], taught: Class, name: str, most: int) -> None:
    assert queries(client_as("commune-officer"), addresses(taught)[name]) <= most


def test_pages_take_as_many_queries_for_many(cast: Cast, taught: Class) -> None:
    client, officer = cast.client("commune-officer"), cast.scope("commune-officer")
    urls = [reverse("classes:list"), addresses(taught)["class"], addresses(taught)["enrol"] + "?tim=thui"]
    before = [queries(client, url) for url in urls]
    for number in range(4):
        make.a_class(cast.village, officer, name=f"Lớp {number}")
        make.enrol(taught[0], make.person(cast.village, name=f"A Thui mới {number}"), MONDAY, officer)
    assert [queries(client, url) for url in urls] == before
    assert before[0] <= 20
