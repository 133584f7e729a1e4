"""Names as the local peoples have them: A and Y before a name, H' before a Gia Rai woman's, family names elsewhere. Pure."""

import random
from functools import cache
from typing import Any

from nharong.kernel import packs


@cache
def _pack() -> dict[str, Any]:
    return packs.find("demo", "kon-tum").data


def person(rng: random.Random, people: str, sex: str, father: str = "") -> str:
    """A whole name; among peoples with family names a child takes the householder's."""
    own = _pack()["peoples"][people]
    marker = own["marker"]
    if marker == "ay":
        given = rng.choice(own["given"])
        if rng.random() < 0.25:  # a second syllable tells namesakes of a village apart
            given = f"{given} {rng.choice(own['given'])}"
        return f"{'A' if sex == 'm' else 'Y'} {given}"
    family = rng.choice(own["family"])
    if father and not father.startswith("H'"):
        family = next((known for known in own["family"] if father.startswith(f"{known} ")), family)
    if marker == "h":
        given = rng.choice(own[f"given_{sex}"])
        return f"{family} {given}" if sex == "m" else f"H' {given} {family}" if rng.random() < 0.3 else f"{family} H'{given}"
    return f"{family} {rng.choice(own[f'middle_{sex}'])} {rng.choice(own[f'given_{sex}'])}"


def village(rng: random.Random, people: str, town: bool, number: int, taken: set[str]) -> tuple[str, str]:
    """Title and name of a village, none twice in ``taken``: a number for Kinh and newcomers, a word of the people elsewhere."""
    words = _pack()["peoples"][people]["villages"]
    if not words or (town and rng.random() < 0.5):
        return ("Tổ dân phố" if town else "Thôn"), str(number)
    first = rng.choice(words)
    for _ in range(200):
        name = f"{first} {rng.choice(_pack()['syllables'])}"
        if name not in taken:
            taken.add(name)
            return ("Làng" if first != "Làng" else "Thôn"), name
    return "Thôn", str(number)
