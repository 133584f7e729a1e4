"""Likely duplicates of an area or of one person; what was settled before is left out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nharong.kernel.db import chunks
from nharong.kernel.permissions import Scope
from nharong.kernel.text import bare_name, fold
from nharong.kernel.time import today
from nharong.people.models import Household, Observation, Person, SameAs
from nharong.people.queries.persons import area_of, persons
from nharong.people.queries.records import get_person
from nharong.people.rules.duplicates import LISTED_FROM, YEARS, Pair, Reason, Record, compare, near, pairs
from nharong.territory.queries import Label, lineage, place_labels

LARGEST = 60_000
"""Persons compared in one request at most: a large commune has 20,000."""
COLUMNS = ("pk", "fold", "sex", "birth_year", "birth_month", "birth_day", "place_id", "household_id")


@dataclass(frozen=True, slots=True)
class Likely:
    """Two records that may be one person, as the list prints them."""

    first: Person
    second: Person
    score: int
    reasons: tuple[Reason, ...]


def likely_duplicates(scope: Scope, area: UUID) -> list[Likely]:
    """Likely pairs inside an area (a commune, a village), the likeliest first. Five queries, whatever the number of pairs.

    Raises Hidden outside the scope; an area of more than LARGEST persons gives what its first ones show.
    """
    rows = persons(scope).filter(place_id__in=area_of(scope, area)).exclude(state="dead")
    return _shown(_compared(_records(rows[:LARGEST])))


def duplicates_of(scope: Scope, person: Person) -> list[Likely]:
    """Records of the scope that may be this person."""
    if person.place_id is None or not person.fold:
        return []
    found = _pairs_with(scope, _of(person), lambda other: other.pk != person.pk)
    return _shown(found)


def like(scope: Scope, *, name: str, ethnicity: str, sex: str | None, birth_year: int | None, place: int, but: UUID) -> list[Person]:
    """Records that somebody about to be added may already have: the check at the door (but for ``but`` itself: a form sent twice)."""
    here = _placed(0, bare_name(name, ethnicity) or fold(name), sex, (birth_year, None, None), place, None)
    return [likely.second for likely in _shown(_pairs_with(scope, here, lambda other: other.uid != but), only_second=True)]


def _placed(pk: int, folded: str, sex: str | None, birth: tuple[Any, Any, Any], place: int | None, household: int | None) -> Record:
    graph, day = lineage(), today()
    village = graph.mapping("village", day).get(place) if place is not None else None
    commune = graph.mapping("commune", day).get(place) if place is not None else None
    return Record(pk, folded, sex, birth, village, commune, household)


def _of(person: Person) -> Record:
    birth = (person.birth_year, person.birth_month, person.birth_day)
    return _placed(person.pk, person.fold, person.sex, birth, person.place_id, person.household_id)


def _pairs_with(scope: Scope, here: Record, keep: Any = lambda _other: True) -> list[Pair]:
    """Pairs of one record with those of its commune that have its name, or nearly so and its birth year."""
    if here.commune is None:
        return []
    inside = lineage().area(here.commune, today()) | {here.commune}
    rows = persons(scope).filter(place_id__in=sorted(inside))
    born = Q(birth_year__isnull=True)
    born = born | Q(birth_year__range=(here.birth[0] - YEARS, here.birth[0] + YEARS)) if here.birth[0] else Q()
    rows = rows.filter(born).only(*(name.removesuffix("_id") for name in COLUMNS))
    others = [row for row in rows if keep(row) and (row.fold == here.fold or near(row.fold, here.fold))]
    records = _with_evidence([here, *map(_of, others)])
    settled = _settled([record.person for record in records])
    found = []
    for other in records[1:]:
        low, high = sorted((here.person, other.person))
        if (low, high) not in settled and (judged := compare(records[0], other)) and judged[0] >= LISTED_FROM:
            found.append(Pair(here.person, other.person, *judged))
    return sorted(found, key=lambda pair: -pair.score)


def _records(rows: QuerySet[Person]) -> list[Record]:
    graph, day = lineage(), today()
    villages, communes = graph.mapping("village", day), graph.mapping("commune", day)
    return [
        Record(pk, folded, sex, (year, month, born), villages.get(place), communes.get(place), household)
        for pk, folded, sex, year, month, born, place, household in rows.values_list(*COLUMNS)
    ]


def _compared(records: Sequence[Record]) -> list[Pair]:
    """Compared twice: once to find who is worth the evidence, then with it."""
    by_id = {record.person: record for record in records}
    rough = pairs(records, least=LISTED_FROM - 24)
    worth = sorted({pk for pair in rough for pk in (pair.first, pair.second)})
    known = {record.person: record for record in _with_evidence([by_id[pk] for pk in worth])}
    settled = _settled(worth)
    found = []
    for pair in rough:
        judged = compare(known[pair.first], known[pair.second])
        if judged and judged[0] >= LISTED_FROM and (pair.first, pair.second) not in settled:
            found.append(Pair(pair.first, pair.second, *judged))
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _with_evidence(records: Sequence[Record]) -> list[Record]:
    """The records with their relatives and the survey rounds in which they stand."""
    rounds: dict[int, set[int]] = defaultdict(set)
    relatives: dict[int, set[str]] = defaultdict(set)
    for part in chunks([record.person for record in records]):
        rows = Observation.objects.filter(person_id__in=part, withdrawn_by__isnull=True)
        for person, round_id, parent, head in rows.values_list("person_id", "round_id", "facts__parent", "facts__head"):
            rounds[person].add(round_id)
            relatives[person].update(fold(name) for name in (parent, head) if name)
    return [
        Record(
            r.person, r.fold, r.sex, r.birth, r.village, r.commune, r.household, frozenset(relatives[r.person]), frozenset(rounds[r.person])
        )
        for r in records
    ]


def _settled(ids: Collection[int]) -> set[tuple[int, int]]:
    """Pairs that somebody has joined or told apart."""
    found: set[tuple[int, int]] = set()
    for part in chunks(sorted(ids)):
        edges = SameAs.objects.filter(first__in=part, withdrawn_by__isnull=True)
        found.update(edges.values_list("first_id", "second_id"))
    return found


def _shown(found: Iterable[Pair], only_second: bool = False) -> list[Likely]:
    listed = list(found)
    wanted = {pk for pair in listed for pk in (pair.first, pair.second)}
    rows = Person.objects.select_related("household").in_bulk(sorted(wanted))
    if only_second:
        rows.setdefault(0, Person())
    return [Likely(rows[p.first], rows[p.second], p.score, p.reasons) for p in listed if p.first in rows and p.second in rows]


# ---------------------------------------------------------------- side by side


@dataclass(frozen=True, slots=True)
class Beside:
    """One record of a pair with what tells it from the other."""

    person: Person
    place: Label | None
    household: Household | None
    rounds: tuple[int, ...]
    """Years of the surveys in which it stands."""
    relatives: tuple[str, ...]


def side_by_side(scope: Scope, first: UUID, second: UUID) -> tuple[Beside, Beside, Pair | None]:
    """Both records and how alike they are. Raises Hidden where either lies outside the scope."""
    a, b = get_person(scope, first), get_person(scope, second)
    records = _with_evidence([_of(a), _of(b)])
    judged = compare(records[0], records[1])
    return _beside(a), _beside(b), Pair(a.pk, b.pk, *judged) if judged else None


def _beside(person: Person) -> Beside:
    rows = Observation.objects.filter(person=person, withdrawn_by__isnull=True).order_by("-round__year")
    told = list(rows.values_list("round__year", "facts__parent", "facts__head"))
    names = dict.fromkeys(name for _year, parent, head in told for name in (parent, head) if name)
    return Beside(
        person=person,
        place=place_labels([person.place_id], today()).get(person.place_id) if person.place_id else None,
        household=Household.objects.filter(pk=person.household_id).first() if person.household_id else None,
        rounds=tuple(dict.fromkeys(year for year, _parent, _head in told)),
        relatives=tuple(names),
    )
