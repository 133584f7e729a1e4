"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nharong.home.queries import today_page
from nharong.kernel.guards import needs
from nharong.kernel.permissions import Scope
from nharong.kernel.time import today


@require_safe
@needs(None)
def today_view(request: HttpRequest) -> HttpResponse:
    """What to do now, the dates ahead, the figures of the place."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    day = today()
    return render(request, "home/today.html", {"today": today_page(scope, day), "day": day})
