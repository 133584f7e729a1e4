"""Loaded before the settings (see addopts): tests have a data folder of their own, thrown away afterwards."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "NHARONG_TEST_DATA" not in os.environ:  # the workers of xdist share their parent's
    folder = tempfile.mkdtemp(prefix="nharong-test-")
    os.environ["NHARONG_TEST_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["NHARONG_DATA"] = os.environ["NHARONG_TEST_DATA"]
os.environ["NHARONG_SECRET_KEY"] = "only for tests"
for name in ("static", "uploads"):
    (Path(os.environ["NHARONG_DATA"]) / name).mkdir(exist_ok=True)
