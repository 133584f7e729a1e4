"""Derivation: from claims and observations to the person's columns and spells, for a few or for all."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from nharong.kernel.claims import Rank, Said
from nharong.kernel.db import chunks, insert_rows, update_rows
from nharong.kernel.text import bare_name, sort_key
from nharong.people import name_index
from nharong.people.models import Claim, Observation, Person, SameAs, Spell
from nharong.people.rules.life import Life, SpellRow, Told, gather, live
from nharong.people.rules.literacy import levels
from nharong.people.rules.survey import told_by_survey

SPELL_COLUMNS = [
    "person_id",
    "start",
    "stop",
    "first_year",
    "last_year",
    "place_id",
    "sure",
    "sex",
    "birth_year",
    "ethnicity",
    "minority",
    "disability",
    "level1",
    "level2",
]


def spell_values(person: int, spell: SpellRow) -> tuple[Any, ...]:
    """A spell as the columns of its table."""
    return (
        person,
        spell.start,
        spell.stop,
        spell.start.year,
        spell.stop.year,
        spell.place,
        spell.sure,
        spell.sex,
        spell.birth_year,
        spell.ethnicity,
        spell.minority,
        spell.disability,
        spell.level1,
        spell.level2,
    )


def components(ids: Iterable[int], known: Any = None) -> dict[int, list[int]]:
    """Canonical id → all records of that person, for every person that one of the ids belongs to.

    The canonical id is the lowest of the component of standing ``same`` edges.
    """
    wanted = set(ids)
    neighbours: dict[int, set[int]] = defaultdict(set)
    frontier = set(wanted)
    while frontier:
        edges: list[tuple[int, int]] = []
        for part in chunks(sorted(frontier)):
            same = SameAs.objects.filter(same=True)
            same = same.standing() if known is None else same.known_at(known)
            edges += same.filter(Q(first__in=part) | Q(second__in=part)).values_list("first_id", "second_id")
        for a, b in edges:
            neighbours[a].add(b)
            neighbours[b].add(a)
        found = {person for edge in edges for person in edge}
        frontier = found - wanted
        wanted |= found
    groups: dict[int, list[int]] = {}
    grouped: set[int] = set()
    for person in sorted(wanted):
        if person in grouped:
            continue
        members = {person}
        queue = [person]
        while queue:
            for other in neighbours.get(queue.pop(), ()):
                if other not in members:
                    members.add(other)
                    queue.append(other)
        groups[min(members)] = sorted(members)
        grouped |= members
    return groups


def whole_components(ids: Sequence[int]) -> list[int]:
    """The ids with every other record of the same persons: what a deed must touch."""
    return sorted(member for members in components(ids).values() for member in members)


def _claims(rows: QuerySet[Claim]) -> Iterator[tuple[int, str, Said]]:
    columns = ("person_id", "kind", "value", "valid_from", "valid_to", "relapse", "rank", "id", "by_deed_id")
    for person, kind, value, start, stop, relapse, rank, pk, deed in rows.values_list(*columns):
        yield person, kind, Said(value=value, start=start, stop=stop, relapse=relapse, rank=rank, order=(deed, pk))


def _observed(rows: QuerySet[Observation]) -> Iterator[tuple[int, str, Said]]:
    columns = ("person_id", "facts", "round__year", "round__surveyed_on", "round__closed", "place_id", "household_id", "by_deed_id", "id")
    for person, facts, year, surveyed_on, closed, place, household, deed, pk in rows.values_list(*columns):
        for kind, said in told_by_survey(
            facts,
            year=year,
            surveyed_on=surveyed_on,
            place=place,
            household=household,
            rank=Rank.SURVEY if closed else Rank.IMPORT,
            order=(deed, pk),
            levels=levels,
        ):
            yield person, kind, said


def told(members: Sequence[int], known: Any = None, without: Collection[int] = ()) -> dict[int, list[tuple[str, Said]]]:
    """Everything that stands about each record.

    ``known`` (a moment) asks what was known then instead; ``without`` leaves out observations about to be replaced.
    """
    found: dict[int, list[tuple[str, Said]]] = defaultdict(list)
    for part in chunks(members):
        for model, read in ((Claim, _claims), (Observation, _observed)):
            rows = model.objects.filter(person_id__in=part)
            rows = rows.standing() if known is None else rows.known_at(known)
            if without and model is Observation:
                rows = rows.exclude(pk__in=list(without))
            for person, kind, said in read(rows):
                found[person].append((kind, said))
    return found


def lives(ids: Iterable[int], known: Any = None) -> dict[int, tuple[list[int], Life]]:
    """Canonical id → (records, life) of every person that one of the ids belongs to."""
    groups = components(ids, known)
    said = told([member for members in groups.values() for member in members], known)
    return {head: (members, live(merged([said[m] for m in members]))) for head, members in groups.items()}


def merged(parts: Sequence[Iterable[tuple[str, Said]]]) -> Told:
    """The claims of all records of one person, together."""
    return gather(item for part in parts for item in part)


def derive(ids: Sequence[int]) -> None:
    """Replace the columns and spells of the persons; the ids are whole components (see ``whole_components``)."""
    for part in chunks(sorted(ids)):
        found = lives(part)
        everybody = [member for members, _life in found.values() for member in members]
        Spell.objects.filter(person_id__in=everybody).delete()
        spells = [spell_values(head, spell) for head, (_members, life) in found.items() for spell in life.spells]
        insert_rows(Spell, SPELL_COLUMNS, spells)
        _update_persons(found)


PERSON_COLUMNS = [
    "name",
    "fold",
    "sort_key",
    "sex",
    "birth_year",
    "birth_month",
    "birth_day",
    "ethnicity",
    "place_id",
    "household_id",
    "state",
    "level1",
    "level2",
    "disability",
    "contradictions",
    "canonical_id",
]


def person_values(life: Life, canonical: int | None) -> tuple[Any, ...]:
    """A person's derived columns, in the order of PERSON_COLUMNS."""
    home = life.residence[-1].value if life.residence else {}
    last = life.spells[-1] if life.spells else None
    return (
        life.name,
        bare_name(life.name, life.ethnicity or ""),
        sort_key(life.name),
        life.sex,
        *life.birth,
        life.ethnicity,
        home.get("place"),
        home.get("household"),
        home.get("state", ""),
        last.level1 if last else None,
        last.level2 if last else None,
        last.disability if last else None,
        len(life.contradictions),
        canonical,
    )


def _update_persons(found: dict[int, tuple[list[int], Life]]) -> None:
    everybody = [member for members, _life in found.values() for member in members]
    versions = dict(Person.objects.filter(pk__in=everybody).values_list("pk", "version"))
    update_rows(
        Person,
        [*PERSON_COLUMNS, "version"],
        [
            (*person_values(life, None if member == head else head), versions[member] + 1, member)
            for head, (members, life) in found.items()
            for member in members
        ],
    )
    name_index.settle()


def audit(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Where the kept spells of these records differ from what the claims say."""
    wanted = set(ids)
    derived = {
        head: [spell_values(head, spell) for spell in life.spells] for head, (_members, life) in lives(ids).items() if head in wanted
    }
    kept: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in Spell.objects.filter(person_id__in=ids).order_by("person_id", "start").values_list(*SPELL_COLUMNS):
        kept[row[0]].append(row)
    for person in sorted(wanted):
        if kept.get(person, []) != derived.get(person, []):
            yield {"what": "spells", "person": person, "kept": str(kept.get(person, [])), "derived": str(derived.get(person, []))}
