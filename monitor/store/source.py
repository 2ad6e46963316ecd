"""Whatever can be asked: the values that reading needs before there is any query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

# Later and earlier than any moment that a row holds: "whatever is known".
ALWAYS = datetime(9999, 12, 31, tzinfo=UTC)
NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Source(Protocol):
    """Whatever can run a portable query with named values; a list of values fills `IN (:name)`."""

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> Sequence[Sequence[Any]]:
        """All rows of the answer."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A declared file as it stood from `learned_at` on; payload is JSON text."""

    which: str
    digest: str
    payload: str
    learned_at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of time in which the daemon ran; stopped is None where it did not say goodbye."""

    id: int
    pid: int
    started: datetime
    last_tick: datetime
    stopped: datetime | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time in which nobody looked, both ends inclusive."""

    began: datetime
    ended: datetime


def instant(value: Any) -> datetime:
    """An instant out of a row: SQLite gives text in UTC, PostgreSQL an aware value."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    raise TypeError(f"{value!r} is no instant")


def instant_or_none(value: Any) -> datetime | None:
    """As `instant`, for a column that may be null."""
    return None if value is None else instant(value)
