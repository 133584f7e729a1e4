"""Kill -9 in the middle of an import leaves all or nothing; the same file can be taken afterwards."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


def program(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "NHARONG_DATABASE"}
    environment |= {"NHARONG_DATA": str(data), "DJANGO_SETTINGS_MODULE": "nharong.config.settings", "PYTHONPATH": str(ROOT)}
    environment["NHARONG_TODAY"] = "2026-11-23"
    command = [sys.executable, "-W", "ignore", "-m", "nharong.people.tests.killed", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def counted(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.strip().splitlines()]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("killed") / "data"
    folder.mkdir()
    (made,) = counted(program(folder, "make"))
    return folder, made


@pytest.mark.parametrize("point", ["_new_persons", "_mark_surveyed"])
def test_killed_in_the_middle_nothing_stays(filled: tuple[Path, dict[str, Any]], tmp_path: Path, point: str) -> None:
    data, before = tmp_path / "data", filled[1]
    shutil.copytree(filled[0], data)
    assert program(data, "take", point).returncode == -signal.SIGKILL
    found, after = counted(program(data, "take"))
    assert found == before
    assert (after["Person"], after["deeds"], after["differences"]) == (40, 1, 0)
