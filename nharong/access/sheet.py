"""A workbook of accounts: one row each, the header row names the columns in Vietnamese or in English."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from nharong.access.roles import ROLE_NAMES
from nharong.files.workbook import Cell, show_cell
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.text import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "username": ("ten dang nhap", "username", "tai khoan"),
    "name": ("ho va ten", "ho ten", "ten", "name"),
    "role": ("vai", "vai tro", "role"),
    "body": ("don vi", "ma don vi", "co quan", "body"),
    "area": ("dia ban", "ma dia ban", "area"),
    "phone": ("dien thoai", "so dien thoai", "phone"),
}
"""Payload field → folded headings that mean it."""
HEADINGS = ("Tên đăng nhập", "Họ và tên", "Vai", "Đơn vị", "Địa bàn", "Điện thoại")
"""As we write them ourselves."""
NEEDED = ("username", "name", "role")
SEARCHED_ROWS = 20
"""The header stands within so many rows."""


def spelled() -> dict[str, Sequence[str]]:
    """Payload field → headings that mean it, as we write them first."""
    return {field: (title, *words) for (field, words), title in zip(COLUMNS.items(), HEADINGS, strict=True)}


def read_accounts(rows: Iterable[Sequence[Cell]], batch: uuid.UUID) -> list[dict[str, Any]]:
    """Rows for ``access.import_accounts`` from a sheet's cells; each account's uid follows from ``batch`` and its user name.

    Raises Refused where the header or every row is missing.
    """
    head: dict[str, int] = {}
    accounts: list[dict[str, Any]] = []
    for number, cells in enumerate(rows, 1):
        texts = [show_cell(cell).strip() for cell in cells]
        if not head:
            found = _header(texts)
            head = found if all(name in found for name in NEEDED) else {}
            if not head and number >= SEARCHED_ROWS:
                break
        elif any(texts):
            account = {name: texts[place] if place < len(texts) else "" for name, place in head.items()}
            account["role"] = _role(account["role"])
            accounts.append(account | {"row": number, "user": uuid.uuid5(batch, account["username"].lower())})
    if not head:
        error = _("There is no header row with user name, whole name and role.")
        raise Refused(Problem(error=error, mend=_("Use the headings %s.") % ", ".join(HEADINGS), field="file"))
    if not accounts:
        raise Refused(Problem(error=_("The file has no rows."), mend=_("Fill in at least one account."), field="file"))
    return accounts


def _header(texts: Sequence[str]) -> dict[str, int]:
    folded = [fold(text).strip() for text in texts]
    return {name: folded.index(word) for name, words in COLUMNS.items() for word in words if word in folded}


def _role(text: str) -> str:
    """A role's word from the word itself or its name on screens."""
    return next((role for role, name in ROLE_NAMES.items() if text.casefold() == str(name).casefold()), text)
