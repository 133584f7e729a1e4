"""`nharong import bodies` and `import posts`: from a table file, one deed each; `nharong export posts`."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nharong.deeds.exports import each, inside, places_asked, require_purpose, write_export
from nharong.deeds.intake import NO, YES, Intake, Line
from nharong.files.table import Column
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.problems import Refused
from nharong.kernel.text import fold
from nharong.kernel.time import END, show_day, today
from nharong.territory.bodies.models import BodyKind, BodyPeriod, Post
from nharong.territory.bodies.queries import find_body
from nharong.territory.bodies.roles import roles
from nharong.territory.bodies.settling import BodyOf, PostOf, settle_bodies, settle_posts
from nharong.territory.bodies.words import KIND_SPELLINGS, POST_ROLES, ROLE_SPELLINGS, SIGNING_SPELLINGS, role_of_title
from nharong.territory.doors import Titles, allowed, place_at
from nharong.territory.models import Place
from nharong.territory.queries import place_labels

P = Permission

# ---------------------------------------------------------------- bodies

BODIES: Titles = {
    "name": ("Tên cơ quan", "Tên đơn vị", "Tên cơ quan, đơn vị", "Tên", "Cơ quan", "Đơn vị", "name", "body"),
    "kind": ("Loại", "Loại cơ quan", "Loại hình", "kind"),
    "place": ("Mã địa bàn", "Địa bàn", "Mã xã", "Mã tỉnh", "place", "place code"),
    "start": ("Từ ngày", "Ngày thành lập", "from", "since", "start"),
    "until": ("Đến ngày", "Đến hết ngày", "Ngày giải thể", "to", "until"),
    "code": ("Mã cơ quan", "Mã", "Mã đơn vị", "code"),
    "roles": ("Vai", "Vai trò", "role", "roles"),
    "superior": ("Cơ quan cấp trên", "Cấp trên", "Trực thuộc", "superior"),
    "symbol": ("Ký hiệu", "Kí hiệu", "Chữ viết tắt", "symbol"),
    "superior_line": ("Dòng trên tiêu đề", "Tên cơ quan chủ quản", "superior_line"),
    "issuing_line": ("Dòng dưới tiêu đề", "Tên cơ quan ban hành", "issuing_line"),
}


def import_bodies(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Bodies: new ones are founded; one known by its code (or by name and place) is said anew where the file differs.

    A row without a place is of ``--place``.
    """
    needed = ("name", "start") if arguments.place else ("name", "place", "start")
    intake = Intake.open("bodies", arguments.file, BODIES, needed=needed)
    seen: dict[tuple[str, ...], int] = {}
    for line in intake.lines():
        name = line.required("name", _("Write the whole name as on its seal."))
        start = line.day("start")
        if start is None and not line.faults:
            line.required("start", _("Write the day since which the body exists, or bears this name."))
        code = line.text("place") or arguments.place.partition("@")[0]
        where = place_at(line, code, start, "place") if code and start else None
        if start and not code:
            line.required("place", _("Write the code of the commune or province."))
        word = line.word("kind", KIND_SPELLINGS)
        kind = BodyKind(word) if word else _kind_of_name(name)
        if where is None or start is None or line.faults:
            continue
        key = ("", line.text("code")) if line.text("code") else (fold(name), str(where.pk))
        if first := seen.get(key):
            line.fault("name", _("This body stands in row %s already.") % first, _("Leave one of the two rows out."))
            continue
        seen[key] = line.number
        told = _body(line, BodyOf(body=new_uid(), kind=kind, name=name, place=where.uid, start=start))
        if not line.faults:
            _settle_body(intake, line, scope, (where, told))
    return intake.finish(arguments, scope, settle_bodies, lambda rows: {"rows": rows})


def _kind_of_name(name: str) -> BodyKind:
    """The kind that a name begins with; an agency otherwise."""
    folded = fold(name)
    starts = ((fold(spelling), kind) for kind, spellings in KIND_SPELLINGS.items() for spelling in spellings)
    found = (kind for start, kind in sorted(starts, key=lambda pair: -len(pair[0])) if folded.startswith(start))
    return BodyKind(next(found, BodyKind.AGENCY))


