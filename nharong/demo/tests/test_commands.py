"""A demo never fills a folder that holds anything real."""

from pathlib import Path

import pytest

from nharong.demo import commands
from nharong.kernel.shell import Refusal


def test_a_folder_with_data_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nharong.sqlite3").write_text("real")
    with pytest.raises(Refusal):
        commands._clear(tmp_path)
    assert (tmp_path / "nharong.sqlite3").read_text() == "real"


def test_a_demo_is_made_anew(tmp_path: Path) -> None:
    commands.mark(tmp_path, {"today": None, "whole": False})
    (tmp_path / "nharong.sqlite3").write_text("demo")
    commands._clear(tmp_path)
    assert list(tmp_path.iterdir()) == []
