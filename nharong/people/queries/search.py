"""Search by name over the whole register: the best fifty, in milliseconds on either database (see name_index.py)."""

from dataclasses import dataclass

from django.db import connection

from nharong.kernel.db import in_list
from nharong.kernel.permissions import Permission, Scope, ids
from nharong.people.models import Person
from nharong.people.name_index import TABLE
from nharong.people.rules.names import Asked, read_search

FIRST = 50
"""Persons shown."""
LOOKED_AT = 400
"""Matches weighed against each other at most; beyond that another word is needed to be sure of the best."""
FEW_PLACES = 120
"""An area of so few places (a commune with its villages) is read by its own index rather than by the name's."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search."""

    persons: tuple[Person, ...]
    """The same name first, then those that begin so, then the others, each in Vietnamese order."""
    more: bool
    """There are more than are shown."""
    many: bool
    """So many that not all were weighed."""


Hit = tuple[int, str, str]
_HIT = "p.id, p.fold, p.sort_key"
NOTHING = Found((), False, False)


def search_persons(scope: Scope, text: str, first: int = FIRST) -> Found:
    """Persons of the scope whose name holds every word of the text; two queries.

    With or without diacritics and markers; a word of three letters and more anywhere in the name, a shorter one at the
    beginning of a word. Merged records answer once.
    """
    asked = read_search(text)
    places = ids(scope.places(Permission.PEOPLE_VIEW))
    if asked is None or places == [] or not scope.has(Permission.PEOPLE_VIEW):
        return NOTHING
    hits = _hits(asked, places)
    hits.sort(key=lambda hit: (asked.rank(hit[1]), hit[2], hit[0]))
    chosen = [hit[0] for hit in hits[:first]]
    by_id = Person.objects.in_bulk(chosen)
    return Found(tuple(by_id[pk] for pk in chosen if pk in by_id), len(hits) > first, len(hits) >= LOOKED_AT)


def _hits(asked: Asked, places: list[int] | None) -> list[Hit]:
    """Id, folded name and sort key of those who match: all of exactly this name, of the others at most LOOKED_AT."""
    sqlite = connection.vendor == "sqlite"
    narrow = places is not None and len(places) <= FEW_PLACES
    loose = "+" if sqlite else ""  # SQLite would else walk the index of places; PostgreSQL's estimates need the bare column
    inside, anywhere = ("1=1", "1=1") if places is None else (in_list("p.place_id", places), in_list(f"{loose}p.place_id", places))
    likes = " AND ".join(["(' ' || p.fold || ' ') LIKE %s"] * len(asked.words))
    values = [f"%{pattern}%" for pattern in asked.patterns()]
    source, matches = "people_person p", "1=1"
    if sqlite and not narrow:
        source, matches = f"{TABLE} CROSS JOIN people_person p ON p.id = {TABLE}.rowid", f"{TABLE} MATCH %s"
        values.insert(0, " AND ".join(f'"{pattern}"' for pattern in asked.patterns()))
    rest = f"p.canonical_id IS NULL LIMIT {LOOKED_AT}"
    every = f"SELECT {_HIT} FROM {source} WHERE {matches} AND {likes} AND {inside if narrow else anywhere} AND {rest}"
    same = f"SELECT {_HIT} FROM people_person p WHERE p.fold IN (%s, %s) AND {anywhere} AND {rest}"
    with connection.cursor() as cursor:
        cursor.execute(every, values)
        hits: list[Hit] = cursor.fetchall()
        if len(hits) == LOOKED_AT:
            cursor.execute(same, [asked.folded, asked.bare])
            hits = [*hits, *(set(cursor.fetchall()) - set(hits))]
    return hits
