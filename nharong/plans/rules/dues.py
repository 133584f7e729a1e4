"""Which threshold counts for a year, and on which days tasks and reports are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nharong.kernel.time import Period, parse_period, year_period
from nharong.plans.shape.asked import DataPeriod, Duty, Occasion
from nharong.plans.shape.plan import Span
from nharong.plans.shape.targets import Milestone
from nharong.plans.shape.when import When
from nharong.plans.shape.words import day_in

# ---------------------------------------------------------------- thresholds


@dataclass(frozen=True)
class Chosen:
    """The milestone that counts for a year, and when it is due: a year, a day, a named period, or None where none is said."""

    milestone: Milestone
    due: int | str | None


def choose(milestones: Sequence[Milestone], year: int) -> Chosen | None:
    """The latest milestone due by the year, else the next one (contracts.md, Figures); a particular year beats "every year".

    The slice of one year out of a cumulative target counts in that year alone.
    """
    dated = [(_year_of(m, year), m.every is None, i, m) for i, m in enumerate(milestones) if not m.undated and not _is_past_slice(m, year)]
    reached = [entry for entry in dated if entry[0] <= year]
    if reached:
        found = max(reached, key=lambda entry: (entry[0], entry[1], -entry[2]))
    elif undated := [m for m in milestones if m.undated]:
        return Chosen(undated[0], None)
    elif dated:
        found = min(dated, key=lambda entry: (entry[0], not entry[1], entry[2]))
    else:
        return None
    return Chosen(found[3], _due_of(found[3], found[0]))


def _is_past_slice(milestone: Milestone, year: int) -> bool:
    return milestone.over not in (None, "cumulative") and milestone.year not in (None, year)


def _year_of(milestone: Milestone, asked: int) -> int:
    if milestone.year is not None:
        return milestone.year
    if milestone.by is not None:
        return milestone.by.year
    if milestone.period is not None:
        return parse_period(milestone.period).year
    return min(max(asked, milestone.since or asked), milestone.until or 9999)


def _due_of(milestone: Milestone, year: int) -> int | str:
    if milestone.by is not None:
        return milestone.by.isoformat()
    return milestone.period or year


def counted_period(over: str, year: int, first: int) -> Period:
    """What the value of a year covers: the calendar year, the school year that ends in it, or all years since ``first``."""
    if over == "school-year":
        return parse_period(f"SY{year - 1}-{year}")
    if over == "cumulative" and first < year:
        return Period(date(first, 1, 1), date(year + 1, 1, 1)).named()
    return year_period(year)


# ---------------------------------------------------------------- tasks


def window(when: When, span: Span, year: int) -> tuple[date, date] | None:
    """First and last day on which the task runs within the year; None where it does not, or nothing is said.

    What waits for a document has the window that is printed; whether the document is there is asked elsewhere.
    """
    bounds = _bounds(when, span, year)
    if bounds is None:
        return None
    first, last = max(bounds[0], date(year, 1, 1)), min(bounds[1], date(year, 12, 31))
    return (first, last) if first <= last else None


def _bounds(when: When, span: Span, year: int) -> tuple[date, date] | None:
    start, stop = date(span.first, 1, 1), date(span.last, 12, 31)
    match when.kind:
        case "day":
            return when.day, when.day
        case "before":
            return start, when.day - timedelta(days=1)
        case "month":
            return _months(when.year, when.month, 1)
        case "quarter":
            return _months(when.year, 3 * when.quarter - 2, 3)
        case "year":
            return date(when.year, 1, 1), date(when.year, 12, 31)
        case "from-year":
            return date(when.year, 1, 1), max(stop, date(when.year, 12, 31))
        case "until-year":
            return start, date(when.year, 12, 31)
        case "range":
            return when.start, when.stop
        case "years":
            return date(when.start, 1, 1), date(when.stop, 12, 31)
        case "phases":
            return min(p.start for p in when.phases), max(p.stop for p in when.phases)
        case "continuous" | "every":
            return start, stop
        case "by-plan" | "ad-hoc" | "unsaid":
            return None
    return _each_year(when, span, year) if span.first <= year <= span.last else None


def _each_year(when: When, span: Span, year: int) -> tuple[date, date] | None:
    whole = (date(year, 1, 1), date(year, 12, 31))
    match when.kind:
        case "yearly":
            if not (when.since or span.first) <= year <= (when.until or span.last):
                return None
            return _months(year, when.month, 1) if when.month else _months(year, 3 * when.quarter - 2, 3) if when.quarter else whole
        case "yearly-day":
            return day_in(when.day, year), day_in(when.day, year)
        case "yearly-before":
            return whole[0], day_in(when.day, year) - timedelta(days=1)
        case "yearly-span":
            return day_in(when.start, year), day_in(when.stop, year)
        case "yearly-week":
            return _week(year, when.month, when.week)
        case "school-year":
            return (date(year, 1, 1), date(year, 12, 31)) if when.year is None else _school_year(when.year)
        case "reviews":
            return whole if when.interim == "yearly" or year in (*when.interim, when.final) else None
    return None


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    after = first + count
    return date(year, first, 1), date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)


def _school_year(year: int) -> tuple[date, date]:
    period = parse_period(f"SY{year}-{year + 1}")
    return period.start, period.last_day


def _week(year: int, month: int, week: int | str) -> tuple[date, date]:
    """The n-th full week, Monday to Sunday, of a month; or its last seven days."""
    if week == "last":
        last = _months(year, month, 1)[1]
        return last - timedelta(days=6), last
    first = date(year, month, 1)
    monday = first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (int(week) - 1))
    return monday, monday + timedelta(days=6)


def task_state(when: When, span: Span, day: date, arrived: bool = False) -> str:
    """``waits`` (for a document that has not ``arrived``), ``ahead``, ``open``, ``past``, or ``open`` all along.

    It speaks of the calendar only; whether the work is done is the task board's to say.
    """
    if when.waits_for is not None and not arrived:
        return "waits"
    if when.kind in ("by-plan", "ad-hoc", "unsaid"):
        return "open"
    here = window(when, span, day.year)
    if here is None:
        later = any(window(when, span, year) for year in range(day.year + 1, span.last + 2))
        return "ahead" if later else "past"
    if day < here[0]:
        return "ahead"
    return "open" if day <= here[1] or _recurs(when, span, day.year) else "past"


def _recurs(when: When, span: Span, year: int) -> bool:
    return window(when, span, year + 1) is not None


# ---------------------------------------------------------------- duties to report


@dataclass(frozen=True)
class Due:
    """One report of one year: its printed day (None: not said), the last day on time, and the span of its data."""

    occasion: str
    day: date | None
    last_on_time: date | None
    data_period: str


def dues(duty: Duty, span: Span, year: int) -> list[Due]:
    """The reports that a duty asks for in a year; none outside its years, and none for what is only asked ad hoc."""
    if not (duty.since or span.first) <= year <= (duty.until or span.last + 1):
        return []
    if duty.occasions:
        return [_due(duty, item, day_in(item.due, year), item.data_period, year) for item in duty.occasions]
    if duty.every == "ad-hoc":
        return []
    if isinstance(duty.due, date):
        return [_due(duty, None, duty.due, duty.data_period, year)] if duty.due.year == year else []
    day = day_in(duty.due, year) if duty.due else None
    return [_due(duty, None, day, duty.data_period, year)]


def _due(duty: Duty, occasion: Occasion | None, day: date | None, covers: str | DataPeriod, year: int) -> Due:
    last = day - timedelta(days=1) if day and duty.due_kind == "before" else day
    return Due(occasion.id if occasion else "", day, last, data_period(covers, year, last))


def data_period(covers: str | DataPeriod, year: int, last_on_time: date | None) -> str:
    """The span of a report's data, as periods are written; to the day sent is printed as to the last day on time."""
    if isinstance(covers, DataPeriod):
        start = day_in(covers.start, year + covers.start_year)
        stop = day_in(covers.stop, year + covers.stop_year)
        return f"{start.isoformat()}..{stop.isoformat()}"
    if covers == "year-to-sent":
        return f"{year}-01-01..{last_on_time.isoformat()}" if last_on_time and last_on_time.year == year else str(year)
    if covers == "year":
        return str(year)
    if covers == "year-before":
        return str(year - 1)
    if covers == "school-year":
        return f"SY{year - 1}-{year}"
    return covers
