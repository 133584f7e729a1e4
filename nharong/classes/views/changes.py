"""A class is opened, its term planned, its teacher named, and it ends: one form each."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nharong.classes.actions import assign_teacher, close_class, open_class, plan_term
from nharong.classes.forms import CloseForm, OpenForm, TeacherForm, TermForm
from nharong.classes.models import LiteracyClass
from nharong.classes.programmes import programme
from nharong.classes.queries import get_class
from nharong.classes.queries.choices import centres_for, places_for, teachers_for
from nharong.classes.queries.diary import terms_of
from nharong.deeds.actions import perform
from nharong.kernel.guards import needs
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import END, today
from nharong.ui.forms import base_of, put_problems


def _scope(request: HttpRequest) -> Scope:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


def _form_page(request: HttpRequest, form: Form, row: LiteracyClass | None, **words: Any) -> HttpResponse:
    told = {"form": form, "row": row, **words}
    return render(request, "classes/form.html", told, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_WRITE)
def open_page(request: HttpRequest) -> HttpResponse:
    """A new class."""
    scope, day = _scope(request), today()
    choices = {"places": places_for(scope, day), "centres": centres_for(scope, day), "teachers": teachers_for(scope, day)}
    first = {"start": day, "phase": "1", "place": request.GET.get("noi"), "centre": request.GET.get("trung_tam")}
    form = OpenForm(request.POST if request.method == "POST" else None, initial=first, **choices)
    if form.is_bound and form.is_valid():
        # The class has the uid of the deed that opens it: the form sent twice opens one class.
        receipt = perform(open_class, scope, uid=form.uid, literacy_class=form.uid, **form.told)
        if receipt.ok:
            messages.success(request, _("The class is open. Plan its first term, then enrol the learners."))
            return redirect("classes:class", form.uid)
        put_problems(form, receipt.errors)
    return _form_page(request, form, None, title=_("Open a class"), send=_("Open the class"))


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_WRITE)
def term_page(request: HttpRequest, literacy_class: uuid.UUID, term: int) -> HttpResponse:
    """The plan of a term, made or made anew."""
    row = get_class(_scope(request), literacy_class, Permission.CLASSES_WRITE)
    pack = programme(row.programme)
    phase = pack.phase(row.phase)
    if term not in phase.terms:
        raise Http404
    form = TermForm(request.POST if request.method == "POST" else None, initial=_planned(row, term), subjects=pack.subjects_of(row.phase))
    if form.is_bound and form.is_valid():
        receipt = perform(
            plan_term, _scope(request), uid=form.uid, base=form.base_values, literacy_class=literacy_class, term=term, **form.told
        )
        if receipt.ok:
            messages.success(request, _("The plan of %s is saved.") % pack.terms[term])
            return redirect("classes:class", row.uid)
        put_problems(form, receipt.errors)
    note = _("The programme asks %(lessons)s lessons of the whole phase. How many fall to each subject and term is yours to plan.")
    words = {"title": _("Plan of %s") % pack.terms[term], "send": _("Save the plan"), "note": note % {"lessons": phase.lessons}}
    return _form_page(request, form, row, **words)


def _planned(row: LiteracyClass, term: int) -> dict[str, Any]:
    """The kept plan as the form shows it; of a new one, the day after the term before."""
    plans = terms_of([row.pk])
    kept = next((plan for plan in plans if plan.number == term), None)
    if kept is None:
        before = max((plan.stop for plan in plans if plan.number < term), default=row.start)
        like = plans[-1] if plans else None
        shown = (
            {"starts_at": like.starts_at, "ends_at": like.ends_at, "weekdays": list(like.weekdays)} if like else {"weekdays": list("1234")}
        )
        return {"start": before, **shown}
    lessons = {f"tiet-{subject}": number for subject, number in kept.lessons.items()}
    base = base_of({"start": kept.start, "stop": kept.stop, "weekdays": kept.weekdays})
    times = {"starts_at": kept.starts_at, "ends_at": kept.ends_at}
    return {"start": kept.start, "last": kept.last_day, "weekdays": list(kept.weekdays), **times, **lessons, "base": base}


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_WRITE)
def teacher_page(request: HttpRequest, literacy_class: uuid.UUID) -> HttpResponse:
    """Who teaches from a day on."""
    scope = _scope(request)
    row = get_class(scope, literacy_class, Permission.CLASSES_WRITE)
    posted = request.POST if request.method == "POST" else None
    form = TeacherForm(posted, initial={"start": max(row.start, today())}, teachers=teachers_for(scope, today()))
    if form.is_bound and form.is_valid():
        receipt = perform(assign_teacher, scope, uid=form.uid, literacy_class=literacy_class, **form.told)
        if receipt.ok:
            messages.success(request, _("The teacher is recorded."))
            return redirect("classes:class", row.uid)
        put_problems(form, receipt.errors)
    return _form_page(request, form, row, title=_("Teacher of the class"), send=_("Record the teacher"))


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_WRITE)
def close_page(request: HttpRequest, literacy_class: uuid.UUID) -> HttpResponse:
    """The class ends."""
    scope = _scope(request)
    row = get_class(scope, literacy_class, Permission.CLASSES_WRITE)
    first = {"day": today() if row.stop == END else row.stop - timedelta(days=1), "base": base_of({"day": row.stop})}
    form = CloseForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        told = {"day": form.cleaned_data["day"] + timedelta(days=1), "reason": form.cleaned_data["reason"]}
        receipt = perform(close_class, scope, uid=form.uid, base=form.base_values, literacy_class=literacy_class, **told)
        if receipt.ok:
            messages.success(request, _("The class has ended; its book stays."))
            return redirect("classes:class", row.uid)
        put_problems(form, receipt.errors)
    note = _("Learners who are still enrolled stay so until this day; their attendance and results stay.")
    return _form_page(request, form, row, title=_("End the class"), send=_("End the class"), note=note)
