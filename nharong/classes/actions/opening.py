"""A class is opened, its teachers named, and it ends."""

import uuid
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from nharong.access.models import User
from nharong.centres.queries import get_centre
from nharong.classes.actions.seen import at_place, class_at, refuse_outside
from nharong.classes.models import ClassKind, ClassTeacher, ClassTerm, Enrolment, Evening, LiteracyClass
from nharong.classes.programmes import DEFAULT, programme
from nharong.classes.rules import Programme
from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.deeds.periods import unsay
from nharong.kernel.db import lock_rows
from nharong.kernel.packs import NoPack
from nharong.kernel.permissions import Hidden, Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import END
from nharong.people.queries import get_person
from nharong.territory.models import Place

ROLES = ("teacher", "border-guard", "volunteer")


class Teacher(BaseModel):
    """Who teaches: a user by uid, a person of the register by uid, or a name alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    user: uuid.UUID | None = None
    person: uuid.UUID | None = None
    role: str = "teacher"


def _undo_open(doing: Doing, deed: Deed) -> None:
    opened = LiteracyClass.objects.filter(by_deed=deed, withdrawn_by__isnull=True)
    for model, error in (
        (Enrolment, _("Learners have been enrolled in this class.")),
        (Evening, _("Evenings of this class have been recorded.")),
    ):
        if model.objects.standing().filter(literacy_class__in=opened).exists():
            raise Refused(error, _("End the class instead."))
    unsay(doing, deed, ClassTerm, ClassTeacher, LiteracyClass)


@action("classes.open", needs=Permission.CLASSES_WRITE, undo=_undo_open)
def open_class(
    doing: Doing,
    *,
    literacy_class: uuid.UUID,
    name: str,
    phase: int,
    place: uuid.UUID,
    start: date,
    programme_pack: str = DEFAULT,
    kind: ClassKind = ClassKind.CLASS,
    centre: uuid.UUID | None = None,
    venue: str = "",
    teacher: Teacher | None = None,
) -> dict[str, Any]:
    """A class of one phase begins at a place: at a centre, a school or, as a home group, in a house."""
    pack = _programme(programme_pack, phase)
    where = Place.objects.filter(uid=place).first()
    if where is None:
        raise Hidden
    doing.scope.require(Permission.CLASSES_VIEW, where.pk, Permission.CLASSES_WRITE)
    if not name.strip():
        raise Refused(
            Problem(error=_("The name of the class is missing."), mend=_("Name the class as the village calls it."), field="name")
        )
    house = get_centre(doing.scope, centre, start) if centre else None
    if house and not house.start <= start < house.stop:
        raise Refused(Problem(error=_("The centre is not open on that day."), mend=_("Choose another centre or day."), field="centre"))
    row = LiteracyClass.objects.create(
        uid=literacy_class,
        name=name.strip(),
        programme=pack.name,
        phase=phase,
        place=where,
        start=start,
        kind=kind,
        centre=house.body if house else None,
        venue=venue,
        by_deed=doing.deed,
    )
    at_place(doing, where, start)
    if teacher is not None:
        _name_teacher(doing, row, teacher, start)
    return {"class": str(literacy_class)}


def _programme(name: str, phase: int) -> Programme:
    try:
        pack = programme(name)
    except NoPack:
        raise Refused(Problem(error=_("There is no programme of this name."), field="programme_pack", value=name)) from None
    if phase not in {known.number for known in pack.phases}:
        raise Refused(Problem(error=_("The programme has no such phase."), mend=_("Choose phase 1 or 2."), field="phase", value=str(phase)))
    return pack


def _name_teacher(doing: Doing, row: LiteracyClass, teacher: Teacher, start: date, stop: date = END) -> None:
    if teacher.role not in ROLES:
        raise Refused(Problem(error=_("There is no such kind of teacher."), mend=", ".join(ROLES), field="role", value=teacher.role))
    user = User.objects.filter(uid=teacher.user).first() if teacher.user else None
    if teacher.user and user is None:
        raise Hidden
    person = get_person(doing.scope, teacher.person) if teacher.person else None
    name = teacher.name.strip() or (user.name if user else "") or (person.name if person else "")
    if not name:
        raise Refused(Problem(error=_("The teacher is missing."), mend=_("Choose or name the teacher."), field="teacher"))
    ClassTeacher.objects.create(
        literacy_class=row, user=user, person=person, name=name, role=teacher.role, start=start, stop=stop, by_deed=doing.deed
    )


def _undo_teacher(doing: Doing, deed: Deed) -> None:
    unsay(doing, deed, ClassTeacher)


@action("classes.assign_teacher", needs=Permission.CLASSES_WRITE, undo=_undo_teacher)
def assign_teacher(
    doing: Doing, *, literacy_class: uuid.UUID, teacher: Teacher, start: date, stop: date = END, instead: bool = False
) -> dict[str, Any]:
    """Somebody teaches the class for ``[start, stop)``; ``instead``: whoever taught it on ``start`` stops that day."""
    row = class_at(doing, literacy_class, Permission.CLASSES_WRITE, start)
    refuse_outside(start, row.start, row.stop, "start")
    if stop <= start:
        raise Refused(Problem(error=_("It ends before it begins."), mend=_("Check both days."), field="stop", value=stop.isoformat()))
    if instead:
        for before in list(ClassTeacher.objects.standing().filter(literacy_class=row, start__lte=start, stop__gt=start)):
            doing.withdraw(ClassTeacher.objects.filter(pk=before.pk))
            if before.start < start:
                ClassTeacher.objects.create(
                    literacy_class=row,
                    user_id=before.user_id,
                    person_id=before.person_id,
                    name=before.name,
                    role=before.role,
                    start=before.start,
                    stop=start,
                    by_deed=doing.deed,
                )
    _name_teacher(doing, row, teacher, start, stop)
    return {"class": str(literacy_class)}


def _undo_close(_doing: Doing, deed: Deed) -> None:
    was = date.fromisoformat(deed.result["was"])
    uid, stop = deed.payload["literacy_class"], date.fromisoformat(deed.payload["day"])
    if not LiteracyClass.objects.filter(uid=uid, stop=stop).update(stop=was):
        raise Refused(_("A later entry has changed what this one recorded."), _("Undo that entry first, or record a correction."))


@action("classes.close", needs=Permission.CLASSES_WRITE, undo=_undo_close)
def close_class(doing: Doing, *, literacy_class: uuid.UUID, day: date, reason: str = "") -> dict[str, Any]:
    """The class ends: ``day`` is the first on which it no longer meets; its open enrolments run until then."""
    row = class_at(doing, literacy_class, Permission.CLASSES_WRITE, day)
    doing.check_base({"day": row.stop})
    lock_rows(LiteracyClass, [row.pk])
    last = Evening.objects.standing().filter(literacy_class=row).order_by("-day").values_list("day", flat=True).first()
    if day <= row.start or (last and day <= last):
        raise Refused(
            Problem(
                error=_("The class met on this day or later."),
                mend=_("Choose a day after its last evening."),
                field="day",
                value=day.isoformat(),
            )
        )
    LiteracyClass.objects.filter(pk=row.pk).update(stop=day)
    return {"class": str(literacy_class), "was": row.stop.isoformat(), "reason": reason}
