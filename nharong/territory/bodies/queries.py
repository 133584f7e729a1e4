"""Reads of bodies: by code or role, on a day; who followed; who signs; the head of a paper.

Bodies are public knowledge, as places are: these reads take no Scope.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import BadPeriod, parse_day, show_day
from nharong.territory.bodies.models import Body, BodyPeriod, BodySuccession, Post
from nharong.territory.bodies.roles import Pattern, read_pattern, roles
from nharong.territory.bodies.rules import signature_lines
from nharong.territory.queries import Area, area_units, lineage, parse_area
from nharong.territory.rules.lineage import LEVELS

Periods = QuerySet[BodyPeriod]

HEADS = ("chair", "director", "head", "commander")
"""Roles of a post that make its holder the head of the body."""


def periods_on(day: date) -> Periods:
    """The state of every body that exists on the day, by code."""
    rows: Periods = BodyPeriod.objects.holding(day).select_related("body").order_by("code", "pk")
    return rows


def body_period(body: UUID, on: date) -> BodyPeriod:
    """What a body is on the day, else what it was last or will first be. Raises Refused if there is none of that uid."""
    rows = BodyPeriod.objects.standing().filter(body__uid=body).select_related("body").order_by("start")
    known: list[BodyPeriod] = list(rows)
    if not known:
        raise Refused(Problem(error=_("There is no such body."), mend=_("Choose one from the list."), field="body", value=str(body)))
    return min(known, key=lambda row: _days_off(row, on))


def _days_off(row: BodyPeriod, day: date) -> int:
    """How far a day lies from the period; 0 inside."""
    return max((row.start - day).days, (day - row.stop).days + 1, 0)


def find_body(text: str, on: date) -> BodyPeriod:
    """The body named by its code, ``CODE@DATE``, or ``role@CODE[@DATE]`` (a place's code, read on DATE, else on ``on``).

    Answers its state on that day. Raises Refused with the choices.
    """
    spec, day = _split_day(text.strip(), on)
    found = list(periods_on(day).filter(code=spec))
    if not found and (pattern := read_pattern(spec)) and pattern.role in roles() and pattern.code:
        found = list(_of_role(pattern, parse_area(pattern.code, day), day))
    if len(found) == 1:
        return found[0]
    raise Refused(_choices(text, spec, found))


def _split_day(text: str, on: date) -> tuple[str, date]:
    head, _at, tail = text.rpartition("@")
    try:
        return (head, parse_day(tail)) if head and not tail.isalnum() else (text, on)
    except BadPeriod as error:
        raise Refused(Problem(error=str(error), field="body", value=text)) from None


def _choices(text: str, code: str, found: list[BodyPeriod]) -> Problem:
    if found:
        listed = "; ".join(f"{row.code} ({row.name})" for row in found[:10])
        return Problem(error=_("Several bodies are meant."), mend=_("Choose one: %s.") % listed, field="body", value=text)
    others = [
        _("%(name)s bore it from %(start)s to %(stop)s")
        % {"name": row.name, "start": show_day(row.start), "stop": show_day(row.stop - timedelta(days=1))}
        for row in BodyPeriod.objects.standing().filter(code=code).order_by("start")[:5]
    ]
    mend = "; ".join(others) + "." if others else _("Write the body's code, or a role and the code of its place: so-gddt@51.")
    return Problem(error=_("No body of this code or role exists on that day."), mend=mend, field="body", value=text)


def bodies_of_role(text: str, area: Area, on: date) -> list[BodyPeriod]:
    """The bodies meant by ``role`` or ``role/*`` (each may add ``@CODE[@DATE]``, which then replaces ``area``), on the day.

    A role of a finer level than the area: those that sit in it. Of its own or a coarser one: the one that serves it, found
    by climbing. ``/*`` only says that there may be many.
    Raises Refused on an unknown role word.
    """
    pattern = read_pattern(text)
    if pattern is None or pattern.role not in roles():
        raise Refused(Problem(error=_("There is no role of this name."), mend=", ".join(sorted(roles())), field="role", value=text))
    if pattern.code:
        area = parse_area(pattern.code, pattern.day or on)
    return list(_of_role(pattern, area, on))


def _of_role(pattern: Pattern, area: Area, on: date) -> Periods:
    level = roles()[pattern.role].level
    graph = lineage()
    inside = graph.area(area.place, area.day)
    if level not in LEVELS:
        places: set[int] = set(inside)
    elif LEVELS.index(level) <= LEVELS.index(graph.nodes[area.place].kind):
        places = {unit for place in inside if (unit := graph.unit_of(place, level, on)) is not None}
    else:
        places = set(inside) | {unit.place for unit in area_units(area, level, on)}
    return periods_on(on).filter(place__in=places, roles__contains=f" {pattern.role} ")


def successors(body: Body | int, day: date) -> list[BodyPeriod]:
    """Who bears the duties of a body on the day: itself while it lasts, else those who followed it, and theirs in turn."""
    seen: set[int] = set()
    ahead: set[int] = {body if isinstance(body, int) else body.pk}
    found: set[int] = set()
    while ahead:
        seen |= ahead
        alive = set(BodyPeriod.objects.holding(day).filter(body__in=ahead).values_list("body_id", flat=True))
        found |= alive
        edges = BodySuccession.objects.standing().filter(predecessor__in=ahead - alive, day__lte=day)
        ahead = set(edges.values_list("successor_id", flat=True)) - seen
    return list(periods_on(day).filter(body__in=found))


def predecessors(body: Body | int) -> list[int]:
    """Keys of every body that this one followed, directly or through others: whose duties and numbers it inherited."""
    found: list[int] = []
    ahead = {body if isinstance(body, int) else body.pk}
    while ahead:
        rows = BodySuccession.objects.standing().filter(successor__in=ahead).values_list("predecessor_id", flat=True)
        ahead = set(rows) - set(found)
        found += sorted(ahead)
    return found


def body_names(uids: Iterable[UUID], on: date) -> dict[UUID, str]:
    """Printed names by uid on the day; a body that is not in force then is called as it was last or will be first."""
    rows = BodyPeriod.objects.standing().filter(body__uid__in=list(uids)).order_by("start")
    found: dict[UUID, str] = {}
    for uid, name, start in rows.values_list("body__uid", "name", "start"):
        if start <= on or uid not in found:
            found[uid] = name
    return found


def search_bodies(text: str = "", *, places: Collection[int] | None = None, role: str = "", on: date) -> Periods:
    """Bodies of the day whose name or code holds the text, in these places (None: anywhere), of the role."""
    rows = periods_on(on)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text))
    if places is not None:
        rows = rows.filter(place__in=list(places))
    return rows.filter(roles__contains=f" {role} ") if role else rows


# ---------------------------------------------------------------- papers


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head of a paper of a body on a day."""

    superior_line: str
    issuing_line: str
    symbol: str
    place_line: str
    """Where papers are dated: ``Quảng Ngãi``."""
    name: str


@dataclass(frozen=True, slots=True)
class Signer:
    """One who may sign: the capitals over the signature, and the name under it."""

    post: UUID
    name: str
    title: str
    lines: tuple[str, ...]
    holder: UUID | None


def letterhead(body: Body | int, on: date) -> Letterhead:
    """The head of the body's papers on the day. Raises Refused if it does not exist then."""
    row = _alive(body, on)
    return Letterhead(row.superior_line, row.issuing_line, row.symbol, lineage().nearest(row.place_id, on).name, row.name)


def signers(body: Body | int, on: date) -> list[Signer]:
    """Who signs for the body on the day, in their order; empty while nobody is entered."""
    row = _alive(body, on)
    posts: list[Post] = list(Post.objects.holding(on).filter(body=row.body_id).order_by("order", "pk"))
    head = next((post.title for post in posts if post.role in HEADS), "") or _head_title(row)
    collective = lineage().nearest(row.place_id, on).label
    name = row.issuing_line.removesuffix(collective.upper()).strip() or row.issuing_line
    return [
        Signer(post.uid, post.holder_name, post.title, signature_lines(post.signing, name, head, post.title), post.holder)
        for post in posts
        if post.signs
    ]


def posts_of(body: Body | int, on: date) -> QuerySet[Post]:
    """The posts of a body in force on the day, signers first."""
    key = body if isinstance(body, int) else body.pk
    rows: QuerySet[Post] = Post.objects.holding(on).filter(body=key).order_by("-signs", "order", "pk")
    return rows


def _head_title(row: BodyPeriod) -> str:
    return "Chủ tịch" if row.body.kind in ("people-committee", "association", "front") else "Giám đốc"


def _alive(body: Body | int, on: date) -> BodyPeriod:
    key = body if isinstance(body, int) else body.pk
    row: BodyPeriod | None = periods_on(on).filter(body=key).first()
    if row is None:
        raise Refused(_("This body does not exist on %s.") % show_day(on), _("Choose a day of its time, or the body that followed it."))
    return row


def as_json(row: BodyPeriod) -> dict[str, Any]:
    """A body as commands and payloads show it."""
    return {"uid": str(row.body.uid), "code": row.code, "name": row.name, "kind": row.body.kind, "roles": row.role_words}
