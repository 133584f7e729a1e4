"""The statements: counts of definitions by place and year, over all subjects or a few, kept tables or staged ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection

from nharong.kernel.db import chunks, in_list
from nharong.kernel.measures import BadCondition, Definition, Source

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
    for _name, group in groupby(sorted(definitions, key=lambda d: d.source.name), key=lambda d: d.source.name):
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


# ---------------------------------------------------------------- spells


@dataclass(frozen=True)
class _Judged:
    """A definition as the statement of its source counts it: which column, the ages at which it holds, which day of the year."""

    key: str
    column: int
    ages: tuple[int, int | None] | None
    at_start: bool


def _held(source: Source, years: Sequence[int]) -> list[str]:
    """SQL of the years in which a row holds, no wider than needed: [first, last) counts their ends.

    The two flags say that it begins or ends after 1 January: [first + flag, last + flag) counts their first days.
    """
    low, high = years[0], years[-1] + 1
    later = "substr({0}, 6) <> '01-01'" if connection.vendor == "sqlite" else "EXTRACT(DOY FROM {0}) > 1"
    return [
        f"CASE WHEN {source.first_year} < {low} THEN {low} ELSE {source.first_year} END",
        f"CASE WHEN {source.last_year} > {high} THEN {high} ELSE {source.last_year} END",
        f"CASE WHEN {source.first_year} >= {low} AND {later.format(source.start)} THEN 1 ELSE 0 END",
        f"CASE WHEN {source.last_year} < {high} AND {later.format(source.stop)} THEN 1 ELSE 0 END",
    ]


def spell_statements(
    definitions: Sequence[Definition], years: Sequence[int], ids: Sequence[int] | None = None, stand_in: StandIn | None = None
) -> tuple[list[_Judged], list[tuple[int, str]]]:
    """The columns of the statements, and (offset of the first of three counts, SQL) for definitions over one spell source.

    A row of the answer is (place, birth year, the four of ``_held``, one packed sum a column): each spell is judged once,
    years and ages are laid over the sums afterwards. The first statement counts rows surely in scope, the second the few
    whose membership is in doubt.
    """
    source = definitions[0].source
    judged: list[_Judged] = []
    sure: list[str] = []
    doubtful: list[str] = []
    known: dict[tuple[str, str], int] = {}
    for definition in definitions:
        apart = definition.apart_from_age()
        if apart is None:
            raise BadCondition(f"{definition.key}: điều kiện tuổi phải đứng riêng trong phạm vi.")
        ages, without = apart
        who, verdict = without.who_sql("NULL"), without.verdict_sql("NULL")
        if (who, verdict) not in known:
            known[who, verdict] = len(sure)
            sure.append(f"CAST(SUM(CASE WHEN {who} THEN {_packed(verdict)} ELSE 0 END) AS BIGINT)")
            doubtful.append(f"CAST(SUM(CASE WHEN ({who}) IS NULL THEN {_packed(verdict)} ELSE 0 END) AS BIGINT)")
        judged.append(_Judged(definition.key, known[who, verdict], ages, definition.at_start))
    born = source.birth_year if source.birth_year and any(one.ages for one in judged) else "NULL"
    head = f"SELECT {source.place}, {born}, {', '.join(_held(source, years))}, "
    frame = f" FROM {source.from_clause(stand_in)}"
    tail = " GROUP BY 1, 2, 3, 4, 5, 6"
    within = (f"{source.first_year} <= {years[-1]}", f"{source.last_year} >= {years[0]}")
    found = [(0, head + ", ".join(sure) + frame + _where(source, ids, *within) + tail)]
    if source.doubt:
        found.append((3, head + ", ".join(doubtful) + frame + _where(source, ids, source.doubt, *within) + tail))
    return judged, found


def _count_spells(
    found: Counts, definitions: Sequence[Definition], years: Sequence[int], ids: Sequence[int] | None, stand_in: StandIn | None
) -> None:
    judged, statements = spell_statements(definitions, years, ids, stand_in)
    with connection.cursor() as cursor:
        for offset, sql in statements:
            cursor.execute(sql)
            _lay_over_years(found, cursor.fetchall(), judged, offset, years[0], years[-1])


def _lay_over_years(found: Counts, rows: Sequence[Any], judged: Sequence[_Judged], offset: int, first_year: int, last_year: int) -> None:
    """Add each packed sum to the years in which its spells hold and its people have the asked age.

    Sums are noted where they begin and taken away where they end, then run through once per place and definition.
    """
    spans: dict[tuple[Any, ...], list[tuple[int, int, int, int, int]]] = {}
    length = last_year - first_year + 2
    lines: dict[tuple[int, int, int], list[int]] = {}
    for place, born, first, last, late, outlasts, *sums in rows:
        held = (born, first, last, late, outlasts)
        if held not in spans:
            end, start = (first - first_year, last - first_year), (first + late - first_year, last + outlasts - first_year)
            ranges = [start if one.at_start else end for one in judged]
            spans[held] = list(_spans(judged, offset, born and born - first_year, ranges, length - 1))
        for number, column, at, begins, ends in spans[held]:
            if value := sums[column]:
                line = lines.get((number, place, at))
                if line is None:
                    line = lines[number, place, at] = [0] * length
                line[begins] += value
                line[ends] -= value
    for (number, place, at), line in lines.items():
        key, running = judged[number].key, 0
        for i in range(length - 1):
            running += line[i]
            if running:
                _add(found[key, place, first_year + i], at, running)


def _spans(
    judged: Sequence[_Judged], offset: int, born: int | None, ranges: Sequence[tuple[int, int]], years: int
) -> Iterator[tuple[int, int, int, int, int]]:
    """(number, column, offset, first, last) of each definition that a row with this birth year can count for.

    Years are counted from the first one kept. Whoever has no birth year may have the age: among the maybe (offset 3), always.
    """
    for number, (one, (start, stop)) in enumerate(zip(judged, ranges, strict=True)):
        at, begins, last = offset, start, min(stop, years)
        if one.ages and born is None:
            at = 3
        elif one.ages and born is not None:
            low, high = one.ages
            begins = max(start, born + low)
            last = last if high is None else min(last, born + high + 1)
        if begins < last:
            yield number, one.column, at, begins, last


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
