"""The page of the list behind a figure: three tabs whose counts are the figure, the sum in words, names only for a purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nharong.deeds.readings import list_log
from nharong.indicators.behind import Behind
from nharong.indicators.forms import OUTSIDE, PURPOSE, PURPOSES, STATE, UNIT, Context, RowFilter
from nharong.indicators.queries import Question, counted_indicator
from nharong.indicators.walk import Filters, Row, Walk
from nharong.kernel import packs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Forbidden, Hidden, Permission, Scope
from nharong.territory.queries import lineage
from nharong.ui import numbers
from nharong.ui.parts import LIST_STATES, Tab

STATES = ("counted", "not", "unknown", "maybe", "outside")
ALWAYS = 3
"""The first three tabs are always there."""


@dataclass(frozen=True)
class RowsAsked:
    """A list as a page asks for it: the question, which places are left out, and what stands around it."""

    scope: Scope
    question: Question
    context: Context
    path: str
    title: str
    crumbs: list[str]
    lede: str = ""
    verdict: dict[str, Any] = field(default_factory=dict)
    """Of a target: ``state`` and ``goal``."""
    without: frozenset[int] = frozenset()
    figure_url: str = ""

    @cached_property
    def behind(self) -> Behind:
        """Everybody behind the figure. Raises Hidden and Forbidden: persons are named inside the asker's area only."""
        if counted_indicator(self.question) is None:
            raise Hidden
        behind = Behind(self.question, self.without, self._only)
        view = Permission.PEOPLE_VIEW if behind.main.source.subject == "person" else Permission.FIGURES_VIEW
        if not self.scope.has(view):
            raise Forbidden
        self.scope.require(view, self.question.area.place)
        return behind

    @cached_property
    def _only(self) -> frozenset[int] | None:
        if not self.context.query.get(OUTSIDE):
            return None
        mapping = lineage().mapping("commune", self.question.on)
        return frozenset(place for place, unit in mapping.items() if unit is None)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many stand in each list."""
        return self.behind.counts

    @property
    def state(self) -> str:
        """The list that is open."""
        said = self.context.query.get(STATE, "")
        return said if said in STATES else "counted"

    @property
    def purpose(self) -> str:
        """Why it is opened; empty while that is not said."""
        said = self.context.query.get(PURPOSE, "")
        return str(PURPOSES[said]) if said in PURPOSES else ""

    @property
    def ways(self) -> list[tuple[str, str]]:
        """The way to this page, as label and address."""
        return list(zip(self.crumbs[::2], self.crumbs[1::2], strict=True))

    def tabs(self) -> list[Tab]:
        """The lists with their counts; the last two only where there is anybody."""
        return [
            Tab(LIST_STATES[name], self.counts[name], self.context.url(self.path, **{STATE: name}), name == self.state)
            for number, name in enumerate(STATES)
            if number < ALWAYS or self.counts[name]
        ]

    def summing(self) -> str:
        """“61 counted + 351 not counted + 19 unknown = 431 people in the denominator”."""
        counts, unit = self.counts, self.behind.indicator.unit
        if self.behind.indicator.kind == "count":
            return _("%(counted)s %(unit)s counted") % {"counted": numbers.number(counts["counted"]), "unit": unit}
        told = {name: numbers.number(counts[name]) for name in STATES} | {"unit": unit}
        told["all"] = numbers.number(counts["counted"] + counts["not"] + counts["unknown"])
        said = _("%(counted)s counted + %(not)s not counted + %(unknown)s unknown = %(all)s %(unit)s in the denominator") % told
        if counts["outside"]:
            said += "; " + _("%(outside)s more are in the numerator only") % told
        return said

    def value(self) -> str:
        """“61/412 = 14,8 %”."""
        counts = self.counts
        whole = counts["counted"] + counts["not"] + counts["unknown"]
        if self.behind.indicator.kind == "count" or not whole:
            return ""
        top = counts["counted"] + counts["outside"]
        return f"{numbers.fraction(top, whole)} = {numbers.percent(top / whole)}"


def answer_rows(request: HttpRequest, asked: RowsAsked) -> HttpResponseBase:
    """The page of the list, its changed part, or its file; one line in the read log for each."""
    told = {"asked": asked, "tabs": asked.tabs(), "summing": asked.summing(), "value": asked.value()}
    if not asked.purpose:
        kept = {**asked.context.query, STATE: asked.state}
        return render(request, "indicators/purpose.html", {**told, "kept": kept, "purposes": PURPOSES})
    walk = Walk(asked.behind, asked.state)
    log = list_log(asked.scope, f"{asked.behind.main.source.subject} {asked.question.name}"[:30], asked.purpose)
    return show_list(request, listing(asked, walk), walk, template="indicators/rows.html", context=told, log=log)


def listing(asked: RowsAsked, walk: Walk) -> Listing[Row]:
    """The columns and filters that this list offers: other orders and the village only where there are few places."""
    behind, on = asked.behind, asked.question.on
    few = walk.few
    graph = lineage()

    def place(row: Row) -> str:
        return graph.nearest(row.place, on).label

    def commune(row: Row) -> str:
        unit = graph.mapping("commune", on).get(row.place)
        return graph.nearest(unit, on).label if unit is not None and unit != row.place else ""

    columns: list[Column[Row]] = [
        Column("name", gettext_lazy("Name"), sort=("name",) if few else (), url=page_of(behind.main.source.subject)),
        Column("birth_year", gettext_lazy("Birth year"), sort=("birth_year",) if few else (), kind="year", wide=True),
        Column("sex", gettext_lazy("Sex"), lambda row: _sex(row.sex), wide=True),
        Column("ethnicity", gettext_lazy("Ethnic group"), lambda row: ethnic_name(row.ethnicity), wide=True),
        Column("place", gettext_lazy("Village"), place, sub=commune if not few else "", wide=True),
        Column("reason", gettext_lazy("Why so"), wide=True),
    ]
    if not few:
        columns.insert(5, Column("commune", gettext_lazy("Commune or ward"), commune, shown=False))
    if asked.state == "counted":
        columns[-1] = replace(columns[-1], shown=False)
    return Listing(
        name=f"{asked.question.name}-{asked.state}",
        columns=tuple(columns),
        order="",
        filters=lambda data: row_filter(asked, walk, data),
        narrow=narrow,
        title=asked.title,
    )


def row_filter(asked: RowsAsked, walk: Walk, data: QueryDict) -> RowFilter:
    """The filters, with the villages that there is anybody in."""
    graph, on = lineage(), asked.question.on
    found = dict.fromkeys(place for segment in walk.segments for place in walk.known(segment)) if walk.few else {}
    villages = [(str(graph.nodes[place].uid), graph.nearest(place, on).label) for place in found]
    dimensions = asked.behind.main.source.dimensions
    shown = [UNIT] if len(villages) > 1 else []
    shown += ["gioi"] if "sex" in dimensions else []
    shown += ["tuoi"] if asked.behind.main.source.birth_year else []
    return RowFilter(data, villages, shown, asked.context.query)


def narrow(walk: Walk, filters: Mapping[str, Any]) -> Walk:
    """The list with its filters."""
    place = filters.get(UNIT)
    chosen = lineage().by_uid(UUID(place)) if place else None
    return replace(walk, filters=Filters(filters.get("gioi", ""), filters.get("tuoi", ""), chosen))


def _sex(value: str | None) -> str:
    return {"f": _("Female"), "m": _("Male")}.get(value or "", _("Unknown"))


@lru_cache(maxsize=1)
def _ethnic_names() -> dict[str, str]:
    return {str(group["id"]): str(group["name"]) for group in packs.find("rules", "ethnic-groups").data["groups"]}


def ethnic_name(id: str | None) -> str:
    """An ethnic group by its name; unknown where none is known."""
    return _("Unknown") if id is None else _ethnic_names().get(id, id)


def page_of(subject: str) -> Any:
    """Address of a subject's own page, through the open table of links; none where it has no page."""
    name = import_string(settings.NHARONG_LINKS).get(subject)

    def url(row: Row) -> str:
        try:
            return reverse(name, args=[row.uid])
        except NoReverseMatch:
            return ""

    return url if name else None
