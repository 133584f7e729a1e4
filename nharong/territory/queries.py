"""Reads of places: the lineage in memory, codes and areas as written at the door, names for lists, traits.

Places are public knowledge: these reads take no Scope; what lies in a place is guarded by who owns it.
"""

import threading
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from nharong.kernel import packs
from nharong.kernel.db import once
from nharong.kernel.permissions import Hidden
from nharong.kernel.problems import Refused
from nharong.kernel.time import BadPeriod, parse_day
from nharong.territory import wording
from nharong.territory.models import Place, PlacePeriod, PlacesVersion, Succession, Trait
from nharong.territory.rules import doors, villages
from nharong.territory.rules.doors import Area, Fault, Impossible, Unit
from nharong.territory.rules.lineage import Edge, Lineage, Node, Spell

# ---------------------------------------------------------------- the lineage, once per data version

_lock = threading.Lock()
_kept: tuple[tuple[int, UUID], Lineage] | None = None


def lineage() -> Lineage:
    """The present lineage; one small query tells whether the one in memory is still current."""
    global _kept  # noqa: PLW0603 - one picture per process, replaced whole
    key = once("places version", lambda: PlacesVersion.objects.values_list("number", "stamp").order_by("pk").first())
    kept = _kept
    if kept and kept[0] == key:
        return kept[1]
    with _lock:
        fresh = read_lineage(key[0] if key else 0)
        if key:
            _kept = (key, fresh)
    return fresh


def read_lineage(version: int) -> Lineage:
    """Build the lineage from the tables: three queries."""
    periods = PlacePeriod.objects.order_by("start", "pk")
    edges = Succession.objects.order_by("pk")
    return Lineage.of(
        map(Node._make, Place.objects.order_by("pk").values_list("id", "uid", "kind", "start", "stop").iterator()),
        map(Spell._make, periods.values_list("place_id", "start", "stop", "code", "name", "title", "parent_id").iterator()),
        map(
            Edge._make,
            edges.values_list("predecessor_id", "successor_id", "day", "change", "partial", "decree", "decree_date").iterator(),
        ),
        version,
    )


# ---------------------------------------------------------------- codes and areas as written at the door


def place_id(code: str, on: date) -> int:
    """The key of the place that carries the code on the day. Raises Refused with the choices."""
    try:
        return doors.resolve(lineage(), code.strip(), on)
    except Impossible as impossible:
        raise wording.refused(impossible) from None


def find_place(code: str, on: date) -> Place:
    """The place that carries the code on the day. Raises Refused with the choices."""
    place: Place = Place.objects.get(pk=place_id(code, on))
    return place


def place_of(uid: UUID) -> Place:
    """The place named by its uid. Raises Hidden."""
    place: Place | None = Place.objects.filter(uid=uid).first()
    if place is None:
        raise Hidden
    return place


def parse_area(text: str, default_day: date) -> Area:
    """``CODE`` (read on ``default_day``) or ``CODE@DATE``. Raises Refused."""
    code, _, day_text = text.strip().partition("@")
    try:
        day = parse_day(day_text) if day_text else default_day
        return doors.area_of(lineage(), code.strip(), day)
    except BadPeriod:
        raise wording.refused(Impossible(Fault("bad_day", "area", day_text))) from None
    except Impossible as impossible:
        raise wording.refused(impossible) from None


def area_ids(text: str, default_day: date) -> frozenset[int]:
    """Keys of every place, of any level and time, wholly inside the area as written. Raises Refused."""
    area = parse_area(text, default_day)
    return lineage().area(area.place, area.day)


def area_units(area: Area, level: str, day: date) -> list[Unit]:
    """The units of a level alive on the day that hold anything of the area, by code, each whole or partial."""
    return doors.units(lineage(), area, level, day)


# ---------------------------------------------------------------- names for lists


class Label(NamedTuple):
    """What to print for a place: ``Làng Kơ Tu``, code, its parent ``Xã Sa Bình``, its outside name."""

    name: str
    code: str
    parent: str
    uid: UUID
    kind: str

    def __str__(self) -> str:
        return f"{self.name}, {self.parent}" if self.parent else self.name


def place_labels(ids: Iterable[int], on: date) -> dict[int, Label]:
    """Labels by key on the day; a place that is not in force then is called as it was last or will be first."""
    graph = lineage()
    return {id: label(graph, id, on) for id in ids if id in graph.nodes}


def label(graph: Lineage, id: int, on: date) -> Label:
    """The label of one place."""
    node, spell = graph.nodes[id], graph.nearest(id, on)
    parent = graph.nearest(spell.parent, max(spell.start, min(on, spell.stop))).label if spell.parent else ""
    return Label(spell.label, spell.code, parent, node.uid, node.kind)


def villages_of(commune: int, on: date) -> dict[int, Label]:
    """The villages of a commune on the day, by code."""
    graph = lineage()
    return {id: label(graph, id, on) for id in graph.children(commune, on) if graph.nodes[id].kind == "village"}


def match_village(commune: int, name: str, on: date) -> villages.Match | None:
    """The village that a name as written (with or without title or marks) means in the commune on the day, if just one."""
    return villages.match(lineage(), commune, name, on)


# ---------------------------------------------------------------- traits

TRAITS = ("minority_area", "mountainous", "border", "hardship")
"""The kinds that rules know; any other kind is the id of a named list."""


def traits_on(place_ids: Collection[int], kind: str, day: date) -> dict[int, str]:
    """The value of the trait by key of the place; a place that is missing is unknown."""
    rows: QuerySet[Trait] = Trait.objects.filter(kind=kind, start__lte=day, stop__gt=day, place_id__in=list(place_ids))
    return dict(rows.order_by("place_id").values_list("place_id", "value"))


def yes_no(values: Mapping[int, str], ids: Iterable[int]) -> dict[int, bool | None]:
    """Traits of the kind yes or no as three answers: True, False, None for unknown."""
    return {id: {"yes": True, "no": False}.get(values.get(id, "")) for id in ids}


def extreme_hardship(place_ids: Collection[int], day: date) -> dict[int, bool | None]:
    """Whether each place is especially difficult (đặc biệt khó khăn) that day, by the rule pack ``hardship``; None: unknown."""
    scheme = scheme_on(day)
    extreme = set(scheme["extreme"]) if scheme else set()
    classes = traits_on(place_ids, "hardship", day)
    return {id: (classes[id] in extreme) if scheme and id in classes else None for id in place_ids}


def trait_words(kind: str, value: str) -> tuple[str, str]:
    """Kind and value of a trait in the words of the rule pack; a named list and an unknown word stand for themselves."""
    known = packs.find("rules", "hardship").data["traits"].get(kind, {})
    return str(known.get("title", kind)), str(known.get("values", {}).get(value, value))


def scheme_on(day: date) -> dict[str, Any] | None:
    """The classification of hardship in force on the day (rule pack ``hardship``), or None."""
    schemes: list[dict[str, Any]] = packs.find("rules", "hardship").data["schemes"]
    return next((scheme for scheme in schemes if str(scheme["from"]) <= day.isoformat() <= str(scheme["to"])), None)


__all__ = [
    "Area",
    "Label",
    "Refused",
    "Unit",
    "area_ids",
    "area_units",
    "extreme_hardship",
    "find_place",
    "label",
    "lineage",
    "match_village",
    "parse_area",
    "place_id",
    "place_labels",
    "place_of",
    "read_lineage",
    "scheme_on",
    "trait_words",
    "traits_on",
    "villages_of",
    "yes_no",
]  # fmt: skip
