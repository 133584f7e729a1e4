"""`nharong user add`."""

import json
from typing import Any

import pytest

from nharong.access.models import User
from nharong.access.tests.cast import Cast
from nharong.config.commands import run_command


def test_an_account_from_the_command_line(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["user", "add", "Y.Moi", "--role", "admin", "--area", "51@2025-12-31", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    user = User.objects.get(username="y.moi")
    assert user.check_password(told["password"])
    assert user.grants.get().area == "51@2025-12-31"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["user", "add", "teacher", "--role", "admin"], 1),
        (["user", "add", "y.moi", "--role", "admin", "--area", "99999"], 1),
        (["user", "add", "y.moi", "--role", "admin", "--as", "khong-co"], 1),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, capsys: Any, words: list[str], code: int) -> None:
    assert run_command(words) == code
    assert capsys.readouterr().err
    assert not User.objects.filter(username="y.moi").exists()


def test_a_wrong_role_is_wrong_use(cast: Cast, capsys: Any) -> None:
    with pytest.raises(SystemExit) as stop:
        run_command(["user", "add", "y.moi", "--role", "king"])
    assert stop.value.code == 2
