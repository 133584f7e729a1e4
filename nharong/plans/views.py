"""Pages of plans: the list, one plan with its targets, units × targets, tasks and reports."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nharong.indicators.rows import answer_rows
from nharong.kernel.guards import needs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.pages.read import EXPORT, EXPORTS
from nharong.kernel.permissions import Permission, Scope
from nharong.plans import queries
from nharong.plans.forms import TaskFilter
from nharong.plans.models import Plan
from nharong.plans.pages import matrix as matrices
from nharong.plans.pages import tasks as lines
from nharong.plans.pages.listed import rows_of
from nharong.plans.pages.opened import opened
from nharong.plans.pages.plan import Asked, Shown, ask, groups, show_one, tiles
from nharong.plans.words import TASK_STATES
from nharong.ui.parts import STATES


def _scope(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


def _frame(asked: Asked, page: str = "plan") -> dict[str, Any]:
    """What the pages of one plan have in common: what was asked, and the ways between them."""
    return {
        "asked": asked,
        "issuer": queries.role_name(asked.loaded.row.issuer),
        "plan_url": asked.url(),
        "matrix_url": asked.url("matrix"),
        "tasks_url": asked.url("tasks"),
        "export_url": asked.url(page, export="xlsx"),
    }


# ---------------------------------------------------------------- the list

PLANS: Listing[Plan] = Listing(
    "ke-hoach",
    (
        Column(
            "title",
            gettext_lazy("Title of the plan"),
            sort=lambda plan: plan.title,
            url=lambda plan: reverse("plans:plan", args=[plan.key]),
            sub=str,
        ),
        Column("issuer", gettext_lazy("Issued by"), lambda plan: queries.role_name(plan.issuer), wide=True),
        Column("area", gettext_lazy("Area"), queries.area_name, wide=True),
        Column("first_year", gettext_lazy("Years"), lambda plan: f"{plan.first_year}–{plan.last_year}", sort=lambda plan: plan.first_year),
        Column("verified", gettext_lazy("Checked"), lambda plan: "" if plan.verified else "unverified", kind="state"),
    ),
    order="",
    title=gettext_lazy("Plans"),
)


@require_GET
@needs(Permission.PLANS_VIEW)
def list_page(request: HttpRequest) -> HttpResponseBase:
    """The loaded plans, the newest version of each."""
    return show_list(request, PLANS, queries.plans(_scope(request)), template="plans/list.html")


# ---------------------------------------------------------------- one plan

TARGETS: Listing[Shown] = Listing(
    "muc-tieu",
    (
        Column("id", gettext_lazy("Target"), lambda one: one.line.mark),
        Column("clause", gettext_lazy("Section"), lambda one: one.target.clause),
        Column("title", gettext_lazy("Content"), lambda one: one.target.title),
        Column("unit", gettext_lazy("Unit"), lambda one: one.target.unit),
        Column("value", gettext_lazy("Result"), lambda one: one.row["value"], kind="number"),
        Column("numerator", gettext_lazy("Counted"), lambda one: one.row["numerator"], kind="whole"),
        Column("denominator", gettext_lazy("Of"), lambda one: one.row["denominator"], kind="whole"),
        Column("unknown", gettext_lazy("Unknown"), lambda one: one.row["unknown"], kind="whole"),
        Column("low", gettext_lazy("Lowest"), lambda one: one.row["low"], kind="number"),
        Column("high", gettext_lazy("Highest"), lambda one: one.row["high"], kind="number"),
        Column("goal", gettext_lazy("Threshold to reach"), lambda one: one.line.goal),
        Column("state", gettext_lazy("State"), lambda one: STATES[one.line.state][2]),
        Column("reading", gettext_lazy("Reading"), lambda one: one.row["reading"]),
    ),
    order="",
    title=gettext_lazy("Targets"),
)


@require_GET
@needs(Permission.PLANS_VIEW)
def plan_page(request: HttpRequest, plan: str) -> HttpResponseBase:
    """Every target of a plan for a place and year; htmx asks for one row, opened or closed (its id is the target of the swap)."""
    asked = ask(_scope(request), plan, request.GET)
    part = asked.target(request.headers.get("HX-Target", ""))
    if part is not None and "HX-History-Restore-Request" not in request.headers:
        return _one_row(request, asked, part.id)
    found = groups(asked)
    shown = [one for group in found for one in group.shown]
    if request.GET.get(EXPORT) in EXPORTS:
        return show_list(request, TARGETS, shown, template="plans/list.html")
    told = {**_frame(asked), "groups": found, "tiles": tiles(shown), "trend": _years(asked), **_opened(asked, shown)}
    response = render(request, "plans/plan.html", told)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _one_row(request: HttpRequest, asked: Asked, key: str) -> HttpResponse:
    shown = show_one(asked, key)
    response = render(
        request, "plans/parts/row.html", {"asked": asked, "one": shown, "closing": not shown.line.open, **_opened(asked, [shown])}
    )
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _opened(asked: Asked, shown: Sequence[Shown]) -> dict[str, Any]:
    one = next((one for one in shown if one.line.open), None)
    return {"opened": opened(asked, one) if one else None}


def _years(asked: Asked) -> str:
    return f"{asked.years[0]}–{asked.years[-1]}" if len(asked.years) > 1 else ""


@require_GET
@needs(Permission.PLANS_VIEW)
def rows_page(request: HttpRequest, plan: str, target: str) -> HttpResponseBase:
    """The list behind a target's figure."""
    return answer_rows(request, rows_of(_scope(request), plan, target, request.GET))


