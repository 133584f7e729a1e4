"""`nharong export targets`: every target of the loaded plans for a place and year, as the plan page shows them."""

import argparse
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from nharong.deeds.exports import write_export
from nharong.files.table import Column
from nharong.kernel.permissions import Forbidden, Permission, Scope
from nharong.kernel.problems import Refused
from nharong.kernel.shell import say_problems
from nharong.kernel.time import today
from nharong.plans.queries import plans, shown

_COLUMNS = (
    Column("Kế hoạch", "text", 20), Column("Chỉ tiêu", "text", 8), Column("Điểm, khoản", "text", 12), Column("Nội dung", "text", 60),
    Column("Địa bàn", "text", 16), Column("Năm", "any", 8), Column("Đơn vị tính", "text", 12), Column("Giá trị", "any", 12),
    Column("Tử số", "whole"), Column("Mẫu số", "whole"), Column("Chưa rõ", "whole"), Column("Thấp nhất", "any"), Column("Cao nhất", "any"),
    Column("So sánh", "text", 8), Column("Ngưỡng", "any"), Column("Hạn", "any"), Column("Kết luận", "text", 14), Column("Quy tắc", "text", 24),
)  # fmt: skip
_MET = {True: "đạt", False: "chưa đạt", None: "chưa đủ số liệu"}


def export_targets(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Each target's figure, threshold and verdict; shares as unrounded fractions. A plan of another place is left out with a word."""
    if not scope.has(Permission.PLANS_VIEW):
        raise Forbidden
    return write_export(arguments, scope, _COLUMNS, list(_rows(arguments, scope)), title=_("Targets"))


def _rows(arguments: argparse.Namespace, scope: Scope) -> Iterator[tuple[Any, ...]]:
    year = arguments.year or today().year
    names = [arguments.plan] if arguments.plan else [plan.key for plan in plans(scope)]
    for name in names:
        try:
            document = shown(scope, name, arguments.place, year=year)
        except Refused as refusal:
            if arguments.plan:
                raise
            say_problems(refusal.problems)
            continue
        for row in document["targets"]:
            yield (
                document["plan"], row["id"], row["clause"], row["title"], document["place"], year, row["unit"],
                *(_plain(row[key]) for key in ("value", "numerator", "denominator", "unknown", "low", "high", "operator", "threshold", "due")),
                _MET[row["met"]], row["rule"],
            )  # fmt: skip


def _plain(value: Any) -> Any:
    """Numbers as numbers; a list or a range as text."""
    return value if value is None or isinstance(value, int | float | str) else str(value)
