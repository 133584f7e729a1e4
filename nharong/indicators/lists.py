"""The list behind a figure: every number equals the sum of its rows."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from nharong.indicators import figures
from nharong.indicators.queries import Question, definitions, inside
from nharong.kernel.db import chunks
from nharong.kernel.measures import Definition
from nharong.kernel.time import Period

STATE_NAMES = ("not", "counted", "unknown", "maybe", "maybe", "maybe")


def listed(question: Question) -> Iterator[dict[str, Any]]:
    """The list behind a figure: state, n, unit, uid, place (id), name. Its sums per state are the figure's numbers.

    A ratio lists the people of its stock (counted: those in the numerator too) and, as *outside*, those in the
    numerator alone.
    """
    _indicator, main, numerator = definitions(question)
    places = inside(question.area)
    if numerator is None:
        yield from _rows(main, question.period, places, STATE_NAMES)
        return
    in_numerator = {row["subject"]: row for row in _rows(numerator, question.period, places, STATE_NAMES)}
    proven = {subject for subject, row in in_numerator.items() if row["state"] == "counted"}
    for row in _stock_rows(main, question.period, places):
        if row["state"] == "not":
            continue  # not in the stock that is divided by: e.g. already literate
        if row["state"] == "counted":
            row["state"] = "counted" if row["subject"] in proven else "not"
            proven.discard(row["subject"])
        yield row
    for subject, row in in_numerator.items():
        if subject in proven:
            yield row | {"state": "outside"}
        elif row["state"] == "maybe":
            yield row


def _stock_rows(main: Definition, period: Period, places: frozenset[int]) -> Iterator[dict[str, Any]]:
    for part, when, where in figures.stock_parts(main, period, places):
        yield from _rows(part, when, where, STATE_NAMES)


def _rows(definition: Definition, period: Period, places: frozenset[int], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    source = definition.source
    extra = (f"{source.label} AS name", f"{source.uid} AS uid")
    with connection.cursor() as cursor:
        for part in chunks(sorted(places), 20_000):
            sql = figures.state_rows(definition, period, places=part, columns=extra, named=True)
            cursor.execute(f"SELECT subject, place, state, name, uid FROM ({sql}) r ORDER BY place, subject")
            for subject, place, state, name, uid in cursor.fetchall():
                yield {
                    "subject": subject,
                    "state": names[state],
                    "n": 1,
                    "unit": source.unit,
                    "uid": str(UUID(str(uid))),
                    "name": name,
                    "place": place,
                }
