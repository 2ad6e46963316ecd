"""JSON Feed 1.0 and 1.1, by the standard library."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.domain.text import clean, clip, plain
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
from monitor.feeds.fields import language_of


def looks_like_json(body: bytes) -> bool:
    """Whether the body begins as a JSON object; the content type is too often wrong."""
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def parse(body: bytes, *, address: str, now: datetime) -> Parsed | ParseFailed:
    """The items of a JSON Feed, or why it is none. The arguments are those of `parse.parse`."""
    try:
        document = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return _failed("The answer begins like JSON and is not.")
    version = document.get("version") if isinstance(document, dict) else None
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(version, str) or not isinstance(items, list) or not _is_feed(version):
        return _failed("The answer is JSON, but not a JSON Feed.")
    language = language_of(_text(document, "language"))
    entries = [_entry(item, address, now, language) for item in items if isinstance(item, dict)]
    kept = newest(entries)
    return Parsed(
        entries=kept,
        title=clip(clean(_text(document, "title")), LONGEST_TITLE),
        version="json11" if version.endswith("1.1") else "json1",
        language=language,
        dropped=len(entries) - len(kept),
    )


def _failed(sentence: str) -> ParseFailed:
    return ParseFailed(kind=Unread.NOT_A_FEED, sentence=sentence)


def _is_feed(version: str) -> bool:
    return "jsonfeed.org" in version or version in {"1", "1.0", "1.1"}


def _entry(item: Mapping[str, Any], address: str, now: datetime, language: str) -> Entry:
    summary = (
        clean(_text(item, "summary"))
        or clean(_text(item, "content_text"))
        or plain(_text(item, "content_html"))
    )
    updated = believable(instant(_text(item, "date_modified")), now)
    return Entry(
        guid=clean(_text(item, "id")),
        link=link_of(_text(item, "url") or _text(item, "external_url"), address),
        title=clip(clean(_text(item, "title")), LONGEST_TITLE),
        summary=clip(summary, LONGEST_SUMMARY),
        published=believable(instant(_text(item, "date_published")), now) or updated,
        updated=updated,
        language=language_of(_text(item, "language")) or language,
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    """Strings as they are; an id is often a number, against the specification."""
    value = item.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    return value if isinstance(value, str) else ""
