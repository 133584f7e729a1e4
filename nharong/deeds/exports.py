"""A table taken away at the command line: its file, one line in the read log, the JSON answer."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from nharong.deeds.readings import read_log
from nharong.files.table import Column, write_table
from nharong.kernel.db import in_list
from nharong.kernel.permissions import Forbidden, Permission, Scope, ids
from nharong.kernel.problems import Problem
from nharong.kernel.shell import Refusal, WrongUse

ENDINGS = (".xlsx", ".csv")


def check_out(out: str) -> Path:
    """Where the file is to lie. Raises WrongUse on another ending, Refusal where the folder is missing."""
    path = Path(out)
    if path.suffix.lower() not in ENDINGS:
        raise WrongUse(_("The file's name must end in .xlsx or .csv: %s.") % out)
    if not path.parent.is_dir():
        raise Refusal(Problem(error=_("There is no folder %s.") % path.parent, mend=_("Make it first, or choose another."), value=out))
    return path


def require_purpose(arguments: argparse.Namespace) -> None:
    """A list that names persons is taken away only for a stated purpose. Raises Refusal."""
    if not arguments.purpose.strip():
        error = _("This list names persons: say what it is for.")
        raise Refusal(Problem(error=error, mend=_("Add --purpose and a few words."), field="purpose"))


def places_asked(arguments: argparse.Namespace, scope: Scope, permission: Permission) -> frozenset[int] | None:
    """Keys of the places that lie in ``--place`` (``arguments.places``) and where the permission holds; None: everywhere.

    Raises Forbidden where it holds nowhere there.
    """
    if not scope.has(permission):
        raise Forbidden
    mine, asked = scope.places(permission), arguments.places
    if mine is None or asked is None:
        return asked if mine is None else mine
    if not mine & asked:
        raise Forbidden
    return frozenset(mine & asked)


def inside(rows: "models.QuerySet[Any]", column: str, places: frozenset[int] | None) -> "models.QuerySet[Any]":
    """The rows whose ``column`` of their own table is one of the places; a list of any length, as integers written out."""
    if places is None:
        return rows
    return rows.extra(where=[in_list(f'"{rows.model._meta.db_table}"."{column}"', ids(places) or [])])  # noqa: S610


def write_export(
    arguments: argparse.Namespace, scope: Scope, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str = ""
) -> dict[str, Any]:
    """Write the rows to ``--out``; one line in the read log says who took how many, from where, and for what."""
    path = check_out(arguments.out)
    count = write_table(path, columns, rows, title=title)
    said = f"place={arguments.place}" if arguments.place else ""
    read_log(scope, kind=f"{arguments.kind} {path.suffix[1:].lower()}", purpose=arguments.purpose, filter=said, count=count)
    return {"kind": arguments.kind, "file": path.name, "rows": count}


def each(rows: "models.QuerySet[Any]") -> Iterator[Any]:
    """Rows of a query a few thousand at a time."""
    return rows.iterator(chunk_size=2000)
