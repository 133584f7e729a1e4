"""The list behind a figure, page by page: walked place by place, so that no page costs more than its own rows.

What is known of each place (kept cells, or one count of a few places) tells which places a page covers; only these are asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from nharong.indicators import figures
from nharong.indicators.queries import Question, definitions, inside
from nharong.indicators.reasons import Reasons
from nharong.kernel.db import in_list
from nharong.kernel.measures import Definition, compile_condition
from nharong.kernel.time import Period
from nharong.territory.queries import lineage

STATES: dict[str, tuple[int, ...]] = {"counted": (1,), "not": (0,), "unknown": (2,), "maybe": (3, 4, 5), "outside": (1,)}
"""List state → positions in the six counts."""

FEW_PLACES = 120
"""Finest places up to which a filtered list is counted to its end, and may be sorted otherwise than by place."""
SMALL = 200
"""Rows of a place up to which it is read whole together with its neighbours."""
STEP = 60
"""Places counted at once where a filter leaves no kept count."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    uid: str
    name: str
    place: int
    state: str
    birth_year: int | None
    sex: str | None
    ethnicity: str | None
    reason: str


@dataclass(frozen=True)
class Segment:
    """A part of a list: rows of one definition at some places, perhaps only some of the subjects, or all but some."""

    definition: Definition
    period: Period
    places: tuple[int, ...]
    """In the order of the list."""
    states: tuple[int, ...]
    reasons: Reasons
    only: Mapping[int, int] | None = None
    """Subject → place."""
    without: Mapping[int, int] | None = None


@dataclass(frozen=True)
class Filters:
    """What narrows a list."""

    sex: str = ""
    band: str = ""
    place: int | None = None

    @property
    def any(self) -> bool:
        """Whether a kept count says nothing about what is left."""
        return bool(self.sex or self.band)

    def conditions(self, segment: Segment) -> list[str]:
        """SQL over the fields of the segment's source. Raises BadCondition."""
        source, definition = segment.definition.source, segment.definition
        year = str(segment.period.start.year if definition.at_start else segment.period.year)
        found = []
        if self.sex:
            found.append(compile_condition(source, {"sex": [self.sex]}, year))
        if self.band:
            found.append(compile_condition(source, {"age": self.band}, year))
        return found


class Behind:
    """Everybody behind a figure, by state: how many, and the parts of each list."""

    def __init__(self, question: Question, without: frozenset[int] = frozenset(), only: frozenset[int] | None = None) -> None:
        self.question = question
        self.indicator, self.main, self.numerator = definitions(question)
        within = inside(question.area) - without
        self.places = within if only is None else within & only

    @cached_property
    def counts(self) -> dict[str, int]:
        """List state → how many; their sums are the figure's numbers."""
        main = figures.total(sum_of for _, _, sum_of in self._main_counts)
        if self.numerator is None:
            return {name: sum(main[state] for state in STATES[name]) for name in ("counted", "not", "unknown", "maybe")} | {"outside": 0}
        number = figures.total(counts for place, counts in self._numerator_counts.items() if place in self.places)
        both = len(self._both)
        return {
            "counted": both,
            "not": main[1] - both,
            "unknown": main[2],
            "maybe": sum(main[3:]) + sum(number[3:]),
            "outside": len(self._proven) - both,
        }

    def segments(self, state: str) -> list[Segment]:
        """The parts of one list."""
        if self.numerator is None:
            reasons = Reasons(self.main)
            return [self._segment(self.main, self.question.period, self.places, STATES[state], reasons)]
        if state == "outside":
            rest = {subject: place for subject, place in self._proven.items() if subject not in self._both}
            return [self._segment(self.numerator, self.question.period, self.places, (1,), Reasons(self.numerator, "outside"), only=rest)]
        found = []
        for part, period, places in self._stock:
            said: dict[str, Any] = {"counted": {"only": self._both}, "not": {"without": self._both}}.get(state, {})
            states = (1,) if state in ("counted", "not") else STATES[state]
            why = Reasons(part, "not" if state == "not" else "", self.numerator)
            found.append(self._segment(part, period, places, states, why, **said))
        if state == "maybe":
            found.append(self._segment(self.numerator, self.question.period, self.places, (3, 4, 5), Reasons(self.numerator)))
        return found

    def _segment(
        self, definition: Definition, period: Period, places: frozenset[int], states: tuple[int, ...], reasons: Reasons, **said: Any
    ) -> Segment:
        graph = lineage()
        ordered = sorted(places, key=lambda place: (graph.nearest(place, self.question.on).code, place))
        return Segment(definition, period, tuple(ordered), states, reasons, **said)

    @cached_property
    def _stock(self) -> list[tuple[Definition, Period, frozenset[int]]]:
        return figures.stock_parts(self.main, self.question.period, self.places)

    @cached_property
    def _main_counts(self) -> list[tuple[Definition, int, Sequence[int]]]:
        parts = [(self.main, self.question.period, self.places)] if self.numerator is None else self._stock
        return [
            (part, place, counts)
            for part, period, places in parts
            for place, counts in figures.counts_by_place(part, period).items()
            if place in places
        ]

    @cached_property
    def _numerator_counts(self) -> figures.ByPlace:
        return figures.counts_by_place(self.numerator, self.question.period) if self.numerator else {}

    @cached_property
    def _proven(self) -> dict[int, int]:
        """Subject → place of those surely in a ratio's numerator: as many as began in the period, never the whole register."""
        if self.numerator is None:
            return {}
        return dict(_subjects(self.numerator, self.question.period, self.places))

    @cached_property
    def _both(self) -> dict[int, int]:
        """Those of them who are in the stock it is divided by."""
        found: dict[int, int] = {}
        for part, period, places in self._stock:
            found.update(_subjects(part, period, places, list(self._proven)))
        return found

    def at_places(self, segment: Segment) -> dict[int, int]:
        """How many rows of a segment each place has, without asking for them."""
        if segment.only is not None:
            return _tally(segment.only.values(), set(segment.places))
        counted = figures.counts_by_place(segment.definition, segment.period)
        found = {place: sum(counted[place][state] for state in segment.states) for place in segment.places if place in counted}
        for place in (segment.without or {}).values():
            if place in found:
                found[place] -= 1
        return found