def _body(line: Line, told: BodyOf) -> BodyOf:
    """The row's other cells."""
    words = [word for word in line.text("roles").replace(";", ",").replace(" ", ",").split(",") if word]
    for word in words:
        if word not in roles():
            line.fault("roles", _("There is no role of this name."), _("Write one of: %s.") % ", ".join(sorted(roles())))
    until = line.day("until")
    if until and until < told.start:
        line.fault("until", _("The last day is before the first."), _("Choose a later last day."))
    superior: UUID | None = None
    if line.text("superior"):
        try:
            superior = find_body(line.text("superior"), told.start).body.uid
        except Refused as refusal:
            line.take(refusal, {}, "superior")
    texts = {name: line.text(name) for name in ("code", "symbol", "superior_line", "issuing_line")}
    return told.model_copy(update={**texts, "roles": words, "superior": superior, "stop": until + timedelta(days=1) if until else END})


def _settle_body(intake: Intake, line: Line, scope: Scope, row: tuple[Place, BodyOf]) -> None:
    where, told = row
    known = _known_body(told, where)
    right = P.BODIES_MANAGE if known else P.PLACES_MANAGE
    if not allowed(line, scope, known.place_id if known else where.pk, "place" if "place" in line.table.columns else "name", right):
        return
    if known is None:
        taken = told.code and BodyPeriod.objects.standing().filter(code=told.code, start__lt=told.stop, stop__gt=told.start).first()
        if taken:
            line.fault("code", _("%s bears this code then.") % taken.name, _("Choose another code."))
        else:
            intake.new.append(told)
        return
    changes = _differences(known, told)
    if not changes:
        intake.unchanged += 1
    elif "roles" in changes and not scope.allows(P.PLACES_MANAGE, known.place_id):
        line.fault("roles", _("Roles are given by who may change places."), _("Leave the cell empty."))
    else:
        intake.changed.append(BodyOf(body=known.body.uid, known=True, start=told.start, **changes))
        if "name" in changes:
            words = {"old": known.name, "new": told.name, "day": show_day(told.start)}
            intake.warnings.append(line.problem("name", _("%(old)s is called %(new)s from %(day)s on.") % words))


def _known_body(told: BodyOf, where: Place) -> BodyPeriod | None:
    """The body meant: by its code on the day, else by its name in the place."""
    rows = BodyPeriod.objects.holding(told.start).select_related("body")
    if told.code:
        by_code: BodyPeriod | None = rows.filter(code=told.code).first()
        return by_code
    wanted = fold(told.name)
    return next((row for row in rows.filter(place=where).order_by("pk") if fold(row.name) == wanted), None)


def _differences(known: BodyPeriod, told: BodyOf) -> dict[str, Any]:
    """What the file says otherwise; its empty cells say nothing."""
    texts = ("name", "symbol", "superior_line", "issuing_line")
    found: dict[str, Any] = {name: new for name in texts if (new := getattr(told, name)) and new != getattr(known, name)}
    if told.roles and set(told.roles) != set(known.role_words):
        found["roles"] = told.roles
    return found


# ---------------------------------------------------------------- posts

POSTS: Titles = {
    "body": ("Mã cơ quan", "Mã đơn vị", "Cơ quan", "Đơn vị", "Trung tâm", "body", "body code"),
    "holder": ("Họ và tên", "Họ tên", "Tên", "name", "holder", "holder_name"),
    "title": ("Chức danh", "Chức vụ", "title"),
    "role": ("Vai", "Vai trò", "Loại chức danh", "role"),
    "start": ("Từ ngày", "Ngày bổ nhiệm", "from", "start"),
    "until": ("Đến ngày", "Đến hết ngày", "Ngày thôi giữ chức", "to", "until"),
    "signs": ("Ký văn bản", "Được ký", "Ký", "signs"),
    "signing": ("Hình thức ký", "Thể thức ký", "signing"),
    "order": ("Thứ tự", "order"),
}


