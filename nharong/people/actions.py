"""Writes about people: a person found, a claim said or corrected, two records known to be one person or two, a number kept."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nharong.deeds.actions import Doing, action, withdraw_rows
from nharong.deeds.models import Deed
from nharong.kernel.claims import Rank
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.text import clean
from nharong.kernel.time import END, today
from nharong.people import wording, words
from nharong.people.models import Claim, ClaimKind, Household, Observation, Person, SameAs, Sealed
from nharong.people.queries import current_facts, get_person
from nharong.people.rules import facts as rules
from nharong.people.rules import numbers
from nharong.people.rules.life import HERE
from nharong.territory.queries import place_of


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
    """Withdraw claims, survey rows, numbers and edges of the deed."""
    edges = SameAs.objects.filter(by_deed=deed, withdrawn_by__isnull=True)
    doing.touch("person", [person for edge in edges.values_list("first_id", "second_id") for person in edge])
    withdraw_rows(doing, deed, Claim, Observation, SameAs, Sealed)


def _take(kind: str, value: Any, field: str) -> Any:
    """The value, cleaned. Raises Refused where the kind does not allow it."""
    if kind not in ClaimKind.values:
        raise Refused(Problem(error=_("There is no fact of this name."), mend=", ".join(ClaimKind.values), field=field, value=kind))
    value = clean(value) if isinstance(value, str) else value
    if wrong := rules.fault(kind, value, today()):
        raise Refused(wording.wrong_fact(wrong, kind, value, field))
    return value


def _at(doing: Doing, person: Person) -> None:
    """Write into the journal where the person lives."""
    if (place := person.place) is not None:
        doing.at(place.pk, place.uid, wording.place_name(place.pk))


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
    where = place_of(place)
    doing.scope.require(Permission.PEOPLE_VIEW, where.pk, Permission.PEOPLE_WRITE)
    if not str(facts.get("name", "")).strip():
        raise Refused(Problem(error=_("The name is missing."), mend=_("Write the whole name as the person says it."), field="name"))
    known = {kind: _take(kind, value, kind) for kind, value in facts.items() if value is not None}
    if "residence" in known:
        raise Refused(Problem(error=_("There is no fact of this name."), mend=", ".join(ClaimKind.values), field="residence"))
    home = _household(doing, household, where.pk)
    record = Person.objects.create(uid=person, name=known["name"], fold="", sort_key="")
    doing.touch("person", [record.pk])
    value = {"state": HERE, "place": where.pk, "household": home, "kind": "permanent"}
    say(doing, record.pk, "residence", value, valid_from, source=source)
    for kind, fact in known.items():
        say(doing, record.pk, kind, fact, valid_from, source=source)
    doing.at(where.pk, where.uid, wording.place_name(where.pk))
    return {"person": str(person)}


def _household(doing: Doing, uid: uuid.UUID | None, place: int) -> int | None:
    if uid is None:
        return None
    row = Household.objects.filter(uid=uid, withdrawn_by__isnull=True).first()
    if row is None or not doing.scope.allows(Permission.PEOPLE_VIEW, row.place_id):
        raise Refused(Problem(error=_("There is no such household."), mend=_("Choose it from the list again."), field="household"))
    if row.place_id != place:
        raise Refused(
            Problem(
                error=_("This household is of another village."), mend=_("Choose its village, or another household."), field="household"
            )
        )
    return int(row.pk)


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
    """Say a fact about a person from a day on; what was said before stays and is outweighed from that day.

    ``base`` may hold ``value``: what stood when the form was opened; if another has changed it since, the deed is refused.
    """
    refuse_future(valid_from)
    record = get_person(doing.scope, person, Permission.PEOPLE_WRITE)
    value = _take(kind.value, value, "value")
    doing.touch("person", [record.pk])
    current = current_facts(record)
    if "value" in doing.deed.base:
        _refuse_conflicts({kind.value: doing.deed.base["value"]}, {kind.value: value}, current, "value")
    if kind is ClaimKind.RESIDENCE:
        value = _residence(doing, record, value)
    rank = Rank.DECISION if decision else Rank.DECLARED
    claim = say(doing, record.pk, kind.value, value, valid_from, source=source, relapse=relapse, rank=rank)
    _at(doing, record)
    return {"claim": claim.pk}


def _residence(doing: Doing, record: Person, value: Mapping[str, Any]) -> dict[str, Any]:
    """The claim's own shape: integer keys; who stays in the village stays in the household unless another is named."""
    place = place_of(uuid.UUID(str(value["place"])))
    doing.scope.require(Permission.PEOPLE_VIEW, place.pk, Permission.PEOPLE_WRITE)
    named = uuid.UUID(str(value["household"])) if value.get("household") else None
    home = _household(doing, named, place.pk) if named else record.household_id if record.place_id == place.pk else None
    return {"state": value.get("state", HERE), "place": place.pk, "household": home, "kind": value.get("kind", "permanent")}


