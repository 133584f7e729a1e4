"""Who may do what, where: the words, the roles as lists of words, and the Scope that travels with a request.

One definition answers both questions, "may she?" and "which rows?": a Scope holds compiled place ids per permission.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nharong.kernel.time import BEGIN, END


class Hidden(Exception):
    """The thing lies outside the asker's area, or does not exist: both answer 404, so that nothing leaks."""


class Forbidden(Exception):
    """The asker may see the thing but not do this to it: 403."""


class Permission(StrEnum):
    """Every right there is. `*_VIEW` shows, the others change."""

    FIGURES_VIEW = "figures.view"  # totals; lists behind them need PEOPLE_VIEW where they name persons
    PLANS_VIEW = "plans.view"
    PLANS_MANAGE = "plans.manage"
    TASKS_VIEW = "tasks.view"
    TASKS_DO = "tasks.do"
    REPORTS_VIEW = "reports.view"
    REPORTS_WRITE = "reports.write"
    PEOPLE_VIEW = "people.view"
    PEOPLE_WRITE = "people.write"
    PEOPLE_IMPORT = "people.import"
    CENTRES_VIEW = "centres.view"
    CENTRES_WRITE = "centres.write"
    CLASSES_VIEW = "classes.view"
    CLASSES_WRITE = "classes.write"
    CLASSES_TEACH = "classes.teach"
    ACTIVITIES_VIEW = "activities.view"
    ACTIVITIES_WRITE = "activities.write"
    SOCIETY_VIEW = "society.view"
    SOCIETY_WRITE = "society.write"
    PLACES_VIEW = "places.view"
    PLACES_MANAGE = "places.manage"
    BODIES_MANAGE = (
        "bodies.manage"  # names, letterheads and posts of the bodies of one's own places; founding and ending them is PLACES_MANAGE
    )
    DOCUMENTS_VIEW = "documents.view"
    DOCUMENTS_WRITE = "documents.write"
    USERS_VIEW = "users.view"
    USERS_MANAGE = "users.manage"
    DEEDS_VIEW = "deeds.view"


P = Permission
_EVERYBODY = {P.FIGURES_VIEW, P.PLANS_VIEW, P.PLACES_VIEW}
_TEACHING = _EVERYBODY | {P.CLASSES_VIEW, P.CLASSES_TEACH, P.CENTRES_VIEW, P.PEOPLE_VIEW}
_VIEWS = {permission for permission in Permission if permission.endswith(".view")}

ROLES: dict[str, frozenset[Permission]] = {
    "admin": frozenset(_VIEWS | {P.PLACES_MANAGE, P.BODIES_MANAGE, P.USERS_MANAGE, P.PLANS_MANAGE}),
    "province-officer": frozenset(
        _VIEWS - {P.USERS_VIEW}
        | {
            P.PLANS_MANAGE,
            P.REPORTS_WRITE,
            P.TASKS_DO,
            P.DOCUMENTS_WRITE,
            P.CENTRES_WRITE,
            P.CLASSES_WRITE,
            P.PEOPLE_IMPORT,
            P.PEOPLE_WRITE,
            P.BODIES_MANAGE,
        }
    ),
    "body-officer": frozenset(_EVERYBODY | {P.TASKS_VIEW, P.TASKS_DO, P.REPORTS_VIEW, P.REPORTS_WRITE, P.DOCUMENTS_VIEW}),
    "commune-officer": frozenset(
        (_VIEWS - {P.USERS_VIEW})
        | {P.REPORTS_WRITE, P.TASKS_DO, P.DOCUMENTS_WRITE, P.CENTRES_WRITE, P.CLASSES_WRITE, P.CLASSES_TEACH}
        | {P.PEOPLE_IMPORT, P.PEOPLE_WRITE, P.ACTIVITIES_WRITE, P.BODIES_MANAGE}
    ),
    "director": frozenset(
        _TEACHING
        | {
            P.CENTRES_WRITE,
            P.CLASSES_WRITE,
            P.ACTIVITIES_VIEW,
            P.ACTIVITIES_WRITE,
            P.TASKS_VIEW,
            P.TASKS_DO,
            P.REPORTS_VIEW,
            P.REPORTS_WRITE,
        }
    ),
    "teacher": frozenset(_TEACHING),
    "surveyor": frozenset(_EVERYBODY | {P.PEOPLE_VIEW, P.PEOPLE_WRITE}),
    "association-officer": frozenset(_EVERYBODY | {P.SOCIETY_VIEW, P.SOCIETY_WRITE, P.TASKS_VIEW, P.TASKS_DO, P.REPORTS_VIEW}),
    "inspector": frozenset(_VIEWS - {P.USERS_VIEW}),
}
"""Role name at the door (contracts: stable names) to its permissions."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of one user in one area, compiled: ``places`` holds the ids of every place (of any time) inside."""

    role: str
    body: uuid.UUID | None
    body_name: str
    area: str
    """As written at the door, ``CODE@DATE``; empty means everywhere."""
    places: frozenset[int] | None
    """None means everywhere."""
    start: date = BEGIN
    stop: date = END


@dataclass(frozen=True, slots=True)
class Scope:
    """What one asker may see and do, compiled once per request; the argument of every query."""

    user: uuid.UUID | None
    name: str
    grants: tuple[Grant, ...] = ()
    _places: dict[Permission, frozenset[int] | None] = field(default_factory=dict, compare=False, repr=False)

    def has(self, permission: Permission) -> bool:
        """Whether any grant gives the permission anywhere."""
        return any(permission in ROLES[grant.role] for grant in self.grants)

    def places(self, permission: Permission) -> frozenset[int] | None:
        """Ids of the places where the permission holds; None means everywhere."""
        if permission not in self._places:
            areas = [grant.places for grant in self.grants if permission in ROLES[grant.role]]
            everywhere = any(area is None for area in areas)
            self._places[permission] = None if everywhere else frozenset[int]().union(*(a for a in areas if a is not None))
        return self._places[permission]

    def allows(self, permission: Permission, place_id: int | None) -> bool:
        """Whether the permission holds at the place; a thing without a place needs it everywhere."""
        places = self.places(permission)
        return places is None or (place_id is not None and place_id in places)

    def require(self, view: Permission, place_id: int | None, permission: Permission | None = None) -> None:
        """The one check behind every scoped getter.

        Raises Hidden where ``view`` does not hold at the place, Forbidden where ``permission`` does not.
        """
        if not self.allows(view, place_id):
            raise Hidden
        if permission is not None and not self.allows(permission, place_id):
            raise Forbidden

    @property
    def body(self) -> uuid.UUID | None:
        """The body spoken for: that of the first grant."""
        return self.grants[0].body if self.grants else None

    @property
    def body_name(self) -> str:
        """Its printed name."""
        return self.grants[0].body_name if self.grants else ""

    @property
    def roles(self) -> tuple[str, ...]:
        """Names of the roles held, in the order of the grants."""
        return tuple(dict.fromkeys(grant.role for grant in self.grants))


NOBODY = Scope(user=None, name="")
"""The scope of somebody who has not signed in."""

SYSTEM = Scope(
    user=None,
    name="system",
    grants=tuple(Grant(role=role, body=None, body_name="", area="", places=None) for role in ROLES),
)
"""The scope of the machine's own administrator at the command line: everything, everywhere, and named so in the deeds."""


def ids(places: Iterable[int] | None) -> list[int] | None:
    """A stable list for a query from a scope's place ids; None stays None (everywhere)."""
    return None if places is None else sorted(places)
