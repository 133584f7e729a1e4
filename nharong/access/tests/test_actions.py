"""Accounts and grants: nobody gives more than they have, a password is never in a payload, every row at fault is named."""

import json
import uuid
from datetime import date
from typing import Any

import pytest

from nharong.access import actions
from nharong.access.models import Grant, User
from nharong.access.passwords import LETTERS, one_time_password
from nharong.access.queries import get_user, scope_of, users
from nharong.access.rules import read_username
from nharong.access.tests.cast import Cast
from nharong.deeds.actions import Receipt, perform, undo
from nharong.deeds.models import Deed
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Forbidden, Hidden, Permission

DAY = date(2026, 11, 23)


def added(cast: Cast, by: str = "admin", slip: uuid.UUID | None = None, **facts: Any) -> Receipt:
    account = {"user": new_uid(), "username": "y.moi", "name": "Y Mới", "role": "teacher", "area": "23527"} | facts
    return perform(actions.add_user, cast.scope(by), account=account, slip=slip or new_uid())


@pytest.fixture
def local(cast: Cast) -> Cast:
    """The cast with an administrator of the first commune alone."""
    from nharong.access.tests.cast import granted, user

    cast.users["local"] = user("local", granted(cast, "admin", "23527@2025-12-31"))
    return cast


def test_a_new_user_signs_in_with_the_slip(cast: Cast) -> None:
    slip = new_uid()
    receipt = added(cast, slip=slip)
    user = User.objects.get(username="y.moi")
    assert receipt.ok
    assert user.check_password(one_time_password(user.uid, slip))
    assert (user.must_change_password, user.slip) == (True, slip)
    assert scope_of(user, DAY).places(Permission.CLASSES_TEACH) == cast.scope("teacher").places(Permission.CLASSES_TEACH)


def test_no_password_stands_in_the_journal(cast: Cast) -> None:
    slip = new_uid()
    uid = added(cast, slip=slip).deed
    user = User.objects.get(username="y.moi")
    deed = Deed.objects.get(uid=uid)
    told = json.dumps([deed.payload, deed.result])
    assert one_time_password(user.uid, slip) not in told
    assert user.password not in told


def test_passwords_of_slips_differ_and_read_well() -> None:
    first, second = new_uid(), new_uid()
    told = {one_time_password(user, slip) for user in (first, second) for slip in (first, second)}
    assert len(told) == 4
    assert all(set(text) <= set(LETTERS + "-") and len(text) == 14 for text in told)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "Y Mới"}, "username"),
        ({"username": "ADMIN"}, "username"),
        ({"name": " "}, "name"),
        ({"role": "king"}, "role"),
        ({"area": "99999"}, "code"),
        ({"body": "khong-co"}, "body"),
    ],
)
def test_wrong_accounts_are_refused_at_their_field(cast: Cast, wrong: dict[str, str], field: str) -> None:
    receipt = added(cast, **wrong)
    assert not receipt.ok
    assert receipt.errors[0].field == field
    assert receipt.errors[0].mend
    assert not User.objects.filter(username="y.moi").exists()


def test_nobody_gives_more_than_they_have(local: Cast) -> None:
    assert added(local, by="local").ok
    for area in ("", "51", "23534"):
        receipt = added(local, by="local", username="y.hai", area=area)
        assert [fault.field for fault in receipt.errors] == ["area"], area


def test_a_local_administrator_cannot_touch_one_who_reaches_further(local: Cast) -> None:
    admin, stranger = local.users["admin"].uid, local.users["stranger"].uid
    with pytest.raises(Hidden):
        perform(actions.reset_password, local.scope("local"), user=stranger, slip=new_uid())
    with pytest.raises(Hidden):
        get_user(local.scope("local"), admin)
    both = local.users["teacher"]
    perform(actions.grant, SYSTEM, user=both.uid, role="inspector", area="51@2025-12-31")
    with pytest.raises(Forbidden):
        perform(actions.reset_password, local.scope("local"), user=both.uid, slip=new_uid())


