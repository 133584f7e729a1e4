"""`nharong report DUTY --place CODE | --body BODY --year Y --out FILE`."""

import argparse
from pathlib import Path
from typing import Any

from nharong.kernel.permissions import Scope
from nharong.kernel.problems import Problem
from nharong.kernel.shell import Refusal, WrongUse, say
from nharong.kernel.time import parse_day
from nharong.reports.papers import ENDINGS, write_report
from nharong.reports.queries import build_report
from nharong.reports.shape import Report


def add_parsers(subparsers: Any) -> None:
    """The command ``report``."""
    parser = subparsers.add_parser("report", help="lập báo cáo năm của một kế hoạch ra tệp .docx, .xlsx hoặc .pdf")
    parser.add_argument("duty", metavar="BÁO_CÁO", help="như kon-tum-1716/units, kon-tum-1716/province")
    parser.add_argument("--place", default="", metavar="MÃ[@NGÀY]", help="địa bàn của báo cáo; mặc định: địa bàn của kế hoạch")
    parser.add_argument("--body", default="", metavar="CƠ_QUAN", help="mã cơ quan, hoặc vai@MÃ như ubnd-xa@23534")
    parser.add_argument("--year", type=int, required=True, metavar="NĂM")
    parser.add_argument("--on", default="", metavar="NGÀY", help="tính theo địa giới của ngày này; mặc định: ngày hạn gửi")
    parser.add_argument("--out", required=True, type=Path, metavar="TỆP", help=f"tệp {', '.join(ENDINGS)}")
    parser.add_argument("--as", dest="user", default="", metavar="NGƯỜI_DÙNG")
    parser.add_argument("--json", action="store_true", help="in một tài liệu JSON")
    parser.set_defaults(handle=make)


def make(arguments: argparse.Namespace, scope: Scope) -> dict[str, Any]:
    """Write the file; what must be settled before signing goes to standard error."""
    if not 1990 <= arguments.year <= 2100:
        raise WrongUse(f"Năm {arguments.year} không dùng được. Ghi một năm từ 1990 đến 2100.")
    if arguments.out.suffix.lower() not in ENDINGS:
        raise WrongUse(f"Không lập được tệp “{arguments.out.name}”. Đuôi tệp là một trong: {', '.join(ENDINGS)}.")
    on = parse_day(arguments.on) if arguments.on else None
    report = build_report(scope, arguments.duty, arguments.year, place=arguments.place, body=arguments.body, on=on)
    try:
        write_report(report, arguments.out)
    except OSError:
        raise Refusal(Problem(error=f"Không ghi được tệp {arguments.out}.", mend="Xem lại thư mục và quyền ghi.")) from None
    for text in report.to_settle:
        say(f"Trước khi ký: {text}")
    return as_json(report, arguments.out)


def as_json(report: Report, path: Path) -> dict[str, Any]:
    """What was written, for ``--json``."""
    return {
        "duty": report.duty,
        "year": report.year,
        "body": report.body,
        "place": report.area,
        "on": report.on.isoformat(),
        "due": report.due.isoformat() if report.due else None,
        "file": str(path),
        "targets": {line.row["id"]: line.row["met"] for line in report.targets},
        "holes": list(report.holes),
        "to_settle": list(report.to_settle),
        "rules": list(report.rules),
    }
