"""Builders: a class with learners, without packs of places."""

import uuid
from datetime import date
from typing import Any

from nharong.classes import actions
from nharong.classes.models import Enrolment, LiteracyClass
from nharong.deeds.actions import Receipt, perform
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Scope
from nharong.people import actions as people
from nharong.people.models import Person
from nharong.territory.actions import bump
from nharong.territory.models import Place, PlaceKind, PlacePeriod

OPENED = date(2026, 9, 7)


def village(code: str = "23534-001", name: str = "Kơ Tu") -> Place:
    """A village alone."""
    place = Place.objects.create(kind=PlaceKind.VILLAGE)
    PlacePeriod.objects.create(place=place, code=code, name=name, title="Làng")
    bump()
    return place


def person(place: Place, since: date = date(2024, 1, 1), scope: Scope = SYSTEM, **facts: Any) -> Person:
    """Somebody found at a door of the village, who cannot read."""
    uid = new_uid()
    known = {"name": "A Thui", "sex": "m", "birth": [1985, None, None], "ethnicity": "xo-dang", "disability": False, "level1": False}
    receipt = perform(people.add_person, scope, person=uid, place=place.uid, valid_from=since, facts=known | facts, source="thử")
    assert receipt.result == "done", receipt
    return Person.objects.get(uid=uid)


def a_class(place: Place, scope: Scope = SYSTEM, **values: Any) -> LiteracyClass:
    """A class of phase 1, open since 07/9/2026."""
    uid = new_uid()
    known = {"name": "Lớp xóa mù chữ làng Kơ Tu", "phase": 1, "start": OPENED, "venue": "Nhà rông làng Kơ Tu"}
    receipt = perform(actions.open_class, scope, literacy_class=uid, place=place.uid, **(known | values))
    assert receipt.result == "done", receipt
    return LiteracyClass.objects.get(uid=uid)


def enrol(row: LiteracyClass, learner: Person, began_on: date | None = None, scope: Scope = SYSTEM) -> Enrolment:
    """The person joins the class."""
    uid = new_uid()
    receipt = perform(actions.enrol, scope, literacy_class=row.uid, person=learner.uid, began_on=began_on or row.start, enrolment=uid)
    assert receipt.result == "done", receipt
    return Enrolment.objects.get(uid=uid)


def full_class(place: Place, size: int = 3, scope: Scope = SYSTEM, **values: Any) -> tuple[LiteracyClass, list[Enrolment]]:
    """A class with learners."""
    row = a_class(place, scope, **values)
    return row, [enrol(row, person(place, name=f"A Thui {i:02d}"), scope=scope) for i in range(size)]


def sheet(row: LiteracyClass, marks: dict[uuid.UUID, str], day: date, scope: Scope = SYSTEM, **values: Any) -> Receipt:
    """An evening's attendance."""
    return perform(actions.record_evening, scope, literacy_class=row.uid, day=day, marks=marks, **values)


def all_scores(
    enrolments: list[Enrolment], score: str = "6", subjects: tuple[str, ...] = ("tieng-viet", "toan", "tu-nhien-xa-hoi")
) -> list[dict[str, Any]]:
    """The same score in every test of every subject."""
    return [
        {"enrolment": enrolment.uid, "subject": subject, "test": test, "score": score}
        for enrolment in enrolments
        for subject in subjects
        for test in ("t1", "t2", "t3", "end")
    ]
