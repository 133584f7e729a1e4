"""No page asks another host for anything, ever."""

import re

from tests.guards.source import files, where

HOST = re.compile(r"""(?:https?:)?//(?=[\w.-]+\.[a-z]{2,})[\w.:-]+""", re.I)
NAMES_ONLY = ("http://www.w3.org/", "https://www.w3.org/")
"""Names of vocabularies, never fetched."""


def hosts(text: str) -> list[tuple[int, str]]:
    """Line and address of every other host that the text names in a place where a browser would fetch or follow it."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = re.sub(r"^\s*(//|\*|/\*).*", "", line)
        found += [(number, hit[0]) for hit in HOST.finditer(bare) if not (hit[0] + "/").startswith(NAMES_ONLY)]
    return found


def test_nothing_names_another_host() -> None:
    wrong = [
        f"{where(path, number)} {host}"
        for path in files(".html", ".js", ".css", ".svg", ".webmanifest")
        for number, host in hosts(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_guard_sees_a_host() -> None:
    """The guard itself."""
    assert hosts('<img src="//cdn.example.com/a.png">')
    assert hosts("@import 'https://fonts.example.net/x.css';")
    assert not hosts('<svg xmlns="http://www.w3.org/2000/svg">')
