"""Reads of centres, each within a scope."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from nharong.centres.models import CentreProfile
from nharong.kernel.permissions import Hidden, Permission, Scope, ids
from nharong.kernel.time import today
from nharong.territory.bodies.models import Body, BodyKind, BodyPeriod
from nharong.territory.models import PlaceKind
from nharong.territory.queries import lineage


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre as it is on a day."""

    body: Body
    name: str
    code: str
    place: int
    start: date
    """First day under this name and in this place."""
    stop: date
    founded: date
    kind: str
    """Empty: not said."""
    decision: str
    house: str

    @property
    def uid(self) -> uuid.UUID:
        """Its name outside: that of the body."""
        return self.body.uid


def periods_on(scope: Scope, day: date, permission: Permission = Permission.CENTRES_VIEW) -> "QuerySet[BodyPeriod]":
    """The states on the day of the centres in the places where the permission holds, by name."""
    rows: QuerySet[BodyPeriod] = BodyPeriod.objects.holding(day).filter(body__kind=BodyKind.CENTRE)
    places = ids(scope.places(permission))
    rows = rows if places is None else rows.filter(place_id__in=places)
    return rows.select_related("body").order_by("name", "pk")


def centres_on(scope: Scope, day: date, permission: Permission = Permission.CENTRES_VIEW) -> list[Centre]:
    """The centres that exist on the day, by name: three queries."""
    periods = list(periods_on(scope, day, permission))
    bodies = [period.body_id for period in periods]
    profiles = {row.body_id: row for row in CentreProfile.objects.holding(day).filter(body__in=bodies)}
    first: dict[int, date] = {}
    for body, start in BodyPeriod.objects.standing().filter(body__in=bodies).order_by("-start").values_list("body_id", "start"):
        first[body] = start
    return [_centre(period, profiles.get(period.body_id), first[period.body_id]) for period in periods]


def _centre(period: BodyPeriod, profile: CentreProfile | None, founded: date) -> Centre:
    return Centre(
        body=period.body,
        name=period.name,
        code=period.code,
        place=period.place_id,
        start=period.start,
        stop=period.stop,
        founded=founded,
        kind=profile.kind if profile else "",
        decision=profile.decision if profile else "",
        house=profile.house if profile else "",
    )


def get_centre(scope: Scope, uid: uuid.UUID, day: date, permission: Permission | None = None) -> Centre:
    """The one door to a centre: as it is on the day, else as it was last. Raises Hidden, Forbidden.

    The place of that state decides who may see it.
    """
    rows = BodyPeriod.objects.standing().filter(body__uid=uid, body__kind=BodyKind.CENTRE).select_related("body").order_by("start")
    periods: list[BodyPeriod] = list(rows)
    if not periods:
        raise Hidden
    now = next((row for row in periods if row.start <= day < row.stop), periods[-1])
    scope.require(Permission.CENTRES_VIEW, now.place_id, permission)
    profiles = CentreProfile.objects.standing().filter(body=now.body_id, start__lt=now.stop).order_by("-start")
    profile = next((row for row in profiles if row.start <= day or row.start <= now.start), None)
    return _centre(now, profile, periods[0].start)


def names_through_time(centre: Centre) -> list[BodyPeriod]:
    """Every standing state of the centre's body, the newest first."""
    return list(BodyPeriod.objects.standing().filter(body=centre.body).order_by("-start"))


def names_of(bodies: Collection[int], day: date) -> dict[int, str]:
    """Names of bodies by key as on the day; of one that is not in force then, the last or first."""
    rows = BodyPeriod.objects.standing().filter(body__in=list(bodies)).order_by("start")
    found: dict[int, str] = {}
    for body, name, start in rows.values_list("body_id", "name", "start"):
        if start <= day or body not in found:
            found[body] = name
    return found


def communes_for(scope: Scope, day: date) -> list[tuple[str, str]]:
    """The communes of the day where the asker may write centres: uid and name, by name."""
    graph = lineage()
    known = scope.places(Permission.CENTRES_WRITE)
    inside = graph.nodes if known is None else [place for place in known if place in graph.nodes]
    found = [
        (graph.nearest(place, day).label, str(graph.nodes[place].uid))
        for place in inside
        if graph.nodes[place].kind == PlaceKind.COMMUNE and graph.alive(place, day)
    ]
    return [(uid, label) for label, uid in sorted(found)]


def address_of(uid: uuid.UUID) -> str:
    """Where the page of a centre stands, from the open table of links."""
    links: dict[str, str] = import_string(settings.NHARONG_LINKS)
    return reverse(links["centre"], args=[uid])


def on_places(places: Sequence[int]) -> list[tuple[str, int]]:
    """What hangs on places that are about to change: the centres of today."""
    rows = BodyPeriod.objects.holding(today()).filter(body__kind=BodyKind.CENTRE, place_id__in=places)
    return [(_("community learning centres"), rows.count())]
