"""Units × targets: who is worst off stands first; every cell leads to its target in that unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nharong.indicators.packs import indicators
from nharong.kernel.permissions import Forbidden, Permission
from nharong.plans.figures import rows as rows_of
from nharong.plans.pages.opened import list_url, may_list
from nharong.plans.pages.plan import Asked, mark, unit_of
from nharong.plans.shape.targets import Target
from nharong.plans.units import Units
from nharong.territory.queries import area_units, label, lineage
from nharong.ui import numbers
from nharong.ui.parts import MatrixCell, MatrixHead, MatrixRow, State, state_of

NO_DATA = "·"


@dataclass(frozen=True)
class Line:
    """A unit with the row of every target, before it is printed."""

    name: str
    place: str
    met: int
    rows: dict[str, dict[str, Any]]
    may_list: bool


@dataclass(frozen=True)
class Matrix:
    """The matrix as components are given it, and the same numbers for a file."""

    title: str
    heads: list[MatrixHead]
    rows: list[MatrixRow]
    foot: MatrixRow
    lines: list[Line]
    targets: list[Target]
    left_out: list[str]
    """Units that the plan is surely not about."""
    empty: list[str]
    """Ids of the targets without any data here."""


def matrix(asked: Asked) -> Matrix:
    """Every unit against every target. Raises Forbidden for villages outside the asker's area."""
    context, targets = asked.context, list(asked.loaded.plan.targets)
    if context.level == "village" and not asked.scope.allows(Permission.FIGURES_VIEW, asked.asking.area.place):
        raise Forbidden
    units = Units(asked.asking, context.level)
    graph = lineage()
    found = [unit.place for unit in area_units(asked.asking.area, context.level, context.on)]
    out = [unit for unit in found if unit in asked.asking.left_out]
    verdicts = units.verdicts([unit for unit in found if unit not in out], targets)
    lines = sorted((_line(asked, unit, rows) for unit, rows in verdicts.items()), key=lambda line: (line.met, line.name))
    whole = {row["id"]: row for row in rows_of(asked.asking)}
    shown = [MatrixRow(line.name, line.met, tuple(_cells(asked, line, targets)), asked.url(noi=line.place)) for line in lines]
    return Matrix(
        title=_("%(targets)s targets, %(units)s units") % {"targets": len(targets), "units": len(lines)},
        heads=[MatrixHead(mark(target.id), target.unit, target.title, asked.url(mo=target.id) + f"#{target.id}") for target in targets],
        rows=shown,
        foot=_foot(asked, whole, targets),
        lines=lines,
        targets=targets,
        left_out=[label(graph, unit, context.on).name for unit in out],
        empty=[mark(target.id) for target in targets if whole[target.id]["value"] is None],
    )


def _line(asked: Asked, unit: int, rows: dict[str, dict[str, Any]]) -> Line:
    name = label(lineage(), unit, asked.context.on).name
    met = sum(row["met"] is True for row in rows.values())
    return Line(name, asked.context.place(unit), met, rows, may_list(asked, unit))


def _cells(asked: Asked, line: Line, targets: list[Target]) -> Iterator[MatrixCell]:
    for target in targets:
        row = line.rows[target.id]
        state = state_of(row["met"], value=row["value"])
        if state == "none":
            yield MatrixCell(state, NO_DATA)
            continue
        url = list_url(asked, target, noi=line.place) if line.may_list else asked.url(noi=line.place, mo=target.id) + f"#{target.id}"
        yield MatrixCell(state, cell_text(asked, target, row, state), url)


def cell_text(asked: Asked, target: Target, row: dict[str, Any], state: State) -> str:
    """A number without its sign of per cent; a single unit as 1/1, 0/1 or ?/1."""
    value, whole = row["value"], row["denominator"]
    if whole == 1 and target.unit not in ("người", "lượt"):
        return "?/1" if state == "unclear" else f"{row['numerator']}/1"
    unit = unit_of(asked, target)
    if unit == "growth":
        return numbers.change(value).removesuffix(numbers.NBSP + "%")
    if unit == "share":
        return "100" if value == 1 else numbers.percent(value).removesuffix(numbers.NBSP + "%")
    return numbers.number(value, 1)


def _foot(asked: Asked, whole: dict[str, dict[str, Any]], targets: list[Target]) -> MatrixRow:
    cells = []
    for target in targets:
        row = whole[target.id]
        state = state_of(row["met"], value=row["value"])
        cells.append(MatrixCell(state, NO_DATA if state == "none" else cell_text(asked, target, row, state)))
    return MatrixRow(_("The whole area"), sum(row["met"] is True for row in whole.values()), tuple(cells))


def short_title(target: Target) -> str:
    """What a column of the file is called."""
    return f"{mark(target.id)} {target.title}"


def kind_of(target: Target) -> str:
    """How a file writes the column."""
    indicator = indicators().get(target.indicator or "")
    return "number" if indicator is not None and indicator.kind == "count" else "percent"
