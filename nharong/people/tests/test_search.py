"""Search by name, and the index that keeps in step with whatever derives persons."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform
from nharong.kernel.permissions import SYSTEM
from nharong.people import actions, name_index
from nharong.people.models import Person
from nharong.people.queries.search import search_persons
from nharong.people.rules.names import read_search
from nharong.people.tests.make import person

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def found(text: str, scope: Any = SYSTEM) -> list[str]:
    return [row.name for row in search_persons(scope, text).persons]


@pytest.fixture
def names(cast: Cast, ledger: None) -> None:
    for name, ethnicity in [
        ("A Thui", "xo-dang"),
        ("Thui", "ba-na"),
        ("Y Bơng", "ba-na"),
        ("Nguyễn Thị Thùy", "kinh"),
        ("Trần Văn Đạt", "kinh"),
        ("Rơ Châm Hơ", "gia-rai"),
        ("A", "xo-dang"),
    ]:
        person(cast.village, name, ethnicity=ethnicity)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("thui", ["A Thui", "Thui"]),
        ("A Thui", ["A Thui", "Thui"]),
        ("THÙI", ["A Thui", "Thui"]),
        ("bơng", ["Y Bơng"]),
        ("Y Bong", ["Y Bơng"]),
        ("nguyen thuy", ["Nguyễn Thị Thùy"]),
        ("thuy nguyen", ["Nguyễn Thị Thùy"]),
        ("guye", ["Nguyễn Thị Thùy"]),
        ("dat", ["Trần Văn Đạt"]),
        ("đa", ["Trần Văn Đạt"]),
        ("at", []),
        ("th", ["A Thui", "Thui", "Nguyễn Thị Thùy"]),
        ("a", ["A"]),
        ("cham ho", ["Rơ Châm Hơ"]),
        ("không ai cả", []),
        ("", []),
        ("%_'\"*", []),
        ("thui OR bong", []),
    ],
)
def test_what_a_search_finds(names: None, text: str, said: list[str]) -> None:
    assert sorted(found(text)) == sorted(said)


def test_the_same_name_comes_first(names: None, cast: Cast) -> None:
    person(cast.village, "Lê Thị Thui", ethnicity="kinh")
    person(cast.village, "Thuing", ethnicity="kinh")
    assert found("thui")[2:] == ["Thuing", "Lê Thị Thui"]


def test_only_the_own_area(names: None, cast: Cast) -> None:
    person(cast.villages[1][0], "A Thui", 1950)
    assert len(found("thui", cast.scope("commune-officer"))) == 2
    assert len(found("thui", cast.scope("stranger"))) == 1
    assert len(found("thui", cast.scope("inspector"))) == 3
    assert found("thui", cast.scope("nobody")) == []


def test_the_index_follows_renaming_undoing_and_merging(cast: Cast, ledger: None, today: date) -> None:
    one, two = person(cast.village, "A Thui"), person(cast.village, "A Thủi", 1986)
    assert found("thui") == ["A Thui", "A Thủi"]
    perform(actions.correct, SYSTEM, person=one.uid, facts={"name": "A Khưk"}, valid_from=today, source="thử")
    assert (found("thui"), found("khuk")) == (["A Thủi"], ["A Khưk"])
    perform(actions.correct, SYSTEM, person=two.uid, facts={"name": "A Khưk"}, valid_from=today, source="thử")
    perform(actions.mark_same, SYSTEM, first=one.uid, second=two.uid)
    assert (found("thui"), found("khuk")) == ([], ["A Khưk"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index itself")
def test_the_triggers_of_the_index_stand(db: None) -> None:
    """A migration that rebuilt people_person would have lost them: it must call name_index.make()."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'people_person'")
        assert {row[0] for row in cursor.fetchall()} >= set(name_index.TRIGGERS)


def test_made_anew_it_finds_the_same(names: None) -> None:
    before = {text: found(text) for text in ("thui", "bơng", "th")}
    name_index.make()
    assert {text: found(text) for text in before} == before


def test_queries_are_few(names: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        search_persons(SYSTEM, "thui")


def test_what_is_asked() -> None:
    asked = read_search("  Y BƠNG  th ")
    assert asked is not None
    assert (asked.words, asked.patterns()) == (("bong", "th"), ("bong", " th"))
    assert read_search(" . ") is None
    assert Person._meta.get_field("fold").db_index
