"""`nharong do ACTION --json FILE`: any action from the command line; the answer is always JSON."""

import argparse
import json
import sys
import uuid
from pathlib import Path
from typing import Any

from nharong.deeds.actions import actions, perform
from nharong.kernel.problems import Problem
from nharong.kernel.shell import DONE, REFUSED, Refusal, answer, say_problems


def add_parsers(subparsers: Any) -> None:
    """The command ``do``."""
    parser = subparsers.add_parser("do", help="làm một việc theo tệp JSON")
    parser.add_argument("action", help="tên việc, như people.say")
    parser.add_argument("--json", dest="file", required=True, metavar="TỆP", help="tệp JSON nội dung việc; - là đầu vào chuẩn")
    parser.add_argument("--as", dest="user", default="", metavar="NGƯỜI_DÙNG", help="làm với quyền của người dùng này")
    parser.set_defaults(run=run_do)


def run_do(arguments: argparse.Namespace) -> int:
    """Read the payload, do the action, print the receipt."""
    act = actions().get(arguments.action)
    if act is None:
        raise Refusal(Problem(error=f"Không có việc “{arguments.action}”.", mend=f"Các việc: {', '.join(sorted(actions()))}."))
    values = read_payload(arguments.file)
    uid = values.pop("uid", None)
    base = values.pop("base", None)
    receipt = perform(act, arguments.scope, uid=_uuid(uid), base=base, **values)
    answer(receipt.as_json(), True, lambda _document: [])
    if not receipt.ok:
        say_problems(receipt.errors)
    return DONE if receipt.ok else REFUSED


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise Refusal(Problem(error="Mã việc không đúng dạng.", mend="Ghi một UUID hoặc bỏ trống.", field="uid", value=str(text))) from None


def read_payload(name: str) -> dict[str, Any]:
    """A JSON object from a file or standard input. Raises Refusal."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        values = json.loads(text)
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(Problem(error=f"Không đọc được tệp {name}.", mend=str(fault))) from None
    except json.JSONDecodeError as fault:
        raise Refusal(Problem(error="Tệp không phải JSON.", mend=f"Xem dòng {fault.lineno}, cột {fault.colno}.", value=name)) from None
    if not isinstance(values, dict):
        raise Refusal(Problem(error="Nội dung việc phải là một đối tượng JSON.", mend="Ghi {…} với tên từng trường.", value=name))
    return values
