"""Who could live there: communes, villages, households and persons grown from a seed. Pure; nobody is real."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from nharong.demo import names
from nharong.demo.schooling import schooling
from nharong.demo.slips import slip
from nharong.kernel import packs

KINH = "kinh"
TOWN = ("Phường", "Thị trấn")
Birth = tuple[int, int | None, int | None]
"""Year, month, day: older people often know the year alone."""


class Unit(NamedTuple):
    """A commune before the merger, and the code of the one it became."""

    code: str
    title: str
    name: str
    district: str
    heir: str


@dataclass(slots=True)
class Member:
    """One invented person: what they are, how far they went to school, and when they are listed."""

    name: str
    sex: str
    people: str
    birth: Birth
    relation: str
    parent: str = ""
    last: int = 12
    """Last class that they ever finish; 0: never went to school."""
    done: int = 0
    """Literacy class completed before the first survey."""
    dropped_only: bool = False
    """The survey says only which class was left: proves nothing, so literacy stays unknown."""
    vocational: str = ""
    disabilities: tuple[str, ...] = ()
    since: int = 0
    """First survey that lists them; 0: from the first on."""
    moved_in: bool = False
    until: int = 9999
    """Last survey that lists them, as ``end`` says."""
    end: str = ""
    """``dead`` or ``away``."""
    missed: int = 0
    """A survey year in which they were forgotten."""
    slip: int = 0
    """A survey year in which the year of birth was written wrong by one."""
    studies: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Survey year → literacy class attended then (0: none), highest one completed by then."""


@dataclass(slots=True)
class Household:
    """A household of a village under its form number."""

    number: int
    members: list[Member]


@dataclass(slots=True)
class Village:
    """A village of one people, mostly; ``hardship`` is how often children missed school there, 1 on the whole."""

    commune: Unit
    number: int
    title: str
    name: str
    people: str
    hardship: float
    households: list[Household] = field(default_factory=list)

    @property
    def label(self) -> str:
        """``Làng Kon Klốc``."""
        return f"{self.title} {self.name}"


@cache
def pack() -> Mapping[str, Any]:
    """The invented shares and names."""
    return packs.find("demo", "kon-tum").data


def grow(
    units: Sequence[Unit], *, people: int, seed: int, years: Sequence[int], village_size: int = 0, heir: str = ""
) -> Iterator[list[Village]]:
    """The villages of each commune in turn, ``people`` persons in all at the first of the ``years``.

    ``village_size``: households a village, by default from the number of people. ``heir``: only the communes that went
    into this one, as they are in the whole.
    """
    shares = commune_sizes(units, people, seed)
    size = village_size or (18 if people <= 60_000 else 150)
    taken: dict[str, set[str]] = {}
    numbers: dict[str, int] = {}
    for unit in units:
        if heir and unit.heir != heir:
            continue
        rng = random.Random(f"{seed}:{unit.code}")  # noqa: S311 - invented, not secret
        villages = _villages(rng, unit, max(1, round(shares[unit.code] / 4.1 / size)), taken.setdefault(unit.heir, set()), numbers)
        _settle(rng, unit, villages, shares[unit.code], years)
        yield villages


def commune_sizes(units: Sequence[Unit], people: int, seed: int) -> dict[str, int]:
    """Persons a commune: by the former district's weight, uneven inside it; their sum is ``people``."""
    rng = random.Random(f"{seed}:sizes")  # noqa: S311
    districts = pack()["districts"]
    weights = {}
    for unit in units:
        inside = sum(other.district == unit.district for other in units)
        weights[unit.code] = districts[unit.district]["people"] / inside * rng.uniform(0.6, 1.4) * (1.4 if unit.title in TOWN else 1)
    whole = sum(weights.values())
    sizes = {code: max(12, round(people * weight / whole)) for code, weight in weights.items()}
    largest = max(sizes, key=lambda code: sizes[code])
    sizes[largest] += people - sum(sizes.values())
    return sizes


def _shares(rng: random.Random, unit: Unit) -> dict[str, float]:
    """The peoples of one commune: those of its former district, more or less of each; towns have more Kinh."""
    only = pack()["only"]
    found = {}
    for people, share in pack()["districts"][unit.district]["shares"].items():
        if unit.code not in only.get(people, [unit.code]):
            continue
        weight = share * rng.lognormvariate(0, 0.7) * (12 if people in only else 1)
        found[people] = weight * (4 if people == KINH and unit.title in TOWN else 1)
    return found


