"""When a class met and when it should have: terms, recorded evenings, holes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from nharong.classes.models import ClassTerm, Evening
from nharong.classes.rules import evenings

LOOK_BACK = 30
"""Days within which an evening that nobody recorded is still listed as a hole."""


@dataclass(frozen=True, slots=True)
class Term:
    """The standing plan of a term."""

    literacy_class: int
    number: int
    start: date
    stop: date
    weekdays: str
    starts_at: time | None
    ends_at: time | None
    lessons: Mapping[str, int]

    @property
    def last_day(self) -> date:
        """As screens name it."""
        return self.stop - timedelta(days=1)

    @property
    def planned(self) -> int | None:
        """Lessons planned in all; None: not said."""
        return sum(self.lessons.values()) if self.lessons else None

    def days(self, first: date, last: date) -> list[date]:
        """Its evenings from ``first`` to ``last``, both inclusive."""
        return evenings(max(self.start, first), min(self.stop, last + timedelta(days=1)), self.weekdays)


def terms_of(classes: Collection[int], **where: Any) -> list[Term]:
    """The standing plans of the classes, by number."""
    columns = ("literacy_class_id", "number", "start", "stop", "weekdays", "starts_at", "ends_at", "lessons")
    rows = ClassTerm.objects.standing().filter(literacy_class__in=classes, **where).order_by("number")
    return [Term(*row) for row in rows.values_list(*columns)]


@dataclass(frozen=True, slots=True)
class Held:
    """A recorded evening."""

    day: date
    meeting: int
    lessons: Mapping[str, int]


def evenings_of(literacy_class: int) -> list[Held]:
    """The recorded evenings of a class, first to last."""
    rows = Evening.objects.standing().filter(literacy_class_id=literacy_class).order_by("day", "session")
    return [Held(*row) for row in rows.values_list("day", "meeting_id", "lessons")]


def planned_days(terms: Sequence[Term], first: date, last: date) -> list[date]:
    """Every evening that the plans of one class name from ``first`` to ``last``, both inclusive."""
    return sorted({day for term in terms for day in term.days(first, last)})


@dataclass(slots=True)
class Holes:
    """What is missing in some classes, by the class's key."""

    unrecorded: dict[int, list[date]] = field(default_factory=dict)
    """Evenings of the last days that nobody recorded, today not yet among them."""
    current: dict[int, Term] = field(default_factory=dict)
    """The term that runs today."""


def holes(lives: Mapping[int, tuple[date, date]], today: date) -> Holes:
    """Holes of classes, given as key → (start, stop): two queries."""
    found = Holes()
    first, last = today - timedelta(days=LOOK_BACK), today - timedelta(days=1)
    recorded: dict[int, set[date]] = {}
    rows = Evening.objects.standing().filter(literacy_class__in=list(lives), day__gte=first, day__lte=last)
    for key, day in rows.values_list("literacy_class_id", "day"):
        recorded.setdefault(key, set()).add(day)
    for term in terms_of(list(lives), stop__gt=first, start__lte=today):
        start, stop = lives[term.literacy_class]
        days = term.days(max(first, start), min(last, stop - timedelta(days=1)))
        if missing := [day for day in days if day not in recorded.get(term.literacy_class, ())]:
            found.unrecorded.setdefault(term.literacy_class, []).extend(missing)
        if term.start <= today < term.stop:
            found.current[term.literacy_class] = term
    return found
