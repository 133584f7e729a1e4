"""The list of classes with what is missing in them."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nharong.classes.forms import FilterForm
from nharong.classes.models import LiteracyClass
from nharong.classes.queries import lists
from nharong.classes.queries.lists import Work
from nharong.classes.wording import STATES
from nharong.kernel.guards import needs
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import show_day, today
from nharong.territory.queries import lineage
from nharong.ui.parts import Door
from nharong.ui.parts import Work as WorkLine


@require_safe
@needs(Permission.CLASSES_VIEW)
def list_page(request: HttpRequest) -> HttpResponse:
    """Classes of the asker's area: filtered, sorted, counted; what is missing comes first."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    day = today()
    work = lists.work_of(scope, day)
    told = {"work": _lines(work), "may_open": scope.has(Permission.CLASSES_WRITE)}
    answer = show_list(request, _listing(scope, work, day), lists.listed(scope, day), template="classes/list.html", context=told)
    return cast(HttpResponse, answer)


def _listing(scope: Scope, work: Work, day: date) -> Listing[Any]:
    graph = lineage()
    communes, centres = lists.communes_of(scope, day), lists.centres_of(scope, day)

    def filters(values: QueryDict) -> FilterForm:
        return FilterForm(values, communes=communes, centres=centres)

    def narrow(rows: Any, chosen: dict[str, Any]) -> Any:
        if place := chosen.get("xa"):
            rows = lists.under(rows, int(place), day)
        if centre := chosen.get("trung_tam"):
            rows = rows.filter(centre=int(centre))
        if phase := chosen.get("giai_doan"):
            rows = rows.filter(phase=int(phase))
        return lists.in_state(rows, chosen["trang_thai"], day) if "trang_thai" in chosen else rows

    def term(row: LiteracyClass) -> int | None:
        return work.holes.current[row.pk].number if row.pk in work.holes.current else None

    return Listing(
        name="lop-hoc",
        title=gettext_lazy("Classes"),
        order="ten",
        filters=filters,
        narrow=narrow,
        columns=(
            Column("ten", gettext_lazy("Class"), "name", ("name",), url=lambda row: reverse("classes:class", args=[row.uid])),
            Column("noi", gettext_lazy("Place"), lambda row: graph.nearest(row.place_id, day).label, wide=True),
            Column("trung-tam", gettext_lazy("Centre"), lambda row: centres.get(row.centre_id, ""), wide=True),
            Column("giai-doan", gettext_lazy("Phase"), "phase", ("phase",), kind="whole"),
            Column("ki", gettext_lazy("Term"), term, kind="whole", wide=True),
            Column("nguoi", gettext_lazy("Learners"), "learners", ("learners",), kind="whole"),
            Column("buoi", gettext_lazy("Last evening"), "last_evening", ("last_evening",), kind="date", nulls=True, wide=True),
            Column("thieu", gettext_lazy("Evenings not recorded"), lambda row: len(work.holes.unrecorded.get(row.pk, ())), kind="whole"),
            Column("trang-thai", gettext_lazy("State"), lambda row: STATES[lists.state_of(row, day)], wide=True),
        ),
    )


SHOWN = 5
"""Lines of each kind of hole on the list page; the rest stand in the list itself."""


def _lines(work: Work) -> list[WorkLine]:
    """The holes as work: the most first."""
    found = []
    most = sorted(work.holes.unrecorded.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for key, days in most[:SHOWN]:
        row = work.names[key]
        first = min(days)
        url = reverse("classes:sheet", args=[row.uid, first.isoformat()])
        what = _("evenings not recorded: %(class)s") % {"class": row.name}
        found.append(WorkLine(len(days), what, Door(_("Take attendance"), url, show_day(first)), _("the first on %s") % show_day(first)))
    for key, term, number in work.undecided[:SHOWN]:
        row = work.names[key]
        url = reverse("classes:results", args=[row.uid, term])
        what = _("learners without a result of term %(term)s: %(class)s") % {"term": term, "class": row.name}
        found.append(WorkLine(number, what, Door(_("Decide"), url), _("the term is over")))
    if work.unplanned:
        row = work.names[work.unplanned[0]]
        url = reverse("classes:class", args=[row.uid])
        what = _("classes without a plan for today")
        why = ", ".join(work.names[key].name for key in work.unplanned[:3])
        found.append(WorkLine(len(work.unplanned), what, Door(_("Plan the term"), url, row.name), why))
    return found
