"""Charts and maps: tags that print data as SVG, with every word said beside or in the label."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nharong.ui import maps, numbers, shapes
from nharong.ui.parts import Area, Bar, FunnelStep, Lane, MatrixHead, MatrixRow, Point, Stretch, TargetLine

register = template.Library()

SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "about": "≈", "keep": "=", "rise": "↑", "fall": "↓"}
CELLS = {"met": "y", "not-met": "x", "unclear": "u", "none": "z"}
TILE = 46
NAME_SIGN, VALUE_ROOM = 5.0, 26
"""Room on a real map that one sign of a name, and a value, need."""
WIDE = 9
"""Columns from which the drawing takes more room."""
FEWEST = 7
"""Columns of the drawing even where there are fewer tiles, so that few do not grow huge."""


def written(value: float | None, unit: str, threshold: float | None = None) -> str:
    """A bar's value as text: a share or growth in percent, anything else as a number."""
    if unit == "growth":
        return numbers.change(value)
    return numbers.percent(value, threshold) if unit == "share" else numbers.number(value, 2)


def said(bar: Bar) -> str:
    """A bar in words, for those who do not see it."""
    words = [_("No data yet") if bar.value is None else _("Proven %(value)s") % {"value": written(bar.value, bar.unit, bar.threshold)}]
    if bar.low is not None and bar.high is not None and bar.high > bar.low:
        low, high = written(bar.low, bar.unit, bar.threshold), written(bar.high, bar.unit, bar.threshold)
        words.append(_("possible from %(low)s to %(high)s") % {"low": low, "high": high})
    if bar.threshold is not None:
        words.append(_("threshold %(sign)s %(value)s") % {"sign": SIGNS[bar.operator], "value": numbers.threshold(bar.threshold, bar.unit)})
    return "; ".join(words)


def _shape(bar: Bar) -> shapes.BarShape:
    low = bar.value if bar.low is None else bar.low
    return shapes.bar(low, bar.high, bar.threshold, end=bar.end, share=bar.unit == "share")


@register.inclusion_tag("ui/parts/bullet.html")
def bullet(bar: Bar) -> dict[str, Any]:
    """A value against a threshold: solid to the low, hatched to the high, roof at the threshold."""
    return {"shape": _shape(bar), "said": said(bar)}


@register.inclusion_tag("ui/parts/bullet_key.html")
def bullet_key() -> dict[str, Any]:
    """What solid, hatched and roof mean."""
    return {}


@register.simple_tag
def goal(operator: str, threshold: float | None, unit: str = "share", when: str = "") -> str:
    """``{% goal "ge" 0.105 when="hằng năm" %}``: "≥ 10,5 %, hằng năm"."""
    text = SIGNS.get(operator, "") + (f" {numbers.threshold(threshold, unit)}" if threshold is not None else "")
    return f"{text}, {when}" if when else text


@register.simple_tag
def spark(points: Sequence[Point], threshold: float | None = None, unit: str = "share") -> SafeString:
    """The trend of a figure; the years and values are in its label."""
    shape = shapes.spark([point.value for point in points], threshold)
    if shape is None:
        return mark_safe("")
    label = _("Trend") + ": " + ", ".join(f"{point.label}: {written(point.value, unit)}" for point in points)
    line = format_html('<path class="spark-g" d="M2 {0}H78"/>', shape.goal) if shape.goal is not None else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 80 28" role="img" aria-label="{}">{}<path class="spark-l" d="{}"/>'
        '<circle class="spark-d" cx="{}" cy="{}" r="3"/></svg>',
        label,
        line,
        shape.path,
        f"{shape.x:.1f}",
        f"{shape.y:.1f}",
    )


@register.inclusion_tag("ui/parts/target_head.html")
def target_head(trend: str = "") -> dict[str, Any]:
    """Heads over target rows; ``trend`` names the years."""
    return {"trend": trend}


@register.inclusion_tag("ui/parts/target.html")
def target(line: TargetLine) -> dict[str, Any]:
    """One target: title, value, bar, trend, state, door."""
    bar = line.bar
    shape = _shape(bar)
    printed = written(bar.value, bar.unit, bar.threshold)
    usual = bar.unit == "share" and shape.end == 1
    scale = "" if usual or bar.value is None else f"0–{numbers.threshold(shape.end, bar.unit)}"
    return {"line": line, "shape": shape, "said": said(bar), "value": printed, "scale": scale}


@register.inclusion_tag("ui/parts/funnel.html")
def funnel(steps: Sequence[FunnelStep]) -> dict[str, Any]:
    """The pipeline with its holes."""
    drawn = shapes.funnel([(step.count, step.out) for step in steps])
    return {"steps": list(zip(steps, drawn, strict=True))}


@register.inclusion_tag("ui/parts/matrix.html")
def matrix(
    heads: Sequence[MatrixHead], rows: Sequence[MatrixRow], caption: str, unit: str = "", foot: MatrixRow | None = None
) -> dict[str, Any]:
    """Units × targets, worst first; state by shape, number in every cell."""
    return {"heads": heads, "rows": rows, "caption": caption, "unit": unit, "foot": foot, "cells": CELLS, "many": len(heads) > 10}


