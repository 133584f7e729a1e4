"""Writes of bodies: found, rename, move, merge, dissolve; every change says the periods anew and can be undone."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.deeds.periods import say_anew, unsay
from nharong.kernel.db import lock_rows
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import END, show_day
from nharong.territory.bodies import roles
from nharong.territory.bodies.models import Body, BodyKind, BodyPeriod, BodySuccession, Post, new_body, role_text
from nharong.territory.queries import lineage, place_of

# ---------------------------------------------------------------- what all of them share


def undo_bodies(doing: Doing, deed: Deed) -> None:
    """Withdraw what a deed said of bodies and posts, and say again what it had withdrawn."""
    unsay(doing, deed, BodyPeriod, BodySuccession, Post)


def body_for_change(doing: Doing, uid: UUID, day: date, right: Permission = Permission.BODIES_MANAGE) -> BodyPeriod:
    """The locked state of a body on the day, where the asker has the right. Raises Refused, Hidden, Forbidden."""
    body = Body.objects.filter(uid=uid).first()
    if body is None:
        raise Refused(Problem(error=_("There is no such body."), mend=_("Choose one from the list."), field="body", value=str(uid)))
    lock_rows(Body, [body.pk])
    row: BodyPeriod | None = BodyPeriod.objects.holding(day).filter(body=body).select_related("body").first()
    if row is None:
        raise Refused(Problem(error=_("This body does not exist on %s.") % show_day(day), mend=_("Choose a day of its time."), field="day"))
    doing.scope.require(Permission.PLACES_VIEW, row.place_id, right)
    _at(doing, row.place_id, day)
    return row


def _at(doing: Doing, place: int, day: date) -> None:
    graph = lineage()
    doing.at(place, graph.nodes[place].uid, graph.nearest(place, day).label)


def free_code(prefix: str, place: int, day: date) -> str:
    """The code of a new body: ``prefix-PLACECODE`` if nobody ever bore it that long, else with the next number."""
    stem = f"{prefix}-{lineage().nearest(place, day).code}"
    taken = set(BodyPeriod.objects.filter(code__startswith=stem, stop__gt=day).values_list("code", flat=True))
    numbers = range(2, len(taken) + 3)
    return next(code for code in (stem, *(f"{stem}-{number}" for number in numbers)) if code not in taken)


PREFIXES = {
    BodyKind.CENTRE: "tt", BodyKind.SCHOOL: "truong", BodyKind.UNIVERSITY: "dh", BodyKind.FIRM: "dn", BodyKind.BORDER_POST: "dbp",
    BodyKind.ASSOCIATION_BRANCH: "ch", BodyKind.STEERING_COMMITTEE: "bcd", BodyKind.UNION: "dt", BodyKind.PEOPLE_COMMITTEE: "ubnd",
}  # fmt: skip
"""First part of a code where no role word gives one."""


def _prefix(kind: BodyKind, words: list[str]) -> str:
    standard = {row.role.word: row.code for row in roles.standards()}
    return standard.get(words[0], words[0]) if words else PREFIXES.get(kind, "cq")


# ---------------------------------------------------------------- actions


@action("bodies.found", needs=Permission.PLACES_MANAGE, undo=undo_bodies)
def found(
    doing: Doing,
    *,
    body: UUID,
    kind: BodyKind,
    name: str,
    place: UUID,
    start: date,
    stop: date = END,
    roles: list[str] = [],  # noqa: B006 - pydantic copies it
    superior: UUID | None = None,
    superior_line: str = "",
    issuing_line: str = "",
    symbol: str = "",
    code: str = "",
) -> dict[str, Any]:
    """A new body at a place from ``start`` on. Without a code it gets one by rule; without lines its letterhead is its name."""
    where = place_of(place)
    doing.scope.require(Permission.PLACES_VIEW, where.pk, Permission.PLACES_MANAGE)
    if not name.strip():
        raise Refused(Problem(error=_("The name is missing."), mend=_("Write the whole name as on its seal."), field="name"))
    _known_roles(roles)
    chosen = code.strip() or free_code(_prefix(kind, roles), where.pk, start)
    _refuse_taken(chosen, start, stop)
    above = body_row(superior, start) if superior else None
    row = BodyPeriod.objects.create(
        body=new_body(kind, body),
        code=chosen,
        name=name.strip(),
        place=where,
        superior_id=above.body_id if above else None,
        superior_line=superior_line or (above.issuing_line if above else ""),
        issuing_line=issuing_line or name.strip().upper(),
        symbol=symbol,
        roles=role_text(roles),
        start=start,
        stop=stop,
        by_deed=doing.deed,
    )
    _at(doing, where.pk, start)
    return {"body": str(row.body.uid), "code": chosen}


def body_row(uid: UUID, day: date) -> BodyPeriod:
    """The state of a body on the day. Raises Refused."""
    row: BodyPeriod | None = BodyPeriod.objects.holding(day).filter(body__uid=uid).select_related("body").first()
    if row is None:
        raise Refused(Problem(error=_("This body does not exist on %s.") % show_day(day), mend=_("Choose another body."), value=str(uid)))
    return row


def _known_roles(words: list[str]) -> None:
    known = roles.roles()
    if unknown := sorted(set(words) - set(known)):
        raise Refused(Problem(error=_("There is no role of this name."), mend=", ".join(sorted(known)), field="roles", value=unknown[0]))


def _refuse_taken(code: str, start: date, stop: date, body: int | None = None) -> None:
    other = BodyPeriod.objects.standing().filter(code=code, start__lt=stop, stop__gt=start).exclude(body=body).first()
    if other:
        raise Refused(Problem(error=_("%s bears this code then.") % other.name, mend=_("Choose another code."), field="code", value=code))


@action("bodies.rename", needs=Permission.BODIES_MANAGE, undo=undo_bodies)
def rename(
    doing: Doing,
    *,
    body: UUID,
    day: date,
    name: str = "",
    superior_line: str | None = None,
    issuing_line: str | None = None,
    symbol: str | None = None,
    roles: list[str] | None = None,
) -> dict[str, Any]:
    """From ``day`` on the body has another name, letterhead, symbol or roles; what is not given stays.

    Roles say who bears which duty: only who may change places gives them.
    """
    _known_roles(roles or [])
    if roles is not None:
        body_for_change(doing, body, day, Permission.PLACES_MANAGE)
    given = {"superior_line": superior_line, "issuing_line": issuing_line, "symbol": symbol}
    changes: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if name.strip():
        changes |= {"name": name.strip()} | ({} if issuing_line is not None else {"issuing_line": name.strip().upper()})
    if roles is not None:
        changes["roles"] = role_text(roles)
    return _change(doing, body, day, changes)


@action("bodies.move", needs=Permission.BODIES_MANAGE, undo=undo_bodies)
def move(doing: Doing, *, body: UUID, day: date, place: UUID | None = None, superior: UUID | None = None) -> dict[str, Any]:
    """From ``day`` on the body sits elsewhere, or is under another one."""
    changes: dict[str, Any] = {}
    if place:
        where = place_of(place)
        doing.scope.require(Permission.PLACES_VIEW, where.pk, Permission.BODIES_MANAGE)
        changes["place_id"] = where.pk
    if superior:
        above = body_row(superior, day)
        changes |= {"superior_id": above.body_id, "superior_line": above.issuing_line}
    return _change(doing, body, day, changes)


KEPT = ("code", "name", "place_id", "superior_id", "superior_line", "issuing_line", "symbol", "roles")
"""What a new period takes over from the one before."""


def _change(doing: Doing, body: UUID, day: date, changes: dict[str, Any]) -> dict[str, Any]:
    row = body_for_change(doing, body, day)
    if not changes:
        raise Refused(_("Nothing would change."), _("Enter what is new."))
    stop = row.stop
    say_anew(doing, row, stop=day)
    values = {name: getattr(row, name) for name in KEPT} | changes
    BodyPeriod.objects.create(body=row.body, start=day, stop=stop, by_deed=doing.deed, **values)
    return {"body": str(body)}


@action("bodies.merge", needs=Permission.PLACES_MANAGE, undo=undo_bodies)
def merge(doing: Doing, *, bodies: list[UUID], into: UUID, day: date) -> dict[str, Any]:
    """From ``day`` on the bodies are a part of ``into`` (found it first if it is new): their duties pass on to it."""
    heir = body_row(into, day)
    doing.scope.require(Permission.PLACES_VIEW, heir.place_id, Permission.PLACES_MANAGE)
    for uid in sorted(set(bodies) - {into}):
        _end(doing, uid, day, [heir.body_id])
    return {"body": str(into), "merged": len(set(bodies) - {into})}


@action("bodies.dissolve", needs=Permission.PLACES_MANAGE, undo=undo_bodies)
def dissolve(doing: Doing, *, body: UUID, day: date, heirs: list[UUID] = []) -> dict[str, Any]:  # noqa: B006
    """The body no longer exists from ``day`` on; each heir, if any, bears its duties."""
    _end(doing, body, day, [body_row(heir, day).body_id for heir in heirs])
    return {"body": str(body)}


def _end(doing: Doing, uid: UUID, day: date, heirs: Iterable[int]) -> None:
    row = body_for_change(doing, uid, date.fromordinal(day.toordinal() - 1), Permission.PLACES_MANAGE)
    for period in BodyPeriod.objects.standing().filter(body=row.body_id, stop__gt=day):
        say_anew(doing, period, stop=day)
    for post in Post.objects.standing().filter(body=row.body_id, stop__gt=day):
        say_anew(doing, post, stop=day)
    for heir in heirs:
        BodySuccession.objects.create(predecessor=row.body, successor_id=heir, day=day, by_deed=doing.deed)
