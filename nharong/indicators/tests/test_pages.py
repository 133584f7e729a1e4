"""Pages of indicators: what they say, who may open which list, that opening is noted, that a file is the list."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nharong.access.tests.cast import Cast
from nharong.deeds.models import Reading
from nharong.indicators.packs import indicators
from nharong.indicators.tests import make

PURPOSE = {"muc_dich": "ra-soat"}


@pytest.fixture
def village(cast: Cast, ledger: None) -> None:
    """Ten people of the first commune: six literate, three not, one unknown."""
    for number in range(10):
        level1 = None if number == 9 else number < 6
        make.person(cast.village, name=f"Y Người {number}", sex="fm"[number % 2], birth=[1990 + number, None, None], level1=level1)


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    """The page's text."""
    answer = client.get(reverse(f"indicators:{name}", args=args), query)
    assert answer.status_code == status, answer.status_code
    return "" if answer.streaming else answer.content.decode()


def test_every_indicator_has_a_page(cast: Cast, ledger: None) -> None:
    client = cast.client("province-officer")
    text = page(client, "list")
    for name in indicators():
        assert reverse("indicators:figure", args=[name]) in text
        shown = page(client, "figure", name)
        assert "0/0" not in shown
    page(client, "figure", "khong-co", status=404)


def test_a_figure_shows_units_and_breakdowns_inside(cast: Cast, village: None) -> None:
    text = page(cast.client("commune-officer"), "figure", "literate-1", chia="sex")
    assert "60,0" in text
    assert "6/10" in text
    assert "Làng Kơ Tu" in text
    assert "Nữ" in text
    assert reverse("indicators:rows", args=["literate-1"]) in text


def test_outside_there_are_totals_only_and_small_ones_are_hidden(cast: Cast, village: None) -> None:
    stranger = cast.client("stranger")
    text = page(stranger, "figure", "literate-1", noi="23527@2026-11-23", chia="sex")
    assert "Kơ Tu" not in text
    assert "6/10" not in text, "four of ten is a small number"
    assert 'id="chia"' not in text
    assert reverse("indicators:rows", args=["literate-1"]) not in text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("anonymous", 302),
        ("nobody", 403),
        ("body-officer", 403),
        ("stranger", 404),
        ("commune-officer", 200),
        ("inspector", 200),
        ("teacher", 200),
    ],
)
def test_who_may_open_the_list_of_a_commune(cast: Cast, village: None, role: str, status: int) -> None:
    text = page(cast.client(role), "rows", "literate-1", status=status, noi="23527@2026-11-23", **PURPOSE)
    assert ("Y Người 0" in text) is (status == 200)


def test_the_three_lists_are_the_figure(cast: Cast, village: None) -> None:
    client = cast.client("commune-officer")
    text = page(client, "rows", "literate-1", dang="not", **PURPOSE)
    assert "<b>6</b>" in text
    assert "<b>3</b>" in text
    assert "<b>1</b>" in text
    assert "6 được tính + 3 không tính + 1 chưa rõ = 10 người trong mẫu số" in text
    assert "Y Người 7" in text
    assert "Y Người 2" not in text
    narrowed = page(client, "rows", "literate-1", dang="not", gioi="f", **PURPOSE)
    assert "Y Người 6" in narrowed
    assert "Y Người 7" not in narrowed
    assert "Bỏ lọc" in narrowed


def test_names_are_shown_for_a_purpose_and_each_opening_is_noted_once(cast: Cast, village: None) -> None:
    client = cast.client("commune-officer")
    text = page(client, "rows", "literate-1", dang="not")
    assert "Y Người 7" not in text
    assert Reading.objects.count() == 0
    page(client, "rows", "literate-1", dang="not", **PURPOSE)
    line = Reading.objects.get()
    assert (line.purpose, line.count) == ("rà soát số liệu", 3)
    page(client, "rows", "literate-1", dang="not", muc_dich="gì đó")
    assert Reading.objects.count() == 1


def test_the_file_is_the_list(cast: Cast, village: None) -> None:
    client = cast.client("commune-officer")
    answer = client.get(reverse("indicators:rows", args=["literate-1"]), {"dang": "not", "export": "csv", **PURPOSE})
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").strip().splitlines()  # type: ignore[attr-defined]
    assert [row.partition(",")[0] for row in rows[1:]] == ["Y Người 6", "Y Người 7", "Y Người 8"]
    assert Reading.objects.get().kind.endswith("csv")


def test_an_address_that_cannot_be_read_says_so(cast: Cast, village: None) -> None:
    client = cast.client("commune-officer")
    text = page(client, "figure", "literate-1", noi="99999", ky="năm ngoái", ngay="hôm qua")
    assert "99999" in text
    assert "năm ngoái" in text
    assert "hôm qua" in text


def test_queries_do_not_grow_with_people(cast: Cast, village: None, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client = cast.client("commune-officer")
    urls = [
        (reverse("indicators:figure", args=["literate-1"]), 20),
        (reverse("indicators:rows", args=["literate-1"]) + "?muc_dich=ra-soat", 20),
        (reverse("indicators:figure", args=["xmc-standard"]), 25),
    ]
    for url, most in urls:
        client.get(url)
        with django_assert_max_num_queries(most):
            client.get(url)


def test_the_standard_shows_what_is_asked(cast: Cast, village: None) -> None:
    text = page(cast.client("commune-officer"), "figure", "xmc-standard")
    assert "15-35" in text
    assert "15-25" in text, "the class is not known: both standards are shown"
    assert "Điều 20" in text
    assert "10/10" not in page(cast.client("stranger"), "figure", "xmc-standard", noi="23527@2026-11-23")
    province = page(cast.client("province-officer"), "figure", "xmc-standard", ngay=date(2026, 11, 23).isoformat())
    assert "Chưa kiểm chứng" in province
