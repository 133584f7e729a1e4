"""`nharong import KIND FILE` and `nharong export KIND --out FILE` over the open tables of kinds."""

import argparse
from typing import Any

from django.utils.module_loading import import_string

from nharong.config.doors import EXPORTS, IMPORTS
from nharong.kernel.permissions import Scope


def add_parsers(subparsers: Any) -> None:
    """The two commands."""
    parser = subparsers.add_parser("import", help="nhập một tệp")
    parser.add_argument("kind", choices=sorted(IMPORTS), metavar="LOẠI", help=", ".join(sorted(IMPORTS)))
    parser.add_argument("file", metavar="TỆP")
    parser.add_argument("--place", default="", metavar="MÃ[@NGÀY]")
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
    parser.add_argument("--purpose", default="", help="mục đích (ghi vào Nhật ký)")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(handle=run_export)


def run_import(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Hand the file to the kind's own door."""
    document: dict[str, Any] = import_string(IMPORTS[arguments.kind])(arguments, scope)
    return document


def run_export(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Ask the kind's own door for the file."""
    document: dict[str, Any] = import_string(EXPORTS[arguments.kind])(arguments, scope)
    return document
