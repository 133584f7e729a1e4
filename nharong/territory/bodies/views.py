"""Pages of bodies: the list of a place and day, one body, and what changes it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nharong.deeds.actions import Action, perform
from nharong.kernel.guards import needs
from nharong.kernel.ids import new_uid
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Hidden, Permission, Scope
from nharong.kernel.problems import Refused
from nharong.kernel.time import BadPeriod, parse_day, today
from nharong.territory.bodies import actions, forms, pages, posts
from nharong.territory.bodies.models import BodyPeriod, Post
from nharong.territory.bodies.words import KINDS
from nharong.territory.queries import label, lineage
from nharong.ui.forms import DeedForm, put_problems

P = Permission
TEMPLATE = "territory/body_form.html"


def _scope(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


def _day(request: HttpRequest) -> date:
    """The day asked for; today where none can be read."""
    try:
        return parse_day(text) if (text := request.GET.get("ngay", "").strip()) else today()
    except BadPeriod:
        return today()


def _kind(row: BodyPeriod) -> str:
    return str(KINDS.get(row.body.kind, row.body.kind))


COLUMNS: tuple[Column[BodyPeriod], ...] = (
    Column("name", gettext_lazy("Body"), sort=("name",), url=lambda row: reverse("territory:body", args=[row.body.uid])),
    Column("code", gettext_lazy("Code"), sort=("code",)),
    Column("kind", gettext_lazy("Kind"), _kind, sort=("body__kind",), wide=True),
    Column("place", gettext_lazy("Place"), lambda row: str(label(lineage(), row.place_id, row.start)), wide=True),
    Column("symbol", gettext_lazy("Letters in the document number"), sort=("symbol",), wide=True),
)
BODIES: Listing[BodyPeriod] = Listing("co-quan", COLUMNS, order="code", filters=forms.BodyFilter, title=gettext_lazy("Bodies"))


@require_safe
@needs(P.PLACES_VIEW)
def list_page(request: HttpRequest) -> HttpResponseBase:
    """The bodies of a day, by place, role, kind or name."""
    day, form, fault = _day(request), forms.BodyFilter(request.GET), ""
    try:
        rows = pages.listed(form.cleaned_data if form.is_valid() else {}, day)
    except Refused as refusal:
        rows, fault = pages.listed({}, day).none(), " ".join(f"{problem.error} {problem.mend}" for problem in refusal.problems)
    told = {"day": day, "fault": fault, "may_found": _scope(request).has(P.PLACES_MANAGE)}
    return show_list(request, BODIES, rows, template="territory/bodies.html", context=told)


@require_safe
@needs(P.PLACES_VIEW)
def body_page(request: HttpRequest, body: UUID) -> HttpResponse:
    """One body as of a day: name, seat, head of its papers, who came before and after, posts, what it owes."""
    scope, day = _scope(request), _day(request)
    page = pages.body_page(scope, body, day)
    told = {
        "page": page,
        "day": day,
        "may_change": scope.allows(P.BODIES_MANAGE, page.row.place_id),
        "may_end": page.alive and scope.allows(P.PLACES_MANAGE, page.row.place_id),
    }
    return render(request, "territory/body.html", told)


# ---------------------------------------------------------------- changes

Done = Callable[[dict[str, Any]], UUID]


def _send(request: HttpRequest, form: Any, act: Action, values: Callable[[], dict[str, Any]], body: UUID) -> HttpResponse | None:
    """Do what a sent form asks; None where it must be shown (again)."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        receipt = perform(act, _scope(request), uid=form.uid, base=form.base_values, **values())
    except Refused as refusal:
        put_problems(form, refusal.problems)
        return None
    if not receipt.ok:
        put_problems(form, receipt.errors)
        return None
    messages.success(request, _("The change has been recorded."))
    return redirect("territory:body", body)


def _show(request: HttpRequest, form: DeedForm, title: str, row: BodyPeriod | None = None, **told: Any) -> HttpResponse:
    return render(
        request, TEMPLATE, {"form": form, "title": title, "row": row, **told}, status=422 if form.is_bound and not form.is_valid() else 200
    )


