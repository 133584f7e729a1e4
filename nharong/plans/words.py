"""Thresholds, timing and states of a plan in the words of the reader."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nharong.kernel.time import BadPeriod, parse_period, show_day
from nharong.plans.rules.dues import choose
from nharong.plans.shape.targets import Milestone, Target
from nharong.plans.shape.when import When
from nharong.ui import numbers

SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "about": "≈", "keep": "=", "rise": "↑", "fall": "↓"}

TASK_STATES = {
    "waits": gettext_lazy("waits for a document"),
    "ahead": gettext_lazy("not begun yet"),
    "open": gettext_lazy("running"),
    "past": gettext_lazy("its time is over"),
}
"""State of a task in the calendar; whether the work is done is the task board's to say."""

EVERY = {
    "year": gettext_lazy("every year"),
    "school-year": gettext_lazy("every school year"),
    "half-year": gettext_lazy("every half-year"),
    "quarter": gettext_lazy("every quarter"),
    "month": gettext_lazy("every month"),
    "week": gettext_lazy("every week"),
}


def value_text(value: Any, unit: str) -> str:
    """A threshold as the plan writes it: “10,5 %”, “0,3–0,5 %”, “8/8”, “yes”; empty where none is said."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        low, high = (numbers.threshold(end, unit) for end in value)
        return f"{low.removesuffix(numbers.NBSP + '%')}–{high}" if high.endswith("%") else f"{low}–{high}"
    return value if isinstance(value, str) else numbers.threshold(value, unit)


def goal_text(operator: str, threshold: Any, unit: str, when: str) -> str:
    """“≥ 10,5 %, every year”."""
    said = f"{SIGNS.get(operator, '')} {value_text(threshold, unit)}".strip()
    return ", ".join(filter(None, (said, when)))


def due_text(target: Target, year: int, due: Any) -> str:
    """When the threshold that counts is due: “every year”, “2030”, “by 30/6/2027”, or that no year is said."""
    chosen = choose(target.milestones, year) if target.milestones else None
    if chosen and chosen.milestone.every:
        return str(EVERY[chosen.milestone.every])
    if due is None:
        return _("no year said") if chosen else ""
    if isinstance(due, int):
        return str(due)
    try:
        return _("by %(day)s") % {"day": show_day(date.fromisoformat(due))}
    except ValueError:
        return period_text(due)


def milestone_of(target: Target, year: int) -> Milestone | None:
    """The milestone that counts for the year."""
    chosen = choose(target.milestones, year) if target.milestones else None
    return chosen.milestone if chosen else None


# ---------------------------------------------------------------- timing of tasks


def timing_text(when: When) -> str:
    """When a task is to be done, in a few words."""
    said = _timing(when)
    if when.waits_for is not None and when.waits_for.document:
        waits = _("waits for: %(document)s") % {"document": when.waits_for.document}
        said = f"{said}; {waits}" if said else waits
    return f"{said} ({when.note})" if when.note else said


def _timing(when: Any) -> str:  # noqa: PLR0912 - one short answer for each kind of timing
    match when.kind:
        case "day":
            return show_day(when.day)
        case "before":
            return _("before %(day)s") % {"day": show_day(when.day)}
        case "month":
            return _("month %(month)s/%(year)s") % {"month": when.month, "year": when.year}
        case "quarter":
            return _("quarter %(quarter)s/%(year)s") % {"quarter": when.quarter, "year": when.year}
        case "year":
            return _("year %(year)s") % {"year": when.year}
        case "from-year":
            return _("from %(year)s on") % {"year": when.year}
        case "until-year":
            return _("until the end of %(year)s") % {"year": when.year}
        case "range":
            return f"{show_day(when.start)}–{show_day(when.stop)}"
        case "years":
            return f"{when.start}–{when.stop}"
        case "phases":
            return "; ".join(f"{phase.title}: {show_day(phase.start)}–{show_day(phase.stop)}" for phase in when.phases)
        case "continuous":
            return _("all the time")
        case "every":
            return str(EVERY[when.every])
        case "ad-hoc":
            return _("when asked")
        case "unsaid":
            return _("no time said")
        case "by-plan":
            return ""
    return _timing_each_year(when)


def _timing_each_year(when: Any) -> str:
    match when.kind:
        case "yearly":
            inner = _("month %(month)s") % {"month": when.month} if when.month else ""
            inner = _("quarter %(quarter)s") % {"quarter": when.quarter} if when.quarter else inner
            span = f"{when.since or ''}–{when.until or ''}" if when.since or when.until else ""
            return ", ".join(filter(None, (str(EVERY["year"]), inner, span)))
        case "yearly-day":
            return _("%(day)s every year") % {"day": when.day}
        case "yearly-before":
            return _("before %(day)s every year") % {"day": when.day}
        case "yearly-span":
            return _("%(start)s–%(stop)s every year") % {"start": when.start, "stop": when.stop}
        case "yearly-week":
            if when.week == "last":
                return _("last week of month %(month)s every year") % {"month": when.month}
            return _("week %(week)s of month %(month)s every year") % {"week": when.week, "month": when.month}
        case "school-year":
            return str(EVERY["school-year"]) if when.year is None else period_text(f"SY{when.year}-{when.year + 1}")
        case "reviews":
            return _reviews(when)
    return ""


def _reviews(when: Any) -> str:
    interim = _("interim review every year") if when.interim == "yearly" else ""
    if not interim and when.interim:
        interim = _("interim review %(years)s") % {"years": ", ".join(map(str, when.interim))}
    final = _("final review %(year)s") % {"year": when.final} if when.final else ""
    return "; ".join(filter(None, (interim, final)))


def period_text(name: str) -> str:
    """A period as officials write it: “2026”, “school year 2025–2026”, “01/01/2026–09/12/2026”."""
    if name.startswith("SY"):
        return _("school year %(years)s") % {"years": name[2:].replace("-", "–")}
    try:
        period = parse_period(name)
    except BadPeriod:
        return name
    return f"{show_day(period.start)}–{show_day(period.last_day)}" if ".." in name else name
