"""Which values a fact about a person may take, whoever says it. Pure."""

from datetime import date
from typing import Any

from nharong.people.rules.ethnicity import OTHER, ethnic_names
from nharong.people.rules.life import AWAY, DEAD, HERE

OLDEST = 120
"""Years before the present in which a living person may have been born."""
LONGEST = 200
"""Letters of a name."""


def fault(kind: str, value: Any, today: date) -> str:
    """Why the value cannot be taken: ``empty``, ``long``, ``choice``, ``year``, ``day``, ``future``; empty if it can."""
    if kind == "name":
        return "" if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST else "long" if value else "empty"
    if kind == "sex":
        return "" if value in ("f", "m") else "choice"
    if kind == "ethnicity":
        return "" if value == OTHER or value in ethnic_names() else "choice"
    if kind in ("level1", "level2", "disability"):
        return "" if isinstance(value, bool) else "choice"
    if kind == "residence":
        return "" if isinstance(value, dict) and value.get("state", HERE) in (HERE, AWAY, DEAD) and value.get("place") else "choice"
    return birth_fault(value, today) if kind == "birth" else ""


def birth_fault(value: Any, today: date) -> str:
    """Of a birth ``[year, month or null, day or null]``: a day needs its month, and all must exist and have come."""
    if not isinstance(value, list | tuple) or len(value) not in (1, 3) or not isinstance(value[0], int):
        return "year"
    year, month, day = (*value, None, None)[:3]
    if not today.year - OLDEST <= year <= today.year:
        return "year"
    if day and not month:
        return "day"
    try:
        born = date(year, month or 1, day or 1)
    except (ValueError, TypeError):
        return "day"
    return "future" if born > today else ""
