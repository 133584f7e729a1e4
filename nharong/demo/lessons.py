"""Which of the invented people go to a literacy class, and what comes of it: settled before the surveys are written. Pure."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nharong.demo.population import Member, Unit, Village

FIRST_AUTUMN = 2024
A_YEAR = 6
"""Classes that begin each October; the last of them is of phase 2."""
SIZES = (12, 24)
WEEKDAYS = "1234"
TERMS = {1: (1, 2, 3), 2: (4, 5)}
EVENINGS_A_TERM = 30
PASS, GO_ON = 0.8, 0.96
"""Share of learners who complete, and how often they come."""


@dataclass(frozen=True)
class Learner:
    """Somebody in a class, found again in the register by these."""

    member: Member
    village: Village
    passes: bool


@dataclass(frozen=True)
class Course:
    """A class of one phase in a merged commune, from its first evening to its last as planned."""

    heir: str
    village: Village
    phase: int
    learners: tuple[Learner, ...]
    days: tuple[date, ...]

    @property
    def stop(self) -> date:
        """The first day after it."""
        return self.days[-1] + timedelta(days=1)

    def term_days(self, term: int) -> tuple[date, ...]:
        """Its evenings in one of its terms."""
        at = TERMS[self.phase].index(term) * EVENINGS_A_TERM
        return self.days[at : at + EVENINGS_A_TERM]


def courses(units: Sequence[Unit], villages: Mapping[str, Sequence[Village]], today: date, seed: int, home: str) -> list[Course]:
    """Every class begun by ``today``, where most need one; the surveys that follow a completed one say so.

    One of the latest autumn is in the commune ``home``.
    """
    grounds = {
        heir: [village for unit in units if unit.heir == heir for village in villages[unit.code]]
        for heir in sorted({u.heir for u in units})
    }
    rng = random.Random(f"{seed}:lessons")  # noqa: S311 - invented, not secret
    taken: set[int] = set()
    found: list[Course] = []
    for year in range(FIRST_AUTUMN, today.year + 1):
        start = date(year, 10, 6)
        if start >= today:
            break
        latest = date(year + 1, 10, 6) >= today
        for number in range(A_YEAR):
            phase = 2 if number == A_YEAR - 1 else 1
            pools = {heir: _pool(inside, phase, year, taken) for heir, inside in grounds.items() if heir != home or latest}
            largest = sorted(pools, key=lambda heir: (-len(pools[heir]), heir))[: 2 * A_YEAR]
            heir = home if latest and number == 0 else rng.choice(largest)
            if len(pools[heir]) >= SIZES[0]:
                course = _course(rng, heir, pools[heir], phase, start)
                found.append(course)
                taken |= {id(learner.member) for learner in course.learners}
                _remember(course, today)
    return found


def _pool(inside: Sequence[Village], phase: int, year: int, taken: set[int]) -> list[tuple[Member, Village]]:
    """Who in these villages needs the phase and is in no class."""
    return [
        (member, village)
        for village in inside
        for home in village.households
        for member in home.members
        if id(member) not in taken and _needs(member, phase, year)
    ]


def _course(rng: random.Random, heir: str, pool: Sequence[tuple[Member, Village]], phase: int, start: date) -> Course:
    chosen = rng.sample(pool, min(len(pool), rng.randint(*SIZES)))
    days = list(_evenings(start, EVENINGS_A_TERM * len(TERMS[phase])))
    learners = tuple(Learner(member, village, rng.random() < PASS) for member, village in chosen)
    return Course(heir, chosen[0][1], phase, learners, tuple(days))


def _needs(member: Member, phase: int, year: int) -> bool:
    if not 16 <= year - member.birth[0] <= 60 or member.end or member.missed or member.slip or member.since:
        return False
    reached = max(member.last, member.done)
    return reached == 0 if phase == 1 else (member.done == 3 and member.last == 0) or member.last in (3, 4)


def _evenings(start: date, number: int) -> Iterator[date]:
    """Monday to Thursday, with two weeks off around Tết (early February)."""
    day = start
    while number:
        if str(day.isoweekday()) in WEEKDAYS and not (day.month == 2 and day.day <= 14):
            number -= 1
            yield day
        day += timedelta(days=1)


def _remember(course: Course, today: date) -> None:
    """Later surveys write the literacy class that was completed."""
    proven = {1: 3, 2: 5}[course.phase]
    for learner in course.learners:
        if learner.passes and course.stop <= today:
            for year in range(course.stop.year, today.year + 1):
                if date(year, 9, 30) >= course.stop:
                    learner.member.studies[year] = (0, proven)
