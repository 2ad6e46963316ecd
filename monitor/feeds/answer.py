"""What came of one look at one feed: values only."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TypeAlias

from monitor.feeds.entry import Entry, ParseFailed
from monitor.feeds.series import Figures


class Failure(StrEnum):
    """Why nothing could be fetched."""

    UNREACHABLE = "unreachable"  # no such host, no connection, a connection that broke
    TIMED_OUT = "timed out"
    TLS = "tls"  # the certificate or the handshake is not good
    REFUSED = "refused"  # we will not go there
    TOO_LARGE = "too large"
    BAD_ANSWER = "bad answer"  # not the HTTP we asked for
    HELD_OFF = "held off"  # 429, or 503 with a time to wait
    NOT_FOUND = "not found"  # 404
    GONE = "gone"  # 410
    ERROR_STATUS = "error status"  # any other 4xx or 5xx


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body, inflated. Header values are as sent; moved_to is set by a permanent redirect."""

    body: bytes = field(repr=False)
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    cache_control: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that the feed is as it was at the last look."""

    etag: str = ""
    last_modified: str = ""
    cache_control: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """Nothing was fetched. retry_after is the header as sent: seconds or a date, or nonsense."""

    kind: Failure
    sentence: str
    status: int = 0
    retry_after: str = ""
    moved_to: str = ""


Outcome: TypeAlias = Fetched | NotModified | FetchFailed | ParseFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at one feed.

    entries, and figures of a data feed, are None where it told nothing new: unchanged, or failed.
    """

    outcome: Outcome
    entries: tuple[Entry, ...] | None = None
    figures: Figures | None = None
    ttl_minutes: int = 0
    body_hash: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether we know now what the feed holds."""
        return isinstance(self.outcome, Fetched | NotModified)

    @property
    def dates(self) -> tuple[datetime | None, ...] | None:
        """When each entry was published, or the end of each figure's period; None as those are."""
        if self.figures is not None:
            return tuple(datetime.combine(f.through, time(), UTC) for f in self.figures.figures)
        return None if self.entries is None else tuple(entry.published for entry in self.entries)
