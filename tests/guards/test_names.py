"""Names and sizes that keep a file findable and readable."""

import ast

from tests.guards.source import PACKAGE, files, tree, where

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "lib", "stuff"}
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 300, 60


def test_no_drawer_for_everything() -> None:
    wrong = [
        where(path, 0) for path in PACKAGE.rglob("*.py") if DRAWERS & {part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts}
    ]
    assert not wrong, "\n".join(wrong)


def test_files_stay_short() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files(".py", tests=True)}
    wrong = [f"{where(path, 0)} has {size} lines" for path, size in sizes.items() if size > LINES_OF_A_FILE]
    assert not wrong, "\n".join(wrong)


def test_functions_stay_short() -> None:
    wrong = [
        f"{where(path, node)} {node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for path in files(".py", tests=True)
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (node.end_lineno or 0) - node.lineno + 1 > LINES_OF_A_FUNCTION
    ]
    assert not wrong, "\n".join(wrong)


def test_every_folder_says_what_it_answers_for() -> None:
    wrong = [
        folder.name
        for folder in PACKAGE.iterdir()
        if (folder / "__init__.py").exists() and (folder / "models.py").exists() and not ast.get_docstring(tree(folder / "__init__.py"))
    ]
    assert not wrong, "\n".join(wrong)
