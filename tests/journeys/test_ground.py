"""An administrator: a new colleague, and two communes that become one without any figure being lost."""

from collections.abc import Callable

from nharong.access.models import User
from tests.journeys.ground import DAY, SA_BINH, SA_THAY, Ground
from tests.journeys.visit import Visit


def test_a_colleague_and_a_merger(office: Ground, visit: Callable[..., Visit]) -> None:
    admin = visit("quantri")
    page = admin.page
    admin.to("/")
    admin.follow("Người dùng", exact=True)
    admin.follow("Thêm người dùng")
    page.locator("[name=name]").fill("Y Hoa")
    page.locator("[name=username]").fill("y hòa")
    page.locator("[name=role]").select_option("commune-officer")
    page.locator("[name=body]").fill(f"ubnd-xa@{SA_BINH}")
    page.locator("[name=area]").fill(SA_BINH)
    admin.press("Thêm và xem phiếu")
    assert page.locator("[name=username]").get_attribute("aria-invalid") == "true"
    assert page.locator("[name=area]").input_value() == SA_BINH, "nothing that was written is lost"
    page.locator("[name=username]").fill("y.hoa")
    admin.press("Thêm và xem phiếu")
    assert "y.hoa" in admin.text
    assert User.objects.get(username="y.hoa").must_change_password

    old = f"/chi-so/literate-1/?noi={SA_THAY}@2026-11-23&ky=2026"
    admin.to(old)
    assert "15/20" in admin.text

    admin.follow("Địa bàn", exact=True)
    admin.to("/dia-ban/sap-xep/sap-nhap/")
    page.locator("[name=codes]").fill(f"{SA_THAY} {SA_BINH}")
    page.locator("[name=name]").fill("Sa Thầy")
    page.locator("[name=code]").fill(SA_THAY)
    page.locator("[name=day]").fill("23/11/2026")
    page.locator("[name=decree]").fill("1/NQ-HĐND")
    admin.press("Chạy thử")
    rehearsed = admin.text
    assert "chưa đổi gì" in rehearsed
    assert "Kơ Tu" in rehearsed
    confirm = page.locator("main [type=checkbox]")
    if confirm.count():
        confirm.check()
    admin.press("Thực hiện thay đổi")
    assert "Sa Thầy" in page.locator("h1").inner_text()

    admin.to(f"/chi-so/literate-1/?noi={SA_THAY}@{DAY.isoformat()}&ky=2026")
    assert "30/40" in admin.text
    admin.to(f"/chi-so/literate-1/?noi={SA_THAY}@2026-11-22&ky=2026&ngay=2026-11-22")
    assert "15/20" in admin.text, "the area of the former commune still answers"
    admin.to("/nhat-ky/")
    assert "Sáp nhập" in admin.text
