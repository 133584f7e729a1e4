"""`nharong export deeds`: the journal as a table, as far as the asker sees it."""

import argparse
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.exports import each, inside, places_asked, require_purpose, write_export
from nharong.deeds.queries import journal, title_of
from nharong.files.table import Column
from nharong.kernel.permissions import Permission, Scope
from nharong.kernel.time import TIMEZONE

_COLUMNS = (
    Column("Mã việc", "text", 38), Column("Lúc ghi nhận", "any", 18), Column("Ngày xảy ra", "date"), Column("Việc", "text", 32),
    Column("Tên việc", "text", 24), Column("Người làm", "text", 28), Column("Đơn vị", "text", 32), Column("Nơi", "text", 24),
    Column("Thiết bị", "text", 16), Column("Đã hoàn tác", "text", 10),
)  # fmt: skip


def export_deeds(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Who did what, when and where, the newest first; payloads stay inside. Names persons: asks for a purpose."""
    require_purpose(arguments)
    rows = journal(scope)
    if arguments.places is not None:
        rows = inside(rows, "place_key", places_asked(arguments, scope, Permission.DEEDS_VIEW))
    return write_export(arguments, scope, _COLUMNS, _rows(rows), title=_("Journal"))


def _rows(rows: Any) -> Iterator[tuple[Any, ...]]:
    for deed in each(rows):
        yield (
            str(deed.uid), deed.received_at.astimezone(TIMEZONE), deed.happened_on, title_of(deed.action), deed.action, deed.author_name,
            deed.body_name, deed.place_name, deed.device, "có" if deed.undone_by_id else "",
        )  # fmt: skip
