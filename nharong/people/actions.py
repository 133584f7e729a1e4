"""Writes about people: a person found, a claim said or withdrawn, two records known to be one person or two."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.actions import Doing, action, withdraw_rows
from nharong.deeds.models import Deed
from nharong.kernel.claims import Rank
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import END, today
from nharong.people.models import Claim, ClaimKind, Household, Observation, Person, SameAs
from nharong.people.queries import get_person
from nharong.people.rules.life import HERE
from nharong.territory.models import Place


def refuse_future(day: date, field: str = "valid_from") -> None:
    """A fact about a person cannot begin after today."""
    if day > today():
        raise Refused(
            Problem(error=_("This day has not come yet."), mend=_("Enter a day up to today."), field=field, value=day.isoformat())
        )


def say(
    doing: Doing,
    person: int,
    kind: str,
    value: Any,
    valid_from: date,
    *,
    source: str,
    rank: int = Rank.DECLARED,
    relapse: bool = False,
    valid_to: date = END,
) -> Claim:
    """Record one claim about a touched person."""
    return Claim.objects.create(
        person_id=person,
        kind=kind,
        value=value,
        valid_from=valid_from,
        valid_to=valid_to,
        relapse=relapse,
        rank=rank,
        source=source,
        by_deed=doing.deed,
    )


def undo_claims(doing: Doing, deed: Deed) -> None:
    edges = SameAs.objects.filter(by_deed=deed, withdrawn_by__isnull=True)
    doing.touch("person", [person for edge in edges.values_list("first_id", "second_id") for person in edge])
    withdraw_rows(doing, deed, Claim, Observation, SameAs)


@action("people.add_person", needs=Permission.PEOPLE_WRITE, undo=undo_claims)
def add_person(
    doing: Doing,
    *,
    person: uuid.UUID,
    place: uuid.UUID,
    valid_from: date,
    facts: Mapping[str, Any],
    source: str,
    household: uuid.UUID | None = None,
) -> dict[str, Any]:
    """A person found at the door: name, and what else is known of sex, birth, ethnicity, disability, level1, level2."""
    refuse_future(valid_from)
    where = Place.objects.get(uid=place)
    doing.scope.require(Permission.PEOPLE_VIEW, where.pk, Permission.PEOPLE_WRITE)
    if not str(facts.get("name", "")).strip():
        raise Refused(Problem(error=_("The name is missing."), mend=_("Write the whole name as the person says it."), field="name"))
    record = Person.objects.create(uid=person, name=facts["name"], fold="", sort_key="")
    doing.touch("person", [record.pk])
    home = Household.objects.filter(uid=household).values_list("pk", flat=True).first() if household else None
    say(
        doing, record.pk, "residence", {"state": HERE, "place": where.pk, "household": home, "kind": "permanent"}, valid_from, source=source
    )
    for kind, value in facts.items():
        if kind not in ClaimKind.values or kind == "residence":
            raise Refused(Problem(error=_("There is no fact of this name."), mend=", ".join(ClaimKind.values), field=kind))
        if value is not None:
            say(doing, record.pk, kind, value, valid_from, source=source)
    return {"person": str(person)}


@action("people.say", needs=Permission.PEOPLE_WRITE, undo=undo_claims)
def say_fact(
    doing: Doing,
    *,
    person: uuid.UUID,
    kind: ClaimKind,
    value: Any,
    valid_from: date,
    source: str,
    relapse: bool = False,
    decision: bool = False,
) -> dict[str, Any]:
    """Say a fact about a person from a day on; what was said before stays and is outweighed from that day."""
    refuse_future(valid_from)
    record = get_person(doing.scope, person, Permission.PEOPLE_WRITE)
    if kind is ClaimKind.RESIDENCE:
        place = Place.objects.get(uid=value["place"])
        doing.scope.require(Permission.PEOPLE_VIEW, place.pk, Permission.PEOPLE_WRITE)
        value = {"state": value.get("state", HERE), "place": place.pk, "household": None, "kind": "permanent"}
    doing.touch("person", [record.pk])
    claim = say(
        doing,
        record.pk,
        kind.value,
        value,
        valid_from,
        source=source,
        relapse=relapse,
        rank=Rank.DECISION if decision else Rank.DECLARED,
    )
    return {"claim": claim.pk}


@action("people.mark_same", needs=Permission.PEOPLE_WRITE, undo=undo_claims)
def mark_same(doing: Doing, *, first: uuid.UUID, second: uuid.UUID, same: bool = True) -> dict[str, Any]:
    """Two records are one person (or, ``same`` false, remembered as different). Results and papers stay on their own record."""
    a = get_person(doing.scope, first, Permission.PEOPLE_WRITE)
    b = get_person(doing.scope, second, Permission.PEOPLE_WRITE)
    if a.pk == b.pk:
        raise Refused(_("This is one and the same record."))
    doing.touch("person", [a.pk, b.pk])
    low, high = sorted((a.pk, b.pk))
    SameAs.objects.create(first_id=low, second_id=high, same=same, by_deed=doing.deed)
    return {"canonical": str(min((a, b), key=lambda person: person.pk).uid)}
