"""The statements: counts of definitions by place and year, over all subjects or a few, kept tables or staged ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from django.db import connection

from nharong.kernel.db import chunks, in_list
from nharong.kernel.measures import Definition, Source

Counts = dict[tuple[str, int, int], list[int]]
"""(definition key, place, year) → the six counts in the order of kernel.measures.STATES."""

_BITS = 21
_MASK = (1 << _BITS) - 1
StandIn = Mapping[str, str]


def _packed(case: str) -> str:
    """Three counts in one sum, each below two million: one pass over the rows instead of three."""
    return f"CASE {case} WHEN 0 THEN 1 WHEN 1 THEN {1 << _BITS} ELSE {1 << 2 * _BITS} END"


def _unpack(value: int) -> tuple[int, int, int]:
    return value & _MASK, (value >> _BITS) & _MASK, value >> 2 * _BITS


def count(
    definitions: Sequence[Definition],
    years: Sequence[int],
    *,
    ids: Sequence[int] | None = None,
    stand_in: StandIn | None = None,
) -> Counts:
    """Count the definitions at every place and year; over the subjects ``ids`` of one kind, or over all."""
    found: Counts = defaultdict(lambda: [0] * 6)
    if not years or (ids is not None and not ids):
        return found
    by_source = sorted(definitions, key=lambda d: (d.source.name, d.at_start))
    for _key, group in groupby(by_source, key=lambda d: (d.source.name, d.at_start)):
        same = list(group)
        for part in [None] if ids is None else chunks(list(ids)):
            if same[0].source.is_spell:
                _count_spells(found, same, years, part, stand_in)
            else:
                for definition in same:
                    _count_happenings(found, definition, years, part, stand_in)
    return found


def _where(source: Source, ids: Sequence[int] | None, *more: str) -> str:
    parts = [part for part in (source.standing, *more) if part]
    if ids is not None:
        parts.append(in_list(source.touched_id or source.subject_id, ids))
    return f" WHERE {' AND '.join(f'({part})' for part in parts)}" if parts else ""


def _years(years: Sequence[int]) -> str:
    return f"WITH yr(year) AS (VALUES {', '.join(f'({year})' for year in years)})"


def _covers(source: Source, at_start: bool) -> str:
    """The row holds at the end of the year; or, read at the start, on its first day."""
    if at_start:
        return (
            f"({source.start} <= yr.year || '-01-01' AND {source.stop} > yr.year || '-01-01')"
            if connection.vendor == "sqlite"
            else (f"({source.start} <= make_date(yr.year, 1, 1) AND {source.stop} > make_date(yr.year, 1, 1))")
        )
    return f"({source.first_year} <= yr.year AND {source.last_year} > yr.year)"


def spell_statements(
    definitions: Sequence[Definition], years: Sequence[int], ids: Sequence[int] | None = None, stand_in: StandIn | None = None
) -> list[tuple[int, str]]:
    """(offset of the first of three counts, SQL) for definitions over one spell source.

    The first statement counts rows surely in scope; the second the few whose membership is in doubt.
    """
    source, at_start = definitions[0].source, definitions[0].at_start
    frame = f" FROM {source.from_clause(stand_in)} JOIN yr ON {_covers(source, at_start)}"
    sure, doubtful = [], []
    for definition in definitions:
        who, verdict = definition.who_sql("yr.year"), definition.verdict_sql("yr.year")
        sure.append(f"SUM(CASE WHEN {who} THEN {_packed(verdict)} ELSE 0 END)")
        doubtful.append(f"SUM(CASE WHEN ({who}) IS NULL THEN {_packed(verdict)} ELSE 0 END)")
    head = f"{_years(years)} SELECT {source.place}, yr.year, "
    tail = f" GROUP BY {source.place}, yr.year"
    found = [(0, head + ", ".join(sure) + frame + _where(source, ids) + tail)]
    if source.doubt:
        found.append((3, head + ", ".join(doubtful) + frame + _where(source, ids, source.doubt) + tail))
    return found


def _count_spells(
    found: Counts, definitions: Sequence[Definition], years: Sequence[int], ids: Sequence[int] | None, stand_in: StandIn | None
) -> None:
    with connection.cursor() as cursor:
        for offset, sql in spell_statements(definitions, years, ids, stand_in):
            cursor.execute(sql)
            for place, year, *sums in cursor.fetchall():
                for definition, value in zip(definitions, sums, strict=True):
                    if value:
                        _add(found[definition.key, place, year], offset, int(value))


def _add(cell: list[int], offset: int, packed: int) -> None:
    for i, value in enumerate(_unpack(packed)):
        cell[offset + i] += value


def year_of(column: str) -> str:
    """SQL of the calendar year of a date column."""
    return f"CAST(substr({column}, 1, 4) AS INTEGER)" if connection.vendor == "sqlite" else f"CAST(EXTRACT(YEAR FROM {column}) AS INTEGER)"


def happening_rows(definition: Definition, year: str, where: str, extra: Sequence[str] = (), stand_in: StandIn | None = None) -> str:
    """SQL of one row per subject and ``year``: its first qualifying happening, with state and place.

    Columns: subject, year, place, state, then ``extra``. ``year`` is the SQL of the reference year of a row.
    """
    source = definition.source
    columns = ", ".join(
        [f"{source.subject_id} AS subject", f"{year} AS ref", f"{source.place} AS place", f"{definition.state_sql(year)} AS state", *extra]
    )
    if not source.distinct:
        return f"SELECT * FROM (SELECT {columns} FROM {source.from_clause(stand_in)}{where}) q WHERE state IS NOT NULL"
    first = (
        f"ROW_NUMBER() OVER (PARTITION BY {source.subject_id}, {year} ORDER BY {source.day}, {source.order or source.subject_id}) AS first"
    )
    qualifies = f"({definition.who_sql(year)}) IS NOT FALSE"
    where = f"{where} AND {qualifies}" if where else f" WHERE {qualifies}"
    return f"SELECT * FROM (SELECT {columns}, {first} FROM {source.from_clause(stand_in)}{where}) q WHERE first = 1 AND state IS NOT NULL"


def _count_happenings(
    found: Counts, definition: Definition, years: Sequence[int], ids: Sequence[int] | None, stand_in: StandIn | None
) -> None:
    year = year_of(definition.source.day)
    where = _where(definition.source, ids, f"{year} BETWEEN {min(years)} AND {max(years)}")
    rows = happening_rows(definition, year, where, stand_in=stand_in)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place, ref, state, COUNT(*) FROM ({rows}) r GROUP BY place, ref, state")
        for place, ref, state, number in cursor.fetchall():
            found[definition.key, place, ref][state] += number


def difference(after: Counts, before: Counts) -> Iterator[tuple[tuple[str, int, int], list[int]]]:
    """What to add to each cell, in the order of the keys; cells that do not change are left out."""
    for key in sorted(after.keys() | before.keys()):
        new, old = after.get(key), before.get(key)
        change = [(new[i] if new else 0) - (old[i] if old else 0) for i in range(6)]
        if any(change):
            yield key, change
