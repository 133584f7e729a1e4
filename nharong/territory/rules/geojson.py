"""A GeoJSON file of boundaries read and judged: which features can be drawn, and what is wrong with the others. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Feature = dict[str, Any]
WEST, EAST, SOUTH, NORTH = 100.0, 120.0, 6.0, 24.5
"""Degrees between which Việt Nam lies with all its islands."""
CORNERS = 4
"""A ring has at least three corners and repeats the first."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault: a word for it, the feature's number from 1 (0: the whole file), its code or name, and what the sentence needs."""

    kind: str
    number: int = 0
    name: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What a file holds: features by the code of their unit, and what was wrong."""

    features: dict[str, Feature]
    wrong: tuple[Wrong, ...]


def read_boundaries(data: bytes) -> Boundaries:
    """The features of a FeatureCollection of polygons in degrees (WGS 84), named by ``id`` or ``properties.code``."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Boundaries({}, (Wrong("not_text"),))
    except json.JSONDecodeError as broken:
        return Boundaries({}, (Wrong("not_json", data={"line": broken.lineno, "column": broken.colno}),))
    except RecursionError:
        return Boundaries({}, (Wrong("not_geojson"),))
    listed = document.get("features") if isinstance(document, dict) and document.get("type") == "FeatureCollection" else None
    if not isinstance(listed, list):
        return Boundaries({}, (Wrong("not_geojson"),))
    found: dict[str, Feature] = {}
    wrong: list[Wrong] = []
    for number, feature in enumerate(listed, 1):
        fault = _fault(feature, number)
        code = "" if fault else code_of(feature)
        if fault is None and code in found:
            fault = Wrong("twice", number, code)
        if fault:
            wrong.append(fault)
        else:
            geometry = {"type": feature["geometry"]["type"], "coordinates": feature["geometry"]["coordinates"]}
            found[code] = {"type": "Feature", "id": code, "properties": {"code": code}, "geometry": geometry}
    return Boundaries(found, tuple(wrong or ([] if found else [Wrong("empty")])))


def code_of(feature: Feature) -> str:
    """What names a feature: its id, else its code."""
    known = feature.get("properties")
    properties = known if isinstance(known, dict) else {}
    for value in (feature.get("id"), properties.get("code")):
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def _fault(feature: Any, number: int) -> Wrong | None:
    if not isinstance(feature, dict):
        return Wrong("no_feature", number)
    code = code_of(feature)
    properties = feature.get("properties")
    name = code or str(properties.get("name", "") if isinstance(properties, dict) else "")[:60]
    if not code:
        return Wrong("no_code", number, name)
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        return Wrong("no_polygon", number, name, {"kind": str(kind or "–")})
    try:
        rings = list(_rings(geometry))
        corners = [(float(corner[0]), float(corner[1])) for ring in rings for corner in ring]
    except (TypeError, ValueError, IndexError, KeyError):
        return Wrong("bad_corners", number, name)
    if not rings or any(len(ring) < CORNERS for ring in rings):
        return Wrong("short_ring", number, name)
    return _off(corners, number, name)


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Any]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield list(ring)


def _off(corners: list[tuple[float, float]], number: int, name: str) -> Wrong | None:
    """Corners that lie outside the country: swapped, in metres, or elsewhere."""
    x, y = next(((x, y) for x, y in corners if not (WEST <= x <= EAST and SOUTH <= y <= NORTH)), (None, None))
    if x is None or y is None:
        return None
    shown = {"corner": f"{x:g}, {y:g}"}
    if WEST <= y <= EAST and SOUTH <= x <= NORTH:
        return Wrong("swapped", number, name, shown)
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        return Wrong("metres", number, name, shown)
    return Wrong("elsewhere", number, name, shown)
