"""Reads of users and grants, each within a scope; the compiled scope of a signed-in user."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from nharong.access.areas import area_names, compiled
from nharong.access.models import Grant, User
from nharong.kernel import permissions
from nharong.kernel.permissions import ROLES, Forbidden, Hidden, Permission, Scope
from nharong.kernel.time import END, today


def scope_of(user: Any, day: date) -> Scope:
    """The scope of a signed-in user on the day, its areas compiled to place ids."""
    grants = list(Grant.objects.filter(user=user, withdrawn_by__isnull=True).filter(start__lte=day, stop__gt=day).order_by("pk"))
    areas = compiled(grant.area for grant in grants)
    return Scope(user=user.uid, name=user.name or user.username, grants=tuple(_grant(grant, areas[grant.area]) for grant in grants))


def _grant(grant: Grant, places: frozenset[int] | None) -> permissions.Grant:
    return permissions.Grant(
        role=grant.role,
        body=grant.body,
        body_name=grant.body_name,
        area=grant.area,
        places=places,
        start=grant.start,
        stop=grant.stop,
    )


# ---------------------------------------------------------------- users


def _areas_inside(scope: Scope, permission: Permission) -> list[str] | None:
    """Areas of grants that lie wholly where the permission holds; None: all of them."""
    mine = scope.places(permission)
    if mine is None:
        return None
    known = compiled(Grant.objects.standing().values_list("area", flat=True).distinct())
    return [area for area, places in known.items() if places and places <= mine]


def visible_users(scope: Scope) -> QuerySet[User]:
    """Users with a grant, past or present, inside the area where the asker sees users."""
    areas = _areas_inside(scope, Permission.USERS_VIEW)
    if not scope.has(Permission.USERS_VIEW):
        return User.objects.none()
    if areas is None:
        return User.objects.all()
    return User.objects.filter(Exists(Grant.objects.standing().filter(user=OuterRef("pk"), area__in=areas)))


def users(scope: Scope, *, text: str = "", role: str = "", state: str = "", day: date) -> QuerySet[User]:
    """The list: by part of the name or user name, by a role held on ``day``, ``open`` or ``closed``; sorted by name.

    Each carries ``held``: its grants of the day.
    """
    rows = visible_users(scope)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    if role in ROLES:
        held = Grant.objects.standing().filter(user=OuterRef("pk"), role=role, start__lte=day, stop__gt=day)
        rows = rows.filter(Exists(held))
    if state in ("open", "closed"):
        rows = rows.filter(is_active=state == "open")
    held = Grant.objects.standing().filter(start__lte=day, stop__gt=day).order_by("pk")
    return rows.order_by("name", "pk").prefetch_related(Prefetch("grants", queryset=held, to_attr="held"))


def get_user(scope: Scope, uid: UUID, permission: Permission | None = None) -> User:
    """The one door to a user. Hidden outside the area; Forbidden for a change where any grant of theirs reaches beyond it."""
    row = visible_users(scope).filter(uid=uid).first()
    if row is None:
        raise Hidden
    if permission is not None and not may_manage(scope, row, permission):
        raise Forbidden
    return row


def may_manage(scope: Scope, user: User, permission: Permission = Permission.USERS_MANAGE) -> bool:
    """Whether everything the user holds now or later lies where the asker has the permission."""
    areas = _areas_inside(scope, permission)
    if not scope.has(permission) or areas is None:
        return scope.has(permission)
    return not Grant.objects.standing().filter(user=user, stop__gt=today()).exclude(area__in=areas).exists()


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant as a list shows it."""

    uid: UUID
    role: str
    body_name: str
    area: str
    area_name: str
    start: date
    stop: date
    running: bool

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None: open."""
        return None if self.stop == END else self.stop - timedelta(days=1)


def grants_of(user: User, day: date) -> list[GrantRow]:
    """Everything the user holds, held or will hold; what is in force on the day first."""
    rows = list(Grant.objects.standing().filter(user=user).order_by("-stop", "start", "pk"))
    names = area_names(row.area for row in rows)
    shown = [
        GrantRow(row.uid, row.role, row.body_name, row.area, names[row.area], row.start, row.stop, row.start <= day < row.stop)
        for row in rows
    ]
    return sorted(shown, key=lambda row: not row.running)


def get_grant(scope: Scope, user: UUID, grant: UUID) -> Grant:
    """A grant of a user that the asker sees. Raises Hidden."""
    row: Grant | None = Grant.objects.standing().filter(uid=grant, user=get_user(scope, user)).select_related("user").first()
    if row is None:
        raise Hidden
    return row


def users_of_slip(scope: Scope, slip: UUID) -> list[User]:
    """Those whose one-time password on that slip has not been used, as far as the asker may manage them. Raises Hidden."""
    rows = [row for row in visible_users(scope).filter(slip=slip, is_active=True).order_by("name", "pk") if may_manage(scope, row)]
    if not rows:
        raise Hidden
    return rows


def colleagues(scope: Scope) -> QuerySet[User]:
    """Open accounts that the asker sees: to take over work or stand in."""
    return visible_users(scope).filter(is_active=True).order_by("name", "pk")