@register.inclusion_tag("ui/parts/matrix_key.html")
def matrix_key() -> dict[str, Any]:
    """What the shapes in the matrix mean."""
    return {}


def _said(area: Area) -> str:
    return f"{area.name}: {area.said or area.text}" + (f", {_('met')}" if area.met else "")


@register.inclusion_tag("ui/parts/map.html")
def tile_map(areas: Sequence[Area], label: str) -> dict[str, Any]:
    """Communes as equal tiles by relative position; the same figures must stand in a table beside it.

    Areas without coordinates stand in the middle; where none has any, the tiles go row by row as given.
    """
    known = {area.id: (area.longitude, area.latitude) for area in areas if area.longitude is not None and area.latitude is not None}
    cells = (
        maps.tiles({area.id: known.get(area.id) or maps.middle(known.values()) for area in areas})
        if known
        else maps.row_by_row([area.id for area in areas])
    )
    drawn = []
    for area in sorted(areas, key=lambda area: (cells[area.id][1], cells[area.id][0])):
        column, row = cells[area.id]
        x, y = column * TILE, row * TILE
        label_text = area.short or area.name
        drawn.append(
            {
                "area": area,
                "said": _said(area),
                "x": x,
                "y": y,
                "tile": TILE,
                "middle": x + TILE // 2,
                "lines": _two_lines(label_text),
                "goal": f"M{x + 37} {y + 4}c-.5 3.5-2 5.600-3.600 7h7.200c-1.600-1.400-3.100-3.500-3.600-7z",
            }
        )
    width = max(max((cell[0] for cell in cells.values()), default=0) + 1, FEWEST) * TILE
    height = (max((cell[1] for cell in cells.values()), default=0) + 1) * TILE
    return {"drawn": drawn, "box": f"-2 -2 {width + 4} {height + 4}", "label": label, "wide": width > WIDE * TILE}


def _two_lines(name: str) -> list[str]:
    """A name over two lines where one would not fit a tile."""
    words = name.split()
    if len(name) <= 8 or len(words) == 1:
        return [name]
    half = min(range(1, len(words)), key=lambda cut: max(len(" ".join(words[:cut])), len(" ".join(words[cut:]))))
    return [" ".join(words[:half]), " ".join(words[half:])]


@register.inclusion_tag("ui/parts/map_real.html")
def real_map(areas: Sequence[Area], features: Iterable[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Communes in their boundaries (GeoJSON features, named by code = the area's id); areas without one are not drawn."""
    by_id = {area.id: area for area in areas}
    drawing = maps.draw(feature for feature in features if maps.feature_id(feature) in by_id)
    drawn = []
    for outline in drawing.outlines:
        area = by_id[outline.id]
        name = area.short or area.name
        drawn.append(
            {
                "area": area,
                "outline": outline,
                "said": _said(area),
                "name": name if outline.width > NAME_SIGN * len(name) else "",
                "valued": outline.width > VALUE_ROOM,
                "x": f"{outline.x:.1f}",
                "y": f"{outline.y:.1f}",
            }
        )
    return {"drawn": drawn, "box": f"-2 -2 {drawing.width + 4} {drawing.height + 4}", "label": label}


@register.inclusion_tag("ui/parts/map_key.html")
def map_key(bounds: Sequence[float], unit: str = "", none: str = "") -> dict[str, Any]:
    """The classes of a map in words, from ascending bounds (in the unit printed); ``none`` says what the hatched are."""
    shown = [numbers.number(bound, 2) for bound in bounds]
    words = [_("under %(first)s") % {"first": shown[0]}]
    words += [_("%(low)s to %(high)s") % {"low": low, "high": high} for low, high in pairwise(shown)]
    words.append(_("from %(last)s") % {"last": shown[-1]})
    return {"classes": list(enumerate(words, 1)), "unit": unit, "none": none}


@register.inclusion_tag("ui/parts/lanes.html")
def lanes(lanes: Sequence[Lane], first: date, last: date, label: str, now: date | None = None) -> dict[str, Any]:
    """States of a person through time, one lane a fact; ``now`` draws today's line."""
    axis = shapes.Axis(first, last)
    known = min(now, last) if now else last
    drawn = [
        {
            "label": lane.label,
            "y": 13 + 36 * place,
            "blocks": [_block(axis, one, known, 13 + 36 * place) for one in lane.stretches if one.start < known],
        }
        for place, lane in enumerate(lanes)
    ]
    height = 36 * len(lanes) + 34
    at = axis.at(now) if now else None
    years = [(year, x, at is None or not at - 84 < x < at - 2) for year, x in axis.years()]
    return {"drawn": drawn, "axis": years, "height": height, "floor": height - 18, "now": at, "label": label}


def _block(axis: shapes.Axis, stretch: Stretch, known: date, y: int) -> dict[str, Any]:
    """A stretch as drawn: never beyond what is known, named only where its name fits."""
    x, end = axis.at(stretch.start), axis.at(min(stretch.stop, known))
    label = stretch.label if end - x > 6 * len(str(stretch.label)) + 10 else ""
    return {"x": x + 1, "y": y, "width": max(round(end - x - 2, 1), 1), "state": stretch.state, "label": label}
