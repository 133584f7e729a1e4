"""Cells that hold one of a few words: levels of schooling, sex, residence, state; many spellings, one value."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from nharong.files.workbook import Cell
from nharong.kernel.text import fold
from nharong.people.sheet.cells import Fault, text


def level(cell: Cell) -> str:
    """Highest level finished: ``mn th thcs thpt``. Raises Fault."""
    key = fold(text(cell)).removeprefix("tot nghiep ").removeprefix("tn ")
    found = _LEVELS.get(key)
    if found is None:
        raise Fault(_("This level of schooling is not known."), _("Write MN, TH, THCS or THPT, or leave the cell empty."))
    return found


_LEVELS = {
    **dict.fromkeys(("mn", "mam non", "mau giao"), "mn"),
    **dict.fromkeys(("th", "tieu hoc", "cap 1", "cap i", "c1", "1"), "th"),
    **dict.fromkeys(("thcs", "trung hoc co so", "cap 2", "cap ii", "c2", "2"), "thcs"),
    **dict.fromkeys(("thpt", "trung hoc pho thong", "cap 3", "cap iii", "c3", "3", "btth"), "thpt"),
}
_VOCATIONAL = {
    **dict.fromkeys(("so cap", "sc", "so cap nghe", "nghe", "chung chi", "chung chi nghe", "cn", "cong nhan"), "so-cap"),
    **dict.fromkeys(("trung cap", "tc", "thcn", "trung cap nghe", "tccn", "trung hoc chuyen nghiep", "tcn"), "trung-cap"),
    **dict.fromkeys(("cao dang", "cd", "cao dang nghe", "cdn"), "cao-dang"),
    **dict.fromkeys(("dai hoc", "dh", "ky su", "cu nhan"), "dai-hoc"),
    **dict.fromkeys(("thac si", "thac sy", "ths", "tien si", "tien sy", "ts", "sau dai hoc"), "sau-dai-hoc"),
}


def vocational(cell: Cell) -> str:
    """Vocational or higher level finished. Raises Fault."""
    found = _VOCATIONAL.get(fold(text(cell)))
    if found is None:
        raise Fault(
            _("This vocational level is not known."),
            _("Write sơ cấp, trung cấp, cao đẳng, đại học or sau đại học, or leave the cell empty."),
        )
    return found


def sex(cell: Cell) -> str:
    """``f`` for the mark in the column of women, ``m`` where a man is written out. Raises Fault."""
    key = fold(text(cell))
    if key in {"x", "nu", "n", "f", "1", "v", "co", "true"} or text(cell) in {"✓", "✔", "√", "×", "✗"}:
        return "f"
    if key in {"nam", "m", "0", "khong", "false"}:
        return "m"
    raise Fault(_("The column of women takes only x."), _("Write x for a woman, leave the cell empty for a man."))


def mark(cell: Cell) -> bool:
    """Whether the cell is ticked: anything but 0 and "không"."""
    return fold(text(cell)) not in {"", "0", "khong", "k", "false"}


def residence(cell: Cell) -> str:
    """``permanent`` or ``temporary``. Raises Fault."""
    key = fold(text(cell))
    if key.startswith(("thuong tru", "tt", "kt1", "ho khau", "co ho khau", "thuong")) or key in {"1", "x"}:
        return "permanent"
    if key.startswith(("tam tru", "kt2", "kt3", "kt4", "luu tru", "tam")) or key == "2":
        return "temporary"
    raise Fault(_("The kind of residence is thường trú or tạm trú."), _("Write one of the two, or leave the cell empty."))


class State(NamedTuple):
    """Whether the person is here, and what was said about it."""

    state: str
    moved_in: bool
    absent: bool


_STATES = (
    (("chuyen den", "moi den", "den", "nhap khau", "nhap cu"), State("here", True, False)),
    (("chuyen di", "chuyen khau", "da chuyen", "chuyen", "di", "xuat cu", "cat khau"), State("away", False, False)),
    (("chet", "mat", "da mat", "da chet", "tu vong", "qua doi", "tu tran"), State("dead", False, False)),
    (("vang", "tam vang", "di lam", "di hoc", "lam an xa"), State("here", False, True)),
    (
        ("dang o", "co mat", "o", "hien dang", "luu tru", "thuong tru", "tam tru", "binh thuong", "co", "tai cho"),
        State("here", False, False),
    ),
)


def state(cell: Cell) -> State:
    """Here, moved in, absent for a time (counts as here), moved out, dead. Raises Fault."""
    key = fold(text(cell))
    matches = [(len(word), found) for words, found in _STATES for word in words if key == word or key.startswith(word + " ")]
    if not matches:
        raise Fault(
            _("This state of residence is not known."), _("Write đang ở, vắng, chuyển đến, chuyển đi or đã mất, or leave the cell empty.")
        )
    return max(matches)[1]
