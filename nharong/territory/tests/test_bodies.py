"""Bodies through time: codes and roles on a day, succession, signers, undo."""

from datetime import date
from uuid import UUID

import pytest

from nharong.access.tests.cast import Cast
from nharong.deeds.actions import perform, undo
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Forbidden, Hidden
from nharong.kernel.problems import Refused
from nharong.territory.actions import load
from nharong.territory.bodies import actions as bodies
from nharong.territory.bodies import posts
from nharong.territory.bodies.founding import found_standard_bodies
from nharong.territory.bodies.models import Body, BodyPeriod
from nharong.territory.bodies.queries import (
    bodies_of_role,
    body_names,
    find_body,
    letterhead,
    predecessors,
    search_bodies,
    signers,
    successors,
)
from nharong.territory.bodies.rules import signature_lines
from nharong.territory.queries import parse_area

DAY = date(2026, 11, 23)
BEFORE = date(2025, 6, 30)


def found(cast: Cast, name: str = "TTHTCĐ xã Sa Thầy", kind: str = "centre", **facts: object) -> UUID:
    """A body at the cast's commune since 2024."""
    values = {"place": cast.commune.uid, "start": date(2024, 1, 1)} | facts
    receipt = perform(bodies.found, SYSTEM, body=new_uid(), kind=kind, name=name, **values)
    assert receipt.ok, receipt.errors
    return UUID(receipt.value["body"])


def key(uid: UUID) -> int:
    return Body.objects.get(uid=uid).pk


@pytest.fixture(scope="module")
def quang_ngai(django_db_setup: None, django_db_blocker: object) -> object:
    """Province 51 with all its former places and their standard bodies, once for the module."""
    from django.db import transaction

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        frame = transaction.atomic()
        frame.__enter__()
        assert perform(load, SYSTEM, provinces=["51"]).ok
        assert found_standard_bodies("51", DAY).ok
        yield
        transaction.set_rollback(True)
        frame.__exit__(None, None, None)


