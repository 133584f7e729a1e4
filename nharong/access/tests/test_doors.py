"""`nharong import accounts`: one deed, slips only where they are asked for, twice is once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nharong.access.models import User
from nharong.access.tests.cast import Cast
from nharong.config.commands import run_command
from nharong.deeds.models import Deed
from nharong.files.table import write_table

TITLES = ["Tên đăng nhập", "Họ và tên", "Vai", "Đơn vị", "Địa bàn", "Điện thoại"]


@pytest.fixture
def run(cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any], str]]:
    """Exit code, JSON and messages of an import of rows."""

    def run(*rows: list[str], words: tuple[str, ...] = ()) -> tuple[int, dict[str, Any], str]:
        write_table(tmp_path / "tk.xlsx", TITLES, rows)
        capsys.readouterr()
        code = run_command(["import", "accounts", str(tmp_path / "tk.xlsx"), "--json", *words])
        said = capsys.readouterr()
        return code, json.loads(said.out or "{}"), said.err

    return run


GOOD = ["y.na", "Y Na", "Giáo viên", "", "23527", "0905123456"]
ROWS = [
    GOOD,
    ["Y Sai", "Y Sai", "teacher", "", "23527", ""],
    ["y.vua", "Y Vua", "vua", "", "23527", ""],
    ["y.xa", "Y Xa", "commune-officer", "khong-co", "99999", ""],
    ["Y.NA", "Y Na", "teacher", "", "23527", ""],
    ["teacher", "Ai đó", "teacher", "", "23527", ""],
    ["", "Y Trống", "", "", "", ""],
]


def test_accounts_are_taken_once_and_faults_told(run: Any, tmp_path: Path) -> None:
    slips = tmp_path / "phieu.csv"
    deeds = Deed.objects.count()
    code, dry, err = run(*ROWS, words=("--dry-run",))
    assert (code, dry["new"], dry["deed"]) == (0, 1, None)
    assert not User.objects.filter(username="y.na").exists()
    code, done, err = run(*ROWS, words=("--slips", str(slips)))
    faults = {(fault["row"], fault["column"]) for fault in done["refused"]}
    assert faults == {(3, "A"), (4, "C"), (5, "D"), (5, "E"), (6, "A"), (7, "A"), (8, "A"), (8, "C")}
    assert (code, done["accepted"], Deed.objects.count()) == (0, 1, deeds + 1)
    user = User.objects.get(username="y.na")
    password = slips.read_text(encoding="utf-8-sig").splitlines()[1].split(",")[2]
    assert user.check_password(password)
    assert user.must_change_password
    assert slips.stat().st_mode & 0o077 == 0
    assert password not in json.dumps(done) + err
    assert password not in json.dumps([deed.payload | deed.result for deed in Deed.objects.all()])
    code, again, _err = run(GOOD)
    assert (code, again["unchanged"], again["deed"]) == (0, 1, None)


def test_slips_go_to_standard_error_without_a_file(run: Any) -> None:
    _code, _done, err = run(GOOD)
    line = next(line for line in err.splitlines() if line.startswith("Y Na\ty.na\t"))
    assert User.objects.get(username="y.na").check_password(line.split("\t")[2])


def test_nothing_is_made_where_slips_cannot_be_written(run: Any, tmp_path: Path) -> None:
    code, _done, _err = run(GOOD, words=("--slips", str(tmp_path / "khong-co" / "a.csv")))
    assert code == 1
    assert not User.objects.filter(username="y.na").exists()


def test_only_who_manages_users(run: Any) -> None:
    for role in ("commune-officer", "province-officer", "inspector"):
        assert run(GOOD, words=("--as", role))[0] == 1
    assert not User.objects.filter(username="y.na").exists()
