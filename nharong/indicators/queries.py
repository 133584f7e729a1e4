"""The door to figures: one question, one answer in the shape of contracts.md, and the list behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Max

from nharong.deeds.models import Deed
from nharong.indicators import figures
from nharong.indicators.figures import BANDS, Amount, Share, Six
from nharong.indicators.packs import COUNTED, Indicator, NoIndicator, find_indicator
from nharong.kernel.db import once
from nharong.kernel.measures import Definition
from nharong.kernel.permissions import Forbidden, Permission, Scope
from nharong.kernel.time import Period
from nharong.territory.queries import lineage
from nharong.territory.rules.doors import Area

READINGS = {
    "began": "Người bắt đầu học trong năm, theo tuổi trong năm, trên số người đầu năm, theo tuổi năm trước.",
    "studied": "Người có học trong năm, theo tuổi trong năm, trên số người đầu năm, theo tuổi năm trước.",
}
READ_IN_JANUARY = "Nơi chưa có điều tra năm trước thì đọc số đầu năm vào ngày 01/01."


@dataclass(frozen=True)
class Question:
    """A figure asked for: which, where, when, on whose boundaries."""

    name: str
    area: Area
    period: Period
    on: date
    band: str = ""
    reading: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)

    def at(self, area: Area) -> "Question":
        """The same question about another area."""
        return replace(self, area=area)

    def over(self, period: Period) -> "Question":
        """The same question over another period."""
        return replace(self, period=period)


@dataclass(frozen=True)
class Parts:
    """The counts an answer is made of, per finest place."""

    main: figures.ByPlace
    """The share's or count's six counts, or the ratio's denominator."""
    numerator: figures.ByPlace | None = None
    """The ratio's numerator."""
    january: bool = False


def _named(question: Question) -> tuple[Indicator, str]:
    indicator, band = find_indicator(question.name)
    return indicator, question.band or band or indicator.default_band


def definitions(question: Question) -> tuple[Indicator, Definition, Definition | None]:
    """The indicator with its definition (a ratio: its denominator, then its numerator under the chosen reading)."""
    indicator, band = _named(question)
    where = question.where or None
    if indicator.kind != "ratio":
        return indicator, indicator.definition(band, where=where), None
    numerator = indicator.definition(band, "numerator", where)
    reading = question.reading or indicator.spec.get("reading", "")
    if reading and reading != indicator.spec.get("reading"):
        numerator = indicator.definition(band, f"numerator-{reading}", where)
    return indicator, indicator.definition(band, "denominator", where), numerator


def counted_indicator(question: Question) -> Indicator | None:
    """The indicator if it is counted from records that are there already, else None."""
    try:
        indicator, _band = _named(question)
    except NoIndicator:
        return None
    if not indicator.has_records or indicator.kind not in COUNTED:
        return None
    return indicator


def inside(area: Area) -> frozenset[int]:
    """Ids of the finest places (and all others) wholly inside the area."""
    return lineage().area(area.place, area.day)


def overlapping(area: Area) -> frozenset[int]:
    """Ids of the places that lie only partly inside the area: what they record cannot be mapped to it."""
    graph = lineage()
    level = graph.nodes[area.place].kind
    mapping = graph.mapping(level, area.day)
    return frozenset(
        place
        for place, unit in mapping.items()
        if unit is None and any(mapping.get(hit.place) == area.place for hit in graph.reach(place, area.day))
    )


def parts(question: Question) -> Parts:
    """The counts behind the answer, at every place, not yet summed over the area."""
    _indicator, main, numerator = definitions(question)
    if numerator is None:
        return Parts(figures.counts_by_place(main, question.period))
    everywhere = frozenset(lineage().nodes)
    stock, january = figures.stock_before(main, question.period, everywhere)
    return Parts(stock, figures.counts_by_place(numerator, question.period), january)


def summed(found: Parts, places: frozenset[int]) -> tuple[Six, Six | None]:
    """The six counts of the places together: main, and numerator where the answer is a ratio."""
    main = figures.total(counts for place, counts in found.main.items() if place in places)
    if found.numerator is None:
        return main, None
    return main, figures.total(counts for place, counts in found.numerator.items() if place in places)


def values(indicator: Indicator, main: Six, numerator: Six | None) -> dict[str, Any]:
    """value, numerator, denominator, unknown, maybe, low, high of an answer (contracts.md, Figures)."""
    maybe = sum(main[3:])
    if numerator is not None:
        top, bottom = Amount(tuple(numerator)), Amount(tuple(main))
        return {
            "value": top.low / bottom.scope if bottom.scope else None,
            "numerator": top.low,
            "denominator": bottom.scope,
            "unknown": main[2],
            "maybe": maybe + sum(numerator[3:]),
            "low": top.low / bottom.high if bottom.high else None,
            "high": top.high / bottom.low if bottom.low else None,
        }
    if indicator.kind == "count":
        amount = Amount(tuple(main))
        return {
            "value": amount.low,
            "numerator": amount.low,
            "denominator": None,
            "unknown": main[2],
            "maybe": maybe,
            "low": amount.low,
            "high": amount.high,
        }
    share = Share(tuple(main))
    return {
        "value": share.numerator / share.denominator if share.denominator else None,
        "numerator": share.numerator,
        "denominator": share.denominator,
        "unknown": main[2],
        "maybe": maybe,
        "low": share.low,
        "high": share.high,
    }


NOTHING = dict.fromkeys(("value", "numerator", "denominator", "unknown", "maybe", "low", "high"))
"""The answer where there are no records: null, never 0 ("chưa có số liệu")."""


def _may_look(scope: Scope, area: Area) -> bool:
    places = scope.places(Permission.FIGURES_VIEW)
    return places is None or area.place in places


