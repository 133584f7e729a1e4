"""One figure for every unit of an area: the rows of a table and the tiles of a map, small numbers hidden outside the asker's area."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nharong.indicators import figures, queries
from nharong.indicators.packs import Indicator
from nharong.indicators.queries import NOTHING, Question
from nharong.kernel.permissions import Forbidden, Permission, Scope
from nharong.territory.queries import Label, area_units, place_labels

OUT_OF_UNITS = None
"""The key of what lies in the area and maps to no unit of the boundary day."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its figure; ``unit`` is None for what maps to no unit there."""

    unit: int | None
    label: Label | None
    answer: dict[str, Any]
    """value, numerator, denominator, unknown, maybe, low, high; all None where there is no record, or none may be shown."""
    inside: bool
    """Of the asker's own area: lists and small numbers are shown."""
    suppressed: bool = False
    out: bool = False
    """Surely not meant (outside the scope of a plan)."""


def unit_rows(scope: Scope, question: Question, level: str, without: frozenset[int] = frozenset()) -> list[UnitRow]:
    """The figure of every unit of the level on the boundaries of ``on``, by code; last what maps to none, if there is any.

    Raises Forbidden for villages outside the asker's area. Their counted numbers add up to the figure of the area.
    """
    if not scope.has(Permission.FIGURES_VIEW) or (level == "village" and not scope.allows(Permission.FIGURES_VIEW, question.area.place)):
        raise Forbidden
    units = [unit.place for unit in area_units(question.area, level, question.on)]
    labels = place_labels(units, question.on)
    answers = unit_answers(question, level, without)
    rows = [
        UnitRow(unit, labels[unit], answers.get(unit, NOTHING), scope.allows(Permission.FIGURES_VIEW, unit), out=unit in without)
        for unit in [*units, *sorted(answers.keys() - {OUT_OF_UNITS, *units}, key=str)]
        if unit in labels
    ]
    if OUT_OF_UNITS in answers:
        rows.append(UnitRow(None, None, answers[None], scope.allows(Permission.FIGURES_VIEW, question.area.place)))
    return hide_small(rows)


def unit_answers(question: Question, level: str, without: frozenset[int] = frozenset()) -> dict[int | None, dict[str, Any]]:
    """value, numerator … of every unit that has any record, unsuppressed; empty where the indicator has no records at all."""
    indicator = queries.counted_indicator(question)
    if indicator is None:
        return {}
    counts = queries.by_units(question, level, without)
    return {unit: answer_of(indicator, *found) for unit, found in counts.items() if any(found[0]) or any(found[1] or ())}


def answer_of(indicator: Indicator, main: figures.Six, numerator: figures.Six | None) -> dict[str, Any]:
    """The numbers of six counts, or nothing where all are nought."""
    return queries.values(indicator, main, numerator) if any(main) or any(numerator or ()) else dict(NOTHING)


def hide_small(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """The rows with small numbers outside the asker's area hidden; never one alone, whose number the total would give away."""
    hidden = {place for place, row in enumerate(rows) if _small(row)}
    if len(hidden) == 1:
        others = [place for place, row in enumerate(rows) if place not in hidden and not row.inside and row.answer["numerator"]]
        hidden.update(sorted(others, key=lambda place: rows[place].answer["numerator"])[:1])
    return [replace(row, answer=dict(NOTHING), suppressed=True) if place in hidden else row for place, row in enumerate(rows)]


def _small(row: UnitRow) -> bool:
    numerator = row.answer["numerator"] or 0
    return figures.suppressed(row.inside, numerator, (row.answer["denominator"] or 0) - numerator)


def worst_first(rows: Iterable[UnitRow], lower_is_better: bool = False) -> list[UnitRow]:
    """By value, worst first; then those without one; what maps to no unit stays last."""

    def key(row: UnitRow) -> tuple[bool, bool, float]:
        value = row.answer["value"]
        return (row.unit is None, value is None, (-value if lower_is_better else value) if value is not None else 0)

    return sorted(rows, key=key)
