"""The one page of a centre: its profile, its classes this week, what is missing."""

import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nharong.centres.queries import Centre, get_centre, names_through_time
from nharong.centres.wording import KINDS
from nharong.classes.queries.week import Week, classes_of, monday_of
from nharong.classes.wording import weekdays
from nharong.kernel.guards import needs
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import show_day, today
from nharong.territory.queries import lineage
from nharong.ui.parts import Door, Fact, Tile, Work


@require_safe
@needs(Permission.CENTRES_VIEW)
def centre_page(request: HttpRequest, centre: uuid.UUID) -> HttpResponse:
    """A centre as it is today: this week's classes beside what it lacks."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    day = today()
    now = get_centre(scope, centre, day)
    week = classes_of(scope, centre, day)
    monday = monday_of(day)
    place = lineage().nearest(now.place, day).label
    told = {
        "centre": now,
        "noun": "centres",
        "place": place,
        "kind": KINDS.get(now.kind, ""),
        "open": now.start <= day < now.stop,
        "facts": _facts(now),
        "tiles": _tiles(now, week),
        "week": [(one, weekdays(one.term.weekdays) if one.term else "") for one in week],
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "work": _work(now, week, may_write=scope.allows(Permission.CENTRES_WRITE, now.place)),
        "names": [(period, period.stop - timedelta(days=1)) for period in names_through_time(now)],
        "may_write": scope.allows(Permission.CENTRES_WRITE, now.place),
        "may_open": scope.allows(Permission.CLASSES_WRITE, now.place),
    }
    return render(request, "home/centre.html", told)


def _facts(now: Centre) -> list[Fact]:
    return [
        Fact(_("Kind"), KINDS.get(now.kind, "")),
        Fact(_("Founded on"), now.founded),
        Fact(_("Decision"), now.decision),
        Fact(_("House"), now.house),
        Fact(_("Code"), now.code),
    ]


def _tiles(now: Centre, week: list[Week]) -> list[Tile]:
    door = Door(_("See the classes"), f"{reverse('classes:list')}?trung_tam={now.body.pk}")
    learners, unrecorded = sum(one.learners for one in week), sum(len(one.unrecorded) for one in week)
    return [
        Tile(_("Open classes"), len(week), "", _("%(n)s literacy learners") % {"n": learners}, door),
        Tile(_("Evenings not recorded"), unrecorded, "", _("of the last 30 days")),
    ]


def _work(now: Centre, week: list[Week], *, may_write: bool) -> list[Work]:
    """What is missing: sheets of evenings, plans of terms, facts of the profile."""
    found = []
    for one in week:
        if one.unrecorded:
            first = min(one.unrecorded)
            door = Door(_("Take attendance"), reverse("classes:sheet", args=[one.row.uid, first.isoformat()]), show_day(first))
            what = _("evenings not recorded: %(class)s") % {"class": one.row.name}
            found.append(Work(len(one.unrecorded), what, door, _("the first on %s") % show_day(first)))
        if one.term is None:
            door = Door(_("Plan the term"), reverse("classes:class", args=[one.row.uid]), one.row.name)
            found.append(Work(1, _("class without a plan for today"), door, one.row.name))
    missing = [label for label, value in ((_("kind"), now.kind), (_("decision"), now.decision), (_("house"), now.house)) if not value]
    if missing and may_write:
        door = Door(_("Fill in"), reverse("centres:rename", args=[now.uid]))
        found.append(Work(len(missing), _("facts of the profile not said"), door, ", ".join(missing)))
    return found
