"""A table file of either kind opened by its columns' titles: .xlsx and .xls through the guard, .csv as text."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from nharong.files.guard import LIMITS
from nharong.files.table import RISKY
from nharong.files.workbook import Cell, Table, read_workbook
from nharong.kernel.problems import Problem, Refused

_DELIMITERS = ";,\t"


@dataclass(frozen=True)
class TextSheet:
    """The rows of a .csv file, every cell a text."""

    name: str
    lines: Sequence[list[Cell]]

    def rows(self) -> Iterator[list[Cell]]:
        """The rows from the first."""
        yield from self.lines

    def head(self, count: int) -> list[list[Cell]]:
        """The first ``count`` rows."""
        return list(self.lines[:count])


def open_table(path: Path, titles: dict[str, Sequence[str]], *, needed: Sequence[str] = ()) -> Table:
    """The table of a file: a .csv, or the first sheet of a workbook that has the needed columns.

    Raises Refused: no such file, no table, a needed column missing.
    """
    if not path.is_file():
        raise Refused(Problem(error=_("There is no file %s.") % path, mend=_("Check where it lies."), field="file", value=str(path)))
    if path.suffix.lower() == ".csv":
        return Table.read(read_text(path), titles, needed=needed)
    book = read_workbook(path)
    refusal: Refused | None = None
    for name in book.sheet_names:
        try:
            return Table.read(book.sheet(name), titles, needed=needed)
        except Refused as missing:
            refusal = refusal or missing
    if refusal is None:
        raise Refused(Problem(error=_("The file has no sheet."), mend=_("Choose another file."), field="file", value=path.name))
    raise refusal


def read_text(path: Path) -> TextSheet:
    """A .csv in UTF-8 (or UTF-16 as Excel's "Unicode text"), parted by comma, semicolon or tab. Raises Refused."""
    if path.stat().st_size > LIMITS.file_bytes:
        raise Refused(Problem(error=_("The file is too large."), mend=_("Part it into several files."), field="file", value=path.name))
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        error = _("The letters of the file cannot be read: it is not kept as UTF-8.")
        mend = _("Save it as “CSV UTF-8” in Excel, or as .xlsx.")
        raise Refused(Problem(error=error, mend=mend, field="file", value=path.name)) from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        lines: list[list[Cell]] = [[_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as fault:
        error = _("The file is no table: %(why)s.") % {"why": fault}
        raise Refused(Problem(error=error, mend=_("Save it anew from Excel."), field="file", value=path.name)) from None
    return TextSheet(path.name, lines[: LIMITS.rows])


def _cell(text: str) -> str:
    """The text meant: the apostrophe that keeps a spreadsheet from running it is taken off."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text
