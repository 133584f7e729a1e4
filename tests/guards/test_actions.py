"""Every write is a deed: every action stands in the open table, every countable row is written inside one."""

import ast
import importlib
import inspect
import re
from pathlib import Path

from django.apps import apps
from django.db import models

from nharong.deeds.actions import Action, actions
from nharong.deeds.models import Countable, CountableQuerySet, Recorded
from tests.guards.source import PACKAGE, files, tree, where

WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
BULK = {"insert_rows", "update_rows"}


def defined() -> dict[str, Action]:
    """Every action that any module of the package defines, by ``module.name``."""
    found: dict[int, tuple[str, Action]] = {}
    for path in files(".py"):
        if "@action(" not in path.read_text(encoding="utf-8"):
            continue
        module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        for name, value in vars(module).items():
            if isinstance(value, Action) and value.run.__module__ == module.__name__:
                found[id(value)] = (f"{module.__name__}.{name}", value)
    return dict(found.values())


def test_every_action_stands_in_the_open_table() -> None:
    table = {id(act) for act in actions().values()}
    missing = [f"{where_} ({act.name})" for where_, act in defined().items() if id(act) not in table]
    assert not missing, "\n".join(missing)


def test_every_action_has_one_name_of_its_folder() -> None:
    from django.conf import settings
    from django.utils.module_loading import import_string

    table = import_string(settings.NHARONG_ACTIONS)
    names = [act.name for act in table]
    assert len(names) == len(set(names))
    wrong = [name for name in names if not re.fullmatch(r"[a-z]+\.[a-z_]+", name)]
    assert not wrong, "\n".join(wrong)


def test_every_action_says_what_it_does() -> None:
    wrong = [act.name for act in actions().values() if not inspect.getdoc(act.run)]
    assert not wrong, "\n".join(wrong)


def countable() -> dict[str, type[models.Model]]:
    return {model.__name__: model for model in apps.get_models() if issubclass(model, Countable)}


def recorded() -> set[str]:
    return {model.__name__ for model in apps.get_models() if issubclass(model, Recorded)}


def test_countable_rows_keep_their_guard() -> None:
    for model in countable().values():
        assert isinstance(model._default_manager.all(), CountableQuerySet), model
        assert model.save is Countable.save, model
        assert isinstance(model.subject_kind, str), model
        assert model.subject_field in {field.attname for field in model._meta.concrete_fields}, model


def test_no_bulk_writer_passes_the_guard_by() -> None:
    names, tables = countable(), "|".join(model._meta.db_table for model in countable().values())
    sql = re.compile(rf"(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?({tables})\b", re.I)
    wrong = []
    for path in files(".py"):
        if path.parent == PACKAGE / "deeds":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BULK and node.args:
                first = node.args[0]
                if isinstance(first, ast.Name) and first.id in names:
                    wrong.append(f"{where(path, node)} {node.func.id}({first.id}): use doing.insert")
            elif isinstance(node, ast.Attribute) and node.attr == "_base_manager":
                wrong.append(f"{where(path, node)} _base_manager passes the guard by")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and sql.search(node.value):
                wrong.append(f"{where(path, node)} {node.value[:60]!r}")
    assert not wrong, "\n".join(wrong)


def test_recorded_rows_are_made_only_while_a_deed_is_done() -> None:
    """``X.objects.create(…)`` of a recorded model stands in a function that is given the running deed."""
    names = recorded()
    wrong = [line for path in files(".py") for line in _made_outside(path, names)]
    assert not wrong, "\n".join(wrong)


def _made_outside(path: Path, names: set[str]) -> list[str]:
    found: list[str] = []

    def walk(node: ast.AST, doing: bool) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs]}
            doing = doing or "doing" in arguments
        if not doing and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            owner = node.func.value
            if (
                isinstance(owner, ast.Attribute)
                and owner.attr == "objects"
                and isinstance(owner.value, ast.Name)
                and owner.value.id in names
            ):
                found.append(f"{where(path, node)} {owner.value.id}.objects.{node.func.attr}")
        for child in ast.iter_child_nodes(node):
            walk(child, doing)

    walk(tree(path), False)
    return found
