"""Pages of places: list and search, a unit, its villages and traits, where a code went, and the changes with rehearsal."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nharong.deeds.actions import Receipt, perform
from nharong.kernel.guards import needs
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import BadPeriod, parse_day, today
from nharong.territory import actions, pages, wording
from nharong.territory.forms import CHANGES, ChangeForm, TraceForm, TraitForm, VillageForm
from nharong.territory.queries import lineage
from nharong.territory.rehearsal import Rehearsal, rehearse
from nharong.territory.rules import doors
from nharong.territory.rules.doors import Impossible


def _day(request: HttpRequest) -> tuple[date, str]:
    """The day asked for (default today) and what was wrong with it."""
    text = request.GET.get("ngay", "").strip()
    try:
        return (parse_day(text) if text else today()), ""
    except BadPeriod as error:
        return today(), str(error)


def _scope(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


@require_GET
@needs(Permission.PLACES_VIEW)
def list_page(request: HttpRequest) -> HttpResponse:
    """The provinces of a day, or what a search finds."""
    day, fault = _day(request)
    text = request.GET.get("tim", "").strip()
    lines = pages.search(text, day) if text else pages.top(day)
    told = {"lines": lines, "day": day, "fault": fault, "text": text, "full": len(lines) == pages.FOUND}
    return render(request, "territory/list.html", told | {"may_change": _scope(request).has(Permission.PLACES_MANAGE)})


@require_GET
@needs(Permission.PLACES_VIEW)
def unit_page(request: HttpRequest, place: UUID) -> HttpResponse:
    """One unit as of a day: where it belongs, what lies in it, what it was and became, its traits."""
    day, fault = _day(request)
    page = pages.unit_page(place, day)
    may = _scope(request).allows(Permission.PLACES_MANAGE, page.place.pk)
    return render(request, "territory/unit.html", {"page": page, "day": day, "fault": fault, "may_change": may})


@require_GET
@needs(Permission.PLACES_VIEW)
def trace_page(request: HttpRequest) -> HttpResponse:
    """Which unit a code of one day is on another."""
    form = TraceForm(request.GET or None, initial={"tu": date(2025, 6, 30), "den": today()})
    answer: dict[str, Any] | None = None
    problems: Sequence[Problem] = ()
    if form.is_bound and form.is_valid():
        known = form.cleaned_data
        try:
            answer = doors.trace(lineage(), known["ma"].strip(), known["tu"], known["den"])
        except Impossible as impossible:
            problems = wording.refused(impossible).problems
    return render(request, "territory/trace.html", {"form": form, "answer": answer, "problems": problems})


@require_http_methods(["GET", "POST"])
@needs(Permission.PLACES_MANAGE)
def change_page(request: HttpRequest, kind: str) -> HttpResponse:
    """A merger, split, rename or transfer: entered, rehearsed, then done."""
    if kind not in CHANGES:
        raise Http404
    make, name, title = CHANGES[kind]
    form = make(request.POST) if request.method == "POST" else make(initial=_asked(request))
    rehearsal: Rehearsal | None = None
    problems: Sequence[Problem] = ()
    if form.is_bound and form.is_valid():
        if request.POST.get("step") == "do":
            receipt = perform(getattr(actions, name), _scope(request), uid=form.cleaned_data["deed"], **_told(form))
            if receipt.ok:
                return _done(request, receipt)
            problems = receipt.errors
        try:
            rehearsal = None if problems else rehearse(form.change())
        except Refused as refusal:
            problems = refusal.problems
    told = {"form": form, "rehearsal": rehearsal, "problems": problems, "kind": kind, "title": title}
    return render(request, "territory/change.html", told | {"kinds": [(word, row[2]) for word, row in CHANGES.items()]})


def _asked(request: HttpRequest) -> dict[str, str]:
    code = request.GET.get("ma", "")
    return {"code": code, "codes": code}


def _told(form: ChangeForm) -> dict[str, Any]:
    known = form.cleaned_data
    return {**form.payload(), "day": known["day"], "decree": known["decree"], "decree_date": known["decree_date"]}


def _done(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    made = receipt.value.get("made") or []
    messages.success(request, _("The change has been recorded."))
    return redirect("territory:unit", made[0]["place"]) if made else redirect("territory:list")


@require_http_methods(["GET", "POST"])
@needs(Permission.PLACES_VIEW)
def villages_page(request: HttpRequest, place: UUID) -> HttpResponse:
    """The villages of a commune on a day; a new one is founded here."""
    form = VillageForm(request.POST if request.method == "POST" else None, initial={"title": "Thôn", "day": today()})
    problems: Sequence[Problem] = ()
    if form.is_bound and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("title", "name", "day")}
        receipt = perform(actions.found_village, _scope(request), uid=form.cleaned_data["deed"], commune=place, **told)
        if receipt.ok:
            messages.success(request, _("The village %(code)s has been recorded.") % {"code": receipt.value["made"][0]["code"]})
            return redirect("territory:villages", place)
        problems = receipt.errors
    return _part(request, "territory/villages.html", place, form, problems)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLACES_VIEW)
def traits_page(request: HttpRequest, place: UUID) -> HttpResponse:
    """The traits of a unit: unknown until a decision is entered."""
    form = TraitForm(request.POST if request.method == "POST" else None)
    problems: Sequence[Problem] = ()
    if form.is_bound and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("kind", "value", "day", "until", "decision")}
        receipt = perform(actions.set_trait, _scope(request), uid=form.cleaned_data["deed"], place=place, **told)
        if receipt.ok:
            messages.success(request, _("The trait has been recorded."))
            return redirect("territory:traits", place)
        problems = receipt.errors
    return _part(request, "territory/traits.html", place, form, problems)


def _part(request: HttpRequest, template: str, place: UUID, form: Form, problems: Sequence[Problem]) -> HttpResponse:
    day, fault = _day(request)
    page = pages.unit_page(place, day)
    may = _scope(request).allows(Permission.PLACES_MANAGE, page.place.pk)
    told = {"page": page, "form": form, "problems": problems, "day": day, "fault": fault, "may_change": may}
    return render(request, template, told)
