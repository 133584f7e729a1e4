"""The strict bench: warnings are errors, no network, and the cast every test knows."""

import socket
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from nharong.access.tests.cast import Cast

_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be reached: a test that needs another host is refused."""

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "localhost", "::1"):
            raise RuntimeError(f"A test tried to reach {address[0]}.")
        return _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def light(settings: "SettingsWrapper") -> None:
    """Static files without a manifest, passwords with a cheap hash."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ledger(db: None) -> None:
    """An open, fresh ledger that keeps 2020-2027."""
    from nharong.indicators.audit import sync_definitions
    from nharong.indicators.models import LedgerState

    sync_definitions()
    LedgerState.objects.update(first_year=2020, last_year=2027, stale=False)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day of the tests: 23/11/2026."""
    day = date(2026, 11, 23)
    monkeypatch.setattr("nharong.kernel.time._fixed_today", day)
    return day


@pytest.fixture
def cast(db: None, today: date) -> "Cast":
    """One province, two communes with villages, a user per role, a stranger, a nobody; the day is 23/11/2026."""
    from nharong.access.tests.cast import make_cast

    return make_cast()


@pytest.fixture
def client_as(cast: "Cast") -> "Callable[[str], Client]":
    """``client_as("teacher")``: a browser in which that member of the cast has signed in."""
    return cast.client


def pytest_configure(config: pytest.Config) -> None:
    """Collect the static files once, as a server has them; the workers find them."""
    if not hasattr(config, "workerinput"):
        from django.core.management import call_command

        call_command("collectstatic", verbosity=0, interactive=False)
