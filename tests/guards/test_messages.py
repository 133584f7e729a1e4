"""Every text of the screens is translated, none fuzzy, the compiled catalogues fresh."""

import subprocess
import sys

from tests.guards.source import ROOT


def test_both_languages_are_complete() -> None:
    answer = subprocess.run([sys.executable, "tools/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
