"""What stands in the way of a change of places: codes, names, days, levels."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from nharong.kernel.time import END
from nharong.territory.rules.changes import Merge
from nharong.territory.rules.doors import Fault, Impossible, resolve
from nharong.territory.rules.lineage import RANK, Lineage

CODE_DIGITS = {"province": 2, "district": 3, "commune": 5}
"""Length of the codes of Tổng cục Thống kê; a village has ``<commune code>-NNN``."""


def called(lineage: Lineage, place: int, day: date) -> str:
    """What the place is called on the day."""
    return lineage.nearest(place, day).label


def stop_if(faults: Iterable[Fault]) -> None:
    """Raises Impossible with the faults, if there are any."""
    found = list(faults)
    if found:
        raise Impossible(*found)


def resolve_all(lineage: Lineage, codes: Iterable[str], day: date, field: str) -> list[int]:
    """The places under the codes on the day. Raises Impossible with the faults of all of them."""
    places: list[int] = []
    faults: list[Fault] = []
    for code in codes:
        try:
            places.append(resolve(lineage, code, day))
        except Impossible as error:
            faults += [dataclasses.replace(fault, field=field) for fault in error.faults]
    stop_if(faults or ([] if places else [Fault("too_few", field, "", {"least": 1})]))
    return places


def count_faults(codes: Sequence[str], least: int, field: str = "codes") -> list[Fault]:
    """Codes named twice, or too few of them."""
    faults = [Fault("twice", field, code) for code, times in Counter(code for code in codes if code).items() if times > 1]
    if len(set(codes) - {""}) < least and len(codes) < least:
        faults.append(Fault("too_few", field, ", ".join(codes), {"least": least}))
    return faults


def name_faults(name: str) -> list[Fault]:
    """A unit needs a name."""
    return [] if name.strip() else [Fault("no_name", "name")]


def later_faults(lineage: Lineage, places: Iterable[int], day: date) -> list[Fault]:
    """A change before or on the day of another one of the same unit (or of what lies under it) would contradict it."""
    faults = []
    for place in places:
        node, spell = lineage.nodes[place], lineage.nearest(place, day)
        if spell.start == day:
            faults.append(Fault("same_day", "day", day.isoformat(), {"unit": spell.label}))
        elif spell.stop < END or node.stop < END:
            faults.append(Fault("later_change", "day", day.isoformat(), {"unit": spell.label, "then": spell.stop}))
        else:
            faults += _later_below(lineage, place, day)
    return faults


def _later_below(lineage: Lineage, place: int, day: date) -> list[Fault]:
    below = [spell for rows in lineage.spells.values() for spell in rows if spell.parent == place and spell.stop > day]
    return [
        Fault(
            "later_change",
            "day",
            day.isoformat(),
            {"unit": spell.label, "then": max(spell.start, day) if spell.start >= day else spell.stop},
        )
        for spell in below
        if spell.start >= day or spell.stop < END
    ]


def ends_before(lineage: Lineage, place: int, day: date, field: str, code: str) -> list[Fault]:
    """A unit that will end cannot receive others for ever."""
    stop = lineage.nodes[place].stop
    return [Fault("later_change", field, code, {"unit": called(lineage, place, day), "then": stop})] if stop < END else []


def common_parent(lineage: Lineage, places: Sequence[int], change: Merge) -> tuple[int | None, list[Fault]]:
    if change.parent:
        parent = resolve(lineage, change.parent, change.day)
        wrong = RANK[lineage.nodes[parent].kind] >= RANK[lineage.nodes[places[0]].kind]
        return parent, [Fault("wrong_parent", "parent", change.parent, {"unit": change.name})] if wrong else []
    parents = {lineage.parent(place, change.day) for place in places}
    if len(parents) == 1:
        return parents.pop(), []
    return None, [
        Fault("parent_needed", "parent", "", {"options": sorted(called(lineage, p, change.day) for p in parents if p is not None)})
    ]


def code_faults(lineage: Lineage, code: str, kind: str, day: date, leaving: Sequence[int]) -> list[Fault]:
    """A code has the form of its level and nobody else carries it on the day or after; that of a village is never used again."""
    digits = CODE_DIGITS.get(kind)
    if digits and not (code.isascii() and code.isdigit() and len(code) == digits):
        return [Fault("code_form", "code", code, {"digits": digits, "kind": kind})]
    for spell in lineage.carriers(code):
        if kind == "village" or (spell.stop > day and (spell.place not in leaving or spell.start >= day)):
            return [Fault("code_taken", "code", code, {"unit": spell.label, "start": spell.start, "stop": spell.stop})]
    return []


def village_code(lineage: Lineage, commune: int, day: date) -> str:
    return village_codes(lineage, commune, day, [""])[0]


def village_codes(lineage: Lineage, commune: int, day: date, codes: Sequence[str]) -> list[str]:
    """Codes for new villages, ``<code of the commune that day>-NNN``, never one that was ever used."""
    prefix = lineage.nearest(commune, day).code + "-"
    used = [int(code[len(prefix) :]) for code in lineage.codes() if code.startswith(prefix) and code[len(prefix) :].isdigit()]
    number = max(used, default=0)
    made = []
    for code in codes:
        number += not code
        made.append(code or f"{prefix}{number:03d}")
    return made
