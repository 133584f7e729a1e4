"""A commune officer on the first day: the slip, the survey file, the people."""

from collections.abc import Callable

from nharong.access.actions import add_user
from nharong.access.passwords import one_time_password
from nharong.deeds.models import Reading
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.people.models import Person
from tests.journeys.ground import SA_THAY, Ground, done, line, overwritten, people, workbook
from tests.journeys.visit import Visit

OWN = "mưa rừng tháng bảy"


def test_from_the_slip_to_the_people_of_the_survey(office: Ground, visit: Callable[..., Visit]) -> None:
    user, slip = new_uid(), new_uid()
    account = {"user": user, "username": "y.moi", "name": "Y Mới", "role": "commune-officer", "area": f"{SA_THAY}@2025-07-01"}
    done(add_user, SYSTEM, account=account | {"body": f"ubnd-xa@{SA_THAY}"}, slip=slip)
    officer = visit()
    page = officer.page

    officer.to("/")
    page.get_by_label("Tên đăng nhập").fill("y.moi")
    page.get_by_label("Mật khẩu", exact=True).fill(one_time_password(user, slip))
    officer.press("Đăng nhập")
    officer.to("/nguoi-dan/")
    assert "Đổi mật khẩu" in page.title(), "the slip opens only the page where its password is changed"
    page.locator("[name=oldpassword]").fill(one_time_password(user, slip))
    page.locator("[name=password1]").fill(OWN)
    page.locator("[name=password2]").fill(OWN)
    officer.press("Đổi mật khẩu")
    officer.to("/")
    assert "Xã Sa Thầy" in officer.text

    officer.follow("Người dân", exact=True)
    officer.follow("Nhập phiếu điều tra")
    rows = [
        *people(20, 5),
        line(21, "Y Hnhưn", 1984, literate=False, form=30, village="Đăk Sút"),
        line(22, "A Brưih", 2012, literate=True, form=31),
    ]
    wrong = overwritten(workbook(rows, 2026), {"G26": "2O12"})
    page.set_input_files("[type=file]", {"name": "sa-thay-2026.xlsx", "mimeType": "application/octet-stream", "buffer": wrong})
    officer.press("Đọc tệp")
    preview = officer.text
    assert "1 dòng có lỗi" in preview
    assert "22" in page.locator(".figs").inner_text()
    faulty = page.get_by_role("row", name="26")
    assert faulty.locator("mark").inner_text() == "O"
    assert "2012" in faulty.inner_text()
    assert page.get_by_label("Đăk Sút").input_value() == "found"
    before = Person.objects.count()
    officer.press("Nhận 21 dòng")
    assert "21 dòng" in officer.text
    assert Person.objects.count() == before + 1

    officer.follow("Người dân", exact=True, inside="nav")
    officer.to("/tim/?q=hnhun")
    officer.follow("Y Hnhưn")
    assert "Đăk Sút" in officer.text
    opened = Reading.objects.filter(kind="person").latest("pk")
    assert opened.subject == Person.objects.get(name="Y Hnhưn").uid
