"""The page of a plan: what was asked, every target in a row, four tiles, and what is not confirmed about its ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nharong.indicators.forms import OUTSIDE, PURPOSE, STATE, Context, read_context
from nharong.indicators.ledger import kept_years
from nharong.indicators.packs import indicators
from nharong.kernel.permissions import Scope
from nharong.kernel.time import today, year_period
from nharong.plans import queries, words
from nharong.plans.figures import Asking
from nharong.plans.figures import row as row_of
from nharong.plans.figures import rows as rows_of
from nharong.plans.grounds import Ground, ground
from nharong.plans.pages.missing import Said, missing
from nharong.plans.queries import Loaded, role_name
from nharong.plans.shape.targets import Target
from nharong.ui.parts import STATES, Bar, Point, State, TargetLine, Tile, state_of

TREND = 5
"""Years of a trend, the one shown included."""
OPEN, READING = "mo", "cach"
"""Names in the address: the target that is open, and another reading of it."""


@dataclass(frozen=True)
class Group:
    """The targets of one clause."""

    title: str
    shown: list["Shown"]


@dataclass(frozen=True)
class Shown:
    """A target's line, its row in the words of ``plan show``, and the sentence on what is missing."""

    target: Target
    row: dict[str, Any]
    line: TargetLine
    said: Said


@dataclass(frozen=True)
class Asked:
    """One plan asked about one place, year and boundary day by one reader."""

    scope: Scope
    loaded: Loaded
    context: Context
    asking: Asking
    open: str = ""
    years: tuple[int, ...] = ()
    _cache: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The plan's id."""
        return self.loaded.row.key

    def url(self, page: str = "plan", **changed: str | None) -> str:
        """The address of a page of this plan in the same context."""
        return self.context.url(reverse(f"plans:{page}", args=[self.key]), **changed)

    def target(self, key: str) -> Target | None:
        """A target by its id, in either case."""
        return next((target for target in self.loaded.plan.targets if target.id.lower() == key.lower()), None)

    @cached_property
    def rules(self) -> list[str]:
        """The rule packs that the figures follow, and the plan."""
        found = {self.loaded.name}
        for target in self.loaded.plan.targets:
            indicator = indicators().get(target.indicator or "")
            if indicator and indicator.has_records:
                found.add(indicator.rule)
        return sorted(found)

    @cached_property
    def ground(self) -> Ground:
        """Which communes are not meant, and which nobody has confirmed."""
        return ground(self.loaded.plan.scope, self.asking.area, year_period(self.asking.year).last_day)


def ask(scope: Scope, name: str, data: Mapping[str, str], rows: str = "") -> Asked:
    """Read the address of a plan's page; of the list behind the target ``rows``. Raises Hidden, Forbidden."""
    loaded = queries.plan(scope, name)
    row = loaded.row
    first, last = row.first_year, max(row.first_year, min(row.last_year, today().year))
    kept = {name: data[name] for name in (STATE, PURPOSE, OUTSIDE) if data.get(name)} if rows else {}
    kept |= {READING: data[READING]} if rows and data.get(READING) else {}
    context = read_context(data, base=row.area, years=range(first - 1, last + 1), year=last, whole_years=True, kept=kept)
    open_ = rows or data.get(OPEN, "")
    readings = {open_: data[READING]} if open_ and data.get(READING) else {}
    asking = queries.asking(scope, loaded, str(context.area), year=context.year, on=context.on, readings=readings)
    known = set(kept_years())
    years = tuple(year for year in range(context.year - TREND + 1, context.year + 1) if year in known)
    return Asked(scope, loaded, context, asking, open_, years)


# ---------------------------------------------------------------- targets


def groups(asked: Asked) -> list[Group]:
    """Every target with its trend, by clause in the order of the plan."""
    shown = [show(asked, row, trend=True) for row in rows_of(asked.asking)]
    return [Group(_("Section %(clause)s") % {"clause": clause}, list(items)) for clause, items in groupby(shown, _clause)]


def _clause(shown: Shown) -> str:
    return shown.target.clause.partition(",")[0]


