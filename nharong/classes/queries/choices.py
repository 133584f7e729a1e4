"""What the forms of classes offer: places, centres, teachers, people who could join."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from nharong.access.models import Grant
from nharong.centres.queries import centres_on
from nharong.classes.models import Enrolment, LiteracyClass
from nharong.kernel.permissions import Permission, Scope
from nharong.people.models import Person
from nharong.people.queries.search import search_persons
from nharong.people.rules.life import AWAY, DEAD
from nharong.territory.queries import lineage

Choice = tuple[str, str]
MOST_PLACES = 400
"""So many places are offered in a list; whoever sees more opens the class from a commune's own page."""
FOUND = 20
"""Persons that a search shows."""


def places_for(scope: Scope, today: date, permission: Permission = Permission.CLASSES_WRITE) -> list[Choice]:
    """Villages and communes of today where the permission holds, each village after its commune."""
    graph = lineage()
    known = scope.places(permission)
    inside = [place for place in (graph.nodes if known is None else known) if place in graph.nodes and graph.alive(place, today)]
    found = []
    for place in inside:
        node, spell = graph.nodes[place], graph.nearest(place, today)
        if node.kind == "commune":
            found.append(((spell.label, ""), str(node.uid), spell.label))
        elif node.kind == "village" and spell.parent is not None:
            commune = graph.nearest(spell.parent, today).label
            found.append(((commune, spell.label), str(node.uid), f"{spell.label}, {commune}"))
    return [(uid, label) for _order, uid, label in sorted(found)[:MOST_PLACES]]


def centres_for(scope: Scope, today: date) -> list[Choice]:
    """The centres of today that the asker sees."""
    return [(str(centre.uid), centre.name) for centre in centres_on(scope, today)]


def teachers_for(scope: Scope, today: date) -> list[Choice]:
    """Users with the role of a teacher in an area that the asker's own areas name: by name."""
    areas = {grant.area for grant in scope.grants if grant.places is not None}
    rows = Grant.objects.filter(role="teacher", withdrawn_by__isnull=True, start__lte=today, stop__gt=today, user__is_active=True)
    if not any(grant.places is None for grant in scope.grants):
        rows = rows.filter(area__in=areas)
    users = {str(uid): name for uid, name in rows.values_list("user__uid", "user__name")[:MOST_PLACES]}
    return sorted(users.items(), key=lambda pair: pair[1])


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a search found, with what speaks against joining."""

    uid: UUID
    name: str
    birth_year: int | None
    sex: str | None
    place: str
    level1: str | None
    level2: str | None
    elsewhere: str
    """Name of the class of this phase that they are in now; empty: none."""


def candidates(scope: Scope, row: LiteracyClass, text: str, today: date) -> list[Candidate]:
    """People of the asker's area whose name holds the text, who live there as far as is known, best first: three queries."""
    found = search_persons(scope, text, first=FOUND)
    people = [person for person in found.persons if person.state not in (AWAY, DEAD)]
    elsewhere = _classes_of(people, row, today)
    graph = lineage()
    return [
        Candidate(
            uid=person.uid,
            name=person.name,
            birth_year=person.birth_year,
            sex=person.sex,
            place=graph.nearest(person.place_id, today).label if person.place_id is not None and person.place_id in graph.nodes else "",
            level1=person.level1,
            level2=person.level2,
            elsewhere=elsewhere.get(person.pk, ""),
        )
        for person in people
    ]


def _classes_of(people: Sequence[Person], row: LiteracyClass, today: date) -> dict[int, str]:
    """Canonical person key → class of the same phase that one of their records is in."""
    keys = [person.pk for person in people]
    rows = Enrolment.objects.standing().filter(Q(person__in=keys) | Q(person__canonical__in=keys), phase=str(row.phase))
    rows = rows.filter(ended_on__gt=today, literacy_class__stop__gt=today)
    return {
        canonical or person: name
        for person, canonical, name in rows.values_list("person_id", "person__canonical_id", "literacy_class__name")
    }
