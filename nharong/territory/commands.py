"""The command line of places: ``nharong places tree|trace|merge|split|rename|transfer|village|boundaries``.

Every handler takes the parsed arguments and the scope of the author and answers a document for ``--json``. It raises
Refused (exit 1) where the answer or the change is impossible; a wrong word on the line is wrong use (exit 2).
"""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from nharong.deeds.actions import Action, perform
from nharong.kernel.permissions import Forbidden, Permission, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.shell import Refusal
from nharong.kernel.time import BadPeriod, parse_day, today
from nharong.territory import actions, boundaries, wording
from nharong.territory.queries import lineage
from nharong.territory.rehearsal import rehearse
from nharong.territory.rules import doors
from nharong.territory.rules.changes import Change, Decree, Found, Merge, Part, Rename, Split, Transfer
from nharong.territory.rules.doors import Impossible

Handler = Callable[[argparse.Namespace, Scope], dict[str, Any]]


def day_argument(text: str) -> date:
    """A day for argparse: ``2025-06-30`` or ``30/6/2025``."""
    try:
        return parse_day(text)
    except BadPeriod as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def part_argument(text: str) -> Part:
    """A part for argparse: ``CODE:NAME[:TITLE][=MEMBER,MEMBER…]``."""
    head, _, members = text.partition("=")
    code, _, rest = head.partition(":")
    name, _, title = rest.partition(":")
    if not code.strip() or not name.strip():
        raise argparse.ArgumentTypeError("Ghi dạng MÃ:TÊN[:LOẠI]=MÃ THÔN,MÃ THÔN")
    codes = tuple(member.strip() for member in members.split(",") if member.strip())
    return Part(code.strip(), name.strip(), title.strip(), codes)


