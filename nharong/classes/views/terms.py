"""Scores and results of a term."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nharong.classes.actions import decide_term, record_marks
from nharong.classes.models import LiteracyClass
from nharong.classes.posts import Sent, by_field, read_levels, read_scores
from nharong.classes.queries import get_class
from nharong.classes.queries.sheets import Judged, TermSheet, read_term
from nharong.deeds.actions import perform
from nharong.kernel.guards import needs
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Problem
from nharong.kernel.time import BadPeriod, parse_day, show_day, today
from nharong.ui import numbers
from nharong.ui.forms import base_of


def _open(request: HttpRequest, literacy_class: uuid.UUID, term: int) -> tuple[Scope, LiteracyClass, TermSheet]:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    row = get_class(scope, literacy_class, Permission.CLASSES_TEACH)
    try:
        return scope, row, read_term(row, term)
    except KeyError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_TEACH)
def marks_page(request: HttpRequest, literacy_class: uuid.UUID, term: int) -> HttpResponse:
    """The four tests of one subject (``?mon=toan``) for the whole class."""
    scope, row, sheet = _open(request, literacy_class, term)
    subject = request.GET.get("mon", sheet.subjects[0].id)
    if subject not in {known.id for known in sheet.subjects}:
        raise Http404
    sent: Sent | None = None
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        sent = read_scores(request.POST, subject, [test.id for test in sheet.tests])
        problems = sent.problems
        if not problems:
            values = {"literacy_class": literacy_class, "term": term, **sent.payload}
            receipt = perform(record_marks, scope, uid=sent.deed, base=sent.base, **values)
            if receipt.ok:
                number = receipt.value["changed"]
                messages.success(request, ngettext("%(n)s score saved.", "%(n)s scores saved.", number) % {"n": number})
                return redirect(f"{reverse('classes:marks', args=[row.uid, term])}?mon={subject}")
            problems = receipt.errors
            sheet = read_term(row, term)
    told = {"row": row, "sheet": sheet, "subject": next(known for known in sheet.subjects if known.id == subject), "deed": new_uid()}
    told |= _score_lines(request, sheet, subject, problems)
    return render(request, "classes/marks.html", told, status=422 if problems else 200)


def _score_lines(request: HttpRequest, sheet: TermSheet, subject: str, problems: Sequence[Problem]) -> dict[str, Any]:
    wrong = dict(by_field(problems))
    lines, base = [], {}
    for one in sheet.rows:
        if one.learner.ended and not one.scores:
            continue
        cells = []
        for test in sheet.tests:
            key = f"{one.learner.enrolment}.{subject}.{test.id}"
            name = f"d.{one.learner.enrolment}.{test.id}"
            score = one.scores.get(subject, {}).get(test.id)
            base[key] = "" if score is None else f"{score:.1f}"
            shown = "" if score is None else numbers.number(score, 1)
            cells.append({"test": test, "name": name, "value": request.POST.get(name, shown), "problem": wrong.pop(key, None)})
        lines.append({"learner": one.learner, "cells": cells, "average": _average(one, subject)})
    return {"lines": lines, "base": base_of(base), "problems": list(wrong.values())}


def _average(one: Judged, subject: str) -> str:
    average = one.averages.get(subject)
    return numbers.NONE if average is None else numbers.number(average, 1)


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_TEACH)
def results_page(request: HttpRequest, literacy_class: uuid.UUID, term: int) -> HttpResponse:
    """The result of each learner in a term: suggested by the tests, recorded by the teacher."""
    scope, row, sheet = _open(request, literacy_class, term)
    sent: Sent | None = None
    problems: Sequence[Problem] = ()
    day_text = request.POST.get("ngay", show_day(today()))
    if request.method == "POST":
        sent = read_levels(request.POST)
        day, problems = _day(day_text)
        if day:
            values = {"literacy_class": literacy_class, "term": term, "day": day, **sent.payload}
            receipt = perform(decide_term, scope, uid=sent.deed, base=sent.base, **values)
            if receipt.ok:
                return _decided(request, row, receipt.value)
            problems = receipt.errors
            sheet = read_term(row, term)
    told = {"row": row, "sheet": sheet, "deed": new_uid(), "day": day_text, "phase": sheet.pack.phase(row.phase)}
    told["least"] = [level for level in sheet.pack.assessment.levels if level.passes][-1]
    told |= _result_lines(sheet, sent, by_field(problems))
    return render(request, "classes/results.html", told, status=422 if problems else 200)


def _day(text: str) -> tuple[date | None, list[Problem]]:
    try:
        return parse_day(text), []
    except BadPeriod as error:
        return None, [Problem(error=str(error), field="day", value=text[:20])]


def _decided(request: HttpRequest, row: LiteracyClass, value: Mapping[str, Any]) -> HttpResponse:
    number, proved = value["decided"], len(value["proved"])
    messages.success(request, ngettext("%(n)s result saved.", "%(n)s results saved.", number) % {"n": number})
    if proved:
        text = ngettext("%(n)s learner has completed the phase.", "%(n)s learners have completed the phase.", proved)
        messages.info(request, text % {"n": proved})
    return redirect("classes:class", row.uid)


def _result_lines(sheet: TermSheet, sent: Sent | None, wrong: Mapping[str, Problem]) -> dict[str, Any]:
    titles = {level.id: level.title for level in sheet.pack.assessment.levels}
    wanted = sent.payload["levels"] if sent else {}
    lines, base = [], {}
    for one in sheet.rows:
        if one.learner.ended and not one.recorded and not one.scores:
            continue
        key = str(one.learner.enrolment)
        base[key] = one.recorded
        lines.append(
            {
                "learner": one.learner,
                "averages": [_average(one, subject.id) for subject in sheet.subjects],
                "suggested": titles.get(one.suggested, ""),
                "chosen": wanted.get(one.learner.enrolment, one.standing),
                "recorded": titles.get(one.recorded, ""),
                "problem": wrong.get(key),
            }
        )
    general = [problem for field, problem in wrong.items() if field not in base]
    return {"lines": lines, "base": base_of(base), "problems": general, "levels": sheet.pack.assessment.levels}
