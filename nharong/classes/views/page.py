"""The page of one class: its month, learners, terms, teachers."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nharong.centres.queries import names_of
from nharong.classes.models import ClassTeacher, LiteracyClass
from nharong.classes.programmes import programme
from nharong.classes.queries import get_class
from nharong.classes.queries.diary import Term
from nharong.classes.queries.register import Head, Register, read_register
from nharong.classes.queries.sheets import read_term, results_of
from nharong.classes.wording import KINDS, REASONS, SHORT_WEEKDAYS, TEACHERS, weekdays
from nharong.deeds.readings import read_log
from nharong.kernel.guards import needs
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import show_day, today
from nharong.territory.queries import lineage
from nharong.ui import numbers
from nharong.ui.parts import Door, Tile


@require_safe
@needs(Permission.CLASSES_VIEW)
def class_page(request: HttpRequest, literacy_class: uuid.UUID) -> HttpResponse:
    """One class: what is missing, four figures, the month's attendance, learners with results, terms, teachers."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    row = get_class(scope, literacy_class)
    day = today()
    book = read_register(row, _month(request, row, day), day)
    read_log(scope, kind="class", subject=row.uid, name=row.name, place_key=row.place_id, count=len(book.learners))
    current = next((term for term in book.terms if term.start <= day < term.stop), None)
    told = {
        "row": row,
        "book": book,
        "heads": [_head(head) for head in book.heads],
        "lines": [(line, list(zip(book.heads, line.cells, strict=True))) for line in book.lines],
        "totals": list(zip(book.heads, book.present_by_day, strict=True)),
        "place": lineage().nearest(row.place_id, day).label,
        "kind": KINDS[row.kind],
        "centre": names_of([row.centre_id], day).get(row.centre_id) if row.centre_id else None,
        "teachers": _teachers(row),
        "current": current,
        "tiles": _tiles(row, book, current),
        "terms": [_term(row, book, number, title) for number, title in _terms(row)],
        "learners": _learners(row, book),
        "missing": list(book.unrecorded)[-6:],
        "sheet_day": min(day, row.stop - timedelta(days=1)),
        "months": _months(book, row, day),
        "today": day,
        "may_teach": scope.allows(Permission.CLASSES_TEACH, row.place_id),
        "may_write": scope.allows(Permission.CLASSES_WRITE, row.place_id),
        "running": row.start <= day < row.stop,
    }
    return render(request, "classes/class.html", told)


def _month(request: HttpRequest, row: LiteracyClass, day: date) -> date:
    """The month asked for (``?thang=2026-11``), else this one, else the class's last."""
    text = request.GET.get("thang", "")
    if text:
        try:
            return date.fromisoformat(f"{text}-01")
        except ValueError:
            raise Http404 from None
    return max(min(day, row.stop - timedelta(days=1)), row.start).replace(day=1)


def _months(book: Register, row: LiteracyClass, day: date) -> dict[str, str]:
    """The months before and after the shown one, as the URL names them; empty at the ends."""
    before, after = book.month - timedelta(days=1), book.month + timedelta(days=31)
    end = max([day, *(term.last_day for term in book.terms)])
    return {
        "before": f"{before:%Y-%m}" if before >= row.start else "",
        "after": f"{after:%Y-%m}" if after.replace(day=1) <= end else "",
    }


def _head(head: Head) -> dict[str, Any]:
    return {"day": head.day, "weekday": SHORT_WEEKDAYS[str(head.day.isoweekday())], "state": head.state, "new_week": head.new_week}


def _teachers(row: LiteracyClass) -> list[dict[str, Any]]:
    rows = ClassTeacher.objects.standing().filter(literacy_class=row).order_by("-start", "pk")
    return [{"name": one.name, "role": TEACHERS[one.role], "start": one.start, "stop": one.stop} for one in rows]


def _terms(row: LiteracyClass) -> list[tuple[int, str]]:
    pack = programme(row.programme)
    return [(number, pack.terms[number]) for number in pack.phase(row.phase).terms]


def _term(row: LiteracyClass, book: Register, number: int, title: str) -> dict[str, Any]:
    plan = next((term for term in book.terms if term.number == number), None)
    return {
        "number": number,
        "title": title,
        "plan": plan,
        "weekdays": weekdays(plan.weekdays) if plan else "",
        "taught": book.taught(plan) if plan else None,
        "urls": {name: reverse(f"classes:{name}", args=[row.uid, number]) for name in ("marks", "results", "term")},
    }


def _learners(row: LiteracyClass, book: Register) -> list[dict[str, Any]]:
    pack, results = programme(row.programme), results_of(row.pk)
    away = {line.learner.key: line.away for line in book.lines if line.long_away}

    def level(id: str | None) -> str:
        found = pack.assessment.level(id) if id else None
        return found.title if found else ""

    return [
        {
            "learner": learner,
            "results": [level(results.get(learner.enrolment, {}).get(number)) for number, _title in _terms(row)],
            "reason": REASONS.get(learner.end_reason, ""),
            "away": away.get(learner.key, 0),
        }
        for learner in book.learners
    ]


def _tiles(row: LiteracyClass, book: Register, current: Term | None) -> list[Tile]:
    phase = programme(row.programme).phase(row.phase)
    taught = sum(sum(held.lessons.values()) for held in book.held)
    month = f"{book.month.month}/{book.month.year}"
    marks = _("%(present)s of %(recorded)s recorded marks") % {
        "present": numbers.number(book.present),
        "recorded": numbers.number(book.recorded),
    }
    away = book.long_away
    found = [
        Tile(_("Lessons taught"), taught, f"/ {numbers.number(phase.lessons)}", _("of the whole phase; evenings: %s") % len(book.held)),
        Tile(_("Attendance %s") % month, numbers.percent(book.rate), "", marks if book.recorded else _("nothing recorded yet")),
        Tile(_("Away for three evenings and more"), len(away), "", ", ".join(line.learner.name for line in away[:4])),
    ]
    if current:
        sheet = read_term(row, current.number)
        url = reverse("classes:marks", args=[row.uid, current.number])
        note = _("until %s") % show_day(current.last_day)
        title = _("Tests of %s") % sheet.title
        found.append(Tile(title, sheet.tests_held(), f"/ {len(sheet.tests)}", note, Door(_("Enter scores"), url)))
    return found
