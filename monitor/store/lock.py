"""One daemon for each database: a second one is told who holds it.

The lock dies with its process, however that dies: a file lock on `<database>.lock` beside a
SQLite file, an advisory lock held by a connection of its own on PostgreSQL.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from monitor.errors import AlreadyRunning, StoreError
from monitor.store import sqlite_file
from monitor.store.refusals import spoken

INSTANCE_LOCK = 0x6D6F6E69746F7203

_HOLDER = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :high AND l.objid = :low"
)


@contextmanager
def only_instance(url: str) -> Iterator[None]:
    """Hold the database for this process; AlreadyRunning names the one that has it."""
    if not sqlite_file.is_sqlite(url):
        with _server_lock(url):
            yield
        return
    path = sqlite_file.path_of(url)
    if path is None:
        yield  # a database in memory is nobody else's
        return
    with _file_lock(path.with_name(f"{path.name}.lock")):
        yield


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as fault:
        raise StoreError(f"the lock {path} cannot be opened: {fault.strerror}") from fault
    try:
        _take(descriptor, path)
        yield
    finally:
        # The file stays: removing it would let a third process lock a name that a second holds.
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
        raise AlreadyRunning(f"process {holder} already works on this database ({path})") from fault
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


@contextmanager
def _server_lock(url: str) -> Iterator[None]:
    from monitor.store.engine import postgres_engine

    engine = postgres_engine(url)
    name = engine.url.render_as_string(hide_password=True)
    holder = f"monitor {os.getpid()}@{os.uname().nodename}"[:63]
    try:
        with spoken(name), engine.connect() as bare:
            connection = bare.execution_options(isolation_level="AUTOCOMMIT")
            _introduce(connection, holder)
            _try_server_lock(connection, name)
            yield
    finally:
        engine.dispose()


def _introduce(connection: Connection, holder: str) -> None:
    connection.execute(
        text("SELECT set_config('application_name', :holder, false)"), {"holder": holder}
    )


def _try_server_lock(connection: Connection, place: str) -> None:
    taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": INSTANCE_LOCK})
    if taken.scalar_one():
        return
    halves = {"high": INSTANCE_LOCK >> 32, "low": INSTANCE_LOCK & 0xFFFFFFFF}
    holder = connection.execute(_HOLDER, halves).scalar() or "another process"
    raise AlreadyRunning(f"{holder} already works on this database ({place})")