def import_posts(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Posts of bodies: new ones are filled, one known without a last day is ended where the file says it, others are unchanged."""
    intake = Intake.open("posts", arguments.file, POSTS, needed=("body", "holder", "title", "start"))
    seen: dict[tuple[str, ...], int] = {}
    for line in intake.lines():
        start, until = line.day("start"), line.day("until")
        if start is None and not line.faults:
            line.required("start", _("Write the day of the appointment."))
        holder = line.required("holder", _("Write it as printed under a signature."))
        title = line.required("title", _("Write it as printed under a signature."))
        body = _body_at(line, start or today(), arguments)
        if start and until and until < start:
            line.fault("until", _("The last day is before the first."), _("Choose a later last day."))
        told = _post(line, PostOf(post=new_uid(), holder_name=holder, title=title, start=start, until=until))
        if body is None or start is None or line.faults or not allowed(line, scope, body.place_id, "body", P.BODIES_MANAGE):
            continue
        key = (str(body.body_id), fold(holder), fold(title), str(start))
        if first := seen.get(key):
            line.fault("holder", _("This post stands in row %s already.") % first, _("Leave one of the two rows out."))
            continue
        seen[key] = line.number
        _settle_post(intake, line, body, told.model_copy(update={"body": body.body.uid}))
    return intake.finish(arguments, scope, settle_posts, lambda rows: {"rows": rows})


def _body_at(line: Line, day: date, arguments: argparse.Namespace) -> BodyPeriod | None:
    """The body of the row by its code or role on the day; a bare role is that of ``--place``."""
    text = line.required("body", _("Write the body's code, or a role and the code of its place: so-gddt@51."))
    if not text:
        return None
    if text in roles() and arguments.place:
        text = f"{text}@{arguments.place}"
    try:
        return find_body(text, day)
    except Refused as refusal:
        line.take(refusal, {}, "body")
        return None


def _post(line: Line, told: PostOf) -> PostOf:
    """The row's other cells."""
    signing = line.word("signing", SIGNING_SPELLINGS)
    signs = line.word("signs", {"yes": ("có", *YES), "no": ("không", *NO)})
    order = line.text("order")
    if order and not (order.isdecimal() and len(order) < 4):
        line.fault("order", _("“%s” is no whole number.") % order, _("Write 1 for who signs first."))
        order = ""
    role = line.word("role", ROLE_SPELLINGS) or role_of_title(told.title)
    given = {"role": role, "signs": signs == "yes" or (not signs and bool(signing)), "order": int(order or 0)}
    return told.model_copy(update=given | ({"signing": signing} if signing else {}))


def _settle_post(intake: Intake, line: Line, body: BodyPeriod, told: PostOf) -> None:
    rows = Post.objects.standing().filter(body=body.body_id, start=told.start).order_by("pk")
    known = next((row for row in rows if (fold(row.holder_name), fold(row.title)) == (fold(told.holder_name), fold(told.title))), None)
    if known is None:
        intake.new.append(told)
    elif told.until is None or known.stop == told.until + timedelta(days=1):
        intake.unchanged += 1
    elif told.until < known.stop:
        intake.changed.append(PostOf(post=known.uid, until=told.until))
    else:
        last = show_day(known.stop - timedelta(days=1))
        line.fault("until", _("The post is recorded as ended on %s already.") % last, _("Undo that entry in the journal first."))


# ---------------------------------------------------------------- export

_COLUMNS = (
    Column("Mã cơ quan", "text", 18), Column("Cơ quan", "text", 40), Column("Địa bàn", "text", 24), Column("Chức danh", "text", 22),
    Column("Họ và tên", "text", 28), Column("Vai", "text", 12), Column("Từ ngày", "date"), Column("Đến ngày", "date"),
    Column("Ký văn bản", "text", 8), Column("Hình thức ký", "text", 12), Column("Thứ tự", "whole", 8),
)  # fmt: skip


def export_posts(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Who holds which post of the bodies in the asker's area today, by body. Names persons: asks for a purpose."""
    require_purpose(arguments)
    places = places_asked(arguments, scope, P.CENTRES_VIEW)
    return write_export(arguments, scope, _COLUMNS, _post_rows(places, arguments.on), title=_("Posts"))


def _post_rows(places: frozenset[int] | None, day: date) -> Iterator[tuple[Any, ...]]:
    bodies = {row.body_id: row for row in each(inside(BodyPeriod.objects.holding(day), "place_id", places))}
    labels: Mapping[int, Any] = place_labels({row.place_id for row in bodies.values()}, day)
    posts = [row for row in each(Post.objects.holding(day).order_by("order", "pk")) if row.body_id in bodies]
    for row in sorted(posts, key=lambda row: (bodies[row.body_id].code, -row.signs, row.order)):
        body = bodies[row.body_id]
        until = None if row.stop == END else row.stop - timedelta(days=1)
        yield (
            body.code, body.name, str(labels[body.place_id]), row.title, row.holder_name, str(POST_ROLES.get(row.role, row.role)),
            row.start, until, _("yes") if row.signs else _("no"), "" if row.signing == "own" else row.signing, row.order or None,
        )  # fmt: skip
