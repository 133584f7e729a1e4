"""Founds the bodies that every place has, with their successions, for the places of a province through time."""

from datetime import date
from typing import Any, NamedTuple

from nharong.deeds.actions import Receipt, action, perform
from nharong.deeds.doing import Doing
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Forbidden, Permission
from nharong.kernel.time import END
from nharong.territory.bodies.models import Body, BodyPeriod, BodySuccession, role_text
from nharong.territory.bodies.roles import Standard, roles, standards
from nharong.territory.bodies.rules import issuing_text
from nharong.territory.queries import lineage, place_id
from nharong.territory.rules.lineage import Lineage

Seat = tuple[str, int]
"""A role word and the key of the place: at most one standard body stands there."""


class Founded(NamedTuple):
    """What is to be written: bodies by seat, those new among them, and their dated states."""

    bodies: dict[Seat, Body]
    new: list[Seat]


def found_standard_bodies(province: str, day: date) -> Receipt:
    """Found the standard bodies of a province of that day, of all its places and of those it came from. Twice is once."""
    return perform(found_standard, SYSTEM, province=province, day=day)


@action("bodies.found_standard", needs=Permission.PLACES_MANAGE)
def found_standard(doing: Doing, *, province: str, day: date) -> dict[str, Any]:
    """Found every body of packs/rules/standard-bodies.yaml in the places of the province, dated as the places are."""
    if doing.scope.places(Permission.PLACES_MANAGE) is not None:
        raise Forbidden
    graph = lineage()
    root = place_id(province, day)
    inside = sorted(graph.area(root, day) | _came_from(graph, root))
    founded = _bodies(graph, inside)
    rows = [row for seat in founded.new for row in _periods(doing, graph, seat, founded.bodies)]
    BodyPeriod.objects.bulk_create(rows, batch_size=500)
    edges = _successions(doing, graph, founded)
    BodySuccession.objects.bulk_create(edges, batch_size=500)
    doing.at(root, graph.nodes[root].uid, graph.nearest(root, day).label)
    return {"bodies": len(founded.new), "periods": len(rows), "successions": len(edges)}


def _came_from(graph: Lineage, place: int) -> set[int]:
    found: set[int] = set()
    for edge in graph.origins.get(place, ()):
        found |= {edge.predecessor, *graph.below(edge.predecessor, date.fromordinal(edge.day.toordinal() - 1))}
        found |= _came_from(graph, edge.predecessor)
    return found


def _bodies(graph: Lineage, places: list[int]) -> Founded:
    known = {
        (word, row.place_id): row.body
        for row in BodyPeriod.objects.standing().filter(place__in=places).select_related("body")
        for word in row.role_words
    }
    seats = [(standard, place) for place in places for standard in standards() if _stands(graph, standard, place)]
    new = [(standard.role.word, place) for standard, place in seats if (standard.role.word, place) not in known]
    kinds = {standard.role.word: standard.kind for standard in standards()}
    made = Body.objects.bulk_create([Body(uid=new_uid(), kind=kinds[word]) for word, _ in new], batch_size=500)
    return Founded(known | dict(zip(new, made, strict=True)), new)


def _stands(graph: Lineage, standard: Standard, place: int) -> bool:
    node = graph.nodes[place]
    return node.kind == standard.role.level and node.start < standard.role.stop


def _periods(doing: Doing, graph: Lineage, seat: Seat, bodies: dict[Seat, Body]) -> list[BodyPeriod]:
    word, place = seat
    standard = next(row for row in standards() if row.role.word == word)
    found = []
    for spell in graph.spells[place]:
        stop = min(spell.stop, standard.role.stop)
        if spell.start >= stop:
            continue
        whole = _whole_name(spell.label)
        above = _above(graph, standard.superior, place, spell.start)
        superior = next(row for row in standards() if row.role.word == standard.superior) if above else None
        shown = _whole_name(graph.nearest(above, spell.start).label) if above else ""
        # a people's committee heads its papers alone; every other body names the one above it
        line = issuing_text(superior.issuing, shown) if superior and standard.kind != "people-committee" else ""
        found.append(
            BodyPeriod(
                body=bodies[seat],
                code=f"{standard.code}-{spell.code}",
                name=standard.name.replace("{place}", whole),
                place_id=place,
                superior=bodies.get((standard.superior, above)) if above else None,
                superior_line=line,
                issuing_line=issuing_text(standard.issuing, whole),
                symbol=standard.symbol,
                roles=role_text([word]),
                start=spell.start,
                stop=stop,
                by_deed=doing.deed,
            )
        )
    return found


def _whole_name(label: str) -> str:
    """``Xã Sa Thầy`` inside a sentence: ``xã Sa Thầy``."""
    return label[:1].lower() + label[1:]


def _above(graph: Lineage, word: str, place: int, day: date) -> int | None:
    """The place, at the level of the superior's role, over (or at) a place on its first day."""
    return graph.unit_of(place, roles()[word].level, max(day, graph.nodes[place].start)) if word else None


def _successions(doing: Doing, graph: Lineage, founded: Founded) -> list[BodySuccession]:
    """A standard body passes its duties on where its place did; one of an abolished level, to the heirs its role names."""
    new = set(founded.new)
    found: dict[tuple[int, int], BodySuccession] = {}
    for (word, place), body in founded.bodies.items():
        ended = min(graph.nodes[place].stop, roles()[word].stop if word in roles() else END)
        if ended >= END:
            continue
        for seat in _heirs(graph, word, place, ended):
            if seat in founded.bodies and (seat in new or (word, place) in new):
                key = (body.pk, founded.bodies[seat].pk)
                found[key] = BodySuccession(predecessor=body, successor=founded.bodies[seat], day=ended, by_deed=doing.deed)
    return list(found.values())


def _heirs(graph: Lineage, word: str, place: int, day: date) -> list[Seat]:
    role = roles()[word]
    if role.stop == day and role.heir:
        heir = roles()[role.heir]
        if not any(standard.role.word == heir.word for standard in standards()):
            heir = roles()["so-gddt"] if word == "phong-gddt" else roles()["ubnd-xa"]
        last = date.fromordinal(day.toordinal() - 1)
        inside = graph.area(place, last)
        units = {unit for part in inside if (unit := graph.unit_of(part, heir.level, day)) is not None}
        return [(heir.word, unit) for unit in sorted(units)]
    return [(word, edge.successor) for edge in graph.heirs.get(place, ()) if edge.day == day]
