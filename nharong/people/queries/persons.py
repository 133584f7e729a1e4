"""Lists of persons, each within a scope: by place, household, sex, ethnicity, age at a year, literacy, state."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nharong.kernel.permissions import Hidden, Permission, Scope, ids
from nharong.kernel.time import today
from nharong.people.models import Person
from nharong.territory.queries import lineage

P = Permission
UNKNOWN = "u"
"""In a filter: what is not known."""
ORDER = ("sort_key", "pk")
"""As Vietnamese sorts: given name first; stable."""


@dataclass(frozen=True, slots=True)
class Band:
    """An age band, ``low`` to ``high`` inclusive; ``high`` None: and above."""

    low: int
    high: int | None

    @classmethod
    def read(cls, text: str) -> "Band | None":
        """``15-25`` or ``61+``; None where it is neither."""
        low, dash, high = text.partition("-")
        if dash and low.isdecimal() and high.isdecimal() and int(low) <= int(high) < 200:
            return cls(int(low), int(high))
        return cls(int(text[:-1]), None) if text.endswith("+") and text[:-1].isdecimal() else None

    def born(self, year: int) -> tuple[int, int]:
        """First and last birth year: age is the reference year less the birth year (domain.md 2.3)."""
        return (0 if self.high is None else year - self.high), year - self.low


def persons(scope: Scope) -> QuerySet[Person]:
    """Every person of the scope about whom something stands, merged records once."""
    rows = Person.objects.filter(canonical__isnull=True).exclude(name="")
    places = ids(scope.places(P.PEOPLE_VIEW))
    if not scope.has(P.PEOPLE_VIEW):
        return rows.none()
    return rows if places is None else rows.filter(place_id__in=places)


def area_of(scope: Scope, place: UUID) -> list[int]:
    """Ids of the places of the scope wholly inside the place as it is today. Raises Hidden where there are none."""
    graph = lineage()
    key = graph.by_uid(place)
    if key is None:
        raise Hidden
    node = graph.nodes[key]
    day = today() if graph.alive(key, today()) else node.start if today() < node.start else node.stop - timedelta(days=1)
    inside = graph.area(key, day) | {key}
    mine = scope.places(P.PEOPLE_VIEW)
    found = sorted(inside if mine is None else inside & mine)
    if not found:
        raise Hidden
    return found


def narrowed(rows: QuerySet[Person], chosen: dict[str, Any], scope: Scope) -> QuerySet[Person]:
    """The rows under the filters: place (uid), household (uid), sex, ethnicity, age (band) at year, level1, level2, state.

    ``u`` asks for those about whom it is not known.
    """
    if place := chosen.get("place"):
        rows = rows.filter(place_id__in=area_of(scope, UUID(str(place))))
    if household := chosen.get("household"):
        rows = rows.filter(household__uid=household)
    for name in ("sex", "ethnicity", "level1", "level2", "disability"):
        if value := chosen.get(name):
            rows = rows.filter(**{f"{name}__isnull": True} if value == UNKNOWN else {name: value})
    if state := chosen.get("state"):
        rows = rows.filter(state=state)
    if age := chosen.get("age"):
        rows = rows.filter(_aged(age, int(chosen.get("year") or today().year)))
    return rows


def _aged(age: str, year: int) -> Q:
    if age == UNKNOWN:
        return Q(birth_year__isnull=True)
    band = Band.read(age)
    return Q(birth_year__range=band.born(year)) if band else Q()


def unknown(scope: Scope) -> QuerySet[Person]:
    """Residents with something that a figure needs and nobody knows: literacy at level 1 or 2, birth year, sex, ethnic group."""
    missing = Q(level1__isnull=True) | Q(level2__isnull=True) | Q(birth_year__isnull=True) | Q(sex__isnull=True) | Q(ethnicity__isnull=True)
    return persons(scope).filter(missing, state="here")
