"""What the pages of places show, worked out once: the list and search, one unit with its past and future, its parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from nharong.kernel import packs
from nharong.kernel.text import fold
from nharong.kernel.time import BEGIN, END
from nharong.territory.models import Place, Trait
from nharong.territory.queries import Label, label, lineage, place_of, trait_words
from nharong.territory.rules.lineage import Edge, Lineage, Spell
from nharong.territory.wording import until

FOUND = 50
"""Hits of a search shown at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in a list, with how many units lie directly under it; ``span`` where it is not in force on the day."""

    uid: UUID
    code: str
    name: str
    kind: str
    parent: str
    below: int
    day: date
    """The day of the list: the unit's page opens on it."""
    span: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One constant state of a unit: what it was called and where it belonged, for which span."""

    code: str
    name: str
    parent: Label | None
    span: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A unit before or after this one, and the decree between them."""

    unit: Label
    day: date
    change: str
    partial: bool
    decree: str
    decree_date: date | None


@dataclass(frozen=True, slots=True)
class TraitLine:
    """A trait in words; an empty value is unknown."""

    kind: str
    title: str
    value: str
    scheme: str
    decision: str
    span: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything that the page of a unit shows of the places."""

    place: Place
    label: Label
    alive: bool
    span: str
    parents: tuple[Label, ...]
    states: tuple[State, ...]
    origins: tuple[Kin, ...]
    heirs: tuple[Kin, ...]
    traits: tuple[TraitLine, ...]
    area_text: str
    """Its area as written at the door, ``CODE@DATE``."""


def listed(text: str, level: str, day: date) -> list[Line]:
    """What a search finds; without one every unit of the level on the day; without either the provinces."""
    if text:
        return [line for line in search(text, day) if not level or line.kind == level]
    graph = lineage()
    if level in ("", "province"):
        return _lines(graph, graph.roots(day), day)
    places = (id for id, node in graph.nodes.items() if node.kind == level and node.start <= day < node.stop)
    return _lines(graph, sorted(places, key=lambda id: graph.nearest(id, day).code), day)


def search(text: str, day: date) -> list[Line]:
    """Units of any time by code or by name with or without marks; those in force on the day first, at most FOUND."""
    graph, wanted = lineage(), fold(text)
    if not wanted:
        return []
    if wanted.replace(" ", "").replace("-", "").isdecimal():
        hits = {spell.place for code in graph.codes() if code.startswith(text.strip()) for spell in graph.carriers(code)}
    else:
        hits = {place for name, place in _folded(graph) if name.startswith(wanted) or f" {wanted}" in name}
    order = sorted(hits, key=lambda place: (not graph.alive(place, day), graph.nearest(place, day).code, place))
    return _lines(graph, order[:FOUND], day)


@lru_cache(maxsize=2)
def _folded(graph: Lineage) -> tuple[tuple[str, int], ...]:
    return tuple({(fold(spell.name), spell.place) for rows in graph.spells.values() for spell in rows})


def _lines(graph: Lineage, places: Iterable[int], day: date) -> list[Line]:
    found = []
    for place in places:
        told, alive = label(graph, place, day), graph.alive(place, day)
        node = graph.nodes[place]
        span = "" if alive else until(node.start, node.stop)
        found.append(Line(told.uid, told.code, told.name, told.kind, told.parent, len(graph.children(place, day)), day, span))
    return found


def unit_page(uid: UUID, day: date) -> UnitPage:
    """A unit as of the day, with its whole history. Raises Hidden."""
    place, graph = place_of(uid), lineage()
    told, node = label(graph, place.pk, day), graph.nodes[place.pk]
    shown = day if graph.alive(place.pk, day) else (node.start if day < node.start else date.fromordinal(node.stop.toordinal() - 1))
    return UnitPage(
        place=place,
        label=told,
        alive=graph.alive(place.pk, day),
        span=until(node.start, node.stop),
        parents=tuple(_parents(graph, place.pk, shown)),
        states=tuple(_state(graph, spell) for spell in reversed(graph.spells[place.pk])),
        origins=tuple(_kin(graph, edge, edge.predecessor) for edge in graph.origins.get(place.pk, ())),
        heirs=tuple(_kin(graph, edge, edge.successor) for edge in graph.heirs.get(place.pk, ())),
        traits=tuple(trait_lines(place.pk, shown)),
        area_text=f"{told.code}@{shown.isoformat()}",
    )


def below(place: Place, day: date) -> list[Line]:
    """The units directly under a place on the day, or on its last (or first) day where it is not in force."""
    graph = lineage()
    if not graph.alive(place.pk, day):
        day = place.start if day < place.start else date.fromordinal(place.stop.toordinal() - 1)
    return _lines(graph, graph.children(place.pk, day), day)


def _parents(graph: Lineage, place: int, day: date) -> list[Label]:
    found: list[Label] = []
    parent = graph.parent(place, day)
    while parent is not None:
        found.insert(0, label(graph, parent, day))
        parent = graph.parent(parent, day)
    return found


def _state(graph: Lineage, spell: Spell) -> State:
    parent = label(graph, spell.parent, spell.start if spell.start != BEGIN else spell.stop) if spell.parent else None
    if spell.parent and spell.start == BEGIN:
        eve = spell.stop if spell.stop == END else date.fromordinal(spell.stop.toordinal() - 1)
        parent = label(graph, spell.parent, eve)
    return State(spell.code, spell.label, parent, until(spell.start, spell.stop))


def _kin(graph: Lineage, edge: Edge, place: int) -> Kin:
    eve = date.fromordinal(edge.day.toordinal() - 1)
    told = label(graph, place, edge.day if place == edge.successor else eve)
    return Kin(told, edge.day, edge.change, edge.partial, edge.decree, edge.decree_date)


def trait_lines(place: int, day: date) -> list[TraitLine]:
    """Every known kind of trait with its value on the day, unknown ones too; named lists only where the place stands on them."""
    pack = packs.find("rules", "hardship").data
    schemes = {scheme["id"]: str(scheme["title"]) for scheme in pack["schemes"]}
    rows = {row.kind: row for row in Trait.objects.filter(place_id=place, start__lte=day, stop__gt=day).order_by("kind")}
    found = []
    for kind in dict.fromkeys([*pack["traits"], *rows]):
        row = rows.get(kind)
        title, value = trait_words(kind, row.value if row else "")
        scheme = schemes.get(row.scheme, row.scheme) if row else ""
        found.append(TraitLine(kind, title, value, scheme, row.decision if row else "", until(row.start, row.stop) if row else ""))
    return found
