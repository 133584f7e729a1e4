"""The plan of a term."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from nharong.classes.actions.seen import class_at, no_such_term, refuse_outside
from nharong.classes.models import ClassTerm, LiteracyClass
from nharong.classes.programmes import programme
from nharong.classes.rules import Programme, lessons_missing
from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.deeds.models import Deed
from nharong.deeds.periods import unsay
from nharong.kernel.db import lock_rows
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.meetings.actions import refuse_bad_hours


def _undo_term(doing: Doing, deed: Deed) -> None:
    unsay(doing, deed, ClassTerm)


@action("classes.plan_term", needs=Permission.CLASSES_WRITE, undo=_undo_term)
def plan_term(
    doing: Doing,
    *,
    literacy_class: uuid.UUID,
    term: int,
    start: date,
    stop: date,
    weekdays: str,
    starts_at: time | None = None,
    ends_at: time | None = None,
    lessons: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """The days, weekdays and lessons of a term; ``stop`` is the first day after it. Planned again, the new plan stands."""
    row = class_at(doing, literacy_class, Permission.CLASSES_WRITE, start)
    lock_rows(LiteracyClass, [row.pk])
    plan = ClassTerm(
        literacy_class=row,
        number=term,
        start=start,
        stop=stop,
        weekdays="".join(sorted(set(weekdays))),
        starts_at=starts_at,
        ends_at=ends_at,
        lessons=dict(lessons or {}),
        by_deed=doing.deed,
    )
    kept: dict[int, ClassTerm] = {known.number: known for known in ClassTerm.objects.standing().filter(literacy_class=row)}
    now = kept.pop(term, None)
    _check_plan(plan, programme(row.programme), list(kept.values()))
    if now is not None:
        doing.check_base({"start": now.start, "stop": now.stop, "weekdays": now.weekdays})
        doing.withdraw(ClassTerm.objects.filter(pk=now.pk))
    plan.save(force_insert=True)
    return {"class": str(literacy_class), "term": term}


def _check_plan(plan: ClassTerm, pack: Programme, others: Sequence[ClassTerm]) -> None:
    row = plan.literacy_class
    problems = lesson_problems(pack, row.phase, plan.lessons)
    if plan.number not in pack.phase(row.phase).terms:
        problems.append(no_such_term(plan.number))
    if plan.stop <= plan.start:
        problems.append(
            Problem(error=_("It ends before it begins."), mend=_("Check both days."), field="stop", value=plan.stop.isoformat())
        )
    if not plan.weekdays or set(plan.weekdays) - set("1234567"):
        problems.append(
            Problem(error=_("No weekday is chosen."), mend=_("Choose the evenings of the week."), field="weekdays", value=plan.weekdays)
        )
    if other := next((other for other in others if other.start < plan.stop and plan.start < other.stop), None):
        error = _("These days overlap %(term)s.") % {"term": pack.terms[other.number]}
        problems.append(Problem(error=error, mend=_("Begin after the other term ends."), field="start", value=plan.start.isoformat()))
    problems += _too_few(pack, plan, others)
    if problems:
        raise Refused(problems)
    refuse_outside(plan.start, row.start, row.stop, "start")
    refuse_bad_hours(plan.starts_at, plan.ends_at)


def _too_few(pack: Programme, plan: ClassTerm, others: Sequence[ClassTerm]) -> list[Problem]:
    """The terms of the whole phase, once all are planned, may not fall short of the programme."""
    phase = pack.phase(plan.literacy_class.phase)
    planned = {term.number: sum(term.lessons.values()) for term in [*others, plan] if term.lessons}
    missing = lessons_missing(planned, phase)
    if not missing:
        return []
    error = _("The terms together are %(missing)s lessons short of the %(total)s of the programme.")
    told = error % {"missing": missing, "total": phase.lessons}
    return [Problem(error=told, mend=_("Plan more lessons in this term or in another."), field="lessons")]


def lesson_problems(pack: Programme, phase: int, lessons: Mapping[str, int]) -> list[Problem]:
    """Subjects that the phase does not have, and counts that cannot be."""
    taught = {subject.id for subject in pack.subjects_of(phase)}
    found = []
    for subject, number in lessons.items():
        if subject not in taught:
            found.append(Problem(error=_("This phase does not teach the subject."), field="lessons", value=subject))
        elif not 0 <= number <= 2000:
            error, mend = _("This is no number of lessons."), _("Write a whole number.")
            found.append(Problem(error=error, mend=mend, field=f"lessons.{subject}", value=str(number)))
    return found
