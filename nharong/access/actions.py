"""Writes of users and grants. A password never enters a payload: it is worked out from the slip's number (passwords.py)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from pydantic import BaseModel

from nharong.access.areas import compiled, read_area
from nharong.access.models import Grant, User
from nharong.access.passwords import one_time_password
from nharong.access.queries import get_user
from nharong.access.rules import read_username
from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.deeds.periods import say_anew, unsay
from nharong.kernel.permissions import ROLES, Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import END, today
from nharong.territory.bodies.queries import find_body
from nharong.territory.queries import lineage, parse_area

# ---------------------------------------------------------------- pieces


class Account(BaseModel):
    """One account as a form, a command or a row of a file gives it."""

    user: UUID
    username: str
    name: str
    role: str
    body: str = ""
    """A code or ``role@CODE[@DATE]``; empty: for no body."""
    area: str = ""
    """``CODE`` or ``CODE@DATE``; empty: everywhere."""
    phone: str = ""
    row: int | None = None
    """Row of the file, for messages."""


def _fault(field: str, value: str, error: str, mend: str, row: int | None = None) -> Problem:
    return Problem(field=field, value=value, error=error, mend=mend, row=row)


def _undo_grants(doing: Doing, deed: Deed) -> None:
    unsay(doing, deed, Grant)
    made = [UUID(uid) for uid in deed.result.get("users", [])]
    User.objects.filter(uid__in=made).update(is_active=False)


def give(doing: Doing, user: User, role: str, *, body: str, area: str, start: date, stop: date = END) -> Grant:
    """One grant, inside what the giver manages. Raises Refused."""
    if role not in ROLES:
        raise Refused(_fault("role", role, _("There is no role of this name."), ", ".join(ROLES)))
    if start >= stop:
        raise Refused(_fault("until", str(stop), _("The last day is before the first."), _("Choose a later last day.")))
    area = read_area(area)
    require_inside(doing.scope, area)
    if area:
        _at(doing, area)
    row = find_body(body, max(start, today())) if body.strip() else None
    uid, name = (row.body.uid, row.name) if row else (None, "")
    return Grant.objects.create(user=user, role=role, body=uid, body_name=name, area=area, start=start, stop=stop, by_deed=doing.deed)


def _at(doing: Doing, area: str) -> None:
    ground = parse_area(area, today())
    doing.at(ground.place, lineage().nodes[ground.place].uid, ground.name)


def require_inside(scope: Scope, area: str) -> None:
    """Raises Refused unless the whole area lies where the giver manages users: nobody gives more than they have."""
    mine = scope.places(Permission.USERS_MANAGE)
    asked = compiled([area])[area]
    if mine is not None and (asked is None or not asked or not asked <= mine):
        error = _("This lies outside the area where you manage users.")
        raise Refused(_fault("area", area, error, _("Choose an area inside yours.")))


def _hashes(accounts: Iterable[Account], slip: UUID) -> dict[UUID, str]:
    return {account.user: make_password(one_time_password(account.user, slip)) for account in accounts}


def _refuse_wrong(accounts: Iterable[Account]) -> list[Account]:
    """The accounts with their names as kept. Raises Refused listing every row at fault."""
    known = {name.lower() for name in User.objects.values_list("username", flat=True)}
    faults, good = [], []
    for account in accounts:
        name = read_username(account.username)
        if name is None:
            mend = _("Use 3 to 60 letters without marks, digits, dots or dashes.")
            faults.append(_fault("username", account.username, _("This cannot be a user name."), mend, account.row))
        elif name in known:
            mend = _("Choose another, for instance with the name of the commune.")
            faults.append(_fault("username", account.username, _("Somebody has this user name already."), mend, account.row))
        elif not account.name.strip():
            faults.append(_fault("name", account.name, _("The name is missing."), _("Write the whole name."), account.row))
        else:
            known.add(name)
            good.append(account.model_copy(update={"username": name}))
    if faults:
        raise Refused(faults)
    return good


def _make(doing: Doing, account: Account, slip: UUID, start: date, password: str) -> User:
    user = User.objects.create(
        uid=account.user,
        username=account.username,
        name=account.name.strip(),
        phone=account.phone.strip(),
        password=password,
        must_change_password=True,
        slip=slip,
    )
    try:
        give(doing, user, account.role.strip(), body=account.body, area=account.area.strip(), start=start)
    except Refused as refusal:
        rows = [_fault(fault.field, fault.value, fault.error, fault.mend, account.row) for fault in refusal.problems]
        raise Refused(rows) from None
    return user


# ---------------------------------------------------------------- accounts


def _prepare_one(_scope: Scope, payload: Any, _ledger: Any) -> dict[UUID, str]:
    return _hashes([payload.account], payload.slip)


@action("access.add_user", needs=Permission.USERS_MANAGE, prepare=_prepare_one, undo=_undo_grants)
def add_user(doing: Doing, *, account: Account, slip: UUID, start: date | None = None) -> dict[str, Any]:
    """A new account with one grant. ``slip`` numbers the printed paper with the one-time password."""
    user = _make(doing, _refuse_wrong([account])[0], slip, start or doing.day, doing.staged[account.user])
    return {"users": [str(user.uid)], "username": user.username, "slip": str(slip)}


def _prepare_many(_scope: Scope, payload: Any, _ledger: Any) -> dict[UUID, str]:
    return _hashes(_refuse_wrong(payload.rows), payload.slip)


@action("access.import_accounts", needs=Permission.USERS_MANAGE, prepare=_prepare_many, undo=_undo_grants)
def import_accounts(doing: Doing, *, rows: list[Account], slip: UUID, start: date | None = None) -> dict[str, Any]:
    """Many accounts at once, all or none; every row at fault is named."""
    if not rows:
        raise Refused(_("The file has no rows."), _("Fill in at least one account."))
    accounts, users = _refuse_wrong(rows), []
    faults: list[Problem] = []
    for account in accounts:
        try:
            users.append(_make(doing, account, slip, start or doing.day, doing.staged[account.user]))
        except Refused as refusal:
            faults += refusal.problems
    if faults:
        raise Refused(faults)
    return {"users": [str(user.uid) for user in users], "slip": str(slip)}


def _prepare_reset(_scope: Scope, payload: Any, _ledger: Any) -> str:
    return make_password(one_time_password(payload.user, payload.slip))


@action("access.reset_password", needs=Permission.USERS_MANAGE, prepare=_prepare_reset)
def reset_password(doing: Doing, *, user: UUID, slip: UUID, second_factor: bool = False) -> dict[str, Any]:
    """A new one-time password; with ``second_factor``, a lost second factor is taken off as well. Ends every open session."""
    row = get_user(doing.scope, user, Permission.USERS_MANAGE)
    row.password, row.must_change_password, row.slip = doing.staged, True, slip
    row.save(update_fields=["password", "must_change_password", "slip"])
    if second_factor:
        Authenticator.objects.filter(user=row).delete()
    return {"user": str(user), "slip": str(slip)}


@action("access.deactivate", needs=Permission.USERS_MANAGE)
def deactivate(doing: Doing, *, user: UUID, heir: UUID | None = None) -> dict[str, Any]:
    """The user signs in no more, from now; the grants end today and open work goes to ``heir``, if one is named."""
    row = get_user(doing.scope, user, Permission.USERS_MANAGE)
    if row.uid == doing.scope.user:
        raise Refused(_("You cannot close your own account."), _("Ask another administrator."))
    if not row.is_active:
        raise Refused(_("This account is closed already."))
    handed = hand_over(doing, row, get_user(doing.scope, heir)) if heir else 0
    for grant in Grant.objects.standing().filter(user=row, stop__gt=doing.day):
        say_anew(doing, grant, stop=max(doing.day, grant.start))
    row.is_active = False
    row.save(update_fields=["is_active"])
    return {"user": str(user), "handed": handed}


@action("access.reactivate", needs=Permission.USERS_MANAGE)
def reactivate(doing: Doing, *, user: UUID) -> dict[str, Any]:
    """The user may sign in again; grants are given anew."""
    row = get_user(doing.scope, user, Permission.USERS_MANAGE)
    row.is_active = True
    row.save(update_fields=["is_active"])
    return {"user": str(user)}


def hand_over(doing: Doing, user: User, heir: User) -> int:
    """Give open work to a colleague: every function of NHARONG_HANDOVERS, ``(doing, from, to) → count``, of the folders above."""
    if not heir.is_active or heir.pk == user.pk:
        raise Refused(_fault("heir", heir.username, _("This account cannot take over work."), _("Choose an open account.")))
    table: list[str] = getattr(settings, "NHARONG_HANDOVERS", [])
    return sum(import_string(name)(doing, user.uid, heir.uid) for name in table)


# ---------------------------------------------------------------- grants


@action("access.grant", needs=Permission.USERS_MANAGE, undo=_undo_grants)
def grant(
    doing: Doing, *, user: UUID, role: str, body: str = "", area: str = "", start: date | None = None, until: date | None = None
) -> dict[str, Any]:
    """One more role for a user in an area, from ``start`` (today) to ``until``, its last day."""
    row = get_user(doing.scope, user)
    if not row.is_active:
        raise Refused(_("This account is closed."), _("Open it first."))
    made = give(doing, row, role, body=body, area=area, start=start or doing.day, stop=until + timedelta(days=1) if until else END)
    return {"grant": str(made.uid)}


@action("access.end_grant", needs=Permission.USERS_MANAGE, undo=_undo_grants)
def end_grant(doing: Doing, *, grant: UUID, last_day: date | None = None) -> dict[str, Any]:
    """The grant holds for the last time on ``last_day``; without one it ends at once."""
    row: Grant | None = Grant.objects.standing().filter(uid=grant).select_related("user").first()
    if row is None:
        raise Refused(_("There is no such grant any more."), _("Open the page again."))
    get_user(doing.scope, row.user.uid)
    require_inside(doing.scope, row.area)
    stop = last_day + timedelta(days=1) if last_day else doing.day
    if stop > row.stop:
        raise Refused(_fault("last_day", str(last_day), _("The grant ends earlier already."), _("Choose an earlier day.")))
    say_anew(doing, row, stop=max(stop, row.start))
    return {"user": str(row.user.uid)}


@action("access.name_acting", needs=Permission.USERS_MANAGE, undo=_undo_grants)
def name_acting(doing: Doing, *, absent: UUID, acting: UUID, start: date, until: date, role: str = "director") -> dict[str, Any]:
    """While somebody is away, a colleague holds the same role for the same body and area, from ``start`` to ``until``."""
    away, colleague = get_user(doing.scope, absent), get_user(doing.scope, acting)
    rows = [row for row in Grant.objects.standing().filter(user=away, role=role) if row.start <= start < row.stop]
    if not rows:
        mend = _("Choose the role that this person holds.")
        raise Refused(_fault("role", role, _("%s does not hold this role then.") % away.name, mend))
    if until < start:
        raise Refused(_fault("until", str(until), _("The last day is before the first."), _("Choose a later last day.")))
    if away.pk == colleague.pk or not colleague.is_active:
        mend = _("Choose a colleague with an open account.")
        raise Refused(_fault("acting", colleague.username, _("This person cannot stand in."), mend))
    made = []
    for row in rows:
        require_inside(doing.scope, row.area)
        said = {"role": row.role, "body": row.body, "body_name": row.body_name, "area": row.area}
        made.append(Grant.objects.create(user=colleague, start=start, stop=until + timedelta(days=1), by_deed=doing.deed, **said))
    return {"grants": [str(row.uid) for row in made]}


# ---------------------------------------------------------------- one's own account


def own_account(doing: Doing) -> QuerySet[User]:
    """The account of whoever does the deed; none for the machine's own administrator."""
    return User.objects.filter(uid=doing.scope.user) if doing.scope.user else User.objects.none()


@action("access.changed_password", needs=None)
def changed_password(doing: Doing) -> dict[str, Any]:
    """The user has chosen a new password: the slip is worth nothing from now on."""
    own_account(doing).update(must_change_password=False, slip=None)
    return {}


@action("access.set_preferences", needs=None)
def set_preferences(doing: Doing, *, language: str = "", theme: str = "", phone: str | None = None) -> dict[str, Any]:
    """Language (vi, en), look (light, dark; empty: as the device) and telephone of one's own account."""
    if language and language not in dict(settings.LANGUAGES):
        raise Refused(_fault("language", language, _("This language is not offered."), ", ".join(dict(settings.LANGUAGES))))
    if theme not in ("", "light", "dark"):
        raise Refused(_fault("theme", theme, _("There is no such look."), "light, dark"))
    values = {"theme": theme} | ({"language": language} if language else {}) | ({} if phone is None else {"phone": phone.strip()[:20]})
    own_account(doing).update(**values)
    return {}
