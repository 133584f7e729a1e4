"""The survey of a commune of 30,000 people, taken as a workbook: rows a second, peak memory, how long the write lock is held."""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.measure import Result


def run(arguments: argparse.Namespace) -> list[Result]:
    """On a copy of the folder, in a process of its own, so that memory is its alone. SQLite only: the promise is SQLite's."""
    if arguments.database:
        return []
    with tempfile.TemporaryDirectory(dir=Path(arguments.data).parent) as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(arguments.data, copy, ignore=shutil.ignore_patterns("static", "copy"))
        book = Path(folder) / "phieu.xlsx"
        words = [sys.executable, "-m", "bench.survey", str(copy), str(book), str(arguments.people), str(arguments.seed)]
        answers = []
        for step in ("write", "take"):
            done = subprocess.run([*words, step], capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(done.stderr)
            answers.append(json.loads(done.stdout.splitlines()[-1]))
    told: dict[str, Any] = answers[1]
    more = {key: told[key] for key in ("rows", "new", "changed", "unchanged", "seconds")}
    return [
        Result(
            "survey", "nhập phiếu điều tra (xem trước và nhận)", told["rows"] / told["seconds"], "dòng/s", 1_500, at_least=True, more=more
        ),
        Result("survey", "bộ nhớ lớn nhất", told["memory_mb"], "MB", 500),
        Result("survey", "khóa ghi dài nhất", told["lock"], "s", 2),
    ]


# ---------------------------------------------------------------- the child


def write_book(book: Path, people: int, seed: int) -> dict[str, Any]:
    """The workbook of the commune whose survey of the last year has not come yet."""
    from bench.province import OBSERVED, WAITING, YEARS  # noqa: PLC0415
    from nharong.demo.ground import former_units  # noqa: PLC0415
    from nharong.demo.population import grow  # noqa: PLC0415
    from nharong.demo.rows import rows_of  # noqa: PLC0415
    from nharong.people.sheet import shipped_forms, write_survey  # noqa: PLC0415

    grown = grow(former_units(), people=people, seed=seed, years=YEARS, village_size=135, heir=WAITING)
    rows = (row for villages in grown for village in villages for row in rows_of(village, OBSERVED[-1], "Xã Ngọk Bay"))
    return {"rows": write_survey(book, shipped_forms()[0], rows, OBSERVED[-1])}


def take(book: Path) -> dict[str, Any]:
    """Try the file and take it, as page and command do; time inside the transaction apart."""
    from bench.province import OBSERVED, WAITING  # noqa: PLC0415
    from nharong.deeds import actions  # noqa: PLC0415
    from nharong.files.kept import keep_path  # noqa: PLC0415
    from nharong.kernel.permissions import SYSTEM  # noqa: PLC0415
    from nharong.kernel.time import today  # noqa: PLC0415
    from nharong.people.imports import dry_run, import_survey  # noqa: PLC0415
    from nharong.territory.queries import find_place  # noqa: PLC0415

    held: list[float] = []

    real = actions._transact

    def transact(*words: Any) -> Any:
        start = time.perf_counter()
        answer = real(*words)
        held.append(time.perf_counter() - start)
        return answer

    actions._transact = transact
    values = {"place": find_place(WAITING, today()).uid, "year": OBSERVED[-1], "file": keep_path(book), "skip_errors": True}
    begun = time.perf_counter()
    work, _told = dry_run(SYSTEM, values)
    receipt = actions.perform(import_survey, SYSTEM, staged=work, **values)
    seconds = time.perf_counter() - begun
    if not receipt.ok:
        raise SystemExit(str(receipt.errors))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**receipt.value, "seconds": round(seconds, 2), "memory_mb": memory, "lock": max(held)}


if __name__ == "__main__":
    os.environ |= {"NHARONG_DATA": sys.argv[1], "NHARONG_DATABASE": "", "DJANGO_SETTINGS_MODULE": "nharong.config.settings"}
    import django

    django.setup()
    path = Path(sys.argv[2])
    print(json.dumps(write_book(path, int(sys.argv[3]), int(sys.argv[4])) if sys.argv[5] == "write" else take(path)))
