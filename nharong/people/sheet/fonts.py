"""Rows typed for a font from before Unicode: seen, told with the reading proposed, or turned."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from nharong.files.address import column_letter
from nharong.files.workbook import Cell, Sheet
from nharong.kernel.problems import Problem
from nharong.kernel.text import detect_legacy, to_unicode
from nharong.people.sheet.header import Layout
from nharong.people.sheet.person import PersonReader

_SAMPLE = 300
_NAMES = ("family_name", "given_name", "head_family", "head_given", "address", "village", "parent", "ethnicity", "relation", "circumstance")
_SHARE = 0.2


def _is_suspect(cell: Cell) -> bool:
    """Text with signs of Latin-1 and none beyond: Unicode, or an old font."""
    return isinstance(cell, str) and not cell.isascii() and max(cell) <= "\u00ff"


class Fonts:
    """The old font of each row, and of the file as a whole: a word that could be both follows its surroundings."""

    def __init__(self, sheet: Sheet, layout: Layout, convert: bool) -> None:
        self.convert = convert
        self.places = [layout.columns[name] for name in _NAMES if name in layout.columns]
        self.names = [layout.columns[name] for name in _NAMES[:2] if name in layout.columns]
        self.file_font = self._of_file(sheet.head(layout.first_row + _SAMPLE)[layout.first_row :])

    def _of_file(self, rows: Sequence[Sequence[Cell]]) -> str:
        found: Counter[str] = Counter()
        for row in rows:
            suspects = [str(row[place]) for place in self.places if _is_suspect(row[place])]
            if suspects or self._has_unicode_name(row):
                found["" if self._has_unicode_name(row) else detect_legacy(" ".join(suspects))] += 1
        if not found:
            return ""
        font, times = max(((font, times) for font, times in found.items() if font), key=lambda pair: pair[1], default=("", 0))
        return font if times > _SHARE * found.total() else ""

    def of_row(self, cells: Sequence[Cell]) -> str:
        """``tcvn3``, ``vni`` or empty."""
        suspects = [cell for place in self.places if _is_suspect(cell := cells[place])]
        if not suspects:
            return ""
        font = detect_legacy(" ".join(str(cell) for cell in suspects))
        if font or not self.file_font:
            return font
        changed = any(to_unicode(str(cell), self.file_font) != cell for cell in suspects)
        return self.file_font if changed and not self._has_unicode_name(cells) else ""

    def _has_unicode_name(self, cells: Sequence[Cell]) -> bool:
        return any(max(name) > "\u00ff" for place in self.names if isinstance(name := cells[place], str) and name)

    def converted(self, cells: Sequence[Cell], font: str) -> list[Cell]:
        """The row in Unicode; cells that already are stay."""
        return [to_unicode(str(cell), font) if _is_suspect(cell) else cell for cell in cells]

    def problem(self, number: int, cells: Sequence[Cell], font: str, reader: PersonReader) -> Problem:
        """What to tell, at the first cell that reads differently."""
        place = next(place for place in self.places if _is_suspect(cells[place]) and to_unicode(str(cells[place]), font) != cells[place])
        name = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}[font]
        return Problem(
            error=_("The text is in the old font %(font)s.") % {"font": name},
            mend=_("Choose “Change to Unicode”; it will read: %(reading)s") % {"reading": to_unicode(str(cells[place]), font)},
            field=reader.title_at(place),
            value=str(cells[place]),
            row=number,
            column=column_letter(place),
        )
