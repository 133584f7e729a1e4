"""Wiring of the command line: gathers the parsers of the open table, runs one command, turns refusals into exit codes."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import OperationalError
from django.utils import translation
from django.utils.module_loading import import_string

from nharong.access.models import User
from nharong.access.queries import scope_of
from nharong.config.doors import COMMANDS
from nharong.kernel.packs import NoPack
from nharong.kernel.permissions import SYSTEM, Forbidden, Hidden, Scope
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.shell import DONE, REFUSED, WRONG_USE, Parser, Refusal, WrongUse, answer, say, say_problems
from nharong.kernel.time import BadPeriod, today


def build_parser() -> argparse.ArgumentParser:
    """Every command with its help, in Vietnamese."""
    parser = Parser(prog="nharong", description="Nhà Rông: trung tâm học tập cộng đồng, xóa mù chữ, xã hội học tập.")
    parser.add_argument("--data", metavar="THƯ_MỤC", help="thư mục dữ liệu (mặc định: ./data)")
    subparsers = parser.add_subparsers(dest="command", metavar="LỆNH", required=True, parser_class=Parser)
    for name in COMMANDS:
        import_string(name)(subparsers)
    return parser


def scope_of_author(username: str) -> Scope:
    """Whose rights a command has: ``--as USER``, else the machine's own administrator."""
    if not username:
        return SYSTEM
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise Refusal(Problem(error=f"Không có người dùng “{username}”.", mend="Xem lại tên sau --as."))
    return scope_of(user, today())


def run(arguments: argparse.Namespace) -> int:
    """A handler answers a document for ``--json``; a ``run`` prints by itself and returns the exit code."""
    if hasattr(arguments, "handle"):
        document = arguments.handle(arguments, scope_of_author(getattr(arguments, "user", "")))
        answer(document, getattr(arguments, "json", False), lines)
        return DONE
    arguments.scope = scope_of_author(getattr(arguments, "user", ""))
    code: int = arguments.run(arguments)
    return code


def lines(document: Any, depth: int = 0) -> Iterator[str]:
    """Any document as indented lines to read."""
    pad = "  " * depth
    if isinstance(document, dict):
        for key, value in document.items():
            if isinstance(value, dict | list) and value:
                yield f"{pad}{key}:"
                yield from lines(value, depth + 1)
            else:
                yield f"{pad}{key}: {'–' if value in (None, [], {}) else value}"
    elif isinstance(document, list):
        for item in document:
            if isinstance(item, dict) and "code" in item and "name" in item:
                yield f"{pad}{item['code']} {item['name']}" + (" (một phần)" if item.get("partial") else "")
                if item.get("children"):
                    yield from lines(item["children"], depth + 1)
            else:
                yield from lines(item, depth)
    else:
        yield f"{pad}{document}"


def run_command(words: Sequence[str]) -> int:
    """Parse and run; every expected fault ends in words and an exit code, never in a traceback."""
    translation.activate("vi")
    try:
        arguments = build_parser().parse_args(words)
        code = run(arguments)
    except (Refused, Refusal) as refusal:
        document = getattr(refusal, "answer", None)
        if document is not None and "--json" in words:
            answer(document, True, lambda _document: [])
        say_problems(refusal.problems)
        return REFUSED
    except (Forbidden, Hidden):
        say("Không có, hoặc người dùng này không được xem hay làm việc này.")
        return REFUSED
    except (BadPeriod, WrongUse) as fault:
        say(str(fault))
        return WRONG_USE
    except (NoPack, LookupError, FileNotFoundError) as fault:
        say(str(fault))
        return REFUSED
    except OperationalError as fault:
        if "no such table" in str(fault) or "unable to open database file" in str(fault):
            say("Thư mục dữ liệu chưa được lập. Chạy “nharong init --province 51” trước.")
            return REFUSED
        raise
    except BrokenPipeError:
        return WRONG_USE
    return code
