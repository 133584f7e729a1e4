"""Tables written: .xlsx and .csv row by row in constant memory; numbers stay numbers, dates dates, text is only text."""

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Signs that begin a formula in a spreadsheet."""
_NUMBERS = {"text": "@", "whole": "#,##0", "number": "#,##0.##", "percent": "0.0%", "date": "dd/mm/yyyy", "any": "General"}
MAX_ROWS = 1_048_576
"""Rows of one sheet of an .xlsx."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table to write."""

    title: str
    kind: str = "any"
    """``text`` (codes and phones keep their zeros), ``whole``, ``number``, ``percent`` (a fraction), ``date``, ``any``."""
    width: int = 14
    """In characters of the default font."""


def write_table(
    path: Path | str, columns: Sequence[Column | str], rows: Iterable[Sequence[Any]], *, sheet: str = "", title: str = ""
) -> int:
    """Write the rows under their titles to ``path``, .xlsx or .csv by its ending; returns how many.

    None is an empty cell. A text that a spreadsheet would run as a formula is written as text. A sheet longer than
    MAX_ROWS goes on in the next one. ``title`` is a line above the table (.xlsx). Raises ValueError on another ending.
    """
    listed = [column if isinstance(column, Column) else Column(column) for column in columns]
    ending = Path(path).suffix.lower()
    if ending == ".csv":
        return _write_csv(Path(path), listed, rows)
    if ending == ".xlsx":
        return _write_xlsx(Path(path), listed, rows, sheet, title)
    raise ValueError(ending)


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs when it opens a .csv: an apostrophe stands before a sign that begins a formula."""
    return "'" + text if text.startswith(RISKY) else text


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([safe_text(column.title) for column in columns])
        for row in rows:
            writer.writerow([_csv_cell(value) for value in row])
            count += 1
    return count


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _write_xlsx(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]], sheet: str, title: str) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
        formats = [book.add_format({"num_format": _NUMBERS[column.kind]}) for column in columns]
        times = _Times(book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        page, line = None, MAX_ROWS
        for row in _with_empty(rows):
            if line >= MAX_ROWS:
                page = book.add_worksheet(_sheet_name(sheet, len(book.worksheets())))
                line = _write_head(page, columns, title, bold)
            if row is None:
                break
            for place, value in enumerate(row):
                _write_cell(page, (line, place), value, formats[place] if place < len(formats) else None, times)
            line += 1
            count += 1
    return count


def _with_empty(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any] | None]:
    """The rows, then None: an empty table still gets its sheet and titles."""
    yield from rows
    yield None


def _sheet_name(name: str, number: int) -> str:
    kept = "".join(sign for sign in name if sign not in "[]:*?/\\").strip("' ")[:28] or "Sheet"
    return kept if number == 0 else f"{kept} {number + 1}"


def _write_head(page: Any, columns: Sequence[Column], title: str, bold: Any) -> int:
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width)
    line = 0
    if title:
        page.write_string(0, 0, title, bold)
        line = 2
    for place, column in enumerate(columns):
        page.write_string(line, place, column.title, bold)
    page.freeze_panes(line + 1, 0)
    return line + 1


class _Times(NamedTuple):
    """Formats of days and moments, whatever the column's own."""

    day: Any
    moment: Any


def _write_cell(page: Any, at: tuple[int, int], value: Any, own: Any, times: _Times) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(*at, value[:32_767], own)
    elif isinstance(value, bool):
        page.write_boolean(*at, value, own)
    elif isinstance(value, datetime):
        page.write_datetime(*at, value.replace(tzinfo=None), times.moment)
    elif isinstance(value, date) and value.year >= 1900:
        page.write_datetime(*at, value, times.day)
    elif isinstance(value, int | float | Decimal) and math.isfinite(value):
        page.write_number(*at, value, own)
    else:
        page.write_string(*at, str(value), own)
