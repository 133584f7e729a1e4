"""`nharong export persons|households`: the lists of the pages as files, with one line in the read log."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.readings import read_log
from nharong.files.table import Column, write_table
from nharong.kernel.permissions import Forbidden, Hidden, Permission, Scope
from nharong.kernel.problems import Problem
from nharong.kernel.shell import Refusal, WrongUse
from nharong.kernel.time import today
from nharong.people import words
from nharong.people.models import Household, Person
from nharong.people.queries import places
from nharong.people.queries.households import households, with_counts
from nharong.people.queries.persons import ORDER, persons
from nharong.territory.queries import area_ids

ENDINGS = (".xlsx", ".csv")


def export_persons(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Every person of ``--place`` (default: the whole scope) as ``--out`` .xlsx or .csv; never an ID or phone number."""
    rows = persons(scope)
    if (inside := _inside(arguments, scope)) is not None:
        rows = rows.filter(place_id__in=inside)
    columns = [
        Column("uid", "text", 38),
        Column(_("Name"), "text", 28),
        Column(_("Sex"), "text"),
        Column(_("Birth year"), "any"),
        Column(_("Month"), "any"),
        Column(_("Day"), "any"),
        Column(_("Ethnic group"), "text"),
        Column(_("Place"), "text", 40),
        Column(_("Form number"), "text"),
        Column(_("Level 1"), "text"),
        Column(_("Level 2"), "text"),
        Column(_("Disability"), "text"),
        Column(_("State"), "text"),
    ]
    found = rows.order_by(*ORDER).select_related("household").iterator(chunk_size=2000)
    return _written(arguments, scope, "persons", columns, _persons(found))


def _persons(rows: Iterator[Person]) -> Iterator[tuple[Any, ...]]:
    name = places.namer(today())
    for row in rows:
        number = row.household.number if row.household else ""
        born = (row.birth_year, row.birth_month, row.birth_day)
        answers = (words.answer(row.level1), words.answer(row.level2), words.answer(row.disability))
        where = (name(row.place_id), number)
        yield str(row.uid), row.name, words.sex(row.sex), *born, words.ethnic_group(row.ethnicity), *where, *answers, words.state(row.state)


def export_households(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Every household of ``--place`` (default: the whole scope) with how many live there."""
    rows = households(scope)
    if (inside := _inside(arguments, scope)) is not None:
        rows = rows.filter(place_id__in=inside)
    columns = [
        Column("uid", "text", 38),
        Column(_("Form number"), "text"),
        Column(_("Householder"), "text", 28),
        Column(_("Village"), "text", 40),
        Column(_("People living there"), "whole"),
    ]
    found = with_counts(rows).order_by("place_id", "number", "pk").iterator(chunk_size=2000)
    return _written(arguments, scope, "households", columns, _households(found))


def _households(rows: Iterator[Household]) -> Iterator[tuple[Any, ...]]:
    name = places.namer(today())
    for row in rows:
        yield str(row.uid), row.number, row.head_name, name(row.place_id), row.here  # type: ignore[attr-defined]


def _inside(arguments: argparse.Namespace, scope: Scope) -> list[int] | None:
    """Ids of the places asked for inside the scope. Raises Refused for a code that names nothing, Hidden outside."""
    if not scope.has(Permission.PEOPLE_VIEW):
        raise Forbidden
    if not arguments.place:
        return None
    mine, asked = scope.places(Permission.PEOPLE_VIEW), area_ids(arguments.place, today())
    inside = sorted(asked if mine is None else asked & mine)
    if not inside:
        raise Hidden
    return inside


def _written(
    arguments: argparse.Namespace, scope: Scope, kind: str, columns: list[Column], rows: Iterator[tuple[Any, ...]]
) -> dict[str, Any]:
    """Write the file beside, then put it in its place: never half a file under the name asked for."""
    out = Path(arguments.out)
    if out.suffix.lower() not in ENDINGS:
        raise WrongUse("--out phải có đuôi .xlsx hoặc .csv.")
    part = out.with_name(f".{out.stem}-part{out.suffix.lower()}")
    try:
        count = write_table(part, columns, rows)
        part.replace(out)
    except OSError as fault:
        raise Refusal(Problem(error=f"Không ghi được tệp {out}: {fault.strerror}.", mend="Xem lại thư mục và quyền ghi.")) from None
    finally:
        part.unlink(missing_ok=True)
    read_log(scope, kind=f"{kind} export", purpose=arguments.purpose, filter=f"place={arguments.place or '*'}", count=count)
    return {"kind": kind, "file": str(out), "rows": count}
