"""What a database says when it cannot, as sentences for the person at the terminal."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)

from monitor.errors import StoreError


class DiskFull(StoreError):
    """No space is left for the database; it is whole, and works again once there is space."""


class Locked(StoreError):
    """Another program has held the database for longer than we wait."""


class ConnectionLost(StoreError):
    """The database server went away in the middle; the unit of work may be done again."""


_SAYINGS: tuple[tuple[str, type[StoreError], str], ...] = (
    ("database or disk is full", DiskFull, "no space is left for the database {place}"),
    ("no space left on device", DiskFull, "no space is left for the database {place}"),
    ("could not extend file", DiskFull, "no space is left for the database {place}"),
    ("is locked", Locked, "the database {place} is locked by another program"),
    ("lock timeout", Locked, "the database {place} is locked by another program"),
    ("readonly database", StoreError, "the database {place} is read-only"),
    ("read-only", StoreError, "the database {place} is read-only"),
    ("file is not a database", StoreError, "{place} is not a database of this program"),
    ("malformed", StoreError, "the database {place} is damaged; restore it from a copy"),
    ("unable to open database file", StoreError, "the database {place} cannot be opened"),
    ("disk i/o error", StoreError, "the disk refuses to read or write the database {place}"),
    ("password authentication failed", StoreError, "the database {place} refuses the password"),
    ("no password supplied", StoreError, "the database {place} asks for a password"),
    ("does not exist", StoreError, "the server has no such database or user: {cause}"),
    ("serialize access", ConnectionLost, "the database {place} asks to do the work again"),
    ("deadlock detected", ConnectionLost, "the database {place} asks to do the work again"),
)


def sentence(fault: BaseException, place: str) -> StoreError:
    """The StoreError that says what a driver's error means for `place`."""
    cause = " ".join(str(fault).split())
    lower = cause.lower()
    for saying, kind, words in _SAYINGS:
        if saying in lower:
            return kind(words.format(place=place, cause=cause))
    return StoreError(f"the database {place} failed: {cause}")


@contextmanager
def spoken(place: str) -> Iterator[None]:
    """Turns what drivers and SQLAlchemy raise inside into StoreErrors; our own bugs pass."""
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise
    except DBAPIError as fault:
        raise _of_driver(fault, place) from fault
    except sqlite3.Error as fault:
        raise sentence(fault, place) from fault
    except SQLAlchemyError as fault:
        raise StoreError(f"the database {place} failed: {fault}") from fault


def _of_driver(fault: DBAPIError, place: str) -> StoreError:
    cause = fault.orig if fault.orig is not None else fault
    told = sentence(cause, place)
    lost = fault.connection_invalidated or isinstance(fault, OperationalError | InterfaceError)
    if type(told) is StoreError and lost and not isinstance(cause, sqlite3.Error):
        return ConnectionLost(
            f"the database {place} cannot be reached: {' '.join(str(cause).split())}"
        )
    return told
