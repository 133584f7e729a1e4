"""`nharong export persons|households`: within the area, with one line in the read log, never half a file."""

import argparse
import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from nharong.access.tests.cast import Cast
from nharong.deeds.models import Reading
from nharong.kernel.permissions import Forbidden, Hidden
from nharong.kernel.problems import Refused
from nharong.kernel.shell import Refusal, WrongUse
from nharong.people.exports import export_households, export_persons
from nharong.people.models import Household
from nharong.people.tests.make import person

pytestmark = pytest.mark.django_db


def asked(out: Path, place: str = "", purpose: str = "báo cáo năm") -> argparse.Namespace:
    return argparse.Namespace(out=str(out), place=place, purpose=purpose)


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture
def people(cast: Cast, ledger: None) -> None:
    home = Household.objects.create(place=cast.village, number="14", head_name="A Thui", by_deed=cast.deed)
    person(cast.village, "A Thui", household=home.uid)
    person(cast.village, "Y Bơng", sex="f", household=home.uid)
    person(cast.villages[1][0], "A Khưk")


def test_persons_of_the_own_area(cast: Cast, people: None, tmp_path: Path) -> None:
    out = tmp_path / "nguoi.csv"
    document = export_persons(asked(out), cast.scope("commune-officer"))
    assert document["rows"] == 2
    rows = read(out)
    assert [row[1] for row in rows[1:]] == ["Y Bơng", "A Thui"]
    assert rows[1][8] == "14"
    line = Reading.objects.get()
    assert (line.kind, line.count, line.purpose) == ("persons export", 2, "báo cáo năm")
    assert [path.name for path in tmp_path.iterdir()] == ["nguoi.csv"]


def test_a_workbook_of_one_place(cast: Cast, people: None, tmp_path: Path) -> None:
    out = tmp_path / "nguoi.xlsx"
    assert export_persons(asked(out, "23534"), cast.scope("inspector"))["rows"] == 1
    values = [cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row]
    assert "A Khưk" in values
    assert export_persons(asked(out, "51"), cast.scope("inspector"))["rows"] == 3


def test_households_with_their_counts(cast: Cast, people: None, tmp_path: Path) -> None:
    out = tmp_path / "ho.csv"
    assert export_households(asked(out), cast.scope("commune-officer"))["rows"] == 1
    assert read(out)[1][-1] == "2"


def test_who_and_what_is_refused(cast: Cast, people: None, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    faults: list[tuple[Any, argparse.Namespace, str]] = [
        (Forbidden, asked(out), "nobody"),
        (Hidden, asked(out, "23534"), "commune-officer"),
        (Refused, asked(out, "99999"), "inspector"),
        (WrongUse, asked(tmp_path / "x.doc"), "inspector"),
        (Refusal, asked(tmp_path / "no" / "x.csv"), "inspector"),
    ]
    for fault, arguments, role in faults:
        with pytest.raises(fault):
            export_persons(arguments, cast.scope(role))
    assert not Reading.objects.exists()
    assert list(tmp_path.iterdir()) == []
