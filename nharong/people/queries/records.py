"""Reads of people, each within a scope."""

import uuid

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
