"""Pages of places: list and search, a unit, its villages and traits, where a code went, and the changes with rehearsal."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nharong.deeds.actions import Receipt, perform
from nharong.kernel.guards import needs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Refused
from nharong.kernel.time import BadPeriod, parse_day, today
from nharong.territory import actions, pages, wording
from nharong.territory.forms import CHANGES, ChangeForm, PlaceFilter, TraceForm, TraitForm, VillageForm
from nharong.territory.queries import lineage
from nharong.territory.rehearsal import Rehearsal, rehearse
from nharong.territory.rules import doors
from nharong.territory.rules.doors import Impossible
from nharong.territory.traits import set_trait
from nharong.ui.forms import put_problems


def _address(line: pages.Line) -> str:
    query = "" if line.day == today() else f"?ngay={line.day.isoformat()}"
    return reverse("territory:unit", args=[line.uid]) + query


COLUMNS: tuple[Column[pages.Line], ...] = (
    Column("name", gettext_lazy("Administrative unit"), sort=lambda line: line.name, url=_address, sub="span"),
    Column("code", gettext_lazy("Code"), sort=lambda line: line.code),
    Column("kind", gettext_lazy("Level"), lambda line: wording.kind_name(line.kind), sort=lambda line: line.kind, wide=True),
    Column("parent", gettext_lazy("Belongs to"), sort=lambda line: line.parent, wide=True),
    Column("below", gettext_lazy("Units below"), sort=lambda line: line.below, kind="whole"),
)
PLACES: Listing[pages.Line] = Listing("dia-ban", COLUMNS, order="", filters=PlaceFilter, title=gettext_lazy("Places"))
BELOW: Listing[pages.Line] = Listing("cap-duoi", COLUMNS, order="code", title=gettext_lazy("Units below"), size=200)


def _day(request: HttpRequest) -> date:
    """The day asked for; today where none can be read (the filter's form says so)."""
    try:
        return parse_day(text) if (text := request.GET.get("ngay", "").strip()) else today()
    except BadPeriod:
        return today()


def _scope(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


@require_safe
@needs(Permission.PLACES_VIEW)
def list_page(request: HttpRequest) -> HttpResponseBase:
    """The provinces of a day, the units of a level, or what a search finds."""
    day = _day(request)
    rows = pages.listed(request.GET.get("tim", "").strip(), request.GET.get("cap", ""), day)
    told = {"day": day, "full": len(rows) == pages.FOUND, "may_change": _scope(request).has(Permission.PLACES_MANAGE)}
    return show_list(request, PLACES, rows, template="territory/list.html", context=told)


@require_safe
@needs(Permission.PLACES_VIEW)
def unit_page(request: HttpRequest, place: UUID) -> HttpResponseBase:
    """One unit as of a day: where it belongs, what lies in it, what it was and became, its traits."""
    day = _day(request)
    unit = pages.unit_page(place, day)
    told = {"unit": unit, "day": day, "may_change": _scope(request).allows(Permission.PLACES_MANAGE, unit.place.pk)}
    return show_list(request, BELOW, pages.below(unit.place, day), template="territory/unit.html", context=told)


@require_safe
@needs(Permission.PLACES_VIEW)
def trace_page(request: HttpRequest) -> HttpResponse:
    """Which unit a code of one day is on another."""
    form = TraceForm(request.GET or None, initial={"tu": date(2025, 6, 30), "den": today()})
    answer: dict[str, Any] | None = None
    if form.is_bound and form.is_valid():
        known = form.cleaned_data
        try:
            answer = doors.trace(lineage(), known["ma"].strip(), known["tu"], known["den"])
            answer["by"] = [{**text, "date": date.fromisoformat(text["date"])} for text in answer["by"]]
        except Impossible as impossible:
            put_problems(form, wording.refused(impossible).problems)
    return render(request, "territory/trace.html", {"form": form, "answer": answer})


@require_http_methods(["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def change_page(request: HttpRequest, kind: str) -> HttpResponse:
    """A merger, split, rename or transfer: entered, rehearsed, then done."""
    if kind not in CHANGES:
        raise Http404
    make, name, title = CHANGES[kind]
    code = request.GET.get("ma", "")
    form = make(request.POST) if request.method == "POST" else make(initial={"code": code, "codes": code})
    rehearsal: Rehearsal | None = None
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("step") == "do":
                return _done(request, _perform(request, name, form))
            rehearsal = rehearse(form.change())
        except Refused as refusal:
            put_problems(form, refusal.problems)
    told = {"form": form, "rehearsal": rehearsal, "kind": kind, "title": title}
    return render(request, "territory/change.html", told | {"kinds": [(word, row[2]) for word, row in CHANGES.items()]})


def _perform(request: HttpRequest, name: str, form: ChangeForm) -> Receipt:
    known = form.cleaned_data
    told = {**form.values(), "day": known["day"], "decree": known["decree"], "decree_date": known["decree_date"]}
    receipt = perform(getattr(actions, name), _scope(request), uid=form.uid, **told)
    if not receipt.ok:
        raise Refused(receipt.errors)
    return receipt


def _done(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    made = receipt.value.get("made") or []
    messages.success(request, _("The change has been recorded."))
    return redirect("territory:unit", made[0]["place"]) if made else redirect("territory:list")


@require_http_methods(["GET", "POST"])
@needs(Permission.PLACES_VIEW)
def villages_page(request: HttpRequest, place: UUID) -> HttpResponseBase:
    """The villages of a commune on a day; a new one is founded here."""
    form = VillageForm(request.POST if request.method == "POST" else None, initial={"title": "Thôn", "day": today()})
    if form.is_bound and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("title", "name", "day")}
        receipt = perform(actions.found_village, _scope(request), uid=form.uid, commune=place, **told)
        if receipt.ok:
            messages.success(request, _("The village %(code)s has been recorded.") % {"code": receipt.value["made"][0]["code"]})
            return redirect("territory:villages", place)
        put_problems(form, receipt.errors)
    return _part(request, "territory/villages.html", place, form)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLACES_VIEW)
def traits_page(request: HttpRequest, place: UUID) -> HttpResponseBase:
    """The traits of a unit: unknown until a decision is entered."""
    form = TraitForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("kind", "value", "day", "until", "decision")}
        receipt = perform(set_trait, _scope(request), uid=form.uid, place=place, **told)
        if receipt.ok:
            messages.success(request, _("The trait has been recorded."))
            return redirect("territory:traits", place)
        put_problems(form, receipt.errors)
    return _part(request, "territory/traits.html", place, form)


def _part(request: HttpRequest, template: str, place: UUID, form: Form) -> HttpResponseBase:
    day = _day(request)
    unit = pages.unit_page(place, day)
    may = _scope(request).allows(Permission.PLACES_MANAGE, unit.place.pk)
    told = {"unit": unit, "form": form, "day": day, "may_change": may}
    return show_list(request, BELOW, pages.below(unit.place, day), template=template, context=told)
