"""What the pages of bodies show: one body with its past and heirs, its papers' head and posts; what its end would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nharong.kernel.permissions import Hidden, Permission, Scope
from nharong.kernel.problems import Refused
from nharong.kernel.time import END, show_day
from nharong.territory.bodies.models import Body, BodyPeriod, BodySuccession, Post
from nharong.territory.bodies.queries import Letterhead, Periods, Signer, letterhead, periods_on, signers
from nharong.territory.bodies.roles import roles
from nharong.territory.bodies.words import KINDS, POST_ROLES
from nharong.territory.queries import Label, label, lineage, parse_area
from nharong.territory.wording import until
from nharong.ui.parts import Door


def listed(asked: Mapping[str, Any], day: date) -> Periods:
    """The bodies of the day that the filter asks for. Raises Refused on a place's code that means nothing."""
    rows = periods_on(day)
    if text := asked.get("tim"):
        rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text))
    if code := asked.get("noi"):
        area = parse_area(code, day)
        rows = rows.filter(place_id__in=sorted(lineage().area(area.place, area.day)))
    if role := asked.get("vai"):
        rows = rows.filter(roles__contains=f" {role} ")
    if kind := asked.get("loai"):
        rows = rows.filter(body__kind=kind)
    return rows


@dataclass(frozen=True, slots=True)
class State:
    """What the body was called and where it sat for a span."""

    name: str
    code: str
    place: Label
    span: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A body before or after this one."""

    uid: UUID
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post and who holds it."""

    uid: UUID
    title: str
    holder: str
    role: str
    signing: str
    span: str
    running: bool


@dataclass(frozen=True, slots=True)
class BodyPage:
    """Everything that the page of a body shows."""

    row: BodyPeriod
    alive: bool
    kind: str
    roles: tuple[str, ...]
    place: Label
    superior: Kin | None
    states: tuple[State, ...]
    origins: tuple[Kin, ...]
    heirs: tuple[Kin, ...]
    head: Letterhead | None
    signers: tuple[Signer, ...]
    posts: tuple[PostLine, ...]
    past: tuple[PostLine, ...]
    doors: tuple[Door, ...]
    """Where other nouns say what the body owes, from the open table."""


def state_on(uid: UUID, day: date) -> BodyPeriod:
    """What a body is on the day, else what it was last or will first be. Raises Hidden."""
    rows: list[BodyPeriod] = list(BodyPeriod.objects.standing().filter(body__uid=uid).select_related("body").order_by("start"))
    if not rows:
        raise Hidden
    before = [row for row in rows if row.start <= day]
    return before[-1] if before else rows[0]


def for_change(scope: Scope, uid: UUID, day: date, right: Permission = Permission.BODIES_MANAGE) -> BodyPeriod:
    """The body where the asker has the right. Raises Hidden, Forbidden."""
    row = state_on(uid, day)
    scope.require(Permission.PLACES_VIEW, row.place_id, right)
    return row


def body_page(scope: Scope, uid: UUID, day: date) -> BodyPage:
    """The page of a body as of the day. Raises Hidden."""
    row = state_on(uid, day)
    alive = row.start <= day < row.stop
    shown = day if alive else row.start if day < row.start else row.stop - timedelta(days=1)
    states = BodyPeriod.objects.standing().filter(body=row.body_id).order_by("-start")
    posts = [_post(post, shown) for post in Post.objects.standing().filter(body=row.body_id).order_by("-signs", "order", "-start", "pk")]
    graph = lineage()
    superior = BodyPeriod.objects.holding(shown).filter(body=row.superior_id).select_related("body").first() if row.superior_id else None
    known = roles()
    return BodyPage(
        row=row,
        alive=alive,
        kind=str(KINDS.get(row.body.kind, row.body.kind)),
        roles=tuple(known[word].name if word in known else word for word in row.role_words),
        place=label(graph, row.place_id, shown),
        superior=Kin(superior.body.uid, superior.name, superior.start) if superior else None,
        states=tuple(State(one.name, one.code, label(graph, one.place_id, one.start), until(one.start, one.stop)) for one in states),
        origins=tuple(_kin(BodySuccession.objects.standing().filter(successor=row.body_id), "predecessor")),
        heirs=tuple(_kin(BodySuccession.objects.standing().filter(predecessor=row.body_id), "successor")),
        head=letterhead(row.body_id, shown),
        signers=tuple(signers(row.body_id, shown)),
        posts=tuple(post for post in posts if post.running),
        past=tuple(post for post in posts if not post.running),
        doors=tuple(_doors(scope, row)),
    )


