"""Writes about centres: founded, renamed, closed. Name, place and dates are the body's; the rest is the profile's."""

import uuid
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nharong.centres.models import CentreKind, CentreProfile
from nharong.centres.queries import Centre, get_centre
from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.deeds.periods import say_anew, unsay
from nharong.kernel.db import lock_rows
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import END
from nharong.territory.bodies.actions import KEPT, free_code, undo_bodies
from nharong.territory.bodies.models import Body, BodyKind, BodyPeriod, BodySuccession, Post, new_body, role_text
from nharong.territory.models import Place, PlaceKind
from nharong.territory.queries import lineage, place_of

ROLE = "ttthtcd"
"""The role word of a centre in packs/rules/body-roles.yaml."""


def _undo(doing: Doing, deed: Deed) -> None:
    undo_bodies(doing, deed)
    unsay(doing, deed, CentreProfile)


def _commune(doing: Doing, uid: uuid.UUID) -> Place:
    place = place_of(uid)
    doing.scope.require(Permission.CENTRES_VIEW, place.pk, Permission.CENTRES_WRITE)
    if place.kind != PlaceKind.COMMUNE:
        raise Refused(Problem(error=_("A centre belongs to a commune."), mend=_("Choose the commune."), field="place"))
    return place


def _at(doing: Doing, place: int, day: date) -> None:
    graph = lineage()
    doing.at(place, graph.nodes[place].uid, graph.nearest(place, day).label)


def _named(name: str) -> str:
    if not name.strip():
        raise Refused(Problem(error=_("The name of the centre is missing."), mend=_("Write the name as in the decision."), field="name"))
    return name.strip()


@action("centres.found", needs=Permission.CENTRES_WRITE, undo=_undo)
def found(
    doing: Doing,
    *,
    centre: uuid.UUID,
    name: str,
    place: uuid.UUID,
    kind: CentreKind,
    founded_on: date,
    decision: str = "",
    house: str = "",
) -> dict[str, Any]:
    """A centre begins in a commune, by decision of the commune's chairman (Nghị định 142/2025/NĐ-CP)."""
    where = _commune(doing, place)
    title = _named(name)
    committee = BodyPeriod.objects.holding(founded_on).filter(place=where, roles__contains=" ubnd-xa ").first()
    body = new_body(BodyKind.CENTRE, centre)
    BodyPeriod.objects.create(
        body=body,
        code=free_code(ROLE, where.pk, founded_on),
        name=title,
        place=where,
        superior_id=committee.body_id if committee else None,
        superior_line=committee.issuing_line if committee else "",
        issuing_line=title.upper(),
        symbol="TTHTCĐ",
        roles=role_text([ROLE]),
        start=founded_on,
        by_deed=doing.deed,
    )
    CentreProfile.objects.create(body=body, kind=kind, decision=decision, house=house, start=founded_on, by_deed=doing.deed)
    _at(doing, where.pk, founded_on)
    return {"centre": str(centre)}


def _for_change(doing: Doing, uid: uuid.UUID, day: date) -> tuple[Centre, BodyPeriod]:
    """The locked centre and its last state, which must have begun before ``day`` and not ended. Raises Refused."""
    centre = get_centre(doing.scope, uid, day, Permission.CENTRES_WRITE)
    lock_rows(Body, [centre.body.pk])
    last: BodyPeriod | None = BodyPeriod.objects.standing().filter(body=centre.body).order_by("-start").first()
    if last is None or last.stop != END or last.start >= day:
        error, mend = _("The centre has another change on this day or later."), _("Look at its names and dates, then choose another day.")
        raise Refused(Problem(error=error, mend=mend, field="day", value=day.isoformat()))
    _at(doing, last.place_id, day)
    return centre, last


def _profiles_until(doing: Doing, body: Body, day: date) -> None:
    for row in CentreProfile.objects.standing().filter(body=body, stop__gt=day):
        say_anew(doing, row, stop=day)


@action("centres.rename", needs=Permission.CENTRES_WRITE, undo=_undo)
def rename(
    doing: Doing,
    *,
    centre: uuid.UUID,
    name: str,
    day: date,
    kind: CentreKind | None = None,
    decision: str = "",
    house: str | None = None,
) -> dict[str, Any]:
    """From ``day`` on a centre has another name, kind or house; before it the old ones stand."""
    now, period = _for_change(doing, centre, day)
    doing.check_base({"name": now.name, "kind": now.kind, "house": now.house})
    title = _named(name)
    values = {field: getattr(period, field) for field in KEPT} | {"name": title, "issuing_line": title.upper()}
    say_anew(doing, period, stop=day)
    BodyPeriod.objects.create(body=now.body, start=day, by_deed=doing.deed, **values)
    _profiles_until(doing, now.body, day)
    CentreProfile.objects.create(
        body=now.body,
        kind=kind or now.kind or CentreKind.PUBLIC,
        decision=decision,
        house=now.house if house is None else house,
        start=day,
        by_deed=doing.deed,
    )
    return {"centre": str(centre)}


@action("centres.close", needs=Permission.CENTRES_WRITE, undo=_undo)
def close(doing: Doing, *, centre: uuid.UUID, day: date, heir: uuid.UUID | None = None) -> dict[str, Any]:
    """The centre no longer exists from ``day`` on; ``heir``: the centre it was merged into, which takes its duties over."""
    now, period = _for_change(doing, centre, day)
    follows = get_centre(doing.scope, heir, day) if heir else None
    say_anew(doing, period, stop=day)
    _profiles_until(doing, now.body, day)
    for post in Post.objects.standing().filter(body=now.body, stop__gt=day):
        say_anew(doing, post, stop=day)
    if follows:
        BodySuccession.objects.create(predecessor=now.body, successor=follows.body, day=day, by_deed=doing.deed)
    return {"centre": str(centre)}
