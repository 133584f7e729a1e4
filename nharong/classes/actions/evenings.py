"""The attendance sheet of one evening."""

import uuid
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from nharong.classes.actions.seen import Value, check_seen, class_at, refuse_future, refuse_outside, refuse_strangers
from nharong.classes.actions.terms import lesson_problems
from nharong.classes.models import Evening, LiteracyClass
from nharong.classes.programmes import programme
from nharong.classes.queries import Learner, everybody
from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.deeds.periods import unsay
from nharong.kernel.db import lock_rows
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Refused
from nharong.meetings.actions import hold, write_marks
from nharong.meetings.models import Attendance, Mark, Meeting, MeetingKind
from nharong.meetings.queries import standing_marks


def _undo_evening(doing: Doing, deed: Deed) -> None:
    unsay(doing, deed, Attendance, Evening, Meeting)


@action("classes.record_evening", needs=Permission.CLASSES_TEACH, undo=_undo_evening)
def record_evening(
    doing: Doing,
    *,
    literacy_class: uuid.UUID,
    day: date,
    marks: Mapping[uuid.UUID, Mark],
    lessons: Mapping[str, int] | None = None,
    session: int = 1,
    starts_at: time | None = None,
    ends_at: time | None = None,
    note: str = "",
) -> dict[str, Any]:
    """One evening of a class: a mark for each enrolment, and the lessons taught by subject (None: leave as they are).

    The first sheet of a day makes the meeting; a later one corrects it with trace; the same sheet again changes nothing.
    Marks of learners who were not in the class that day are not taken, and named in ``left_out``.
    ``base``: enrolment uid → the mark that the form showed ("" where none).
    """
    row = class_at(doing, literacy_class, Permission.CLASSES_TEACH, day)
    refuse_future(day)
    refuse_outside(day, row.start, row.stop)
    if problems := lesson_problems(programme(row.programme), row.phase, lessons or {}):
        raise Refused(problems)
    lock_rows(LiteracyClass, [row.pk])
    taken, left_out = _sort_out(everybody(row.pk), marks, day)
    evening = Evening.objects.standing().filter(literacy_class=row, day=day, session=session).first()
    now = standing_marks(evening.meeting_id) if evening else {}
    check_seen(doing, [Value(str(who.enrolment), who.name, now.get(who.person_key, ""), marks[who.enrolment]) for who in taken])
    if evening is None:
        meeting = _hold(doing, row, day, starts_at, ends_at)
        evening = Evening.objects.create(
            meeting_id=meeting, literacy_class=row, day=day, session=session, lessons=dict(lessons or {}), note=note, by_deed=doing.deed
        )
    else:
        evening = _correct(doing, evening, lessons, note)
    changed = write_marks(doing, evening.meeting_id, {who.person_key: marks[who.enrolment] for who in taken}, now)
    return {"evening": str(evening.uid), "changed": changed, "left_out": left_out}


def _sort_out(learners: list[Learner], marks: Mapping[uuid.UUID, Mark], day: date) -> tuple[list[Learner], list[str]]:
    """Learners whose mark is taken, and the names of those who were not in the class that day."""
    known = {learner.enrolment: learner for learner in learners}
    refuse_strangers(known, list(marks), "marks")
    named = [known[uid] for uid in marks]
    return [who for who in named if who.here(day)], [who.name for who in named if not who.here(day)]


def _hold(doing: Doing, row: LiteracyClass, day: date, starts_at: time | None, ends_at: time | None) -> int:
    held = hold.within(
        doing,
        meeting=new_uid(),
        kind=MeetingKind.LITERACY_EVENING,
        title=row.name,
        day=day,
        place=row.place.uid,
        venue=row.venue,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    return int(held["key"])


def _correct(doing: Doing, now: Evening, lessons: Mapping[str, int] | None, note: str) -> Evening:
    """The evening's lessons and note, changed with trace; the same row where nothing differs."""
    wanted = dict(now.lessons if lessons is None else lessons)
    if wanted == now.lessons and (note or now.note) == now.note:
        return now
    doing.withdraw(Evening.objects.filter(pk=now.pk))
    row: Evening = Evening.objects.create(
        meeting_id=now.meeting_id,
        literacy_class_id=now.literacy_class_id,
        day=now.day,
        session=now.session,
        lessons=wanted,
        note=note or now.note,
        by_deed=doing.deed,
    )
    return row
