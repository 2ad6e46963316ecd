from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.domain.evidence import Item
from monitor.store import facts, items, retention
from monitor.store.engine import Store, open_store

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
SOURCES = 10
A_WEEK = 35  # items of each source: five a day
MOST_PER_SOURCE = 500_000  # bytes: 100 MB for 200 sources


def _published(feed: int, number: int, now: datetime) -> Item:
    address = f"https://news.example.org/2026/{now:%m/%d}/a-story-of-some-length-{feed}-{number}"
    return Item(
        id=f"feed-{feed:03}:{number:020}",
        feed=f"feed-{feed:03}",
        key=address,
        fingerprint=f"{number:012}." * 4,
        title=f"{number} " + "a headline of the usual length, as agencies write them",
        summary="and two sentences that say a little more of what it is about. " * 5,
        link=address,
        published=now,
        first_seen=now,
    )


def _live_through(store: Store, week: int) -> None:
    now = NEW_YEAR + week * timedelta(days=7)
    seen = [
        _published(feed, week * A_WEEK + number, now)
        for feed in range(SOURCES)
        for number in range(A_WEEK)
    ]
    with store.write() as tx:
        items.put_new(tx, seen)
        for item in seen:
            facts.put_reading(tx, item, [], "reader-1", now)
        retention.prune(tx, now, keep_days=30)


def test_a_year_of_news_fits_on_a_small_disk(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    for week in range(52):
        _live_through(store, week)
    with store.read() as tx:
        kept = items.count(tx)
        first = _published(3, 5, NEW_YEAR)
        known = items.known(tx, first.feed, [first.key])
    store.compact()
    store.close()
    assert kept == SOURCES * A_WEEK * 5
    assert known[first.key] == first.fingerprint
    assert file.stat().st_size / SOURCES <= MOST_PER_SOURCE
