"""Bytes of a feed → entries. The only file that knows feedparser.

feedparser takes whatever it is given for a path or an address, so it is only ever handed a
`BytesIO`; it cannot be bounded from inside, so this runs in a worker process (`workers`).
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import feedparser

from monitor.domain.text import clean, clip, plain
from monitor.feeds import json_feed, lean
from monitor.feeds.dates import believable, instant
from monitor.feeds.entry import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    Entry,
    Parsed,
    ParseFailed,
    Unread,
    link_of,
    newest,
)
from monitor.feeds.fields import language_of, minutes
from monitor.feeds.patch import patched

_ENDINGS = (b"</rss>", b"</feed>", b"</rdf:rdf>", b"</channel>")
_Raw: TypeAlias = dict[str, Any]


def parse(body: bytes, *, content_type: str, address: str, now: datetime) -> Parsed | ParseFailed:
    """The entries of the feed in `body`, or why there is none to be had.

    address: the declared one, against which relative links are resolved. Dates more than ten
    years before or two days after `now` count as none.
    """
    if not body.strip():
        return ParseFailed(kind=Unread.EMPTY_BODY, sentence="The answer has an empty body.")
    if json_feed.looks_like_json(body):
        return json_feed.parse(body, address=address, now=now)
    found = lean.read(body, content_type=content_type, address=address, now=now)
    return found or at_length(body, content_type=content_type, address=address, now=now)


def at_length(
    body: bytes, *, content_type: str, address: str, now: datetime
) -> Parsed | ParseFailed:
    """The same by feedparser, which reads anything."""
    try:
        read = _by_feedparser(patched(body), content_type)
    except MemoryError:
        raise  # the worker's limit, and its business
    except Exception as error:  # noqa: BLE001 -- a library that trips over a body is the body's fault
        name = type(error).__name__
        return ParseFailed(kind=Unread.NOT_A_FEED, sentence=f"The parser gave up ({name}).")
    if not read.get("version") and not read["entries"]:
        return ParseFailed(kind=Unread.NOT_A_FEED, sentence=not_a_feed(body))
    if read.get("bozo") and _broken_off(body):
        sentence = f"The feed breaks off after {len(body):,} bytes."
        return ParseFailed(kind=Unread.BROKEN_OFF, sentence=sentence)
    atom = _text(read, "version").startswith("atom")
    return _parsed(read, _Frame(atom=atom, address=address, now=now))


def _by_feedparser(body: bytes, content_type: str) -> _Raw:
    # No content-location: it would turn a bare guid into an address, so that an edited
    # declaration would make every entry look new.
    read: _Raw = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type} if content_type else {},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return read


def not_a_feed(body: bytes) -> str:
    """What the body seems to be instead."""
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "The answer is a web page, not a feed."
    return "The answer is no feed in any format we know."


def _broken_off(body: bytes) -> bool:
    tail = body[-4096:].replace(b"\0", b"").lower()  # UTF-16 has a null beside each letter
    return not any(ending in tail for ending in _ENDINGS)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the entries of one feed have in common."""

    atom: bool
    address: str
    now: datetime

    def entry(self, raw: _Raw, language: str) -> Entry:
        updated = self.date(raw, "updated")
        return Entry(
            guid=clean(_text(raw, "id")),
            link=link_of(_text(raw, "link"), self.address),
            title=clip(self.words(raw, "title"), LONGEST_TITLE),
            summary=clip(self.words(raw, "summary") or _content(raw), LONGEST_SUMMARY),
            published=self.date(raw, "published") or self.date(raw, "created") or updated,
            updated=updated,
            outlet=plain(_text(_sub(raw, "source"), "title"))[:200],
            language=_language(raw) or language,
        )

    def words(self, raw: _Raw, name: str) -> str:
        """The text of an element without markup; Atom may say that there is none to remove."""
        kind = _text(_sub(raw, f"{name}_detail"), "type")
        literal = self.atom and kind == "text/plain"
        return clean(_text(raw, name)) if literal else plain(_text(raw, name))

    def date(self, raw: _Raw, name: str) -> datetime | None:
        return believable(instant(_text(raw, name)), self.now)


def _parsed(read: _Raw, frame: _Frame) -> Parsed:
    feed = _sub(read, "feed")
    language = language_of(_text(feed, "language"))
    entries = [frame.entry(raw, language) for raw in read["entries"]]
    kept = newest(entries)
    return Parsed(
        entries=kept,
        title=clip(frame.words(feed, "title"), LONGEST_TITLE),
        version=_text(read, "version"),
        language=language,
        ttl_minutes=minutes(_text(feed, "ttl")),
        dropped=len(entries) - len(kept),
    )


def _text(raw: _Raw, name: str) -> str:
    # Asked for `updated`, feedparser's own dictionary answers with `published` where it has none.
    value = dict.get(raw, name)
    return value if isinstance(value, str) else ""


def _sub(raw: _Raw, name: str) -> _Raw:
    value = dict.get(raw, name)
    return value if isinstance(value, dict) else {}


def _content(raw: _Raw) -> str:
    """The first full text, where an entry has no summary."""
    content = dict.get(raw, "content")
    return plain(_text(content[0], "value")) if isinstance(content, list) and content else ""


def _language(raw: _Raw) -> str:
    """What the title says of its language."""
    return language_of(_text(_sub(raw, "title_detail"), "language"))
