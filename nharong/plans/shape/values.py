"""Values of thresholds: numbers, percentages, ranges, so many of so many, yes or no, grades."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator

from nharong.plans.shape.words import fault


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many: ``8/8``, ``1/8``."""

    n: int
    of: int


Value = bool | int | float | str | tuple[float, float] | Part
"""A threshold: a number (shares are fractions), a range, so many of so many, yes or no, or a grade of a scale."""

_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(%?)")
_PART = re.compile(r"(\d+)\s*/\s*(\d+)")
_GRADE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FORMS = "Ghi 0.9, 90 %, 1200, 8/8, [0.3 %, 0.5 %], yes, hoặc một bậc của thang đo."


def read_number(raw: object) -> float | int:
    """A number, or a percentage as a fraction: ``10.5 %`` and ``10,5 %`` are 0.105."""
    if isinstance(raw, str) and (match := _NUMBER.fullmatch(raw.strip())):
        digits = match[1].replace(",", ".")
        if match[2]:
            return float(_shift_percent(digits))
        return float(digits) if "." in digits else int(digits)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < 1e15:
        return raw
    raise fault(f"“{raw}” không phải là số.", _FORMS)


def _shift_percent(digits: str) -> str:
    """Percent to fraction without binary rounding: ``10.5`` → ``0.105``."""
    return f"{digits}e-2"


def read_value(raw: object) -> Value:
    """A threshold as written. Raises a fault that lists the forms."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, list | tuple):
        return _read_range(raw)
    if isinstance(raw, str):
        text = raw.strip()
        if text in ("yes", "no"):
            return text == "yes"
        if match := _PART.fullmatch(text):
            return _read_part(int(match[1]), int(match[2]))
        if _GRADE.fullmatch(text):
            return text
    return read_number(raw)


def _read_range(raw: list[Any] | tuple[Any, ...]) -> tuple[float, float]:
    if len(raw) != 2:
        raise fault("Khoảng giá trị phải có đúng hai số.", "Ghi [thấp, cao], ví dụ [0.3 %, 0.5 %].")
    low, high = read_number(raw[0]), read_number(raw[1])
    if low >= high:
        raise fault(f"Khoảng [{raw[0]}, {raw[1]}] không tăng.", "Ghi số thấp trước, số cao sau.")
    return (low, high)


def _read_part(n: int, of: int) -> Part:
    if of == 0 or n > of:
        raise fault(f"“{n}/{of}” không phải một phần của tổng.", "Ghi số cần đạt trước, tổng số sau, ví dụ 1/8.")
    return Part(n, of)


def show_value(value: Value) -> Any:
    """The value as the file could have said it, for JSON."""
    if isinstance(value, Part):
        return f"{value.n}/{value.of}"
    return list(value) if isinstance(value, tuple) else value


Threshold = Annotated[Value, PlainValidator(read_value), PlainSerializer(show_value)]
Number = Annotated[float | int, PlainValidator(read_number)]
