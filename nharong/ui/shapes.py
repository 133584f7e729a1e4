"""Geometry of the small charts: numbers in, SVG attributes out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

WIDTH = 240.0
"""Of a bar, in its own units; the drawing is 6 wider for the roof at the end."""


@dataclass(frozen=True, slots=True)
class BarShape:
    """Lengths of a bullet bar; None: not drawn."""

    end: float
    """What the right edge stands for."""
    solid: float | None
    range_x: float | None
    range_width: float
    roof: str
    """The path of the threshold's mark; empty: none."""


def round_up(value: float) -> float:
    """The next 1, 2, 5 times a power of ten."""
    if value < 1e-6:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(round(step * power, 10) for step in (1, 2, 5, 10) if step * power >= value * (1 - 1e-9))


def scale_end(high: float | None, threshold: float | None, share: bool) -> float:
    """Where a bar's scale ends: 1 for a share, unless all is small; else about twice the threshold."""
    most = max(high or 0.0, threshold or 0.0)
    if share and (most > 0.35 or most <= 0):
        return max(1.0, round_up(most)) if most > 1 else 1.0
    return round_up(max((threshold or 0.0) * 1.6, (high or 0.0) * 1.05))


def roof(x: float) -> str:
    """The mark of a threshold: the roof of the communal house on its post, its top at ``x``."""
    arch = f"M{x:.1f} 1C{x - 0.5:.1f} 5 {x - 2.5:.1f} 7.4 {x - 4.6:.1f} 9H{x + 4.6:.1f}C{x + 2.5:.1f} 7.4 {x + 0.5:.1f} 5 {x:.1f} 1Z"
    return arch + f"M{x - 0.9:.1f} 8h1.8v14h-1.8Z"


def bar(low: float | None, high: float | None, threshold: float | None, *, end: float | None = None, share: bool = True) -> BarShape:
    """Solid to ``low``, hatched from there to ``high`` (at least 3 wide where they differ), roof at the threshold."""
    end = end or scale_end(high, threshold, share)

    def at(value: float) -> float:
        return round(min(max(value / end, 0.0), 1.0) * WIDTH, 1)

    mark = "" if threshold is None else roof(at(threshold))
    if low is None:
        return BarShape(end, None, None, 0.0, mark)
    solid = at(low)
    if high is None or high <= low:
        return BarShape(end, solid, None, 0.0, mark)
    width = min(max(at(high) - solid, 3.0), WIDTH)
    return BarShape(end, solid, min(solid, WIDTH - width), round(width, 1), mark)


@dataclass(frozen=True, slots=True)
class SparkShape:
    """A trend: one path, broken where a value is missing; the last point; the threshold's height."""

    path: str
    x: float
    y: float
    goal: float | None


def spark(values: Sequence[float | None], goal: float | None = None) -> SparkShape | None:
    """The line through the values in a box of 80 × 28; None where fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    marks = [*known, goal] if goal is not None else known
    low, high = min(marks), max(marks)
    points = []
    for place, value in enumerate(values):
        x = 4 + 72 * place / (len(values) - 1)
        points.append(None if value is None else (x, _height(value, low, high)))
    path, pen = "", "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        path += f"{pen}{point[0]:.1f} {point[1]:.1f}"
        pen = "L"
    x, y = next(point for point in reversed(points) if point)
    return SparkShape(path, round(x, 1), round(y, 1), None if goal is None else round(_height(goal, low, high), 1))


def _height(value: float, low: float, high: float) -> float:
    return 14.0 if high == low else 25 - 22 * (value - low) / (high - low)


FUNNEL = 1000


def funnel(counts: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """(reached, left out) of each step → (solid width, start, width) of its two parts, on one scale of 1000."""
    most = max((reached + out for reached, out in counts), default=0) or 1
    shapes = []
    for reached, out in counts:
        solid = round(FUNNEL * reached / most)
        start = min(solid + 1, FUNNEL - 1)
        width = min(max(round(FUNNEL * out / most), 6), FUNNEL - start) if out else 0
        shapes.append((solid, start, width))
    return shapes


@dataclass(frozen=True, slots=True)
class Axis:
    """A span of time along a lane, from ``left`` to ``right``."""

    first: date
    last: date
    left: float = 60.0
    right: float = 790.0

    def at(self, day: date) -> float:
        """Where a day stands; days beyond the span stand at its ends."""
        whole = (self.last - self.first).days or 1
        share = min(max((day - self.first).days / whole, 0.0), 1.0)
        return round(self.left + share * (self.right - self.left), 1)

    def years(self) -> list[tuple[int, float]]:
        """First of January of each year inside; every second, fifth … where there are many."""
        numbers = range(self.first.year if (self.first.month, self.first.day) == (1, 1) else self.first.year + 1, self.last.year + 1)
        step = max(1, -(-len(numbers) // 12))
        return [(year, self.at(date(year, 1, 1))) for year in numbers[::step]]
