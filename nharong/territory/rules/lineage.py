"""The lineage of places: which unit was what on which day, and what became of it.

A ``Lineage`` is an immutable picture of every place, period and succession, built once per data version. Between two
days on which something changes nothing changes: answers are kept per such span, so that the second question is a lookup.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from nharong.kernel.time import BEGIN, END

LEVELS = ("province", "district", "commune", "village")
"""From coarse to fine."""
RANK = {level: rank for rank, level in enumerate(LEVELS)}


class Node(NamedTuple):
    """One legal unit, as long as it exists: ``[start, stop)``."""

    id: int
    uid: UUID
    kind: str
    start: date = BEGIN
    stop: date = END


class Spell(NamedTuple):
    """One constant state of a place during ``[start, stop)``."""

    place: int
    start: date
    stop: date
    code: str
    name: str
    title: str
    parent: int | None

    @property
    def label(self) -> str:
        """Title and name: ``Xã Rờ Kơi``."""
        return f"{self.title} {self.name}".strip()


class Edge(NamedTuple):
    """``predecessor`` went into ``successor`` on ``day``; ``partial``: only a part of it."""

    predecessor: int
    successor: int
    day: date
    change: str
    partial: bool
    decree: str = ""
    decree_date: date | None = None


class Reach(NamedTuple):
    """A unit that a place maps to on another day, and the successions on the way."""

    place: int
    partial: bool
    path: tuple[Edge, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lineage:
    """Every place through time. Build with ``Lineage.of``; ids are those of the place rows."""

    nodes: Mapping[int, Node]
    spells: Mapping[int, tuple[Spell, ...]]
    heirs: Mapping[int, tuple[Edge, ...]]
    origins: Mapping[int, tuple[Edge, ...]]
    days: tuple[date, ...]
    """Every day on which anything changes, in order."""
    version: int = 0
    _codes: Mapping[str, tuple[Spell, ...]] = field(default_factory=dict, repr=False)
    _uids: Mapping[UUID, int] = field(default_factory=dict, repr=False)
    _children: dict[int, dict[int, tuple[int, ...]]] = field(default_factory=dict, repr=False)
    _units: dict[tuple[str, int], dict[int, int | None]] = field(default_factory=dict, repr=False)
    _areas: dict[tuple[str, int], dict[int, frozenset[int]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, nodes: Iterable[Node], spells: Iterable[Spell], edges: Iterable[Edge], version: int = 0) -> "Lineage":
        """Build the graph; the order of the rows does not matter."""
        by_id = {node.id: node for node in nodes}
        by_place: dict[int, list[Spell]] = defaultdict(list)
        by_code: dict[str, list[Spell]] = defaultdict(list)
        days: set[date] = {END}
        for spell in sorted(spells, key=lambda spell: spell.start):
            by_place[spell.place].append(spell)
            by_code[spell.code].append(spell)
            days.add(spell.start)
            days.add(spell.stop)
        heirs: dict[int, list[Edge]] = defaultdict(list)
        origins: dict[int, list[Edge]] = defaultdict(list)
        for edge in sorted(edges, key=lambda edge: (edge.day, edge.successor, edge.predecessor)):
            heirs[edge.predecessor].append(edge)
            origins[edge.successor].append(edge)
            days.add(edge.day)
        return cls(
            nodes=by_id,
            spells={place: tuple(rows) for place, rows in by_place.items()},
            heirs={place: tuple(rows) for place, rows in heirs.items()},
            origins={place: tuple(rows) for place, rows in origins.items()},
            days=tuple(sorted(days)),
            version=version,
            _codes={code: tuple(rows) for code, rows in by_code.items()},
            _uids={node.uid: node.id for node in by_id.values()},
        )

    # ------------------------------------------------------------ one place, one day

    def alive(self, place: int, day: date) -> bool:
        """Whether the place exists on the day."""
        node = self.nodes[place]
        return node.start <= day < node.stop

    def spell(self, place: int, day: date) -> Spell | None:
        """Its state on the day, or None if it does not exist then."""
        for spell in reversed(self.spells.get(place, ())):
            if spell.start <= day:
                return spell if day < spell.stop else None
        return None

    def nearest(self, place: int, day: date) -> Spell:
        """Its state on the day, else the first after or the last before: what to call a place that is not in force."""
        rows = self.spells[place]
        return self.spell(place, day) or (rows[0] if day < rows[0].start else rows[-1])

    def parent(self, place: int, day: date) -> int | None:
        """The id of its parent on the day."""
        spell = self.spell(place, day)
        return spell.parent if spell else None

    def by_uid(self, uid: UUID) -> int | None:
        """The id behind an outside name."""
        return self._uids.get(uid)

    def carriers(self, code: str) -> tuple[Spell, ...]:
        """Every state of any place under the code, by date."""
        return self._codes.get(code, ())

    def codes(self) -> Iterable[str]:
        """Every code that anybody ever carried."""
        return self._codes.keys()

    def holder(self, code: str, day: date) -> int | None:
        """The place that carries the code on the day."""
        return next((spell.place for spell in self.carriers(code) if spell.start <= day < spell.stop), None)

    def children(self, place: int, day: date) -> tuple[int, ...]:
        """Ids of the units directly under the place on the day, by code."""
        span = self._span(day)
        if span not in self._children:
            found: dict[int, list[tuple[str, int]]] = defaultdict(list)
            for rows in self.spells.values():
                for spell in rows:
                    if spell.parent is not None and spell.start <= day < spell.stop:
                        found[spell.parent].append((spell.code, spell.place))
            self._children[span] = {parent: tuple(id for _, id in sorted(rows)) for parent, rows in found.items()}
        return self._children[span].get(place, ())

    def roots(self, day: date) -> list[int]:
        """The provinces of the day, by code."""
        rows = [(spell.code, id) for id, node in self.nodes.items() if node.kind == LEVELS[0] and (spell := self.spell(id, day))]
        return [id for _, id in sorted(rows)]

    def below(self, place: int, day: date) -> Iterator[int]:
        """Ids of everything under the place on the day, parents before children."""
        for child in self.children(place, day):
            yield child
            yield from self.below(child, day)

    def _span(self, day: date) -> int:
        return bisect_right(self.days, day)

    # ------------------------------------------------------------ places across time

    def unit_of(self, place: int, level: str, day: date) -> int | None:
        """The unit of ``level`` alive on ``day`` to which the place maps; None: not mappable there.

        Alive that day: climb the parents of the day. Else follow succession forward or backward; without any, the
        parent of its last or first day. Only if all heirs agree.
        """
        return self.mapping(level, day).get(place)

    def mapping(self, level: str, day: date) -> Mapping[int, int | None]:
        """``unit_of`` for every place at once: id of any place of any time to the id of its unit, or None."""
        key = (level, self._span(day))
        if key not in self._units:
            known: dict[int, int | None] = {}
            for place in self.nodes:
                self._map(place, level, day, known)
            self._units[key] = known
        return self._units[key]

    def _map(self, place: int, level: str, day: date, known: dict[int, int | None]) -> int | None:
        if place in known:
            return known[place]
        known[place] = None
        node = self.nodes[place]
        if node.start <= day < node.stop:
            parent = self.parent(place, day)
            found = place if node.kind == level else None if parent is None else self._map(parent, level, day, known)
        else:
            dead = node.stop <= day
            edges = self.heirs.get(place, ()) if dead else self.origins.get(place, ())
            rows = self.spells.get(place, ())
            if edges:
                kin = {self._map(edge.successor if dead else edge.predecessor, level, day, known) for edge in edges}
                found = kin.pop() if len(kin) == 1 else None
            else:
                edge_parent = (rows[-1] if dead else rows[0]).parent if rows else None
                found = None if edge_parent is None else self._map(edge_parent, level, day, known)
        known[place] = found
        return found

    def area(self, place: int, day: date) -> frozenset[int]:
        """Ids of all places, of any level and any time, that lie wholly inside the place as it was on ``day``."""
        level = self.nodes[place].kind
        key = (level, self._span(day))
        if key not in self._areas:
            inside: dict[int, list[int]] = defaultdict(list)
            for id, unit in self.mapping(level, day).items():
                if unit is not None:
                    inside[unit].append(id)
            self._areas[key] = {unit: frozenset(ids) for unit, ids in inside.items()}
        return self._areas[key].get(place, frozenset())

    def reach(self, place: int, day: date) -> list[Reach]:
        """The units alive on ``day`` that hold any part of the place, by code; empty if nothing follows from it."""
        found: dict[int, Reach] = {}
        for hit in self._reach(place, day, (), False):
            known = found.get(hit.place)
            partial = hit.partial or (known is not None and known.partial)
            path = tuple(dict.fromkeys((known.path if known else ()) + hit.path))
            found[hit.place] = Reach(hit.place, partial, path)
        return sorted(found.values(), key=lambda hit: self.nearest(hit.place, day).code)

    def _reach(self, place: int, day: date, path: tuple[Edge, ...], partial: bool) -> Iterator[Reach]:
        node = self.nodes[place]
        if node.start <= day < node.stop:
            yield Reach(place, partial, path)
            return
        dead = node.stop <= day
        edges = self.heirs.get(place, ()) if dead else self.origins.get(place, ())
        for edge in edges:
            yield from self._reach(edge.successor if dead else edge.predecessor, day, (*path, edge), partial or edge.partial)
        if not edges:
            for child in self.children(place, node.stop - timedelta(days=1) if dead else node.start):
                yield from self._reach(child, day, path, partial)
