"""The classes of a centre in one week: what meets when, and what nobody recorded."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from nharong.classes.models import ClassTeacher, Enrolment, LiteracyClass
from nharong.classes.queries.access import visible_classes
from nharong.classes.queries.diary import Term, holes
from nharong.kernel.permissions import Permission, Scope


@dataclass(frozen=True, slots=True)
class Week:
    """One running class of a centre."""

    row: LiteracyClass
    term: Term | None
    """The term that runs today; None: nothing is planned."""
    learners: int
    teachers: str
    unrecorded: tuple[date, ...]


def classes_of(scope: Scope, centre: uuid.UUID, today: date) -> list[Week]:
    """The running classes of a centre that the asker sees, by name: five queries. Empty without the right to see classes."""
    if not scope.has(Permission.CLASSES_VIEW):
        return []
    rows = list(visible_classes(scope).filter(centre__uid=centre, start__lte=today, stop__gt=today).order_by("name", "pk"))
    keys = [row.pk for row in rows]
    found = holes({row.pk: (row.start, row.stop) for row in rows}, today)
    here = Enrolment.objects.standing().filter(literacy_class__in=keys, began_on__lte=today, ended_on__gt=today)
    learners = dict(here.order_by().values_list("literacy_class_id").annotate(number=Count("pk")))
    teachers: dict[int, list[str]] = {}
    named = ClassTeacher.objects.standing().filter(literacy_class__in=keys, start__lte=today, stop__gt=today).order_by("pk")
    for key, name in named.values_list("literacy_class_id", "name"):
        teachers.setdefault(key, []).append(name)
    return [
        Week(
            row=row,
            term=found.current.get(row.pk),
            learners=learners.get(row.pk, 0),
            teachers=", ".join(teachers.get(row.pk, [])),
            unrecorded=tuple(found.unrecorded.get(row.pk, ())),
        )
        for row in rows
    ]


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())
