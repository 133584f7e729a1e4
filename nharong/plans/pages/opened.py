"""One target opened: its sentence, the map and table of the units, what fits to none of them, the readings and the doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nharong.indicators.drawing import NO_MAP, Drawn, draw
from nharong.indicators.queries import counted_indicator
from nharong.indicators.units import UnitRow, worst_first
from nharong.kernel.permissions import Forbidden, Permission
from nharong.plans.figures import row as row_of
from nharong.plans.pages.missing import short_of
from nharong.plans.pages.plan import OPEN, READING, Asked, Shown, number_or_none, unit_of
from nharong.plans.shape.targets import Target
from nharong.plans.units import Units
from nharong.ui.parts import Door, State, state_of
from nharong.ui.templatetags.ui_figures import written


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
    map: Drawn
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
    return Opened(
        heading=_("%(target)s by commune") % {"target": shown.line.mark}
        if asked.context.level == "commune"
        else _("%(target)s by village") % {"target": shown.line.mark},
        counted=_counted(lines),
        lines=lines,
        outside=outside,
        total=_total(asked, shown),
        map=_map(asked, shown, rows, lines),
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
        list_url=_row_list(asked, shown.target, row, place),
        suppressed=row.suppressed,
        out=row.out,
    )


def _row_list(asked: Asked, target: Target, row: UnitRow, place: str) -> str:
    if row.unit is None:
        return list_url(asked, target, ngoai="1") if may_list(asked, asked.asking.area.place) else ""
    return list_url(asked, target, noi=place) if may_list(asked, row.unit) else ""


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


def _map(asked: Asked, shown: Shown, rows: Sequence[UnitRow], lines: Sequence[UnitLine]) -> Drawn:
    if asked.context.level != "commune":
        return NO_MAP
    by_name = {line.name: line for line in lines}
    unsure = {label.uid for label in asked.ground.unconfirmed}

    def said(row: UnitRow) -> str:
        if row.out:
            return _("outside the scope")
        return _("scope not confirmed") if row.label and row.label.uid in unsure and row.answer["value"] is None else ""

    return draw(
        rows,
        unit=unit_of(asked, shown.target),
        threshold=number_or_none(shown.row["threshold"]),
        url=lambda row: by_name[row.label.name].url if row.label else "",
        met=lambda row: row.label is not None and by_name[row.label.name].state == "met",
        said=said,
        day=asked.context.on,
    )


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
        doors.append(Door(_("Open the list of %(unit)s") % {"unit": shown.target.unit}, list_url(asked, shown.target)))
    if asked.scope.allows(Permission.FIGURES_VIEW, area):
        doors.append(Door(_("By sex, ethnicity, age, disability"), figure_url(asked, shown.target) + "#chia"))
    return doors


def may_list(asked: Asked, place: int) -> bool:
    """Whether the asker may open lists of persons there."""
    return asked.scope.allows(Permission.PEOPLE_VIEW, place)


def list_url(asked: Asked, target: Target, **changed: str | None) -> str:
    """The list behind a target, in the same context and reading."""
    path = reverse("plans:target-list", args=[asked.key, target.id])
    return asked.context.url(path, **{READING: asked.asking.readings.get(target.id), **changed})


def figure_url(asked: Asked, target: Target) -> str:
    """The page of the indicator behind a target."""
    question = asked.asking.question(target, target.band or "")
    path = reverse("indicators:figure", args=[question.name])
    return asked.context.url(path, noi=str(asked.asking.area), ky=str(question.period), nhom=question.band, cach=question.reading)
