"""Likely duplicates: what is compared, what is never, and that the list does not grow with all pairs."""

from dataclasses import replace
from typing import Any

import pytest

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform, undo
from nharong.kernel.permissions import SYSTEM, Hidden
from nharong.people import actions
from nharong.people.queries.duplicates import likely_duplicates
from nharong.people.rules.duplicates import LISTED_FROM, Blocks, Record, compare, near, pairs
from nharong.people.tests.make import person
from nharong.territory.actions import bump
from nharong.territory.models import Place

ONE = Record(1, "bong", "f", (1985, None, None), village=10, commune=20)


def other(**changed: Any) -> Record:
    return replace(replace(ONE, person=2), **changed)


@pytest.mark.parametrize(
    ("changed", "listed"),
    [
        ({}, True),
        ({"birth": (1986, None, None)}, True),
        ({"birth": (1987, None, None), "relatives": frozenset({"thui"})}, True),
        ({"birth": (1988, None, None)}, False),
        ({"sex": "m"}, False),
        ({"sex": None}, True),
        ({"village": 11}, True),
        ({"village": 11, "commune": 21}, True),
        ({"birth": (None, None, None)}, True),
        ({"birth": (None, None, None), "village": 11}, False),
        ({"fold": "bongg"}, True),
        ({"fold": "bongg", "village": 11}, True),
        ({"fold": "bongg", "birth": (1987, None, None), "village": 11}, False),
        ({"fold": "hnhe"}, False),
        ({"fold": ""}, False),
        ({"rounds": frozenset({5})}, False),
        ({"rounds": frozenset({6})}, True),
    ],
)
def test_which_pairs_are_listed(changed: dict[str, Any], listed: bool) -> None:
    first = replace(ONE, rounds=frozenset({5}), relatives=frozenset({"thui"}))
    judged = compare(first, other(**changed))
    assert (judged is not None and judged[0] >= LISTED_FROM) == listed, judged


def test_comparing_is_the_same_both_ways() -> None:
    for changed in ({}, {"sex": None}, {"birth": (1986, 5, 1)}, {"fold": "bongg"}):
        assert compare(ONE, other(**changed)) == compare(other(**changed), ONE)


def test_names_that_differ_by_a_slip() -> None:
    assert near("brao", "barao")
    assert near("thui", "tuhi")
    assert not near("hu", "hun")
    assert not near("thui", "khuk")
    assert near("nguyen thi thuy", "nguyn thi thuyy")
    assert not near("lan", "lanh")


def test_blocks_compare_few() -> None:
    """2,000 people of ten villages: a few thousand comparisons, not two million."""
    records = [Record(i, f"ten{i % 400}", "fm"[i % 2], (1940 + i % 80, None, None), village=i % 10, commune=1) for i in range(2_000)]
    assert sum(1 for _ in Blocks.of(records).candidates()) < 30_000


def test_settled_pairs_are_left_out() -> None:
    assert [(pair.first, pair.second) for pair in pairs([ONE, other()])] == [(1, 2)]
    assert pairs([ONE, other()], settled=[(2, 1)]) == []


@pytest.mark.django_db
def test_of_an_area(cast: Cast, ledger: None, django_assert_max_num_queries: Any) -> None:
    one = person(cast.village, "A Thui", 1985)
    two = person(cast.villages[0][1], "Thui", 1986, ethnicity=None, sex=None)
    for i in range(20):
        person(cast.village, f"A {chr(98 + i) * 6}", 1980)
    person(cast.villages[1][0], "A Thui", 1985)
    scope = cast.scope("commune-officer")
    with django_assert_max_num_queries(7):
        (pair,) = likely_duplicates(scope, cast.commune.uid)
    assert {pair.first, pair.second} == {one, two}
    receipt = perform(actions.mark_same, scope, first=one.uid, second=two.uid)
    assert likely_duplicates(scope, cast.commune.uid) == []
    assert perform(undo, scope, deed=receipt.deed).ok
    assert len(likely_duplicates(scope, cast.commune.uid)) == 1
    with pytest.raises(Hidden):
        likely_duplicates(scope, cast.communes[1].uid)


@pytest.mark.django_db
def test_the_village_of_today_counts(cast: Cast, ledger: None) -> None:
    """Recorded in the commune itself before its villages were known, and in the village later."""
    person(cast.commune, "A Thui", 1985)
    person(cast.village, "A Thui", 1985)
    bump()
    assert Place.objects.count() == 7
    (pair,) = likely_duplicates(SYSTEM, cast.commune.uid)
    assert "commune" in {reason.word for reason in pair.reasons}
