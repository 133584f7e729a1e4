"""Households: the list of an area, and one with everybody who lives or lived in it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nharong.kernel.permissions import Hidden, Permission, Scope, ids
from nharong.kernel.time import today
from nharong.people.models import Household, Person
from nharong.people.queries.persons import area_of
from nharong.territory.queries import Label, place_labels

P = Permission


def households(scope: Scope, place: UUID | None = None) -> QuerySet[Household]:
    """Households of the scope that stand, each with ``here``: how many live there now."""
    rows = Household.objects.filter(withdrawn_by__isnull=True)
    places = ids(scope.places(P.PEOPLE_VIEW))
    if not scope.has(P.PEOPLE_VIEW):
        return rows.none()
    if place is not None:
        rows = rows.filter(place_id__in=area_of(scope, place))
    elif places is not None:
        rows = rows.filter(place_id__in=places)
    return rows


def with_counts(rows: QuerySet[Household]) -> QuerySet[Household]:
    """The rows, each with ``here``: how many live there now."""
    return rows.annotate(here=Count("persons", filter=Q(persons__state="here", persons__canonical__isnull=True)))


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """One household."""

    household: Household
    place: Label | None
    here: tuple[Person, ...]
    gone: tuple[Person, ...]
    """Who moved away or died."""


def get_household(scope: Scope, uid: UUID, permission: Permission | None = None) -> Household:
    """The one door to a household. Raises Hidden, Forbidden."""
    row: Household | None = Household.objects.filter(uid=uid, withdrawn_by__isnull=True).first()
    if row is None:
        raise Hidden
    scope.require(P.PEOPLE_VIEW, row.place_id, permission)
    return row


def read_household(scope: Scope, uid: UUID) -> HouseholdPage:
    """The household with its people, the oldest first. Raises Hidden."""
    row = get_household(scope, uid)
    people = list(Person.objects.filter(household=row, canonical__isnull=True).exclude(name="").order_by("birth_year", "sort_key", "pk"))
    return HouseholdPage(
        household=row,
        place=place_labels([row.place_id], today()).get(row.place_id),
        here=tuple(person for person in people if person.state == "here"),
        gone=tuple(person for person in people if person.state != "here"),
    )


def household_numbered(scope: Scope, place: UUID, number: str) -> UUID | None:
    """The household of a village under a form number, the newest of several; None where there is none in the scope."""
    found = households(scope, place).filter(place__uid=place, number__iexact=number.strip()).order_by("-pk")
    uid: UUID | None = found.values_list("uid", flat=True).first()
    return uid
