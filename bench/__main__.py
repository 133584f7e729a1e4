"""`python -m bench [ROW …]`: make the province once, measure the promises of speed, print a table and write JSON."""

import argparse
import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path

import django

from bench.measure import Result, machine, table

ROWS = ("survey", "sheet", "plan", "lists", "names", "recount", "memory")


def setup(folder: Path, database: str) -> None:
    """Django on the bench's own data folder; ``database`` names a PostgreSQL instead of the folder's SQLite."""
    os.environ |= {"NHARONG_DATA": str(folder), "NHARONG_DATABASE": database, "DJANGO_SETTINGS_MODULE": "nharong.config.settings"}
    django.setup()


def main() -> int:
    """Measure the rows named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--data", default="bench-data", help="folder of the province; made where it is missing")
    parser.add_argument("--people", type=int, default=600_000)
    parser.add_argument("--marks", type=int, default=3_000_000, help="attendance marks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="postgresql://… instead of SQLite; an empty database of its own")
    parser.add_argument("--small", default="", help="folder of a province of 20,000 people, to compare the sheet with")
    parser.add_argument("--out", default="", help="file for the JSON")
    arguments = parser.parse_args()
    if unknown := set(arguments.rows) - set(ROWS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    folder = Path(arguments.data).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    setup(folder, arguments.database)
    made = import_module("bench.province").make(
        folder, arguments.people, arguments.seed, arguments.marks, say=lambda text: print(text, file=sys.stderr)
    )
    results: list[Result] = []
    for name in arguments.rows or ROWS:
        found = import_module(f"bench.{name}").run(arguments)
        print(table(found), flush=True)
        results += found
    document = {
        "made": made,
        "machine": machine(),
        "python": platform.python_version(),
        "results": [result.as_json() for result in results],
    }
    if arguments.out:
        Path(arguments.out).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