@pytest.mark.usefixtures("db")
class TestStandardBodies:
    @pytest.fixture(autouse=True)
    def loaded(self, quang_ngai: object) -> None:
        """The province."""

    def test_founding_twice_adds_nothing(self) -> None:
        assert found_standard_bodies("51", DAY).value == {"bodies": 0, "periods": 0, "successions": 0}

    def test_a_code_means_another_body_after_the_merger(self) -> None:
        assert find_body("ubnd-23534", BEFORE).name == "UBND xã Hơ Moong"
        assert find_body("ubnd-23534", DAY).name == "UBND xã Sa Bình"
        assert find_body("ubnd-23534@2025-06-30", DAY).name == "UBND xã Hơ Moong"

    def test_a_role_is_resolved_at_place_and_day(self) -> None:
        assert find_body("so-gddt@51", DAY).name == "Sở Giáo dục và Đào tạo tỉnh Quảng Ngãi"
        assert find_body("so-gddt@62@2025-06-30", DAY).name == "Sở Giáo dục và Đào tạo tỉnh Kon Tum"
        assert [row.code for row in bodies_of_role("so-gddt", parse_area("62@2025-06-30", DAY), DAY)] == ["so-gddt-51"]

    def test_every_commune_of_an_old_province_has_its_committee(self) -> None:
        area = parse_area("62@2025-06-30", DAY)
        now, then = bodies_of_role("ubnd-xa/*", area, DAY), bodies_of_role("ubnd-xa/*", area, BEFORE)
        assert (len(now), len(then)) == (40, 102)
        assert len(bodies_of_role("ubnd-xa/*@616@2025-06-30", area, DAY)) == 5

    def test_duties_pass_on(self) -> None:
        old = find_body("ubnd-23534", BEFORE)
        assert [row.name for row in successors(old.body, DAY)] == ["UBND xã Sa Bình"]
        assert [row.code for row in successors(old.body, BEFORE)] == ["ubnd-23534"]
        so = find_body("so-gddt-62", BEFORE)
        assert [row.code for row in successors(so.body, DAY)] == ["so-gddt-51"]
        assert so.body_id in predecessors(find_body("so-gddt-51", DAY).body)

    def test_an_abolished_level_passes_on_to_the_heirs_of_its_role(self) -> None:
        district = find_body("ubnd-616", BEFORE)
        assert district.name == "UBND huyện Sa Thầy"
        assert {row.code for row in successors(district.body, DAY)} == {f"ubnd-{code}" for code in (23527, 23530, 23534, 23536, 23548)}
        with pytest.raises(Refused):
            find_body("ubnd-616", DAY)

    def test_letterheads(self) -> None:
        so = letterhead(find_body("so-gddt-51", DAY).body, DAY)
        assert (so.superior_line, so.issuing_line) == ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "SỞ GIÁO DỤC VÀ ĐÀO TẠO")
        assert (so.symbol, so.place_line) == ("SGDĐT", "Quảng Ngãi")
        commune = letterhead(find_body("ubnd-23527", DAY).body, DAY)
        assert (commune.superior_line, commune.issuing_line, commune.place_line) == ("", "ỦY BAN NHÂN DÂN XÃ SA THẦY", "Sa Thầy")

    def test_signers_of_a_commune(self) -> None:
        body = find_body("ubnd-23527", DAY).body
        for role, title, signing in (("chair", "Chủ tịch", "TM."), ("vice-chair", "Phó Chủ tịch", "TM. + KT.")):
            post = {"post": new_uid(), "body": body.uid, "role": role, "title": title, "holder_name": f"A {title}", "start": DAY}
            assert perform(posts.appoint, SYSTEM, **post, signs=True, signing=signing, order=1).ok
        chair, deputy = signers(body, DAY)
        assert chair.lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
        assert deputy.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_a_new_body_gets_a_code_by_rule(cast: Cast) -> None:
    first, second = found(cast), found(cast, "TTHTCĐ thứ hai")
    codes = [BodyPeriod.objects.get(body__uid=uid).code for uid in (first, second)]
    assert codes == ["tt-23527", "tt-23527-2"]
    assert body_names([first], DAY) == {first: "TTHTCĐ xã Sa Thầy"}
    assert [row.code for row in search_bodies("thứ hai", on=DAY)] == ["tt-23527-2"]


def test_a_rename_holds_from_its_day_and_can_be_undone(cast: Cast) -> None:
    uid = found(cast)
    deed = perform(bodies.rename, SYSTEM, body=uid, day=date(2026, 1, 1), name="TTHTCĐ Sa Thầy mới")
    assert body_names([uid], DAY)[uid] == "TTHTCĐ Sa Thầy mới"
    assert body_names([uid], date(2025, 12, 31))[uid] == "TTHTCĐ xã Sa Thầy"
    assert perform(undo, SYSTEM, deed=deed.deed).ok
    assert body_names([uid], DAY)[uid] == "TTHTCĐ xã Sa Thầy"
    assert BodyPeriod.objects.standing().filter(body__uid=uid).count() == 1


def test_a_merger_passes_duties_on_and_can_be_undone(cast: Cast) -> None:
    one, two = found(cast, "TT Một"), found(cast, "TT Hai")
    deed = perform(bodies.merge, SYSTEM, bodies=[one], into=two, day=date(2026, 6, 1))
    assert [row.name for row in successors(key(one), DAY)] == ["TT Hai"]
    assert [row.name for row in successors(key(one), date(2026, 5, 31))] == ["TT Một"]
    assert perform(undo, SYSTEM, deed=deed.deed).ok
    assert [row.name for row in successors(key(one), DAY)] == ["TT Một"]


