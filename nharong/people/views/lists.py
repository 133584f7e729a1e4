"""Lists of persons: all, those about whom something is unknown, the contradictions; the search by name."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from nharong.deeds.readings import list_log, read_log
from nharong.kernel.guards import needs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import today
from nharong.people import words
from nharong.people.forms import PURPOSES, PersonFilter
from nharong.people.models import Person
from nharong.people.queries import places
from nharong.people.queries.contradictions import contradictions
from nharong.people.queries.persons import ORDER, narrowed, persons, unknown
from nharong.people.queries.search import search_persons
from nharong.people.views import scope_of

P = Permission


def _address(person: Person) -> str:
    return reverse("people:person", args=[person.uid])


def columns(name: Any, extra: tuple[Column[Person], ...] = ()) -> tuple[Column[Person], ...]:
    """The columns of every list of persons; ``name`` turns a place's key into its name."""
    return (
        Column("name", _("Name"), sort=ORDER, url=_address),
        Column("sex", _("Sex"), lambda row: words.sex(row.sex), wide=True),
        Column("birth", _("Born"), "birth_year", sort=("birth_year", *ORDER), kind="year", nulls=True),
        Column("ethnicity", _("Ethnic group"), lambda row: words.ethnic_group(row.ethnicity), wide=True),
        Column("place", _("Place"), lambda row: name(row.place_id), wide=True),
        *extra,
        Column("level1", _("Level 1"), lambda row: words.answer(row.level1), sort=("level1", *ORDER), nulls=True),
        Column("level2", _("Level 2"), lambda row: words.answer(row.level2), sort=("level2", *ORDER), nulls=True, wide=True),
        Column("state", _("State"), lambda row: words.state(row.state), wide=True),
    )


def persons_list(scope: Scope, extra: tuple[Column[Person], ...] = ()) -> Listing[Person]:
    """The list as a scope sees it."""

    def filters(data: QueryDict) -> PersonFilter:
        return PersonFilter(data, scope)

    def narrow(rows: QuerySet[Person], cleaned: dict[str, Any]) -> QuerySet[Person]:
        return narrowed(rows, PersonFilter.chosen(cleaned), scope)

    shown = columns(places.namer(today()), extra)
    return Listing("nguoi-dan", shown, order="name", filters=filters, narrow=narrow, title=_("People"))


def _purpose(request: HttpRequest) -> str:
    return str(dict(PURPOSES).get(request.GET.get("muc_dich", ""), PURPOSES[0][1]))


@needs(P.PEOPLE_VIEW)
@require_GET
def list_page(request: HttpRequest) -> HttpResponseBase:
    """Everybody of the area, filtered, sorted, exported; one line in the read log."""
    scope = scope_of(request)
    told = {"may_write": scope.has(P.PEOPLE_WRITE), "may_import": scope.has(P.PEOPLE_IMPORT)}
    log = list_log(scope, "person", _purpose(request))
    return show_list(request, persons_list(scope), persons(scope), template="people/list.html", context=told, log=log)


def _missing(person: Person) -> str:
    names = {"level1": words.LEVELS["level1"], "level2": words.LEVELS["level2"], "birth_year": _("birth year"), "sex": _("sex")}
    names |= {"ethnicity": _("ethnic group")}
    return ", ".join(str(text) for name, text in names.items() if getattr(person, name) is None)


@needs(P.PEOPLE_VIEW)
@require_GET
def unknown_page(request: HttpRequest) -> HttpResponseBase:
    """Residents about whom something is not known that figures need."""
    scope = scope_of(request)
    listing = persons_list(scope, (Column("missing", _("Not known"), _missing),))
    log = list_log(scope, "person", _purpose(request))
    return show_list(request, listing, unknown(scope), template="people/unknown.html", log=log)


@needs(P.PEOPLE_VIEW)
@require_GET
def contradictions_page(request: HttpRequest) -> HttpResponse:
    """A yes that stands and a later plain no: which is right?"""
    scope = scope_of(request)
    lines, count = contradictions(scope)
    read_log(scope, kind="person list", purpose=_purpose(request), filter="contradictions", count=count)
    told = {"lines": lines, "count": count, "name": places.namer(today()), "may_write": scope.has(P.PEOPLE_WRITE)}
    return render(request, "people/contradictions.html", told)


@needs(P.PEOPLE_VIEW)
@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """Persons by name, with or without marks."""
    scope, text = scope_of(request), request.GET.get("q", "").strip()[:100]
    found = search_persons(scope, text)
    name = places.namer(today())
    if text:
        read_log(scope, kind="person search", purpose=_purpose(request), filter=f"q={text}", count=len(found.persons))
    lines = [(person, words.sex(person.sex), words.ethnic_group(person.ethnicity), name(person.place_id)) for person in found.persons]
    return render(request, "people/search.html", {"text": text, "found": found, "lines": lines})
