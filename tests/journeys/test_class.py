"""From the door of the house to the December report: one evening class, seen by its teacher and by the commune's officer."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from nharong.access.models import User
from nharong.classes import actions
from nharong.classes.models import Enrolment, LiteracyClass
from nharong.kernel.ids import new_uid
from nharong.meetings.models import Attendance
from nharong.people.models import Person
from tests.journeys.ground import DAY, SA_THAY, Ground, done, scope
from tests.journeys.visit import PHONE, Visit

Visitor = Callable[..., Visit]
PURPOSE = "vận động ra lớp"


@pytest.fixture
def taught(office: Ground) -> LiteracyClass:
    """A class of the village with two of the five who cannot read."""
    officer, uid = scope("xasathay"), new_uid()
    teacher = {"user": User.objects.get(username="giaovien").uid}
    opened = {"name": "Lớp xóa mù chữ làng Kơ Tu", "phase": 1, "start": date(2026, 9, 7), "venue": "Nhà rông làng Kơ Tu"}
    done(actions.open_class, officer, literacy_class=uid, place=office.village.uid, teacher=teacher, **opened)
    done(actions.plan_term, officer, literacy_class=uid, term=3, start=DAY, stop=date(2027, 2, 1), weekdays="1234")
    for name in ("A Bluri", "Y Thui"):
        learner = Person.objects.get(name=name, place=office.village)
        done(actions.enrol, officer, literacy_class=uid, person=learner.uid, began_on=date(2026, 9, 7), enrolment=new_uid())
    return LiteracyClass.objects.get(uid=uid)


def opened_list(officer: Visit, label: str) -> int:
    """How many names stand in the list of a figure behind the door with that label, whose tab says as many."""
    officer.press(label)
    said = int(officer.page.locator(".tabs [aria-current] b").inner_text())
    assert officer.page.locator(".tb tbody tr").count() == said
    return said


def test_from_the_door_of_the_house_to_the_report(office: Ground, taught: LiteracyClass, visit: Visitor) -> None:
    officer = visit("xasathay")
    d2 = f"/ke-hoach/kon-tum-1716/?noi={SA_THAY}@2026-11-23&ky=2026&mo=d2"

    officer.to("/")
    assert "5" in officer.page.locator(".wk", has_text="chưa biết chữ mức 1").inner_text()
    assert "Chưa đạt" in officer.page.locator("#chuan").inner_text()
    officer.click(officer.page.locator(".wk", has_text="chưa biết chữ mức 1").get_by_role("link", name="Mở danh sách"))
    assert opened_list(officer, PURPOSE) == 5
    assert "A Đeng" in officer.text
    officer.to(d2)
    assert "2/5" in officer.page.locator("#d2").inner_text()

    teacher = visit("giaovien", width=PHONE)
    page = teacher.page
    teacher.to("/lop-hoc/")
    teacher.follow("Lớp xóa mù chữ làng Kơ Tu")
    teacher.follow("Ghi danh")
    page.locator("#tim").fill("deng")
    teacher.press("Tìm", inside="main")
    began = page.locator("[name=began_on]")
    began.fill("2026-11-10" if began.get_attribute("type") == "date" else "10/11/2026")
    teacher.press("Ghi danh A Đeng")
    learners = Enrolment.objects.filter(literacy_class=taught)
    assert learners.count() == 3

    teacher.to(reverse("classes:class", args=[taught.uid]))
    teacher.follow("Điểm danh hôm nay")
    teacher.press("Cả lớp có mặt")
    assert marks() == "ccc"
    teacher.to(reverse("classes:sheet", args=[taught.uid, DAY.isoformat()]))
    page.locator(".roll-r", has_text="Y Thui").click()
    assert page.locator("[data-count=k]").inner_text() == "1"
    teacher.press("Lưu điểm danh")
    assert marks() == "cck"

    teacher.to(reverse("classes:marks", args=[taught.uid, 3]) + "?mon=toan")
    for box in page.locator(".mk input.in").all():
        box.fill("7,5")
    teacher.press("Lưu điểm")
    assert page.locator(".mk tbody tr").first.locator("td").last.inner_text().strip() == "7,5"
    teacher.follow("Kết quả kì")
    for choice in page.locator("select[id^='kq.']").all():
        choice.select_option(index=2)
    teacher.press("Ghi kết quả")
    assert set(Person.objects.filter(enrolments__in=learners).values_list("level1", flat=True)) == {"y"}

    officer.to(d2)
    assert "3/5" in officer.page.locator("#d2").inner_text()
    officer.follow("Mở danh sách", inside="#mo-d2")
    assert opened_list(officer, PURPOSE) == 3
    officer.to("/")
    assert "Đạt" in officer.page.locator("#chuan h3").first.inner_text()
    assert "18/20" in officer.page.locator("#chuan").inner_text()

    officer.follow("Viết báo cáo")
    officer.follow("UBND xã Sa Thầy", inside="main")
    with officer.page.expect_download() as coming:
        officer.page.get_by_role("link", name=".docx").click()
    paper = docx.Document(BytesIO(coming.value.path().read_bytes()))
    said = "\n".join([*(one.text for one in paper.paragraphs), *(cell.text for table in paper.tables for cell in table._cells)])
    assert "3/5" in said


def marks() -> str:
    """The marks of the evening, in order."""
    return "".join(sorted(Attendance.objects.standing().filter(meeting__day=DAY).values_list("mark", flat=True)))
