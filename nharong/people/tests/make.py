"""Builders for tests of people: persons at a village of the cast, survey files as bytes."""

import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nharong.deeds.actions import perform
from nharong.kernel.ids import new_uid
from nharong.kernel.permissions import SYSTEM
from nharong.people import actions
from nharong.people.models import Person
from nharong.people.sheet import SurveyRow, shipped_forms, write_survey
from nharong.territory.models import Place

DAY = date(2026, 1, 1)


def person(place: Place, name: str = "A Thui", born: int | None = 1985, *, day: date = DAY, **facts: Any) -> Person:
    """Somebody at a place."""
    uid = new_uid()
    known = {"name": name, "sex": "m", "birth": [born, None, None] if born else None, "ethnicity": "xo-dang", "disability": False} | facts
    household = known.pop("household", None)
    receipt = perform(
        actions.add_person, SYSTEM, person=uid, place=place.uid, valid_from=day, facts=known, source="thử", household=household
    )
    assert receipt.ok, receipt.errors
    return Person.objects.get(uid=uid)


def line(number: int, name: str, village: str = "Làng Kơ Tu", form: str = "1", born: int = 1985, **facts: Any) -> SurveyRow:
    """One row of a survey file."""
    known = {"sex": "m", "ethnicity": "xo-dang", "head_name": "A Thui", "finished": 1, "state": "here", "residence": "permanent"} | facts
    return SurveyRow(number=number, name=name, village=village, form_number=form, birth_year=born, disability=False, **known)


def workbook(rows: list[SurveyRow], year: int = 2026) -> bytes:
    """A survey file as the national form prints it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "phieu.xlsx"
        write_survey(path, shipped_forms()[0], rows, year)
        return path.read_bytes()


def changed(content: bytes, changes: dict[str, Any], merge: str = "", sheet: int = 0) -> bytes:
    """The file with cells overwritten (``{"G7": "2O12"}``) and a range merged."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[sheet]
    for cell, value in changes.items():
        page[cell] = value
    if merge:
        page.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "phieu.xlsx") -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile(name, content)
