"""Wiring of the command line: gathers the parsers of the open table, runs one command, turns refusals into exit codes."""

import argparse
from collections.abc import Sequence

import django
from django.db import OperationalError
from django.utils import translation
from django.utils.module_loading import import_module

from nharong.config.doors import COMMANDS
from nharong.kernel.packs import NoPack
from nharong.kernel.permissions import Forbidden, Hidden
from nharong.kernel.problems import Refused
from nharong.kernel.shell import REFUSED, WRONG_USE, Parser, Refusal, WrongUse, answer, say, say_problems
from nharong.kernel.time import BadPeriod


def build_parser() -> argparse.ArgumentParser:
    """Every command with its help, in Vietnamese."""
    parser = Parser(prog="nharong", description="Nhà Rông: trung tâm học tập cộng đồng, xóa mù chữ, xã hội học tập.")
    parser.add_argument("--data", metavar="THƯ_MỤC", help="thư mục dữ liệu (mặc định: ./data)")
    subparsers = parser.add_subparsers(dest="command", metavar="LỆNH", required=True, parser_class=Parser)
    for name in COMMANDS:
        import_module(name).add_parsers(subparsers)
    return parser


def run_command(words: Sequence[str]) -> int:
    """Parse and run; every expected fault ends in words and an exit code, never in a traceback."""
    django.setup()
    translation.activate("vi")
    try:
        arguments = build_parser().parse_args(words)
        code: int = arguments.run(arguments)
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
