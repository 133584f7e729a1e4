"""Somebody joins a class and leaves it."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models.functions import Least
from django.utils.translation import gettext as _

from nharong.classes.actions.seen import class_at, refuse_future, refuse_outside
from nharong.classes.models import Ending, EndReason, Enrolment, Evening, LiteracyClass, TermResult, TestScore
from nharong.classes.programmes import programme
from nharong.deeds.actions import action, withdraw_rows
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.kernel.claims import value_on
from nharong.kernel.db import lock_rows
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import Hidden, Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import END, show_day
from nharong.meetings.models import Attendance
from nharong.people.derive import lives, whole_components
from nharong.people.queries import get_person
from nharong.people.rules.life import AWAY, DEAD, Life


def _undo_enrol(doing: Doing, deed: Deed) -> None:
    made = list(Enrolment.objects.standing().filter(by_deed=deed))
    resting = [
        (TermResult.objects.standing().filter(enrolment__in=made), _("results of a term")),
        (TestScore.objects.standing().filter(enrolment__in=made), _("test scores")),
        (Ending.objects.standing().filter(enrolment__in=made), _("an end of the enrolment")),
        (_marks(made), _("attendance")),
    ]
    if words := [word for rows, word in resting if rows.exists()]:
        raise Refused(_("This enrolment already has: %(what)s.") % {"what": ", ".join(words)}, _("End the enrolment instead."))
    withdraw_rows(doing, deed, Enrolment)


def _marks(made: Sequence[Enrolment]) -> Any:
    meetings = Evening.objects.standing().filter(literacy_class__in=[row.literacy_class_id for row in made]).values("meeting")
    return Attendance.objects.standing().filter(person__in=[row.person_id for row in made], meeting__in=meetings)


@action("classes.enrol", needs=Permission.CLASSES_TEACH, undo=_undo_enrol)
def enrol(
    doing: Doing, *, literacy_class: uuid.UUID, person: uuid.UUID, began_on: date, enrolment: uuid.UUID | None = None
) -> dict[str, Any]:
    """A person joins a class from a day on.

    Refused for the dead, those who moved away, and those already in a class of the phase at that time; that the level is
    already reached, or the age is below 15, is only said (``warnings``).
    """
    row = class_at(doing, literacy_class, Permission.CLASSES_TEACH, began_on)
    refuse_future(began_on, "began_on")
    refuse_outside(began_on, row.start, row.stop, "began_on")
    learner = get_person(doing.scope, person)
    doing.touch("person", [learner.pk])
    ((_head, (members, life)),) = lives([learner.pk]).items()
    _refuse_gone(life, began_on)
    _refuse_twice(row, members, began_on)
    made = Enrolment.objects.create(
        uid=enrolment or new_uid(),
        literacy_class=row,
        person=learner,
        phase=str(row.phase),
        place_id=row.place_id,
        began_on=began_on,
        by_deed=doing.deed,
    )
    return {"enrolment": str(made.uid), "warnings": [warning.as_json() for warning in _warnings(row, life, began_on)]}


def _refuse_gone(life: Life, day: date) -> None:
    home = value_on(life.residence, day)
    state = home["state"] if home else ""
    if state not in (AWAY, DEAD):
        return
    error = _("%(name)s had moved away by this day, as the register says.")
    if state == DEAD:
        error = _("%(name)s had died by this day, as the register says.")
    raise Refused(
        Problem(
            error=error % {"name": life.name},
            mend=_("Choose another person, or correct the residence first."),
            field="person",
            value=life.name,
        )
    )


def _refuse_twice(row: LiteracyClass, members: Sequence[int], day: date) -> None:
    """Any record of the same person in another class of the phase whose enrolment reaches beyond the day."""
    others = Enrolment.objects.standing().filter(person__in=members, phase=str(row.phase))
    others = (
        others.annotate(until=Least("ended_on", "literacy_class__stop")).filter(until__gt=day).select_related("literacy_class", "person")
    )
    if other := others.order_by("began_on").first():
        raise Refused(
            Problem(
                error=_("%(name)s has been in “%(class)s” since %(day)s, a class of the same phase.")
                % {"name": other.person.name, "class": other.literacy_class.name, "day": show_day(other.began_on)},
                mend=_("End that enrolment first, or choose another person."),
                field="person",
                value=other.person.name,
            )
        )


def _warnings(row: LiteracyClass, life: Life, day: date) -> list[Problem]:
    phase = programme(row.programme).phase(row.phase)
    reached = value_on({"level1": life.level1, "level2": life.level2}[phase.level], day)
    found = []
    if reached is True:
        found.append(
            Problem(
                error=_("%(name)s has already reached the level that this phase leads to.") % {"name": life.name},
                mend=_("Keep the enrolment if a re-check found a relapse."),
                field="person",
            )
        )
    if life.birth[0] is not None and day.year - life.birth[0] < 15:
        found.append(
            Problem(
                error=_("%(name)s is younger than 15.") % {"name": life.name},
                mend=_("Check the birth year; children belong to school."),
                field="person",
            )
        )
    return found


def _undo_end(doing: Doing, deed: Deed) -> None:
    for ending in Ending.objects.standing().filter(by_deed=deed).select_related("enrolment__literacy_class"):
        row = ending.enrolment
        members = whole_components([row.person_id])
        again = Enrolment.objects.standing().exclude(pk=row.pk).filter(person__in=members, phase=row.phase, ended_on__gt=ending.ended_on)
        if again.exists():
            raise Refused(_("The learner has joined another class since."), _("End that enrolment first."))
        doing.touch("person", [row.person_id])
        Enrolment.objects.filter(pk=row.pk).update(ended_on=END, end_reason="")
    withdraw_rows(doing, deed, Ending)


@action("classes.end_enrolment", needs=Permission.CLASSES_TEACH, undo=_undo_end)
def end_enrolment(doing: Doing, *, enrolment: uuid.UUID, day: date, reason: EndReason, note: str = "") -> dict[str, Any]:
    """A learner is no longer in the class from ``day`` on, for a reason; attendance and results stay."""
    row = Enrolment.objects.standing().filter(uid=enrolment).select_related("literacy_class").first()
    if row is None:
        raise Hidden
    class_at(doing, row.literacy_class.uid, Permission.CLASSES_TEACH, day)
    refuse_future(day)
    doing.touch("person", [row.person_id])
    lock_rows(Enrolment, [row.pk])
    if row.ended_on != END:
        raise Refused(
            _("The enrolment has already ended on %(day)s.") % {"day": show_day(row.ended_on)},
            _("Undo that entry first, then end it again."),
        )
    if day <= row.began_on:
        raise Refused(
            Problem(
                error=_("The learner joined on %(day)s.") % {"day": show_day(row.began_on)},
                mend=_("Choose a later day, or undo the enrolment."),
                field="day",
                value=day.isoformat(),
            )
        )
    Ending.objects.create(enrolment=row, ended_on=day, reason=reason, note=note, by_deed=doing.deed)
    Enrolment.objects.filter(pk=row.pk).update(ended_on=day, end_reason=reason)
    return {"enrolment": str(enrolment)}
