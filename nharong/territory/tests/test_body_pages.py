"""Pages of bodies: who may open and change them, what they say."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.territory.bodies import actions as bodies
from nharong.territory.bodies import posts
from nharong.territory.bodies.models import BodyPeriod, Post

FOUR = {"commune-officer": 200, "inspector": 403, "stranger": 404, "nobody": 403}


def url(name: str, *args: object) -> str:
    return reverse(f"territory:{name}", args=args)


def found(cast: Cast, name: str = "Trường Tiểu học Kơ Tu", **facts: Any) -> UUID:
    values = {"kind": "school", "place": cast.commune.uid, "start": date(2024, 1, 1)} | facts
    receipt = perform(bodies.found, SYSTEM, body=new_uid(), name=name, **values)
    assert receipt.ok, receipt.errors
    return UUID(receipt.value["body"])


@pytest.fixture
def body(cast: Cast) -> UUID:
    """A school of the cast's commune with its head."""
    uid = found(cast)
    told = {"title": "Hiệu trưởng", "holder_name": "Y Na", "role": "head", "start": date(2024, 1, 1), "signs": True}
    assert perform(posts.appoint, SYSTEM, post=new_uid(), body=uid, **told).ok
    return uid


def test_the_list_is_narrowed_by_place_role_kind_and_day(cast: Cast, body: UUID) -> None:
    found(cast, "Trường Sa Bình", place=cast.communes[1].uid, roles=["truong"])
    client = cast.client("teacher")

    def text(**asked: str) -> str:
        answer = client.get(url("bodies"), asked)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "Kơ Tu" in text()
    assert "Sa Bình" in text()
    assert "Trường Sa Bình" not in text(noi="23527")
    assert "Trường Sa Bình" in text(noi="51", vai="truong")
    assert "Kơ Tu" not in text(vai="truong")
    assert "Trường Tiểu học Kơ Tu" not in text(loai="firm")
    assert "Trường Tiểu học Kơ Tu" not in text(ngay="01/01/2023")
    assert "99999" in text(noi="99999")


@pytest.mark.parametrize("role", FOUR)
def test_forms_open_in_four_ways(cast: Cast, body: UUID, role: str) -> None:
    client, post = cast.client(role), Post.objects.get()
    forms = [url("body_change", body, kind) for kind in ("doi-ten", "tieu-de", "chuyen")]
    forms += [url("post_appoint", body), url("post_end", body, post.uid)]
    assert {client.get(form).status_code for form in forms} == {FOUR[role]}
    assert client.get(url("body", body)).status_code == (403 if role == "nobody" else 200)
    assert client.get(url("body_end", body)).status_code == 403
    assert client.get(url("body_found")).status_code == 403


def test_a_body_shows_its_papers_posts_and_past(cast: Cast, body: UUID) -> None:
    heir = found(cast, "Trường liên cấp Kơ Tu")
    assert perform(bodies.dissolve, SYSTEM, body=body, day=date(2026, 12, 1), heirs=[heir]).ok
    client = cast.client("commune-officer")
    text = client.get(url("body", body)).content.decode()
    for word in ("TRƯỜNG TIỂU HỌC KƠ TU", "Y Na", "Hiệu trưởng", "Trường liên cấp Kơ Tu", "/bao-cao/"):
        assert word in text, word
    later = client.get(url("body", body), {"ngay": "01/01/2027"}).content.decode()
    assert "không tồn tại" in later
    assert "Trường Tiểu học Kơ Tu" in client.get(url("body", heir)).content.decode()
    assert client.get(url("body", new_uid())).status_code == 404


