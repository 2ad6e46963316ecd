"""Feeds and items that lie in files: kept answers of a feed by date, and items one a line."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.domain.evidence import Item
from monitor.domain.readings import Readings
from monitor.domain.text import clean, clip, plain
from monitor.errors import EX_DATA, MonitorError
from monitor.feeds.dates import instant
from monitor.feeds.entry import LONGEST_SUMMARY, LONGEST_TITLE, Entry, link_of
from monitor.feeds.identity import fingerprint, item_id
from monitor.feeds.tables import most_bytes

_STAMP = re.compile(r"(\d{8}T\d{6}Z)")
_FEEDS = {".xml", ".rss", ".atom", ".rdf", ".json"}
_TABLES = {".csv", ".txt", ".json"}
_LONGEST_LINE = 1_000_000


class SnapshotError(MonitorError):
    """A file of feeds or items cannot be read."""

    exit_code = EX_DATA


@dataclass(frozen=True, slots=True, order=True)
class Snapshot:
    """What a feed answered at a moment. name: of the file."""

    at: datetime
    name: str
    body: bytes = field(repr=False)


def snapshots(path: Path, mapping: Readings | None = None) -> list[Snapshot]:
    """The kept answers in a directory, or the one file, oldest first.

    A file's moment is the `20250512T083739Z` in its name, else its time of last change. Other
    files in the directory are passed over; one longer than a feed may be is an error.
    mapping: of a data feed, whose answers are tables.
    """
    return [_snapshot(file, most_bytes(mapping)) for file in _files(path, mapping)]


def latest(path: Path, now: datetime, mapping: Readings | None = None) -> Snapshot:
    """The newest answer no newer than `now`; of files that all are newer, none: an error."""
    files = [file for file in _files(path, mapping) if _moment(file) <= now or path.is_file()]
    if not files:
        raise SnapshotError(f"{path} holds no answer of before {now:%Y-%m-%d %H:%M} UTC.")
    return _snapshot(files[-1], most_bytes(mapping))


def _files(path: Path, mapping: Readings | None) -> list[Path]:
    if not path.exists():
        raise SnapshotError(f"There is no file {path}.")
    if path.is_file():
        return [path]
    endings = _TABLES if mapping else _FEEDS
    found = [file for file in path.iterdir() if file.suffix.lower() in endings and file.is_file()]
    return sorted(found, key=lambda file: (_moment(file), file.name))


def _moment(file: Path) -> datetime:
    stamp = _STAMP.search(file.name)
    try:
        if stamp:
            return datetime.strptime(stamp.group(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        raise SnapshotError(f"{file} has no date that can be read.") from None


def _snapshot(file: Path, most: int) -> Snapshot:
    try:
        with file.open("rb") as handle:
            body = handle.read(most + 1)
    except OSError as error:
        raise SnapshotError(f"{file} cannot be read ({error.strerror}).") from None
    if len(body) > most:
        raise SnapshotError(f"{file} is larger than {most >> 20} MiB.")
    return Snapshot(at=_moment(file), name=file.name, body=body)


def read_items(lines: Iterable[str], *, name: str, now: datetime) -> Iterator[Item]:
    """Items given one JSON object a line: id, title, summary, published, source.

    name is that of the file, for the sentence of an error. An item counts as seen when it was
    published, or at `now` where it does not say; its feed is its source.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _item_of_line(line, f"{name}:{number}", now)


def _item_of_line(line: str, place: str, now: datetime) -> Item:
    if len(line) > _LONGEST_LINE:
        raise SnapshotError(f"{place}: the line is longer than {_LONGEST_LINE:,} characters.")
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        raise SnapshotError(f"{place}: the line is not JSON.") from None
    if not isinstance(raw, dict):
        raise SnapshotError(f"{place}: the line is not a JSON object.")
    return _item(raw, place, now)


def _item(raw: dict[str, Any], place: str, now: datetime) -> Item:
    entry = Entry(
        guid=_text(raw, "id"),
        link=link_of(_text(raw, "link") or _text(raw, "source"), ""),
        title=clip(plain(_text(raw, "title")), LONGEST_TITLE),
        summary=clip(plain(_text(raw, "summary")), LONGEST_SUMMARY),
        published=_date(raw, place),
    )
    if not entry.title and not entry.summary:
        raise SnapshotError(f"{place}: the item has neither title nor summary.")
    source = clean(_text(raw, "source"))
    key = entry.guid or entry.link or fingerprint(entry)
    return Item(
        id=entry.guid or item_id(source, key),
        feed=clean(_text(raw, "feed")) or source,
        key=key,
        fingerprint=fingerprint(entry),
        title=entry.title,
        summary=entry.summary,
        link=entry.link,
        published=entry.published,
        first_seen=entry.published or now,
        language=clean(_text(raw, "language")) or "en",
    )


def _date(raw: dict[str, Any], place: str) -> datetime | None:
    text = _text(raw, "published")
    found = instant(text)
    if text and found is None:
        raise SnapshotError(f"{place}: {text[:60]!r} is no date we can read.")
    return found


def _text(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)
