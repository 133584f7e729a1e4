"""The office in which the journeys happen: the real units of one province, invented villages, people, accounts; laid once, then copied."""

import io
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection

from nharong.access.models import User
from nharong.access.queries import scope_of
from nharong.config.operate import load_province
from nharong.deeds.actions import Action, perform
from nharong.demo.accounts import open_accounts
from nharong.files.kept import keep_path
from nharong.kernel.permissions import SYSTEM, Scope
from nharong.people.imports import import_survey
from nharong.people.sheet import SurveyRow, shipped_forms, write_survey
from nharong.territory.actions import settle_villages
from nharong.territory.models import Place
from nharong.territory.queries import find_place
from nharong.territory.traits import set_trait

DAY = date(2026, 11, 23)
MERGER = date(2025, 7, 1)
SA_THAY, SA_BINH = "23527", "23534"
"""The commune of the accounts, and its neighbour."""
VILLAGES = ("Kơ Tu", "Chốt")
_laid: sqlite3.Connection | None = None


@dataclass(frozen=True)
class Ground:
    """The places that journeys name."""

    commune: Place
    neighbour: Place
    village: Place


def ground() -> Ground:
    """The office as it stands in the morning."""
    global _laid  # noqa: PLW0603 - laid by the first journey of the process, copied by the others
    connection.ensure_connection()
    if _laid is None:
        _lay()
        _laid = sqlite3.connect(":memory:")
        connection.connection.backup(_laid)
    else:
        _laid.backup(connection.connection)
    return Ground(find_place(SA_THAY, DAY), find_place(SA_BINH, DAY), find_place(f"{SA_THAY}-001", DAY))


def scope(username: str) -> Scope:
    """What that account may do today."""
    return scope_of(User.objects.get(username=username), DAY)


def done(act: Action, who: Scope, **payload: object) -> None:
    """Do it, or fail saying why not."""
    receipt = perform(act, who, **payload)
    assert receipt.ok, receipt.errors


def _lay() -> None:
    load_province("51")
    list(open_accounts(MERGER))
    rows = [{"commune": code, "day": MERGER, "name": name, "title": "Làng"} for code in (SA_THAY, SA_BINH) for name in VILLAGES]
    done(settle_villages, SYSTEM, rows=rows)
    for code in (SA_THAY, SA_BINH):
        known = {"minority_area": "yes", "mountainous": "yes", "hardship": "I"}
        for kind, value in known.items():
            scheme = "nd272-2025" if kind == "hardship" else ""
            done(set_trait, SYSTEM, place=find_place(code, DAY).uid, kind=kind, value=value, day=date(2026, 1, 1), scheme=scheme)
        survey(code, 2025, people(20, 5))


def line(number: int, name: str, born: int, *, literate: bool, form: int, village: str = VILLAGES[0]) -> SurveyRow:
    """A person of the survey: a pupil of five years of school, or one who never went."""
    return SurveyRow(
        number=number,
        name=name,
        sex="f" if name.startswith("Y ") else "m",
        birth_year=born,
        ethnicity="xo-dang",
        village=f"Làng {village}",
        form_number=str(form),
        head_name=name,
        state="here",
        residence="permanent",
        finished=5 if literate else None,
        schooling=None if literate else "none",
        disability=False,
    )


GIVEN = (
    "Bluri",
    "Thui",
    "Đeng",
    "Hlới",
    "Khưk",
    "Nhưng",
    "Plênh",
    "Rơn",
    "Sơn",
    "Tơl",
    "Ưih",
    "Vêh",
    "Xêm",
    "Bơng",
    "Chơ",
    "Dyôi",
    "Ênh",
    "Gril",
    "Hmân",
    "Ía",
)
"""Names of no real person."""


def people(count: int, illiterate: int, since: int = 1992) -> list[SurveyRow]:
    """So many adults, the first of whom never learned to read; each a household."""
    return [
        line(
            i + 1,
            f"{'Y' if i % 2 else 'A'} {GIVEN[i % len(GIVEN)]}",
            since + i,
            literate=i >= illiterate,
            form=i + 1,
            village=VILLAGES[i * 2 // count],
        )
        for i in range(count)
    ]


def workbook(rows: list[SurveyRow], year: int) -> bytes:
    """The survey file of a commune, as the national form prints it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phieu.xlsx"
        write_survey(path, shipped_forms()[0], rows, year)
        return path.read_bytes()


def overwritten(content: bytes, cells: dict[str, object]) -> bytes:
    """The same file with some cells as a tired hand would have filled them in."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def survey(code: str, year: int, rows: list[SurveyRow]) -> None:
    """Take the survey of a commune."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"phieu-{code}-{year}.xlsx"
        path.write_bytes(workbook(rows, year))
        kept = keep_path(path)
        done(import_survey, SYSTEM, place=find_place(code, date(year, 12, 31)).uid, year=year, file=kept, file_name=path.name)
