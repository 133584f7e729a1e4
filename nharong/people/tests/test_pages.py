"""Pages of people: who may see and do what, what is logged, what a form sent twice or by two does."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform
from nharong.deeds.models import Deed, Reading
from nharong.kernel.ids import new_uid
from nharong.people import actions
from nharong.people.models import Claim, Person, SameAs, Sealed
from nharong.people.tests.make import person

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def thui(cast: Cast, ledger: None) -> Person:
    return person(cast.village, "A Thui", level1=False)


def addresses(row: Person, other: Person) -> dict[str, str]:
    return {
        "person": reverse("people:person", args=[row.uid]),
        "history": reverse("people:history", args=[row.uid]),
        "pair": reverse("people:pair", args=[row.uid, other.uid]),
        "correct": reverse("people:correct", args=[row.uid]),
        "say": reverse("people:say", args=[row.uid, "muc-1"]),
        "move": reverse("people:say", args=[row.uid, "noi-o"]),
        "number": reverse("people:number", args=[row.uid]),
    }


WRITES = {"correct", "say", "move", "number"}


def test_four_cases_of_every_page_of_a_person(cast: Cast, thui: Person, client_as: As) -> None:
    """Inside with the right 200, read-only 403 for writes, outside 404, without any right 403."""
    other = person(cast.village, "A Thui", 1986)
    for name, url in addresses(thui, other).items():
        assert client_as("commune-officer").get(url).status_code == 200, name
        assert client_as("inspector").get(url).status_code == (403 if name in WRITES else 200), name
        assert client_as("stranger").get(url).status_code == 404, name
        assert client_as("nobody").get(url).status_code == 403, name


LISTS = ["list", "unknown", "contradictions", "households", "duplicates", "search"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_only_the_own_area(cast: Cast, thui: Person, client_as: As, name: str) -> None:
    url = reverse(f"people:{name}") + "?q=thui"
    assert client_as("nobody").get(url).status_code == 403
    for role in ("commune-officer", "inspector", "stranger"):
        page = client_as(role).get(url)
        assert page.status_code == 200
        seen = str(thui.uid) in page.content.decode()
        assert seen == (role != "stranger" and name in ("list", "search")), (role, name)


def test_opening_a_person_is_logged(cast: Cast, thui: Person, client_as: As) -> None:
    client_as("commune-officer").get(reverse("people:person", args=[thui.uid]) + "?muc-dich=mở+lớp")
    line = Reading.objects.get(kind="person")
    assert (line.subject, line.subject_name, line.purpose, line.place_key) == (thui.uid, "A Thui", "mở lớp", cast.village.pk)
    client_as("stranger").get(reverse("people:person", args=[thui.uid]))
    assert Reading.objects.count() == 1


def test_a_list_and_its_export_leave_one_line_each(cast: Cast, thui: Person, client_as: As) -> None:
    url = reverse("people:list")
    client_as("commune-officer").get(url, {"gioi": "m", "muc_dich": "bao-cao"})
    assert b"".join(client_as("commune-officer").get(url, {"export": "csv"})).decode().count("A Thui") == 1
    seen, exported = Reading.objects.order_by("pk")
    assert (seen.kind, seen.count, seen.purpose) == ("person list", 1, "Báo cáo")
    assert "gioi=m" in seen.filter
    assert exported.kind == "person csv"


def test_filters_of_the_list(cast: Cast, thui: Person, client_as: As) -> None:
    woman = person(cast.villages[0][1], "Y Bơng", None, sex="f", ethnicity="ba-na", level1=True)
    client = client_as("commune-officer")

    def found(**chosen: Any) -> set[str]:
        page = client.get(reverse("people:list"), chosen).content.decode()
        return {row.name for row in (thui, woman) if str(row.uid) in page}

    assert found() == {"A Thui", "Y Bơng"}
    assert found(gioi="f") == {"Y Bơng"}
    assert found(dan_toc="ba-na") == {"Y Bơng"}
    assert found(muc1="n") == {"A Thui"}
    assert found(tuoi="u") == {"Y Bơng"}
    assert found(tuoi="15-60", nam="2026") == {"A Thui"}
    assert found(tuoi="36-41", nam="2026") == {"A Thui"}
    assert found(tuoi="15-25", nam="2026") == set()
    assert found(noi=str(cast.village.uid)) == {"A Thui"}
    assert found(noi=str(cast.commune.uid)) == {"A Thui", "Y Bơng"}
    assert found(noi=str(cast.communes[1].uid)) == set()


def form(**values: Any) -> dict[str, Any]:
    return {"deed": str(new_uid()), "source": "giấy khai sinh", "valid_from": "2026-03-01"} | values


def facts(**changed: Any) -> dict[str, Any]:
    return {"name": "A Thui", "sex": "m", "birth_year": 1985, "ethnicity": "xo-dang", "disability": "n"} | changed


BASE = {"name": "A Thui", "sex": "m", "birth": [1985, None, None], "ethnicity": "xo-dang", "disability": False}


def test_two_people_on_one_form(cast: Cast, thui: Person, client_as: As) -> None:
    """What another changed meanwhile is shown at its field; other fields pass; saved again on purpose it stands."""
    url = reverse("people:correct", args=[thui.uid])
    one, two = client_as("commune-officer"), client_as("province-officer")
    assert one.post(url, form(base=json.dumps(BASE), **facts(birth_year=1984))).status_code == 302
    late = two.post(url, form(base=json.dumps(BASE), **facts(birth_year=1983)))
    assert late.status_code == 422
    assert "1984" in late.content.decode()
    assert two.post(url, form(base=json.dumps(BASE), **facts(sex="f"))).status_code == 302
    thui.refresh_from_db()
    assert (thui.birth_year, thui.sex) == (1984, "f")
    again = late.context["form"]["base"].value()
    assert two.post(url, form(base=again, **facts(birth_year=1983, sex="f"))).status_code == 302
    thui.refresh_from_db()
    assert thui.birth_year == 1983


def test_a_form_sent_twice_has_one_effect(cast: Cast, thui: Person, client_as: As) -> None:
    client, sent = client_as("commune-officer"), form(base=json.dumps({"value": False}), reached="y")
    url = reverse("people:say", args=[thui.uid, "muc-1"])
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert Claim.objects.filter(person=thui, kind="level1", value=True).count() == 1
    thui.refresh_from_db()
    assert thui.level1 == "y"


def test_a_wrong_birth_says_what_to_mend(cast: Cast, thui: Person, client_as: As) -> None:
    url = reverse("people:correct", args=[thui.uid])
    for wrong in ({"birth_year": 2031}, {"birth_month": 2, "birth_day": 30}, {"birth_day": 3}):
        page = client_as("commune-officer").post(url, form(base=json.dumps(BASE), **facts(**wrong)))
        assert page.status_code == 422, wrong
    assert not Deed.objects.filter(action="people.correct").exists()


def test_moving_keeps_the_past(cast: Cast, thui: Person, client_as: As) -> None:
    away = cast.villages[0][1]
    sent = form(base=json.dumps({"value": {"state": "here", "place": str(cast.village.uid)}}), state="here", place=str(away.uid))
    assert client_as("commune-officer").post(reverse("people:say", args=[thui.uid, "noi-o"]), sent).status_code == 302
    thui.refresh_from_db()
    assert thui.place_id == away.pk
    assert [(spell.place_id, spell.start) for spell in thui.spells.order_by("start")] == [
        (cast.village.pk, date(2026, 1, 1)),
        (away.pk, date(2026, 3, 1)),
    ]


def test_adding_asks_first_whether_it_is_somebody_known(cast: Cast, thui: Person, client_as: As) -> None:
    client, url = client_as("commune-officer"), reverse("people:add")
    uid = new_uid()
    sent = form(**facts(birth_year=1986, place=str(cast.village.uid), person=str(uid)))
    asked = client.post(url, sent)
    assert asked.status_code == 422
    assert str(thui.uid) in asked.content.decode()
    assert Person.objects.count() == 1
    for _ in range(2):
        assert client.post(url, sent | {"sure": "on"}).status_code == 302
    assert Person.objects.count() == 2
    assert client_as("inspector").get(url).status_code == 403
    assert client_as("inspector").post(url, sent).status_code == 403


def test_numbers_are_masked_until_asked_for(cast: Cast, thui: Person, client_as: As) -> None:
    client = client_as("commune-officer")
    url = reverse("people:number", args=[thui.uid])
    assert client.post(url, {"deed": str(new_uid()), "kind": "id", "number": "12"}).status_code == 422
    assert client.post(url, {"deed": str(new_uid()), "kind": "id", "number": "062 184 001 217"}).status_code == 302
    assert "062184001217" not in json.dumps(list(Deed.objects.values_list("payload", "result")))
    page = client.get(reverse("people:person", args=[thui.uid])).content.decode()
    assert "062•••••••17" in page
    assert "062184001217" not in page
    reveal = reverse("people:reveal", args=[Sealed.objects.get().uid])
    assert client_as("stranger").post(reveal).status_code == 404
    assert "062184001217" in client.post(reveal).content.decode()
    assert "062184001217" in client.post(reveal, headers={"HX-Request": "true"}).content.decode()
    assert Reading.objects.filter(kind="person id", subject=thui.uid).count() == 2
    assert client.get(reveal).status_code == 405


def test_two_records_joined_on_a_page_and_told_apart(cast: Cast, thui: Person, client_as: As) -> None:
    other = person(cast.village, "Thui", 1986, ethnicity=None)
    url = reverse("people:pair", args=[thui.uid, other.uid])
    listed = client_as("commune-officer").get(reverse("people:duplicates"), {"noi": str(cast.commune.uid)})
    assert url in listed.content.decode()
    assert client_as("inspector").post(url, {"deed": str(new_uid()), "same": "yes"}).status_code == 403
    assert client_as("commune-officer").post(url, {"deed": str(new_uid()), "same": "no"}).status_code == 302
    listed = client_as("commune-officer").get(reverse("people:duplicates"), {"noi": str(cast.commune.uid)})
    assert url not in listed.content.decode()
    assert client_as("commune-officer").post(url, {"deed": str(new_uid()), "same": "yes"}).status_code == 302
    other.refresh_from_db()
    assert other.canonical_id == thui.pk
    assert SameAs.objects.standing().count() == 1
    merged = client_as("commune-officer").get(reverse("people:person", args=[other.uid]))
    assert merged.context["person"] == thui


def test_a_contradiction_is_listed_until_decided(cast: Cast, ledger: None, client_as: As) -> None:
    row = person(cast.village, "Y Bơng", level1=True)
    scope = cast.scope("commune-officer")
    said = {"person": row.uid, "kind": "level1", "value": False, "source": "hỏi thăm"}
    perform(actions.say_fact, scope, valid_from=date(2026, 5, 1), **said)
    row.refresh_from_db()
    assert (row.level1, row.contradictions) == ("y", 1)
    page = client_as("commune-officer").get(reverse("people:contradictions")).content.decode()
    assert str(row.uid) in page
    assert "01/5/2026" in page
    perform(actions.say_fact, scope, valid_from=date(2026, 6, 1), relapse=True, **said)
    row.refresh_from_db()
    assert row.level1 == "n"


@pytest.mark.parametrize(("name", "most"), [("list", 14), ("person", 26), ("search", 12), ("households", 14)])
def test_queries_do_not_grow_with_the_list(
    cast: Cast, thui: Person, client_as: As, django_assert_max_num_queries: Any, name: str, most: int
) -> None:
    for i in range(12):
        person(cast.village, f"A Thui{i}", 1950 + i)
    client = client_as("commune-officer")
    url = reverse("people:person", args=[thui.uid]) if name == "person" else reverse(f"people:{name}")
    with django_assert_max_num_queries(most):
        client.get(url, {"q": "thui"})
