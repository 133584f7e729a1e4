"""The journal's pages, the read log, and what a GET may write."""

import uuid
from typing import Any

import pytest
from django.db import transaction

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import Receipt, perform
from nharong.deeds.models import Deed, Reading
from nharong.deeds.readings import read_log
from nharong.kernel.db import WriteInRead, reading
from nharong.kernel.ids import new_uid
from nharong.people import actions as people

pytestmark = pytest.mark.usefixtures("ledger")


def person(cast: Cast, by: str = "commune-officer") -> Receipt:
    """Somebody found by the commune's officer; the deed says where."""
    facts = {"name": "A Thui", "sex": "m"}
    given = {"person": new_uid(), "place": cast.village.uid, "valid_from": "2026-01-01", "facts": facts, "source": "thử"}
    receipt = perform(people.add_person, cast.scope(by), **given)
    assert receipt.ok, receipt.errors
    Deed.objects.filter(uid=receipt.deed).update(place_key=cast.village.pk, place_name="Làng Kơ Tu")
    return receipt


def test_the_list_and_its_filters(cast: Cast) -> None:
    person(cast)
    page = cast.client("inspector").get("/nhat-ky/").content.decode()
    assert "Làng Kơ Tu" in page
    assert "Làng Kơ Tu" not in cast.client("inspector").get("/nhat-ky/?author=khong").content.decode()
    assert (
        "Làng Kơ Tu" in cast.client("inspector").get("/nhat-ky/?action=people.add_person&first=2026-11-23&last=2026-11-23").content.decode()
    )


def test_what_nobody_did_is_said_in_the_readers_language(cast: Cast) -> None:
    person(cast)
    Deed.objects.update(author=None, author_name="system")
    page = cast.client("inspector").get("/nhat-ky/").content.decode()
    assert "hệ thống" in page
    assert "system" not in page.partition("<main")[2]


def test_one_entry(cast: Cast) -> None:
    receipt = person(cast)
    page = cast.client("commune-officer").get(f"/nhat-ky/{receipt.deed}/").content.decode()
    assert "A Thui" in page
    assert f"/nhat-ky/{receipt.deed}/huy/" in page


def test_strangers_and_readers(cast: Cast) -> None:
    receipt = person(cast)
    assert "Làng Kơ Tu" not in cast.client("stranger").get("/nhat-ky/").content.decode()
    assert cast.client("stranger").get(f"/nhat-ky/{receipt.deed}/").status_code == 404
    assert cast.client("stranger").post(f"/nhat-ky/{receipt.deed}/huy/", {"uid": new_uid()}).status_code == 404
    assert cast.client("inspector").get(f"/nhat-ky/{receipt.deed}/").status_code == 200
    assert cast.client("inspector").post(f"/nhat-ky/{receipt.deed}/huy/", {"uid": new_uid()}).status_code == 403
    assert cast.client("teacher").get("/nhat-ky/").status_code == 403


def test_undo_with_confirmation(cast: Cast) -> None:
    receipt, client = person(cast), cast.client("commune-officer")
    path = f"/nhat-ky/{receipt.deed}/huy/"
    assert client.get(path).status_code == 200
    assert not Deed.objects.get(uid=receipt.deed).undone_by_id
    uid = new_uid()
    for _ in range(2):
        assert client.post(path, {"uid": uid}).status_code == 302
    assert Deed.objects.get(uid=receipt.deed).undone_by.uid == uid
    assert client.post(path, {"uid": new_uid()}).status_code == 409


def test_the_list_asks_a_fixed_number_of_questions(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        person(cast)
    client = cast.client("commune-officer")
    client.get("/nhat-ky/")
    with django_assert_max_num_queries(8):
        client.get("/nhat-ky/")


def test_readings_are_appended_even_where_nothing_may_be_written(cast: Cast) -> None:
    scope = cast.scope("teacher")
    with reading():
        read_log(scope, kind="person", subject=uuid.uuid4(), name="A Thui", place_key=cast.village.pk, purpose="điểm danh")
        with pytest.raises(WriteInRead), transaction.atomic():
            Reading.objects.create(at="2026-01-01T00:00Z", reader_name="x", kind="x")
    row = Reading.objects.get()
    assert (row.reader, row.subject_name, row.count) == (scope.user, "A Thui", 1)
    assert "A Thui" in cast.client("commune-officer").get("/nhat-ky/xem/").content.decode()
    assert "A Thui" not in cast.client("stranger").get("/nhat-ky/xem/").content.decode()
