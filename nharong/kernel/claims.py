"""Claims and timelines: what anybody said, and the one non-overlapping history derived from it. Pure.

A claim has a kind, a value, a day from which it holds (and to which, only if its source says so), a rank of its source
and a place in the order of recording. Withdrawn claims are left out before they come here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import pairwise
from typing import Any

from nharong.kernel.time import END


class Rank(IntEnum):
    """Whose word counts more among claims of the same day (contracts.md, Time, claims, timelines)."""

    DECLARED = 10
    IMPORT = 20
    SURVEY = 30
    """A closed survey round."""
    RESULT = 40
    """A class result or a re-check."""
    DECISION = 50


@dataclass(frozen=True, slots=True)
class Said:
    """One claim as the rules see it."""

    value: Any
    start: date
    rank: int = Rank.DECLARED
    order: tuple[int, ...] = (0,)
    """Later recorded is greater."""
    stop: date = END
    relapse: bool = False
    """Attainments: this *no* ends an earlier *yes*."""

    @property
    def weight(self) -> tuple[date, int, tuple[int, ...]]:
        """Of two states that both hold on a day, the heavier one counts."""
        return (self.start, self.rank, self.order)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open span of a timeline with the claim that decides it."""

    start: date
    stop: date
    value: Any
    said: Said


def state_timeline(said: Iterable[Said]) -> list[Stretch]:
    """Timeline of a state (residence, trait, equipment, post): each day the later valid-from wins, then rank, then the later recorded."""
    claims = sorted(said, key=lambda claim: claim.weight)
    if not claims:
        return []
    if all(claim.stop == END for claim in claims):
        return _merge(_open_ended(claims))
    days = sorted({claim.start for claim in claims} | {claim.stop for claim in claims})
    found = []
    for start, stop in pairwise(days):
        holding = [claim for claim in claims if claim.start <= start < claim.stop]
        if holding:
            best = holding[-1]
            found.append(Stretch(start, stop, best.value, best))
    return _merge(found)


def _open_ended(claims: Sequence[Said]) -> list[Stretch]:
    """The common case, no claim states its end: each day's heaviest holds until the next day that has a claim."""
    last_of_day = {claim.start: claim for claim in claims}
    days = list(last_of_day)
    stops = [*days[1:], END]
    return [Stretch(day, stop, last_of_day[day].value, last_of_day[day]) for day, stop in zip(days, stops, strict=True)]


def _merge(stretches: Sequence[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for stretch in stretches:
        if found and found[-1].value == stretch.value and found[-1].stop == stretch.start:
            found[-1] = Stretch(found[-1].start, stretch.stop, stretch.value, found[-1].said)
        else:
            found.append(stretch)
    return found


def attainment_timeline(said: Iterable[Said]) -> tuple[list[Stretch], list[Said]]:
    """Timeline of an attainment (schooling, level1, level2) and the contradictions.

    A *yes* (True) lasts until a relapse; a later plain *no* (False) does not end it but is a contradiction to look at.
    Of claims of one day the highest rank decides, then the later recorded.
    """
    by_day: dict[date, Said] = {}
    for claim in sorted(said, key=lambda claim: (claim.rank, claim.order)):
        by_day[claim.start] = claim
    found: list[Stretch] = []
    contradictions: list[Said] = []
    for day in sorted(by_day):
        claim = by_day[day]
        held = found[-1].value if found else None
        if held is True and claim.value is False and not claim.relapse:
            contradictions.append(claim)
            continue
        if found:
            found[-1] = Stretch(found[-1].start, day, found[-1].value, found[-1].said)
        found.append(Stretch(day, END, claim.value, claim))
    return _merge(found), contradictions


def latest(said: Iterable[Said]) -> Said | None:
    """The claim that stands for a thing that does not change in life (sex, birth, ethnicity, name): the heaviest of all."""
    return max(said, key=lambda claim: claim.weight, default=None)


def value_on(timeline: Sequence[Stretch], day: date) -> Any:
    """The value holding on the day, None where nothing is known."""
    for stretch in timeline:
        if stretch.start <= day < stretch.stop:
            return stretch.value
    return None
