"""Which places of an area a plan or target is about."""

from dataclasses import dataclass
from datetime import date

from nharong.plans.rules.scopes import in_scope
from nharong.plans.shape.targets import Scope
from nharong.territory.queries import TRAITS, Area, Label, area_ids, area_units, lineage, place_labels, traits_on


@dataclass(frozen=True)
class Ground:
    """The communes of an area as the plan's scope sees them."""

    left_out: frozenset[int]
    """Ids of every place of the communes that are surely not meant."""
    unconfirmed: tuple[Label, ...]
    """Communes whose scope nobody has confirmed: they count as inside."""


def ground(scope: Scope | None, area: Area, day: date) -> Ground:
    """Which communes of the area a plan or target is about, by the traits of the day."""
    if scope is None:
        return Ground(frozenset(), ())
    units = [unit.place for unit in area_units(area, "commune", day)]
    known = {kind: traits_on(units, kind, day) for kind in {*TRAITS, *(scope.traits or {})}}
    listed = {text: area_ids(text, day) for text in scope.places or []}
    out: frozenset[int] = frozenset()
    unconfirmed = []
    for unit in units:
        traits = {kind: values[unit] for kind, values in known.items() if unit in values}
        inside = in_scope(scope, traits, lambda text, unit=unit: unit in listed[text])  # type: ignore[misc]
        if inside is None:
            unconfirmed.append(unit)
        elif not inside:
            out |= lineage().area(unit, day)
    return Ground(out, tuple(place_labels(unconfirmed, day).values()))
