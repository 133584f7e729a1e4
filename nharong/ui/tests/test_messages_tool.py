"""tools/messages.py: extract, compile, check on a small package of its own."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

TOOL = Path(__file__).resolve().parents[3] / "tools" / "messages.py"


@pytest.fixture(scope="module")
def tool() -> Any:
    spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name in ("lop", "nguoi"):
        (tmp_path / name / "templates" / name).mkdir(parents=True)
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "lop" / "views.py").write_text(
        "from x import gettext as _, ngettext\npgettext('of school', 'Class')\nngettext('%(n)s class', '%(n)s classes', 2)\n"
    )
    (tmp_path / "lop" / "templates" / "lop" / "a.html").write_text(
        "{% translate 'Open' %}{% panel title=_('Inside') %}"
        "{% blocktranslate count n=2 %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
    )
    return tmp_path


def translate(folder: Path, **said: str) -> None:
    path = folder / "locale/vi/LC_MESSAGES/django.po"
    text = path.read_text(encoding="utf-8")
    for id, string in said.items():
        text = text.replace(f'msgid "{id}"\nmsgstr ""', f'msgid "{id}"\nmsgstr "{string}"')
    path.write_text(text.replace('msgstr[0] ""', 'msgstr[0] "%(n)s cái"'), encoding="utf-8")


def test_from_source_to_compiled(tool: Any, package: Path) -> None:
    assert tool.extract(package) == ["lop"]
    assert len(tool.check(package)) == 6, tool.check(package)
    translate(package / "lop", Class="Lớp", Open="Mở", Inside="Trong")
    assert tool.compile_all(package) == ["lop"]
    assert tool.check(package) == []
    assert tool.extract(package) == [], "nothing changes without a reason"
    assert tool.compile_all(package) == []


def test_what_is_said_already_is_kept_and_shared(tool: Any, package: Path) -> None:
    tool.extract(package)
    translate(package / "lop", Class="Lớp", Open="Mở", Inside="Trong")
    (package / "nguoi" / "views.py").write_text("_('Open')")
    (package / "lop" / "views.py").write_text("_('New')")
    assert tool.extract(package) == ["lop", "nguoi"]
    assert 'msgstr "Mở"' in (package / "nguoi/locale/vi/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    kept = (package / "lop/locale/vi/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert "Class" not in kept
    assert 'msgid "New"\nmsgstr ""' in kept


def test_check_names_every_kind_of_fault(tool: Any, package: Path) -> None:
    (package / "nguoi" / "views.py").write_text("_('Lớp học')\n_('Open')\n_('%(n)s left')\n")
    tool.extract(package)
    translate(package / "lop", Class="Lớp", Open="Mở", Inside="Trong")
    po = package / "nguoi/locale/vi/LC_MESSAGES/django.po"
    text = po.read_text(encoding="utf-8").replace('msgid "Open"\nmsgstr ""', '#, fuzzy\nmsgid "Open"\nmsgstr "Mở ra"')
    po.write_text(text.replace('msgid "%(n)s left"\nmsgstr ""', 'msgid "%(n)s left"\nmsgstr "còn %(m)s"'), encoding="utf-8")
    (package / "nguoi" / "more.py").write_text("_('Later')")
    said = "\n".join(tool.check(package))
    for fault in (
        "not English",
        "fuzzy",
        "not translated",
        "run extract",
        "run compile",
        "two ways",
        "has a placeholder",
        "lacks a placeholder",
    ):
        assert fault in said, fault


def test_wrong_use(tool: Any) -> None:
    assert tool.main([]) == 2
