"""Levels: conditions over units, three-valued. The literacy standard of communes, districts and provinces by the rule pack nd20-2014.

Read from kept bands with the class of hardship of the day; where the class is not known both standards are computed, and a
level is met or not only if they agree (contracts.md, Figures; Nghị định 20/2014/NĐ-CP, Điều 20-21).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from nharong.indicators import figures, queries
from nharong.indicators.packs import Indicator, find_indicator
from nharong.indicators.queries import Question
from nharong.kernel import packs
from nharong.territory.queries import area_units, extreme_hardship, lineage

LEVELS = (1, 2)


@dataclass(frozen=True, slots=True)
class Condition:
    """One share against its threshold: of people in a band, or of units that reach a level."""

    level: int
    special: bool | None
    """Which standard of a commune it belongs to; None: there is one for all."""
    band: str
    numerator: int | None
    denominator: int | None
    low: Fraction | None
    high: Fraction | None
    threshold: Fraction
    article: str
    verified: bool

    @property
    def value(self) -> float | None:
        """The proven share."""
        return self.numerator / self.denominator if self.denominator and self.numerator is not None else None

    @property
    def met(self) -> bool | None:
        """True where even the lowest possible share reaches the threshold, False where the highest does not; equal is enough."""
        if self.low is None or self.high is None:
            return None
        return True if self.low >= self.threshold else False if self.high < self.threshold else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Which level a unit reaches: for certain, at least, at most."""

    place: int
    special: bool | None
    level: int | None
    """0, 1 or 2; None where what is not known decides."""
    low: int
    high: int
    conditions: tuple[Condition, ...]

    @property
    def verified(self) -> bool:
        """Whether every threshold used has been checked against its text."""
        return all(condition.verified for condition in self.conditions)

    @property
    def known(self) -> bool:
        """Whether anything is recorded here."""
        return any(condition.value is not None for condition in self.conditions)


def both(first: bool | None, second: bool | None) -> bool | None:
    """And, with unknown."""
    if first is False or second is False:
        return False
    return True if first and second else None


def agreed(verdicts: Iterable[bool | None]) -> bool | None:
    """What all say; None where they differ."""
    said = set(verdicts)
    return said.pop() if len(said) == 1 else None


def standing(place: int, special: bool | None, conditions: Sequence[Condition]) -> Standing:
    """Level 2 counts only on top of level 1; an unknown class must give the same verdict either way."""
    classes = [True, False] if special is None else [special]
    verdicts: dict[int, bool | None] = {}
    for level in LEVELS:
        each = []
        for one in classes:
            mine = {c.level: c.met for c in conditions if c.special in (None, one)}
            each.append(mine.get(1) if level == 1 else both(mine.get(1), mine.get(2)))
        verdicts[level] = agreed(each)
    low = 2 if verdicts[2] else 1 if verdicts[1] else 0
    high = 0 if verdicts[1] is False else 1 if verdicts[2] is False else 2
    return Standing(place, special, low if low == high else None, low, high, tuple(conditions))


# ---------------------------------------------------------------- the rule pack


def unit_rules(of: str, day: date, id: str = "nd20-2014") -> list[dict[str, Any]]:
    """The pack's conditions for a kind of unit in force on the day; empty where none is."""
    text = day.isoformat()
    rows: list[dict[str, Any]] = packs.find("rules", id).data["units"]
    return [
        row for row in rows if row["of"] == of and str(row.get("from", "")) <= text and (not row.get("until") or text < str(row["until"]))
    ]


def _share(row: Mapping[str, Any]) -> Fraction:
    return Fraction(str(row["share"]))


# ---------------------------------------------------------------- communes


