"""The recount of all kept definitions, against DuckDB with two threads on the same statements and the same rows."""

import argparse
import csv
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from django.apps import apps
from django.db import connection

from bench.measure import Result, percentile, times
from nharong.indicators import audit, counting
from nharong.indicators.counting import Counts
from nharong.indicators.ledger import kept_years
from nharong.indicators.packs import kept_definitions
from nharong.kernel.measures import Definition

RUNS = 3
TABLES = ("people_spell", "people_person", "classes_enrolment", "classes_termresult")
"""What the kept definitions read."""


def run(_arguments: argparse.Namespace) -> list[Result]:
    """Ours on the live database; DuckDB's on the same rows in memory, by our statements and by plain ones. All answers equal."""
    ours = times(audit.recount, RUNS)
    counted = audit.recount()
    yardstick = duckdb.connect()
    yardstick.execute("SET threads=2")
    with tempfile.TemporaryDirectory() as folder:
        for table in TABLES:
            _load(yardstick, table, Path(folder))
    theirs, plain = times(lambda: recount_by(yardstick), RUNS), times(lambda: plainly(yardstick), RUNS)
    same = recount_by(yardstick) == counted == plainly(yardstick)
    rows = yardstick.execute("SELECT COUNT(*) FROM people_spell").fetchall()[0][0]
    middle = percentile(ours, 0.5)
    more = {"ms": round(middle), "bằng nhau": same, "chỉ số": len(kept_definitions()), "dòng": rows}

    def against(other: list[float]) -> tuple[float, dict[str, Any]]:
        return (middle / percentile(other, 0.5) if same else float("inf")), {**more, "DuckDB ms": round(percentile(other, 0.5))}

    (like, told), (unlike, told_plain) = against(theirs), against(plain)
    return [
        Result("recount", "đếm lại mọi chỉ số so với DuckDB hai luồng, cùng câu lệnh", like, "lần", 6, more=told),
        Result("recount", "so với DuckDB đếm từng năm một (câu lệnh thẳng)", unlike, "lần", 6, more=told_plain),
    ]


def plainly(yardstick: Any) -> Counts:
    """The recount as one would write it first: every definition asked of every row at the end of every year."""
    years, found = kept_years(), defaultdict(lambda: [0] * 6)
    spells = [definition for definition in kept_definitions() if definition.source.is_spell]
    for at_start in (False, True):
        same = [definition for definition in spells if definition.at_start is at_start]
        for offset, membership in ((0, "({who})"), (3, "({who}) IS NULL")):
            sums = [
                f"SUM(CASE WHEN {membership.format(who=d.who_sql('yr.year'))} THEN {counting._packed(d.verdict_sql('yr.year'))} ELSE 0 END)"
                for d in same
            ]
            day = "01-01" if at_start else "12-31"
            listed = ", ".join(f"({year}, '{year}-{day}')" for year in years)
            sql = (
                f"WITH yr(year, day) AS (VALUES {listed}) "
                f"SELECT s.place_id, yr.year, {', '.join(sums)} FROM people_spell s JOIN yr ON s.start <= yr.day AND s.stop > yr.day "
                "GROUP BY s.place_id, yr.year"
            )
            for place, year, *values in yardstick.execute(sql).fetchall():
                for definition, value in zip(same, values, strict=True):
                    if value:
                        counting._add(found[definition.key, place, year], offset, int(value))
    happenings = [definition for definition in kept_definitions() if not definition.source.is_spell]
    found.update(_counted(yardstick, happenings))
    return {key: counts for key, counts in found.items() if any(counts)}


def _load(yardstick: Any, table: str, folder: Path) -> None:
    """Copy a table by way of a CSV: days stay text, as SQLite keeps them."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    fields = model._meta.concrete_fields
    path = folder / f"{table}.csv"
    with path.open("w", newline="", encoding="utf-8") as file, connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(field.column for field in fields)} FROM {table}")
        writer = csv.writer(file)
        while part := cursor.fetchmany(50_000):
            writer.writerows(part)
    types = {field.column: _type(field.get_internal_type()) for field in fields}
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    yardstick.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{path}', header=false, columns={{{columns}}}, nullstr='')")


def _type(kind: str) -> str:
    if kind in (
        "BigAutoField",
        "AutoField",
        "ForeignKey",
        "BigIntegerField",
        "IntegerField",
        "SmallIntegerField",
        "PositiveSmallIntegerField",
    ):
        return "BIGINT"
    return "BOOLEAN" if kind == "BooleanField" else "VARCHAR"


def recount_by(yardstick: Any) -> Counts:
    """The same recount with the statements sent to DuckDB."""
    return {key: counts for key, counts in _counted(yardstick, kept_definitions()).items() if any(counts)}


def _counted(yardstick: Any, definitions: Sequence[Definition]) -> Counts:
    real, counting.connection = counting.connection, _Connection(yardstick)  # type: ignore[attr-defined, assignment]
    try:
        return counting.count(definitions, kept_years())
    finally:
        counting.connection = real  # type: ignore[attr-defined]


class _Cursor:
    """A cursor of DuckDB in the place of the database's own."""

    def __init__(self, yardstick: Any) -> None:
        self.yardstick = yardstick

    def __enter__(self) -> "_Cursor":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def execute(self, sql: str, _values: Any = None) -> None:
        self.answer = self.yardstick.execute(sql)

    def fetchall(self) -> list[Any]:
        rows: list[Any] = self.answer.fetchall()
        return rows


class _Connection:
    """What counting.py asks of a connection: statements for SQLite, since the days are text."""

    vendor = "sqlite"

    def __init__(self, yardstick: Any) -> None:
        self.yardstick = yardstick

    def cursor(self) -> _Cursor:
        return _Cursor(self.yardstick)
