"""Pages of indicators: the list, one figure, the list behind it."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nharong.indicators import asked as asking
from nharong.indicators import catalogue, pages
from nharong.indicators.rows import RowsAsked, answer_rows
from nharong.kernel.guards import needs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission, Scope


def _scope(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


def _records(line: catalogue.Line) -> Any:
    return _("has records") if line.records else _("waits for its records")


INDICATORS: Listing[catalogue.Line] = Listing(
    "chi-so",
    (
        Column(
            "title",
            gettext_lazy("Indicator"),
            sort=lambda line: line.title,
            url=lambda line: reverse("indicators:figure", args=[line.id]),
            sub="id",
        ),
        Column("unit", gettext_lazy("Unit"), sort=lambda line: line.unit, wide=True),
        Column("kind", gettext_lazy("Kind"), sort=lambda line: line.kind, wide=True),
        Column("rule", gettext_lazy("Rule"), sort=lambda line: line.rule, wide=True),
        Column("records", gettext_lazy("Records"), _records, sort=lambda line: not line.records),
    ),
    order="",
    title=gettext_lazy("Indicators"),
    size=100,
)


@require_GET
@needs(Permission.FIGURES_VIEW)
def list_page(request: HttpRequest) -> HttpResponseBase:
    """Every indicator there is."""
    return show_list(request, INDICATORS, catalogue.listed(), template="indicators/list.html")


@require_GET
@needs(Permission.FIGURES_VIEW)
def figure_page(request: HttpRequest, name: str) -> HttpResponseBase:
    """One figure with its units, its map and a breakdown."""
    asked = asking.ask(_scope(request), name, request.GET)
    return render(request, "indicators/figure.html", {"asked": asked, "figure": pages.page(asked, request.GET.get(asking.SPLIT, ""))})


@require_GET
@needs(Permission.FIGURES_VIEW)
def rows_page(request: HttpRequest, name: str) -> HttpResponseBase:
    """The list behind a figure; names only inside the asker's area, for a purpose, and noted in the read log."""
    asked = asking.ask(_scope(request), name, request.GET)
    rows = RowsAsked(
        scope=asked.scope,
        question=asked.question,
        context=asked.context,
        path=reverse("indicators:rows", args=[name]),
        title=asked.indicator.title,
        crumbs=[_("Indicators"), reverse("indicators:list"), asked.indicator.title, asked.url(dang=None, muc_dich=None, ngoai=None)],
        figure_url=asked.url(dang=None, muc_dich=None, ngoai=None),
    )
    return answer_rows(request, rows)
