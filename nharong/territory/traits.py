"""Writes of traits: what a place is by a decision, one or many from a file."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel

from nharong.deeds.actions import action
from nharong.deeds.doing import Doing
from nharong.kernel import packs
from nharong.kernel.permissions import Forbidden, Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import END
from nharong.territory.models import Place, Trait
from nharong.territory.queries import lineage, place_of, scheme_on


class TraitOf(BaseModel):
    """One trait of one place, as in a payload; see ``places.set_trait``."""

    place: UUID
    kind: str
    value: str
    day: date
    until: date | None = None
    scheme: str = ""
    decision: str = ""


@action("places.set_trait", needs=Permission.PLACES_MANAGE)
def set_trait(
    doing: Doing, *, place: UUID, kind: str, value: str, day: date, until: date | None = None, scheme: str = "", decision: str = ""
) -> dict[str, Any]:
    """Say what a place is from ``day`` on (to ``until``, the last day, if the decision names one); an empty value: unknown again.

    ``decision``: its number and date as text.
    ``scheme``: for hardship that of the day where it is not said. The value before ends on the eve; one that begins later stands.
    """
    told = TraitOf(place=place, kind=kind, value=value, day=day, until=until, scheme=scheme, decision=decision)
    row = _set(doing, told)
    doing.at(row.pk, row.uid, lineage().nearest(row.pk, day).label)
    return {"place": str(place), "kind": kind, "value": value, "from": day.isoformat()}


@action("places.set_traits", needs=Permission.PLACES_MANAGE)
def set_traits(doing: Doing, *, rows: list[TraitOf]) -> dict[str, Any]:
    """Traits of many places at once, as a file has them: all or none."""
    for told in rows:
        row = _set(doing, told)
        doing.at(row.pk, row.uid, lineage().nearest(row.pk, told.day).label)
    return {"traits": len(rows)}


def _set(doing: Doing, told: TraitOf) -> Place:
    row = place_of(told.place)
    if not doing.scope.allows(Permission.PLACES_MANAGE, row.pk):
        raise Forbidden
    if faults := trait_faults(row, told):
        raise Refused(faults)
    scheme = told.scheme or default_scheme(told.kind, told.day)
    stop = told.until + timedelta(days=1) if told.until else END
    known_rows = Trait.objects.filter(place=row, kind=told.kind)
    later = known_rows.filter(start__gt=told.day).order_by("start").values_list("start", flat=True).first()
    known_rows.filter(start=told.day).delete()
    known_rows.filter(start__lt=told.day, stop__gt=told.day).update(stop=told.day)
    if told.value:
        values = {"value": told.value, "scheme": scheme, "decision": told.decision, "by_deed": doing.deed}
        Trait.objects.create(place=row, kind=told.kind, start=told.day, stop=min(stop, row.stop, later or END), **values)
    return row


def default_scheme(kind: str, day: date) -> str:
    """The classification of hardship in force on the day; other kinds have none."""
    found = scheme_on(day) if kind == "hardship" else None
    return str(found["id"]) if found else ""


def values_of(kind: str) -> dict[str, str]:
    """The values a kind of trait may have, with their words; empty for a named list."""
    known: dict[str, str] = packs.find("rules", "hardship").data["traits"].get(kind, {}).get("values", {})
    return known


def trait_faults(place: Place, told: TraitOf) -> list[Problem]:
    """What is wrong with a trait before it is written."""
    faults = []
    values = values_of(told.kind)
    if told.value and values and told.value not in values:
        faults.append(_wrong("value", told.value, _("This trait has no such value."), _("Choose one of: %s.") % ", ".join(values)))
    if not place.start <= told.day < place.stop:
        faults.append(_wrong("day", told.day, _("The unit does not exist on that day."), _("Choose a day of its time.")))
    if told.until and told.until < told.day:
        faults.append(_wrong("until", told.until, _("The last day is before the first."), _("Choose a later last day.")))
    return faults


def _wrong(field: str, value: object, error: str, mend: str) -> Problem:
    return Problem(field=field, value=str(value), error=error, mend=mend)