@action("people.correct", needs=Permission.PEOPLE_WRITE, undo=undo_claims)
def correct(doing: Doing, *, person: uuid.UUID, facts: Mapping[str, Any], valid_from: date, source: str) -> dict[str, Any]:
    """Correct what is written of a person: name, sex, birth, ethnicity, disability; only what differs is said anew.

    ``base`` holds what each stood at when the form was opened: what another has changed since is refused field by field.
    """
    refuse_future(valid_from)
    record = get_person(doing.scope, person, Permission.PEOPLE_WRITE)
    seen = doing.deed.base
    meant = {
        kind: value
        for kind, value in facts.items()
        if value is not None and kind != "residence" and (kind not in seen or value != seen[kind])
    }
    known = {kind: _take(kind, value, kind) for kind, value in meant.items()}
    doing.touch("person", [record.pk])
    current = current_facts(record)
    _refuse_conflicts(seen, known, current)
    changed = {kind: value for kind, value in known.items() if value != current.get(kind)}
    if not changed:
        raise Refused(_("Nothing was changed."), _("Change a field, or go back."))
    for kind, value in changed.items():
        say(doing, record.pk, kind, value, valid_from, source=source)
    _at(doing, record)
    return {"changed": sorted(changed)}


def _refuse_conflicts(base: Mapping[str, Any], given: Mapping[str, Any], current: Mapping[str, Any], field: str = "") -> None:
    """Field by field: what stood there at opening is no longer so, and the new value is yet another."""
    problems = [
        Problem(
            field=field or kind,
            value=words.plain(kind, current.get(kind)),
            error=_("Somebody else has changed this to “%(value)s” meanwhile.") % {"value": words.plain(kind, current.get(kind))},
            mend=_("Choose the right value and save again."),
        )
        for kind, seen in base.items()
        if kind in given and current.get(kind) not in (seen, given[kind])
    ]
    if problems:
        raise Refused(problems)


@action("people.mark_same", needs=Permission.PEOPLE_WRITE, undo=undo_claims)
def mark_same(doing: Doing, *, first: uuid.UUID, second: uuid.UUID, same: bool = True) -> dict[str, Any]:
    """Two records are one person (or, ``same`` false, remembered as different). Results and papers stay on their own record."""
    a = get_person(doing.scope, first, Permission.PEOPLE_WRITE)
    b = get_person(doing.scope, second, Permission.PEOPLE_WRITE)
    if a.pk == b.pk:
        raise Refused(_("This is one and the same record."))
    doing.touch("person", [a.pk, b.pk])
    low, high = sorted((a.pk, b.pk))
    standing = SameAs.objects.filter(first_id=low, second_id=high, withdrawn_by__isnull=True)
    if standing.filter(same=same).exists():
        raise Refused(_("This has already been recorded of these two."), _("Go on with the next pair."))
    if not same and standing.filter(same=True).exists():
        raise Refused(_("These two are recorded as one person."), _("Undo that entry in the journal first."))
    doing.withdraw(standing)
    SameAs.objects.create(first_id=low, second_id=high, same=same, by_deed=doing.deed)
    _at(doing, a)
    return {"canonical": str(min((a, b), key=lambda person: person.pk).uid)}


@action("people.seal_number", needs=Permission.PEOPLE_WRITE, undo=undo_claims)
def seal_number(doing: Doing, *, person: uuid.UUID, kind: str, digest: str) -> dict[str, Any]:
    """Keep an ID or phone number of a person: the journal holds only its keyed hash, the number itself is handed in beside it."""
    record = get_person(doing.scope, person, Permission.PEOPLE_WRITE)
    number = numbers.plain(kind, str(doing.staged or ""))
    if number is None or numbers.digest(settings.SECRET_KEY, kind, number) != digest:
        mend = _("An ID has 12 digits (an old card 9); a phone number begins with 0.")
        raise Refused(Problem(error=_("This is no such number."), mend=mend, field="number"))
    doing.withdraw(Sealed.objects.filter(person=record, kind=kind))
    Sealed.objects.create(person=record, kind=kind, digest=digest, value=number, by_deed=doing.deed)
    _at(doing, record)
    return {"person": str(person), "kind": kind}
