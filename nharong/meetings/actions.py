"""Writes about meetings: held, attended. Class evenings join both inside their own deed."""

import uuid
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.deeds.periods import unsay
from nharong.kernel.db import insert_rows
from nharong.kernel.permissions import Hidden, Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import today
from nharong.meetings.models import Attendance, Mark, Meeting, MeetingKind, Party, PartyRole
from nharong.meetings.queries import RIGHTS, get_meeting, standing_marks
from nharong.people.models import Person
from nharong.territory.models import Place


class By(BaseModel):
    """A body that held a meeting or helped to: its uid where it is known, and the name as printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    body: uuid.UUID | None = None
    role: PartyRole = PartyRole.ORGANISER


class Heads(BaseModel):
    """A count of heads where nobody was named; None is not counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    total: int
    female: int | None = None
    minority: int | None = None


def _undo(doing: Doing, deed: Deed) -> None:
    unsay(doing, deed, Party, Attendance, Meeting)


def refuse_bad_hours(starts_at: time | None, ends_at: time | None) -> None:
    """An end before the beginning. Raises Refused."""
    if starts_at and ends_at and ends_at <= starts_at:
        raise Refused(
            Problem(
                error=_("It ends before it begins."),
                mend=_("Check both hours."),
                field="ends_at",
                value=ends_at.isoformat("minutes"),
            )
        )


@action("meetings.hold", needs=Permission.ACTIVITIES_WRITE, undo=_undo)
def hold(
    doing: Doing,
    *,
    meeting: uuid.UUID,
    kind: MeetingKind,
    title: str,
    day: date,
    place: uuid.UUID,
    parties: tuple[By, ...] = (),
    starts_at: time | None = None,
    ends_at: time | None = None,
    venue: str = "",
    venue_body: uuid.UUID | None = None,
    lessons: int | None = None,
    heads: Heads | None = None,
) -> dict[str, Any]:
    """A meeting was held. A literacy evening is recorded from its class, whose deed joins this one."""
    if kind is MeetingKind.LITERACY_EVENING and doing.deed.action == "meetings.hold":
        raise Refused(_("An evening of a literacy class is recorded from the class."), _("Open the class and take attendance there."))
    if day > today():
        raise Refused(
            Problem(error=_("This day has not come yet."), mend=_("Enter a day up to today."), field="day", value=day.isoformat())
        )
    refuse_bad_hours(starts_at, ends_at)
    where = Place.objects.filter(uid=place).first()
    if where is None:
        raise Hidden
    view, write = RIGHTS[kind]
    doing.scope.require(view, where.pk, write)
    row = Meeting.objects.create(
        uid=meeting,
        kind=kind,
        title=title,
        day=day,
        place=where,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue,
        venue_body=venue_body,
        lessons=lessons,
        counted=heads.total if heads else None,
        counted_female=heads.female if heads else None,
        counted_minority=heads.minority if heads else None,
        by_deed=doing.deed,
    )
    if parties:
        Party.objects.bulk_create(
            Party(meeting=row, role=by.role, body=by.body, name=by.name, by_deed=doing.deed) for by in dict.fromkeys(parties)
        )
    return {"meeting": str(meeting), "key": row.pk}


@action("meetings.record_attendance", needs=Permission.ACTIVITIES_WRITE, undo=_undo)
def record_attendance(doing: Doing, *, meeting: uuid.UUID, marks: Mapping[uuid.UUID, Mark]) -> dict[str, Any]:
    """Who came, by name; sent again it changes nothing, sent otherwise it corrects with trace."""
    row = get_meeting(doing.scope, meeting, write=True)
    if row.kind == MeetingKind.LITERACY_EVENING:
        raise Refused(_("An evening of a literacy class is recorded from the class."), _("Open the class and take attendance there."))
    known = {uid: (pk, place) for uid, pk, place in Person.objects.filter(uid__in=list(marks)).values_list("uid", "pk", "place_id")}
    for uid in marks:
        if uid not in known:
            raise Hidden
        doing.scope.require(Permission.PEOPLE_VIEW, known[uid][1])
    return {"changed": write_marks(doing, row.pk, {known[uid][0]: mark for uid, mark in marks.items()})}


def write_marks(doing: Doing, meeting: int, marks: Mapping[int, str], now: Mapping[int, str] | None = None) -> int:
    """Bring the standing marks of a meeting (person key → mark) to ``marks``; persons not named keep theirs.

    ``now`` are the standing marks where the caller has them. Returns how many changed.
    """
    now = standing_marks(meeting) if now is None else now
    changed = {person: Mark(mark).value for person, mark in marks.items() if now.get(person) != mark}
    if old := [person for person in changed if person in now]:
        doing.withdraw(Attendance.objects.filter(meeting_id=meeting, person_id__in=old))
    names = ("meeting_id", "person_id", "mark", "by_deed_id")
    insert_rows(Attendance, names, [(meeting, person, mark, doing.deed.pk) for person, mark in sorted(changed.items())])
    return len(changed)
