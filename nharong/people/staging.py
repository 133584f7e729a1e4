"""A survey file worked out before the transaction: who is who, what changes, what it does to the figures.

Nothing here writes to kept tables. Each existing person is noted with the version it was read at, so that the
transaction can derive anew whoever moved meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max

from nharong.deeds.doing import Ledger
from nharong.kernel.claims import Rank, Said
from nharong.kernel.db import Json, chunks
from nharong.kernel.ids import new_uid
from nharong.kernel.text import bare_name
from nharong.people.derive import PERSON_COLUMNS, SPELL_COLUMNS, person_values, spell_values, told
from nharong.people.known import temporary_spells
from nharong.people.models import Household, Observation, Person, SameAs, Spell, SurveyRound
from nharong.people.rules.life import gather, live
from nharong.people.rules.literacy import levels
from nharong.people.rules.matching import Candidate, Key, key_of, match
from nharong.people.rules.survey import told_by_survey

NEW_ORDER = (1 << 62,)
"""Recorded after everything that stands: the order of this deed's claims until it has an id."""


@dataclass(slots=True)
class Row:
    """One row of the file ready to be taken: a negative place is a village that the deed will found."""

    number: int
    place: int
    form: str
    facts: dict[str, Any]
    person: int = 0
    """Id of the matched person, else a negative stand-in."""
    household: int | None = None
    """Id of the household of that form number in the village, else a negative stand-in, else none is written."""
    uid: Any = None
    """Uid of a new person."""
    columns: tuple[Any, ...] = ()
    """The derived columns, in the order of PERSON_COLUMNS; places and households may be stand-ins."""
    spells: tuple[tuple[Any, ...], ...] = ()
    written: str = ""
    """The answers as JSON."""
    same: bool = False
    """Columns and spells are those already kept."""


