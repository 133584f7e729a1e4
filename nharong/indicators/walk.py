"""The list behind a figure, page by page: walked place by place, so that no page costs more than its own rows.

What is known of each place (kept cells, or one count of a few places) tells which places a page covers; only these are asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from nharong.indicators import figures
from nharong.indicators.behind import Behind, Segment
from nharong.kernel.db import in_list
from nharong.kernel.measures import compile_condition

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
