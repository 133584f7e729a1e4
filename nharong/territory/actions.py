"""Writes of places: load, merge, split, rename, transfer, found and date villages. Those of traits stand in traits.py.

Every change is worked out by the pure rules first; what contradicts the lineage is refused before anything is written.
``day`` is the first day on which the change holds.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F
from pydantic import BaseModel

from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.kernel.db import insert_rows
from nharong.kernel.permissions import Forbidden, Permission
from nharong.territory import load as shipped
from nharong.territory.models import Place, PlacePeriod, PlacesVersion, Succession
from nharong.territory.queries import lineage, place_of, read_lineage
from nharong.territory.rules import villages
from nharong.territory.rules.changes import Change, Decree, Edits, Extend, Found, Merge, Part, Rename, Split, Transfer, numbered
from nharong.territory.rules.doors import Impossible
from nharong.territory.rules.edits import edits_of
from nharong.territory.rules.lineage import Lineage, Spell
from nharong.territory.wording import refused


class PartOf(BaseModel):
    """One successor of a split, as in a payload."""

    code: str = ""
    name: str
    title: str = ""
    members: list[str] = []


class VillageOf(BaseModel):
    """A village to found in a commune (code on the day, or uid), or, with its code in ``village``, one that was there earlier."""

    commune: UUID | str
    day: date
    name: str = ""
    title: str = "Thôn"
    village: str = ""
    heirs: list[str] = []


def bump() -> None:
    """Say that places have changed: what is compiled in memory is built anew."""
    PlacesVersion.objects.get_or_create(pk=1)
    PlacesVersion.objects.filter(pk=1).update(number=F("number") + 1, stamp=uuid4())


@action("places.load", needs=Permission.PLACES_MANAGE)
def load(doing: Doing, *, provinces: list[str] = []) -> dict[str, Any]:  # noqa: B006 - pydantic copies it
    """Bring the tables in step with the shipped packs; does nothing while their hash is the same."""
    if doing.scope.places(Permission.PLACES_MANAGE) is not None:
        raise Forbidden
    told = shipped.load(provinces)
    if not (told["places"] or told["periods"]):
        return told
    bump()
    stranded = shipped.follow_communes(read_lineage(0), doing.deed.pk)
    bump()
    return {**told, "stranded": stranded}


@action("places.merge", needs=Permission.PLACES_MANAGE)
def merge(
    doing: Doing,
    *,
    codes: list[str],
    day: date,
    name: str,
    code: str = "",
    title: str = "",
    parent: str = "",
    decree: str = "",
    decree_date: date | None = None,
) -> dict[str, Any]:
    """Several units become one new unit; villages move there and keep their codes."""
    change = Merge(tuple(codes), day, name, code, title, parent, Decree(decree, decree_date))
    return _change(doing, change)


@action("places.split", needs=Permission.PLACES_MANAGE)
def split(doing: Doing, *, code: str, day: date, parts: list[PartOf], decree: str = "", decree_date: date | None = None) -> dict[str, Any]:
    """One unit becomes several; each village goes to the part that names it, the unit's own records to none."""
    told = tuple(Part(part.code, part.name, part.title, tuple(part.members)) for part in parts)
    return _change(doing, Split(code, day, told, Decree(decree, decree_date)))


@action("places.rename", needs=Permission.PLACES_MANAGE)
def rename(
    doing: Doing,
    *,
    code: str,
    day: date,
    name: str = "",
    title: str = "",
    new_code: str = "",
    decree: str = "",
    decree_date: date | None = None,
) -> dict[str, Any]:
    """The same unit under another name, title or code."""
    return _change(doing, Rename(code, day, name, title, new_code, Decree(decree, decree_date)))


@action("places.transfer", needs=Permission.PLACES_MANAGE)
def transfer(
    doing: Doing, *, codes: list[str], day: date, parent: str, decree: str = "", decree_date: date | None = None
) -> dict[str, Any]:
    """Units as they are come under another parent: villages to another commune, communes to another province."""
    return _change(doing, Transfer(tuple(codes), day, parent, Decree(decree, decree_date)))


@action("places.found_village", needs=Permission.PLACES_MANAGE)
def found_village(
    doing: Doing,
    *,
    commune: UUID | str,
    day: date,
    name: str,
    title: str = "Thôn",
    heirs: list[str] = [],  # noqa: B006
) -> dict[str, Any]:
    """A new village of the commune (its code on ``day``, or uid); it follows its commune through later mergers.

    ``heirs``: codes of the parts to follow where a commune was split later. Inside an import the right to import suffices.
    """
    told = _settle(doing, [Found(_code(commune, day), day, name, title, tuple(heirs))])
    return {**told, "village": told["made"][0]["place"]}


@action("places.extend_village", needs=Permission.PLACES_MANAGE)
def extend_village(doing: Doing, *, village: str, commune: UUID | str, day: date, name: str = "") -> dict[str, Any]:
    """A known village (by its code) existed earlier: since ``day`` in the commune of that code, before its present one."""
    return _settle(doing, [Extend(village, _code(commune, day), day, name)])


