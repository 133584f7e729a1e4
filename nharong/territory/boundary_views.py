"""The page of boundaries: the files that maps are drawn by, and a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nharong.kernel.guards import needs
from nharong.kernel.permissions import Forbidden, Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import today
from nharong.territory import boundaries
from nharong.territory.forms import BoundariesForm
from nharong.territory.models import BoundaryFile


@require_http_methods(["GET", "POST"])
@needs(Permission.PLACES_VIEW)
def boundaries_page(request: HttpRequest) -> HttpResponse:
    """Which files maps are drawn by; who may change places takes a new one: all its faults are told before anything is kept."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if request.method == "POST" and not scope.has(Permission.PLACES_MANAGE):
        raise Forbidden
    form = BoundariesForm(request.POST or None, request.FILES or None)
    faults: tuple[Problem, ...] = ()
    if form.is_bound and form.is_valid():
        faults = _take(request, scope, form)
        if not faults:
            return redirect("territory:boundaries")
    told = {"form": form, "faults": faults, "rows": BoundaryFile.objects.standing().order_by("-start", "-pk")[:50]}
    status = 422 if faults or (form.is_bound and not form.is_valid()) else 200
    return render(request, "territory/boundaries.html", {**told, "may_change": scope.has(Permission.PLACES_MANAGE)}, status=status)


def _take(request: HttpRequest, scope: Scope, form: BoundariesForm) -> tuple[Problem, ...]:
    """Keep the sent file; what stands against it. A file with any fault is not taken here: mend it, or use the command line."""
    file = form.cleaned_data["file"]
    try:
        draft = boundaries.read_draft(scope, file.read(), file.name, form.cleaned_data["day"], today())
    except Refused as refusal:
        return refusal.problems
    if draft.problems:
        return draft.problems
    if not draft.known:
        receipt = boundaries.take(scope, draft, uid=form.uid)
        if not receipt.ok:
            return receipt.errors
    messages.success(request, _("Maps draw %(n)s units by these boundaries.") % {"n": len(draft.features)})
    return ()