CHANGES: dict[str, tuple[type[forms.OnDay], Action, Any]] = {
    "doi-ten": (forms.RenameForm, actions.rename, gettext_lazy("New name")),
    "tieu-de": (forms.LetterheadForm, actions.rename, gettext_lazy("Head of papers")),
    "chuyen": (forms.MoveForm, actions.move, gettext_lazy("Seat and body above")),
}
"""Word of the address → form, action, title."""


@require_http_methods(["GET", "POST"])
@needs(P.BODIES_MANAGE)
def change_page(request: HttpRequest, body: UUID, kind: str) -> HttpResponse:
    """Another name, letterhead or seat from a day on."""
    row = pages.for_change(_scope(request), body, today())
    if kind not in CHANGES:
        raise Http404
    make, act, title = CHANGES[kind]
    lines = {name: getattr(row, name) for name in ("name", "superior_line", "issuing_line", "symbol")}
    form = make(request.POST if request.method == "POST" else None, initial=forms.days_of(today()) | lines)
    done = _send(request, form, act, lambda: {"body": body, **form.values()}, body)
    return done or _show(request, form, str(title), row)


@require_http_methods(["GET", "POST"])
@needs(P.PLACES_MANAGE)
def found_page(request: HttpRequest) -> HttpResponse:
    """A new body; its uid is that of the form's deed, so that a double click founds one."""
    form = forms.FoundForm(request.POST if request.method == "POST" else None, initial=forms.days_of(today()))
    uid = form.uid if form.is_bound and form.is_valid() else new_uid()
    return _send(request, form, actions.found, lambda: {"body": uid, **form.values()}, uid) or _show(request, form, _("New body"))


@require_http_methods(["GET", "POST"])
@needs(P.PLACES_MANAGE)
def end_page(request: HttpRequest, body: UUID) -> HttpResponse:
    """The end of a body, alone or merged into others: entered, rehearsed, then done."""
    row = pages.for_change(_scope(request), body, today(), P.PLACES_MANAGE)
    form = forms.EndForm(request.POST if request.method == "POST" else None, initial=forms.days_of(today()))
    rehearsal: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            rehearsal = pages.rehearse_end(row, form.cleaned_data["day"], form.heirs_on())
        except Refused as refusal:
            put_problems(form, refusal.problems)
    if rehearsal and request.POST.get("step") == "do":
        heirs = [heir.body.uid for heir in form.heirs_on()]
        done = _send(request, form, actions.dissolve, lambda: {"body": body, "day": form.cleaned_data["day"], "heirs": heirs}, body)
        if done:
            return done
        rehearsal = []
    return _show(request, form, _("Merge or dissolve"), row, rehearsal=rehearsal, rehearses=True)


@require_http_methods(["GET", "POST"])
@needs(P.BODIES_MANAGE)
def appoint_page(request: HttpRequest, body: UUID) -> HttpResponse:
    """Somebody takes a post of the body."""
    row = pages.for_change(_scope(request), body, today())
    form = forms.AppointForm(request.POST if request.method == "POST" else None, initial=forms.days_of(today()))
    post = form.uid if form.is_bound and form.is_valid() else new_uid()
    done = _send(request, form, posts.appoint, lambda: {"post": post, "body": body, **form.payload}, body)
    return done or _show(request, form, _("Appoint"), row)


@require_http_methods(["GET", "POST"])
@needs(P.BODIES_MANAGE)
def end_post_page(request: HttpRequest, body: UUID, post: UUID) -> HttpResponse:
    """The last day of a post."""
    row = pages.for_change(_scope(request), body, today())
    held = Post.objects.standing().filter(uid=post, body=row.body_id).order_by("-start").first()
    if held is None:
        raise Hidden
    form = forms.EndPostForm(request.POST if request.method == "POST" else None, initial=forms.days_of(today()))
    done = _send(request, form, posts.end, lambda: {"post": post, **form.payload}, body)
    return done or _show(request, form, _("%(title)s %(name)s: end of the post") % {"title": held.title, "name": held.holder_name}, row)
