"""Households: the list of an area, and one with its people."""

from typing import Any
from uuid import UUID

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
from nharong.people.forms import HouseholdFilter
from nharong.people.models import Household
from nharong.people.queries import places
from nharong.people.queries.households import households, read_household, with_counts
from nharong.people.queries.persons import area_of
from nharong.people.views import scope_of

P = Permission


def _address(row: Household) -> str:
    return reverse("people:household", args=[row.uid])


def households_list(scope: Scope) -> Listing[Household]:
    """The list as a scope sees it."""
    name = places.namer(today())

    def filters(data: QueryDict) -> HouseholdFilter:
        return HouseholdFilter(data, scope=scope)

    def narrow(rows: QuerySet[Household], chosen: dict[str, Any]) -> QuerySet[Household]:
        if place := chosen.get("noi"):
            rows = rows.filter(place_id__in=area_of(scope, UUID(place)))
        if number := chosen.get("phieu"):
            rows = rows.filter(number__iexact=number.strip())
        return rows

    columns: tuple[Column[Household], ...] = (
        Column("head", _("Householder"), lambda row: row.head_name or "–", sort=("head_name",), url=_address),
        Column("number", _("Form number"), sort=("number",)),
        Column("place", _("Village"), lambda row: name(row.place_id), wide=True),
        Column("here", _("People living there"), kind="whole"),
    )
    return Listing(
        "ho", columns, order="number", filters=filters, narrow=narrow, count=lambda rows, _f: _bare(rows).count(), title=_("Households")
    )


def _bare(rows: QuerySet[Household]) -> QuerySet[Household]:
    """Without the annotation: counting need not join persons."""
    return Household.objects.filter(pk__in=rows.order_by().values("pk")) if rows.query.annotations else rows


@needs(P.PEOPLE_VIEW)
@require_GET
def list_page(request: HttpRequest) -> HttpResponseBase:
    """Households of the area."""
    scope = scope_of(request)
    rows = with_counts(households(scope))
    return show_list(request, households_list(scope), rows, template="people/households.html", log=list_log(scope, "household"))


@needs(P.PEOPLE_VIEW)
@require_GET
def household_page(request: HttpRequest, household: UUID) -> HttpResponse:
    """Who lives and who lived in a household; the opening is logged."""
    scope = scope_of(request)
    found = read_household(scope, household)
    row = found.household
    read_log(scope, kind="household", subject=row.uid, name=row.head_name, place_key=row.place_id, count=len(found.here))
    groups = ((_("Living here"), _lines(found.here)), (_("Moved away or died"), _lines(found.gone)))
    told = {"found": found, "household": row, "groups": groups}
    return render(request, "people/household.html", told)


def _lines(people: Any) -> list[tuple[Any, ...]]:
    return [
        (
            person,
            words.sex(person.sex),
            words.ethnic_group(person.ethnicity),
            words.answer(person.level1),
            words.answer(person.level2),
            words.state(person.state),
        )
        for person in people
    ]
