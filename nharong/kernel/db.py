"""The database, SQLite or PostgreSQL: dated rows, bulk writes, and the guard that keeps a GET from writing."""

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from datetime import date
from typing import Any, Self

from django.db import connection, models, transaction
from django.db.models import F, Q

from nharong.kernel.ids import new_uid
from nharong.kernel.time import BEGIN, END


def is_postgresql() -> bool:
    """Which of the two databases is in use."""
    return connection.vendor == "postgresql"


class Identified(models.Model):
    """A row that anything outside may name: by ``uid``, never by its integer key."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)

    class Meta:
        abstract = True


class DatedQuerySet[M: "Dated"](models.QuerySet[M]):
    """Rows that hold for a half-open span of days."""

    def on(self, day: date) -> Self:
        """Those in force on the day."""
        return self.filter(start__lte=day, stop__gt=day)


class Dated(models.Model):
    """A fact in force for ``[start, stop)``; ``stop`` is END while it has not ended."""

    start = models.DateField(default=BEGIN)
    stop = models.DateField(default=END)

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("stop")), name="%(app_label)s_%(class)s_start_before_stop")]


# ---------------------------------------------------------------- many rows at once


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [f for f in model._meta.concrete_fields if not f.primary_key or not isinstance(f, models.AutoField)]


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as tuples of database-ready values of the attribute names; ten times faster than the ORM.

    Dates, uuids and dicts are adapted; defaults are not filled in: name every column that has no database default.
    """
    fields = {f.attname: f for f in model._meta.concrete_fields} | {f.name: f for f in model._meta.concrete_fields}
    columns = [fields[name].column for name in names]
    kinds = [fields[name].get_internal_type() for name in names]
    table = connection.ops.quote_name(model._meta.db_table)
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([json.dumps(v, ensure_ascii=False) if k == "JSONField" and v is not None else v for k, v in zip(kinds, row, strict=True)])
        else:
            marks = ", ".join(["?"] * len(columns))
            connection.ensure_connection()
            cursor.cursor.cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", _for_sqlite(kinds, rows)) if hasattr(
                cursor.cursor, "cursor"
            ) else _raw_executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", _for_sqlite(kinds, rows))


def _raw_executemany(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    connection.connection.executemany(sql, rows)


def _for_sqlite(kinds: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    uuids = [i for i, kind in enumerate(kinds) if kind == "UUIDField"]
    dates = [i for i, kind in enumerate(kinds) if kind in ("DateField", "DateTimeField")]
    jsons = [i for i, kind in enumerate(kinds) if kind == "JSONField"]
    for row in rows:
        out = list(row)
        for i in uuids:
            if out[i] is not None:
                out[i] = out[i].hex
        for i in dates:
            if out[i] is not None and not isinstance(out[i], str):
                out[i] = out[i].isoformat(" ") if hasattr(out[i], "hour") else out[i].isoformat()
        for i in jsons:
            if out[i] is not None:
                out[i] = json.dumps(out[i], ensure_ascii=False)
        yield out
