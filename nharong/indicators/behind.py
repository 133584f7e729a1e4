"""Who stands behind a figure: how many in each state, and the parts of each list, place by place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

from nharong.indicators import figures
from nharong.indicators.queries import Question, definitions, inside
from nharong.indicators.reasons import Reasons
from nharong.kernel.db import in_list
from nharong.kernel.measures import Definition
from nharong.kernel.time import Period
from nharong.territory.queries import lineage

STATES: dict[str, tuple[int, ...]] = {"counted": (1,), "not": (0,), "unknown": (2,), "maybe": (3, 4, 5), "outside": (1,)}
"""List state → positions in the six counts."""


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
