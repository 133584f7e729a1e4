"""From the content of one cell to a value, or to a Fault that says what is wrong and how to mend it."""

import math
import re
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from nharong.files.workbook import Cell, show_cell
from nharong.kernel.text import clean, fold

FIRST_YEAR = 1900
"""Birth years before this are refused."""
_EXCEL_EPOCH = date(1899, 12, 30)
_MISREAD = str.maketrans("OoОоＯlIi|", "000001111")
_NUMBER_WORDS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
}
_LAST_GRADE = 12


class Fault(Exception):
    """A cell cannot be read as what it should be."""

    def __init__(self, error: str, mend: str) -> None:
        super().__init__(error)
        self.error = error
        self.mend = mend


class Grade(NamedTuple):
    """A grade or class with the signs that forms put behind it."""

    grade: int | None
    text: str
    repeats: bool
    two_sessions: bool


def text(cell: Cell) -> str:
    """The cell as clean text."""
    return clean(cell) if isinstance(cell, str) else show_cell(cell)


def _digits_meant(written: str) -> str:
    """The digits that were meant where letters look like them (2O12), else empty."""
    meant = written.translate(_MISREAD)
    return meant if meant.isdecimal() and any(map(str.isdecimal, written)) else ""


def whole(cell: Cell, error: str, mend: str) -> int:
    """A whole number. Raises Fault, proposing the digits meant where letters stand for them."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and math.isfinite(cell) and cell == int(cell):
        return int(cell)
    written = text(cell)
    if written.isdecimal() and len(written) < 10:
        return int(written)
    if re.fullmatch(r"\d{1,9}[.,]0+", written):
        return int(re.split("[.,]", written)[0])
    if meant := _digits_meant(written):
        raise Fault(misread(written), _("Write %(meant)s.") % {"meant": meant})
    raise Fault(error, mend)


def misread(written: str) -> str:
    """The sentence for letters that stand for digits."""
    if re.search("[OoОоＯ]", written):
        return _("The letter O stands in place of a zero.")
    return _("A letter stands in place of a digit.")


def birth(cell: Cell, survey_year: int) -> tuple[int, int | None, int | None]:
    """Year of birth, with month and day where the cell holds a whole date. Raises Fault."""
    month = day = None
    if isinstance(cell, date):
        serial = ((cell.date() if isinstance(cell, datetime) else cell) - _EXCEL_EPOCH).days
        if FIRST_YEAR <= serial <= survey_year:  # a year in a cell formatted as a date
            year = serial
        else:
            year, month, day = cell.year, cell.month, cell.day
    elif isinstance(cell, str) and (match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", clean(cell))):
        year, month, day = int(match[3]), int(match[2]), int(match[1])
        check_day(year, month, day)
    else:
        year = whole(cell, _("This is not a year."), _("Write the year of birth in four digits, for example 1968."))
    if year > survey_year:
        raise Fault(
            _("The year %(year)s has not come yet.") % {"year": year},
            _("Look at the paper form again and write a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": survey_year},
        )
    if year < FIRST_YEAR:
        raise Fault(
            _("The year %(year)s is not possible.") % {"year": year},
            _("Look at the paper form again and write a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": survey_year},
        )
    return year, month, day


def check_day(year: int, month: int, day: int | None) -> None:
    """Raises Fault where the calendar has no such day."""
    try:
        date(year, month, day or 1)
    except ValueError:
        shown = f"{day}/{month}/{year}" if day else f"{month}/{year}"
        raise Fault(_("There is no day %(day)s.") % {"day": shown}, _("Correct day and month, or leave both empty.")) from None


def day_of_month(cell: Cell) -> int:
    """1 to 31. Raises Fault."""
    return _within(cell, 31, _("A day from 1 to 31 is needed."))


def month_of_year(cell: Cell) -> int:
    """1 to 12. Raises Fault."""
    return _within(cell, 12, _("A month from 1 to 12 is needed."))


def _within(cell: Cell, last: int, error: str) -> int:
    mend = _("Correct it, or leave the cell empty.")
    number = whole(cell, error, mend)
    if not 1 <= number <= last:
        raise Fault(error, mend)
    return number


def grade(cell: Cell) -> Grade:
    """A grade now attended: 1-12, preschool (0), beyond school (13); ``!`` repeats, ``*`` two sessions. Raises Fault."""
    written = text(cell)
    plain = written.rstrip("!* ")
    signs = written[len(plain) :]
    found = Grade(None, plain, "!" in signs, "*" in signs)
    key = fold(plain)
    if re.match(r"(mn|mg|nt|mam|mau giao|nha tre|la|choi|lop la|lop choi|lop mam)\b|\d+( \d+)? (tuoi|thang)", key):
        return found._replace(grade=0)
    if re.match(r"(sv|thcn|tdn|dh|cd|tc|dai hoc|cao dang|trung cap|hoc nghe|nghe|sau dai hoc|gdnn|hv)\b", key):
        return found._replace(grade=13)
    return found._replace(grade=school_class(plain))


def class_name(cell: Cell) -> Grade:
    """A class such as ``6A1*``: its name, the grade it begins with if it does, its signs."""
    written = text(cell)
    plain = written.rstrip("!* ")
    signs = written[len(plain) :]
    match = re.match(r"(?:lớp\s*)?(1[0-2]|[1-9])(?!\d)", plain.lower())
    return Grade(int(match[1]) if match else None, plain, "!" in signs, "*" in signs)


def school_class(cell: Cell, last: int = _LAST_GRADE) -> int:
    """A class finished, dropped or completed, 1 to ``last``; ``5/12`` and ``lớp 5`` are 5. Raises Fault."""
    error = _("A number from 1 to %(last)s is needed.") % {"last": last}
    written = text(cell)
    key = fold(written).removeprefix("lop ").strip()
    if re.fullmatch(r"\d{1,2} (10|12)", key):
        key = key.split()[0]
    if key.isdecimal():
        number = int(key)
    elif key in _NUMBER_WORDS:
        raise Fault(error, _("Write %(meant)s.") % {"meant": _NUMBER_WORDS[key]})
    else:
        number = whole(cell, error, _("Write the number, or leave the cell empty."))
    if not 1 <= number <= last:
        raise Fault(error, _("Look at the paper form again, or leave the cell empty."))
    return number


def relapse(cell: Cell) -> int:
    """Relapsed at level 1 or 2; ``mức 1``, ``MĐ 2``, ``I`` are understood. Raises Fault."""
    key = re.sub(r"^(muc do|muc|md|m)\s*", "", fold(text(cell)))
    found = {"1": 1, "2": 2, "i": 1, "ii": 2}.get(key)
    if found is None:
        raise Fault(_("A level of relapse is 1 or 2."), _("Write 1 or 2, or leave the cell empty."))
    return found


def school_year(cell: Cell, survey_year: int) -> int:
    """The calendar year in which a school year ended: ``2024-2025`` and ``2025`` are 2025. Raises Fault."""
    error, mend = _("This is not a school year."), _("Write it like 2024-2025, or leave the cell empty.")
    if isinstance(cell, date):
        year = cell.year
    else:
        written = text(cell).replace(" ", "")
        match = re.fullmatch(r"(\d{4}|\d{2})[-–—/.](\d{4}|\d{2})", written)
        if match:
            first, year = (int(part) + (2000 if len(part) == 2 else 0) for part in match.groups())
            if year != first + 1:
                raise Fault(error, mend)
        elif re.search("[OoОоＯlI]", written) and (meant := written.translate(_MISREAD)) and re.fullmatch(r"\d{4}([-–—/.]\d{4})?", meant):
            raise Fault(misread(written), _("Write %(meant)s.") % {"meant": meant})
        else:
            year = whole(cell, error, mend)
    if not FIRST_YEAR <= year <= survey_year + 1:
        raise Fault(_("The year %(year)s is not possible.") % {"year": year}, mend)
    return year


def form_number(cell: Cell) -> str:
    """The household's form number, without zeros in front and spaces. Raises Fault where longer than 20 signs."""
    written = text(cell).replace(" ", "")
    number = written.lstrip("0") or written
    if len(number) > 20:
        raise Fault(_("The form number is longer than 20 signs."), _("Write the running number of the household in its village."))
    return number


def phone(cell: Cell) -> str:
    """The digits of a phone number, with the zero that a number cell loses; empty where it is none."""
    digits = re.sub(r"\D", "", text(cell))
    if digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    if len(digits) == 9 and digits[0] in "2356789":
        digits = "0" + digits
    return digits if 10 <= len(digits) <= 11 and digits.startswith("0") else ""


def personal_id(cell: Cell) -> str:
    """Twelve digits (or nine of the old card), with the zero that a number cell loses. Raises Fault."""
    digits = re.sub(r"[\s.]", "", text(cell))
    if digits.isdecimal() and len(digits) == 11 and not isinstance(cell, str):
        digits = "0" + digits
    if digits.isdecimal() and len(digits) in {9, 12}:
        return digits
    raise Fault(_("A personal number has 12 digits."), _("Correct it, or leave the cell empty."))


_VILLAGE_END = re.compile(r"\s+[-–—]\s+|\s+[-–—]|[-–—]\s+")


def village(address: str) -> str:
    """The village of an address: what stands before the first dash with a space beside it."""
    return clean(_VILLAGE_END.split(clean(address), maxsplit=1)[0]).strip(" ,;.")