def test_a_later_change_is_undone_first(cast: Cast) -> None:
    uid = found(cast)
    first = perform(bodies.rename, SYSTEM, body=uid, day=date(2025, 1, 1), name="Hai")
    assert perform(bodies.rename, SYSTEM, body=uid, day=date(2026, 1, 1), name="Ba").ok
    assert not perform(undo, SYSTEM, deed=first.deed).ok


def test_a_dissolved_body_exists_no_more(cast: Cast) -> None:
    uid = found(cast)
    assert perform(bodies.dissolve, SYSTEM, body=uid, day=date(2026, 6, 1)).ok
    with pytest.raises(Refused):
        letterhead(key(uid), DAY)
    assert successors(key(uid), DAY) == []


def test_a_body_moves(cast: Cast) -> None:
    uid, above = found(cast), found(cast, "UBND", "people-committee", code="ubnd-x")
    assert perform(bodies.move, SYSTEM, body=uid, day=date(2026, 6, 1), place=cast.communes[1].uid, superior=above).ok
    row = BodyPeriod.objects.holding(DAY).get(body__uid=uid)
    assert (row.place_id, row.superior.uid, row.superior_line) == (cast.communes[1].pk, above, "UBND")


def test_a_post_ends_with_its_last_day(cast: Cast) -> None:
    uid, post = found(cast), new_uid()
    who = {"body": uid, "role": "director", "title": "Giám đốc", "holder_name": "Y Blưi", "start": date(2025, 1, 1), "signs": True}
    assert perform(posts.appoint, SYSTEM, post=post, **who).ok
    assert perform(posts.end, SYSTEM, post=post, last_day=date(2026, 3, 31)).ok
    assert [signer.name for signer in signers(key(uid), date(2026, 3, 31))] == ["Y Blưi"]
    assert signers(key(uid), date(2026, 4, 1)) == []


def test_two_posts_at_once_are_allowed(cast: Cast) -> None:
    uid, holder = found(cast), new_uid()
    for role in ("director", "teacher"):
        who = {"post": new_uid(), "role": role, "title": role, "holder_name": "A", "holder": holder}
        assert perform(posts.appoint, SYSTEM, body=uid, start=date(2025, 1, 1), **who).ok


def test_wrong_input_is_refused_in_words(cast: Cast) -> None:
    base = {"body": new_uid(), "kind": "centre", "place": cast.commune.uid, "start": DAY}
    for wrong in ({"name": " "}, {"name": "A", "roles": ["vua"]}, {"name": "A", "kind": "castle"}):
        receipt = perform(bodies.found, SYSTEM, **(base | wrong))
        assert not receipt.ok
        assert receipt.errors[0].mend
    found(cast, code="tt-1")
    assert perform(bodies.found, SYSTEM, **base, name="B", code="tt-1").errors[0].field == "code"
    for text in ("khong-co", "so-gddt@99999", "tt-1@2031-13-45"):
        with pytest.raises(Refused):
            find_body(text, DAY)


def test_only_where_one_may_change_places(cast: Cast) -> None:
    base = {"body": new_uid(), "kind": "centre", "place": cast.commune.uid, "start": DAY, "name": "A"}
    with pytest.raises((Forbidden, Hidden)):
        perform(bodies.found, cast.scope("inspector"), **base)
    assert perform(bodies.found, cast.scope("admin"), **base).ok


@pytest.mark.parametrize(
    ("signing", "lines"),
    [
        ("own", ("PHÓ GIÁM ĐỐC",)),
        ("KT.", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("Q.", ("Q. GIÁM ĐỐC",)),
        ("TM.", ("TM. BAN CHỈ ĐẠO", "PHÓ GIÁM ĐỐC")),
        ("TM. + Q.", ("TM. BAN CHỈ ĐẠO", "Q. GIÁM ĐỐC")),
    ],
)
def test_the_capitals_over_a_signature(signing: str, lines: tuple[str, ...]) -> None:
    assert signature_lines(signing, "Ban Chỉ đạo", "Giám đốc", "Phó Giám đốc") == lines
