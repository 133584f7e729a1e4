"""The database, SQLite or PostgreSQL: dated rows, many rows at once, and the guard that keeps a GET from writing."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from datetime import date
from typing import Any, Self, TypeVar

from django.db import connection, models
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


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold for a half-open span of days."""

    def on(self, day: date) -> Self:
        """Those in force on the day."""
        return self.filter(start__lte=day, stop__gt=day)


class Dated(models.Model):
    """A fact in force for ``[start, stop)``; ``stop`` is END while it has not ended."""

    start = models.DateField(default=BEGIN)
    stop = models.DateField(default=END)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("stop")), name="%(app_label)s_%(class)s_start_before_stop")]


# ---------------------------------------------------------------- many rows at once

Row = Sequence[Any]


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row], *, table: str = "") -> None:
    """Insert rows given as tuples under the attribute names: ten times faster than the ORM.

    Dates, datetimes, uuids and JSON values are adapted; defaults are not filled in: name every column without one in
    the database. ``table`` writes to a temporary table of the same shape instead.
    """
    fields = {f.attname: f for f in model._meta.concrete_fields}
    chosen = [fields[name] for name in names]
    listed = ", ".join(connection.ops.quote_name(str(f.column)) for f in chosen)
    target = connection.ops.quote_name(table or model._meta.db_table)
    kinds = [f.get_internal_type() for f in chosen]
    connection.ensure_connection()
    if is_postgresql():
        with connection.cursor() as cursor, cursor.copy(f"COPY {target} ({listed}) FROM STDIN") as copy:
            for row in _adapted(rows, kinds, _FOR_POSTGRESQL):
                copy.write_row(row)
    else:
        _refuse_while_reading("INSERT")
        marks = ", ".join(["?"] * len(chosen))
        connection.connection.executemany(f"INSERT INTO {target} ({listed}) VALUES ({marks})", _adapted(rows, kinds, _FOR_SQLITE))


def update_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Update rows by primary key: each tuple is the values of the attribute names, then the key."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    chosen = [fields[name] for name in names]
    kinds = [f.get_internal_type() for f in chosen] + ["AutoField"]
    mark = "%s" if is_postgresql() else "?"
    assigned = ", ".join(f"{connection.ops.quote_name(str(f.column))} = {mark}" for f in chosen)
    sql = f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET {assigned} WHERE id = {mark}"
    connection.ensure_connection()
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.executemany(sql, list(_adapted(rows, kinds, _FOR_POSTGRESQL)))
    else:
        _refuse_while_reading("UPDATE")
        connection.connection.executemany(sql, _adapted(rows, kinds, _FOR_SQLITE))


class Json(str):
    """JSON already written out, to be stored as it is: spares the work inside a write lock."""

    @classmethod
    def of(cls, value: Any) -> "Json":
        """Write a value out."""
        return cls(json.dumps(value, ensure_ascii=False, default=str))


def _json(value: Any) -> str:
    return value if isinstance(value, Json) else json.dumps(value, ensure_ascii=False, default=str)


_FOR_POSTGRESQL: dict[str, Callable[[Any], Any]] = {"JSONField": _json}
_FOR_SQLITE: dict[str, Callable[[Any], Any]] = {
    "JSONField": _json,
    "UUIDField": lambda value: value.hex,
    "DateField": lambda value: value if isinstance(value, str) else value.isoformat(),
    "DateTimeField": lambda value: value if isinstance(value, str) else value.replace(tzinfo=None).isoformat(" "),
    "BooleanField": int,
}


def _adapted(rows: Iterable[Row], kinds: Sequence[str], adapters: dict[str, Callable[[Any], Any]]) -> Iterator[Row]:
    steps = [(i, adapters[kind]) for i, kind in enumerate(kinds) if kind in adapters]
    if not steps:
        yield from rows
        return
    for row in rows:
        out = list(row)
        for i, adapt in steps:
            if out[i] is not None:
                out[i] = adapt(out[i])
        yield out


CHUNK = 5_000
"""Ids named in one statement at most: far below either database's limit, large enough to make round trips cheap."""


def chunks(ids: Sequence[Any], size: int = CHUNK) -> Iterator[Sequence[Any]]:
    """The ids in slices that fit one statement."""
    for i in range(0, len(ids), size):
        yield ids[i : i + size]


def in_list(column: str, ids: Iterable[int]) -> str:
    """``column IN (1, 2, …)`` with the integers written out: both planners then use the index of the column."""
    listed = ",".join(str(int(i)) for i in ids)
    return f"{column} IN ({listed})" if listed else "1=0"


def lock_rows(model: type[models.Model], ids: Sequence[int]) -> None:
    """Lock rows in the order of their ids, so that two deeds never wait for each other; SQLite has one writer anyway."""
    if is_postgresql():
        for part in chunks(sorted(ids)):
            list(model._default_manager.filter(pk__in=part).order_by("pk").select_for_update().values_list("pk"))


# ---------------------------------------------------------------- a GET cannot write

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_remembered: ContextVar[dict[str, Any] | None] = ContextVar("remembered", default=None)
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "ALTER", "CREATE", "DROP", "TRUNCATE")


class WriteInRead(RuntimeError):
    """A request that only reads tried to write: a fault of ours, never the user's."""


def _refuse_while_reading(sql: str) -> None:
    if _reading.get() and sql.lstrip()[:8].upper().startswith(_WRITES) and "TEMP" not in sql[:40].upper():
        raise WriteInRead(sql[:200])


def _guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    _refuse_while_reading(sql)
    return execute(sql, params, many, context)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Inside, the connection refuses every write (temporary tables excepted)."""
    token, memory = _reading.set(True), _remembered.set({})
    try:
        with connection.execute_wrapper(_guard):
            yield
    finally:
        _reading.reset(token)
        _remembered.reset(memory)


Found = TypeVar("Found")


def once(key: str, find: Callable[[], Found]) -> Found:
    """What ``find`` answers, asked once within ``reading`` (there nothing changes); each time anew elsewhere."""
    memory = _remembered.get()
    if memory is None:
        return find()
    if key not in memory:
        memory[key] = find()
    found: Found = memory[key]
    return found


@contextlib.contextmanager
def appending() -> Iterator[None]:
    """The one exemption inside ``reading``: the append-only read log, and the session's own row."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)
