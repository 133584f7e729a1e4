"""Tables written: what stands in a cell is what was meant, and never a formula."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nharong.files import table as tables
from nharong.files.table import Column, safe_text, write_table
from nharong.files.workbook import read_workbook

COLUMNS = ["Tên", Column("Điện thoại", "text"), Column("Số", "whole"), Column("Tỉ lệ", "percent"), Column("Ngày", "date"), Column("Lúc")]
ROW = ["=1+1", "0905", 1234, 0.105, date(2026, 11, 24), datetime(2026, 11, 24, 19, 42, tzinfo=UTC)]


def test_xlsx_keeps_kinds(tmp_path):
    path = tmp_path / "a.xlsx"
    assert (
        write_table(
            path, COLUMNS, [ROW, [None, "", True, Decimal("2.5"), date(1890, 1, 1), float("nan")]], sheet="Người/dân", title="Danh sách"
        )
        == 2
    )
    page = openpyxl.load_workbook(path)["Ngườidân"]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][0] == "Danh sách"
    assert rows[2] == ("Tên", "Điện thoại", "Số", "Tỉ lệ", "Ngày", "Lúc")
    assert rows[3] == ("=1+1", "0905", 1234, 0.105, datetime(2026, 11, 24), datetime(2026, 11, 24, 19, 42))  # noqa: DTZ001
    assert page["A4"].data_type == "s"
    assert rows[4] == (None, None, True, 2.5, "1890-01-01", "nan")


def test_csv_is_safe_and_utf8(tmp_path):
    path = tmp_path / "a.csv"
    assert write_table(path, COLUMNS, iter([ROW, [None] * 6])) == 1 + 1
    content = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(content.splitlines()))
    assert rows[1] == ["'=1+1", "0905", "1234", "0.105", "2026-11-24", "2026-11-24 19:42:00+00:00"]
    assert rows[2] == [""] * 6


@pytest.mark.parametrize("text", ["=cmd|x", "+84905", "-2+3", "@SUM(A1)", "\t=1"])
def test_safe_text(text):
    assert safe_text(text) == "'" + text
    assert safe_text("A Thui") == "A Thui"


def test_empty_table_has_its_titles(tmp_path):
    path = tmp_path / "a.xlsx"
    assert write_table(path, ["Tên"], []) == 0
    assert list(read_workbook(path).sheet("Sheet").rows()) == [["Tên"]]


def test_long_table_goes_on_in_the_next_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 4)
    path = tmp_path / "a.xlsx"
    assert write_table(path, ["Số"], ([i] for i in range(7)), sheet="Bảng") == 7
    book = read_workbook(path)
    assert book.sheet_names == ("Bảng", "Bảng 2", "Bảng 3")
    assert list(book.sheet("Bảng 3").rows()) == [["Số"], [6]]


def test_other_endings(tmp_path):
    with pytest.raises(ValueError, match="pdf"):
        write_table(tmp_path / "a.pdf", ["a"], [])


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20), min_size=1, max_size=5))
def test_text_round_trip(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("t") / "a.xlsx"
    write_table(path, [str(i) for i in range(len(cells))], [cells])
    assert list(read_workbook(path).sheet("Sheet").rows())[1] == cells
