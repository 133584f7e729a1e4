"""Where a source says that somebody cannot read who was known to: listed until a person decides."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nharong.deeds.models import Deed
from nharong.kernel.permissions import Scope
from nharong.people.derive import lives
from nharong.people.models import Person
from nharong.people.queries.persons import ORDER, persons

SHOWN = 200
"""Persons worked out in one request at most."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A *yes* that stands and a later plain *no*."""

    person: Person
    kind: str
    """``level1`` or ``level2``."""
    since: date
    """From when the yes holds."""
    said_on: date
    """The day from which the no was said to hold."""
    author: str
    recorded: Any


def contradictions(scope: Scope) -> tuple[list[Contradiction], int]:
    """The contradictions of the scope's first persons in Vietnamese order, and how many persons have any."""
    rows = persons(scope).filter(contradictions__gt=0)
    shown = list(rows.order_by(*ORDER)[:SHOWN])
    found = lives([person.pk for person in shown])
    said = [(person, kind, one, found[person.pk][1]) for person in shown for kind, one in found[person.pk][1].contradictions]
    deeds = Deed.objects.in_bulk({one.order[0] for _person, _kind, one, _life in said})
    lines = []
    for person, kind, one, life in said:
        held = [stretch for stretch in getattr(life, kind) if stretch.value is True and stretch.start <= one.start]
        deed = deeds.get(one.order[0])
        since = held[-1].start if held else one.start
        lines.append(Contradiction(person, kind, since, one.start, deed.author_name if deed else "", deed.received_at if deed else None))
    return lines, len(shown) if len(shown) < SHOWN else rows.count()
