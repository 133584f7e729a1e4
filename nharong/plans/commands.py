"""`nharong plan check FILE | load FILE | list | show PLAN`."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from nharong.kernel.permissions import Hidden
from nharong.kernel.problems import Problem
from nharong.kernel.shell import DONE, REFUSED, Refusal, WrongUse, answer, say
from nharong.kernel.time import parse_day, show_day
from nharong.plans import actions, queries


def add_parsers(subparsers: Any) -> None:
    """The command ``plan`` with its subcommands."""
    parser = subparsers.add_parser("plan", help="kế hoạch: kiểm tra, nạp, liệt kê, xem")
    sub = parser.add_subparsers(dest="plan_command", metavar="VIỆC", required=True)
    made = sub.add_parser("check", help="kiểm tra một tệp kế hoạch, chưa nạp")
    made.add_argument("file", type=Path, metavar="TỆP")
    made.set_defaults(run=run_check)
    made = sub.add_parser("load", help="nạp một tệp kế hoạch")
    made.add_argument("file", type=Path, metavar="TỆP")
    made.add_argument("--as", dest="user", default="", metavar="NGƯỜI DÙNG")
    made.set_defaults(run=run_load)
    made = sub.add_parser("list", help="các kế hoạch đã nạp")
    made.set_defaults(run=run_list)
    made = sub.add_parser("show", help="mục tiêu, nhiệm vụ, báo cáo của một kế hoạch")
    made.add_argument("plan", metavar="KẾ HOẠCH")
    made.add_argument("--place", default="", metavar="MÃ[@NGÀY]", help="mặc định: địa bàn của kế hoạch")
    made.add_argument("--year", type=int, required=True, metavar="NĂM")
    made.add_argument("--on", default="", metavar="NGÀY", help="tính theo địa giới của ngày này")
    made.set_defaults(run=run_show)
    for command in sub.choices.values():
        command.add_argument("--json", action="store_true", help="in một tài liệu JSON")


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refusal(Problem(error=f"Không mở được tệp {path}.", mend="Xem lại tên tệp và quyền đọc."), answer=_refused()) from None


def _refused() -> dict[str, Any]:
    return {"ok": False, "errors": [{"line": 0, "field": "", "error": "Không mở được tệp.", "mend": "Xem lại tên tệp và quyền đọc."}]}


def run_check(arguments: argparse.Namespace) -> int:
    """Check a file; exit 1 where it has faults."""
    faults = queries.read_file(_text(arguments.file)).faults
    answer({"ok": not faults, "errors": faults}, arguments.json, show_check)
    return REFUSED if faults else DONE


def show_check(document: dict[str, Any]) -> Iterator[str]:
    """Each fault on a line, or that there is none."""
    if document["ok"]:
        yield "Tệp kế hoạch đúng, nạp được."
    for fault in document["errors"]:
        where = f"Dòng {fault['line']}" + (f", {fault['field']}" if fault["field"] else "")
        yield f"{where}: {fault['error']} {fault['mend']}".rstrip()


def run_load(arguments: argparse.Namespace) -> int:
    """Load a file; exit 1 where it is refused."""
    receipt = actions.load_text(arguments.scope, _text(arguments.file))
    if not receipt.ok:
        raise Refusal(*receipt.errors, answer=receipt.as_json())
    answer(receipt.as_json(), arguments.json, show_load)
    return DONE


def show_load(document: dict[str, Any]) -> Iterator[str]:
    """What was loaded."""
    value = document["value"]
    again = document["result"] == "again" or value.get("again")
    yield f"{value['plan']}@{value['version']}: " + ("đã có từ trước, không đổi gì." if again else "đã nạp.")
    yield f"{value['targets']} mục tiêu, {value['tasks']} nhiệm vụ, {value['duties']} báo cáo định kỳ."


def run_list(arguments: argparse.Namespace) -> int:
    """The loaded plans."""
    answer(queries.listed(arguments.scope), arguments.json, show_list)
    return DONE


def show_list(document: dict[str, Any]) -> Iterator[str]:
    """A plan a line."""
    for plan in document["plans"]:
        yield f"{plan['id']}@{plan['version']}  {plan['area']}  {plan['title']}" + (
            "" if plan["verified"] else "  (chưa đối chiếu văn bản)"
        )


def run_show(arguments: argparse.Namespace) -> int:
    """One plan for a place and year."""
    if not 1990 <= arguments.year <= 2100:
        raise WrongUse(f"Năm {arguments.year} không dùng được. Ghi một năm từ 1990 đến 2100.")
    on = parse_day(arguments.on) if arguments.on else None
    try:
        document = queries.shown(arguments.scope, arguments.plan, arguments.place, year=arguments.year, on=on)
    except Hidden:
        known = ", ".join(plan.key for plan in queries.plans(arguments.scope)) or "chưa có kế hoạch nào"
        raise Refusal(Problem(error=f"Chưa nạp kế hoạch “{arguments.plan}”.", mend=f"Đã nạp: {known}.")) from None
    answer(document, arguments.json, show_plan)
    if document["targets"] and all(target["value"] is None for target in document["targets"]):
        say("Chưa có số liệu cho mục tiêu nào ở địa bàn và năm này.")
    return DONE


_MET = {True: "đạt", False: "chưa đạt", None: "chưa kết luận được"}
_OPS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "about": "khoảng", "keep": "giữ", "rise": "tăng", "fall": "giảm"}
_STATES = {"waits": "chờ văn bản", "ahead": "chưa đến kỳ", "open": "đang trong kỳ", "past": "đã qua kỳ"}


def _number(value: Any) -> str:
    """A share in percent, a count with dots, as officials write them."""
    if isinstance(value, list):
        return " đến ".join(_number(item) for item in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return {None: "", True: "có", False: "không"}.get(value, str(value))
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return f"{100 * value:.4g} %".replace(".", ",")


def show_plan(document: dict[str, Any]) -> Iterator[str]:
    """The plan to read: targets, tasks, duties."""
    yield f"{document['plan']}  {document['place']}  năm {document['year']}  địa giới {document['on']}"
    for target in document["targets"]:
        found = f"{_number(target['value'])} ({_number(target['numerator'])}/{_number(target['denominator'])})"
        value = "chưa có số liệu" if target["value"] is None else found
        asked = f"{_OPS[target['operator']]} {_number(target['threshold'])}, {target['due'] or 'không nói năm'}"
        yield f"  {target['id']:4} {target['title']}: {value}; {asked}: {_MET[target['met']]}"
    for task in document["tasks"]:
        yield f"  {task['id']:6} {task['title']} [{', '.join(task['leads'])}] {_STATES[task['state']]}"
    for duty in document["duties"]:
        word = "trước " if duty["due_kind"] == "before" else ""
        due = word + show_day(date.fromisoformat(duty["due"])) if duty["due"] else "không nói hạn"
        yield f"  {duty['id']} {duty['from']} → {', '.join(duty['to'])}: {due}; số liệu {duty['data_period']}"
