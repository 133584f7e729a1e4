"""The map of a figure: its classes, its tiles, the real boundaries where a province has loaded them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from nharong.indicators.units import UnitRow
from nharong.territory.boundaries import boundaries
from nharong.territory.models import Place
from nharong.territory.rules.geojson import Feature
from nharong.ui import numbers
from nharong.ui.maps import level
from nharong.ui.parts import Area

MOST_TILES = 160
"""Units beyond which a map of tiles would show nothing."""


@dataclass(frozen=True)
class Drawn:
    """What the map's tag is given."""

    areas: list[Area]
    bounds: list[float]
    features: list[Feature]


NO_MAP = Drawn([], [], [])


def draw(
    rows: Sequence[UnitRow],
    *,
    unit: str,
    threshold: float | None,
    url: Callable[[UnitRow], str],
    met: Callable[[UnitRow], bool],
    said: Callable[[UnitRow], str],
    day: date,
) -> Drawn:
    """The units as areas; nothing where there is one unit, too many, or no value. ``unit``: share, growth or count."""
    found = [row for row in rows if row.unit is not None and row.label is not None]
    if not 1 < len(found) <= MOST_TILES or all(row.answer["value"] is None for row in found):
        return NO_MAP
    scale = 100 if unit in ("share", "growth") else 1
    bounds = bounds_for(threshold, [row.answer["value"] for row in found], scale)
    spots = {id: (lat, lon) for id, lat, lon in Place.objects.filter(pk__in=[row.unit for row in found]).values_list("id", "lat", "lon")}
    areas = []
    for row in found:
        assert row.label is not None
        assert row.unit is not None
        value = row.answer["value"]
        latitude, longitude = spots.get(row.unit, (None, None))
        areas.append(
            Area(
                id=row.label.code,
                name=row.label.name,
                text=_text(value, scale),
                level=0 if row.out or value is None else level(value * scale, bounds),
                met=met(row),
                url=url(row),
                latitude=latitude,
                longitude=longitude,
                short=short_name(row.label.name),
                said=said(row),
            )
        )
    return Drawn(areas, bounds, boundaries([area.id for area in areas], day))


def _text(value: float | None, scale: int) -> str:
    """What stands in a tile: 14,8; a count as it is."""
    return numbers.percent(value).removesuffix(numbers.NBSP + "%") if scale == 100 else numbers.number(value, 1)


def short_name(name: str) -> str:
    """A unit's name without its title: ``Sa Bình``."""
    for title in ("Xã ", "Phường ", "Thị trấn ", "Đặc khu ", "Thôn ", "Làng "):
        if name.startswith(title):
            return name.removeprefix(title)
    return name


def bounds_for(threshold: float | None, values: Sequence[float | None], scale: int) -> list[float]:
    """Three bounds between the four classes of the map, in the unit printed; the threshold is one of them."""
    known = sorted(value * scale for value in values if value is not None)
    if threshold is None:
        low, high = (known[0], known[-1]) if known else (0.0, 1.0)
        step = (high - low) / 4 or 1.0
        return [round(low + step * part, 1) for part in (1, 2, 3)]
    mark = round(threshold * scale, 6)
    if scale == 100 and threshold > 0.6:
        return [round(mark * 0.5, 1), round(mark * 0.8, 1), mark]
    return [round(mark * 0.75, 1), mark, round(mark * 1.25, 1)]
