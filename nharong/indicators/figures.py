"""Figures: counts of a definition per place, from the cells or from the facts, summed over an area and made into an answer."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from nharong.indicators.counting import happening_rows
from nharong.indicators.ledger import kept_years, subjects
from nharong.indicators.models import Cell
from nharong.indicators.packs import kept_definitions, start_of
from nharong.kernel.db import chunks, in_list, once
from nharong.kernel.measures import Definition, Source
from nharong.kernel.time import Period, year_period

Six = list[int]
ByPlace = dict[int, Six]


def add(into: Six, more: Sequence[int]) -> None:
    """Add six counts to six counts."""
    for i in range(6):
        into[i] += more[i]


def total(counts: Iterable[Sequence[int]]) -> Six:
    """The sum of six-counts."""
    found = [0] * 6
    for more in counts:
        add(found, more)
    return found


@dataclass(frozen=True)
class Share:
    """What six counts say about a share: the proven part, and the range that the unknown leave open."""

    counts: tuple[int, ...]

    @property
    def numerator(self) -> int:
        """Those counted for certain."""
        return self.counts[1]

    @property
    def denominator(self) -> int:
        """All in scope for certain, the unknown among them."""
        return sum(self.counts[:3])

    @property
    def low(self) -> float | None:
        """If every unknown were a no."""
        everybody = self.counts[0] + self.counts[1] + self.counts[2] + self.counts[3] + self.counts[5]
        return self.counts[1] / everybody if everybody else None

    @property
    def high(self) -> float | None:
        """If every unknown were a yes."""
        n, y, u, _mn, my, mu = self.counts
        everybody = n + y + u + my + mu
        return (y + u + my + mu) / everybody if everybody else None


@dataclass(frozen=True)
class Amount:
    """What six counts say about a number: proven, and at most."""

    counts: tuple[int, ...]

    @property
    def low(self) -> int:
        """Proven."""
        return self.counts[1]

    @property
    def high(self) -> int:
        """If every unknown were a yes."""
        _n, y, u, _mn, my, mu = self.counts
        return y + u + my + mu

    @property
    def scope(self) -> int:
        """Proven or unknown among those surely in scope: the denominator of a ratio."""
        return self.counts[1] + self.counts[2]


def counts_by_place(definition: Definition, period: Period) -> ByPlace:
    """Six counts at every finest place that has any."""
    if _past.get() is None and _is_kept(definition, period):
        return once(f"cells {definition.key} {period.year}", lambda: _kept(definition.key, period.year))
    found: ByPlace = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place, state, COUNT(*) FROM ({state_rows(definition, period)}) r GROUP BY place, state")
        for place, state, number in cursor.fetchall():
            found.setdefault(place, [0] * 6)[state] += number
    return found


@dataclass(frozen=True)
class Past:
    """What was known at a moment: tables that stand in for the kept ones."""

    moment: datetime
    tables: Mapping[str, str]


_past: ContextVar[Past | None] = ContextVar("past", default=None)


@contextlib.contextmanager
def as_known(places: Iterable[int], moment: datetime | None) -> Iterator[None]:
    """Inside, every figure about the places is counted from what was known at the moment; None: from what is known now."""
    if moment is None:
        yield
        return
    with contextlib.ExitStack() as stack:
        tables: dict[str, str] = {}
        for subject in subjects().values():
            if subject.known:
                tables |= stack.enter_context(subject.known(places, moment))
        token = _past.set(Past(moment, tables))
        try:
            yield
        finally:
            _past.reset(token)


def _known_then(source: Source, moment: datetime) -> str:
    """In place of ``standing``: recorded by the moment, and not withdrawn by then."""
    at = connection.ops.adapt_datetimefield_value(moment)
    alias = source.recorded
    made = f"EXISTS (SELECT 1 FROM deeds_deed d WHERE d.id = {alias}.by_deed_id AND d.received_at <= '{at}')"
    gone = f"EXISTS (SELECT 1 FROM deeds_deed d WHERE d.id = {alias}.withdrawn_by_id AND d.received_at <= '{at}')"
    rest = [part for part in source.standing.split(" AND ") if "withdrawn_by_id" not in part]
    return " AND ".join([made, f"NOT {gone}", *rest])


def _kept(key: str, year: int) -> ByPlace:
    rows = Cell.objects.filter(definition__key=key, year=year).values_list("place_id", "n", "y", "u", "mn", "my", "mu")
    return {place: counts for place, *counts in rows if any(counts)}


def _is_kept(definition: Definition, period: Period) -> bool:
    if period.year not in kept_years() or all(kept.key != definition.key for kept in kept_definitions()):
        return False
    if definition.source.is_spell:
        return period.last_day == year_period(period.year).last_day
    return period.is_calendar_year


def _day(day: date) -> str:
    return f"'{day.isoformat()}'"


def state_rows(
    definition: Definition,
    period: Period,
    *,
    places: Iterable[int] | None = None,
    columns: Sequence[str] = (),
    where: Sequence[str] = (),
    stand_in: Mapping[str, str] | None = None,
    named: bool = False,
) -> str:
    """SQL of one row per counted subject: subject, place, state (0..5), then ``columns``.

    A stock is read on the period's last day (its first, for a definition read at the start); a flow over the period,
    once per subject. Ages are by the reference year.
    """
    source, past = definition.source, _past.get()
    stand_in = stand_in or (past.tables if past else None)
    standing = _known_then(source, past.moment) if past and source.recorded else source.standing
    conditions = [condition for condition in (standing, *where) if condition]
    if source.is_spell:
        if places is not None:
            conditions.append(in_list(source.place, places))
        day = _day(period.start if definition.at_start else period.last_day)
        year = str(period.start.year if definition.at_start else period.year)
        conditions.append(f"{source.start} <= {day} AND {source.stop} > {day}")
        head = ", ".join(
            [f"{source.subject_id} AS subject", f"{source.place} AS place", f"{definition.state_sql(year)} AS state", *columns]
        )
        names = source.names if named else ""
        where_all = " AND ".join(conditions)
        return f"SELECT * FROM (SELECT {head} FROM {source.from_clause(stand_in)}{names} WHERE {where_all}) q WHERE state IS NOT NULL"
    conditions.append(f"{source.day} >= {_day(period.start)} AND {source.day} < {_day(period.stop)}")
    rows = happening_rows(definition, str(period.year), " WHERE " + " AND ".join(f"({c})" for c in conditions), columns, stand_in)
    # Narrowed only after the first happening is found: whoever began elsewhere before does not count here.
    return rows if places is None else f"SELECT * FROM ({rows}) f WHERE {in_list('place', places)}"


# ---------------------------------------------------------------- the stock before a year


def stock_before(definition: Definition, period: Period, places: Iterable[int]) -> tuple[ByPlace, bool]:
    """A ratio's stock at the start of the period, by place; and whether some places had to be read on 1 January.

    "Start of Y" is the end of Y−1. A place first surveyed in Y has nothing before: there it is read on 1 January of Y.
    """
    wanted = set(places)
    before = Period(date(period.start.year - 1, 1, 1), date(period.start.year, 1, 1)).named()
    found = {place: counts for place, counts in counts_by_place(definition, before).items() if place in wanted}
    new = first_seen(definition, period, wanted)
    if not new:
        return found, False
    opened = counts_by_place(start_of(definition), year_period(period.start.year))
    fallen_back = {place: counts for place, counts in opened.items() if place in new}
    return {place: counts for place, counts in found.items() if place not in new} | fallen_back, bool(fallen_back)


def first_seen(definition: Definition, period: Period, places: Iterable[int]) -> set[int]:
    """The places whose first survey is of the period's own year."""
    find = definition.source.first_years
    if find is None:
        return set()
    first = once(f"first years {definition.source.name}", find)
    return {place for place in places if first.get(place) == period.start.year}