def add_parsers(subparsers: Any) -> None:
    """The command ``places`` with its subcommands."""
    parser = subparsers.add_parser("places", help="địa bàn: xem, truy nguồn, sắp xếp đơn vị hành chính")
    sub = parser.add_subparsers(dest="places_command", metavar="VIỆC", required=True)

    def command(name: str, handle: Handler, help: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = sub.add_parser(name, help=help)
        made.add_argument("--json", action="store_true", help="in một tài liệu JSON")
        made.add_argument("--as", dest="user", default="", metavar="NGƯỜI_DÙNG", help="làm với quyền của người dùng này")
        made.set_defaults(handle=handle)
        return made

    made = command("tree", tree, "đơn vị và những gì thuộc nó vào một ngày")
    made.add_argument("code", metavar="MÃ")
    made.add_argument("--on", type=day_argument, default=None, metavar="NGÀY")
    made.add_argument("--depth", type=int, default=9, metavar="SỐ CẤP")

    made = command("trace", trace, "đơn vị của một ngày là gì vào ngày khác")
    made.add_argument("code", metavar="MÃ")
    made.add_argument("--from", dest="from_day", type=day_argument, required=True, metavar="NGÀY")
    made.add_argument("--to", dest="to_day", type=day_argument, default=None, metavar="NGÀY")

    made = _changing(command("merge", merge, "nhập nhiều đơn vị thành một đơn vị mới"))
    made.add_argument("codes", nargs="+", metavar="MÃ")
    made.add_argument("--name", required=True, metavar="TÊN")
    made.add_argument("--code", default="", metavar="MÃ MỚI")
    made.add_argument("--title", default="", metavar="LOẠI")
    made.add_argument("--parent", default="", metavar="MÃ CẤP TRÊN")

    made = _changing(command("split", split, "chia một đơn vị, giao từng thôn cho một phần"))
    made.add_argument("code", metavar="MÃ")
    made.add_argument("--part", dest="parts", action="append", type=part_argument, required=True, metavar="MÃ:TÊN[:LOẠI]=THÔN,…")

    made = _changing(command("rename", rename, "đổi tên, loại hoặc mã"))
    made.add_argument("code", metavar="MÃ")
    made.add_argument("--name", default="", metavar="TÊN")
    made.add_argument("--title", default="", metavar="LOẠI")
    made.add_argument("--code", dest="new_code", default="", metavar="MÃ MỚI")

    made = _changing(command("transfer", transfer, "chuyển đơn vị về cấp trên khác"))
    made.add_argument("codes", nargs="+", metavar="MÃ")
    made.add_argument("--to", dest="parent", required=True, metavar="MÃ CẤP TRÊN")

    made = _changing(command("village", village, "lập thôn, làng mới trong một xã"))
    made.add_argument("commune", metavar="MÃ XÃ")
    made.add_argument("--name", required=True, metavar="TÊN")
    made.add_argument("--title", default="Thôn", metavar="LOẠI")
    made.add_argument("--heir", dest="heirs", action="append", default=[], metavar="MÃ")

    made = command("boundaries", keep_boundaries, "nhận tệp ranh giới GeoJSON của tỉnh để vẽ bản đồ")
    made.add_argument("file", metavar="TỆP")
    made.add_argument("--from", "--on", dest="day", type=day_argument, default=None, metavar="NGÀY", help="ngày ranh giới có hiệu lực")
    made.add_argument("--dry-run", action="store_true", help="chạy thử, chưa nhận gì")


def _changing(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--from", "--on", dest="day", type=day_argument, required=True, metavar="NGÀY", help="ngày có hiệu lực")
    parser.add_argument("--decree", default="", metavar="SỐ", help="số nghị quyết, quyết định")
    parser.add_argument("--decree-date", type=day_argument, default=None, metavar="NGÀY", help="ngày ký")
    parser.add_argument("--dry-run", action="store_true", help="chạy thử, chưa đổi gì")
    return parser


def tree(args: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """``places tree CODE --on DATE``: the shape of contracts.md."""
    _may(scope)
    try:
        return doors.tree(lineage(), args.code, args.on or today(), max(args.depth, 0))
    except Impossible as impossible:
        raise wording.refused(impossible) from None


def trace(args: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """``places trace CODE --from DATE --to DATE``: the shape of contracts.md."""
    _may(scope)
    try:
        return doors.trace(lineage(), args.code, args.from_day, args.to_day or today())
    except Impossible as impossible:
        raise wording.refused(impossible) from None


def merge(args: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """``places merge CODE CODE… --from DATE --name NAME``."""
    change = Merge(tuple(args.codes), args.day, args.name, args.code, args.title, args.parent, _decree(args))
    told = {"codes": args.codes, "name": args.name, "code": args.code, "title": args.title, "parent": args.parent}
    return _do(args, scope, change, actions.merge, told)


def split(args: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """``places split CODE --from DATE --part CODE:NAME=MEMBER,… --part …``."""
    parts = [{"code": part.code, "name": part.name, "title": part.title, "members": list(part.members)} for part in args.parts]
    return _do(
        args, scope, Split(args.code, args.day, tuple(args.parts), _decree(args)), actions.split, {"code": args.code, "parts": parts}
    )


def rename(args: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """``places rename CODE --from DATE [--name] [--title] [--code]``."""
    change = Rename(args.code, args.day, args.name, args.title, args.new_code, _decree(args))
    told = {"code": args.code, "name": args.name, "title": args.title, "new_code": args.new_code}
    return _do(args, scope, change, actions.rename, told)


def transfer(args: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """``places transfer CODE… --to PARENT --from DATE``."""
    change = Transfer(tuple(args.codes), args.day, args.parent, _decree(args))
    return _do(args, scope, change, actions.transfer, {"codes": args.codes, "parent": args.parent})


def village(args: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """``places village COMMUNE --name NAME --from DATE``."""
    change = Found(args.commune, args.day, args.name, args.title, tuple(args.heirs))
    told = {"commune": args.commune, "name": args.name, "title": args.title, "heirs": args.heirs}
    return _do(args, scope, change, actions.found_village, told, decree=False)


def keep_boundaries(args: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """``places boundaries FILE``: the province's own outlines, told feature by feature; taken twice changes nothing."""
    path = Path(args.file)
    if not path.is_file():
        raise Refusal(Problem(error=f"Không có tệp {path}.", mend="Xem lại đường dẫn."))
    draft = boundaries.read_draft(scope, path.read_bytes(), path.name, args.day, today())
    document = {
        "file": path.name,
        "from": draft.start.isoformat(),
        "units": len(draft.features),
        "refused": [problem.as_json() for problem in draft.problems],
        "unchanged": draft.known,
        "dry_run": args.dry_run,
    }
    if args.dry_run or draft.known:
        return document
    receipt = boundaries.take(scope, draft)
    if not receipt.ok:
        raise Refused(receipt.errors)
    return {"deed": str(receipt.deed), "result": receipt.result, **document}


def _may(scope: Scope) -> None:
    if not scope.has(Permission.PLACES_VIEW):
        raise Forbidden


def _decree(args: argparse.Namespace) -> Decree:
    return Decree(args.decree, args.decree_date)


def _do(
    args: argparse.Namespace, scope: Scope, change: Change, action: Action, told: dict[str, Any], *, decree: bool = True
) -> dict[str, Any]:
    if action.needs is not None and not scope.has(action.needs):
        raise Forbidden
    if args.dry_run:
        return rehearse(change).as_json()
    if decree:
        told = {**told, "decree": args.decree, "decree_date": args.decree_date}
    receipt = perform(action, scope, day=args.day, **told)
    if not receipt.ok:
        raise Refused(receipt.errors)
    return {"deed": str(receipt.deed), "result": receipt.result, **receipt.value, "dry_run": False}
