"""One look at one feed: fetch, compare, parse. A bad feed is a value, never an exception."""

import asyncio
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from monitor.domain.evidence import Feed, FeedHealth
from monitor.domain.readings import Readings
from monitor.feeds import series
from monitor.feeds.answer import Failure, Fetched, FetchFailed, Look, NotModified
from monitor.feeds.entry import ParseFailed
from monitor.feeds.fetch import Fetcher
from monitor.feeds.snapshots import SnapshotError, latest
from monitor.feeds.workers import ParsePool


async def look(
    feed: Feed, health: FeedHealth, fetcher: Fetcher, pool: ParsePool, now: datetime
) -> Look:
    """Look at the feed once. A body equal to the last one never reaches the parser."""
    answer = await _answer(feed, health, fetcher, now)
    if not isinstance(answer, Fetched):
        return Look(outcome=answer, body_hash=health.body_hash)
    body_hash = blake2b(answer.body, digest_size=16).hexdigest()
    if body_hash == health.body_hash:
        return Look(outcome=answer, body_hash=body_hash)
    if feed.readings is not None:
        look = await asyncio.to_thread(table, answer, feed.readings)
        return replace(look, body_hash=body_hash if look.succeeded else health.body_hash)
    parsed = await pool.parse(
        answer.body, content_type=answer.content_type, address=feed.address, now=now
    )
    if isinstance(parsed, ParseFailed):
        return Look(outcome=parsed, body_hash=health.body_hash)
    return Look(
        outcome=answer,
        entries=parsed.entries,
        ttl_minutes=parsed.ttl_minutes,
        body_hash=body_hash,
    )


def table(answer: Fetched, mapping: Readings) -> Look:
    """What the body of a data feed says."""
    read = series.read(answer.body, mapping)
    if isinstance(read, ParseFailed):
        return Look(outcome=read)
    return Look(outcome=answer, figures=read)


async def _answer(
    feed: Feed, health: FeedHealth, fetcher: Fetcher, now: datetime
) -> Fetched | NotModified | FetchFailed:
    if not feed.address.startswith(("file:", "/")):
        return await fetcher.fetch(feed, health)
    try:
        return Fetched(body=await asyncio.to_thread(_read, feed, now))
    except SnapshotError as error:
        return FetchFailed(kind=Failure.UNREACHABLE, sentence=str(error))


def _read(feed: Feed, now: datetime) -> bytes:
    path = Path(feed.address.removeprefix("file:").removeprefix("//"))
    return latest(path, now, feed.readings).body
