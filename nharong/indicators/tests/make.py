"""Builders: a little province without packs, and people said into it."""

import uuid
from datetime import date
from typing import Any

from nharong.deeds.actions import Receipt, perform
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.people import actions as people
from nharong.territory.models import Place, PlaceKind, PlacePeriod


def village(code: str = "23534-001", name: str = "Kơ Tu") -> Place:
    """A village alone."""
    place = Place.objects.create(kind=PlaceKind.VILLAGE)
    PlacePeriod.objects.create(place=place, code=code, name=name, title="Làng")
    return place


def person(place: Place, since: date = date(2024, 1, 1), uid: uuid.UUID | None = None, **facts: Any) -> Receipt:
    """Somebody found at a door of the village."""
    known = {"name": "A Thui", "sex": "m", "birth": [1990, None, None], "ethnicity": "xo-dang", "disability": False} | facts
    return perform(people.add_person, SYSTEM, person=uid or new_uid(), place=place.uid, valid_from=since, facts=known, source="thử")