def test_a_name_a_letterhead_and_a_post_change_once(cast: Cast, body: UUID) -> None:
    client = cast.client("commune-officer")
    name = {"deed": str(new_uid()), "day": "01/01/2026", "name": "Trường PTDTBT Kơ Tu"}
    for _ in range(2):
        assert client.post(url("body_change", body, "doi-ten"), name).status_code == 302
    assert BodyPeriod.objects.holding(date(2026, 2, 1)).get(body__uid=body).name == "Trường PTDTBT Kơ Tu"
    head = {
        "deed": str(new_uid()),
        "day": "01/02/2026",
        "superior_line": "UBND XÃ SA THẦY",
        "issuing_line": "TRƯỜNG KƠ TU",
        "symbol": "TKT",
    }
    assert client.post(url("body_change", body, "tieu-de"), head).status_code == 302
    assert BodyPeriod.objects.holding(date(2026, 3, 1)).get(body__uid=body).symbol == "TKT"
    post = {
        "deed": str(new_uid()), "holder_name": "A Hai", "title": "Phó Hiệu trưởng", "role": "deputy", "start": "01/9/2026", "until": "",
        "signs": "on", "signing": "KT.", "order": "2",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(url("post_appoint", body), post).status_code == 302
    held = Post.objects.standing().get(holder_name="A Hai")
    assert client.post(url("post_end", body, held.uid), {"deed": str(new_uid()), "last_day": "31/10/2026"}).status_code == 302
    assert Post.objects.standing().get(holder_name="A Hai").stop == date(2026, 11, 1)
    assert client.post(url("post_end", body, held.uid), {"deed": str(new_uid()), "last_day": "31/10/2020"}).status_code == 422
    assert client.post(url("body_change", body, "doi-ten"), {**name, "deed": str(new_uid()), "day": "mai"}).status_code == 422


def test_the_end_is_rehearsed_first(cast: Cast, body: UUID) -> None:
    admin = cast.client("admin")
    heir = found(cast, "Trường liên cấp")
    code = BodyPeriod.objects.get(body__uid=heir).code
    form = {"deed": str(new_uid()), "day": "01/01/2027", "heirs": code}
    rehearsed = admin.post(url("body_end", body), form)
    text = rehearsed.content.decode()
    assert rehearsed.status_code == 200
    assert "Trường liên cấp" in text
    assert not BodyPeriod.objects.standing().filter(body__uid=body, stop=date(2027, 1, 1)).exists(), "a rehearsal writes nothing"
    for _ in range(2):
        assert admin.post(url("body_end", body), {**form, "step": "do"}).status_code == 302
    assert BodyPeriod.objects.standing().get(body__uid=body).stop == date(2027, 1, 1)
    assert admin.post(url("body_end", heir), {**form, "deed": str(new_uid()), "heirs": "khong-co", "step": "do"}).status_code == 422


def test_a_body_is_founded_once(cast: Cast) -> None:
    admin = cast.client("admin")
    form = {"deed": str(new_uid()), "name": "Đồn Biên phòng Ba", "kind": "border-post", "place": "23527", "start": "01/7/2025"}
    for _ in range(2):
        assert admin.post(url("body_found"), form).status_code == 302
    assert BodyPeriod.objects.filter(name="Đồn Biên phòng Ba").count() == 1
    wrong = admin.post(url("body_found"), {**form, "deed": str(new_uid()), "place": "1", "roles": ["truong"]})
    assert wrong.status_code == 422


def test_roles_are_given_by_who_may_change_places(cast: Cast, body: UUID) -> None:
    from nharong.kernel.permissions import Forbidden

    told = {"body": body, "day": date(2026, 1, 1), "roles": ["truong"]}
    with pytest.raises(Forbidden):
        perform(bodies.rename, cast.scope("commune-officer"), **told)
    assert perform(bodies.rename, cast.scope("admin"), **told).ok


def test_pages_of_bodies_ask_few_queries(cast: Cast, body: UUID, django_assert_max_num_queries: Any) -> None:
    client = cast.client("commune-officer")
    client.get(url("bodies"))
    for _ in range(30):
        found(cast, f"Trường {_}")
    with django_assert_max_num_queries(9):
        client.get(url("bodies"))
    with django_assert_max_num_queries(16):
        client.get(url("body", body))
