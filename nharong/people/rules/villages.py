"""Names of villages as survey files write them, matched to the villages of a commune. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nharong.kernel.text import fold

_TITLES = {
    "thon": "Thôn",
    "lang": "Làng",
    "ban": "Bản",
    "buon": "Buôn",
    "plei": "Plei",
    "ap": "Ấp",
    "khoi": "Khối",
    "khu": "Khu",
    "to dan pho": "Tổ dân phố",
    "tdp": "Tổ dân phố",
    "to": "Tổ",
    "t": "Thôn",
    "l": "Làng",
}
_TITLE = re.compile(rf"^({'|'.join(sorted(_TITLES, key=len, reverse=True))})[.\s]+(?=\S)")


def split_title(written: str) -> tuple[str, str]:
    """``("Làng", "Kơ Tu")`` of ``L. Kơ Tu``; the title is empty where none is written."""
    folded = fold(written)
    match = _TITLE.match(folded)
    if match is None or len(folded) != len(written.strip()):
        return "", written.strip()
    return _TITLES[match[1]], written.strip()[match.end() :].strip(" .")


def village_key(written: str) -> str:
    """The name without title, diacritics and stray zeros: ``Thôn 01`` and ``thôn 1`` are one, ``Làng Kơ Tu`` and ``Kơ Tu`` too."""
    _title, name = split_title(written)
    words = [word.lstrip("0") or "0" if word.isdigit() else word for word in fold(name).replace(".", " ").replace("-", " ").split()]
    return " ".join(words)


@dataclass(frozen=True)
class Matched:
    """What a name in the file stands for."""

    written: str
    place: int | None
    """Id of the village; None: no village of the commune has this name."""
    how: str
    """``same``, ``near`` (title or diacritics differ), ``chosen``, ``found``, ``left`` (by the officer), ``earlier`` (known from a later year), ``new``."""


def match_village(written: str, here: Mapping[int, str], later: Mapping[int, str]) -> Matched:
    """The village of the commune with this name, else the one known from a later year, else none. Two alike: none."""
    key = village_key(written)
    exact = [place for place, name in here.items() if fold(name) == fold(written)]
    if len(exact) == 1:
        return Matched(written, exact[0], "same")
    near = [place for place, name in here.items() if village_key(name) == key]
    if len(near) == 1:
        return Matched(written, near[0], "near")
    known_later = [place for place, name in later.items() if village_key(name) == key]
    if not near and len(known_later) == 1:
        return Matched(written, known_later[0], "earlier")
    return Matched(written, None, "new")
