"""One target opened: its sentence, the map and table of the units, what fits to none of them, the readings and the doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nharong.indicators.queries import counted_indicator
from nharong.indicators.units import UnitRow, worst_first
from nharong.kernel.permissions import Forbidden, Permission
from nharong.plans.figures import row as row_of
from nharong.plans.pages.missing import short_of
from nharong.plans.pages.plan import OPEN, READING, Asked, Shown, number_or_none, unit_of
from nharong.plans.shape.targets import Target
from nharong.plans.units import Units
from nharong.territory.boundaries import boundaries
from nharong.territory.models import Place
from nharong.territory.queries import lineage
from nharong.territory.rules.geojson import Feature
from nharong.ui import numbers
from nharong.ui.maps import level
from nharong.ui.parts import Area, Door, State, state_of
from nharong.ui.templatetags.ui_figures import written

MOST_TILES = 160
"""Units beyond which the map would show nothing."""


@dataclass(frozen=True)
class UnitLine:
    """A row of the table."""

    name: str
    url: str
    value: str
    numerator: int | None
    denominator: int | None
    unknown: int | None
    short: int | None
    state: State
    list_url: str = ""
    suppressed: bool = False
    out: bool = False


@dataclass(frozen=True)
class Other:
    """Another reading of the same sentence."""

    title: str
    url: str


@dataclass(frozen=True)
class Opened:
    """Everything under an open target."""

    heading: str
    counted: str
    """“18 of 38 communes met”."""
    lines: list[UnitLine]
    outside: UnitLine | None
    total: UnitLine
    areas: list[Area]
    features: list[Feature]
    bounds: list[float]
    map_unit: str
    reading: str
    readings: list[Other]
    doors: list[Door]
    hidden: bool
    """Whether some numbers are too small to be shown."""
    unmapped: int
    """Records of places that lie only partly in the area: not counted here."""
    closed: str = ""
    """Why there is no table."""


def opened(asked: Asked, shown: Shown) -> Opened:
    """What opens under a target."""
    units = Units(asked.asking, asked.context.level)
    closed = ""
    rows: list[UnitRow] = []
    if counted_indicator(asked.asking.question(shown.target)) is not None:
        try:
            rows = units.rows(shown.target)
        except Forbidden:
            closed = _("The villages of a commune are shown to those who work there.")
    lines = [_line(asked, units, shown, row) for row in worst_first(rows, shown.target.lower_is_better) if row.unit is not None]
    outside = next((_line(asked, units, shown, row) for row in rows if row.unit is None), None)
    areas, bounds = _map(asked, shown, rows, lines) if asked.context.level == "commune" else ([], [])
    return Opened(
        heading=_("%(target)s by commune") % {"target": shown.line.mark}
        if asked.context.level == "commune"
        else _("%(target)s by village") % {"target": shown.line.mark},
        counted=_counted(lines),
        lines=lines,
        outside=outside,
        total=_total(asked, shown),
        areas=areas,
        features=boundaries([area.id for area in areas], asked.context.on),
        bounds=bounds,
        map_unit="%" if unit_of(asked, shown.target) == "share" else shown.target.unit,
        reading=str(shown.row["reading"] or ""),
        readings=_readings(asked, shown),
        doors=_doors(asked, shown),
        hidden=any(row.suppressed for row in rows),
        unmapped=shown.row["unmapped"] or 0,
        closed=closed,
    )


# ---------------------------------------------------------------- the table


def _line(asked: Asked, units: Units, shown: Shown, row: UnitRow) -> UnitLine:
    unit = unit_of(asked, shown.target)
    verdict: dict[str, Any] = row_of(units.of(row.unit), shown.target) if row.unit is not None else {**shown.row, **row.answer, "met": None}
    answer = row.answer
    name = row.label.name if row.label else _("Outside the units: fits none")
    place = asked.context.place(row.unit) if row.unit is not None else ""
    return UnitLine(
        name=name,
        url=asked.url(noi=place, mo=shown.target.id) + f"#{shown.target.id}" if row.unit is not None else "",
        value=_written(answer["value"], unit, shown.row),
        numerator=answer["numerator"],
        denominator=answer["denominator"],
        unknown=None if answer["unknown"] is None else answer["unknown"] + (answer["maybe"] or 0),
        short=short_of(verdict) if row.unit is not None else None,
        state=state_of(verdict["met"], value=answer["value"]),
        list_url=list_url(asked, shown.target, noi=place) if row.unit is not None and may_list(asked, row.unit) else "",
        suppressed=row.suppressed,
        out=row.out,
    )


def _written(value: float | None, unit: str, row: dict[str, Any]) -> str:
    return written(value, unit, number_or_none(row["threshold"]) if unit == "share" else None)


def _total(asked: Asked, shown: Shown) -> UnitLine:
    row = shown.row
    return UnitLine(
        name=_("The whole area"),
        url="",
        value=_written(row["value"], unit_of(asked, shown.target), row),
        numerator=row["numerator"],
        denominator=row["denominator"],
        unknown=shown.line.unknown if row["value"] is not None else None,
        short=short_of(row),
        state=shown.line.state,
        list_url=list_url(asked, shown.target) if may_list(asked, asked.asking.area.place) else "",
    )


def _counted(lines: Sequence[UnitLine]) -> str:
    known = [line for line in lines if line.state != "none"]
    met = sum(line.state == "met" for line in known)
    if not known:
        return ""
    return _("%(met)s of %(all)s units met") % {"met": met, "all": len(known)}


# ---------------------------------------------------------------- the map


def _map(asked: Asked, shown: Shown, rows: Sequence[UnitRow], lines: Sequence[UnitLine]) -> tuple[list[Area], list[float]]:
    found = [row for row in rows if row.unit is not None]
    if not 1 < len(found) <= MOST_TILES or all(row.answer["value"] is None for row in found):
        return [], []
    scale = 100 if unit_of(asked, shown.target) == "share" else 1
    bounds = bounds_for(number_or_none(shown.row["threshold"]), [row.answer["value"] for row in found], scale)
    spots = {id: (lat, lon) for id, lat, lon in Place.objects.filter(pk__in=[row.unit for row in found]).values_list("id", "lat", "lon")}
    by_name = {line.name: line for line in lines}
    return [_area(asked, row, by_name[row.label.name], spots, bounds, scale) for row in found if row.label], bounds


def _area(
    asked: Asked, row: UnitRow, line: UnitLine, spots: dict[int, tuple[float | None, float | None]], bounds: list[float], scale: int
) -> Area:
    assert row.unit is not None
    assert row.label is not None
    value = row.answer["value"]
    unsure = {label.uid for label in asked.ground.unconfirmed}
    latitude, longitude = spots.get(row.unit, (None, None))
    return Area(
        id=row.label.code,
        name=row.label.name,
        text=numbers.NONE if value is None else numbers.number(value * scale, 1),
        level=0 if row.out else level(None if value is None else value * scale, bounds),
        met=line.state == "met",
        url=line.url,
        latitude=latitude,
        longitude=longitude,
        short=short_name(row.label.name),
        said=_("outside the scope") if row.out else _("scope not confirmed") if row.label.uid in unsure and value is None else "",
    )


def short_name(name: str) -> str:
    """A unit's name without its title: ``Sa Bình``."""
    spell = name.partition(" ")
    return spell[2] if spell[0] in ("Xã", "Phường", "Thôn", "Làng") else name.removeprefix("Thị trấn ").removeprefix("Đặc khu ")