def test_who_may_not_manage_users_may_not(cast: Cast) -> None:
    for role in ("province-officer", "commune-officer", "inspector"):
        with pytest.raises(Forbidden):
            added(cast, by=role)


def test_an_import_takes_all_or_none(cast: Cast) -> None:
    rows = [
        {"user": new_uid(), "username": f"gv{i}", "name": f"GV {i}", "role": "teacher", "area": "23527", "row": i + 1} for i in range(3)
    ]
    bad = [*rows[:2], rows[2] | {"username": "gv0"}, rows[2] | {"username": "gv9", "area": "1", "user": new_uid()}]
    slip = new_uid()
    receipt = perform(actions.import_accounts, cast.scope("admin"), rows=bad, slip=slip)
    assert [fault.row for fault in receipt.errors] == [3]
    receipt = perform(actions.import_accounts, cast.scope("admin"), rows=[*rows, bad[3]], slip=slip)
    assert not receipt.ok
    assert not User.objects.filter(username__startswith="gv").exists()
    assert perform(actions.import_accounts, cast.scope("admin"), rows=rows, slip=slip).ok
    assert User.objects.filter(slip=slip).count() == 3


def test_a_grant_ends_and_the_end_can_be_undone(cast: Cast) -> None:
    teacher = cast.users["teacher"]
    grant = Grant.objects.get(user=teacher)
    receipt = perform(actions.end_grant, cast.scope("admin"), grant=grant.uid)
    assert receipt.ok
    assert not cast.scope("teacher").has(Permission.CLASSES_TEACH)
    assert scope_of(teacher, date(2026, 11, 22)).has(Permission.CLASSES_TEACH)
    assert perform(undo, cast.scope("admin"), deed=receipt.deed).ok
    assert cast.scope("teacher").has(Permission.CLASSES_TEACH)


def test_a_stand_in_holds_the_role_for_a_while(cast: Cast) -> None:
    director, teacher = cast.users["director"], cast.users["teacher"]
    days = {"start": DAY, "until": date(2026, 12, 1)}
    assert perform(actions.name_acting, cast.scope("admin"), absent=director.uid, acting=teacher.uid, **days).ok
    assert scope_of(teacher, date(2026, 12, 1)).has(Permission.CENTRES_WRITE)
    assert not scope_of(teacher, date(2026, 12, 2)).has(Permission.CENTRES_WRITE)


def test_a_closed_account_opens_nothing(cast: Cast) -> None:
    teacher, client = cast.users["teacher"], cast.client("teacher")
    assert client.get("/toi/").status_code == 200
    assert perform(actions.deactivate, cast.scope("admin"), user=teacher.uid, heir=cast.users["director"].uid).ok
    assert client.get("/toi/").status_code == 302
    assert not scope_of(teacher, DAY).grants
    assert perform(actions.reactivate, cast.scope("admin"), user=teacher.uid).ok


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    assert not perform(actions.deactivate, cast.scope("admin"), user=cast.users["admin"].uid).ok


def test_the_list_is_that_of_the_area(local: Cast) -> None:
    names = {user.username for user in users(local.scope("local"), day=DAY)}
    assert "teacher" in names
    assert not names & {"admin", "stranger", "inspector", "nobody"}
    assert [user.username for user in users(local.scope("local"), day=DAY, role="surveyor")] == ["surveyor"]
    assert not users(local.scope("teacher"), day=DAY).exists()


def test_an_area_that_cannot_be_read_holds_nothing(cast: Cast) -> None:
    Grant.objects.filter(user=cast.users["teacher"]).update(area="khong-co@2025-12-31")
    assert cast.scope("teacher").places(Permission.PEOPLE_VIEW) == frozenset()


@pytest.mark.parametrize(("text", "name"), [("Y.Bluri ", "y.bluri"), ("ab", None), ("y bluri", None), (".abc", None), ("đào", None)])
def test_user_names(text: str, name: str | None) -> None:
    assert read_username(text) == name