def _post(post: Post, day: date) -> PostLine:
    running = post.start <= day < post.stop
    form = "" if not post.signs else _("signs") if post.signing == "own" else _("signs %(form)s") % {"form": post.signing}
    return PostLine(
        post.uid, post.title, post.holder_name, str(POST_ROLES.get(post.role, post.role)), form, until(post.start, post.stop), running
    )


def _kin(edges: Iterable[BodySuccession], end: str) -> list[Kin]:
    rows = list(edges.select_related(end).order_by("day"))  # type: ignore[attr-defined]
    names: dict[int, str] = {}
    bodies = [getattr(row, f"{end}_id") for row in rows]
    for body, name in BodyPeriod.objects.standing().filter(body__in=bodies).order_by("start").values_list("body_id", "name"):
        if end == "predecessor" or body not in names:
            names[body] = name
    return [Kin(getattr(row, end).uid, names.get(getattr(row, f"{end}_id"), ""), row.day) for row in rows]


def _doors(scope: Scope, row: BodyPeriod) -> list[Door]:
    table = getattr(settings, "NHARONG_BODY_DOORS", "")
    sources: Sequence[str] = import_string(table) if table else ()
    found = (import_string(source)(scope, row) for source in sources)
    return [door for door in found if door is not None]


# ---------------------------------------------------------------- what an end would do


def rehearse_end(row: BodyPeriod, day: date, heirs: Sequence[BodyPeriod]) -> list[str]:
    """What the end of a body on the day does, in sentences; nothing is written. Raises Refused where it cannot be."""
    eve = day - timedelta(days=1)
    if not BodyPeriod.objects.holding(eve).filter(body=row.body_id).exists():
        raise Refused(_("This body does not exist on %s.") % show_day(eve), _("Choose a day of its time."))
    if any(heir.body_id == row.body_id for heir in heirs):
        raise Refused(_("A body cannot take over from itself."), _("Choose another heir."))
    posts = Post.objects.standing().filter(body=row.body_id, stop__gt=day).count()
    under = list(BodyPeriod.objects.holding(day).filter(superior=row.body_id).exclude(body=row.body_id).order_by("code")[:6])
    said = [_("%(name)s exists until the end of %(day)s.") % {"name": row.name, "day": show_day(eve)}]
    if posts:
        said.append(ngettext("%(n)s post ends with it.", "%(n)s posts end with it.", posts) % {"n": posts})
    if heirs:
        names = ", ".join(heir.name for heir in heirs)
        said.append(_("Reports and tasks due from %(day)s on pass to %(names)s.") % {"day": show_day(day), "names": names})
    else:
        said.append(_("Nobody takes over its reports and tasks: those due later stay without a body."))
    if under:
        names = ", ".join(child.name for child in under[:5]) + ("…" if len(under) > 5 else "")
        said.append(_("Still under it: %s. Say for each of them who is above it now.") % names)
    if Body.objects.filter(pk=row.body_id, kind="centre").exists():
        said.append(_("Its classes stay as recorded; move those that go on to another centre."))
    if row.stop != END:
        said.append(_("Its present name was to end on %s already.") % show_day(row.stop - timedelta(days=1)))
    return said
