"""The pages of indicators: which there are, one figure with its units and breakdowns, a level with its conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nharong.indicators import queries
from nharong.indicators.asked import FigureAsked
from nharong.indicators.drawing import NO_MAP, Drawn, draw
from nharong.indicators.figures import BANDS
from nharong.indicators.levels import Standing, of_area
from nharong.indicators.packs import COUNTED, Indicator
from nharong.indicators.rows import ethnic_name
from nharong.indicators.units import UnitRow, unit_rows, worst_first
from nharong.kernel.permissions import Permission
from nharong.territory.queries import Label, lineage, place_labels
from nharong.ui import numbers
from nharong.ui.parts import Bar, Door, Tile
from nharong.ui.templatetags.ui_figures import written

SPLITS = {
    "sex": gettext_lazy("Sex"),
    "minority": gettext_lazy("Ethnic minority"),
    "ethnicity": gettext_lazy("Ethnic group"),
    "disability": gettext_lazy("Disability"),
    "band": gettext_lazy("Age band"),
}
VALUES = {
    ("sex", "f"): gettext_lazy("Female"),
    ("sex", "m"): gettext_lazy("Male"),
    ("minority", "y"): gettext_lazy("Ethnic minorities"),
    ("minority", "n"): gettext_lazy("Kinh"),
    ("disability", "y"): gettext_lazy("With a disability"),
    ("disability", "n"): gettext_lazy("Without a disability"),
}


# ---------------------------------------------------------------- what its page shows


@dataclass(frozen=True)
class FigurePage:
    """Everything on the page of one figure."""

    asked: FigureAsked
    answer: dict[str, Any]
    bar: Bar
    tiles: list[Tile]
    rows: list["UnitLine"]
    outside: "UnitLine | None"
    total: "UnitLine"
    map: Drawn
    splits: list["Split"]
    split: list["SplitLine"]
    split_name: str
    banded: bool
    """Whether the breakdown is by bands that overlap."""
    doors: list[Door]
    standing: "list[ConditionLine]"
    hidden: bool


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A row of the table of units."""

    name: str
    url: str
    value: str
    answer: dict[str, Any]
    suppressed: bool = False
    list_url: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A way to break the figure down."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SplitLine:
    """A part of a breakdown."""

    name: str
    value: str
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition of a level, in words."""

    level: int
    about: str
    value: str
    numerator: int | None
    denominator: int | None
    bar: Bar
    met: bool | None
    article: str
    verified: bool


def page(asked: FigureAsked, split: str) -> FigurePage:
    """The page of one figure. Raises Forbidden for a village outside the asker's area."""
    answer = asked.answer
    rows = _unit_rows(asked)
    lines = [_line(asked, row) for row in worst_first(rows) if row.unit is not None]
    outside = next((_line(asked, row) for row in rows if row.unit is None), None)
    own: Standing | None = of_area(asked.question)[0] if asked.indicator.kind == "level" else None
    split = split if split in _splits(asked) else ""
    return FigurePage(
        asked=asked,
        answer=answer,
        bar=Bar(answer["value"], answer["low"], answer["high"], unit=asked.unit),
        tiles=tiles(asked, answer, own),
        rows=lines,
        outside=outside,
        total=UnitLine(
            _("The whole area"), "", value_text(asked, answer), answer, answer["suppressed"], _list_url(asked, asked.question.area.place)
        ),
        map=_map(asked, rows),
        splits=[Split(str(SPLITS[name]), asked.url(chia=name) + "#chia", name == split) for name in _splits(asked)],
        split=split_lines(asked, split) if split else [],
        split_name=str(SPLITS[split]) if split else "",
        banded=split == "band",
        doors=_doors(asked),
        standing=[condition_line(c) for c in own.conditions] if own and asked.inside else [],
        hidden=any(row.suppressed for row in rows) or answer["suppressed"],
    )


def value_text(asked: FigureAsked, answer: Mapping[str, Any]) -> str:
    """A value as it is written; a level that is not sure as its range."""
    if asked.indicator.kind == "level":
        return level_text(answer["value"], answer["low"], answer["high"])
    return written(answer["value"], asked.unit)


def level_text(level: int | None, low: int | None, high: int | None) -> str:
    """“level 1”, “not met”, “not met or level 1”, – where nothing is recorded."""
    if low is None or high is None:
        return numbers.NONE
    words = [_("not met"), _("reaches level 1"), _("reaches level 2")]
    if level is not None:
        return words[level]
    return _("%(low)s to %(high)s") % {"low": words[low], "high": words[high]}


def tiles(asked: FigureAsked, answer: Mapping[str, Any], own: Standing | None) -> list[Tile]:
    """Value, range, unknown."""
    if answer["value"] is None and own is None:
        note = _("small numbers are not shown outside their own area") if answer["suppressed"] else _records_note(asked.indicator)
        return [Tile(asked.indicator.title, numbers.NONE, note=note, state="none")]
    found = [Tile(asked.indicator.title, value_text(asked, answer), note=_fraction(answer))]
    if own is not None:
        special = {True: _("especially difficult"), False: _("not especially difficult"), None: _("not entered")}[own.special]
        if lineage().nodes[asked.question.area.place].kind == "commune":
            found.append(Tile(_("Class of hardship"), special))
        return found
    if answer["low"] is not None and answer["high"] != answer["low"]:
        between = (
            numbers.between(answer["low"], answer["high"])
            if asked.unit == "share"
            else f"{numbers.number(answer['low'])}–{numbers.number(answer['high'])}"
        )
        found.append(Tile(_("What the unknown leave open"), between))
    found.append(Tile(_("Unknown"), answer["unknown"] or 0, asked.indicator.unit))
    if answer["maybe"]:
        found.append(Tile(_("Perhaps in scope"), answer["maybe"], asked.indicator.unit))
    return found


