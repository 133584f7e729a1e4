"""`nharong import KIND FILE` and `nharong export KIND --out FILE` over the open tables of kinds."""

import argparse
from typing import Any

from django.utils.module_loading import import_string

from nharong.config.doors import EXPORTS, IMPORTS
from nharong.deeds.exports import check_out
from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Problem
from nharong.kernel.shell import Refusal
from nharong.kernel.time import today
from nharong.territory.queries import lineage, parse_area


def add_parsers(subparsers: Any) -> None:
    """The two commands."""
    parser = subparsers.add_parser("import", help="nhập một tệp")
    parser.add_argument("kind", choices=sorted(IMPORTS), metavar="LOẠI", help=", ".join(sorted(IMPORTS)))
    parser.add_argument("file", metavar="TỆP")
    parser.add_argument("--place", default="", metavar="MÃ[@NGÀY]")
    parser.add_argument("--slips", default="", metavar="TỆP", help="tài khoản: ghi phiếu mật khẩu dùng một lần vào tệp này")
    parser.add_argument("--create-villages", action="store_true", help="lập thôn mới cho những tên chưa có")
    parser.add_argument("--convert", action="store_true", help="đổi chữ TCVN3, VNI sang Unicode")
    parser.add_argument("--dry-run", action="store_true", help="chạy thử, không đổi gì")
    parser.add_argument("--as", dest="user", default="", metavar="NGƯỜI_DÙNG")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(handle=run_import)

    parser = subparsers.add_parser("export", help="xuất ra tệp .xlsx, .csv")
    parser.add_argument("kind", choices=sorted(EXPORTS), metavar="LOẠI", help=", ".join(sorted(EXPORTS)))
    parser.add_argument("--out", required=True, metavar="TỆP")
    parser.add_argument("--place", default="", metavar="MÃ[@NGÀY]")
    parser.add_argument("--as", dest="user", default="", metavar="NGƯỜI_DÙNG")
    parser.add_argument("--purpose", default="", help="mục đích (ghi vào Nhật ký); bắt buộc khi danh sách có tên người")
    parser.add_argument("--plan", default="", metavar="KẾ_HOẠCH", help="chỉ tiêu: của một kế hoạch")
    parser.add_argument("--year", type=int, default=0, metavar="NĂM", help="chỉ tiêu: năm; mặc định năm nay")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(handle=run_export)


def run_import(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Hand the file to the kind's own door."""
    document: dict[str, Any] = import_string(IMPORTS[arguments.kind])(arguments, scope)
    return document


def run_export(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Ask the kind's own door for the file; it is given ``on``, the day of ``--place``, and ``places``, the keys inside it."""
    check_out(arguments.out)
    area = parse_area(arguments.place, today()) if arguments.place else None
    arguments.on = area.day if area else today()
    arguments.places = lineage().area(area.place, area.day) if area else None
    document: dict[str, Any] = import_string(EXPORTS[arguments.kind])(arguments, scope)
    return document


def not_yet(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:  # noqa: ARG001 - the shape of every door
    """A kind whose records come with a later version. Raises Refusal."""
    raise Refusal(Problem(error=f"Loại “{arguments.kind}” chưa có trong bản này.", mend="Dùng các loại khác, hoặc đợi bản sau."))
