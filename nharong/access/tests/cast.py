"""The cast of every page test: one province with two communes and their villages, a user per role, a stranger.

``cast.client("teacher")`` is a signed-in browser. All but the province's people work in the first commune; the
``stranger`` is an officer of the second one and must find 404 where the ``commune-officer`` finds a page; the
``inspector`` sees the province and may change nothing (403); ``nobody`` has signed in and holds no grant.
"""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.test import Client

from nharong.access.models import Grant, User
from nharong.access.queries import scope_of
from nharong.deeds.models import Deed
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import ROLES, Scope
from nharong.kernel.time import now
from nharong.territory.actions import bump
from nharong.territory.models import Place, PlaceKind, PlacePeriod

AREA_DAY = "2025-12-31"
PROVINCE = ("51", "Tỉnh", "Quảng Ngãi")
COMMUNES = (("23527", "Xã", "Sa Thầy"), ("23534", "Xã", "Sa Bình"))
VILLAGES = (("Làng", "Kơ Tu"), ("Thôn", "Một"))
PASSWORD = "chiêng ngân đầu làng"
"""Of everybody in the cast."""
WIDE = {"admin", "province-officer", "body-officer", "inspector"}
"""Roles that the cast gives in the whole province."""


@dataclass(frozen=True)
class Cast:
    """Everybody and everywhere, by name."""

    deed: Deed
    province: Place
    communes: tuple[Place, ...]
    villages: tuple[tuple[Place, ...], ...]
    """Villages of each commune."""
    users: dict[str, User] = field(default_factory=dict)
    """By role, and ``stranger`` and ``nobody``."""

    @property
    def commune(self) -> Place:
        """Where everybody works."""
        return self.communes[0]

    @property
    def village(self) -> Place:
        """A village of that commune."""
        return self.villages[0][0]

    def scope(self, role: str, day: date = date(2026, 11, 23)) -> Scope:
        """What queries and actions are given for that user."""
        return scope_of(self.users[role], day)

    def client(self, role: str) -> Client:
        """A browser in which that user has signed in; ``anonymous`` has not."""
        browser = Client()
        if role != "anonymous":
            browser.force_login(self.users[role])
        return browser


def place(kind: str, code: str, title: str, name: str, parent: Place | None = None) -> Place:
    """A place since ever."""
    made = Place.objects.create(kind=kind)
    PlacePeriod.objects.create(place=made, code=code, title=title, name=name, parent=parent)
    return made


def bench_deed() -> Deed:
    """A deed under which a bench may put recorded rows."""
    moment = now()
    return Deed.objects.create(
        action="bench", author_name="bench", happened_on=date(2020, 1, 1), made_at=moment, received_at=moment, payload={}, payload_hash=""
    )


def make_cast() -> Cast:
    """Build it, without packs."""
    province = place(PlaceKind.PROVINCE, *PROVINCE)
    communes = tuple(place(PlaceKind.COMMUNE, *commune, province) for commune in COMMUNES)
    villages = tuple(
        tuple(place(PlaceKind.VILLAGE, f"{code}-{i:03d}", *village, parent) for i, village in enumerate(VILLAGES, 1))
        for (code, _, _), parent in zip(COMMUNES, communes, strict=True)
    )
    bump()
    cast = Cast(deed=bench_deed(), province=province, communes=communes, villages=villages)
    for role in ROLES:
        area = PROVINCE[0] if role in WIDE else COMMUNES[0][0]
        cast.users[role] = user(role, granted(cast, role, f"{area}@{AREA_DAY}"))
    cast.users["stranger"] = user("stranger", granted(cast, "commune-officer", f"{COMMUNES[1][0]}@{AREA_DAY}"))
    cast.users["nobody"] = user("nobody")
    return cast


def granted(cast: Cast, role: str, area: str) -> Grant:
    """A grant without a user yet."""
    return Grant(role=role, body=new_uid(), body_name="UBND xã Sa Thầy", area=area, start=date(2020, 1, 1), by_deed=cast.deed)


def user(username: str, *grants: Grant) -> User:
    """Somebody who may sign in with PASSWORD, with these grants."""
    made = User.objects.create(username=username, name=f"Y {username}", password=make_password(PASSWORD))
    for grant in grants:
        grant.user = made
        grant.save()
    return made
