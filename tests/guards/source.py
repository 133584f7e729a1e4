"""The source as the guards read it: files, syntax trees, the floors of the house."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nharong"


def files(*endings: str, tests: bool = False) -> Iterator[Path]:
    """Files of the package with these endings, without migrations, and without tests unless asked."""
    for ending in endings:
        for path in sorted(PACKAGE.rglob(f"*{ending}")):
            parts = path.relative_to(PACKAGE).parts
            if "migrations" not in parts and (tests or "tests" not in parts):
                yield path


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def where(path: Path, node: ast.AST | int) -> str:
    """A place to look at."""
    return f"{path.relative_to(ROOT)}:{node if isinstance(node, int) else getattr(node, 'lineno', 0)}"


def contracts() -> list[dict[str, Any]]:
    """The import contracts of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def floors() -> dict[str, int]:
    """Folder to floor, 0 at the top."""
    layers = next(contract for contract in contracts() if contract["id"] == "floors")["layers"]
    return {name.strip(" ()"): floor for floor, line in enumerate(layers) for name in line.split("|")}
