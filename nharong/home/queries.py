"""The first page: the holes of the place, the dates ahead, its figures; each number with the door to its list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nharong.classes.queries.lists import work_of
from nharong.indicators.queries import Question, figure
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import show_day, year_period
from nharong.people.rules.literacy import commune_standard
from nharong.plans import queries as plans
from nharong.territory.queries import extreme_hardship, lineage, parse_area
from nharong.territory.rules.doors import Area, area_of
from nharong.ui.numbers import number, percent
from nharong.ui.parts import Bar, Door, FunnelStep, State, Tile, Work, state_of

P = Permission


@dataclass(frozen=True)
class Standard:
    """One level of the literacy standard of a commune, as it stands."""

    title: str
    note: str
    bar: Bar
    state: State
    door: Door | None


@dataclass
class Today:
    """What the first page shows."""

    place: str
    area: Area | None
    late: list[Work] = field(default_factory=list)
    soon: list[Work] = field(default_factory=list)
    later: list[Work] = field(default_factory=list)
    duty: Work | None = None
    """The next report due."""
    tiles: list[Tile] = field(default_factory=list)
    standards: list[Standard] = field(default_factory=list)
    special: bool | None = None
    """Whether the commune counts as extremely hard up; None: nobody has said."""
    funnel: list[FunnelStep] = field(default_factory=list)
    year: int = 0


def link(name: str, /, *args: Any, **query: Any) -> str:
    """The address of a page with a query; empty where the page is not there for this reader."""
    try:
        path = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    words = {key: value for key, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(words)}" if words else path


def own_area(scope: Scope, day: date) -> Area | None:
    """Where the reader works: the area of the first grant; the province where the grant is everywhere."""
    graph = lineage()
    for grant in scope.grants:
        if grant.area:
            return parse_area(grant.area, day)
    provinces = graph.roots(day) if scope.grants else []
    return area_of(graph, graph.nearest(provinces[0], day).code, day) if provinces else None


def today_page(scope: Scope, day: date) -> Today:
    """Everything of the first page, for the reader's own area and the running year."""
    area = own_area(scope, day)
    page = Today(place=area.name if area else "", area=area, year=day.year)
    if scope.has(P.CLASSES_VIEW):
        _class_work(page, scope, day)
    if area and scope.has(P.FIGURES_VIEW):
        literacy = {level: _ask(scope, area, day, f"literate-{level}") for level in (1, 2)}
        studying = _ask(scope, area, day, "studies-phase-1")
        _literacy_work(page, scope, literacy, day)
        _tiles(page, literacy, studying, day)
        _funnel(page, studying)
        if lineage().nodes[area.place].kind == "commune":
            _standards(page, scope, area, day)
    if scope.has(P.REPORTS_VIEW):
        _duties(page, scope, day)
    return page


def _ask(scope: Scope, area: Area, day: date, name: str, band: str = "") -> dict[str, Any]:
    return figure(scope, Question(name=name, area=area, period=year_period(day.year), on=day, band=band))


def list_url(area: Area, day: date, name: str, state: str, band: str = "") -> str:
    """The list behind a figure, opened at one of its states."""
    return link("indicators:rows", name, noi=str(area), ky=str(day.year), nhom=band, dang=state)


# ---------------------------------------------------------------- what to do


def _class_work(page: Today, scope: Scope, day: date) -> None:
    found = work_of(scope, day)
    for key, days in found.holes.unrecorded.items():
        row = found.names[key]
        what = ngettext("evening without attendance, %(name)s", "evenings without attendance, %(name)s", len(days)) % {"name": row.name}
        door = Door(_("Take attendance"), link("classes:sheet", row.uid, days[0].isoformat()), row.name)
        page.late.append(Work(len(days), what, door, why=", ".join(show_day(missed) for missed in days[:3]), due=days[0]))
    for key, term, learners in found.undecided:
        row = found.names[key]
        what = ngettext("learner without a result, %(name)s", "learners without a result, %(name)s", learners) % {"name": row.name}
        page.soon.append(
            Work(
                learners,
                what,
                Door(_("Decide results"), link("classes:results", row.uid, term), row.name),
                why=_("Term %d is over.") % term,
            )
        )
    for key in found.unplanned:
        row = found.names[key]
        door = Door(_("Plan a term"), link("classes:class", row.uid), row.name)
        page.soon.append(Work(1, _("class without a term plan: %s") % row.name, door))


