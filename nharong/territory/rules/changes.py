"""The changes that places undergo, as asked, and the edits that they become (rules/edits.py works them out).

``applied`` gives the lineage afterwards without a database: a rehearsal and the real thing come from one computation.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from nharong.territory.rules.lineage import Edge, Lineage, Node, Spell


class Decree(NamedTuple):
    """The text that decides: short number and date of signing; both may be unknown."""

    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Several units of one level become one new unit on ``day``; whatever lies under them moves there."""

    codes: tuple[str, ...]
    day: date
    name: str
    code: str = ""
    """Code of the new unit: new, or that of one of the merged; villages get theirs when it is empty."""
    title: str = ""
    parent: str = ""
    """Code of the parent; empty where all merged units have the same."""
    decree: Decree = Decree()


@dataclass(frozen=True, slots=True)
class Part:
    """One successor of a split, with the codes of the units under the old one that it receives."""

    code: str
    name: str
    title: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """A unit is divided: each village (or commune) under it goes to one part, its own records to none."""

    code: str
    day: date
    parts: tuple[Part, ...]
    decree: Decree = Decree()


@dataclass(frozen=True, slots=True)
class Rename:
    """The same unit gets another name, title or code; empty stays as it is."""

    code: str
    day: date
    name: str = ""
    title: str = ""
    new_code: str = ""
    decree: Decree = Decree()


@dataclass(frozen=True, slots=True)
class Transfer:
    """Units as they are come under another parent: communes to a province, villages to a commune."""

    codes: tuple[str, ...]
    day: date
    parent: str
    decree: Decree = Decree()


@dataclass(frozen=True, slots=True)
class Found:
    """A new village in a commune; ``heirs`` names the commune where succession leaves a choice afterwards."""

    commune: str
    day: date
    name: str
    title: str = "Thôn"
    heirs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extend:
    """A known village existed earlier than recorded: since ``day`` it belonged to the commune of that code."""

    village: str
    commune: str
    day: date
    name: str = ""


Change = Merge | Split | Rename | Transfer | Found | Extend


@dataclass(frozen=True, slots=True)
class Edits:
    """The rows that a change makes and closes. New places have negative ids until they are written."""

    day: date
    word: str
    decree: Decree = Decree()
    nodes: tuple[Node, ...] = ()
    ends: tuple[int, ...] = ()
    """Places that exist no more from ``day`` on."""
    begins: tuple[int, ...] = ()
    """Places that turn out to have existed since ``day``."""
    closes: tuple[Spell, ...] = ()
    """Spells, as they are now, that stop on ``day``."""
    opens: tuple[Spell, ...] = ()
    edges: tuple[Edge, ...] = ()


def numbered(edits: Edits, ids: Mapping[int, int]) -> Edits:
    """The edits with the new places' negative ids replaced."""

    def known(place: int) -> int:
        return ids.get(place, place)

    def parent(spell: Spell) -> int | None:
        return None if spell.parent is None else known(spell.parent)

    return dataclasses.replace(
        edits,
        nodes=tuple(node._replace(id=ids[node.id]) for node in edits.nodes),
        opens=tuple(spell._replace(place=known(spell.place), parent=parent(spell)) for spell in edits.opens),
        edges=tuple(edge._replace(predecessor=known(edge.predecessor), successor=known(edge.successor)) for edge in edits.edges),
    )


def applied(lineage: Lineage, edits: Edits) -> Lineage:
    """The lineage after the edits; new places are numbered on from the highest id."""
    last = max(lineage.nodes, default=0)
    edits = numbered(edits, {node.id: last + number for number, node in enumerate(edits.nodes, 1)})
    day = edits.day
    ends, begins, closes = set(edits.ends), set(edits.begins), set(edits.closes)
    nodes = [
        node._replace(stop=day) if node.id in ends else node._replace(start=day) if node.id in begins else node
        for node in lineage.nodes.values()
    ]
    spells = [spell._replace(stop=day) if spell in closes else spell for rows in lineage.spells.values() for spell in rows]
    edges = [edge for rows in lineage.heirs.values() for edge in rows]
    return Lineage.of([*nodes, *edits.nodes], [*spells, *edits.opens], [*edges, *edits.edges], lineage.version + 1)
