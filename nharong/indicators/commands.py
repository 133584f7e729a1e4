"""`nharong figure` and `nharong check`."""

import argparse
import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from nharong.indicators import audit
from nharong.indicators.figures import DIMENSIONS, as_known
from nharong.indicators.lists import listed
from nharong.indicators.queries import Question, figure, inside
from nharong.kernel.shell import DONE, REFUSED, Progress, WrongUse, answer, say
from nharong.kernel.time import Period, end_of_day, parse_day, parse_period
from nharong.territory.queries import lineage, parse_area

LIST_COLUMNS = ("state", "n", "unit", "uid", "name", "place", "reason")


def add_parsers(subparsers: Any) -> None:
    """The commands ``figure`` and ``check``."""
    parser = subparsers.add_parser("figure", help="một con số, với danh sách đứng sau nó")
    parser.add_argument("name", help="tên chỉ số, như literate-1 hoặc literate-1:15-25")
    parser.add_argument("--place", required=True, metavar="MÃ[@NGÀY]")
    parser.add_argument("--period", required=True, metavar="KỲ")
    parser.add_argument("--on", metavar="NGÀY", help="tính theo địa giới của ngày này")
    parser.add_argument("--known", metavar="NGÀY", help="theo những gì đã biết đến hết ngày này")
    parser.add_argument("--by", default="", metavar="CHIỀU,…", help=", ".join(DIMENSIONS))
    parser.add_argument("--reading", default="", help="cách đọc khác của chỉ số")
    parser.add_argument("--as", dest="user", default="", metavar="NGƯỜI_DÙNG")
    parser.add_argument("--list", dest="file", metavar="TỆP", help="ghi danh sách ra tệp .csv")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run_figure)

    parser = subparsers.add_parser("check", help="đếm lại từ hồ sơ và so với số đang giữ")
    parser.add_argument("--rebuild", action="store_true", help="lập lại toàn bộ số đang giữ")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run_check)


def question_of(arguments: argparse.Namespace) -> Question:
    """The question that the words of a command ask."""
    period = parse_period(arguments.period)
    on = boundaries_day(arguments.on, period)
    area = parse_area(arguments.place, on)
    return Question(name=arguments.name, area=area, period=period, on=on, reading=getattr(arguments, "reading", ""))


def boundaries_day(text: str | None, period: Period) -> date:
    """The day whose boundaries are meant: said, else the period's last day (contracts.md: default, else today)."""
    return parse_day(text) if text else period.last_day


def run_figure(arguments: argparse.Namespace) -> int:
    """Answer one figure; write its list where asked."""
    question = question_of(arguments)
    by = [word for word in arguments.by.split(",") if word]
    if wrong := [word for word in by if word not in (*DIMENSIONS, "village", "commune", "district", "province")]:
        raise WrongUse(f"Không có chiều “{wrong[0]}”. Có: {', '.join(DIMENSIONS)}.")
    known = parse_day(arguments.known) if arguments.known else None
    with as_known(inside(question.area), end_of_day(known) if known else None):
        document = figure(arguments.scope, question, by) | {"known": known.isoformat() if known else None}
        if arguments.file:
            write_list(question, Path(arguments.file))
    answer(document, arguments.json, show_figure)
    return DONE


def show_figure(document: dict[str, Any]) -> Iterator[str]:
    """A figure as lines to read."""
    for key in ("name", "place", "period", "value", "numerator", "denominator", "unknown", "maybe", "low", "high", "rule", "reading"):
        yield f"{key:12} {document[key]}"
    for row in document["by"]:
        yield f"  {row['dims']} {row['numerator']}/{row['denominator']}"


def write_list(question: Question, path: Path) -> None:
    """The list behind the figure as .csv, with the places' codes."""
    graph = lineage()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, LIST_COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for row in listed(question):
            writer.writerow(row | {"place": graph.nearest(row["place"], question.on).code, "reason": ""})


def run_check(arguments: argparse.Namespace) -> int:
    """Recount; exit 1 where anything differs."""
    progress = Progress()
    if arguments.rebuild:
        audit.rebuild(progress)
        say("Đã lập lại số đang giữ.")
    differences = audit.check(progress)
    answer({"ok": not differences, "differences": differences}, arguments.json, show_check)
    return REFUSED if differences else DONE


def show_check(document: dict[str, Any]) -> Iterator[str]:
    """What differs, or that nothing does."""
    if document["ok"]:
        yield "Đếm lại khớp với số đang giữ."
    for difference in document["differences"][:50]:
        yield str(difference)
