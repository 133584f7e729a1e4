"""What the outside asks of a lineage: codes read on a day, areas, units for tables, trace and tree.

Pure: faults are structured (``Fault``) and put into words by ``nharong.territory.wording``.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from nharong.kernel.time import BEGIN, END
from nharong.territory.rules.lineage import RANK, Edge, Lineage, Reach, Spell


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be: a word for it, the field and value at fault, and what the sentence needs."""

    kind: str
    field: str = ""
    value: str = ""
    data: dict[str, Any] = dataclasses.field(default_factory=dict)


class Impossible(Exception):
    """What was asked of the lineage cannot be answered or done."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.kind} {fault.value}" for fault in faults))


class Area(NamedTuple):
    """A unit as it was on a day: it can be asked for ever, whatever became of the unit."""

    place: int
    day: date
    code: str
    name: str

    def __str__(self) -> str:
        """As written at the door: ``616@2025-06-30``."""
        return f"{self.code}@{self.day.isoformat()}"


class Unit(NamedTuple):
    """A unit of a table; ``whole`` unless only a part of it lies inside the area."""

    place: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Who carried a code that is not in force: from, to (exclusive), and what it became or was on the day asked."""

    code: str
    name: str
    kind: str
    start: date
    stop: date
    then: tuple[tuple[str, str], ...]
    """Code and name of the units in its place on the day asked."""


def choices(lineage: Lineage, code: str, day: date) -> list[Choice]:
    """Everybody who carried the code, with what stands in their place on the day."""
    found: dict[int, list[Spell]] = {}
    for spell in lineage.carriers(code):
        found.setdefault(spell.place, []).append(spell)
    return [
        Choice(
            code=code,
            name=spells[-1].label,
            kind=lineage.nodes[place].kind,
            start=spells[0].start,
            stop=spells[-1].stop,
            then=tuple((spell.code, spell.label) for spell in (lineage.nearest(hit.place, day) for hit in lineage.reach(place, day))),
        )
        for place, spells in found.items()
    ]


def resolve(lineage: Lineage, code: str, day: date) -> int:
    """The place that carries ``code`` on ``day``. Raises Impossible: ``unknown_code``, or ``not_in_force`` with ``choices``."""
    place = lineage.holder(code, day)
    if place is not None:
        return place
    known = choices(lineage, code, day)
    if not known:
        raise Impossible(Fault("unknown_code", "code", code, {"day": day}))
    raise Impossible(Fault("not_in_force", "code", code, {"day": day, "choices": known}))


def area_of(lineage: Lineage, code: str, day: date) -> Area:
    """The area of the unit with that code on that day. Raises Impossible."""
    place = resolve(lineage, code, day)
    return Area(place, day, code, lineage.nearest(place, day).label)


def units(lineage: Lineage, area: Area, level: str, day: date) -> list[Unit]:
    """The units of ``level`` alive on ``day`` that hold anything of the area, by code, each whole or partial."""
    inside = lineage.area(area.place, area.day)
    mapping = lineage.mapping(level, day)
    found: set[int] = set()
    for place in inside:
        unit = mapping.get(place)
        if unit is not None and RANK[lineage.nodes[place].kind] >= RANK[level]:
            found.add(unit)
    for place in inside:
        if mapping.get(place) is None and lineage.nodes[place].kind != "village":
            found |= {unit for hit in lineage.reach(place, day) if (unit := mapping.get(hit.place)) is not None}
    return [Unit(unit, unit in inside) for unit in by_code(lineage, found, day)]


def by_code(lineage: Lineage, places: Iterable[int], day: date) -> list[int]:
    """The ids in the order of their codes on the day."""
    return sorted(places, key=lambda place: lineage.nearest(place, day).code)


def _decrees(edges: Iterable[Edge]) -> list[dict[str, Any]]:
    rows = {(edge.decree, (edge.decree_date or edge.day).isoformat(), edge.change) for edge in edges}
    return [{"decree": decree, "date": day, "kind": kind} for decree, day, kind in sorted(rows, key=lambda row: (row[1], row[0], row[2]))]


def trace(lineage: Lineage, code: str, from_day: date, to_day: date) -> dict[str, Any]:
    """What the unit of ``from_day`` is on ``to_day``, forward or back: the shape of ``places trace``.

    ``partial``: only a part of it went (or came) this way. ``date`` is the day the decree was signed. Raises Impossible.
    """
    place = resolve(lineage, code, from_day)
    hits: list[Reach] = lineage.reach(place, to_day)
    origin = lineage.nearest(place, from_day)
    return {
        "from": {"code": code, "name": origin.label, "kind": lineage.nodes[place].kind, "on": from_day.isoformat()},
        "to": [
            {"code": spell.code, "name": spell.label, "kind": lineage.nodes[hit.place].kind, "partial": hit.partial}
            for hit, spell in ((hit, lineage.nearest(hit.place, to_day)) for hit in hits)
        ],
        "on": to_day.isoformat(),
        "by": _decrees(edge for hit in hits for edge in hit.path),
    }


def tree(lineage: Lineage, code: str, on: date, depth: int = 9) -> dict[str, Any]:
    """The unit and everything under it on the day, ``depth`` levels down: the shape of ``places tree``. Raises Impossible."""
    return _branch(lineage, resolve(lineage, code, on), on, depth)


def _branch(lineage: Lineage, place: int, on: date, depth: int) -> dict[str, Any]:
    spell = lineage.nearest(place, on)
    return {
        "code": spell.code,
        "name": spell.label,
        "kind": lineage.nodes[place].kind,
        "on": on.isoformat(),
        "children": [_branch(lineage, child, on, depth - 1) for child in lineage.children(place, on)] if depth else [],
    }


def span_text(start: date, stop: date) -> tuple[str, str]:
    """First and last day as shown, empty where open."""
    return ("" if start == BEGIN else start.isoformat(), "" if stop == END else date.fromordinal(stop.toordinal() - 1).isoformat())
