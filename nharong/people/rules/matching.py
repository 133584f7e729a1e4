"""Who of this year's rows is who of the register: exact keys only; anything nearer than nothing is merely listed. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Key(NamedTuple):
    """Village, folded name, sex, birth year, form number: two records with the same key are one person."""

    village: int
    fold: str
    sex: str
    birth_year: int
    form: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of the register, with what tells two holders of one key apart."""

    person: int
    birth: tuple[int | None, int | None]
    """Month and day."""


def match(rows: Iterable[tuple[int, Key | None, tuple[int | None, int | None]]], known: Mapping[Key, list[Candidate]]) -> dict[int, int]:
    """Row number → person, for rows whose key a record of the register has.

    Two rows of one file never meet in one person: of several rows or records with one key, those with the same month
    and day of birth pair first, then in order; the rest are new. A row without a complete key is new.
    """
    waiting: dict[Key, list[tuple[int, tuple[int | None, int | None]]]] = defaultdict(list)
    for number, key, birth in rows:
        if key is not None and key in known:
            waiting[key].append((number, birth))
    found: dict[int, int] = {}
    for key, group in waiting.items():
        left = list(known[key])
        for exact in (True, False):
            for number, birth in group:
                if number in found:
                    continue
                chosen = next((c for c in left if not exact or c.birth == birth), None)
                if chosen is not None:
                    found[number] = chosen.person
                    left.remove(chosen)
    return found


def key_of(village: int, fold: str, sex: str | None, birth_year: int | None, form: str) -> Key | None:
    """The exact key, or None where a part of it is not known: such a row cannot be matched by itself."""
    if not fold or not sex or not birth_year or not form:
        return None
    return Key(village, fold, sex, birth_year, form)
