"""How far somebody went to school: by year of birth, sex, and how often it was missed where they grew up. Pure."""

import random
from typing import NamedTuple

_NEVER = ((2005, 0.012), (1996, 0.022), (1987, 0.055), (1978, 0.11), (1963, 0.2), (0, 0.5))
"""Born in or after → how many of the highland peoples never went to school; literacy falls with age (domain.md 2.9)."""
_LAST = {
    # born in or after: weights of the last class: 1-2, 3-4, 5-8, 9-11, 12
    2005: (1, 2, 14, 38, 45),
    1996: (2, 4, 24, 38, 32),
    1987: (5, 8, 37, 32, 18),
    1978: (8, 14, 40, 27, 11),
    0: (12, 18, 42, 20, 8),
}
_CLASSES = ((1, 2), (3, 4), (5, 6, 7, 8), (9, 9, 9, 10, 11), (12,))


class Schooling(NamedTuple):
    """What the surveys of somebody's life will say."""

    last: int
    """Last class ever finished; 0: never went."""
    done: int = 0
    """Literacy class completed before the first survey."""
    dropped_only: bool = False
    vocational: str = ""


def schooling(rng: random.Random, born: int, sex: str, often: float) -> Schooling:
    """Drawn for one person; ``often`` is how often school was missed there, against the highland villages (1)."""
    never = next(share for since, share in _NEVER if born >= since)
    women = 1.35 if sex == "f" and born < 1987 else 1
    if rng.random() < min(0.9, never * often * women):
        studied = 1965 <= born <= 1998 and rng.random() < 0.12
        return Schooling(0, rng.choice((2, 3, 3, 3, 5)) if studied else 0)
    weights = next(row for since, row in _LAST.items() if born >= since)
    shift = 1 + 2 * max(0.0, 0.5 - often)
    tilted = [weight * shift**i for i, weight in enumerate(weights)]
    last = rng.choice(rng.choices(_CLASSES, tilted)[0])
    trained = last == 12 and 1965 < born < 2003 and rng.random() < 0.3
    return Schooling(
        last,
        dropped_only=5 <= last <= 8 and rng.random() < 0.06,
        vocational=rng.choice(("so-cap", "trung-cap", "cao-dang", "dai-hoc")) if trained else "",
    )