@action("places.settle_villages", needs=Permission.PLACES_MANAGE)
def settle_villages(doing: Doing, *, rows: list[VillageOf]) -> dict[str, Any]:
    """Many villages at once, founded or (those with a code in ``village``) dated back; ``made`` is in the order given."""
    changes: list[Found | Extend] = [
        Extend(row.village, _code(row.commune, row.day), row.day, row.name)
        if row.village
        else Found(_code(row.commune, row.day), row.day, row.name, row.title, tuple(row.heirs))
        for row in rows
    ]
    return _settle(doing, changes)


# ---------------------------------------------------------------- writing what the rules worked out


def _change(doing: Doing, change: Change) -> dict[str, Any]:
    graph = _locked_lineage()
    try:
        edits = edits_of(graph, change)
    except Impossible as impossible:
        raise refused(impossible) from None
    _allow(doing, _ground(graph, edits))
    written = _write(doing, edits)
    bump()
    return {"change": edits.word, "day": edits.day.isoformat(), **written}


def _settle(doing: Doing, changes: Sequence[Found | Extend]) -> dict[str, Any]:
    graph = _locked_lineage()
    try:
        edits = villages.settled(graph, changes)
    except Impossible as impossible:
        raise refused(impossible) from None
    for one in edits:
        _allow(doing, _ground(graph, one), Permission.PEOPLE_IMPORT)
    written = [_write(doing, one) for one in edits]
    bump()
    return {"made": [row for told in written for row in told["made"]], "extended": sum(one.word == "extend" for one in edits)}


def _code(commune: UUID | str, day: date) -> str:
    """The code of a commune given by code or uid."""
    if isinstance(commune, str):
        return commune
    return lineage().nearest(place_of(commune).pk, day).code


def _locked_lineage() -> Lineage:
    """The lineage while nobody else can change it."""
    PlacesVersion.objects.get_or_create(pk=1)
    PlacesVersion.objects.select_for_update().get(pk=1)
    return lineage()


def _ground(graph: Lineage, edits: Edits) -> set[int]:
    """The places on whose ground the change happens, and those that receive."""
    own = {spell.place for spell in edits.closes} | set(edits.begins)
    if edits.word in {"merge", "split", "rename"}:
        return own
    return own | {
        spell.parent for spell in edits.opens if spell.parent is not None and spell.parent in graph.nodes and spell.start == edits.day
    }


def _allow(doing: Doing, places: Iterable[int], also: Permission | None = None) -> None:
    """Raises Forbidden unless places may be changed on all that ground (or, for villages, ``also`` holds there)."""
    rights = [Permission.PLACES_MANAGE, *([also] if also else [])]
    if not all(any(doing.scope.allows(right, place) for right in rights) for place in places):
        raise Forbidden


def _write(doing: Doing, edits: Edits) -> dict[str, Any]:
    day, deed = edits.day, doing.deed.pk
    ids: dict[int, int] = {}
    for node in edits.nodes:
        ids[node.id] = Place.objects.create(uid=node.uid, kind=node.kind, start=node.start, stop=node.stop, **_ground_facts(edits)).pk
    edits = numbered(edits, ids)
    Place.objects.filter(pk__in=edits.ends).update(stop=day)
    Place.objects.filter(pk__in=edits.begins).update(start=day)
    for start in {spell.start for spell in edits.closes}:
        places = [spell.place for spell in edits.closes if spell.start == start]
        PlacePeriod.objects.filter(place_id__in=places, start=start).update(stop=day)
    rows = [(*shipped.period_of(spell), deed) for spell in edits.opens]
    insert_rows(PlacePeriod, shipped.PERIOD, rows)
    insert_rows(Succession, shipped.EDGE, [(*edge, deed) for edge in edits.edges])
    first = edits.opens[0]
    uid = Place.objects.values_list("uid", flat=True).get(pk=first.place)
    doing.at(first.place, uid, f"{first.title} {first.name}")
    made = dict(Place.objects.filter(pk__in=ids.values()).values_list("pk", "uid"))
    new = [
        {"code": spell.code, "name": spell.label, "place": str(made[spell.place])} for spell in _firsts(edits.opens) if spell.place in made
    ]
    return {"made": new, "moved": len({spell.place for spell in edits.opens}) - len(new)}


def _firsts(spells: Iterable[Spell]) -> list[Spell]:
    """The first spell of each place, in the order in which the places come."""
    found: dict[int, Spell] = {}
    for spell in spells:
        if spell.place not in found or spell.start < found[spell.place].start:
            found[spell.place] = spell
    return list(found.values())


def _ground_facts(edits: Edits) -> dict[str, float]:
    """Centroid and area of a merged unit from those of its parts, where all are known; nothing for other changes."""
    if edits.word != "merge":
        return {}
    parts = list(Place.objects.filter(pk__in=edits.ends).values_list("lat", "lon", "area_km2"))
    facts: dict[str, float] = {}
    lats, lons, areas = zip(*parts, strict=True)
    if None not in (*lats, *lons):
        facts |= {"lat": round(sum(lats) / len(lats), 6), "lon": round(sum(lons) / len(lons), 6)}
    return facts | ({"area_km2": round(sum(areas), 2)} if None not in areas else {})