def show_one(asked: Asked, key: str) -> Shown:
    """One target alone, with its trend."""
    target = asked.target(key)
    assert target is not None  # the view has looked
    return show(asked, row_of(asked.asking, target), trend=True)


def show(asked: Asked, row: dict[str, Any], *, trend: bool) -> Shown:
    """A target as its line."""
    target = asked.target(row["id"])
    assert target is not None
    unit, state = unit_of(asked, target), state_of(row["met"], value=row["value"])
    open_ = target.id.lower() == asked.open.lower()
    line = TargetLine(
        id=target.id,
        title=target.title,
        bar=Bar(row["value"], row["low"], row["high"], number_or_none(row["threshold"]), unit, operator=row["operator"]),
        state=state,
        url=asked.url(mo=None if open_ else target.id) + f"#{target.id}",
        numerator=row["numerator"],
        denominator=row["denominator"],
        unknown=(row["unknown"] or 0) + (row["maybe"] or 0),
        unit=_second_line(target),
        goal=words.goal_text(row["operator"], row["threshold"], unit, words.due_text(target, asked.asking.year, row["due"])),
        trend=_trend(asked, target) if trend and row["value"] is not None else (),
        open=open_,
        mark=mark(target.id),
    )
    row = row | {"suppressed": bool(target.indicator and asked.asking.asked(target)["suppressed"])}
    return Shown(target, row, line, missing(row, state, unit, waits_for(target), has_records(asked, target)))


def mark(id: str) -> str:
    """A target's id as printed: ``đ1`` is written dd1 in files."""
    return "đ" + id[2:] if id.startswith("dd") and id[2:].isdecimal() else id


def number_or_none(value: Any) -> float | None:
    """A threshold that is one number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def unit_of(asked: Asked, target: Target) -> str:
    """How a value is written: ``share``, ``growth`` or ``count``."""
    indicator = indicators().get(asked.asking.question(target).name)
    if indicator is None:
        return "share"
    return {"growth": "growth", "count": "count", "declared": "count"}.get(indicator.kind, "share")


def has_records(asked: Asked, target: Target) -> bool:
    """Whether the records behind a target are kept by this version."""
    indicator = indicators().get(asked.asking.question(target).name)
    return indicator is not None and indicator.has_records


def waits_for(target: Target) -> str:
    """The document that a target waits for, with its issuer; empty if none."""
    if target.waits_for is None or not target.waits_for.document:
        return ""
    issuer = role_name(target.waits_for.issuer) if target.waits_for.issuer else ""
    return f"{target.waits_for.document} ({issuer})" if issuer else str(target.waits_for.document)


def _second_line(target: Target) -> str:
    said = [target.unit]
    if target.waits_for and target.waits_for.document:
        said.append(_("waits for a document"))
    if len(target.readings) > 1:
        said.append(ngettext("%(n)s reading", "%(n)s readings", len(target.readings)) % {"n": len(target.readings)})
    return " · ".join(said)


def _trend(asked: Asked, target: Target) -> tuple[Point, ...]:
    if len(asked.years) < 2 or not target.indicator:
        return ()
    return tuple(Point(str(entry["year"]), entry["value"]) for entry in queries.trend(asked.asking, target.id, asked.years))


# ---------------------------------------------------------------- tiles


def tiles(shown: Sequence[Shown]) -> list[Tile]:
    """How many targets are met, not met, open, without data; with their ids."""
    found: dict[State, list[Shown]] = {"met": [], "not-met": [], "unclear": [], "none": []}
    for one in shown:
        found[one.line.state].append(one)
    return [
        Tile(STATES[state][2], len(ones), _("of %(all)s") % {"all": len(shown)} if state == "met" else "", _ids(state, ones), state=state)
        for state, ones in found.items()
    ]


def _ids(state: State, ones: Sequence[Shown]) -> str:
    ids = ", ".join(one.line.mark for one in ones)
    if state == "unclear" and ids:
        return _("%(ids)s: settling the unknown decides") % {"ids": ids}
    return ids
