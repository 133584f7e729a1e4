"""Where the invented people live: the communes before and after the merger, their villages, traits and bodies."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from nharong.deeds.actions import perform
from nharong.demo.population import Unit, Village, pack
from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Refused
from nharong.territory.actions import settle_villages
from nharong.territory.queries import find_place, lineage, place_id
from nharong.territory.traits import set_trait

MERGER = date(2025, 7, 1)
FORMER, PROVINCE = "62", "51"
FIRST = 2023
_EVE = date(2025, 6, 30)


def former_units() -> list[Unit]:
    """The 102 communes of the former province, each with its district and the commune it went into, by code."""
    graph = lineage()
    found = []
    for district in graph.children(place_id(FORMER, _EVE), _EVE):
        for place in graph.children(district, _EVE):
            spell = graph.nearest(place, _EVE)
            heir = graph.unit_of(place, "commune", MERGER)
            if heir is None:
                raise LookupError(spell.code)
            found.append(Unit(spell.code, spell.title, spell.name, graph.nearest(district, _EVE).code, graph.nearest(heir, MERGER).code))
    return sorted(found)


# ---------------------------------------------------------------- traits


class Said(NamedTuple):
    """One trait to enter: the commune's code, what, from when, to which last day."""

    code: str
    kind: str
    value: str
    day: date
    until: date | None
    scheme: str


def traits(units: Sequence[Unit], villages: Mapping[str, Sequence[Village]], seed: int) -> Iterator[Said]:
    """The invented traits of the communes after the merger, and the hardship class of those before it.

    A commune where most villages are not Kinh is a minority area; its class follows from how hard its villages are. A few
    communes get none: their scope stays unknown until somebody enters it.
    """
    rng = random.Random(f"{seed}:traits")  # noqa: S311 - invented, not secret
    heirs = sorted({unit.heir for unit in units})
    for unit in units:
        yield Said(unit.code, "hardship", _grade(villages[unit.code]), date(FIRST, 1, 1), _EVE, "qd861-2021")
    for heir in heirs:
        if heir in pack()["unsettled"]:
            continue
        inside = [village for unit in units if unit.heir == heir for village in villages[unit.code]]
        minority = sum(village.people != "kinh" for village in inside) * 2 >= len(inside)
        border = heir in pack()["border"]
        yield Said(heir, "minority_area", "yes" if minority or border else "no", MERGER, None, "")
        yield Said(heir, "mountainous", "no" if not minority and rng.random() < 0.5 else "yes", MERGER, None, "")
        yield Said(heir, "border", "yes" if border else "no", MERGER, None, "")
        yield Said(heir, "hardship", _grade(inside), MERGER, date(2025, 12, 31), "qd861-2021")
        yield Said(heir, "hardship", _grade(inside), date(2026, 1, 1), None, "nd272-2025")


def _grade(villages: Sequence[Village]) -> str:
    hard = sum(village.hardship * (0.4 if village.people == "kinh" else 1) for village in villages) / len(villages)
    return "none" if hard < 0.35 else "I" if hard < 0.6 else "II" if hard < 0.85 else "III"


def enter_traits(said: Iterable[Said], scope: Scope, progress: Callable[[str, int, int], None]) -> None:
    """Enter them, each as a deed with the decision "Số liệu mẫu". Raises Refused."""
    rows = list(said)
    for i, row in enumerate(rows, 1):
        receipt = perform(
            set_trait,
            scope,
            place=find_place(row.code, row.day).uid,
            kind=row.kind,
            value=row.value,
            day=row.day,
            until=row.until,
            scheme=row.scheme,
            decision=pack()["decision"],
        )
        if not receipt.ok:
            raise Refused(receipt.errors)
        progress("Tính chất của xã", i, len(rows))


def found_villages(units: Sequence[Unit], villages: Mapping[str, Sequence[Village]], scope: Scope) -> None:
    """Enter the list of villages of the former communes, as one deed; they go over to the merged communes. Raises Refused."""
    day = date(FIRST, 1, 1)
    rows = [
        {"commune": unit.code, "day": day, "name": village.name, "title": village.title}
        for unit in units
        for village in villages[unit.code]
    ]
    receipt = perform(settle_villages, scope, rows=rows)
    if not receipt.ok:
        raise Refused(receipt.errors)
