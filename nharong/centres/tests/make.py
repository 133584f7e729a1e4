"""Builders: a centre."""

from datetime import date
from typing import Any

from nharong.centres import actions
from nharong.deeds.actions import perform
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM, Scope
from nharong.territory.bodies.models import Body
from nharong.territory.models import Place


def centre(place: Place, scope: Scope = SYSTEM, **values: Any) -> Body:
    """A public centre of the commune, founded 22/8/2025."""
    uid = new_uid()
    known = {"name": "Trung tâm học tập cộng đồng xã Sa Thầy", "kind": "public", "founded_on": date(2025, 8, 22)}
    receipt = perform(actions.found, scope, centre=uid, place=place.uid, **(known | values))
    assert receipt.result == "done", receipt
    return Body.objects.get(uid=uid)
