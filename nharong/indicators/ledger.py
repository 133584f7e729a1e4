"""The ledger: cells change by what the touched subjects count for after a deed, minus what they counted for before."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from nharong.indicators import counting
from nharong.indicators.counting import Counts
from nharong.indicators.models import Cell, CountedDefinition, LedgerState
from nharong.indicators.packs import kept_definitions
from nharong.kernel.db import chunks, in_list, lock_rows, once
from nharong.kernel.measures import Definition, Subject
from nharong.kernel.time import today


@cache
def subjects() -> dict[str, Subject]:
    """Kinds of things that deeds touch, from the open table of measures."""
    return {
        subject.kind: subject
        for name in import_string(settings.NHARONG_MEASURES)
        for subject in getattr(import_module(name), "SUBJECTS", ())
    }


def kept_years() -> list[int]:
    """The calendar years whose cells are kept."""
    return once("kept_years", _read_kept_years)


def _read_kept_years() -> list[int]:
    state = LedgerState.objects.first()
    return list(range(state.first_year, state.last_year + 1)) if state else []


def definitions_of(kind: str) -> list[Definition]:
    """Kept definitions that a deed touching this kind of subject may change."""
    return [definition for definition in kept_definitions() if definition.source.subject == kind]


class Ledger:
    """One deed's bookkeeping; made by the action wrapper, used once."""

    def __init__(self) -> None:
        self.years = kept_years()
        self.touched: dict[str, list[int]] = {}
        self.seen: dict[str, set[int]] = {}
        self.before: dict[str, Counts] = {}
        self.changes: Counts = {}

    def touch(self, kind: str, ids: Sequence[int]) -> None:
        """Lock the subjects in the order of their ids and remember what they count for now."""
        subject = subjects().get(kind)
        if subject is None:
            return
        seen = self.seen.setdefault(kind, set())
        whole: set[int] = set()
        while grown := set(subject.whole(ids)) - whole:  # while we waited, another deed may have joined more records to them
            lock_rows(subject.model, sorted(grown))
            whole |= grown
        ids = sorted(whole - seen)
        seen.update(ids)
        found = counting.count(definitions_of(kind), self.years, ids=ids)
        kept = self.before.setdefault(kind, {})
        for key, counts in found.items():
            _add(kept, key, counts)
        self.touched.setdefault(kind, []).extend(ids)

    def created(self, kind: str, ids: Sequence[int]) -> None:
        """Take subjects that this deed has just made: they counted for nothing before."""
        if kind in subjects():
            self.seen.setdefault(kind, set()).update(ids)
            self.before.setdefault(kind, {})
            self.touched.setdefault(kind, []).extend(ids)

    def busy(self, kind: str, ids: Sequence[int]) -> set[int]:
        """Those of the subjects that some happening names: staged spells alone do not say what they count for."""
        found: set[int] = set()
        for source in {
            definition.source.name: definition.source for definition in definitions_of(kind) if not definition.source.is_spell
        }.values():
            column = source.touched_id or source.subject_id
            with connection.cursor() as cursor:
                for part in chunks(list(ids)):
                    cursor.execute(f"SELECT DISTINCT {column} FROM {source.from_clause()} WHERE {in_list(column, part)}")
                    found.update(row[0] for row in cursor.fetchall())
        return found

    def staged(self, kind: str, ids: Sequence[int], stand_in: Mapping[str, str]) -> Counts:
        """What the cells would change by if the spells of ``ids`` were replaced by all rows of the staged table."""
        spells = [definition for definition in definitions_of(kind) if definition.source.is_spell]
        after = counting.count(spells, self.years, stand_in=stand_in)
        before = counting.count(spells, self.years, ids=ids)
        return dict(counting.difference(after, before))

    def add(self, changes: Mapping[tuple[str, int, int], Sequence[int]]) -> None:
        """Take a difference worked out before the transaction, for subjects that did not move meanwhile."""
        for key, counts in changes.items():
            _add(self.changes, key, counts)

    def settle(self) -> None:
        """Derive the touched subjects anew, count them, and add the difference to the cells."""
        for kind, ids in self.touched.items():
            subjects()[kind].derive(ids)
            after = counting.count(definitions_of(kind), self.years, ids=ids)
            for key, change in counting.difference(after, self.before[kind]):
                _add(self.changes, key, change)
        add_to_cells({key: change for key, change in self.changes.items() if any(change)})


def _add(counts: Counts, key: tuple[str, int, int], values: Sequence[int]) -> None:
    cell = counts.get(key)
    counts[key] = [a + b for a, b in zip(cell, values, strict=True)] if cell else list(values)


def definition_ids() -> dict[str, int]:
    """Definition key → integer id of its cells."""
    return dict(CountedDefinition.objects.values_list("key", "id"))


def add_to_cells(changes: Mapping[tuple[str, int, int], Sequence[int]]) -> None:
    """Add six counts to each cell, in the order of the cells' keys, so that two deeds never wait for each other."""
    if not changes:
        return
    ids = definition_ids()
    rows = sorted((ids[key], year, place, *change) for (key, place, year), change in changes.items())
    table = Cell._meta.db_table
    marks = "(" + ", ".join(["%s"] * 9) + ")"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 100):
            part = rows[start : start + 100]
            cursor.execute(
                f"INSERT INTO {table} (definition_id, year, place_id, n, y, u, mn, my, mu) VALUES {', '.join([marks] * len(part))} "
                "ON CONFLICT (definition_id, year, place_id) DO UPDATE SET "
                + ", ".join(f"{state} = {table}.{state} + excluded.{state}" for state in ("n", "y", "u", "mn", "my", "mu")),
                [value for row in part for value in row],
            )


def open_ledger(first_year: int | None = None) -> LedgerState:
    """Make the ledger's one row where there is none; years reach to the current year + 1."""
    year = today().year
    state, _made = LedgerState.objects.get_or_create(pk=1, defaults={"first_year": first_year or year - 10, "last_year": year + 1})
    return state
