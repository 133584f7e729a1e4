"""The strict Content-Security-Policy stays strict: nothing inline, in templates, in Python, or in our own JavaScript."""

import re

import pytest
from django.conf import settings

from tests.guards.source import files, where

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)[^>]*>", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[a-z][^<>]*\s(on[a-z]+|hx-on[\w:-]*)\s*=", re.I),
    "script URL": re.compile(r"javascript:", re.I),
    "evaluated hx attribute": re.compile(r"""hx-(vals|headers|vars)\s*=\s*["']\s*js:""", re.I),
}
IN_SCRIPTS = re.compile(r"\beval\(|new Function\(|setAttribute\(\s*[\"']style|\.cssText\b|insertAdjacentHTML\([^)]*style=")


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_inline(what: str) -> None:
    wrong = []
    for path in files(".html", ".svg"):
        text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        wrong += [f"{where(path, text[: hit.start()].count(chr(10)) + 1)} {hit[0][:60]}" for hit in INLINE[what].finditer(text)]
    assert not wrong, "\n".join(wrong)


def test_python_writes_no_inline_html() -> None:
    wrong = [
        f"{where(path, text[: hit.start()].count(chr(10)) + 1)} {hit[0][:60]}"
        for path in files(".py")
        for text in [path.read_text(encoding="utf-8")]
        for pattern in (INLINE["style attribute"], INLINE["event attribute"])
        for hit in pattern.finditer(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_scripts_evaluate_nothing() -> None:
    wrong = [where(path, 0) for path in files(".js") if IN_SCRIPTS.search(path.read_text(encoding="utf-8"))]
    assert not wrong, "\n".join(wrong)


def test_the_policy_itself() -> None:
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    said = " ".join(word for words in rules.values() for word in words)
    assert "unsafe" not in said
    assert "http" not in said
    assert "*" not in said
    assert rules["default-src"] == ["'none'"]
