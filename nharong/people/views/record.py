"""One person: the page, its history, and every statement about the person as a form."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nharong.deeds.actions import Receipt, perform
from nharong.deeds.readings import read_log
from nharong.kernel.claims import Stretch as Told
from nharong.kernel.guards import needs
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem
from nharong.kernel.time import END, today
from nharong.people import actions, numbering, words
from nharong.people.forms import AddForm, FactsForm, LevelForm, NumberForm, ResidenceForm
from nharong.people.models import Person
from nharong.people.panels import panels_of
from nharong.people.queries import current_facts, get_person
from nharong.people.queries.duplicates import duplicates_of, like
from nharong.people.queries.households import household_numbered
from nharong.people.queries.record import Record, history, read_person
from nharong.people.rules.literacy import rules
from nharong.people.views import scope_of, status
from nharong.territory.queries import place_of
from nharong.ui.forms import base_of, put_problems
from nharong.ui.parts import Happening, Lane, Stretch

P = Permission
SAID = {"noi-o": ("residence", ResidenceForm), "muc-1": ("level1", LevelForm), "muc-2": ("level2", LevelForm)}
"""Word of the address → kind of claim and form."""


@needs(P.PEOPLE_VIEW)
@require_GET
def person_page(request: HttpRequest, person: UUID) -> HttpResponse:
    """The person, as far as people know; the opening is logged."""
    record = read_person(scope_of(request), person)
    return _page(request, record)


def _page(request: HttpRequest, record: Record, shown: dict[UUID, str] | None = None) -> HttpResponse:
    scope, row = scope_of(request), record.person
    read_log(scope, kind="person", subject=row.uid, name=row.name, place_key=row.place_id, purpose=request.GET.get("muc-dich", "")[:200])
    return render(
        request,
        "people/person.html",
        {
            "record": record,
            "person": row,
            "lanes": _lanes(record),
            "first": _first_day(record),
            "today": today(),
            "happenings": _happenings(record),
            "likely": duplicates_of(scope, row),
            "panels": panels_of(scope, row, [row.pk, *(other.pk for other in record.merged)]),
            "shown": shown or {},
            "rule_name": rules().name,
            "since": record.life.residence[-1].start if record.life.residence else None,
            "place_url": f"{reverse('people:list')}?noi={record.place.uid}" if record.place else "",
            "age": today().year - row.birth_year if row.birth_year else None,
        },
    )


def _lanes(record: Record) -> list[Lane]:
    first = _first_day(record)
    return [Lane(words.LEVELS[name], _stretches(getattr(record.life, name), first)) for name in words.LEVELS]


def _first_day(record: Record) -> date:
    days: list[date] = [stretch.start for name in ("level1", "level2", "residence") for stretch in getattr(record.life, name)]
    return min([*days, date(today().year - 1, 1, 1)])


def _stretches(told: list[Told], first: date) -> list[Stretch]:
    """The stretches of a lane; what nobody has said is hatched."""
    said = {True: ("yes", _("literate")), False: ("no", _("not literate")), None: ("unknown", "")}
    found, day = [], first
    for one in told:
        if one.start > day:
            found.append(Stretch(day, one.start, "unknown"))
        state, label = said[one.value]
        found.append(Stretch(one.start, one.stop, state, label))  # type: ignore[arg-type]
        day = one.stop
    return found if told and day == END else [*found, Stretch(day, END, "unknown")]


def _happenings(record: Record) -> list[Happening]:
    return [
        Happening(
            one.day, one.what, f"{one.source} · {one.author}" if one.kind != "survey" else one.source, "change" if one.changes else ""
        )
        for one in record.statements
    ]


@needs(P.PEOPLE_VIEW)
@require_GET
def history_page(request: HttpRequest, person: UUID) -> HttpResponse:
    """Everything ever said about the person, withdrawn or not."""
    scope = scope_of(request)
    row, statements = history(scope, person)
    read_log(scope, kind="person history", subject=row.uid, name=row.name, place_key=row.place_id)
    return render(request, "people/history.html", {"person": row, "statements": statements})


# ---------------------------------------------------------------- numbers


@needs(P.PEOPLE_VIEW)
@require_POST
def reveal(request: HttpRequest, number: UUID) -> HttpResponse:
    """Show an ID or phone number; who asked is logged."""
    scope = scope_of(request)
    sealed = numbering.reveal(scope, number)
    if request.headers.get("HX-Request"):
        return render(request, "people/parts/number.html", {"shown": sealed.value})
    return _page(request, read_person(scope, sealed.person.uid), {sealed.uid: sealed.value})


@needs(P.PEOPLE_WRITE)
@require_http_methods(["GET", "POST"])
def number_page(request: HttpRequest, person: UUID) -> HttpResponse:
    """Enter an ID or phone number."""
    scope = scope_of(request)
    row = get_person(scope, person, P.PEOPLE_WRITE)
    form = NumberForm(request.POST or None)
    if form.is_bound and form.is_valid():
        receipt = numbering.seal(scope, form.uid, person, form.cleaned_data["kind"], form.cleaned_data["number"])
        if receipt.ok:
            messages.success(request, _("The number was kept. It is shown masked."))
            return redirect("people:person", person)
        put_problems(form, receipt.errors)
    told = {"form": form, "person": row, "title": _("ID or phone number")}
    return render(request, "people/form.html", told, status=status(form))


# ---------------------------------------------------------------- statements


@needs(P.PEOPLE_WRITE)
@require_http_methods(["GET", "POST"])
def correct_page(request: HttpRequest, person: UUID) -> HttpResponse:
    """Correct name, sex, birth, ethnic group, disability; what another changed meanwhile is shown field by field."""
    scope = scope_of(request)
    row = get_person(scope, person, P.PEOPLE_WRITE)
    facts = {kind: value for kind, value in current_facts(row).items() if kind in ("name", "sex", "birth", "ethnicity", "disability")}
    form = FactsForm(request.POST or None, initial=FactsForm.initial_of(facts) | {"base": facts})
    if form.is_bound and form.is_valid():
        said = {
            "person": person,
            "facts": form.facts(),
            "valid_from": form.cleaned_data["valid_from"],
            "source": form.cleaned_data["source"],
        }
        receipt = perform(actions.correct, scope, uid=form.uid, base=form.base_values, **said)
        if receipt.ok:
            messages.success(request, _("The record was corrected."))
            return redirect("people:person", person)
        _put(form, receipt, facts)
    return render(request, "people/form.html", {"form": form, "person": row, "title": _("Correct the record")}, status=status(form))


def _put(form: Any, receipt: Receipt, base: Any) -> None:
    """Print the problems; the form now starts from what stands, so that saving again is a choice."""
    put_problems(form, [_at_field(problem) for problem in receipt.errors])
    form.data = form.data.copy()
    form.data["base"] = base_of(base)


def _at_field(problem: Problem) -> Problem:
    return replace(problem, field={"birth": "birth_year", "value": "state", "household": "number"}.get(problem.field, problem.field))


@needs(P.PEOPLE_WRITE)
@require_http_methods(["GET", "POST"])
def say_page(request: HttpRequest, person: UUID, what: str) -> HttpResponse:
    """Say where the person lives, or whether literate, from a day on."""
    if what not in SAID:
        raise Http404
    kind, _make = SAID[what]
    scope = scope_of(request)
    row = get_person(scope, person, P.PEOPLE_WRITE)
    value = current_facts(row)[kind]
    form = _form(request, what, row, {"base": {"value": value}})
    if form.is_bound and form.is_valid():
        known = form.cleaned_data
        flags: dict[str, Any] = {name: known[name] for name in ("relapse", "decision") if name in known}
        said: dict[str, Any] = {
            "person": person,
            "kind": kind,
            "value": form.value(),
            "valid_from": known["valid_from"],
            "source": known["source"],
            **flags,
        }
        receipt = perform(actions.say_fact, scope, uid=form.uid, base=form.base_values, **said)
        if receipt.ok:
            messages.success(request, _("Recorded. What was said before stays in the history."))
            return redirect("people:person", person)
        _put(form, receipt, {"value": value})
    told = {"form": form, "person": row, "title": words.KINDS[kind], "now": words.plain(kind, value)}
    return render(request, "people/form.html", told, status=status(form))


def _form(request: HttpRequest, what: str, row: Person, initial: dict[str, Any]) -> LevelForm | ResidenceForm:
    data = request.POST or None
    if what != "noi-o":
        return LevelForm(data, initial=initial)
    if (place := row.place) is not None:
        initial = initial | {"place": str(place.uid), "state": row.state}
    return ResidenceForm(data, initial=initial, scope=scope_of(request))


@needs(P.PEOPLE_WRITE)
@require_http_methods(["GET", "POST"])
def add_page(request: HttpRequest) -> HttpResponse:
    """Add a person found at the door; whoever may already be recorded is shown first."""
    scope = scope_of(request)
    form = AddForm(request.POST or None, scope=scope, initial={"place": request.GET.get("noi", "")})
    candidates: list[Person] = []
    if form.is_bound and form.is_valid():
        candidates = [] if form.cleaned_data["sure"] else _alike(form, scope)
        if not candidates and (receipt := _add(form, scope)) is not None:
            messages.success(request, _("%(name)s was added.") % {"name": form.cleaned_data["name"]})
            return redirect("people:person", receipt.value["person"])
    told = {"form": form, "candidates": candidates, "title": _("Add a person")}
    return render(request, "people/add.html", told, status=422 if candidates else status(form))


def _alike(form: AddForm, scope: Any) -> list[Person]:
    known = form.cleaned_data
    return like(
        scope,
        name=known["name"],
        ethnicity=known["ethnicity"],
        sex=known["sex"] or None,
        birth_year=known["birth_year"],
        place=place_of(UUID(known["place"])).pk,
        but=known["person"],
    )


def _add(form: AddForm, scope: Any) -> Receipt | None:
    known = form.cleaned_data
    household = household_numbered(scope, UUID(known["place"]), known["number"]) if known["number"] else None
    if known["number"] and household is None:
        form.add_error("number", _("This village has no form of this number. Correct it, or leave it empty."))
        return None
    said = {"valid_from": known["valid_from"], "source": known["source"], "household": household}
    receipt = perform(
        actions.add_person, scope, uid=form.uid, person=known["person"], place=UUID(known["place"]), facts=form.facts(), **said
    )
    if receipt.ok:
        return receipt
    put_problems(form, [_at_field(problem) for problem in receipt.errors])
    return None
