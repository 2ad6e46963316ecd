"""What a feed says once it is read: its entries, or the reason why it could not be read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from monitor.domain.text import clean

MOST_ENTRIES = 1_000
LONGEST_TITLE = 1_000
LONGEST_SUMMARY = 8_000
LONGEST_NAME = 2_000  # of a guid or a link


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed, as text fit to keep.

    guid and link are as the feed gives them, link made absolute and empty unless it is http(s).
    published and updated are in UTC, None where the feed gives no believable date; an entry that
    only says when it was updated was published then. outlet: the publisher an aggregator names.
    language: the two or three letters of what the entry or its feed says, else empty.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    outlet: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A feed that was read. ttl_minutes: how long it asks to be left alone, 0 = it does not say.

    dropped: entries beyond the newest `MOST_ENTRIES`.
    """

    entries: tuple[Entry, ...] = ()
    title: str = ""
    version: str = ""
    language: str = ""
    ttl_minutes: int = 0
    dropped: int = 0


class Unread(StrEnum):
    """Why a body could not be read."""

    EMPTY_BODY = "empty body"
    NOT_A_FEED = "not a feed"
    BROKEN_OFF = "broken off"
    TOO_COSTLY = "too costly"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseFailed:
    """A body that is no readable feed, with the reason as a sentence."""

    kind: Unread
    sentence: str


def newest(entries: list[Entry]) -> tuple[Entry, ...]:
    """At most `MOST_ENTRIES`: the newest where all are dated, else the first in feed order."""
    if len(entries) <= MOST_ENTRIES:
        return tuple(entries)
    dated = [(entry.published, -place) for place, entry in enumerate(entries) if entry.published]
    if len(dated) < len(entries):
        return tuple(entries[:MOST_ENTRIES])
    return tuple(entries[-place] for _, place in sorted(dated, reverse=True)[:MOST_ENTRIES])


def link_of(link: str, address: str) -> str:
    """The link made absolute; empty unless it leads to http or https."""
    link = clean(link)
    if link.startswith(("http://", "https://")) and "[" not in link:
        return link if len(link) <= LONGEST_NAME else ""
    if not link:
        return ""
    try:
        absolute = urljoin(address, link)
        scheme = urlsplit(absolute).scheme.lower()
    except ValueError:
        return ""
    return absolute if scheme in {"http", "https"} and len(absolute) <= LONGEST_NAME else ""
