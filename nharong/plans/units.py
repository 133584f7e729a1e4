"""A plan asked about every unit of an area at once: each figure is read once for all of them, verdicts fall unit by unit."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from nharong.indicators.packs import NoIndicator
from nharong.indicators.queries import NOTHING, Question
from nharong.indicators.units import UnitRow, unit_rows
from nharong.kernel.measures import BadCondition
from nharong.plans.figures import Asking, row
from nharong.plans.shape.targets import Target
from nharong.territory.queries import lineage
from nharong.territory.rules.doors import Area


@dataclass
class Units:
    """The units of a level inside the area of an asking, on its boundaries."""

    whole: Asking
    level: str
    tables: dict[Any, list[UnitRow]] = field(default_factory=dict)

    def rows(self, target: Target) -> list[UnitRow]:
        """The figure of a target in every unit, small numbers hidden outside the asker's area."""
        return self.table(self.whole.question(target, target.band or ""), self.whole.outside(target))

    def table(self, question: Question, left_out: frozenset[int]) -> list[UnitRow]:
        """The rows of one question; none where its records are not there yet."""
        question = replace(question, area=self.whole.area)
        key = (question.name, question.period, question.band, question.reading, str(question.where), left_out)
        if key not in self.tables:
            try:
                self.tables[key] = unit_rows(self.whole.scope, question, self.level, left_out)
            except (NoIndicator, BadCondition):
                self.tables[key] = []
        return self.tables[key]

    def of(self, unit: int) -> "OfUnit":
        """The plan asked about one unit."""
        told = lineage().nearest(unit, self.whole.on)
        area = Area(unit, self.whole.on, told.code, told.label)
        whole = self.whole
        return OfUnit(
            whole.scope, whole.plan, whole.rule, area, whole.year, whole.on, whole.left_out, whole.readings, units=self, unit=unit
        )

    def verdicts(self, units: Iterable[int], targets: Iterable[Target]) -> dict[int, dict[str, dict[str, Any]]]:
        """Row of ``plan show`` by unit and target."""
        listed = list(targets)
        return {unit: {target.id: row(self.of(unit), target) for target in listed} for unit in units}


@dataclass
class OfUnit(Asking):
    """One unit's share of the tables."""

    units: Units = None  # type: ignore[assignment]
    unit: int = 0

    def outside(self, target: Target) -> frozenset[int]:
        """What the target is not about, in the whole area."""
        return self.units.whole.outside(target)

    def answer(self, question: Question, left_out: frozenset[int]) -> dict[str, Any]:
        """The unit's row of the table."""
        found = next((one for one in self.units.table(question, left_out) if one.unit == self.unit), None)
        said = {"rule": self.rule, "reading": "", "unmapped": None, "suppressed": bool(found and found.suppressed)}
        return (dict(NOTHING) if found is None else found.answer) | said
