"""The documents tell the truth: the map is complete, what it names exists, links lead somewhere, the glossary's words are used."""

import argparse
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from nharong.config.commands import build_parser
from nharong.config.doors import EXPORTS, IMPORTS
from nharong.ui.menu import MENU, Entry
from tests.guards.source import PACKAGE, ROOT, files

DOCS = ROOT / "docs"
MAP = DOCS / "map.md"
PLANNED = "chưa có"
CHAPTERS = sorted(path for path in (DOCS / "manual").glob("*.md") if path.stem not in ("viet-ke-hoach", "dong-lenh", "van-hanh"))
"""Chapters of the menu: what stands bold in them is a text of the screens."""
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def rows(path: Path, heading: str) -> list[list[str]]:
    """The body of the first table under a heading, as cells."""
    after = text(path).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in after.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def entries() -> list[Entry]:
    return [entry for group in MENU for entry in group.entries]


def exists(entry: Entry) -> bool:
    try:
        reverse(entry.url_name)
    except NoReverseMatch:
        return False
    return True


def named_in(patterns: Iterable[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Every name with its namespace: ``plans:plan``."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from named_in(entry.url_patterns, entry.namespace or space)
        elif space:
            yield f"{space}:{entry.name}"


def commands(parser: argparse.ArgumentParser, name: str = "nharong") -> Iterator[str]:
    """Every command with its subcommands: ``nharong plan check``."""
    subs = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not subs:
        yield name
    for action in subs:
        for word, sub in action.choices.items():
            yield from commands(sub, f"{name} {word}")


# ---------------------------------------------------------------- the map


def test_the_map_has_every_menu_entry() -> None:
    table = {row[1]: row for row in rows(MAP, "The menu")}
    with translation.override("vi"):
        labels = {entry.noun: str(entry.label) for entry in entries()}
    assert {noun: row[0] for noun, row in table.items()} == labels
    for entry in entries():
        row = table[entry.noun]
        assert (PLANNED not in row[2]) == exists(entry), f"{entry.noun}: built and marked {PLANNED}, or not built and not marked"
        if exists(entry):
            assert f"`{reverse(entry.url_name)}`" in row[2], entry.noun
            assert f"`{entry.url_name}`" in row[2], entry.noun


def test_every_menu_entry_that_exists_has_its_chapter() -> None:
    table = {row[1]: row for row in rows(MAP, "The menu")}
    index = text(DOCS / "manual" / "README.md")
    for entry in filter(exists, entries()):
        chapters = re.findall(r"\]\((manual/[\w-]+\.md)\)", table[entry.noun][5])
        assert chapters, f"{entry.noun} has no chapter"
        for chapter in chapters:
            assert (DOCS / chapter).is_file(), chapter
            assert Path(chapter).name in index, chapter


def test_the_map_has_every_folder_and_no_other() -> None:
    there = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name not in ("__pycache__", "tests", "locale")}
    named = set(re.findall(r"`nharong/([a-z_]+)/`", text(MAP)))
    assert named == there


def test_the_map_has_every_kind_of_pack() -> None:
    there = {path.name for path in (PACKAGE / "packs").iterdir() if path.is_dir()}
    assert set(re.findall(r"`nharong/packs/([a-z]+)/`", text(MAP))) == there


def test_the_map_has_every_namespace_and_only_names_that_exist() -> None:
    spaces = {str(entry.namespace) for entry in get_resolver().url_patterns if isinstance(entry, URLResolver) and entry.namespace}
    names = set(named_in(get_resolver().url_patterns))
    named = set(re.findall(r"`([a-z]+:[a-z_-]+)`", text(MAP)))
    assert spaces <= {name.split(":")[0] for name in named}, sorted(spaces)
    assert named <= names, sorted(named - names)


def test_map_and_manual_have_every_command_and_no_other() -> None:
    there = set(commands(build_parser()))
    assert set(re.findall(r"`(nharong [a-z ]+)`", text(MAP).split("## Commands")[1].split("\n## ")[0])) == there
    page = text(DOCS / "manual" / "dong-lenh.md")
    assert sorted(command for command in there if command not in page) == []


def test_the_manual_has_every_kind_of_import_and_export() -> None:
    page = text(DOCS / "manual" / "dong-lenh.md")
    assert [kind for kind in (*IMPORTS, *EXPORTS) if f"`{kind}`" not in page] == []


def test_the_manual_has_every_setting() -> None:
    page = text(DOCS / "manual" / "van-hanh.md")
    source = text(PACKAGE / "config" / "settings.py")
    there = set(re.findall(r"env\.\w+\(\"(NHARONG_[A-Z_]+)\"", source))
    assert there, settings.SETTINGS_MODULE
    assert set(re.findall(r"`(NHARONG_[A-Z_]+)`", page)) >= there


def test_the_map_serves_every_clause() -> None:
    assert [row[0] for row in rows(MAP, "The clauses of the plans")] == [f"M{number}" for number in range(1, 31)]


@pytest.mark.parametrize("page", [*PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_a_page_names_exist(page: Path) -> None:
    named = set(re.findall(r"`((?:nharong|tests|tools|docs|bench)/[\w./@-]+)`", text(page)))
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


# ---------------------------------------------------------------- links


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, as forges make them."""
    bare = re.sub(r"```.*?```", "", text(page), flags=re.DOTALL)
    heads = re.findall(r"^#+ (.+)$", bare, re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads)


def broken(page: Path) -> Iterator[str]:
    bare = re.sub(r"```.*?```|`[^`]*`", "", text(page), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", bare):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        if target.suffix == ".png" and not target.parent.exists():
            continue  # the pictures are taken last
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def test_every_page_is_reached_from_the_readme() -> None:
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        ahead += [(page.parent / unquote(link).split("#")[0]).resolve() for link in re.findall(r"\]\(([^)#:\s]+\.md)[^)]*\)", text(page))]
    assert sorted(str(page.relative_to(ROOT)) for page in DOCS.rglob("*.md") if page not in seen) == []


# ---------------------------------------------------------------- words


def said_on_screens() -> set[str]:
    """Every Vietnamese text of the catalogues."""
    found: set[str] = set()
    for path in PACKAGE.glob("*/locale/vi/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                found.update(message.string if isinstance(message.string, tuple) else [message.string])
    return found


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
def test_what_the_manual_prints_bold_stands_on_a_screen(page: Path) -> None:
    assert sorted(set(re.findall(r"\*\*(.+?)\*\*", text(page))) - said_on_screens()) == []


def test_the_words_of_the_glossary_are_used_in_the_code() -> None:
    source = "\n".join(text(path) for path in files(".py"))
    used = set(re.findall(r"\w+", source))
    names = {
        name for heading in ("Time and what was said", "Places and bodies", "Deeds and access", "Figures", "Plans and reports", "Learning")
        for row in rows(DOCS / "glossary.md", heading)
        for name in re.findall(r"`(\w+)`", row[2])
    }  # fmt: skip
    assert names
    assert sorted(names - used) == []
