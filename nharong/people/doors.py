"""`nharong import survey`: the same deed as the page's, from the command line."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from nharong.deeds.actions import Receipt, perform
from nharong.files.kept import keep_path
from nharong.files.workbook import read_workbook
from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.shell import Refusal, WrongUse
from nharong.kernel.time import today
from nharong.people.imports import dry_run, import_survey
from nharong.people.sheet import survey_year
from nharong.people.sheets import Prepared
from nharong.territory.models import Place
from nharong.territory.queries import place_id


def import_survey_file(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Take (or with ``--dry-run`` only try) a survey workbook for the commune ``--place``; rows at fault are left out and listed.

    Raises Refusal with the document where nothing could be taken.
    """
    if not arguments.place:
        raise WrongUse("Thiếu --place: mã xã của tệp điều tra, như --place 23534.")
    path = Path(arguments.file)
    if not path.is_file():
        raise Refusal(Problem(error=f"Không có tệp {path}.", mend="Xem lại đường dẫn."))
    try:
        year = survey_year(read_workbook(path), today().year)
        values = values_of(arguments, path, year)
        work, value = dry_run(scope, values)
        receipt = None if arguments.dry_run else perform(import_survey, scope, staged=work, **values)
    except Refused as refusal:
        document = document_of(path, None, {}, None) | {"refused": [problem.as_json() for problem in refusal.problems]}
        raise Refusal(*refusal.problems, answer=document) from None
    document = document_of(path, work.sheet, receipt.value if receipt and receipt.ok else value, receipt)
    if receipt is not None and not receipt.ok:
        raise Refusal(*receipt.errors, answer=document | {"refused": [problem.as_json() for problem in receipt.errors]})
    return document


def values_of(arguments: argparse.Namespace, path: Path, year: int) -> dict[str, Any]:
    """The payload of the deed."""
    code, _at, day = arguments.place.partition("@")
    on = date.fromisoformat(day) if day else min(date(year, 12, 31), today())
    commune = place_id(code, on)
    return {
        "place": Place.objects.values_list("uid", flat=True).get(pk=commune),
        "year": year,
        "file": keep_path(path),
        "file_name": path.name,
        "create_villages": arguments.create_villages,
        "convert": arguments.convert,
        "skip_errors": True,
    }


def document_of(path: Path, sheet: Prepared | None, value: dict[str, Any], receipt: Receipt | None) -> dict[str, Any]:
    """The JSON shape of an import (contracts.md, Names at the door)."""
    return {
        "kind": "survey",
        "file": path.name,
        "year": sheet.sheet.year if sheet else None,
        "rows": value.get("rows", 0),
        "accepted": value.get("accepted", 0),
        "unchanged": value.get("unchanged", 0),
        "refused": [problem.as_json() for problem in sheet.problems] if sheet else [],
        "warnings": [problem.as_json() for problem in sheet.sheet.warnings] if sheet else [],
        "new": value.get("new", 0),
        "changed": value.get("changed", 0),
        "not_seen": value.get("not_seen", 0),
        "deed": str(receipt.deed) if receipt else None,
    }
