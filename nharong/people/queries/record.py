"""One person's record: what stands, who said it and when, the literacy through time, what contradicts what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nharong.kernel.claims import Said
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import today
from nharong.people import words
from nharong.people.derive import lives
from nharong.people.models import Claim, Household, Observation, Person, Sealed
from nharong.people.queries.records import get_person
from nharong.people.rules.life import Life
from nharong.people.rules.literacy import levels
from nharong.people.rules.numbers import masked
from nharong.territory.queries import Label, lineage, place_labels


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said about the person, as the timeline prints it."""

    day: date
    what: str
    source: str
    kind: str
    """A claim's kind, or ``survey``."""
    changes: bool
    """It decides a stretch of literacy."""
    deed: UUID
    author: str
    made_at: Any
    withdrawn: UUID | None = None
    """The deed that withdrew it."""


@dataclass(frozen=True, slots=True)
class Number:
    """An ID or phone number as shown: masked."""

    uid: UUID
    kind: str
    shown: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the person's page prints."""

    person: Person
    """The canonical record."""
    merged: tuple[Person, ...]
    """The other records known to be this person."""
    life: Life
    place: Label | None
    former: tuple[tuple[str, date], ...]
    """Other names of the place of residence until a day: before a merger or renaming."""
    household: Household | None
    members: int
    """Persons of the household."""
    statements: tuple[Statement, ...]
    """Newest first."""
    contradictions: tuple[Statement, ...]
    numbers: tuple[Number, ...]
    may_write: bool


def read_person(scope: Scope, uid: UUID) -> Record:
    """The record behind a uid; a merged record's uid leads to the canonical one. Raises Hidden."""
    asked = get_person(scope, uid)
    head = asked.canonical or asked
    ids, life = lives([head.pk])[head.pk]
    statements = _statements(ids, life)
    against = {(said.order, said.start) for _kind, said in life.contradictions}
    household = Household.objects.filter(pk=head.household_id).first() if head.household_id else None
    sealed = Sealed.objects.filter(person_id__in=ids, withdrawn_by__isnull=True).order_by("kind", "-pk")
    return Record(
        person=head,
        merged=tuple(Person.objects.filter(pk__in=[pk for pk in ids if pk != head.pk]).order_by("pk")) if len(ids) > 1 else (),
        life=life,
        place=place_labels([head.place_id], today()).get(head.place_id) if head.place_id else None,
        former=former_names(head.place_id) if head.place_id else (),
        household=household,
        members=Person.objects.filter(household=household, canonical__isnull=True, state="here").count() if household else 0,
        statements=tuple(one for _key, one in statements),
        contradictions=tuple(one for key, one in statements if key in against),
        numbers=tuple(Number(one.uid, one.kind, masked(one.value)) for one in sealed),
        may_write=scope.allows(Permission.PEOPLE_WRITE, head.place_id),
    )


def former_names(place: int) -> tuple[tuple[str, date], ...]:
    """What the place and its commune were called before, newest first, each with its last day."""
    graph = lineage()
    found = []
    for spell in reversed(graph.spells.get(place, ())):
        days = [spell.stop]
        if spell.parent is not None:
            days += [parent.stop for parent in graph.spells.get(spell.parent, ())]
        for stop in sorted(set(days), reverse=True):
            if spell.start < stop <= min(spell.stop, today()):
                last = date.fromordinal(stop.toordinal() - 1)
                chain = _chain(place, last)
                found.append((", ".join(chain), last))
    return tuple(dict.fromkeys(found))


def _chain(place: int, day: date) -> list[str]:
    graph = lineage()
    names, here = [], graph.spell(place, day)
    while here is not None:
        names.append(here.label)
        here = graph.spell(here.parent, day) if here.parent is not None else None
    return names[1:]


Key = tuple[tuple[int, ...], date]
"""Deed and row, and the day: how a claim of the life is found again among the statements."""


def _statements(ids: Iterable[int], life: Life, withdrawn: bool = False) -> list[tuple[Key, Statement]]:
    """Claims and survey rows about the records, newest first."""
    deciding = {_key(stretch.said) for timeline in (life.level1, life.level2) for stretch in timeline}
    claims = Claim.objects.filter(person_id__in=list(ids)).select_related("by_deed", "withdrawn_by")
    rows = Observation.objects.filter(person_id__in=list(ids)).select_related("by_deed", "withdrawn_by", "round", "household")
    if not withdrawn:
        claims, rows = claims.standing(), rows.standing()
    said, surveyed = list(claims), list(rows)
    where = {claim.value["place"] for claim in said if claim.kind == "residence"} | {row.place_id for row in surveyed}
    names = {pk: label.name for pk, label in place_labels(where, today()).items()}
    found = [(_key_of(claim, claim.valid_from), _of_claim(claim, names, deciding)) for claim in said]
    found += [(_key_of(row, date(row.round.year, 1, 1)), _of_row(row, names, deciding)) for row in surveyed]
    return sorted(found, key=lambda pair: (pair[1].day, pair[0]), reverse=True)


def _key(said: Said) -> Key:
    return said.order, said.start


def _key_of(row: Any, day: date) -> Key:
    return (row.by_deed_id, row.pk), day


def _of_claim(claim: Claim, names: dict[int, str], deciding: set[Key]) -> Statement:
    changes = claim.kind in words.LEVELS and _key_of(claim, claim.valid_from) in deciding
    return _statement(claim, claim.valid_from, words.told(claim.kind, claim.value, names), claim.source, claim.kind, changes)


def _of_row(row: Observation, names: dict[int, str], deciding: set[Key]) -> Statement:
    day = date(row.round.year, 1, 1)
    shown = levels(row.facts)
    answers = [words.literacy(level, shown[level][0] if level in shown else None) for level in words.LEVELS]
    parts = [_("Survey of %(year)s") % {"year": row.round.year}]
    if row.household and row.household.number:
        parts.append(_("form %(number)s") % {"number": row.household.number})
    parts.append(names.get(row.place_id, ""))
    what = "; ".join(answers)
    if (state := row.facts.get("state")) in ("away", "dead"):
        what = f"{words.state(state)}. {what}"
    return _statement(row, day, what, ", ".join(part for part in parts if part), "survey", _key_of(row, day) in deciding)


def _statement(row: Any, day: date, what: str, source: str, kind: str, changes: bool) -> Statement:
    deed, gone = row.by_deed, row.withdrawn_by
    return Statement(day, what, source, kind, changes, deed.uid, deed.author_name, deed.received_at, gone.uid if gone else None)


def history(scope: Scope, uid: UUID) -> tuple[Person, list[Statement]]:
    """Everything ever said about the person, withdrawn or not, newest first. Raises Hidden."""
    asked = get_person(scope, uid)
    head = asked.canonical or asked
    ids, life = lives([head.pk])[head.pk]
    return head, [one for _key, one in _statements(ids, life, withdrawn=True)]
