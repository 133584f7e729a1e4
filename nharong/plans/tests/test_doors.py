"""`nharong export targets`: what the plan page shows, as a table."""

import csv
from pathlib import Path
from typing import Any

import pytest

from nharong.access.tests.cast import Cast
from nharong.config.commands import run_command
from nharong.kernel.permissions import SYSTEM
from nharong.plans.actions import load_text
from nharong.plans.tests.make import SMALL


@pytest.mark.usefixtures("ledger")
def test_targets_are_taken_away_for_a_place_and_year(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    receipt = load_text(SYSTEM, SMALL)
    assert receipt.ok, receipt.errors
    out = tmp_path / "ct.csv"
    assert run_command(["export", "targets", "--out", str(out), "--place", "23527", "--year", "2026"]) == 0
    titles, row = csv.reader(out.read_text(encoding="utf-8-sig").splitlines())
    told = dict(zip(titles, row, strict=True))
    assert (told["Kế hoạch"], told["Chỉ tiêu"], told["Năm"], told["Kết luận"]) == ("thu", "a1", "2026", "chưa đủ số liệu")
    assert told["Ngưỡng"] == "0.9"
    assert told["Địa bàn"].startswith("23527@")
    assert run_command(["export", "targets", "--out", str(out), "--plan", "khong-co"]) == 1
    assert run_command(["export", "targets", "--out", str(out), "--as", "nobody"]) == 1
