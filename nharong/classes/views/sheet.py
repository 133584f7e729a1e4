"""The attendance sheet of one evening: a page for a phone that works without JavaScript."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nharong.classes.actions import record_evening
from nharong.classes.models import LiteracyClass
from nharong.classes.posts import Sent, by_field, read_attendance
from nharong.classes.queries import get_class
from nharong.classes.queries.sheets import Sheet, read_sheet
from nharong.deeds.actions import Receipt, perform
from nharong.kernel.guards import needs
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Problem
from nharong.kernel.time import BadPeriod, parse_day, show_day
from nharong.ui.forms import base_of


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_TEACH)
def sheet_page(request: HttpRequest, literacy_class: uuid.UUID, day: str) -> HttpResponse:
    """Attendance of one evening: shown, and saved as one deed."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    row = get_class(scope, literacy_class, Permission.CLASSES_TEACH)
    evening = _day(day)
    sheet = read_sheet(row, evening)
    sent: Sent | None = None
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        sent = read_attendance(request.POST, [subject.id for subject in sheet.subjects])
        problems = sent.problems
        if not problems:
            values = {"literacy_class": literacy_class, "day": evening, **sent.payload}
            receipt = perform(record_evening, scope, uid=sent.deed, base=sent.base, **values)
            if receipt.ok:
                return _saved(request, row, evening, receipt, sent)
            problems = receipt.errors
            sheet = read_sheet(row, evening)  # what somebody else saved meanwhile is what the next sending starts from
    return render(request, "classes/sheet.html", _told(row, sheet, sent, problems), status=422 if problems else 200)


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except BadPeriod:
        raise Http404 from None


def _saved(request: HttpRequest, row: LiteracyClass, day: date, receipt: Receipt, sent: Sent) -> HttpResponse:
    present = sum(mark == "c" for mark in sent.payload["marks"].values())
    messages.success(request, _("Attendance of %(day)s is saved: %(present)s present.") % {"day": show_day(day), "present": present})
    if left := receipt.value.get("left_out"):
        messages.warning(request, _("Not in the class that day, so not recorded: %s.") % ", ".join(left))
    return redirect("classes:class", row.uid)


def _told(row: LiteracyClass, sheet: Sheet, sent: Sent | None, problems: Sequence[Problem]) -> dict[str, Any]:
    wanted = sent.payload["marks"] if sent else {}
    wrong = by_field(problems)
    lines = []
    for one in sheet.rows:
        mark = wanted.get(one.learner.enrolment, one.mark) or "c"
        lines.append({"learner": one.learner, "mark": mark, "away": one.away, "problem": wrong.get(str(one.learner.enrolment))})
    known = {str(one.learner.enrolment) for one in sheet.rows}
    lessons = (sent.payload["lessons"] or {}) if sent else sheet.lessons
    marks = [line["mark"] for line in lines]
    return {
        "row": row,
        "sheet": sheet,
        "lines": lines,
        "problems": [problem for problem in problems if problem.field not in known],
        "conflicts": sum(problem.field in known for problem in problems),
        "subjects": [(subject, lessons.get(subject.id, "")) for subject in sheet.subjects],
        "note": sent.payload["note"] if sent else sheet.note,
        "counts": {mark: marks.count(mark) for mark in "cpk"},
        "deed": new_uid(),
        "base": base_of(sheet.base),
    }
