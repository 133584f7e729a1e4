"""Pages of plans: every target with its verdict, one opened in place, units × targets, tasks; who sees which list."""

from datetime import date
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nharong.access.tests.cast import Cast
from nharong.classes.tests import make as school
from nharong.deeds.models import Reading
from nharong.indicators.tests import make
from nharong.kernel.permissions import SYSTEM
from nharong.plans.actions import load_text
from nharong.territory.models import Trait

PLAN = """\
format: 1
id: thu
version: 1
title: Kế hoạch thử
source: Tệp thử
in_force: 2026-01-01
verified: no
issuer: ubnd-tinh@51
area: 51@2025-12-31
period: 2025-2030
scope: {title: Xã vùng dân tộc thiểu số, traits: {minority_area: [yes]}}
targets:
  - {id: a1, clause: "I.1, ý 1", title: Người biết chữ, unit: người, indicator: literate-1, band: 15-60, op: ge, milestones: [{year: 2030, value: 90 %}]}
  - id: d2
    clause: I.2
    title: Người chưa biết chữ ra lớp
    unit: người
    indicator: studies-phase-1
    band: 15-60
    reading: began
    readings:
      - {id: began, title: Bắt đầu học trong năm, variant: began}
      - {id: studied, title: Có học trong năm, variant: studied}
    op: ge
    milestones: [{every: year, value: 10.5 %}]
  - {id: dd1, clause: I.3, title: Trung tâm ứng dụng công nghệ, unit: trung tâm, indicator: centres-digital-basic, op: ge,
     milestones: [{year: 2030, value: 90 %}], waits_for: {document: Bộ chỉ số, issuer: bo-gddt}}
tasks:
  - {id: 1, clause: II.1, title: Mở lớp ở thôn, leads: so-gddt, with: [ubnd-xa/*], when: {kind: year, year: 2026}}
  - {id: 2, clause: II.2, title: Chờ Bộ, leads: so-noi-vu, when: {kind: year, year: 2027, waits_for: {document: Khung năng lực, issuer: bo-gddt}}}
duties:
  - {id: units, clause: III.1, title: Báo cáo năm, from: ubnd-xa/*, to: so-gddt, due: 10/12}
"""
PURPOSE = {"muc_dich": "van-dong"}


@pytest.fixture
def plan(cast: Cast, ledger: None) -> None:
    """A plan; twenty people of the first commune: ten literate, eight not, two unknown; one of them begins to study."""
    receipt = load_text(SYSTEM, PLAN.encode())
    assert receipt.ok, receipt.errors
    for number in range(20):
        level1 = None if number > 17 else number < 10
        make.person(
            cast.village,
            date(2025, 1, 1),
            name=f"Y Người {number:02d}",
            sex="fm"[number % 2],
            birth=[1980 + number, None, None],
            level1=level1,
        )
    learner = school.person(cast.village, date(2025, 1, 1), name="A Học Trò")
    school.enrol(school.a_class(cast.village), learner)


def page(client: Client, name: str, *args: object, status: int = 200, headers: dict[str, str] | None = None, **query: str) -> str:
    """The page's text."""
    answer = client.get(reverse(f"plans:{name}", args=args), query, headers=headers or {})
    assert answer.status_code == status, answer.status_code
    return "" if answer.streaming else answer.content.decode()


def test_without_a_plan_the_list_says_how_to_load_one(cast: Cast) -> None:
    assert "nharong plan load" in page(cast.client("teacher"), "list")


def test_the_list_leads_to_the_plan(cast: Cast, plan: None) -> None:
    text = page(cast.client("teacher"), "list")
    assert reverse("plans:plan", args=["thu"]) in text
    assert "Ủy ban nhân dân tỉnh" in text
    assert "Chưa kiểm chứng" in text
    page(cast.client("teacher"), "plan", "khong-co", status=404)
    page(cast.client("nobody"), "list", status=403)


def test_every_target_has_value_threshold_and_state(cast: Cast, plan: None) -> None:
    text = page(cast.client("province-officer"), "plan", "thu")
    assert "9,1" in text, "one of nine who could not read and two of whom it is not known"
    assert "1/9" not in text
    assert "≥ 10,5 %, hằng năm" in text.replace("\u00a0", " ")
    assert "chờ văn bản" in text
    assert "Phạm vi chưa xác nhận" in text
    assert reverse("territory:traits", args=[cast.commune.uid]) in text
    assert "0,0" not in text, "what has no records is never nought"


def test_a_target_opens_in_place_with_its_sentence_and_units(cast: Cast, plan: None) -> None:
    client = cast.client("province-officer")
    text = page(client, "plan", "thu", mo="a1").replace("\u00a0", " ")
    assert "người nữa thì đạt 90 %" in text
    assert "kể cả khi rà xong" in text
    assert "Xã Sa Thầy" in text
    assert "Toàn khu vực" in text
    assert reverse("plans:target-list", args=["thu", "a1"]) in text
    waits = page(client, "plan", "thu", mo="dd1")
    assert "chờ Bộ chỉ số" in waits
    studied = page(client, "plan", "thu", mo="d2", cach="studied")
    assert "Có học trong năm" in studied