def pick(rng: random.Random, weights: Mapping[str, float]) -> str:
    """One key, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def _villages(rng: random.Random, unit: Unit, count: int, taken: set[str], numbers: dict[str, int]) -> list[Village]:
    shares = _shares(rng, unit)
    found = []
    for i in range(1, count + 1):
        few = [key for key in shares if key in pack()["only"]]
        people = few[0] if few and i == 2 else pick(rng, shares) if i > 1 else max(shares, key=lambda key: shares[key])
        title, name = names.village(rng, people, unit.title in TOWN, numbers.get(unit.heir, 0) + 1, taken)
        if name.isdecimal():
            numbers[unit.heir] = int(name)
        hardship = rng.uniform(0.25, 0.6) if unit.title in TOWN else rng.uniform(0.6, 1.6)
        found.append(Village(unit, i, title, name, people, hardship))
    return found


# ---------------------------------------------------------------- households


def _settle(rng: random.Random, unit: Unit, villages: Sequence[Village], people: int, years: Sequence[int]) -> None:
    """Fill the villages, then let the years pass over them."""
    shares = _shares(random.Random(f"{unit.code}:{people}"), unit)  # noqa: S311 - same peoples as the villages, other order
    first, count = years[0], 0
    while count < people:
        village = villages[0] if len(villages) == 1 else rng.choice(villages)
        home = household(rng, village, shares, first)
        home.members[people - count :] = []
        village.households.append(home)
        count += len(home.members)
    for year in years[1:]:
        for village in villages:
            _pass_year(rng, village, shares, year, first)
    for village in villages:
        for home in village.households:
            for member in home.members:
                slip(rng, member, years)


def household(rng: random.Random, village: Village, shares: Mapping[str, float], year: int) -> Household:
    """A family: householder, husband or wife, children, sometimes an old parent."""
    people = village.people if rng.random() < 0.9 else pick(rng, shares)
    age = int(rng.triangular(21, 78, 31))
    woman = rng.random() < (0.18 if people == KINH else 0.3)
    head = person(rng, village, people, "f" if woman else "m", year - age, "Chủ hộ")
    members = [head]
    mother_age = age if woman else 0
    if rng.random() < (0.86 if age < 65 else 0.55):
        other = people if rng.random() < 0.93 else pick(rng, shares)
        years_apart = rng.randint(-3, 8)
        mate_age = max(18, age + years_apart if woman else age - years_apart)
        members.append(person(rng, village, other, "m" if woman else "f", year - mate_age, "Chồng" if woman else "Vợ"))
        mother_age = age if woman else mate_age
    if mother_age:
        members += _children(rng, village, members, mother_age, year)
    if age < 52 and rng.random() < 0.26:
        old = "f" if rng.random() < 0.65 else "m"
        members.append(person(rng, village, people, old, year - age - rng.randint(20, 33), "Mẹ" if old == "f" else "Bố"))
    return Household(len(village.households) + 1, members)


def _children(rng: random.Random, village: Village, parents: Sequence[Member], mother_age: int, year: int) -> Iterator[Member]:
    wanted = rng.choices(range(7), (3, 8, 26, 28, 19, 11, 5) if parents[0].people != KINH else (5, 17, 46, 24, 6, 2, 0))[0]
    age = mother_age - rng.randint(18, 25)
    for _ in range(wanted):
        if age < 0:
            return
        if age < 20 or (age < 32 and rng.random() < 0.42):
            yield child(rng, village, parents, year - age)
        age -= rng.choice((1, 2, 2, 3, 3, 4, 5))


def child(rng: random.Random, village: Village, parents: Sequence[Member], born: int) -> Member:
    """A child of the household; the people is the householder's."""
    found = person(rng, village, parents[0].people, rng.choice("mf"), born, "Con", father=parents[0])
    found.parent = parents[0].name
    return found


def person(rng: random.Random, village: Village, people: str, sex: str, born: int, relation: str, father: Member | None = None) -> Member:
    """One person born in a year, schooled as their people, age, sex and village make likely."""
    member = Member(names.person(rng, people, sex, father.name if father else ""), sex, people, _birth(rng, people, born), relation)
    often = village.hardship * pack()["peoples"][people]["never"]
    member.last, member.done, member.dropped_only, member.vocational = schooling(rng, born, sex, often)
    if rng.random() < 0.012 + max(0, 1980 - born) * 0.0006:
        member.disabilities = (rng.choice(("movement", "hearing", "sight", "mental", "intellectual", "other")),)
    return member


def _birth(rng: random.Random, people: str, born: int) -> Birth:
    known = 0.97 if born > 2000 or people == KINH else 0.75 if born > 1980 else 0.3
    if rng.random() > known:
        return born, None, None
    return born, rng.randint(1, 12), rng.randint(1, 28)


# ---------------------------------------------------------------- the years


def _pass_year(rng: random.Random, village: Village, shares: Mapping[str, float], year: int, first: int) -> None:
    """Births, deaths, departures and arrivals between two surveys."""
    for home in village.households:
        here = [member for member in home.members if member.since <= year <= member.until and not member.end]
        if not here:
            continue
        for member in here:
            age = year - member.birth[0]
            if rng.random() < (0.002 if age < 60 else 0.02 if age < 75 else 0.08):
                member.until, member.end = year, "dead"
            elif 17 <= age <= 32 and member.relation == "Con" and rng.random() < 0.03:
                member.until, member.end = year, "away"
        mothers = [m for m in here if m.sex == "f" and 18 <= year - m.birth[0] <= 40 and m.relation in ("Chủ hộ", "Vợ") and not m.end]
        if mothers and rng.random() < 0.09:
            baby = child(rng, village, here, year)
            baby.since, baby.birth = year, (year, rng.randint(1, 8), rng.randint(1, 28))
            home.members.append(baby)
    if rng.random() < 0.004 * len(village.households):
        new = household(rng, village, shares, first)
        for member in new.members:
            member.since, member.moved_in = year, True
        village.households.append(new)
