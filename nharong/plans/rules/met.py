"""Whether a target is met: yes where all that is possible meets it, no where nothing does, else it cannot be told.

What is not known leaves a range ``(low, high)``; missing data is never "met" and never "not met" (contracts.md, Figures).
"""

from collections.abc import Iterable, Sequence

from nharong.plans.shape.values import Part, Value

Range = tuple[float, float]
"""What a figure may be, both ends possible."""

ABOUT = 0.05
"""How far from an "about" threshold still counts where the plan does not say: a twentieth of it."""

_Span = tuple[float | None, float | None]


def met(
    op: str,
    value: Value | None,
    now: Range | None,
    before: Range | None = None,
    *,
    tolerance: float | None = None,
    change: str = "points",
) -> bool | None:
    """The verdict on a numeric target.

    ``before`` is the figure of the year compared with (keep, rise, fall). ``change``: a rise or fall in the value's
    own points, or relative to the earlier value. ``value`` None: keep what was, or any rise or fall.
    """
    if now is None:
        return None
    if op in ("rise", "fall") or (op == "keep" and value is None):
        return _moved(op, value, now, before, change)
    if isinstance(value, bool | str | Part) or value is None:
        raise ValueError(f"{op} {value}")
    return _inside(now, *_wanted(op, value, tolerance))


def _wanted(op: str, value: float | tuple[float, float], tolerance: float | None) -> tuple[_Span, bool, bool]:
    """The interval that meets the threshold, and whether its ends are in it."""
    if isinstance(value, tuple):
        margin = tolerance or 0.0 if op == "about" else 0.0
        return (value[0] - margin, value[1] + margin), True, True
    if op in ("ge", "gt", "keep"):
        return (value, None), op != "gt", True
    if op in ("le", "lt"):
        return (None, value), True, op != "lt"
    margin = 0.0 if op == "eq" else abs(value) * ABOUT if tolerance is None else tolerance
    return (value - margin, value + margin), True, True


def _inside(now: Range, span: _Span, low_in: bool, high_in: bool) -> bool | None:
    low, high = min(now), max(now)
    bottom, top = span
    over = bottom is None or (low >= bottom if low_in else low > bottom)
    under = top is None or (high <= top if high_in else high < top)
    if over and under:
        return True
    all_below = bottom is not None and (high < bottom if low_in else high <= bottom)
    all_above = top is not None and (low > top if high_in else low >= top)
    return False if all_below or all_above else None


def _moved(op: str, value: Value | None, now: Range, before: Range | None, change: str) -> bool | None:
    if before is None:
        return None
    if op == "keep":
        return _inside((min(now) - max(before), max(now) - min(before)), (0.0, None), True, True)
    step = _step(now, before, change)
    if step is None:
        return None
    if op == "fall":
        step = (-step[1], -step[0])
    if value is None:
        return _inside(step, (0.0, None), False, True)
    least = value[0] if isinstance(value, tuple) else value
    if isinstance(least, bool | str | Part):
        raise ValueError(f"{op} {value}")
    return _inside(step, (least, None), True, True)


def _step(now: Range, before: Range, change: str) -> Range | None:
    """How far it may have moved. None: relative to what may be nothing."""
    if change == "points":
        return (min(now) - max(before), max(now) - min(before))
    if min(before) <= 0:
        return None
    corners = [(here - there) / there for here in now for there in before]
    return (min(corners), max(corners))


def met_part(op: str, part: Part, numerator: Range | None, denominator: Range | None) -> bool | None:
    """So many of so many: ``8/8`` asks for all there are now, ``1/8`` for at least one, whatever became of the eight."""
    if numerator is None:
        return None
    if part.n < part.of or op == "gt":
        return met("gt" if op == "gt" else "eq" if op == "eq" else "ge", part.n, numerator)
    if denominator is None or max(denominator) <= 0:
        return None
    if min(numerator) >= max(denominator):
        return True
    return False if max(numerator) < min(denominator) else None


def met_word(op: str, grade: str, scale: Sequence[str], now: str | None) -> bool | None:
    """An ordinal result: at, or at least at, a grade of the scale (worst first)."""
    if now is None or now not in scale:
        return None
    here, wanted = scale.index(now), scale.index(grade)
    return met(op, wanted, (here, here))


def met_yes(wanted: bool, now: bool | None) -> bool | None:
    """A milestone that is there or not."""
    return None if now is None else now == wanted


def together(verdicts: Iterable[bool | None], need: str | int = "all") -> bool | None:
    """Several conditions at once: all, any, or at least so many; what is not known stays open."""
    said = list(verdicts)
    least = len(said) if need == "all" else 1 if need == "any" else int(need)
    if said.count(True) >= least:
        return True
    return False if said.count(True) + said.count(None) < least else None


def agreed(verdicts: Iterable[bool | None]) -> bool | None:
    """The verdict where it is not known which threshold holds: only what all of them say."""
    said = set(verdicts)
    return said.pop() if len(said) == 1 else None


def chained(numerator: Range, base: Range) -> Range | None:
    """The range of a share whose denominator is another target's numerator; None where that may be nothing."""
    if min(base) <= 0:
        return None
    return (min(numerator) / max(base), max(numerator) / min(base))
