"""One look at one feed, from the socket to the entries."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.evidence import Feed, FeedHealth, FeedState
from monitor.feeds.answer import Failure, Fetched, FetchFailed, Look, NotModified
from monitor.feeds.entry import Entry, Parsed, ParseFailed, Unread
from monitor.feeds.fetch import Fetcher
from monitor.feeds.look import look
from monitor.feeds.timetable import judge
from monitor.feeds.workers import ParsePool

ONE = Entry(
    guid="1",
    link="",
    title="One",
    published=datetime(2025, 10, 30, 8, 17, tzinfo=UTC),
)


class NoParser(ParsePool):
    """A pool that nobody may ask."""

    async def parse(self, *_: Any, **__: Any) -> Parsed | ParseFailed:
        raise AssertionError


async def looked(feed: Feed, health: FeedHealth, now: datetime) -> Look:
    async with Fetcher() as fetcher, ParsePool() as pool:
        return await look(feed, health, fetcher, pool, now)


async def test_a_look_brings_the_entries(faults: Any, health: FeedHealth, now: datetime) -> None:
    brought = await looked(faults.feed("/feed"), health, now)
    assert isinstance(brought.outcome, Fetched)
    assert [replace(entry, link="") for entry in brought.entries or ()] == [ONE]
    assert brought.succeeded


async def test_a_second_look_asks_only_for_changes(
    faults: Any, health: FeedHealth, now: datetime
) -> None:
    feed = faults.feed("/feed")
    after = judge(health, await looked(feed, health, now), feed, now, new=1)
    again = await looked(feed, after, now)
    assert (again.outcome, again.entries) == (
        NotModified(etag='"feed-1"', last_modified="Thu, 30 Oct 2025 08:17:00 GMT"),
        None,
    )


async def test_an_equal_body_never_reaches_the_parser(
    faults: Any, health: FeedHealth, now: datetime
) -> None:
    feed = faults.feed("/feed")
    first = await looked(feed, health, now)
    known = replace(health, body_hash=first.body_hash)
    async with Fetcher() as fetcher, NoParser() as pool:
        again = await look(feed, known, fetcher, pool, now)
    assert isinstance(again.outcome, Fetched)
    assert (again.entries, again.body_hash) == (None, first.body_hash)


async def test_a_body_that_is_no_feed_leaves_no_trace(
    faults: Any, health: FeedHealth, now: datetime
) -> None:
    feed = faults.feed(
        '/say?body=<!doctype html><p>Log in</p>&header=ETag: "7"'.replace(" ", "%20")
    )
    before = replace(health, body_hash="abc", etag='"6"')
    brought = await looked(feed, before, now)
    assert brought == Look(
        outcome=ParseFailed(
            kind=Unread.NOT_A_FEED, sentence="The answer is a web page, not a feed."
        ),
        body_hash="abc",
    )
    after = judge(before, brought, feed, now)
    assert (after.state, after.etag, after.body_hash) == (FeedState.UNPARSEABLE, '"6"', "abc")


async def test_a_feed_may_be_a_file(tmp_path: Path, health: FeedHealth, now: datetime) -> None:
    file = tmp_path / "feed.xml"
    file.write_text("<rss version='2.0'><channel><item><title>x</title></item></channel></rss>")
    for address in (f"file:{file}", f"file://{file}"):
        brought = await looked(Feed(id="f", address=address), health, now)
        assert brought.entries == (Entry(title="x"),)


async def test_a_feed_may_be_a_directory_of_kept_answers(
    tmp_path: Path, health: FeedHealth, now: datetime
) -> None:
    for day, title in ((1, "old"), (2, "now"), (9, "later")):
        body = f"<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>"
        (tmp_path / f"2025110{day}T000000Z.xml").write_text(body)
    brought = await looked(Feed(id="f", address=f"file:{tmp_path}"), health, now)
    assert brought.entries == (Entry(title="now"),)


async def test_a_file_that_is_not_there_is_a_failed_look(health: FeedHealth, now: datetime) -> None:
    brought = await looked(Feed(id="f", address="file:/no/such/feed.xml"), health, now)
    assert brought.outcome == FetchFailed(
        kind=Failure.UNREACHABLE, sentence="There is no file /no/such/feed.xml."
    )
    assert not brought.succeeded


@pytest.mark.parametrize("address", ["", "nonsense", "FILE:/etc/passwd", "data:text/xml,<rss/>"])
async def test_no_address_makes_a_look_raise(
    address: str, health: FeedHealth, now: datetime
) -> None:
    brought = await looked(Feed(id="f", address=address), health, now)
    assert isinstance(brought.outcome, FetchFailed)
    assert brought.outcome.kind is Failure.REFUSED
