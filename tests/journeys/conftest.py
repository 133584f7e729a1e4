"""One browser for all journeys; for each an office with its ground laid, and a server that serves as in the field."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, sync_playwright

from nharong.access.models import User
from tests.journeys.ground import Ground, ground
from tests.journeys.visit import Visit

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs Debian's chromium (apt install chromium)"))


@pytest.fixture(autouse=True)
def light(settings: Any, tmp_path: Path) -> None:
    """Static files hashed and compressed as on a server, a cheap hash of passwords, jobs at once, uploads thrown away."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.NHARONG_DATA = tmp_path


@pytest.fixture(scope="package")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of a server whose static files come from where they were collected, hashed and compressed."""
    shared = {one.alias: one for one in connections.all() if one.vendor == "sqlite"}
    for one in shared.values():
        one.inc_thread_sharing()  # and left so: a browser's last connection may end after the server does
    thread = LiveServerThread("localhost", lambda application: application, connections_override=shared)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="package")
def browser(server: str) -> Iterator[Browser]:
    """Chromium, once; its event loop lives in the thread of the tests, where Django would otherwise refuse to work."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def office(transactional_db: None, today: date, browser: Browser) -> Ground:
    """The province as it stands on 23/11/2026."""
    return ground()


@pytest.fixture
def visit(browser: Browser, server: str, office: Ground) -> Iterator[Callable[..., Visit]]:
    """``visit("xasathay", width=360)``: a signed-in visitor; every page seen is checked, and the console at the end."""
    made: list[Visit] = []

    def visit(user: str = "", *, width: int = 1280, script: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, locale="vi-VN", accept_downloads=True
        )
        if user:
            client = Client()
            client.force_login(User.objects.get(username=user))
            key = client.cookies[configured.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": key, "url": server}])
        made.append(Visit(context.new_page(), server, script=script))
        return made[-1]

    yield visit
    for one in made:
        one.close()
