"""Builders: small lineages without a database, and the shipped one of Quảng Ngãi."""

from datetime import date
from functools import cache

from nharong.kernel.ids import new_uid
from nharong.kernel.time import BEGIN, END
from nharong.territory.packs import lineage_of, read_book
from nharong.territory.rules.lineage import Lineage, Node, Spell

BEFORE, AFTER = date(2025, 6, 30), date(2025, 12, 31)


@cache
def quang_ngai() -> Lineage:
    """Province 51 and the former 51 and 62, from the shipped packs."""
    return lineage_of(read_book(["51"]))


@cache
def viet_nam() -> Lineage:
    """Every shipped unit."""
    return lineage_of(read_book())


def small_province(communes: int = 3, villages: int = 3) -> Lineage:
    """Province 90 with communes 90001… and villages 90001-001…, all since ever; ids follow the order of the codes."""
    nodes, spells = [Node(1, new_uid(), "province")], [Spell(1, BEGIN, END, "90", "Thử", "Tỉnh", None)]
    for c in range(1, communes + 1):
        code, place = f"{90000 + c}", 100 * c
        nodes.append(Node(place, new_uid(), "commune"))
        spells.append(Spell(place, BEGIN, END, code, f"Suối {c}", "Xã", 1))
        for v in range(1, villages + 1):
            nodes.append(Node(place + v, new_uid(), "village"))
            spells.append(Spell(place + v, BEGIN, END, f"{code}-{v:03d}", f"Làng {c}.{v}", "Làng", place))
    return Lineage.of(nodes, spells, [])


def code_of(lineage: Lineage, place: int, day: date) -> str:
    """The code a place has on the day."""
    return lineage.nearest(place, day).code


def states(lineage: Lineage, day: date) -> list[Spell]:
    """What every place is on the day."""
    return [spell for rows in lineage.spells.values() for spell in rows if spell.start <= day < spell.stop]
