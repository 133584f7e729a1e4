"""Spells in a temporary table: those of a file not yet taken, or those that were known at an earlier moment."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from nharong.kernel.db import chunks, insert_rows, is_postgresql
from nharong.people.derive import SPELL_COLUMNS, lives, spell_values
from nharong.people.models import Claim, ClaimKind, Observation, Spell


@contextlib.contextmanager
def temporary_spells(table: str, rows: Iterable[Sequence[Any]]) -> Iterator[Mapping[str, str]]:
    """A temporary table of spells (tuples of SPELL_COLUMNS) that can stand in for the kept ones."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        if is_postgresql():
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE {Spell._meta.db_table} INCLUDING DEFAULTS)")
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id DROP NOT NULL")
        else:
            cursor.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM {Spell._meta.db_table} WHERE 0")
    try:
        insert_rows(Spell, SPELL_COLUMNS, rows, table=table)
        yield {"spell": table}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def known_spells(places: Iterable[int], moment: datetime) -> contextlib.AbstractContextManager[Mapping[str, str]]:
    """The spells of everybody ever said to live in the places, derived from what was known at the moment."""
    return temporary_spells("known_spell", list(_derived(sorted(places), moment)))  # a COPY cannot wait for other questions


def _derived(places: Sequence[int], moment: datetime) -> Iterator[tuple[Any, ...]]:
    persons: set[int] = set()
    for part in chunks(places, 500):
        persons.update(Observation.objects.filter(place_id__in=part).values_list("person_id", flat=True).distinct())
        said = Claim.objects.filter(kind=ClaimKind.RESIDENCE, value__place__in=list(part))
        persons.update(said.values_list("person_id", flat=True).distinct())
    for part in chunks(sorted(persons)):
        for head, (_members, life) in lives(part, moment).items():
            for spell in life.spells:
                yield spell_values(head, spell)
