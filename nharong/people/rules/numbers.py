"""Personal ID and phone numbers: written plainly, shown masked, matched by a keyed hash. Pure."""

import hashlib
import hmac
import re

KINDS = ("id", "phone")
_NOT_DIGIT = re.compile(r"[\s.\-()]")
_FORMS = {"id": re.compile(r"\d{9}|\d{12}"), "phone": re.compile(r"0\d{8,10}")}
"""Số định danh cá nhân has 12 digits (Luật Căn cước 2023), the old identity card 9; phones begin with 0."""
DOT = "•"


def plain(kind: str, written: str) -> str | None:
    """The number without spaces and dots, +84 written as 0; None where it is no number of the kind."""
    digits = _NOT_DIGIT.sub("", written)
    if kind == "phone" and digits.startswith("+84"):
        digits = "0" + digits[3:]
    return digits if kind in _FORMS and _FORMS[kind].fullmatch(digits) else None


def masked(number: str) -> str:
    """``062•••••••17``: enough to recognise, too little to use."""
    if len(number) < 7:
        return DOT * len(number)
    head = 3 if len(number) >= 12 else 2
    return number[:head] + DOT * (len(number) - head - 2) + number[-2:]


def digest(key: str, kind: str, number: str) -> str:
    """The keyed hash under which a number is matched: whoever lacks the key cannot try all numbers."""
    return hmac.new(key.encode(), f"{kind}:{number}".encode(), hashlib.sha256).hexdigest()
