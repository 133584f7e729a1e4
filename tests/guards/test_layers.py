"""Imports go downward: the contracts of pyproject.toml hold."""

import os

import pytest
from importlinter.cli import lint_imports

from tests.guards.source import ROOT


@pytest.mark.filterwarnings("default")
def test_every_import_goes_downward(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(os.fspath(ROOT))
    code = lint_imports(config_filename=os.fspath(ROOT / "pyproject.toml"), cache_dir=None)
    assert code == 0, capsys.readouterr().out