def communes(question: Question, units: Sequence[int]) -> dict[int, Standing]:
    """The standing of each commune (by id) at the period's last day, on the boundaries of ``on``."""
    indicator, _band = find_indicator(question.name)
    day = question.period.last_day
    special = extreme_hardship(list(units), day)
    rows = unit_rules("commune", day, rule_pack(indicator))
    counts = {
        (share, row["band"]): queries.by_units(replace(question, name=share, band=row["band"]), "commune")
        for row in rows
        for share in [indicator.spec["shares"][row["person"]]]
    }
    found = {}
    for unit in units:
        conditions = []
        for row in rows:
            if special[unit] is not None and row["special"] is not special[unit]:
                continue
            main, _numerator = counts[indicator.spec["shares"][row["person"]], row["band"]].get(unit, ([0] * 6, None))
            conditions.append(_condition(row, main))
        found[unit] = standing(unit, special[unit], conditions)
    return found


def _condition(row: Mapping[str, Any], counts: figures.Six) -> Condition:
    n, y, u, mn, my, mu = counts
    least, most = n + y + u + mn + mu, n + y + u + my + mu
    known = bool(n + y + u)
    return Condition(
        level=row["level"],
        special=row["special"],
        band=str(row["band"]),
        numerator=y if known else None,
        denominator=n + y + u if known else None,
        low=Fraction(y, least) if known else None,
        high=Fraction(y + u + my + mu, most) if known else None,
        threshold=_share(row),
        article=str(row["article"]),
        verified=row["verified"] == "yes",
    )


# ---------------------------------------------------------------- districts and provinces


def above(place: int, kind: str, inner: Sequence[Standing], day: date, id: str = "nd20-2014") -> Standing:
    """A unit whose level is a share of units that reach one: communes, or (before 01/7/2025) districts."""
    conditions = []
    for row in unit_rules(kind, day, id):
        wanted = int(row.get("communes") or row["districts"])
        sure = sum(one.low >= wanted for one in inner)
        possible = sum(one.high >= wanted for one in inner)
        known = bool(inner) and any(one.known for one in inner)
        conditions.append(
            Condition(
                level=row["level"],
                special=None,
                band="",
                numerator=sure if known else None,
                denominator=len(inner) if known else None,
                low=Fraction(sure, len(inner)) if known else None,
                high=Fraction(possible, len(inner)) if known else None,
                threshold=_share(row),
                article=str(row["article"]),
                verified=row["verified"] == "yes",
            )
        )
    return standing(place, None, conditions)


def rule_pack(indicator: Indicator) -> str:
    """The rule pack that an indicator follows."""
    return indicator.rule.partition("@")[0]


def of_area(question: Question) -> tuple[Standing, dict[int, Standing]]:
    """The standing of the area itself, and of each commune in it (a commune: its own)."""
    indicator, _band = find_indicator(question.name)
    graph, area = lineage(), question.area
    kind, day = graph.nodes[area.place].kind, question.period.last_day
    units = [unit.place for unit in area_units(area, "commune", question.on)]
    found = communes(question, units)
    if kind in ("commune", "village"):
        return found.get(area.place, standing(area.place, None, [])), found
    id = rule_pack(indicator)
    rows = unit_rules(kind, day, id)
    if kind == "province" and any("districts" in row for row in rows):
        districts = [
            above(district, "district", [found[c] for c in graph.children(district, question.on) if c in found], day, id)
            for district in graph.children(area.place, question.on)
        ]
        return above(area.place, kind, districts, day, id), found
    return above(area.place, kind, list(found.values()), day, id), found


def level_figure(question: Question) -> dict[str, Any]:
    """value, low, high of a level, as ``figure`` prints it; null where nothing is recorded or what is unknown decides.

    Of an area of many communes, numerator and denominator are the communes that surely reach level 1, and all communes.
    """
    own, inner = of_area(question)
    if not own.known:
        return dict(queries.NOTHING)
    many = lineage().nodes[question.area.place].kind in ("province", "district")
    reached = sum(one.low >= 1 for one in inner.values())
    open_ = sum(one.low < 1 <= one.high for one in inner.values())
    return {
        "value": own.level,
        "numerator": reached if many else None,
        "denominator": len(inner) if many else None,
        "unknown": open_ if many else None,
        "maybe": 0 if many else None,
        "low": own.low,
        "high": own.high,
    }
