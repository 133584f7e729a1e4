"""One row of a survey read as claims (contracts.md, Time, claims, timelines). Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from nharong.kernel.claims import Said
from nharong.people.rules.life import AWAY, DEAD, HERE

Facts = Mapping[str, Any]
Levels = Callable[[Facts], Mapping[str, tuple[bool, bool]]]
"""From the schooling facts of a row to {level: (reached, is a relapse)}; a level that is not known is left out."""


def told_by_survey(
    facts: Facts, *, year: int, surveyed_on: date, place: int, household: int | None, rank: int, order: tuple[int, ...], levels: Levels
) -> Iterator[tuple[str, Said]]:
    """The claims of one row.

    Survey facts hold from 1 January of the survey year; a death or departure it found, from the survey day.
    """
    start = date(year, 1, 1)

    def said(value: Any, day: date = start, relapse: bool = False) -> Said:
        return Said(value=value, start=day, rank=rank, order=order, relapse=relapse)

    yield "name", said(facts["name"])
    if facts.get("sex"):
        yield "sex", said(facts["sex"])
    if facts.get("birth_year"):
        yield "birth", said([facts["birth_year"], facts.get("birth_month"), facts.get("birth_day")])
    if facts.get("ethnicity"):
        yield "ethnicity", said(facts["ethnicity"])
    if facts.get("disability") is not None:
        yield "disability", said(bool(facts["disability"]))
    state = facts.get("state", HERE)
    home = {"state": HERE, "place": place, "household": household, "kind": facts.get("residence", "permanent")}
    yield "residence", said(home)
    if state in (AWAY, DEAD):
        yield "residence", said(home | {"state": state}, surveyed_on)
    for level, (reached, relapse) in levels(facts).items():
        yield level, said(reached, relapse=relapse)
