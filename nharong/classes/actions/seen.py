"""Checks that several actions share: days that have not come, and what somebody else saved since the form was opened."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from nharong.classes.models import LiteracyClass
from nharong.classes.queries import Learner, get_class
from nharong.classes.rules import Programme
from nharong.deeds.doing import Doing
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import show_day, today
from nharong.territory.models import Place
from nharong.territory.queries import lineage


class Value(NamedTuple):
    """One field of a sheet: its key in ``base``, what it is called, what stands now, what this deed wants."""

    key: str
    label: str
    now: str
    wanted: str


def check_seen(doing: Doing, values: Iterable[Value]) -> None:
    """Refuse, field by field, what somebody else changed meanwhile and this deed would overwrite. Raises Refused."""
    base = doing.deed.base
    problems = [
        Problem(
            field=value.key,
            value=value.wanted,
            error=_("%(what)s: somebody else has saved “%(value)s” meanwhile.") % {"what": value.label, "value": value.now or "–"},
            mend=_("Choose the right value and save again."),
        )
        for value in values
        if value.key in base and str(base[value.key]) != value.now and value.now != value.wanted
    ]
    if problems:
        raise Refused(problems)


def refuse_future(day: date, field: str = "day") -> None:
    """Raises Refused for a day after today."""
    if day > today():
        raise Refused(
            Problem(error=_("This day has not come yet."), mend=_("Enter a day up to today."), field=field, value=day.isoformat())
        )


def refuse_outside(day: date, start: date, stop: date, field: str = "day") -> None:
    """Raises Refused for a day before the class began or after it ended."""
    if day < start:
        error = _("The class began on %(day)s.") % {"day": show_day(start)}
    elif day >= stop:
        error = _("The class had ended by %(day)s.") % {"day": show_day(stop)}
    else:
        return
    raise Refused(Problem(error=error, mend=_("Choose a day on which the class was open."), field=field, value=day.isoformat()))


def refuse_term(pack: Programme, phase: int, term: int) -> None:
    """Raises Refused for a term that the phase does not have."""
    if term not in pack.phase(phase).terms:
        raise Refused(no_such_term(term))


def no_such_term(term: int) -> Problem:
    """The term lies in the other phase."""
    error = _("This term is not part of the class's phase.")
    return Problem(error=error, mend=_("Choose a term of the phase."), field="term", value=str(term))


def refuse_strangers(known: Mapping[uuid.UUID, Learner], uids: Collection[uuid.UUID], field: str) -> None:
    """Raises Refused where a uid is no enrolment of the class."""
    if strange := [uid for uid in uids if uid not in known]:
        error = _("%(number)s entries belong to nobody of this class.") % {"number": len(strange)}
        raise Refused(Problem(error=error, mend=_("Open the page again."), field=field, value=str(strange[0])))


def at_place(doing: Doing, place: Place, day: date) -> None:
    """Write down where the deed was done, with the name of that day."""
    doing.at(place.pk, place.uid, lineage().nearest(place.pk, day).label)


def class_at(doing: Doing, uid: uuid.UUID, permission: Permission, day: date) -> LiteracyClass:
    """The class, where the asker holds the permission, written down as the place of the deed. Raises Hidden, Forbidden."""
    row = get_class(doing.scope, uid, permission)
    at_place(doing, row.place, day)
    return row