# ---------------------------------------------------------------- breakdowns

DIMENSIONS = ("sex", "ethnicity", "minority", "age", "band", "disability", "place", "phase", "role", "kind")
BANDS = ("15-25", "15-35", "15-60", "26-35", "36-60")


def grouped(definition: Definition, period: Period, places: Iterable[int], dimensions: Sequence[str]) -> dict[tuple[Any, ...], Six]:
    """Six counts per combination of the dimensions (without ``place``); unknown is ``u``. Asked from the facts."""
    source = definition.source
    year = str(period.start.year if definition.at_start else period.year)
    columns, names = [], []
    for name in dimensions:
        if name == "age":
            columns.append(f"{year} - {source.birth_year} AS d_age")
        elif name in source.dimensions:
            columns.append(f"COALESCE({source.dimensions[name].sql}, 'u') AS d_{name}")
        else:
            columns.append(f"'u' AS d_{name}")
        names.append(f"d_{name}")
    listed = ", ".join([*names, "state"])
    found: dict[tuple[Any, ...], Six] = {}
    ids = sorted(places)
    with connection.cursor() as cursor:
        for part in chunks(ids, 20_000):
            cursor.execute(
                f"SELECT {listed}, COUNT(*) FROM ({state_rows(definition, period, places=part, columns=columns)}) r GROUP BY {listed}"
            )
            for *key, state, number in cursor.fetchall():
                found.setdefault(tuple(key), [0] * 6)[state] += number
    return found


def grouped_before(definition: Definition, period: Period, places: Iterable[int], dimensions: Sequence[str]) -> dict[tuple[Any, ...], Six]:
    """Like ``grouped``, of a ratio's stock at the start of the period: the parts of ``stock_before``."""
    found: dict[tuple[Any, ...], Six] = {}
    for part, when, where in stock_parts(definition, period, frozenset(places)):
        for key, counts in grouped(part, when, where, dimensions).items():
            add(found.setdefault(key, [0] * 6), counts)
    return found


def stock_parts(definition: Definition, period: Period, places: frozenset[int]) -> list[tuple[Definition, Period, frozenset[int]]]:
    """How the stock at the start of the period is read at which places: at the end of the year before, or on 1 January."""
    new = frozenset(first_seen(definition, period, places))
    year = period.start.year
    parts = [(definition, Period(date(year - 1, 1, 1), date(year, 1, 1)).named(), places - new)]
    if new:
        parts.append((replace(definition, key=f"{definition.key}@start", at_start=True), year_period(year), new))
    return parts


def suppressed(inside: bool, *counts: int) -> bool:
    """Whether a small cell must not be shown outside the asker's area (contracts.md, Figures)."""
    return not inside and any(0 < count < settings.NHARONG_SUPPRESS_BELOW for count in counts)
