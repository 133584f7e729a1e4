"""The annex of a report: every target unit by unit, each figure asked once for all units."""

from nharong.kernel.time import show_day
from nharong.plans.figures import rows
from nharong.plans.units import OfUnit, Units
from nharong.reports.queries.writing import Writing
from nharong.reports.rules import paper
from nharong.reports.shape import Annex, UnitRow
from nharong.territory.queries import Area, area_units, place_labels


def annex(told: Writing) -> Annex | None:
    """The annex; None where nothing lies under the area."""
    found = _rows(told.units, frozenset(label.code for label in told.unconfirmed))
    if not found:
        return None
    words, level = told.form["paper"], told.units.level
    rest = _unmapped(told.units)
    everything = [*found, *([rest] if rest else [])]
    known = {id for row in everything for id, answer in row.answers.items() if answer["low"] is not None or answer["value"] is not None}
    day = show_day(told.draft.day) if told.draft.day else f"{paper.NBSP * 6}/{paper.NBSP * 6}/{told.owed.year}"
    return Annex(
        title=words["annex"].format(level=words["levels"][level]),
        note=words["annex_note"].format(number=told.symbol, day=day, body=told.body_name),
        level_name=told.form["units"][level],
        targets=tuple(line for line in told.targets if line.row["id"] in known),
        rows=tuple(found),
        rest=rest,
        without=tuple(f"{line.mark}. {line.row['title']}" for line in told.targets if line.row["id"] not in known),
    )


def _rows(units: Units, unconfirmed: frozenset[str]) -> list[UnitRow]:
    """Each unit with its answer to every target, by code."""
    asked, found = units.whole, []
    inside = area_units(asked.area, units.level, asked.on)
    labels = place_labels([unit.place for unit in inside], asked.on)
    for unit in inside:
        told = labels[unit.place]
        meant: bool | None = False if unit.place in asked.left_out else None if told.code in unconfirmed else True
        area = Area(unit.place, asked.on, told.code, told.name)
        answers = {} if meant is False else {row["id"]: row for row in rows(_of(units, unit.place, area))}
        found.append(UnitRow(told.code, told.name, unit.whole, meant, answers))
    return found


def _unmapped(units: Units) -> UnitRow | None:
    """What lies in the area and maps to no unit; None where there is no such thing."""
    if not any(row.unit is None for table in units.tables.values() for row in table):
        return None
    return UnitRow("", "", True, True, {row["id"]: row for row in rows(_of(units, None, units.whole.area))})


def _of(units: Units, unit: int | None, area: Area) -> OfUnit:
    """The plan asked about one unit (None: what maps to none); ``Units.of`` would look up each name once more."""
    whole = units.whole
    return OfUnit(whole.scope, whole.plan, whole.rule, area, whole.year, whole.on, whole.left_out, whole.readings, units=units, unit=unit)  # type: ignore[arg-type]
