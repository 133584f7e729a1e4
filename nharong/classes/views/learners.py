"""Somebody joins a class or leaves it."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nharong.classes.actions import end_enrolment, enrol
from nharong.classes.forms import EndForm, EnrolForm
from nharong.classes.models import LiteracyClass
from nharong.classes.queries import everybody, get_class
from nharong.classes.queries.choices import candidates
from nharong.deeds.actions import Receipt, perform
from nharong.deeds.readings import read_log
from nharong.kernel.guards import needs
from nharong.kernel.permissions import Hidden, Permission, Scope
from nharong.kernel.time import show_day, today
from nharong.ui.forms import put_problems


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_TEACH)
def enrol_page(request: HttpRequest, literacy_class: uuid.UUID) -> HttpResponse:
    """People of the area found by name (``?tim=``), and one of them joining the class."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    row = get_class(scope, literacy_class, Permission.CLASSES_TEACH)
    form = EnrolForm(request.POST if request.method == "POST" else None, initial={"began_on": max(row.start, min(today(), row.stop))})
    if form.is_bound and form.is_valid():
        receipt = perform(enrol, scope, uid=form.uid, literacy_class=literacy_class, **form.payload)
        if receipt.ok:
            return _joined(request, row, receipt)
        put_problems(form, receipt.errors)
    text = request.GET.get("tim", "").strip()
    found = candidates(scope, row, text, today()) if text else []
    if found:
        read_log(scope, kind="person list", place_key=row.place_id, purpose="classes.enrol", filter=text, count=len(found))
    told = {"row": row, "form": form, "text": text, "found": found, "searched": bool(text)}
    return render(request, "classes/enrol.html", told, status=422 if form.errors else 200)


def _joined(request: HttpRequest, row: LiteracyClass, receipt: Receipt) -> HttpResponse:
    uid = uuid.UUID(receipt.value["enrolment"])
    name = next((learner.name for learner in everybody(row.pk) if learner.enrolment == uid), "")
    messages.success(request, _("%(name)s is in the class.") % {"name": name})
    for warning in receipt.value["warnings"]:
        messages.warning(request, f"{warning['error']} {warning['mend']}")
    return redirect("classes:enrol", row.uid)


@require_http_methods(["GET", "POST"])
@needs(Permission.CLASSES_TEACH)
def end_page(request: HttpRequest, literacy_class: uuid.UUID, enrolment: uuid.UUID) -> HttpResponse:
    """A learner leaves, with the last day and the reason."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    row = get_class(scope, literacy_class, Permission.CLASSES_TEACH)
    learner = next((one for one in everybody(row.pk) if one.enrolment == enrolment), None)
    if learner is None:
        raise Hidden
    form = EndForm(request.POST if request.method == "POST" else None, initial={"day": today()})
    if form.is_bound and form.is_valid():
        told: dict[str, Any] = form.payload | {"day": form.cleaned_data["day"] + timedelta(days=1)}
        receipt = perform(end_enrolment, scope, uid=form.uid, enrolment=enrolment, **told)
        if receipt.ok:
            day = show_day(form.cleaned_data["day"])
            messages.success(request, _("%(name)s has left the class; last day %(day)s.") % {"name": learner.name, "day": day})
            return redirect("classes:class", row.uid)
        put_problems(form, receipt.errors)
    return render(request, "classes/end.html", {"row": row, "learner": learner, "form": form}, status=422 if form.errors else 200)
