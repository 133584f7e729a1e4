"""Pages of places: who may open them, what they say, and a change from form to rehearsal to deed."""

from datetime import date

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.territory import actions
from nharong.territory.models import PlacePeriod, Trait
from nharong.territory.queries import lineage

MERGE = {
    "codes": "23527 23534",
    "name": "Sa Thầy",
    "code": "23527",
    "day": "01/01/2027",
    "decree": "9/NQ-UBTVQH16",
    "title": "",
    "parent": "",
}


@pytest.fixture(autouse=True)
def mounted() -> None:
    """The pages stand in config/urls.py."""
    try:
        reverse("territory:list")
    except NoReverseMatch:
        pytest.skip("the pages of places are not mounted")


@pytest.fixture
def admin(cast: Cast) -> Client:
    """The province's administrator."""
    return cast.client("admin")


def page(client: Client, name: str, *args: object, **query: str) -> str:
    """The page's text."""
    answer = client.get(reverse(f"territory:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_list_shows_provinces_and_finds_names(cast: Cast) -> None:
    client = cast.client("teacher")
    assert "Quảng Ngãi" in page(client, "list")
    assert "Kơ Tu" in page(client, "list", tim="ko tu")
    assert "Xã Sa Bình" in page(client, "list", tim="23534")
    assert "Kơ Tu" not in page(client, "list", tim="zzzz")
    assert "hôm qua" in page(client, "list", ngay="hôm qua")
    assert page(client, "list", cap="village").count("/dia-ban/") > page(client, "list", cap="commune").count("/dia-ban/")


def test_a_unit_tells_its_history(cast: Cast) -> None:
    client = cast.client("teacher")
    text = page(client, "unit", cast.commune.uid)
    assert "23527" in text
    assert "Kơ Tu" in text
    assert client.get(reverse("territory:unit", args=[new_uid()])).status_code == 404
    assert reverse("territory:change", args=["sap-nhap"]) not in text


def test_a_merger_goes_from_form_to_rehearsal_to_deed(cast: Cast, admin: Client) -> None:
    url = reverse("territory:change", args=["sap-nhap"])
    form = {**MERGE, "deed": str(new_uid())}
    periods = PlacePeriod.objects.count()
    rehearsed = admin.post(url, form)
    assert rehearsed.status_code == 200
    assert rehearsed.context["rehearsal"].after[0].villages == 4
    assert PlacePeriod.objects.count() == periods, "a rehearsal writes nothing"
    for _ in range(2):  # a double click
        done = admin.post(url, {**form, "step": "do"})
        assert done.status_code == 302
    graph = lineage()
    new = graph.holder("23527", date(2027, 1, 1))
    assert new is not None
    assert done["Location"] == reverse("territory:unit", args=[graph.nodes[new].uid])
    assert "9/NQ-UBTVQH16" in page(admin, "unit", graph.nodes[new].uid, ngay="01/01/2027")
    assert "Quảng Ngãi" in page(admin, "unit", cast.commune.uid, ngay="01/01/2027")


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("sap-nhap", {**MERGE, "codes": "23527 99999"}),
        ("sap-nhap", {**MERGE, "day": "hôm nay"}),
        ("sap-nhap", {}),
        ("doi-ten", {"code": "23527", "day": "01/01/2027", "new_code": "23534"}),
        ("chuyen", {"codes": "23527", "parent": "23534", "day": "01/01/2027"}),
        ("chia-tach", {"code": "23527", "parts": "23527", "day": "01/01/2027"}),
        ("chia-tach", {"code": "23527", "parts": "23527; A\n23528; B", "day": "01/01/2027"}),
    ],
)
def test_bad_input_is_told_and_kept(admin: Client, kind: str, form: dict[str, str]) -> None:
    periods = PlacePeriod.objects.count()
    answer = admin.post(reverse("territory:change", args=[kind]), {**form, "deed": str(new_uid()), "step": "do"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert PlacePeriod.objects.count() == periods
    assert all(value in answer.content.decode() for value in form.values() if "\n" not in value)


def test_villages_are_founded_once(cast: Cast, admin: Client) -> None:
    url = reverse("territory:villages", args=[cast.commune.uid])
    form = {"title": "Làng", "name": "Mới", "day": "01/02/2026", "deed": str(new_uid())}
    assert admin.post(url, form).status_code == 302
    assert admin.post(url, form).status_code == 302
    assert page(admin, "villages", cast.commune.uid).count("Làng Mới") == 1
    assert admin.post(url, {**form, "deed": str(new_uid())}).status_code == 200, "the name exists"
    assert cast.client("commune-officer").post(url, {**form, "deed": str(new_uid())}).status_code == 403
    assert cast.client("nobody").get(url).status_code == 403


def test_traits_are_entered_with_their_decision(cast: Cast, admin: Client) -> None:
    url = reverse("territory:traits", args=[cast.commune.uid])
    form = {"kind": "hardship", "value": "III", "day": "01/01/2026", "decision": "1/QĐ-TTg", "deed": str(new_uid())}
    assert admin.post(url, form).status_code == 302
    trait = Trait.objects.get(place=cast.commune)
    assert (trait.value, trait.scheme, trait.start) == ("III", "nd272-2025", date(2026, 1, 1))
    assert "khu vực III" in page(admin, "traits", cast.commune.uid)
    assert admin.post(url, {**form, "value": "yes", "deed": str(new_uid())}).status_code == 200
    assert cast.client("teacher").post(url, {**form, "deed": str(new_uid())}).status_code == 403


def test_trace_answers_and_explains(db: None, cast: Cast) -> None:
    client = cast.client("inspector")
    assert "Sa Bình" in page(client, "trace", ma="23534", tu="30/6/2025", den="01/01/2026")
    assert "99999" in page(client, "trace", ma="99999", tu="30/6/2025", den="01/01/2026")


def test_pages_ask_few_queries(cast: Cast, admin: Client, django_assert_max_num_queries) -> None:
    perform(actions.load, SYSTEM, provinces=["04"])
    page(admin, "list")
    with django_assert_max_num_queries(12):
        page(admin, "unit", cast.province.uid)
