"""Where a sheet's columns are: the header rows decide, the printed form's letters only fill a gap, with a warning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nharong.files.workbook import Cell, Merged, Sheet, show_cell
from nharong.kernel.text import detect_legacy, fold, to_unicode
from nharong.people.sheet.form import Form, Titles

HEAD_ROWS = 16
"""Header rows lie in the first rows of the sheet."""
_LEAST_TITLES = 5
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True)
class Layout:
    """Where things stand in one sheet; rows and columns from 0."""

    columns: dict[str, int]
    first_row: int
    by_position: tuple[str, ...]
    """Fields whose column lost its title and was taken by the letter of the printed form."""
    unused: tuple[tuple[int, str], ...]
    """Columns with a title that no field knows."""
    titles: dict[str, frozenset[str]]
    """Field to the folded texts over its column: a row that repeats them is a second header."""
    year: int | None


def find_layout(sheet: Sheet, form: Form) -> Layout | None:
    """The layout, or None where no header row is found."""
    rows = [_readable(row) for row in sheet.head(HEAD_ROWS)]
    _spread(rows, sheet.merged)
    plain = {titles.levels[-1] for column in form.columns for titles in column.titles if not titles.begins}
    hits = [len({text for text in map(_folded, row) if text in plain}) for row in rows]
    if not hits or max(hits) < _LEAST_TITLES:
        return None
    top = hits.index(max(hits))
    first_row = top + 1
    while first_row < len(rows) and (_is_numbering(rows[first_row]) or hits[first_row] > 1 or not any(map(_folded, rows[first_row]))):
        first_row += 1
    levels = [_levels(rows[:first_row], place) for place in range(sheet.width)]
    columns = _assign(levels, form)
    by_position = _by_position(columns, levels, form)
    groups = _groups(form)
    found = {*columns.values(), *by_position.values()}
    return Layout(
        columns=columns | by_position,
        first_row=first_row,
        by_position=tuple(name for name in by_position if not form.by_field[name].untitled),
        unused=tuple(
            (place, level[-1])
            for place, level in enumerate(levels)
            if level
            and place not in found
            and not groups.issuperset(level)
            and (form.last_column is None or place <= form.last_column)
            and any(map(str.isalpha, level[-1]))
        ),
        titles={field: frozenset(levels[place]) for field, place in columns.items()},
        year=_year(rows[:first_row], form),
    )


def _readable(row: Sequence[Cell]) -> list[Cell]:
    """The row in Unicode: headers may be in an old font too."""
    fonts = [detect_legacy(cell) if isinstance(cell, str) else "" for cell in row]
    return [to_unicode(str(cell), font) if font else cell for cell, font in zip(row, fonts, strict=True)]


def _spread(rows: list[list[Cell]], merged: Sequence[Merged]) -> None:
    """Write a merged cell's text into every cell it covers."""
    for area in merged:
        if area.first_row < len(rows):
            value = rows[area.first_row][area.first_column] if area.first_column < len(rows[area.first_row]) else ""
            for row in rows[area.first_row : area.last_row + 1]:
                row[area.first_column : area.last_column + 1] = [value] * len(row[area.first_column : area.last_column + 1])


def _folded(cell: Cell) -> str:
    return fold(cell) if isinstance(cell, str) else ""


def _is_numbering(row: Sequence[Cell]) -> bool:
    """The row that numbers the columns: 1, 2, 3 …"""
    shown = [show_cell(cell).strip(" ()[]") for cell in row]
    numbers = [int(text) for text in shown if text.isdecimal() and len(text) < 4]
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return len(numbers) >= _LEAST_TITLES and steps >= 0.8 * (len(numbers) - 1)


def _levels(rows: Sequence[Sequence[Cell]], place: int) -> list[str]:
    """The folded titles over one column, from the group down, without repeats."""
    texts = [_folded(row[place]) for row in rows if place < len(row)]
    return [text for number, text in enumerate(texts) if text and text not in texts[:number]]


@lru_cache(maxsize=1 << 15)
def _score(titles: Titles, levels: tuple[str, ...]) -> int:
    """How well the titles fit a column's levels; 0 where they do not. More levels, exact and lowest ones weigh more."""
    *groups, last = titles.levels
    for place in range(len(levels) - 1, -1, -1):
        exact = levels[place] == last
        if exact or (titles.begins and levels[place].startswith(last)):
            above, ordered = list(levels[:place]), True
            for group in reversed(groups):
                while above and above[-1] != group:
                    above.pop()
                ordered = ordered and bool(above)
                if above:
                    above.pop()
            if ordered:
                return 10 * len(titles.levels) + 5 * exact + 3 * (place == len(levels) - 1)
    return 0


def _assign(levels: Sequence[list[str]], form: Form) -> dict[str, int]:
    """Each field its best column: by score, then by nearness to its place on the printed form; no column twice."""
    fits: list[tuple[int, int, int, str]] = []
    for place, level in enumerate(levels):
        if level and (form.last_column is None or place <= form.last_column):
            for column in form.columns:
                if score := max(_score(titles, tuple(level)) for titles in column.titles):
                    fits.append((-score, abs(place - column.at) if column.at is not None else len(levels), place, column.field))
    columns: dict[str, int] = {}
    taken: set[int] = set()
    for _fit, _distance, place, field in sorted(fits):
        if field not in columns and place not in taken:
            columns[field] = place
            taken.add(place)
    return columns


def _groups(form: Form) -> set[str]:
    """Titles of groups of columns: alone over a column they say nothing."""
    return {fold(column.head[0]) for column in form.columns if len(column.head) > 1}


def _by_position(columns: dict[str, int], levels: Sequence[list[str]], form: Form) -> dict[str, int]:
    """Fields without a title whose column stands untitled at its printed place, between neighbours at theirs."""
    groups = _groups(form)
    printed = sorted((column for column in form.columns if column.at is not None), key=lambda column: column.at or 0)
    found: dict[str, int] = {}
    for number, column in enumerate(printed):
        place = column.at
        if column.field in columns or not column.keep or place is None or place >= len(levels) or place in columns.values():
            continue
        if not groups.issuperset(levels[place]):
            continue
        before = next((other for other in reversed(printed[:number]) if other.field in columns), None)
        after = next((other for other in printed[number + 1 :] if other.field in columns), None)
        if all(other is None or columns[other.field] == other.at for other in (before, after)):
            found[column.field] = place
    return found


def _year(rows: Sequence[Sequence[Cell]], form: Form) -> int | None:
    """The survey year: in its cell, else written in words in the header rows."""
    row, column = form.year_cell
    cells = [rows[row][column]] if row < len(rows) and column < len(rows[row]) else []
    cells += [cell for line in rows for cell in line if isinstance(cell, str) and "nam" in fold(cell).split()]
    for cell in cells:
        if match := _YEAR.search(show_cell(cell)):
            return int(match[1])
    return None
