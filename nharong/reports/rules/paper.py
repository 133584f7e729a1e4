"""How official papers write days, numbers and symbols (Nghị định 30/2020/NĐ-CP, annex I). Always Vietnamese."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from nharong.kernel.time import show_day
from nharong.ui import numbers

VI = "vi"
NBSP = numbers.NBSP
END = "./."
"""After the last sentence of a paper."""


def two(number: int) -> str:
    """Days under 10 and months 1 and 2 carry a zero, so that nothing can be added before them."""
    return f"{number:02d}"


def day_text(day: date) -> str:
    """``05 tháng 02 năm 2026``, ``24 tháng 11 năm 2026``: as after the word ngày."""
    month = two(day.month) if day.month <= 2 else str(day.month)
    return f"{two(day.day)} tháng {month} năm {day.year}"


def place_and_day(place: str, day: date | None, due: date | None, year: int) -> str:
    """``Sa Bình, ngày 05 tháng 3 năm 2026``; without a day the gaps that are filled in by hand."""
    if day is not None:
        return f"{place}, ngày {day_text(day)}"
    month = str(due.month) if due else NBSP * 6
    return f"{place}, ngày {NBSP * 6} tháng {month} năm {due.year if due else year}"


def symbol_text(number: int | None, kind: str, symbol: str) -> str:
    """``05/BC-UBND``; without a number the gap before the stroke."""
    return f"{two(number) if number is not None else NBSP * 8}/{kind}-{symbol}"


def period_text(first: date, last: date) -> str:
    """``từ ngày 01/01/2026 đến ngày 09/12/2026``."""
    return f"từ ngày {show_day(first)} đến ngày {show_day(last)}"


def roman(number: int) -> str:
    """I, II, III … of the parts of a paper."""
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in signs:
        while number >= value:
            text, number = text + sign, number - value
    return text


def listed(words: Sequence[str]) -> str:
    """Words in a sentence: ``a, b và c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} và {words[-1]}" if words else ""


def ended(items: Sequence[str]) -> list[str]:
    """Lines that each end ``;``, the last ``.``: legal bases, receivers."""
    return [item.rstrip(" ;.") + (";" if i < len(items) - 1 else ".") for i, item in enumerate(items)]


def finished(text: str) -> str:
    """The last sentence of a paper with its ``./.``."""
    return text.rstrip(" ./;") + END


def spelled(name: str, words: Mapping[str, str]) -> str:
    """A body's short name written out: ``UBND xã Sa Bình`` → ``Ủy ban nhân dân xã Sa Bình``."""
    for short, whole in words.items():
        name = name.replace(short, whole, 1) if name.startswith(short) or f" {short}" in name else name
    return name


def decapitalised(text: str) -> str:
    """A title inside a sentence: its first letter small, unless the word is all capitals."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def kind_of_document(number: str, kinds: Mapping[str, str]) -> str:
    """What a document is, by its symbol: ``1716/QĐ-TTg`` is a Quyết định, ``49-KL/TW`` a Kết luận."""
    words = number.replace("/", " ").replace("-", " ").split()
    return next((kinds[word] for word in words if word in kinds), kinds.get("", ""))


def mark(id: str) -> str:
    """A target's id as the plan prints it: ``dd1`` is đ1."""
    return "đ" + id[2:] if id[:2] == "dd" and id[2:3].isdigit() else id


# ---------------------------------------------------------------- figures


def value_text(value: float | None, kind: str, threshold: Any = None) -> str:
    """A target's value: a share as ``14,8 %``, a growth with its sign, a count plain; kind: share, growth or count."""
    if value is None:
        return numbers.NONE
    if kind == "growth":
        return numbers.change(value, VI)
    if kind == "share":
        return numbers.percent(value, threshold if isinstance(threshold, int | float) else None, VI)
    return numbers.number(value, 2, VI)


SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "about": "khoảng", "keep": "giữ", "rise": "tăng", "fall": "giảm"}
WORDS = {"ge": "ít nhất", "gt": "trên", "le": "nhiều nhất", "lt": "dưới", "eq": "đúng", "about": "khoảng", "keep": "giữ ở mức",
         "rise": "tăng", "fall": "giảm"}  # fmt: skip


def threshold_text(op: str, value: Any, kind: str, signs: Mapping[str, str] = SIGNS) -> str:
    """What is asked: ``≥ 10,5 %``, or in words ``ít nhất 10,5 %``; empty where nothing is."""
    said = signs.get(op, "")
    if value is None:
        return said if op in ("keep", "rise", "fall") else ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list | tuple):
        low, high = (numbers.threshold(end, kind, VI) for end in value)
        return f"{said} từ {low} đến {high}".strip()
    return f"{said} {value if isinstance(value, str) else numbers.threshold(value, kind, VI)}".strip()


def range_text(low: float | None, high: float | None, kind: str) -> str:
    """What the unknowns leave open: ``từ 61,5 đến 72,4 %``; empty where nothing is open."""
    if low is None or high is None or low == high:
        return ""
    first, last = value_text(low, kind), value_text(high, kind)
    return "" if first == last else f"từ {first.removesuffix(NBSP + '%')} đến {last}"
