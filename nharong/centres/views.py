"""The list of centres and the forms that change one; the page of a centre mixes nouns and is home's."""

import uuid
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nharong.centres.actions import close, found, rename
from nharong.centres.forms import CloseForm, FoundForm, RenameForm
from nharong.centres.queries import Centre, address_of, centres_on, communes_for, get_centre
from nharong.centres.wording import KINDS
from nharong.deeds.actions import perform
from nharong.kernel.guards import needs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import today
from nharong.territory.queries import place_labels
from nharong.ui.forms import DeedForm, base_of, put_problems


def _scope(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


@require_safe
@needs(Permission.CENTRES_VIEW)
def list_page(request: HttpRequest) -> HttpResponse:
    """The centres of the asker's area as they are today."""
    scope, day = _scope(request), today()
    centres = centres_on(scope, day)
    places = place_labels({centre.place for centre in centres}, day)
    listing: Listing[Centre] = Listing(
        name="trung-tam",
        title=gettext_lazy("Centres"),
        order="noi",
        columns=(
            Column("ten", gettext_lazy("Centre"), "name", sort=lambda row: row.name, url=lambda row: address_of(row.uid)),
            Column("noi", gettext_lazy("Commune"), lambda row: places[row.place].name, sort=lambda row: places[row.place].name),
            Column("loai", gettext_lazy("Kind"), lambda row: KINDS.get(row.kind, _("not said")), wide=True),
            Column("lap", gettext_lazy("Founded on"), "founded", sort=lambda row: row.founded, kind="date", wide=True),
            Column("quyet-dinh", gettext_lazy("Decision"), "decision", wide=True),
        ),
    )
    told = {"may_found": scope.has(Permission.CENTRES_WRITE)}
    return cast(HttpResponse, show_list(request, listing, centres, template="centres/list.html", context=told))


def _form_page(request: HttpRequest, form: DeedForm, centre: Centre | None, **words: Any) -> HttpResponse:
    told = {"form": form, "centre": centre, "address": address_of(centre.uid) if centre else "", **words}
    return render(request, "centres/form.html", told, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.CENTRES_WRITE)
def found_page(request: HttpRequest) -> HttpResponse:
    """A new centre."""
    scope, day = _scope(request), today()
    posted = request.POST if request.method == "POST" else None
    form = FoundForm(posted, initial={"founded_on": day, "place": request.GET.get("xa")}, places=communes_for(scope, day))
    if form.is_bound and form.is_valid():
        # The centre has the uid of the deed that founds it: the form sent twice founds one centre.
        receipt = perform(found, scope, uid=form.uid, centre=form.uid, **form.payload)
        if receipt.ok:
            messages.success(request, _("The centre is recorded."))
            return redirect(address_of(form.uid))
        put_problems(form, receipt.errors)
    return _form_page(request, form, None, title=_("Record a centre"), send=_("Record the centre"))


@require_http_methods(["GET", "POST"])
@needs(Permission.CENTRES_WRITE)
def rename_page(request: HttpRequest, centre: uuid.UUID) -> HttpResponse:
    """Another name, kind or house."""
    scope, day = _scope(request), today()
    now = get_centre(scope, centre, day, Permission.CENTRES_WRITE)
    shown = {"name": now.name, "kind": now.kind, "house": now.house}
    form = RenameForm(request.POST if request.method == "POST" else None, initial={**shown, "day": day, "base": base_of(shown)})
    if form.is_bound and form.is_valid():
        receipt = perform(rename, scope, uid=form.uid, base=form.base_values, centre=centre, **form.payload)
        if receipt.ok:
            messages.success(request, _("The change is recorded."))
            return redirect(address_of(centre))
        put_problems(form, receipt.errors)
    return _form_page(request, form, now, title=_("Update the centre"), send=_("Record the change"))


@require_http_methods(["GET", "POST"])
@needs(Permission.CENTRES_WRITE)
def close_page(request: HttpRequest, centre: uuid.UUID) -> HttpResponse:
    """The centre ends, or is merged into another."""
    scope, day = _scope(request), today()
    now = get_centre(scope, centre, day, Permission.CENTRES_WRITE)
    heirs = [(str(other.uid), other.name) for other in centres_on(scope, day) if other.uid != centre]
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"day": day}, heirs=heirs)
    if form.is_bound and form.is_valid():
        told = {"day": form.cleaned_data["day"] + timedelta(days=1), "heir": form.cleaned_data["heir"] or None}
        receipt = perform(close, scope, uid=form.uid, centre=centre, **told)
        if receipt.ok:
            messages.success(request, _("The centre has ended; its records stay."))
            return redirect(address_of(centre))
        put_problems(form, receipt.errors)
    return _form_page(request, form, now, title=_("Close the centre"), send=_("Record it"))
