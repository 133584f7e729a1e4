"""Workbooks read: .xlsx and .xls, sheet by sheet, after the guard has looked through them."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

import python_calamine
from django.utils.translation import gettext as _

from nharong.files.address import column_letter
from nharong.files.guard import LIMITS, Limits, check_area, check_workbook, cut_in_half, locked, not_a_workbook
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.text import fold

Cell = str | int | float | bool | date | time | timedelta
"""What a cell holds: "" where empty or in error; dates and times where the cell is formatted so (datetime is a date)."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells merged into one; rows and columns from 0, the last ones inclusive. The value stands in the first."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; its rows are lists of cells from column A, all of the same width."""

    name: str
    height: int
    width: int
    merged: tuple[Merged, ...]
    _data: python_calamine.CalamineSheet

    def rows(self) -> Iterator[list[Cell]]:
        """The rows from the first of the sheet, one at a time, so that a large sheet is not held twice."""
        if self._data.start is None:
            return
        before: list[Cell] = [""] * self._data.start[1]
        for row in self._data.iter_rows():
            yield before + row if before else row

    def head(self, count: int) -> list[list[Cell]]:
        """The first ``count`` rows."""
        return [row for row, _n in zip(self.rows(), range(count), strict=False)]


@dataclass(frozen=True)
class Workbook:
    """An open workbook: names of its sheets in order, without chart sheets."""

    name: str
    sheet_names: tuple[str, ...]
    _data: python_calamine.CalamineWorkbook
    _limits: Limits

    def has(self, name: str) -> bool:
        """Whether there is such a sheet; capitals, diacritics and spaces do not count."""
        return self._find(name) is not None

    def sheet(self, *names: str) -> Sheet:
        """The first of the named sheets that is there. Raises Refused, naming those that are."""
        for name in names:
            if found := self._find(name):
                return self._read(found)
        raise Refused(
            Problem(
                error=_("The file has no sheet “%(name)s”. It has: %(names)s.")
                % {"name": names[0], "names": ", ".join(self.sheet_names) or "–"},
                mend=_("Choose the file with that sheet, or give the sheet its right name."),
                field="sheet",
                value=", ".join(self.sheet_names),
            )
        )

    def _find(self, name: str) -> str | None:
        wanted = fold(name).replace(" ", "")
        return next((found for found in self.sheet_names if fold(found).replace(" ", "") == wanted), None)

    def _read(self, name: str) -> Sheet:
        try:
            data = self._data.get_sheet_by_name(name)
        except (python_calamine.CalamineError, python_calamine.XmlError, python_calamine.ZipError, OSError, ValueError) as error:
            raise cut_in_half() from error
        height, width = (data.end[0] + 1, data.end[1] + 1) if data.end else (0, 0)
        check_area(height, width, self._limits)
        merged = tuple(Merged(*first, *last) for first, last in data.merged_cell_ranges or ())
        return Sheet(name, height, width, merged, data)


def read_workbook(source: Path | str | bytes | BinaryIO, *, name: str = "", limits: Limits = LIMITS) -> Workbook:
    """Open an .xlsx or .xls file given by path, bytes or stream; what it is decides, not what it is called.

    Raises Refused: not a workbook, cut in half, locked with a password, larger inside than the limits.
    """
    if isinstance(source, bytes):
        stream: BinaryIO = io.BytesIO(source)
    elif isinstance(source, Path | str):
        name = name or Path(source).name
        stream = io.BytesIO(Path(source).read_bytes()) if Path(source).stat().st_size <= limits.file_bytes else open(source, "rb")  # noqa: SIM115
    else:
        stream = source
    check_workbook(stream, limits)
    stream.seek(0)
    try:
        data = python_calamine.load_workbook(stream)
    except python_calamine.PasswordError as error:
        raise locked() from error
    except python_calamine.ZipError as error:
        raise cut_in_half() from error
    except (python_calamine.CalamineError, python_calamine.XmlError, OSError, ValueError) as error:
        raise not_a_workbook() from error
    sheets = [sheet.name for sheet in data.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet]
    return Workbook(name, tuple(sheets), data, limits)


def show_cell(value: Cell) -> str:
    """The cell's content as the officer sees it: 1968, not 1968.0; 15/03/1968; empty for nothing."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    return str(value)


class Rows(Protocol):
    """Anything with rows of cells: a sheet of a workbook, or a .csv file."""

    @property
    def name(self) -> str:
        """As a message calls it."""

    def rows(self) -> Iterator[list[Cell]]:
        """The rows from the first."""

    def head(self, count: int) -> list[list[Cell]]:
        """The first ``count`` rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one header row: columns found by their titles, problems told with row and letter."""

    columns: dict[str, int]
    rows: Sequence[tuple[int, list[Cell]]]
    """Row number as the spreadsheet shows it, and the cells."""
    unread: tuple[str, ...] = ()
    """Titles of the header row that mean no column."""

    @classmethod
    def read(cls, sheet: Rows, titles: dict[str, Sequence[str]], *, needed: Sequence[str] = (), header_rows: int = 10) -> "Table":
        """Find the titles (column id to spellings, folded when compared) in the first rows; what follows are the rows.

        Empty rows are left out. Raises Refused where a needed column is missing.
        """
        wanted = {fold(spelling): column for column, spellings in titles.items() for spelling in spellings}
        best: tuple[int, dict[str, int]] = (-1, {})
        for number, row in enumerate(sheet.head(header_rows)):
            found: dict[str, int] = {}
            for place, cell in enumerate(row):
                if isinstance(cell, str) and (column := wanted.get(fold(cell))):
                    found.setdefault(column, place)
            if len(found) > len(best[1]):
                best = (number, found)
        missing = [titles[column][0] for column in needed if column not in best[1]]
        if missing:
            raise Refused(
                Problem(
                    error=_("The sheet “%(sheet)s” lacks the columns: %(columns)s.") % {"sheet": sheet.name, "columns": ", ".join(missing)},
                    mend=_("Write these titles in the header row, as in the sample file."),
                    field="file",
                )
            )
        rows = [
            (number, row) for number, row in enumerate(sheet.rows(), start=1) if number > best[0] + 1 and any(cell != "" for cell in row)
        ]
        titled = next(row for number, row in enumerate(sheet.head(header_rows)) if number == best[0]) if best[1] else []
        unread = tuple(show_cell(cell) for place, cell in enumerate(titled) if cell != "" and place not in best[1].values())
        return cls(best[1], rows, unread)

    def text(self, row: list[Cell], column: str) -> str:
        """The cell's text, trimmed; empty where the column is not in the file."""
        place = self.columns.get(column)
        return show_cell(row[place]).strip() if place is not None and place < len(row) else ""

    def letter(self, column: str) -> str:
        """The column's letter, for a problem."""
        return column_letter(self.columns[column]) if column in self.columns else ""
