"""`nharong export classes | attendance | results | centres | deeds`: the asker's own, with a purpose, without numbers of persons."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nharong.access.tests.cast import Cast
from nharong.centres.tests.make import centre
from nharong.classes.tests import make
from nharong.config.commands import run_command
from nharong.deeds.models import Reading

pytestmark = pytest.mark.usefixtures("ledger")
EVENING = date(2026, 9, 8)


@pytest.fixture
def take(cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., tuple[int, list[tuple[Any, ...]]]]:
    """The exit code and the rows of an export, without title and header."""

    def take(kind: str, *words: str) -> tuple[int, list[tuple[Any, ...]]]:
        out = tmp_path / f"{kind}.xlsx"
        out.unlink(missing_ok=True)
        capsys.readouterr()
        code = run_command(["export", kind, "--out", str(out), "--json", *words])
        told = capsys.readouterr().out
        if code:
            assert not out.exists()
            return code, []
        rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))[3:]
        assert json.loads(told) == {"kind": kind, "file": out.name, "rows": len(rows)}
        return code, rows

    return take


def test_classes_carry_counts_as_numbers(take: Any, cast: Cast) -> None:
    row, _enrolments = make.full_class(cast.village, 3, centre=centre(cast.commune).uid)
    make.a_class(cast.villages[1][0], name="Lớp Sa Bình")
    code, rows = take("classes")
    assert (code, len(rows)) == (0, 2)
    own = next(found for found in rows if found[0] == str(row.uid))
    assert own[1:6] == ("Lớp xóa mù chữ làng Kơ Tu", "Lớp", "Làng Kơ Tu", "Xã Sa Thầy", 1)
    assert own[-4:] == (3, 0, 3, 0)
    assert len(take("classes", "--as", "commune-officer")[1]) == 1
    assert len(take("classes", "--place", "23534")[1]) == 1
    assert take("classes", "--as", "commune-officer", "--place", "23534")[0] == 1
    assert take("classes", "--as", "surveyor")[0] == 1
    assert take("classes", "--place", "99999")[0] == 1
    assert Reading.objects.filter(kind="classes xlsx", filter="place=23534", count=1).count() == 1


def test_attendance_and_results_name_persons_for_a_purpose(take: Any, cast: Cast) -> None:
    row, (first, second, third) = make.full_class(cast.village, 3)
    marks = {first.uid: "c", second.uid: "p", third.uid: "k"}
    receipt = make.sheet(row, marks, EVENING)
    assert receipt.ok, receipt.errors
    for kind in ("attendance", "results"):
        assert take(kind)[0] == 1, "a purpose is asked for"
    _code, rows = take("attendance", "--purpose", "Rà soát", "--as", "commune-officer")
    assert [found[-1] for found in rows] == ["có mặt", "vắng có phép", "vắng không phép"]
    assert {found[5].date() for found in rows} == {EVENING}
    _code, rows = take("results", "--purpose", "Rà soát")
    assert [found[6] for found in rows] == ["A Thui 00", "A Thui 01", "A Thui 02"]
    assert rows[0][7] == 1985
    assert rows[0][-3:] == (None, None, None)
    assert take("results", "--purpose", "Rà soát", "--as", "stranger") == (0, [])
    assert Reading.objects.filter(kind="attendance xlsx", purpose="Rà soát", count=3, reader_name="Y commune-officer").exists()


def test_classes_ask_the_same_however_many_they_are(take: Any, cast: Cast) -> None:
    make.full_class(cast.village, 1)
    take("classes")
    with CaptureQueriesContext(connection) as few:
        take("classes")
    for i in range(6):
        make.a_class(cast.village, name=f"Lớp {i}")
    with CaptureQueriesContext(connection) as many:
        take("classes")
    assert len(many) == len(few)


def test_centres_and_the_journal_are_taken_away(take: Any, cast: Cast) -> None:
    centre(cast.commune)
    code, rows = take("centres", "--as", "inspector")
    assert (code, len(rows)) == (0, 1)
    assert rows[0][1:5] == ("Trung tâm học tập cộng đồng xã Sa Thầy", "23527", "Xã Sa Thầy", "Tỉnh Quảng Ngãi")
    assert take("centres", "--place", "23534")[1] == []
    assert take("deeds")[0] == 1, "a purpose is asked for"
    code, rows = take("deeds", "--purpose", "Kiểm tra", "--place", "23527")
    assert [found[4] for found in rows] == ["centres.found"]
    assert take("deeds", "--purpose", "Kiểm tra", "--as", "stranger")[1] == []


def test_a_wrong_ending_is_wrong_use(cast: Cast, capsys: Any, tmp_path: Path) -> None:
    assert run_command(["export", "classes", "--out", str(tmp_path / "a.pdf")]) == 2
    assert run_command(["export", "classes", "--out", str(tmp_path / "khong-co" / "a.csv")]) == 1
