"""Role words of packs/rules/body-roles.yaml, and which bodies stand everywhere by packs/rules/standard-bodies.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from nharong.kernel import packs
from nharong.kernel.time import END, parse_day


@dataclass(frozen=True, slots=True)
class Role:
    """One role word: what bodies of that role are called and at which level they stand."""

    word: str
    name: str
    level: str
    kind: str
    many: bool
    """Whether there is one in each place (``word/*``)."""
    stop: date
    """The day after the last on which such bodies existed."""
    heir: str
    """The role that took over, if the role was abolished."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A role whose bodies ``init`` founds in every place of its level."""

    role: Role
    kind: str
    code: str
    """First part of the body's code; the place's code follows."""
    symbol: str
    superior: str
    """Role word of the body above it, empty if none."""
    issuing: str
    """Lower line of the letterhead; ``{place}`` is the place's whole name."""
    name: str
    """The printed name, with ``{place}``."""


@cache
def roles() -> Mapping[str, Role]:
    """Every role word."""
    return {word: _role(word, row) for word, row in packs.find("rules", "body-roles").data["roles"].items()}


def _role(word: str, row: Mapping[str, Any]) -> Role:
    until = row.get("until")
    last = until if isinstance(until, date) or until is None else parse_day(str(until))
    return Role(
        word=word,
        name=row["name"],
        level=row["level"],
        kind=row["kind"],
        many=row.get("many") in ("yes", True),
        stop=date.fromordinal(last.toordinal() + 1) if last else END,
        heir=row.get("heir", ""),
    )


@cache
def standards() -> tuple[Standard, ...]:
    """What every province, district and commune has."""
    found = []
    for word, row in packs.find("rules", "standard-bodies").data["bodies"].items():
        role = roles()[word]
        found.append(
            Standard(
                role=role,
                kind=row["kind"],
                code=row.get("code", word),
                symbol=row["symbol"],
                superior=row.get("superior", ""),
                issuing=row["issuing"],
                name=row["name"],
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pattern:
    """``role``, ``role/*``, either with ``@CODE`` or ``@CODE@DATE``."""

    role: str
    each: bool
    code: str
    day: date | None


_PATTERN = re.compile(r"(?P<role>[a-z0-9-]+)(?P<each>/\*)?(?:@(?P<code>[\w-]+)(?:@(?P<day>[\d/-]+))?)?")


def read_pattern(text: str) -> Pattern | None:
    """The parts of a role pattern, or None. Raises BadPeriod on a date that is none."""
    hit = _PATTERN.fullmatch(text.strip())
    if hit is None:
        return None
    return Pattern(hit["role"], bool(hit["each"]), hit["code"] or "", parse_day(hit["day"]) if hit["day"] else None)
