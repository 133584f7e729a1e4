"""What every register has: people forgotten for a year, a year of birth written wrong."""

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nharong.demo.population import Member


def slip(rng: random.Random, member: "Member", years: Sequence[int]) -> None:
    """What every register has: somebody forgotten for a year, a year of birth written wrong."""
    chance = rng.random()
    if chance < 0.006:
        member.missed = rng.choice(years)
    elif chance < 0.009 and len(years) > 1:
        member.slip = rng.choice(years[1:])