def _fraction(answer: Mapping[str, Any]) -> str:
    return "" if answer["denominator"] is None else numbers.fraction(answer["numerator"], answer["denominator"])


def _range_text(unit: str, low: float, high: float) -> str:
    return numbers.between(low, high) if unit == "share" else f"{numbers.number(low)}–{numbers.number(high)}"


def _records_note(indicator: Indicator) -> str:
    if not indicator.has_records:
        return _("the records behind it come with a later part of the system")
    return _("nothing is recorded for this place and period")


def _unit_rows(asked: FigureAsked) -> list[UnitRow]:
    if not asked.indicator.has_records or (asked.context.level == "village" and not asked.inside):
        return []
    if asked.indicator.kind == "level":
        return _level_rows(asked) if asked.context.level == "commune" else []
    if asked.indicator.kind not in COUNTED:
        return []
    return unit_rows(asked.scope, asked.question, asked.context.level)


def _level_rows(asked: FigureAsked) -> list[UnitRow]:
    _own, inner = of_area(asked.question)
    labels: dict[int, Label] = place_labels(inner, asked.question.on)
    rows = []
    for unit, one in inner.items():
        said = {"value": one.level, "low": one.low, "high": one.high} if one.known else {}
        rows.append(UnitRow(unit, labels[unit], dict(queries.NOTHING) | said, True))
    return rows


def _line(asked: FigureAsked, row: UnitRow) -> UnitLine:
    if row.unit is None:
        return UnitLine(
            _("Outside the units: fits none"), "", value_text(asked, row.answer), row.answer, row.suppressed, _list_url(asked, None)
        )
    assert row.label is not None
    place = asked.context.place(row.unit)
    text = value_text(asked, row.answer)
    return UnitLine(row.label.name, asked.url(noi=place), text, row.answer, row.suppressed, _list_url(asked, row.unit, place))


def _list_url(asked: FigureAsked, place: int | None, written_: str = "") -> str:
    """The list of a unit; of what fits to none where ``place`` is None; empty where the asker may not open it."""
    if asked.indicator.kind not in COUNTED or not asked.indicator.has_records:
        return ""
    if not asked.scope.allows(Permission.PEOPLE_VIEW, asked.question.area.place if place is None else place):
        return ""
    return asked.url("rows", ngoai="1") if place is None else asked.url("rows", noi=written_ or asked.context.query.get("noi"))


def _map(asked: FigureAsked, rows: list[UnitRow]) -> Drawn:
    if asked.context.level != "commune":
        return NO_MAP
    drawn = draw(
        rows,
        unit=asked.unit,
        threshold=None,
        url=lambda row: asked.url(noi=asked.context.place(row.unit)) if row.unit is not None else "",
        met=lambda _row: False,
        said=lambda _row: "",
        day=asked.context.on,
    )
    return replace(drawn, bounds=[1, 2, 3]) if asked.indicator.kind == "level" and drawn.areas else drawn


def _doors(asked: FigureAsked) -> list[Door]:
    url = _list_url(asked, asked.question.area.place)
    return [Door(_("Open the list of %(unit)s") % {"unit": asked.indicator.unit}, url)] if url else []


# ---------------------------------------------------------------- breakdowns and conditions


def _splits(asked: FigureAsked) -> list[str]:
    """The breakdowns on offer: inside the asker's area, of what has these fields."""
    if not asked.inside or asked.indicator.kind not in COUNTED or not asked.indicator.has_records:
        return []
    _indicator, main, _numerator = queries.definitions(asked.question)
    return [name for name in SPLITS if name in main.source.dimensions or (name == "band" and len(asked.indicator.bands) > 1)]


def split_lines(asked: FigureAsked, split: str) -> list[SplitLine]:
    """One breakdown; cumulative bands overlap, so no total stands under them."""
    found = queries.breakdown(asked.question, [split])
    lines = [SplitLine(_value_name(split, row["dims"][split]), written(row["value"], asked.unit), row) for row in found]
    if split == "ethnicity":
        lines.sort(key=lambda line: -(line.answer["denominator"] or line.answer["numerator"] or 0))
    return lines if split != "band" else [line for line, band in zip(lines, BANDS, strict=True) if band in asked.indicator.bands]


def _value_name(split: str, value: str) -> str:
    if value == "u":
        return _("Unknown")
    return ethnic_name(value) if split == "ethnicity" else str(VALUES.get((split, value), value))


def condition_line(condition: Any) -> ConditionLine:
    """A condition of the literacy standard in words."""
    about = _("people of %(band)s") % {"band": condition.band} if condition.band else _("units below that reach the level")
    if condition.special is not None:
        about += " · " + (_("especially difficult commune") if condition.special else _("other commune"))
    low, high = (None if end is None else float(end) for end in (condition.low, condition.high))
    return ConditionLine(
        level=condition.level,
        about=about,
        value=numbers.percent(condition.value, float(condition.threshold)),
        numerator=condition.numerator,
        denominator=condition.denominator,
        bar=Bar(condition.value, low, high, float(condition.threshold)),
        met=condition.met,
        article=condition.article,
        verified=condition.verified,
    )
