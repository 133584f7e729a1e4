"""Reads of people, each within a scope."""

import uuid
from typing import Any

from django.db.models import Min

from nharong.kernel.permissions import Hidden, Permission, Scope
from nharong.people.models import Person, SurveyedPlace


def get_person(scope: Scope, uid: uuid.UUID, permission: Permission | None = None) -> Person:
    """The one door to a person: Hidden outside the asker's area, Forbidden where ``permission`` is missing there."""
    person = Person.objects.filter(uid=uid).select_related("canonical").first()
    if person is None:
        raise Hidden
    scope.require(Permission.PEOPLE_VIEW, person.place_id, permission)
    return person


def first_surveys() -> dict[int, int]:
    """Finest place → the year of its first survey."""
    return dict(SurveyedPlace.objects.order_by().values_list("place_id").annotate(first=Min("year")))


def current_facts(person: Person) -> dict[str, Any]:
    """What stands about the person by kind of claim, in the shape that a claim says it; None is unknown."""
    answers = {"y": True, "n": False, None: None}
    place = person.place
    home = {"state": person.state, "place": str(place.uid)} if place is not None else None
    return {
        "name": person.name,
        "sex": person.sex,
        "birth": [person.birth_year, person.birth_month, person.birth_day] if person.birth_year else None,
        "ethnicity": person.ethnicity,
        "residence": home,
        "disability": answers[person.disability],
        "level1": answers[person.level1],
        "level2": answers[person.level2],
    }