def bounds_for(threshold: float | None, values: Sequence[float | None], scale: int) -> list[float]:
    """Three bounds between the four classes of the map, in the unit printed; the threshold is one of them."""
    known = sorted(value * scale for value in values if value is not None)
    if threshold is None:
        low, high = (known[0], known[-1]) if known else (0.0, 1.0)
        step = (high - low) / 4 or 1.0
        return [round(low + step * part, 1) for part in (1, 2, 3)]
    mark = threshold * scale
    if scale == 100 and threshold > 0.6:
        return [round(mark * 0.5, 1), round(mark * 0.8, 1), mark]
    return [round(mark * 0.75, 1), mark, round(mark * 1.25, 1)]


# ---------------------------------------------------------------- readings and doors


def _readings(asked: Asked, shown: Shown) -> list[Other]:
    used = asked.asking.reading(shown.target)
    return [
        Other(reading.title, asked.url(**{OPEN: shown.target.id, READING: reading.id}) + f"#{shown.target.id}")
        for reading in shown.target.readings
        if used is None or reading.id != used.id
    ]


def _doors(asked: Asked, shown: Shown) -> list[Door]:
    if counted_indicator(asked.asking.question(shown.target)) is None:
        return []
    area = asked.asking.area.place
    doors = []
    if may_list(asked, area):
        doors.append(
            Door(
                ngettext("Open the list of %(unit)s", "Open the list of %(unit)s", 1) % {"unit": shown.target.unit},
                list_url(asked, shown.target),
            )
        )
    if asked.scope.allows(Permission.FIGURES_VIEW, area):
        doors.append(Door(_("By sex, ethnicity, age, disability"), figure_url(asked, shown.target) + "#chia"))
    return doors


def may_list(asked: Asked, place: int) -> bool:
    """Whether the asker may open lists of persons there."""
    return asked.scope.allows(Permission.PEOPLE_VIEW, place) and bool(lineage().nodes)


def list_url(asked: Asked, target: Target, **changed: str | None) -> str:
    """The list behind a target, in the same context and reading."""
    path = reverse("plans:target-list", args=[asked.key, target.id])
    return asked.context.url(path, **{READING: asked.asking.readings.get(target.id), **changed})


def figure_url(asked: Asked, target: Target) -> str:
    """The page of the indicator behind a target."""
    question = asked.asking.question(target, target.band or "")
    path = reverse("indicators:figure", args=[question.name])
    return asked.context.url(path, noi=str(asked.asking.area), ky=str(question.period), nhom=question.band, cach=question.reading)