@dataclass
class Staged:
    """Everything the transaction needs."""

    year: int
    surveyed_on: date
    commune: int
    area: list[int]
    round: int | None
    rows: list[Row] = field(default_factory=list)
    """New and changed rows only."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    not_seen: list[int] = field(default_factory=list)
    before: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    """Number of a changed row → place and answers recorded last: for the preview."""
    replaced: list[int] = field(default_factory=list)
    """Observations of the same round that a changed row withdraws."""
    slow: set[int] = field(default_factory=set)
    """Persons to derive inside the transaction: merged ones, and those with enrolments."""
    versions: dict[int, int] = field(default_factory=dict)
    changes: Mapping[tuple[str, int, int], list[int]] = field(default_factory=dict)
    new_households: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    """Stand-in → village, form number, name of the head."""
    last_observation: int = 0
    """The newest observation of the area when it was read: a later one means that another file came between."""


def stage(rows: Sequence[Row], *, year: int, surveyed_on: date, commune: int, area: Iterable[int], ledger: Ledger) -> Staged:
    """Match the rows to the register of the area, derive every touched life, and count the difference to the figures."""
    found = SurveyRound.objects.filter(place_id=commune, year=year, withdrawn_by__isnull=True).order_by("pk").values_list("pk", flat=True)
    staged = Staged(year=year, surveyed_on=surveyed_on, commune=commune, area=sorted(area), round=found.first())
    staged.last_observation = last_observation(staged.area)
    register = _register(staged.area)
    _place_in_households(staged, rows)
    _match_rows(rows, register)
    _compare(staged, rows, register)
    staged.not_seen = sorted(set(register.seen) - {row.person for row in rows})
    _derive(staged, ledger)
    return staged


def last_observation(area: Sequence[int]) -> int:
    """The id of the newest observation recorded in the area; 0 where there is none."""
    newest = (Observation.objects.filter(place_id__in=part).aggregate(last=Max("pk"))["last"] or 0 for part in chunks(area))
    return max(newest, default=0)


def _place_in_households(staged: Staged, rows: Sequence[Row]) -> None:
    homes: dict[tuple[int, str], int] = {}
    standing = Household.objects.filter(withdrawn_by__isnull=True, place_id__in={row.place for row in rows})
    for place, number, pk in standing.order_by("-pk").values_list("place_id", "number", "pk"):
        homes[place, number] = pk
    for row in rows:
        if not row.form:
            continue
        key = (row.place, row.form)
        if key not in homes:
            homes[key] = -len(staged.new_households) - 1
            staged.new_households[homes[key]] = (row.place, row.form, row.facts.get("head", ""))
        row.household = homes[key]


# ---------------------------------------------------------------- who is who


@dataclass
class Register:
    """The persons who were ever observed in the area, under every key they were observed by."""

    keys: dict[Key, list[Candidate]]
    seen: dict[int, tuple[int, dict[str, Any]]]
    """Person → place and answers last recorded."""


def _register(area: Iterable[int]) -> Register:
    """By the last recorded observation of each record: whoever was matched before shares its key."""
    keys: dict[Key, dict[int, Candidate]] = defaultdict(dict)
    seen: dict[int, tuple[int, dict[str, Any]]] = {}
    columns = ("person_id", "person__canonical_id", "place_id", "facts")
    for part in chunks(sorted(area)):
        standing = Observation.objects.filter(place_id__in=part, withdrawn_by__isnull=True)
        last = standing.order_by().values("person_id").annotate(last=Max("pk")).values("last")
        rows = Observation.objects.filter(pk__in=last).order_by("pk").values_list(*columns)
        for record, canonical, place, facts in rows.iterator(chunk_size=5_000):
            person = canonical or record
            seen[person] = (place, facts)
            key = key_of_facts(place, facts)
            if key is not None:
                keys[key].setdefault(person, Candidate(person, (facts.get("birth_month"), facts.get("birth_day"))))
    return Register({key: list(candidates.values()) for key, candidates in keys.items()}, seen)


def key_of_facts(place: int, facts: Mapping[str, Any]) -> Key | None:
    """The exact key under which a row is matched."""
    fold = bare_name(facts["name"], facts.get("ethnicity") or "")
    return key_of(place, fold, facts.get("sex"), facts.get("birth_year"), facts.get("form", ""))


def _match_rows(rows: Sequence[Row], register: Register) -> None:
    keyed = [(row.number, key_of_facts(row.place, row.facts), (row.facts.get("birth_month"), row.facts.get("birth_day"))) for row in rows]
    found = match(keyed, register.keys)
    taken: set[int] = set()
    for position, row in enumerate(rows, 1):
        person = found.get(row.number)
        row.person = person if person is not None and person not in taken else -position
        taken.add(row.person)


def _compare(staged: Staged, rows: Sequence[Row], register: Register) -> None:
    """Tell new, changed and unchanged rows apart; a row unchanged in this very round is not taken again.

    The same answers as in another year count as unchanged too, but are kept as this year's observation all the same.
    """
    this_round = _of_round(staged.round)
    for row in rows:
        if row.person < 0:
            staged.new += 1
        elif row.person in this_round:
            pk, place, facts = this_round[row.person]
            if place == row.place and facts == row.facts:
                staged.unchanged += 1
                continue
            staged.replaced.append(pk)
            staged.changed += 1
            staged.before[row.number] = (place, facts)
        elif register.seen.get(row.person) == (row.place, row.facts):
            staged.unchanged += 1
        else:
            staged.changed += 1
            if row.person in register.seen:
                staged.before[row.number] = register.seen[row.person]
        staged.rows.append(row)


def _of_round(round_id: int | None) -> dict[int, tuple[int, int, dict[str, Any]]]:
    if round_id is None:
        return {}
    rows = Observation.objects.filter(round_id=round_id, withdrawn_by__isnull=True).order_by("pk")
    columns = ("pk", "person_id", "person__canonical_id", "place_id", "facts")
    return {canonical or person: (pk, place, facts) for pk, person, canonical, place, facts in rows.values_list(*columns).iterator()}


# ---------------------------------------------------------------- what it does


def observed(row: Row, staged: Staged) -> list[tuple[str, Said]]:
    """The claims of a row about to be taken."""
    return list(
        told_by_survey(
            row.facts,
            year=staged.year,
            surveyed_on=staged.surveyed_on,
            place=row.place,
            household=row.household,
            rank=Rank.IMPORT,
            order=NEW_ORDER,
            levels=levels,
        )
    )


def _derive(staged: Staged, ledger: Ledger) -> None:
    existing = sorted(row.person for row in staged.rows if row.person > 0)
    for part in chunks(existing):
        staged.versions.update(Person.objects.filter(pk__in=part).values_list("pk", "version"))
    staged.slow = ledger.busy("person", existing) | _merged(existing)
    replaced = set(staged.replaced)
    quick = [row for row in staged.rows if row.person not in staged.slow]
    before = told([row.person for row in quick if row.person > 0], without=replaced)
    for row in staged.rows:
        row.written = Json.of(row.facts)
    for row in quick:
        life = live(gather([*before.get(row.person, ()), *observed(row, staged)]))
        row.columns = person_values(life, None)
        row.spells = tuple(spell_values(0, spell)[1:] for spell in life.spells)
        if row.person < 0:
            row.uid = new_uid()
    _mark_same(quick)
    staged.changes = _difference([row for row in quick if not row.same], ledger)


def _mark_same(rows: Sequence[Row]) -> None:
    """Mark whose life the survey only confirms, as nine in ten of a yearly one: nothing of theirs is written but the observation."""
    for part in chunks([row for row in rows if row.person > 0]):
        ids = [row.person for row in part]
        columns = {pk: kept for pk, *kept in Person.objects.filter(pk__in=ids).values_list("pk", *PERSON_COLUMNS)}
        spells: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for person, *kept in Spell.objects.filter(person_id__in=ids).order_by("person_id", "start").values_list(*SPELL_COLUMNS):
            spells[person].append(tuple(kept))
        for row in part:
            row.same = columns.get(row.person) == list(row.columns) and spells.get(row.person, []) == list(row.spells)


def _merged(persons: Sequence[int]) -> set[int]:
    found: set[int] = set()
    edges = SameAs.objects.filter(withdrawn_by__isnull=True, same=True)
    for pair in edges.values_list("first_id", "second_id"):
        found.update(pair)
    return found & set(persons)


def _difference(rows: Sequence[Row], ledger: Ledger) -> Mapping[tuple[str, int, int], list[int]]:
    """Count the staged spells in a temporary table by the ledger's own statements."""
    rows_of_spells = ((row.person, *spell) for row in rows for spell in row.spells)
    with temporary_spells("stage_spell", rows_of_spells) as stand_in:
        return ledger.staged("person", [row.person for row in rows if row.person > 0], stand_in)
