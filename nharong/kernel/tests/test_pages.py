"""Lists: order with a tie-break, filters in the URL, pages, the changed part, export, and how many queries that takes."""

from io import BytesIO
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from openpyxl import load_workbook

from nharong.kernel.pages import Column, Listing, ListPage, Opened, read_list, show_list

PART = "ui/parts/listing.html"


class Filters(forms.Form):
    name = forms.CharField(required=False)
    least = forms.IntegerField(required=False)


GROUPS: Listing[Group] = Listing(
    name="nhom",
    columns=(
        Column("name", "Tên", sort=("name",), url=lambda group: f"/nhom/{group.pk}/"),
        Column("length", "Dài", lambda group: len(group.name), kind="whole", wide=True),
    ),
    order="name",
    filters=Filters,
    narrow=lambda rows, filters: rows.filter(name__contains=filters["name"]),
    size=3,
)


def asked(url: str = "/nhom/", **headers: str) -> HttpRequest:
    return RequestFactory().get(url, headers=headers)


def names(page: ListPage) -> list[str]:
    return [line.cells[0].value for line in page.lines]


@pytest.fixture
def groups(db: None) -> Any:
    for name in ("b", "a", "d", "c", "e"):
        Group.objects.create(name=name)
    return Group.objects.all()


def test_a_page_takes_two_queries(groups: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        page = read_list(asked(), GROUPS, groups)
    assert names(page) == ["a", "b", "c"]
    assert (page.first, page.last, page.total) == (1, 3, 5)
    assert page.next_url == "/nhom/?page=2"
    assert not page.previous_url


def test_a_count_kept_elsewhere_saves_one(groups: Any, django_assert_num_queries: Any) -> None:
    kept = Listing(name="nhom", columns=GROUPS.columns, order="name", count=lambda _rows, _filters: 5, size=3)
    with django_assert_num_queries(1):
        assert read_list(asked(), kept, groups).total == 5


def test_without_a_count_the_next_page_is_still_known(groups: Any) -> None:
    listing = Listing(name="nhom", columns=GROUPS.columns, order="name", count=lambda _rows, _filters: None, size=3)
    first, second = (read_list(asked(f"/nhom/?page={number}"), listing, groups) for number in (1, 2))
    assert (first.total, bool(first.next_url), bool(second.next_url)) == (None, True, False)


def test_the_last_page_and_beyond(groups: Any) -> None:
    for number in ("2", "99"):
        page = read_list(asked(f"/nhom/?page={number}"), GROUPS, groups)
        assert names(page) == ["d", "e"]
        assert page.previous_url == "/nhom/"
    for nonsense in ("0", "-1", "x", "9" * 30, "²"):
        assert names(read_list(asked(f"/nhom/?page={nonsense}"), GROUPS, groups)) == ["a", "b", "c"]


def test_sort_links_turn_and_keep_the_filters(groups: Any) -> None:
    page = read_list(asked("/nhom/?name=a&sort=-name&page=1"), GROUPS, groups)
    assert page.heads[0].direction == "descending"
    assert page.heads[0].url == "/nhom/?name=a&sort=name"
    assert page.heads[1].direction == ""
    assert page.hidden == (("sort", "-name"),)
    assert [url for _kind, url in page.exports] == [f"/nhom/?name=a&sort=-name&export={kind}" for kind in ("xlsx", "csv")]


def test_a_sort_that_nobody_offers_is_not_taken(groups: Any) -> None:
    for wrong in ("length", "pk", "name;drop", "-"):
        assert names(read_list(asked(f"/nhom/?sort={wrong}"), GROUPS, groups)) == ["a", "b", "c"]


def test_equal_rows_keep_their_order_over_pages(db: None) -> None:
    from nharong.access.models import User

    for number in range(7):
        User.objects.create(username=f"u{number}", name="Y Bơng")
    listing: Listing[User] = Listing("ten", (Column("name", "Tên", sort=("name",)),), "name", size=3)
    seen = [line.row.pk for number in (1, 2, 3) for line in read_list(asked(f"/?page={number}"), listing, User.objects.all()).lines]
    assert seen == sorted(set(seen))
    assert len(seen) == 7


def test_nulls_come_last_both_ways(db: None) -> None:
    from nharong.access.models import User

    day = forms.DateTimeField().clean("2026-11-23 10:00")
    first = User.objects.create(username="a", name="A", last_login=day)
    never = User.objects.create(username="b", name="B")
    listing: Listing[User] = Listing("lan", (Column("last_login", "Lần cuối", sort=("last_login",), nulls=True),), "last_login")
    for sort in ("last_login", "-last_login"):
        lines = read_list(asked(f"/?sort={sort}"), listing, User.objects.all()).lines
        assert [line.row for line in lines] == [first, never]


def test_filters_narrow_and_say_so(groups: Any) -> None:
    page = read_list(asked("/nhom/?name=c"), GROUPS, groups)
    assert names(page) == ["c"]
    assert page.filtered


def test_a_filter_that_cannot_be_read_shows_no_rows(groups: Any) -> None:
    page = read_list(asked("/nhom/?least=x"), GROUPS, groups)
    assert page.form is not None
    assert page.form.errors
    assert names(page) == []


def test_a_sequence_sorts_as_vietnamese_does_with_none_last() -> None:
    rows = [{"name": name, "n": n} for name, n in (("Đăk Mar", 2), ("Dục Nông", None), ("Ia Chim", 1), ("Ấp Một", 3))]
    listing: Listing[Any] = Listing(
        "xa", (Column("name", "Xã", sort=lambda row: row["name"]), Column("n", "Số", sort=lambda row: row["n"], kind="whole")), "name"
    )
    assert names(read_list(asked(), listing, rows)) == ["Ấp Một", "Dục Nông", "Đăk Mar", "Ia Chim"]
    assert names(read_list(asked("/?sort=-n"), listing, rows)) == ["Ấp Một", "Đăk Mar", "Ia Chim", "Dục Nông"]
    assert names(read_list(asked("/?sort=n"), listing, rows)) == ["Ia Chim", "Đăk Mar", "Ấp Một", "Dục Nông"]


def test_one_url_serves_the_page_and_its_changed_part(groups: Any) -> None:
    whole = show_list(asked(), GROUPS, groups, template="ui/parts/empty.html", context={"title": "trang"})
    part = show_list(asked("/nhom/", **{"HX-Request": "true", "HX-Target": "ds-nhom"}), GROUPS, groups, template="ui/parts/empty.html")
    back = show_list(
        asked("/nhom/", **{"HX-Target": "ds-nhom", "HX-History-Restore-Request": "true"}), GROUPS, groups, template="ui/parts/empty.html"
    )
    assert b">trang</p>" in whole.content
    assert b'id="ds-nhom"' in part.content
    assert b'id="ds-nhom"' not in back.content
    assert "HX-Target" in whole["Vary"]


def test_the_part_reads_without_javascript(groups: Any) -> None:
    html = show_list(asked("/nhom/?sort=-name"), GROUPS, groups, template=PART).content.decode()
    assert 'href="/nhom/?sort=name"' in html
    assert 'href="/nhom/?sort=-name&amp;page=2"' in html
    assert '<input type="hidden" name="sort" value="-name">' in html
    assert 'aria-sort="descending"' in html
    assert '<a href="/nhom/' in html


def test_the_whole_filtered_list_is_exported(groups: Any) -> None:
    opened: list[Opened] = []
    response = show_list(asked("/nhom/?export=xlsx&sort=-name&page=2"), GROUPS, groups, template=PART, log=opened.append)
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows()] == [("Tên", "Dài")] + [(name, 1) for name in "edcba"]
    assert response["Content-Disposition"] == 'attachment; filename="nhom.xlsx"'
    assert opened == [Opened("xlsx", {}, 5)]
    response.close()


def test_an_export_walks_the_rows_in_one_query(groups: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = show_list(asked("/nhom/?export=csv&name=c"), GROUPS, groups, template=PART)
    assert b"".join(response.streaming_content).decode("utf-8-sig").splitlines() == ["Tên,Dài", "c,1"]
    response.close()


def test_opening_is_told(groups: Any) -> None:
    opened: list[Opened] = []
    show_list(asked("/nhom/?name=c"), GROUPS, groups, template=PART, log=opened.append)
    assert opened == [Opened("list", {"name": "c"}, 1)]


def test_filters_may_depend_on_the_reader(groups: Any) -> None:
    def ours(values: QueryDict) -> forms.Form:
        form = Filters(values)
        form.fields["name"].label = "của tôi"
        return form

    listing = Listing(name="nhom", columns=GROUPS.columns, order="name", filters=ours)
    page = read_list(asked(), listing, groups)
    assert page.form is not None
    assert page.form["name"].label == "của tôi"
