"""The targets unit by unit, for the annex: each figure is asked once for all units, never once for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from nharong.indicators import figures
from nharong.indicators import queries as indicators
from nharong.indicators.packs import NoIndicator, find_indicator
from nharong.indicators.queries import Question
from nharong.kernel.measures import BadCondition
from nharong.kernel.permissions import Permission
from nharong.plans.figures import NUMBERS, Asking, rows
from nharong.reports.shape import UnitRow
from nharong.territory.queries import Area, area_units, lineage, place_labels

Table = Mapping[int | None, dict[str, Any]]
"""Unit (None: what maps to none) to its figure; a unit that is missing has no record."""


@dataclass
class AskingByUnit(Asking):
    """A plan asked about one unit of an area; all units share the tables of their area."""

    whole: Area | None = None
    level: str = ""
    unit: int | None = None
    tables: dict[Any, Table] = field(default_factory=dict)

    def answer(self, question: Question, left_out: frozenset[int]) -> dict[str, Any]:  # noqa: ARG002 - a unit is inside or not asked
        """The unit's figure; null throughout where it has no records."""
        key = (question.name, question.period, question.band, question.reading, str(question.where))
        if key not in self.tables:
            self.tables[key] = self._table(question)
        return self.tables[key].get(self.unit) or dict.fromkeys(NUMBERS) | {"rule": self.rule, "reading": "", "suppressed": False}

    def of(self, unit: int | None, area: Area) -> "AskingByUnit":
        """The same about a unit of the area."""
        return replace(self, area=area, unit=unit, answers={})

    def _table(self, question: Question) -> Table:
        try:
            indicator, _band = find_indicator(question.name)
            if self.whole is None or not indicator.has_records or indicator.kind not in ("share", "count", "ratio"):
                return {}
            counted = indicators.by_units(question.at(self.whole), self.level)
        except (NoIndicator, BadCondition):
            return {}
        return {unit: self._figure(unit, indicator, *counts) for unit, counts in counted.items() if any(counts[0]) or any(counts[1] or ())}

    def _figure(self, unit: int | None, indicator: Any, main: figures.Six, numerator: figures.Six | None) -> dict[str, Any]:
        found = indicators.values(indicator, main, numerator) | {
            "unmapped": None,
            "rule": indicator.rule,
            "reading": "",
            "suppressed": False,
        }
        places = self.scope.places(Permission.FIGURES_VIEW)
        looks_inside = places is None or unit in places or (unit is None and self.whole is not None and self.whole.place in places)
        rest = (found["denominator"] or 0) - (found["numerator"] or 0)
        if figures.suppressed(looks_inside, found["numerator"] or 0, rest):
            return found | indicators.NOTHING | {"suppressed": True}
        return found


def by_unit(asked: Asking, level: str) -> AskingByUnit:
    """The question of a report, ready to be asked of each unit of the level."""
    known = {field.name: getattr(asked, field.name) for field in fields(asked) if field.name != "answers"}
    return AskingByUnit(**known, whole=asked.area, level=level)


def unit_rows(asking: AskingByUnit, unconfirmed: frozenset[str]) -> tuple[list[UnitRow], UnitRow | None]:
    """Each unit with its answer to every target, by code; and what maps to no unit, where there is such."""
    graph, found = lineage(), []
    units = area_units(asking.whole, asking.level, asking.on) if asking.whole else []
    labels = place_labels([unit.place for unit in units], asking.on)
    for unit in units:
        told = labels[unit.place]
        area = Area(unit.place, asking.on, told.code, told.name)
        inside: bool | None = False if unit.place in asking.left_out else None if told.code in unconfirmed else True
        answers = {} if inside is False else {row["id"]: row for row in rows(asking.of(unit.place, area))}
        found.append(UnitRow(told.code, told.name, unit.whole, inside, answers))
    lost = (
        {row["id"]: row for row in rows(asking.of(None, asking.area))}
        if graph and any(None in table for table in asking.tables.values())
        else {}
    )
    return found, UnitRow("", "", True, True, lost) if lost else None
