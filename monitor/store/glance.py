"""A quick look into the database for the commands that only show: read-only, and fast.

On SQLite nothing but the standard library is imported, so that the table opens at once; on
PostgreSQL the same queries go through SQLAlchemy. A look never makes or changes a database.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from monitor.errors import SchemaError, StoreError
from monitor.store import sqlite_file
from monitor.store.portable import spell_sqlite
from monitor.store.revisions import HEAD, foreign, require_known
from monitor.store.source import Source

PATIENCE_SECONDS = 30


class _File:
    """A SQLite file opened read-only; every query of one look sees the same moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> Sequence[Sequence[Any]]:
        return self._connection.execute(*spell_sqlite(sql, values or {})).fetchall()


@contextmanager
def glance(url: str) -> Iterator[Source]:
    """A source for the queries of `reads`, all of one moment.

    Raises StoreError where there is no database to read, SchemaError where another program (or a
    newer or older one of ours) wrote it.
    """
    with _file(url) if sqlite_file.is_sqlite(url) else _server(url) as source:
        yield source


@contextmanager
def _server(url: str) -> Iterator[Source]:
    from monitor.store.engine import open_store

    store = open_store(url, create=False)
    try:
        with store.read() as tx:
            yield tx
    finally:
        store.close()


@contextmanager
def _file(url: str) -> Iterator[Source]:
    path = sqlite_file.path_of(url)
    if path is None:
        raise StoreError("a database in memory cannot be looked at from outside")
    sqlite_file.require_existing(path)
    try:
        connection = _begun(path)
    except sqlite3.Error as fault:
        raise StoreError(f"the database {path} cannot be read: {fault}") from fault
    try:
        yield _File(connection)
    except sqlite3.Error as fault:
        raise StoreError(f"the database {path} cannot be read: {fault}") from fault
    finally:
        connection.close()


def _begun(path: Path) -> sqlite3.Connection:
    """A connection inside a read transaction.

    After a crash the journal must be rolled back first, which a read-only connection may not do:
    then it is a writable one that refuses to write.
    """
    try:
        return _checked(path, "ro")
    except sqlite3.OperationalError:
        return _checked(path, "rw")


def _checked(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        sqlite_file.file_uri(path, mode), uri=True, timeout=PATIENCE_SECONDS, isolation_level=None
    )
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        _require_current(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_current(connection: sqlite3.Connection) -> None:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        raise SchemaError("the database is empty; `monitor run` or `monitor once` fills it")
    if "alembic_version" not in tables:
        raise foreign()
    for (revision,) in connection.execute("SELECT version_num FROM alembic_version"):
        require_known(revision)
        if revision != HEAD:
            raise SchemaError(
                f"the database is of an older revision ({revision}); the next `monitor run` or"
                " `monitor once` carries it forward"
            )
