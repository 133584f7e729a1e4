"""Writes of many bodies or posts at once, as a file has them: all or none, as one deed."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.kernel.permissions import Permission
from nharong.kernel.time import END
from nharong.territory.bodies.actions import found, rename, undo_bodies
from nharong.territory.bodies.models import BodyKind, SigningForm
from nharong.territory.bodies.posts import appoint, end


class BodyOf(BaseModel):
    """One body: a new one, or (``known``) one to say anew from ``start`` on; empty texts of a known one stay as they are."""

    body: UUID
    known: bool = False
    kind: BodyKind = BodyKind.AGENCY
    name: str = ""
    place: UUID | None = None
    start: date
    stop: date = END
    code: str = ""
    roles: list[str] = []
    superior: UUID | None = None
    superior_line: str = ""
    issuing_line: str = ""
    symbol: str = ""


class PostOf(BaseModel):
    """One post to fill, or (``last_day`` without ``body``) one to end."""

    post: UUID
    body: UUID | None = None
    role: str = ""
    title: str = ""
    holder_name: str = ""
    start: date | None = None
    until: date | None = None
    signs: bool = False
    signing: SigningForm = SigningForm.OWN
    order: int = 0


@action("bodies.settle", needs=Permission.BODIES_MANAGE, undo=undo_bodies)
def settle_bodies(doing: Doing, *, rows: list[BodyOf]) -> dict[str, Any]:
    """Found the new bodies and say the known ones anew; founding needs the right to change places there."""
    for row in rows:
        if row.known:
            lines = {"issuing_line": row.issuing_line, "superior_line": row.superior_line, "symbol": row.symbol}
            given: dict[str, Any] = {name: text for name, text in lines.items() if text}
            if row.roles:
                given["roles"] = row.roles
            rename.within(doing, body=row.body, day=row.start, name=row.name, **given)
        else:
            found.within(doing, **row.model_dump(exclude={"known"}))
    return {"founded": sum(not row.known for row in rows), "renamed": sum(row.known for row in rows)}


@action("posts.settle", needs=Permission.BODIES_MANAGE, undo=undo_bodies)
def settle_posts(doing: Doing, *, rows: list[PostOf]) -> dict[str, Any]:
    """Fill the new posts and end those whose last day the file says."""
    for row in rows:
        if row.body is None:
            end.within(doing, post=row.post, last_day=row.until)
        else:
            appoint.within(doing, **row.model_dump())
    return {"appointed": sum(row.body is not None for row in rows), "ended": sum(row.body is None for row in rows)}