# ---------------------------------------------------------------- units × targets


@require_GET
@needs(Permission.PLANS_VIEW)
def matrix_page(request: HttpRequest, plan: str) -> HttpResponseBase:
    """Every commune (or village) against every target."""
    asked = ask(_scope(request), plan, request.GET)
    found = matrices.matrix(asked)
    if request.GET.get(EXPORT) in EXPORTS:
        return show_list(request, _matrix_listing(found), found.lines, template="plans/list.html")
    return render(request, "plans/matrix.html", {**_frame(asked, "matrix"), "matrix": found})


def _matrix_listing(found: matrices.Matrix) -> Listing[matrices.Line]:
    def value(target: str, line: matrices.Line) -> Any:
        return line.rows[target]["value"]

    columns: list[Column[matrices.Line]] = [Column("name", gettext_lazy("Unit")), Column("met", gettext_lazy("Met"), kind="whole")]
    columns += [
        Column(target.id, matrices.short_title(target), partial(value, target.id), kind=matrices.kind_of(target))
        for target in found.targets
    ]
    return Listing("theo-xa", tuple(columns), order="", title=found.title)


# ---------------------------------------------------------------- tasks and reports


def _task_state(line: lines.TaskLine) -> Any:
    return TASK_STATES[line.state]


TASKS: Listing[lines.TaskLine] = Listing(
    "nhiem-vu",
    (
        Column("title", gettext_lazy("Task"), sub=lambda line: f"{line.id} · {line.clause}"),
        Column("leads", gettext_lazy("Lead"), sort=lambda line: line.leads),
        Column("joining", gettext_lazy("Joining"), wide=True),
        Column("timing", gettext_lazy("Timing"), wide=True),
        Column("state", gettext_lazy("State"), _task_state, sort=lambda line: line.state),
    ),
    order="",
    narrow=lines.narrow_tasks,
    title=gettext_lazy("Tasks"),
    size=100,
)


@require_GET
@needs(Permission.PLANS_VIEW)
def tasks_page(request: HttpRequest, plan: str) -> HttpResponseBase:
    """Tasks and reports of a plan."""
    asked = ask(_scope(request), plan, request.GET)
    found = lines.task_lines(asked.loaded)

    def filters(data: QueryDict) -> TaskFilter:
        form = TaskFilter(data)
        chosen: Any = form.fields["chu_tri"]
        chosen.choices = [("", _("Any body")), *lines.lead_choices(found)]
        return form

    listing = replace(TASKS, filters=filters)
    told = {**_frame(asked), "duties": lines.duty_lines(asked.loaded, asked.context.year)}
    return show_list(request, listing, found, template="plans/tasks.html", context=told)
