"""The frame: menu, language, look, errors, weight."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from nharong.kernel.permissions import NOBODY, SYSTEM
from nharong.ui.menu import MENU, menu_for

GALLERY = "/giao-dien/"
BUDGET = 60 * 1024
"""Bytes of a first page load, compressed."""


def nouns(scope: Any) -> list[str]:
    return [line.noun for section in menu_for(scope) for line in section.lines]


def test_the_menu_shows_what_exists_and_may_be_opened() -> None:
    assert nouns(SYSTEM) == ["plans", "access"]
    assert nouns(NOBODY) == []


def test_counts_come_from_the_open_table(settings: Any) -> None:
    settings.NHARONG_COUNTS = "nharong.ui.tests.test_frame.COUNTS"
    assert [line.count for section in menu_for(SYSTEM) for line in section.lines] == [7, 0]


COUNTS = {"plans": lambda _scope: 7}


def test_every_noun_once() -> None:
    named = [entry.noun for group in MENU for entry in group.entries]
    assert len(named) == len(set(named)) == 19


def test_the_gallery_needs_a_sign_in() -> None:
    answer = Client().get(GALLERY)
    assert (answer.status_code, answer["Location"]) == (302, f"/vao/?next={GALLERY}")


def test_the_gallery_shows_every_part(client_as: Callable[[str], Client]) -> None:
    html = client_as("teacher").get(GALLERY).content.decode()
    assert '<html lang="vi">' in html
    for part in (
        "bul",
        "spark",
        "fun",
        "mx",
        "map",
        "lane",
        "tabs",
        "wk",
        "tb",
        "f-bad",
        "steps",
        "tl",
        "cf",
        "ba",
        "empty",
        "load",
        "toast",
        "facts",
    ):
        assert re.search(rf'class="(?:[\w-]+ )*{part}[ "]', html), part
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)", html)


def test_the_gallerys_list_answers_with_its_part(client_as: Callable[[str], Client]) -> None:
    html = client_as("teacher").get(GALLERY + "?name=dung", headers={"HX-Request": "true", "HX-Target": "ds-nguoi-mau"}).content.decode()
    assert html.startswith('<section class="panel" id="ds-nguoi-mau"')
    assert "A Dưng" in html
    assert "Y Hnhưn" not in html


def test_vietnamese_whatever_the_browser_asks_for(client_as: Callable[[str], Client], settings: Any) -> None:
    ours = "nharong.ui.language.LanguageMiddleware"
    settings.MIDDLEWARE = [ours if "LocaleMiddleware" in one else one for one in settings.MIDDLEWARE]
    client = client_as("teacher")
    asked = {"Accept-Language": "en-US,en"}
    assert b'<html lang="vi">' in client.get(GALLERY, headers=asked).content
    client.post("/ngon-ngu/", {"language": "en", "next": GALLERY})
    page = client.get(GALLERY)
    assert b'<html lang="en">' in page.content
    assert b"Not enough data" in page.content
    assert page["Content-Language"] == "en"


def test_switches_go_back_only_to_this_host() -> None:
    client = Client()
    assert client.post("/ngon-ngu/", {"language": "en", "next": "//example.com/"})["Location"] == "/"
    assert client.post("/giao-dien/nen/", {"look": "dark", "next": "/vao/"})["Location"] == "/vao/"
    assert b'data-theme="dark"' in client.get("/vao/").content
    assert client.get("/ngon-ngu/").status_code == 405
    assert "django_language" not in Client().post("/ngon-ngu/", {"language": "xx"}).cookies


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_errors_speak_even_without_a_request(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert "Về trang đầu" in html


def linked(html: str) -> list[str]:
    return list(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', html))


def test_a_page_weighs_little(client_as: Callable[[str], Client]) -> None:
    html = client_as("teacher").get(GALLERY).content
    files = [Path(str(finders.find(path))) for path in linked(html.decode())]
    assert len(files) >= 8
    weight = len(gzip.compress(html)) + sum(len(gzip.compress(path.read_bytes())) for path in files)
    assert weight < BUDGET, f"{weight} bytes"


def test_a_page_travels_compressed(client_as: Callable[[str], Client]) -> None:
    answer = client_as("teacher").get("/giao-dien/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.content)


def test_an_empty_list_skips_no_heading() -> None:
    assert "<h" not in render_to_string("ui/parts/empty.html", {"title": "Chưa có ai", "text": "Thêm người."})


def test_every_icon_that_is_used_is_drawn() -> None:
    root = Path(__file__).resolve().parents[1]
    drawn = set(re.findall(r'<symbol id="i-([\w-]+)"', (root / "templates/ui/parts/sprite.html").read_text(encoding="utf-8")))
    source = "".join(path.read_text(encoding="utf-8") for path in (root / "templates").rglob("*.html"))
    used = set(re.findall(r'{% icon "([\w-]+)"', source)) | set(re.findall(r'href="#i-([\w-]+)"', source))
    assert used <= drawn
