"""From everything that was said about one person to what stands, and to the spells that figures count. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from nharong.kernel.claims import Said, Stretch, attainment_timeline, latest, state_timeline, value_on

HERE, AWAY, DEAD = "here", "away", "dead"
KINH = "kinh"

Told = Mapping[str, Sequence[Said]]
"""Kind of claim → what was said."""


@dataclass(frozen=True, slots=True)
class SpellRow:
    """One spell as the table takes it, without the person's id."""

    start: date
    stop: date
    place: int
    sure: bool
    sex: str | None
    birth_year: int | None
    ethnicity: str | None
    minority: str | None
    disability: str | None
    level1: str | None
    level2: str | None


@dataclass(frozen=True, slots=True)
class Life:
    """What stands about one person."""

    name: str
    sex: str | None
    birth: tuple[int | None, int | None, int | None]
    """Year, month, day, each None where not known; never a made-up 01/01."""
    ethnicity: str | None
    residence: list[Stretch]
    level1: list[Stretch]
    level2: list[Stretch]
    disability: list[Stretch]
    spells: list[SpellRow]
    contradictions: list[tuple[str, Said]] = field(default_factory=list)


def _constant(told: Told, kind: str) -> Any:
    said = latest(told.get(kind, ()))
    return said.value if said else None


def _answer(value: Any) -> str | None:
    return None if value is None else "y" if value else "n"


def live(told: Told) -> Life:
    """Derive a person's life from the standing claims.

    Sex, birth, ethnicity and name do not change in life: the claim of the latest valid-from stands for all of it.
    Level 2 implies level 1; not being at level 1 implies not being at level 2 (Nghị định 20/2014/NĐ-CP, Điều 19).
    """
    level1, contradictions1 = attainment_timeline([*told.get("level1", ()), *(s for s in told.get("level2", ()) if s.value is True)])
    level2, contradictions2 = attainment_timeline([*told.get("level2", ()), *(s for s in told.get("level1", ()) if s.value is False)])
    residence = state_timeline(told.get("residence", ()))
    disability = state_timeline(told.get("disability", ()))
    birth = _constant(told, "birth") or (None, None, None)
    life = Life(
        name=_constant(told, "name") or "",
        sex=_constant(told, "sex"),
        birth=(birth[0], birth[1], birth[2]),
        ethnicity=_constant(told, "ethnicity"),
        residence=residence,
        level1=level1,
        level2=level2,
        disability=disability,
        spells=[],
        contradictions=[*(("level1", s) for s in contradictions1), *(("level2", s) for s in contradictions2 if s not in contradictions1)],
    )
    life.spells.extend(_spells(life))
    return life


def _spells(life: Life) -> Iterable[SpellRow]:
    """Maximal spans in which nothing that figures count changes; only where the person is resident."""
    minority = None if life.ethnicity is None else ("n" if life.ethnicity == KINH else "y")
    found: list[SpellRow] = []
    for home in life.residence:
        where = home.value
        if where["state"] != HERE:
            continue
        days = {home.start, home.stop}
        for timeline in (life.level1, life.level2, life.disability):
            for stretch in timeline:
                days.update(day for day in (stretch.start, stretch.stop) if home.start < day < home.stop)
        cuts = sorted(days)
        for start, stop in pairwise(cuts):
            row = SpellRow(
                start=start,
                stop=stop,
                place=where["place"],
                sure=where.get("sure", True),
                sex=life.sex,
                birth_year=life.birth[0],
                ethnicity=life.ethnicity,
                minority=minority,
                disability=_answer(value_on(life.disability, start)),
                level1=_answer(value_on(life.level1, start)),
                level2=_answer(value_on(life.level2, start)),
            )
            if found and found[-1].stop == row.start and _alike(found[-1], row):
                row = SpellRow(found.pop().start, *_rest(row))
            found.append(row)
    return found


def _rest(row: SpellRow) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in SpellRow.__slots__[1:])


def _alike(a: SpellRow, b: SpellRow) -> bool:
    return _rest(a)[1:] == _rest(b)[1:]


def gather(said: Iterable[tuple[str, Said]]) -> dict[str, list[Said]]:
    """Claims by kind."""
    told: dict[str, list[Said]] = defaultdict(list)
    for kind, claim in said:
        told[kind].append(claim)
    return told
