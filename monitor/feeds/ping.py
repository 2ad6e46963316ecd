"""A heartbeat: one GET that says we live, to an address whose owner alarms when it stays away."""

from datetime import UTC, datetime

from monitor.domain.evidence import Feed, FeedHealth
from monitor.feeds.answer import Fetched
from monitor.feeds.fetch import Fetcher


async def ping(address: str, allow_private: tuple[str, ...] = ()) -> bool:
    """Whether the address answered well; the same limits hold as for a feed."""
    feed = Feed(id="heartbeat", address=address, allow_private=allow_private)
    never = datetime(1970, 1, 1, tzinfo=UTC)
    async with Fetcher() as fetcher:
        answer = await fetcher.fetch(feed, FeedHealth(feed=feed.id, since=never, next_poll=never))
    return isinstance(answer, Fetched)
