"""Time is an argument: only kernel/time.py asks the clock."""

import ast
import re
from pathlib import Path

import pytest

from tests.guards.source import PACKAGE, files, tree, where

CLOCK = PACKAGE / "kernel" / "time.py"
ASKS = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "timezone": {"now", "localtime", "localdate"},
    "time": {"time", "time_ns", "localtime"},
}
IN_TEXT = re.compile(r"CURRENT_DATE|CURRENT_TIME|date\('now'|datetime\('now'|\bnow\(\)::|Now\(\)")


def asking(path: Path) -> list[str]:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if node.attr in ASKS.get(name, ()):
                found.append(f"{where(path, node)} {name}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module in ("time", "django.utils.timezone"):
            found += [f"{where(path, node)} {alias.name}" for alias in node.names if alias.name in ASKS["time"] | ASKS["timezone"]]
        elif isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            found.append(f"{where(path, node.value)} {node.arg}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and IN_TEXT.search(node.value):
            found.append(f"{where(path, node)} the database's clock")
    return found


def test_only_the_kernel_asks_the_clock() -> None:
    wrong = [line for path in files(".py") if path != CLOCK for line in asking(path)]
    assert not wrong, "\n".join(wrong)


def test_templates_do_not_ask_the_clock() -> None:
    wrong = [where(path, 0) for path in files(".html", ".txt") if re.search(r"{%\s*now\b", path.read_text(encoding="utf-8"))]
    assert not wrong, "\n".join(wrong)


def test_the_guard_sees_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard itself."""
    monkeypatch.setattr("tests.guards.source.ROOT", tmp_path)
    for number, line in enumerate(
        ("import datetime; datetime.datetime.now()", "from django.utils.timezone import now", "from time import time")
    ):
        sample = tmp_path / f"sample{number}.py"
        sample.write_text(line, encoding="utf-8")
        assert asking(sample), line
