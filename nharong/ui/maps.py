"""Maps as SVG: equal tiles by relative position where no boundaries are loaded, else the boundaries themselves. Pure.

Coordinates are degrees (WGS 84), longitude first, as GeoJSON has them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, radians, sqrt
from typing import Any

Cell = tuple[int, int]
Ring = list[tuple[int, int]]


# ---------------------------------------------------------------- equal tiles


def tiles(points: Mapping[str, tuple[float, float]]) -> dict[str, Cell]:
    """Id → (longitude, latitude) becomes id → (column, row): one tile each, neighbours near, north on top.

    The same points always give the same tiles. Meant for up to some hundred units.
    """
    return dict(_tiles(tuple(sorted(points.items()))))


def middle(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The mean of some points; at least one."""
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def row_by_row(ids: Sequence[str]) -> dict[str, Cell]:
    """Tiles in the order given, for units of which no position is known."""
    columns = max(1, round(sqrt(len(ids) * 1.2)))
    return {id: (place % columns, place // columns) for place, id in enumerate(ids)}


@lru_cache(maxsize=64)
def _tiles(points: tuple[tuple[str, tuple[float, float]], ...]) -> tuple[tuple[str, Cell], ...]:
    if not points:
        return ()
    wanted, columns, rows = _wanted(points)
    placed = _place(wanted, columns, rows)
    _swap(wanted, placed, columns, rows)
    across = {column: place for place, column in enumerate(sorted({column for column, _ in placed.values()}))}
    down = {row: place for place, row in enumerate(sorted({row for _, row in placed.values()}))}
    return tuple((id, (across[placed[id][0]], down[placed[id][1]])) for id, _ in points)


def _wanted(points: Sequence[tuple[str, tuple[float, float]]]) -> tuple[dict[str, tuple[float, float]], int, int]:
    """Where each would stand on the grid, half by distance and half by rank, so that dense towns spread."""
    latitude = sum(point[1] for _, point in points) / len(points)
    xs = {id: point[0] * cos(radians(latitude)) for id, point in points}
    ys = {id: -point[1] for id, point in points}
    wide, high = _span(xs), _span(ys)
    room = ceil(len(points) * 1.45)
    columns = max(1, min(round(sqrt(room * wide / high)), len(points)))
    rows = max(1, ceil(room / columns))
    across, down = _blend(xs, wide, columns), _blend(ys, high, rows)
    return {id: (across[id], down[id]) for id, _ in points}, columns, rows


def _span(values: Mapping[str, float]) -> float:
    return (max(values.values()) - min(values.values())) or 1e-9


def _blend(values: Mapping[str, float], span: float, size: int) -> dict[str, float]:
    least = min(values.values())
    ranks = {id: rank / max(len(values) - 1, 1) for rank, id in enumerate(sorted(values, key=lambda id: (values[id], id)))}
    return {id: (0.5 * (value - least) / span + 0.5 * ranks[id]) * (size - 1) for id, value in values.items()}


def _place(wanted: Mapping[str, tuple[float, float]], columns: int, rows: int) -> dict[str, Cell]:
    """The nearest free cell for each, those in the middle first."""
    middle = ((columns - 1) / 2, (rows - 1) / 2)
    free = {(column, row) for column in range(columns) for row in range(rows)}
    placed: dict[str, Cell] = {}
    for id in sorted(wanted, key=lambda id: (_far(wanted[id], middle), id)):
        cell = min(free, key=lambda cell: (_far(wanted[id], cell), cell))
        free.remove(cell)
        placed[id] = cell
    return placed


def _far(a: tuple[float, float], b: tuple[float, float]) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _swap(wanted: Mapping[str, tuple[float, float]], placed: dict[str, Cell], columns: int, rows: int) -> None:
    """Exchange tiles, also with empty ones, while that brings them nearer to where they belong; a few rounds at most."""
    holder: dict[Cell, str] = {cell: id for id, cell in placed.items()}
    cells = [(column, row) for column in range(columns) for row in range(rows)]
    for _ in range(6):
        moved = False
        for id in sorted(placed):
            here = placed[id]
            for cell in cells:
                other = holder.get(cell, "")
                gain = _far(wanted[id], here) - _far(wanted[id], cell)
                if other:
                    gain += _far(wanted[other], cell) - _far(wanted[other], here)
                if gain > 1e-9:
                    holder[cell], placed[id] = id, cell
                    if other:
                        holder[here], placed[other] = other, here
                    else:
                        del holder[here]
                    here, moved = cell, True
        if not moved:
            return


# ---------------------------------------------------------------- real boundaries


@dataclass(frozen=True, slots=True)
class Outline:
    """One unit's boundary on the drawing."""

    id: str
    path: str
    x: float
    y: float
    """A place inside, for the label."""
    width: float
    """Of the part that the label stands in."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """All boundaries in one box."""

    width: int
    height: int
    outlines: tuple[Outline, ...]


def draw(features: Iterable[Mapping[str, Any]], *, width: int = 640, step: float = 1.5) -> Drawing:
    """GeoJSON features (Polygon or MultiPolygon; ``id`` or ``properties.code`` names them) as paths in a box ``width`` wide.

    Corners are moved to a grid of ``step``, which drops what cannot be seen and keeps shared borders shared.
    Plain cylindrical projection, true at the middle latitude: right for a province. Other geometries are left out.
    """
    shapes = {id: rings for feature in features if (rings := _rings(feature)) and (id := feature_id(feature))}
    corners = [corner for polygons in shapes.values() for polygon in polygons for ring in polygon for corner in ring]
    if not corners:
        return Drawing(width, 0, ())
    west, east = min(c[0] for c in corners), max(c[0] for c in corners)
    south, north = min(c[1] for c in corners), max(c[1] for c in corners)
    flat = cos(radians((south + north) / 2))
    scale = width / (((east - west) * flat) or 1e-9) / step

    def project(corner: Sequence[float]) -> tuple[int, int]:
        return round((corner[0] - west) * flat * scale), round((north - corner[1]) * scale)

    outlines = tuple(_outline(id, polygons, project, step) for id, polygons in sorted(shapes.items()))
    return Drawing(width, ceil((north - south) * scale * step), outlines)


def feature_id(feature: Mapping[str, Any]) -> str:
    """What names a feature: its id, else its code."""
    return str(feature.get("id") or (feature.get("properties") or {}).get("code") or "")


def _rings(feature: Mapping[str, Any]) -> list[list[list[Sequence[float]]]]:
    geometry = feature.get("geometry") or {}
    if geometry.get("type") == "Polygon":
        return [geometry["coordinates"]]
    return list(geometry["coordinates"]) if geometry.get("type") == "MultiPolygon" else []


def _outline(id: str, polygons: list[list[list[Sequence[float]]]], project: Any, step: float) -> Outline:
    kept = [[simple for ring in polygon if len(simple := _simplify([project(corner) for corner in ring])) > 2] for polygon in polygons]
    kept = [polygon for polygon in kept if polygon] or [[_speck(project(polygons[0][0][0]))]]
    largest = max((polygon[0] for polygon in kept), key=lambda ring: abs(_area(ring)))
    x, y, wide = _inside(largest)
    path = "".join(_path(ring, step) for polygon in kept for ring in polygon)
    return Outline(id, path, round(x * step, 1), round(y * step, 1), round(wide * step, 1))


def _simplify(ring: Ring) -> Ring:
    """The ring without repeated corners and without corners on a straight line; closed by itself."""
    once = [corner for place, corner in enumerate(ring) if corner != ring[place - 1]]
    return [corner for place, corner in enumerate(once) if _turn(once[place - 1], corner, once[(place + 1) % len(once)])]


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _speck(corner: tuple[int, int]) -> Ring:
    """What stands for a unit too small to be seen."""
    x, y = corner
    return [(x, y), (x + 2, y), (x + 1, y + 2)]


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _inside(ring: Ring) -> tuple[float, float, float]:
    """The middle of the longest stretch inside, near the ring's half height, and that stretch's length."""
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    best = (float(ring[0][0]), float(ring[0][1]), 0.0)
    for share in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = low + (high - low) * share + 0.01
        cuts = sorted(
            a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
            if (a[1] > y) != (b[1] > y)
        )
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            if right - left > best[2] * 1.15:
                best = ((left + right) / 2, y, right - left)
    return best


def _path(ring: Ring, step: float) -> str:
    """Relative steps, which compress best."""
    x, y = ring[0]
    text = f"M{_short(x * step)} {_short(y * step)}"
    for px, py in ring[1:]:
        dx, dy = (px - x) * step, (py - y) * step
        text += f"l{_short(dx)}{'' if dy < 0 else ' '}{_short(dy)}"
        x, y = px, py
    return text + "z"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def level(value: float | None, bounds: Sequence[float]) -> int:
    """The class of a value among ascending bounds: 1 below the first, then 2, 3 …; 0 where there is none."""
    return 0 if value is None else 1 + sum(value >= bound for bound in bounds)