def figure(scope: Scope, question: Question, by: Sequence[str] = ()) -> dict[str, Any]:
    """One figure in the shape of contracts.md.

    Totals of a commune and above are open to everybody signed in, small cells suppressed outside the own area;
    breakdowns only inside. Raises Forbidden, NoIndicator, BadCondition.
    """
    if not scope.has(Permission.FIGURES_VIEW):
        raise Forbidden
    indicator, _band = _named(question)
    looks_inside = _may_look(scope, question.area)
    if not looks_inside and (by or lineage().nodes[question.area.place].kind == "village"):
        raise Forbidden
    head = _head(question, indicator)
    if indicator.kind == "level" and indicator.has_records:
        from nharong.indicators.levels import level_figure  # noqa: PLC0415 - levels ask for shares, which are figures

        return head | level_figure(question) | {"outside": None, "unmapped": None, "suppressed": False, "by": []}
    if not indicator.has_records or indicator.kind not in COUNTED:
        return head | NOTHING | {"outside": None, "unmapped": None, "suppressed": False, "by": []}
    found = parts(question)
    main, numerator = summed(found, inside(question.area))
    answer = values(indicator, main, numerator)
    if not any(main) and not any(numerator or ()):
        answer = dict(NOTHING)
    over = summed(found, overlapping(question.area))
    answer |= {"outside": None, "unmapped": sum(over[0]) + sum(over[1] or ())}
    answer["suppressed"] = figures.suppressed(
        looks_inside, answer["numerator"] or 0, (answer["denominator"] or 0) - (answer["numerator"] or 0)
    )
    if answer["suppressed"]:
        answer |= NOTHING
    if found.january:
        head["reading"] = f"{head['reading']} {READ_IN_JANUARY}".strip()
    return head | answer | {"by": breakdown(question, by) if by else []}


def _head(question: Question, indicator: Indicator) -> dict[str, Any]:
    reading = question.reading or indicator.spec.get("reading", "")
    return {
        "name": question.name,
        "place": str(question.area),
        "period": str(question.period),
        "on": question.on.isoformat(),
        "known": None,
        "unit": indicator.unit,
        "rule": indicator.rule,
        "reading": READINGS.get(reading, reading),
        "fresh": once("fresh", lambda: Deed.objects.aggregate(last=Max("id"))["last"] or 0),
    }


# ---------------------------------------------------------------- breakdowns


def by_units(
    question: Question, level: str, without: frozenset[int] = frozenset(), found: Parts | None = None
) -> dict[int | None, tuple[Six, Six | None]]:
    """Counts per unit of a level on the boundaries of ``on``; under None what maps to no unit there. One sum, no loss.

    ``without``: places that are left out. ``found``: the counts, where they have been read already.
    """
    found, graph = found or parts(question), lineage()
    within, mapping = inside(question.area) - without, graph.mapping(level, question.on)
    units: dict[int | None, tuple[Six, Six | None]] = {}
    for number, counted in enumerate((found.main, found.numerator or {})):
        for place in counted.keys() & within:
            unit = units.setdefault(mapping.get(place), ([0] * 6, None if found.numerator is None else [0] * 6))
            figures.add(unit[number] or [], counted[place])
    return units


def breakdown(question: Question, by: Sequence[str]) -> list[dict[str, Any]]:
    """The ``by`` rows of a figure: one per combination of the dimensions' values, unknown as ``u``."""
    indicator, _band = _named(question)
    if any(dimension in ("village", "commune", "district", "province", "place") for dimension in by):
        return _by_place(question, indicator, next(d for d in by if d in ("village", "commune", "district", "province", "place")))
    if "band" in by:
        rest = [dimension for dimension in by if dimension != "band"]
        rows = []
        for band in BANDS:
            narrowed = replace(question, band=band)
            found = _grouped(narrowed, indicator, rest) if rest else [_whole(narrowed, indicator)]
            rows += [row | {"dims": {"band": band} | row["dims"]} for row in found]
        return rows
    return _grouped(question, indicator, by)


def _by_place(question: Question, indicator: Indicator, level: str) -> list[dict[str, Any]]:
    graph = lineage()
    rows = []
    for unit, (main, numerator) in by_units(question, "commune" if level == "place" else level).items():
        code = graph.nearest(unit, question.on).code if unit is not None else None
        answer = values(indicator, main, numerator)
        rows.append({"dims": {level: code}, **{key: answer[key] for key in ("value", "numerator", "denominator", "unknown", "maybe")}})
    return sorted(rows, key=lambda row: (row["dims"][level] is None, row["dims"][level] or ""))


def _whole(question: Question, indicator: Indicator) -> dict[str, Any]:
    answer = values(indicator, *summed(parts(question), inside(question.area)))
    return {"dims": {}, **{key: answer[key] for key in ("value", "numerator", "denominator", "unknown", "maybe")}}


def _grouped(question: Question, indicator: Indicator, by: Sequence[str]) -> list[dict[str, Any]]:
    _indicator, main, numerator = definitions(question)
    places = inside(question.area)
    if numerator is None:
        tables = [figures.grouped(main, question.period, places, by)]
    else:
        tables = [figures.grouped_before(main, question.period, places, by), figures.grouped(numerator, question.period, places, by)]
    rows = []
    for key in sorted({key for table in tables for key in table}, key=str):
        counts = [table.get(key, [0] * 6) for table in tables]
        answer = values(indicator, counts[0], counts[1] if numerator is not None else None)
        rows.append(
            {"dims": dict(zip(by, key, strict=True)), **{k: answer[k] for k in ("value", "numerator", "denominator", "unknown", "maybe")}}
        )
    return rows