def _literacy_work(page: Today, scope: Scope, literacy: Mapping[int, dict[str, Any]], day: date) -> None:
    if not scope.has(P.PEOPLE_VIEW) or page.area is None:
        return
    unknown = literacy[2]["unknown"] or 0
    if unknown:
        what = ngettext("person not known to read or not", "persons not known to read or not", unknown)
        door = Door(_("Open the list"), list_url(page.area, day, "literate-2", "unknown"))
        page.later.append(
            Work(unknown, what, door, why=_("Once settled, the literacy standard can be told."), when=_("before the December report"))
        )
    below = _not_literate(literacy[1])
    if below:
        what = ngettext("person of 15–60 below level 1", "persons of 15–60 below level 1", below)
        door = Door(_("Open the list"), list_url(page.area, day, "literate-1", "not"))
        page.later.append(Work(below, what, door, why=_("Invite them and enrol them in a class."), when=_("this year")))


def _not_literate(answer: Mapping[str, Any]) -> int:
    if answer["denominator"] is None:
        return 0
    return int(answer["denominator"] - answer["numerator"] - answer["unknown"])


def _duties(page: Today, scope: Scope, day: date) -> None:
    """The next report that the plans ask for; the report folder knows what has been written."""
    ahead: list[tuple[date, dict[str, Any], str]] = []
    for row in plans.plans(scope):
        loaded = plans.plan(scope, row.key)
        for duty in plans.duties(loaded, day.year):
            due = duty["due"] and date.fromisoformat(duty["due"])
            if due and due >= day - timedelta(days=30):
                ahead.append((due, duty, row.title))
    roles = set(scope.roles)
    wanted = "units" if roles & {"commune-officer", "director", "teacher"} else "province"
    mine = [entry for entry in ahead if entry[1]["id"].endswith(f"/{wanted}")]
    if mine:
        due, duty, title = min(mine, key=lambda entry: entry[0])
        door = Door(_("Write the report"), link("reports:list") or link("plans:list"))
        page.duty = Work(1, _("Report of %d") % day.year, door, why=title, due=due, before=duty["due_kind"] == "before")


# ---------------------------------------------------------------- the figures of the place


def _tiles(page: Today, literacy: Mapping[int, dict[str, Any]], studying: Mapping[str, Any], day: date) -> None:
    area = page.area
    if area is None:
        return
    one = literacy[1]
    if one["denominator"] is None:
        return

    def opened(name: str, state: str, label: str = "") -> Door | None:
        url = list_url(area, day, name, state)
        return Door(label or _("Open the list"), url) if url else None

    whole = opened("literate-1", "counted", _("Open the lists"))

    page.tiles = [
        Tile(_("People of 15–60"), one["denominator"], note=_("not counting the disabled"), door=whole),
        Tile(_("Below level 1"), _not_literate(one), note=_("%s unknown") % number(one["unknown"]), door=opened("literate-1", "not")),
        Tile(_("Literate at level 1"), percent(one["value"]), note=_("level 2: %s") % percent(literacy[2]["value"])),
        Tile(
            _("Began phase 1 this year"),
            studying["numerator"] or 0,
            note=_("%s of those below level 1 at the start") % percent(studying["value"]),
            door=opened("studies-phase-1", "counted"),
        ),
    ]


def _funnel(page: Today, studying: Mapping[str, Any]) -> None:
    if studying["denominator"] is None or page.area is None:
        return
    stock, began = studying["denominator"], studying["numerator"]
    page.funnel = [
        FunnelStep(_("Below level 1 at the start of the year"), stock),
        FunnelStep(_("Enrolled in phase 1"), began, out=max(stock - began, 0), out_label=_("not enrolled")),
    ]


def _standards(page: Today, scope: Scope, area: Area, day: date) -> None:
    """The commune's literacy standard by the rule pack; where the class is unknown, both bands must agree."""
    said = extreme_hardship([area.place], day).get(area.place)
    page.special = said
    for level in (1, 2):
        verdicts: list[bool | None] = []
        shown = None
        for special in (False, True) if said is None else (said,):
            unit = commune_standard(level, special)
            answer = _ask(scope, area, day, f"literate-{level}", unit.band)
            if answer["low"] is None:
                verdicts.append(None)
            else:
                verdicts.append(True if answer["low"] >= unit.share else False if answer["high"] < unit.share else None)
            shown = (unit, answer)
        if shown is None:
            continue
        unit, answer = shown
        met = verdicts[0] if len(set(verdicts)) == 1 else None
        note = _("%(share)s of people of %(band)s (%(n)s/%(d)s), %(u)s unknown; the mark is %(mark)s") % {
            "share": percent(answer["value"], unit.share),
            "band": unit.band.replace("-", "–"),
            "n": number(answer["numerator"]),
            "d": number(answer["denominator"]),
            "u": number(answer["unknown"]),
            "mark": percent(unit.share),
        }
        bar = Bar(answer["value"], answer["low"], answer["high"], unit.share)
        url = list_url(area, day, f"literate-{level}", "unknown", unit.band)
        page.standards.append(
            Standard(
                _("Level %d") % level, note, bar, state_of(met, value=answer["value"]), Door(_("Open the lists"), url) if url else None
            )
        )
