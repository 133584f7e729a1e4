"""Pages of reports: what is owed by when; one report with the machine's text and the officer's own; its files."""

from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nharong.deeds.actions import perform
from nharong.kernel.guards import needs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Refused
from nharong.kernel.time import today
from nharong.reports import actions, pages
from nharong.reports.forms import OwedFilter
from nharong.reports.papers import TYPES, write_report
from nharong.reports.queries.calendar import OwedLine, owed_lines, years
from nharong.reports.queries.content import report_of
from nharong.reports.queries.owed import assignment_of
from nharong.ui.forms import put_problems


def _address(line: OwedLine) -> str:
    url = reverse("reports:report", args=[line.plan, line.duty, line.year, line.body])
    return f"{url}?ky={line.occasion}" if line.occasion else url


COLUMNS: tuple[Column[OwedLine], ...] = (
    Column("body", gettext_lazy("Body"), "body_name", sort=lambda line: line.body_name, url=_address),
    Column("title", gettext_lazy("Report"), sort=lambda line: line.title, sub="plan_title", wide=True),
    Column("due", gettext_lazy("Due"), sort=lambda line: line.due, kind="date"),
    Column("left", gettext_lazy("Time left"), pages.left_text, sort=lambda line: line.days_left),
    Column("state", gettext_lazy("State"), pages.state_text, sort=lambda line: line.version, wide=True),
)
OWED: Listing[OwedLine] = Listing(
    "bao-cao", COLUMNS, order="due", narrow=pages.narrowed, title=gettext_lazy("Reports that are owed"), size=60
)  # fmt: skip


def _scope(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


@require_GET
@needs(Permission.REPORTS_VIEW)
def list_page(request: HttpRequest) -> HttpResponseBase:
    """The reports of a year that bodies of my area owe."""
    scope, day = _scope(request), today()
    known = years(scope)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in known else day.year

    def filters(data: QueryDict) -> OwedFilter:
        return OwedFilter(data, years=known, today=day)

    return show_list(
        request, replace(OWED, filters=filters), owed_lines(scope, year, day), template="reports/list.html", context={"year": year}
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.REPORTS_VIEW)
def report_page(request: HttpRequest, plan: str, duty: str, year: int, body: UUID) -> HttpResponse:
    """One report; the officer's own text is saved as a deed."""
    name, place = _asked(request, plan, duty)
    try:
        page = pages.report_page(_scope(request), name, year, body, place=place, data=request.POST if request.method == "POST" else None)
    except Refused:
        raise Http404 from None
    if page.form.is_bound and page.form.is_valid() and _saved(request, page):
        messages.success(request, _("The report has been saved."))
        return redirect(request.get_full_path())
    status = 200
    return render(
        request, "reports/report.html", {"page": page, "report": page.report, "form": page.form, "query": _query(request)}, status=status
    )


def _saved(request: HttpRequest, page: pages.ReportPage) -> bool:
    told: dict[str, Any] = {"duty": page.owed.name, "year": page.owed.year, "body": page.owed.body.body.uid, "area": str(page.owed.area)}
    receipt = perform(actions.write, _scope(request), uid=page.form.uid, base=page.form.base_values, **told, **page.form.told)
    if not receipt.ok:
        put_problems(page.form, receipt.errors)
    return receipt.ok


def _asked(request: HttpRequest, plan: str, duty: str) -> tuple[str, str]:
    """The duty's name at the door, and the area where it is not the body's own."""
    occasion = request.GET.get("ky", "")
    return "/".join(filter(None, (plan, duty, occasion))), request.GET.get("vung", "")


def _query(request: HttpRequest) -> str:
    """What the links to the files carry along."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


@require_GET
@needs(Permission.REPORTS_VIEW)
def file_page(request: HttpRequest, plan: str, duty: str, year: int, body: UUID, ending: str) -> FileResponse:
    """The report as a file: ``docx``, ``xlsx`` or ``pdf``."""
    suffix = f".{ending}"
    if suffix not in TYPES:
        raise Http404
    name, place = _asked(request, plan, duty)
    try:
        owed = assignment_of(_scope(request), name, year, body, place=place)
        report = report_of(_scope(request), owed)
    except Refused:
        raise Http404 from None
    file = NamedTemporaryFile(suffix=suffix)  # noqa: SIM115 - closed, and so removed, with the response
    write_report(report, Path(file.name))
    return FileResponse(file, as_attachment=True, filename=f"bao-cao-{year}-{owed.body.code}{suffix}", content_type=TYPES[suffix])
