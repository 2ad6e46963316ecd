"""The door to the database: open it, and do one unit of work in one transaction.

Writers come one at a time, on SQLite (BEGIN IMMEDIATE) as on PostgreSQL (an advisory lock held to
the end of the transaction): a read-modify-write loses nothing, with the same meaning on both.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Executable,
    TextClause,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool, StaticPool

from monitor.errors import StoreError
from monitor.store import sqlite_file
from monitor.store.portable import spell_postgres, spell_sqlite
from monitor.store.refusals import ConnectionLost, Locked, spoken
from monitor.store.upgrade import bring_up_to_date, require_current

BUSY_SECONDS: float = 30
PAUSE_SECONDS: float = 1
CONNECT_SECONDS = 10
TRIES = 5
WRITER_LOCK = 0x6D6F6E69746F7201  # "monitor" and a number: which advisory lock means what

_TAKE_TURN = "SELECT set_config('lock_timeout', :wait, true), pg_advisory_xact_lock(:key)"

T = TypeVar("T")
Rows: TypeAlias = Sequence[Sequence[Any]]


class Tx:
    """One transaction: everything in it happens, or nothing does."""

    __slots__ = ("connection", "on_sqlite")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.on_sqlite = connection.dialect.name == "sqlite"

    def execute(
        self,
        statement: Executable,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run a Core statement; a list of values runs it once for each."""
        return self.connection.execute(statement, values)

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> Rows:
        """The rows of a portable query (see `reads`); instants may come back as text."""
        return self._run(sql, values or {}).all()

    def change(self, sql: str, values: Mapping[str, Any]) -> int:
        """Run a portable statement; how many rows it changed."""
        return self._run(sql, values).rowcount

    def _run(self, sql: str, values: Mapping[str, Any]) -> CursorResult[Any]:
        spelled, given = (spell_sqlite if self.on_sqlite else spell_postgres)(sql, values)
        return self.connection.execute(_statement(spelled), given)


@lru_cache(maxsize=512)
def _statement(sql: str) -> TextClause:
    """Parsed once: a list of any length leaves the text the same (see `portable`)."""
    return text(sql)


class Store:
    """An open database. `name` says which, without its password."""

    def __init__(self, engine: Engine, path: Path | None = None) -> None:
        self.engine = engine
        self.path = path
        self.url = engine.url.render_as_string(hide_password=False)
        self.name = str(path or engine.url.render_as_string(hide_password=True))
        self.on_sqlite = engine.dialect.name == "sqlite"
        # Where it lies whatever the working directory becomes.
        self._place = path.absolute() if path is not None else None
        self._file = _identity(self._place)
        in_memory = self.on_sqlite and path is None
        # One connection serves all threads of a database in memory: they take turns.
        self._turn: AbstractContextManager[Any] = threading.RLock() if in_memory else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that may write: committed at the end, undone if anything is raised."""
        with self._transaction("IMMEDIATE") as tx:
            if not tx.on_sqlite:
                tx.rows(_TAKE_TURN, {"key": WRITER_LOCK, "wait": f"{BUSY_SECONDS * 1000:.0f}"})
            yield tx

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that only reads, and sees one moment of the database throughout."""
        with self._transaction("DEFERRED") as tx:
            if not tx.on_sqlite:
                tx.connection.exec_driver_sql(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                )
            yield tx

    def carry_out(self, work: Callable[[Tx], T]) -> T:
        """One unit of work in a write transaction, done again from its start if it was lost.

        Lost: the server went away, or the database was locked for too long. The work must bear
        being done twice, for it may have been committed as the connection broke.
        """
        for _ in range(TRIES - 1):
            try:
                with self.write() as tx:
                    return work(tx)
            except (ConnectionLost, Locked):
                time.sleep(PAUSE_SECONDS)
        with self.write() as tx:
            return work(tx)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Tx]:
        with self._turn, spoken(self.name):
            self._require_same_file()
            with self._begun(begin) as connection:
                yield Tx(connection)

    @contextmanager
    def _begun(self, begin: str) -> Iterator[Connection]:
        with (
            self.engine.connect().execution_options(begin=begin) as connection,
            connection.begin(),
        ):
            yield connection

    def _require_same_file(self) -> None:
        """A database removed or replaced under our feet is an error, never a fresh start."""
        if self.path is not None and _identity(self._place) != self._file:
            raise StoreError(f"the database {self.path} was removed or replaced while in use")

    def compact(self) -> None:
        """Give back to the disk what retention freed (SQLite; PostgreSQL does so by itself)."""
        if self.on_sqlite:
            with self._turn, spoken(self.name), self.engine.connect() as connection:
                _driver(connection).executescript("PRAGMA incremental_vacuum")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _identity(path: Path | None) -> tuple[int, int] | None:
    try:
        status = os.stat(path) if path is not None else None  # noqa: PTH116 - a third of the cost
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status is not None else None


def open_store(url: str, *, create: bool = True) -> Store:
    """Open the database, make it if it may be made, and bring it to this program's revision.

    With `create=False` a database that is not there is an error. Raises StoreError, or
    SchemaError if a newer program wrote it.
    """
    store = _reach(url, create=create)
    try:
        with spoken(store.name):
            bring_up_to_date(store.engine) if create else require_current(store.engine)
    except BaseException:
        store.close()
        raise
    return store


def _reach(url: str, *, create: bool) -> Store:
    if sqlite_file.is_sqlite(url):
        return _sqlite(url, create=create)
    return Store(postgres_engine(url))


def _sqlite(url: str, *, create: bool) -> Store:
    path = sqlite_file.path_of(url)
    if path is None:
        return Store(_sqlite_engine("sqlite://", lambda: _open_file(":memory:"), StaticPool))
    fresh = create and not (path.exists() and path.stat().st_size)
    if fresh:
        sqlite_file.require_place(path)
        _make(path)
    else:
        sqlite_file.require_existing(path)
    sqlite_file.require_writable(path)
    target = sqlite_file.file_uri(path, "rw")
    return Store(_sqlite_engine(f"sqlite:///{path}", lambda: _open_file(target), QueuePool), path)


def _make(path: Path) -> None:
    """An empty database that can give space back (which must be said before its first table)."""
    with spoken(str(path)):
        connection = sqlite3.connect(sqlite_file.file_uri(path, "rwc"), uri=True)
        try:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("VACUUM")
        finally:
            connection.close()


def _open_file(target: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        target, uri=True, check_same_thread=False, timeout=BUSY_SECONDS, isolation_level=None
    )
    journal = sqlite_file.journal_for(sqlite3.sqlite_version_info)
    sqlite_file.prepare(connection, journal, round(BUSY_SECONDS * 1000))
    return connection


def _sqlite_engine(
    url: str, connect: Callable[[], sqlite3.Connection], pool: type[QueuePool | StaticPool]
) -> Engine:
    engine = create_engine(url, creator=connect, poolclass=pool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


def postgres_engine(url: str) -> Engine:
    """An engine for a PostgreSQL URL, which need not name the driver; not connected yet."""
    try:
        wanted = make_url(url)
        wanted = wanted.set(drivername=_driver_name(wanted))
        return create_engine(
            wanted,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
    except (ArgumentError, NoSuchModuleError) as fault:
        raise StoreError("the database URL must begin with sqlite:/// or postgresql://") from fault
    except ModuleNotFoundError as fault:
        raise StoreError("PostgreSQL needs psycopg: install the `postgres` extra") from fault


def _driver_name(url: URL) -> str:
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return "postgresql+psycopg"
    raise ArgumentError(url.drivername)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
