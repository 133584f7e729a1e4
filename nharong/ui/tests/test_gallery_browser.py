"""The gallery in a real browser: nothing for axe, no scrolling sideways at 360 px, no word from the console, htmx at work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from nharong.access.tests.cast import Cast

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt install chromium)")]


@pytest.fixture
def server(transactional_db: None, frame: None) -> Iterator[LiveServer]:
    """A server of this test's own: it starts with the settings of the frame."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def page(server: LiveServer, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A signed-in teacher at the gallery; whatever the console says fails the test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    session = cast.client("teacher").cookies[settings.SESSION_COOKIE_NAME].value
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{server.url}/giao-dien/")
        yield page
        browser.close()
    assert said == []


def test_nothing_for_axe_and_nothing_beside_the_screen(page: Page) -> None:
    for width, look in ((1280, "light"), (360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("look => { document.documentElement.dataset.theme = look }", look)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == [], (width, look)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_list_sorts_filters_and_turns_without_loading_the_page(page: Page) -> None:
    page.evaluate("window.same = true")
    page.click("#ds-nguoi-mau .sort:has-text('Năm sinh')")
    page.wait_for_url("**/giao-dien/?sort=born")
    assert page.inner_text("#ds-nguoi-mau tbody th") == "A Tơl"
    assert page.evaluate("document.activeElement.textContent.trim()") == "Năm sinh ▲", "the keyboard stays where it was"
    page.fill("#ds-nguoi-mau [name=name]", "y")
    page.keyboard.press("Enter")
    page.wait_for_url("**/giao-dien/?sort=born&name=y&village=")
    assert page.locator("#ds-nguoi-mau tbody tr").count() == 3
    page.select_option("#ds-nguoi-mau [name=village]", "Thôn Đăk Wơk")
    expect(page.locator("#ds-nguoi-mau tbody tr")).to_have_count(1)
    assert page.evaluate("window.same"), "the page was loaded anew"
    page.reload()
    assert page.inner_text("#ds-nguoi-mau tbody th a") == "Y Plênh"


def test_place_and_period_change_the_page_and_its_address(page: Page) -> None:
    page.evaluate("window.same = true")
    page.select_option(".ctx [name=period]", "2025")
    page.wait_for_url("**/giao-dien/?place=23534&period=2025&on=")
    expect(page.locator(".ctx [name=period]")).to_have_value("2025")
    assert page.evaluate("window.same")
    assert page.locator(".top").count() == 1


def test_the_menu_opens_on_a_phone_without_javascript(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    assert not page.is_visible("#menu")
    page.click("a[href='#menu']")
    assert page.is_visible("#menu")
    page.click(".rail-close")
    assert not page.is_visible("#menu")


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#noi-dung")
