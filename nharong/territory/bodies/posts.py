"""Writes of posts: who speaks and signs for a body, from when to when."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.periods import say_anew
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import END
from nharong.territory.bodies.actions import body_for_change, undo_bodies
from nharong.territory.bodies.models import Body, Post, SigningForm


@action("posts.appoint", needs=Permission.BODIES_MANAGE, undo=undo_bodies)
def appoint(
    doing: Doing,
    *,
    post: UUID,
    body: UUID,
    role: str,
    title: str,
    holder_name: str,
    start: date,
    until: date | None = None,
    holder: UUID | None = None,
    signs: bool = False,
    signing: SigningForm = SigningForm.OWN,
    order: int = 0,
) -> dict[str, Any]:
    """Somebody holds a post of the body from ``start`` (to ``until``, the last day). A body may have many posts of a role.

    ``title`` and ``holder_name`` are as printed under a signature.
    """
    row = body_for_change(doing, body, start)
    for field, value in (("title", title), ("holder_name", holder_name)):
        if not value.strip():
            raise Refused(Problem(error=_("This is required."), mend=_("Write it as printed under a signature."), field=field))
    if until and until < start:
        raise Refused(Problem(error=_("The last day is before the first."), mend=_("Choose a later last day."), field="until"))
    Post.objects.create(
        uid=post,
        body_id=row.body_id,
        role=role,
        holder=holder,
        holder_name=holder_name.strip(),
        title=title.strip(),
        signs=signs,
        signing=signing,
        order=order,
        start=start,
        stop=until + timedelta(days=1) if until else END,
        by_deed=doing.deed,
    )
    return {"post": str(post)}


@action("posts.end", needs=Permission.BODIES_MANAGE, undo=undo_bodies)
def end(doing: Doing, *, post: UUID, last_day: date) -> dict[str, Any]:
    """The post was held for the last time on ``last_day``."""
    row: Post | None = Post.objects.standing().filter(uid=post).order_by("-start").first()
    if row is None or not row.start <= last_day < row.stop:
        raise Refused(Problem(error=_("Nobody holds this post on that day."), mend=_("Choose a day of the post."), field="last_day"))
    uid = Body.objects.values_list("uid", flat=True).get(pk=row.body_id)
    body_for_change(doing, uid, row.start)
    say_anew(doing, row, stop=last_day + timedelta(days=1))
    return {"post": str(post)}
