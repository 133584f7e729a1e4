"""The index behind the search by name: every three letters of every folded name, on either database.

SQLite keeps a contentless FTS5 table: triggers only note whose folded name changed, and ``settle`` takes all of them in
at once (five times cheaper than one by one). PostgreSQL keeps its index itself: pg_trgm where the server lets us create
it, else names are read. A migration that rebuilds ``people_person`` on
SQLite loses its triggers and must call ``make`` again (a test looks for them).
"""

from django.db import connection, transaction
from django.db.utils import DatabaseError

TABLE = "people_name"
"""The FTS5 table on SQLite; its rowid is the person's id."""
WAITING = "people_name_waiting"
"""Persons whose folded name changed, with the one before, until ``settle``."""
PADDED = "(' ' || fold || ' ')"
"""A space at both ends, so that the beginning of a word is three signs too."""
TRIGGERS = ("people_name_added", "people_name_changed", "people_name_gone")

_TABLES = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(fold, content='', tokenize='trigram', columnsize=0)",
    f"CREATE TABLE {WAITING} (id INTEGER PRIMARY KEY, was TEXT NOT NULL)",
    f"INSERT INTO {TABLE}(rowid, fold) SELECT id, {PADDED} FROM people_person WHERE fold <> '' ORDER BY id",
)
_NOTE = (
    f"CREATE TRIGGER people_name_added AFTER INSERT ON people_person WHEN NEW.fold <> '' "
    f"BEGIN INSERT OR IGNORE INTO {WAITING} VALUES (NEW.id, ''); END",
    f"CREATE TRIGGER people_name_changed AFTER UPDATE OF fold ON people_person WHEN NEW.fold <> OLD.fold "
    f"BEGIN INSERT OR IGNORE INTO {WAITING} VALUES (OLD.id, OLD.fold); END",
    f"CREATE TRIGGER people_name_gone AFTER DELETE ON people_person BEGIN INSERT OR IGNORE INTO {WAITING} VALUES (OLD.id, OLD.fold); END",
)
_SETTLE = (
    f"INSERT INTO {TABLE}({TABLE}, rowid, fold) SELECT 'delete', id, ' ' || was || ' ' FROM {WAITING} WHERE was <> '' ORDER BY id",
    f"INSERT INTO {TABLE}(rowid, fold) SELECT p.id, ' ' || p.fold || ' ' FROM {WAITING} w JOIN people_person p ON p.id = w.id "
    f"WHERE p.fold <> '' ORDER BY p.id",
    f"DELETE FROM {WAITING}",
)


def settle() -> None:
    """Take in the names that changed; called by whoever writes persons' derived columns, in the same transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in _SETTLE:
                cursor.execute(statement)


def make() -> None:
    """Make the index, or make it anew from the names."""
    drop()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in (*_TABLES, *_NOTE):
                cursor.execute(statement)
            return
        try:
            with transaction.atomic():
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute(f"CREATE INDEX people_name_trigram ON people_person USING gin ({PADDED} gin_trgm_ops)")
        except DatabaseError:  # whoever runs the server has not allowed the extension: read, as the pattern index of ``fold`` allows
            return


def drop() -> None:
    """Take it away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            for table in (TABLE, WAITING):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")
        else:
            cursor.execute("DROP INDEX IF EXISTS people_name_trigram")