def _tally(places: Any, within: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for place in places:
        if place in within:
            found[place] = found.get(place, 0) + 1
    return found


def _subjects(definition: Definition, period: Period, places: frozenset[int], ids: list[int] | None = None) -> Iterator[tuple[int, int]]:
    """(subject, place) of those who surely count; among ``ids`` only, where they are given."""
    if not places:
        return
    for part in [None] if ids is None else [ids[i : i + 5_000] for i in range(0, len(ids), 5_000)]:
        where = [] if part is None else [in_list(definition.source.subject_id, part)]
        sql = figures.state_rows(definition, period, where=where)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT subject, place FROM ({sql}) r WHERE state = 1")
            yield from ((subject, place) for subject, place in cursor.fetchall() if place in places)


# ---------------------------------------------------------------- the rows


@dataclass(frozen=True)
class Walk:
    """One list in one order, as kernel.pages reads lists: it cuts and counts itself."""

    behind: Behind
    state: str
    filters: Filters = Filters()
    order: str = ""
    down: bool = False

    @cached_property
    def segments(self) -> list[Segment]:
        """The parts of the list, narrowed to the place asked for."""
        found = self.behind.segments(self.state)
        if self.filters.place is None:
            return found
        return [replace(segment, places=tuple(place for place in segment.places if place == self.filters.place)) for segment in found]

    @cached_property
    def few(self) -> bool:
        """Whether the places are few enough to be read together."""
        return sum(len(self.known(segment)) for segment in self.segments) <= FEW_PLACES

    def in_order(self, key: str, down: bool) -> "Walk":
        """The same list in another order (``name``, ``birth_year``); by place where there are too many places for it."""
        return replace(self, order=key if self.few and key in ("name", "birth_year") else "", down=down and self.few)

    def total(self) -> int | None:
        """How many rows; None where only the end would tell."""
        if self.filters.any and not self.few:
            return None
        return sum(count for segment in self.segments for _place, count in self._counted(segment))

    def __len__(self) -> int:
        return sum(count for segment in self.segments for _place, count in self._counted(segment))

    def __iter__(self) -> Iterator[Row]:
        if self.order:
            yield from self._sorted(0, None)
            return
        for segment in self.segments:
            for place, _count in self._counted(segment):
                yield from self._rows(segment, [place], "")

    def __getitem__(self, cut: slice) -> list[Row]:
        first, last = cut.start or 0, cut.stop
        if self.order:
            return self._sorted(first, last - first)
        found: list[Row] = []
        skip, wanted = first, last - first
        for segment in self.segments:
            page = self._page(segment, skip, wanted - len(found))
            found += page
            if len(found) >= wanted:
                break
            if skip:
                skip -= min(skip, sum(count for _place, count in self._counted(segment)))
        return found

    def _page(self, segment: Segment, skip: int, wanted: int) -> list[Row]:
        """``wanted`` rows of a segment after ``skip``: small places together, large ones cut by the database."""
        covered: list[tuple[int, int, int]] = []
        reached = 0
        for place, count in self._counted(segment):
            if skip >= count:
                skip -= count
                continue
            covered.append((place, count, skip))
            reached, skip = reached + count - skip, 0
            if reached >= wanted:
                break
        found: list[Row] = []
        for small, places in groupby(covered, key=lambda one: one[1] <= SMALL):
            group = list(places)
            if small:
                found += self._rows(segment, [place for place, _count, _first in group], "")[group[0][2] :]
                continue
            for place, _count, first in group:
                found += self._rows(segment, [place], f" LIMIT {wanted - len(found)} OFFSET {first}")
        return found[:wanted]

    def known(self, segment: Segment) -> dict[int, int]:
        """Place → rows, without a filter; places without any are left out."""
        return {place: count for place, count in self.behind.at_places(segment).items() if count}

    def _counted(self, segment: Segment) -> Iterator[tuple[int, int]]:
        """(place, rows) in the order of the list; with a filter counted some places at a time, as far as is needed."""
        known = self.known(segment)
        places = [place for place in segment.places if place in known]
        if not self.filters.any:
            yield from ((place, known[place]) for place in places)
            return
        for i in range(0, len(places), STEP):
            part = places[i : i + STEP]
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT place, COUNT(*) FROM ({self._sql(segment, part)}) c GROUP BY place")
                counts = dict(cursor.fetchall())
            yield from ((place, counts[place]) for place in part if place in counts)

    def _sql(self, segment: Segment, places: Sequence[int]) -> str:
        inner = figures.state_rows(
            segment.definition,
            segment.period,
            places=places,
            columns=segment.reasons.columns(),
            where=self.filters.conditions(segment),
            named=True,
        )
        states = f"state IN ({', '.join(map(str, segment.states))})"
        here = set(places)
        if segment.only is not None:
            states += f" AND {in_list('subject', [subject for subject, place in segment.only.items() if place in here])}"
        if segment.without and (gone := [subject for subject, place in segment.without.items() if place in here]):
            states += f" AND NOT {in_list('subject', gone)}"
        return f"SELECT * FROM ({inner}) s WHERE {states}"

    def _rows(self, segment: Segment, places: Sequence[int], tail: str) -> list[Row]:
        rank = {place: number for number, place in enumerate(places)}
        head = f"SELECT subject, place, state, {segment.reasons.names()} FROM ({self._sql(segment, places)}) r"
        with connection.cursor() as cursor:
            cursor.execute(f"{head} ORDER BY l_sort, subject{tail}")
            rows = cursor.fetchall()
        if len(places) > 1:
            rows.sort(key=lambda row: rank[row[1]])  # stable: by name inside a place
        return [self._row(segment, row) for row in rows]

    def _row(self, segment: Segment, values: Sequence[Any]) -> Row:
        _subject, place, state, name, uid, _sort, born, sex, ethnicity, *fields = values
        return Row(str(UUID(str(uid))), name, place, self.state, born, sex, ethnicity, segment.reasons.said(state, fields, born))

    def _sorted(self, first: int, wanted: int | None) -> list[Row]:
        """In the order of a column: all segments together, cut by the database. Only for few places."""
        parts = [(number, segment) for number, segment in enumerate(self.segments) if self.known(segment)]
        if not parts:
            return []
        columns = "subject, place, state, l_name, l_uid, l_sort, l_born, l_sex, l_ethnicity"
        union = " UNION ALL ".join(
            f"SELECT {columns}, {number} AS part, {_padded(segment, parts)} FROM ({self._sql(segment, list(self.known(segment)))}) p{number}"
            for number, segment in parts
        )
        down = " DESC" if self.down else ""
        keys = f"l_sort{down}, subject" if self.order == "name" else f"l_born IS NULL, l_born{down}, l_sort, subject"
        tail = "" if wanted is None else f" LIMIT {wanted} OFFSET {first}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({union}) u ORDER BY {keys}{tail}")
            rows = cursor.fetchall()
        return [self._row(self.segments[part], (*head, *fields)) for *head, part, fields in ((*row[:9], row[9], row[10:]) for row in rows)]


def _padded(segment: Segment, parts: Sequence[tuple[int, Segment]]) -> str:
    """The segment's reason fields as as many columns as the widest segment has."""
    most = max(len(other.reasons.fields) for _number, other in parts)
    names = [f"f_{number}" for number in range(len(segment.reasons.fields))]
    return ", ".join([*names, *(f"NULL AS f_{number}" for number in range(len(names), most))])
