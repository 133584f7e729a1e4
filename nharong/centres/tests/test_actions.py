"""Centres: founded, renamed, closed, undone; who may."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nharong.access.tests.cast import Cast
from nharong.centres import actions, queries
from nharong.centres.tests import make
from nharong.deeds.actions import perform, undo
from nharong.deeds.models import Deed
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Forbidden, Hidden
from nharong.territory.bodies.queries import successors

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FOUNDED, LATER = date(2025, 8, 22), date(2026, 3, 1)


def test_a_centre_is_a_body_with_a_profile(cast: Cast) -> None:
    body = make.centre(cast.commune, cast.scope("commune-officer"), decision="41/QĐ-UBND", house="Nhà văn hóa xã")
    centre = queries.get_centre(SYSTEM, body.uid, LATER)
    assert (centre.code, centre.kind, centre.house, centre.founded) == ("ttthtcd-23527", "public", "Nhà văn hóa xã", FOUNDED)
    assert [one.uid for one in queries.centres_on(SYSTEM, FOUNDED)] == [body.uid]
    assert queries.centres_on(SYSTEM, date(2025, 8, 21)) == []


def test_a_name_changes_from_its_day_on_and_back_with_undo(cast: Cast) -> None:
    body = make.centre(cast.commune)
    receipt = perform(actions.rename, SYSTEM, centre=body.uid, name="Trung tâm Văn hóa", day=LATER, kind="merged")
    assert receipt.ok, receipt
    before, after = (queries.get_centre(SYSTEM, body.uid, day) for day in (date(2026, 2, 28), LATER))
    assert (before.name, before.kind) == ("Trung tâm học tập cộng đồng xã Sa Thầy", "public")
    assert (after.name, after.kind, after.founded) == ("Trung tâm Văn hóa", "merged", FOUNDED)
    assert perform(undo, SYSTEM, deed=receipt.deed).ok
    now = queries.get_centre(SYSTEM, body.uid, LATER)
    assert (now.name, now.kind) == ("Trung tâm học tập cộng đồng xã Sa Thầy", "public")


def test_two_people_at_one_name(cast: Cast) -> None:
    body = make.centre(cast.commune)
    seen = {"name": "Trung tâm học tập cộng đồng xã Sa Thầy"}
    assert perform(actions.rename, SYSTEM, centre=body.uid, name="Một", day=LATER, base=seen).ok
    late = perform(actions.rename, SYSTEM, centre=body.uid, name="Hai", day=date(2026, 4, 1), base=seen)
    assert [problem.field for problem in late.errors] == ["name"]


def test_a_closed_centre_is_followed_by_its_heir(cast: Cast) -> None:
    old, new = make.centre(cast.commune), make.centre(cast.commune, name="Trung tâm mới")
    closed = perform(actions.close, SYSTEM, centre=old.uid, day=LATER, heir=new.uid)
    assert closed.ok, closed
    assert [one.uid for one in queries.centres_on(SYSTEM, LATER)] == [new.uid]
    assert [row.body.uid for row in successors(old, LATER)] == [new.uid]
    assert queries.get_centre(SYSTEM, old.uid, LATER).stop == LATER
    assert perform(actions.close, SYSTEM, centre=old.uid, day=date(2026, 5, 1)).result == "refused"
    assert perform(undo, SYSTEM, deed=closed.deed).ok
    assert len(queries.centres_on(SYSTEM, LATER)) == 2


def test_founding_is_undone(cast: Cast) -> None:
    body = make.centre(cast.commune)
    assert perform(undo, SYSTEM, deed=Deed.objects.get(action="centres.found").uid).ok
    with pytest.raises(Hidden):
        queries.get_centre(SYSTEM, body.uid, LATER)


def test_a_centre_belongs_to_a_commune_and_has_a_name(cast: Cast) -> None:
    values = {"centre": new_uid(), "kind": "public", "founded_on": FOUNDED}
    at_village = perform(actions.found, SYSTEM, name="TT", place=cast.village.uid, **values)
    nameless = perform(actions.found, SYSTEM, name=" ", place=cast.commune.uid, **values)
    assert [p.field for p in (*at_village.errors, *nameless.errors)] == ["place", "name"]


def test_who_may(cast: Cast) -> None:
    body = make.centre(cast.commune, cast.scope("director"))
    with pytest.raises(Hidden):
        perform(actions.rename, cast.scope("stranger"), centre=body.uid, name="X", day=LATER)
    with pytest.raises(Forbidden):
        perform(actions.rename, cast.scope("teacher"), centre=body.uid, name="X", day=LATER)
    assert queries.centres_on(cast.scope("stranger"), LATER) == []
    assert len(queries.centres_on(cast.scope("inspector"), LATER)) == 1


def test_a_list_takes_three_queries_however_many_centres(cast: Cast) -> None:
    scope = cast.scope("commune-officer")
    for number in range(5):
        make.centre(cast.commune, name=f"Trung tâm {number}")
    with CaptureQueriesContext(connection) as seen:
        assert len(queries.centres_on(scope, LATER)) == 5
    assert len(seen) == 3