def test_htmx_is_given_one_row_and_its_opening(cast: Cast, plan: None) -> None:
    client = cast.client("province-officer")
    part = page(client, "plan", "thu", mo="d2", headers={"HX-Request": "true", "HX-Target": "d2"})
    assert "<html" not in part
    assert 'id="d2"' in part
    assert 'id="mo-d2"' in part
    assert 'id="a1"' not in part
    closed = page(client, "plan", "thu", headers={"HX-Request": "true", "HX-Target": "d2"})
    assert 'hx-swap-oob="delete"' in closed


def test_a_commune_outside_the_scope_is_left_out(cast: Cast, plan: None) -> None:
    client = cast.client("province-officer")
    for commune, value in zip(cast.communes, ("no", "yes"), strict=True):
        Trait.objects.create(place=commune, kind="minority_area", value=value, start=date(2020, 1, 1), decision="1/QĐ")
    text = page(client, "plan", "thu", mo="a1")
    assert "ngoài phạm vi" in text
    assert "Phạm vi chưa xác nhận" not in text
    assert "Ngoài phạm vi kế hoạch: Xã Sa Thầy" in page(client, "matrix", "thu")


def test_units_by_targets(cast: Cast, plan: None) -> None:
    client = cast.client("province-officer")
    text = page(client, "matrix", "thu")
    assert "Xã Sa Bình" in text
    assert "9,1" in text
    answer = client.get(reverse("plans:matrix", args=["thu"]), {"export": "xlsx"})
    assert answer["Content-Disposition"].endswith('theo-xa.xlsx"')
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    villages = page(cast.client("commune-officer"), "matrix", "thu", noi="23527@2026-11-23")
    assert "Làng Kơ Tu" in villages
    page(cast.client("stranger"), "matrix", "thu", status=403, noi="23527@2026-11-23")


def test_tasks_and_reports_in_words(cast: Cast, plan: None) -> None:
    client = cast.client("teacher")
    text = page(client, "tasks", "thu")
    for said in ("Mở lớp ở thôn", "Sở Giáo dục và Đào tạo", "năm 2026", "chờ: Khung năng lực", "chờ văn bản", "Báo cáo năm"):
        assert said in text
    assert "Chờ Bộ" not in page(client, "tasks", "thu", chu_tri="so-gddt")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("anonymous", 302),
        ("nobody", 403),
        ("body-officer", 403),
        ("stranger", 404),
        ("commune-officer", 200),
        ("province-officer", 200),
        ("inspector", 200),
    ],
)
def test_who_may_open_the_list_behind_a_target(cast: Cast, plan: None, role: str, status: int) -> None:
    text = page(cast.client(role), "target-list", "thu", "d2", status=status, noi="23527@2026-11-23", dang="not", **PURPOSE)
    assert ("Y Người 12" in text) is (status == 200)
    assert Reading.objects.count() == (1 if status == 200 else 0)


def test_the_list_of_a_target_is_its_figure(cast: Cast, plan: None) -> None:
    client = cast.client("province-officer")
    text = page(client, "target-list", "thu", "d2", dang="not", **PURPOSE).replace("\u00a0", " ")
    assert "1 được tính + 8 không tính + 2 chưa rõ = 11 người trong mẫu số" in text
    assert "1/11 = 9,1 %" in text
    assert "Chưa bắt đầu học trong kỳ" in text
    page(client, "target-list", "thu", "zz", status=404, **PURPOSE)
    page(client, "target-list", "thu", "dd1", status=404, **PURPOSE)


def test_the_file_of_targets_is_the_page(cast: Cast, plan: None) -> None:
    answer = cast.client("teacher").get(reverse("plans:plan", args=["thu"]), {"export": "xlsx"})
    book = ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).findall(".//{*}row")
    assert len(rows) == 5, "a title, the heads, three targets"


def test_outside_the_own_area_small_numbers_are_hidden(cast: Cast, plan: None) -> None:
    text = page(cast.client("stranger"), "plan", "thu", mo="d2")
    assert "…" in text
    assert reverse("plans:target-list", args=["thu", "d2"]) + "?noi=23527" not in text
    assert "chỉ hiện cho người" in page(cast.client("stranger"), "plan", "thu", mo="a1", noi="23527@2026-11-23")


def test_small_numbers_are_said_to_be_hidden_never_missing(cast: Cast, ledger: None) -> None:
    assert load_text(SYSTEM, PLAN.encode()).ok
    make.person(cast.village, date(2025, 1, 1), birth=[1990, None, None], level1=True)
    text = page(cast.client("stranger"), "plan", "thu", mo="a1", noi="23527@2026-11-23")
    assert "Số nhỏ" in text


def test_queries_do_not_grow_with_people_or_communes(cast: Cast, plan: None, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client = cast.client("province-officer")
    plan_url = reverse("plans:plan", args=["thu"])
    for url, most in (
        (plan_url, 45),
        (plan_url + "?mo=d2", 50),
        (reverse("plans:matrix", args=["thu"]), 40),
        (reverse("plans:tasks", args=["thu"]), 25),
    ):
        client.get(url)
        with django_assert_max_num_queries(most):
            client.get(url)
