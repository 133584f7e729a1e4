"""A province officer at the plan: a target opened in place, its communes, its lists, its file; and all of it without JavaScript."""

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest

from tests.journeys.ground import SA_BINH, SA_THAY, Ground
from tests.journeys.visit import Visit

PLAN = "/ke-hoach/kon-tum-1716/"
TABS = ("Được tính", "Không tính", "Chưa rõ")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_target_opens_to_its_communes_and_its_people(office: Ground, visit: Callable[..., Visit], script: bool) -> None:
    officer = visit("sogddt", script=script)
    page = officer.page
    officer.to("/")
    officer.follow("Kế hoạch", exact=True)
    officer.follow("Trung tâm học tập cộng đồng vùng dân tộc", inside="main")
    assert page.locator("li.tg").count() == 16

    page.locator("#d2").get_by_role("link", name="Mở").click()
    opened = page.locator("#mo-d2")
    opened.wait_for()
    officer.look()
    assert "0/10" in page.locator("#d2").inner_text()
    communes = opened.locator("tbody tr")
    for name in ("Sa Thầy", "Sa Bình"):
        assert "5" in communes.filter(has_text=name).inner_text()
        assert opened.locator("svg.map, .map").get_by_text(name).count(), "the map says what the table says"
    assert page.locator("li.tg").count() == 16, "the other targets stay where they were"

    officer.click(opened.get_by_role("link", name="Mở danh sách"))
    officer.press("rà soát")
    said = {}
    for tab in TABS:
        officer.follow(tab, inside=".tabs")
        said[tab] = int(page.locator(".tabs [aria-current] b").inner_text())
        assert page.locator(".tb tbody tr").count() == said[tab], tab
    assert said == {"Được tính": 0, "Không tính": 10, "Chưa rõ": 0}

    officer.to(PLAN)
    with page.expect_download() as coming:
        page.get_by_role("link", name=".xlsx").click()
    rows = list(openpyxl.load_workbook(BytesIO(coming.value.path().read_bytes())).worksheets[0].iter_rows(values_only=True))
    assert any("d2" in row and 10 in row for row in rows)

    officer.follow("Theo xã")
    assert page.locator("table").first.get_by_text("Sa Thầy").count() == 1
    officer.to(f"{PLAN}?noi={SA_THAY}@2026-11-23&mo=d2")
    assert "0/5" in page.locator("#d2").inner_text()
    officer.to(f"{PLAN}nhiem-vu/")
    officer.to(f"/chi-so/literate-1/?noi={SA_BINH}@2026-11-23")
    assert "15/20" in officer.text
