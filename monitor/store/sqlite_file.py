"""A SQLite database as a file: where it lies, whether it can be used, how it must be opened."""

import os
import sqlite3
from enum import StrEnum
from pathlib import Path

from monitor.errors import StoreError

_HEADER = b"SQLite format 3\x00"
_PREFIX = "sqlite:"


class Journal(StrEnum):
    """How SQLite keeps a half-written transaction from showing."""

    WAL = "wal"
    DELETE = "delete"


def journal_for(version: tuple[int, ...]) -> Journal:
    """WAL where it is safe: releases before 3.51.3 can reset the log while it is read.

    The repair was carried back to 3.50.7 and 3.44.6; any other release takes a rollback journal.
    """
    repaired = (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )
    return Journal.WAL if repaired else Journal.DELETE


def journal_sentence(version: str) -> str:
    """What `doctor` says of the SQLite release in use, such as 3.40.1."""
    if journal_for(tuple(int(part) for part in version.split("."))) is Journal.WAL:
        return f"SQLite {version} keeps a write-ahead log: looking never waits for writing"
    return (
        f"SQLite {version} may reset a write-ahead log while it is read (mended in 3.51.3, 3.50.7"
        " and 3.44.6): a rollback journal is kept instead, which is safe and a little slower"
    )


def is_sqlite(url: str) -> bool:
    """Whether a database URL names a SQLite file (or memory)."""
    return url.startswith(_PREFIX)


def path_of(url: str) -> Path | None:
    """The file behind `sqlite:///…`; None for a database in memory."""
    text = url.removeprefix(_PREFIX)
    if not text.startswith("//"):
        raise StoreError(f"{url} is no database URL: write sqlite:///FILE")
    text = text.removeprefix("//").removeprefix("/")
    return None if text in {"", ":memory:"} else Path(text)


def file_uri(path: Path, mode: str) -> str:
    """The URI that opens the file with `mode` (ro, rw, rwc): a removed file is never re-made."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def require_existing(path: Path) -> None:
    """The file is there, is a SQLite database and may be read; else a StoreError says why."""
    if not path.parent.is_dir():
        raise StoreError(f"the directory {path.parent} of the database {path.name} does not exist")
    if path.is_dir():
        raise StoreError(f"{path} is a directory, not a database")
    if not path.exists() or path.stat().st_size == 0:
        raise StoreError(
            f"there is no database at {path}; `monitor run` or `monitor once` makes it"
        )
    try:
        head = _head(path)
    except OSError as fault:
        raise StoreError(f"the database {path} cannot be read: {fault.strerror}") from fault
    if head != _HEADER:
        raise StoreError(f"{path} is not a database of this program (it is no SQLite file)")


def require_place(path: Path) -> None:
    """A new database could be made here."""
    if not path.parent.is_dir():
        raise StoreError(f"the directory {path.parent} does not exist; make it first")
    if not os.access(path.parent, os.W_OK):
        raise StoreError(f"no database can be made in {path.parent}: it may not be written to")


def require_writable(path: Path) -> None:
    """The file and its directory (where the journal goes) may be written to."""
    for place in (path, path.parent):
        if not os.access(place, os.W_OK):
            raise StoreError(f"the database {path} is read-only: {place} may not be written to")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_HEADER))


def prepare(connection: sqlite3.Connection, journal: Journal, busy_ms: int) -> None:
    """Open as the program needs it: our own BEGIN, patience, nothing lost when the power goes."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {busy_ms}",
        f"journal_mode = {journal.value}",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
