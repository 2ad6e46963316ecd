"""Which feeds count as eyes on a commitment."""

from monitor.domain.commitment import Watch
from monitor.domain.evidence import Feed, Tier

RANK = {
    Tier.AGGREGATOR: 0,
    Tier.STATE_MEDIA: 0,
    Tier.OUTLET: 1,
    Tier.WIRE: 2,
    Tier.OFFICIAL: 3,
}
"""How much a tier is worth as a witness that nothing happened."""


def watches(watch: Watch, feed: str, tier: Tier) -> bool:
    """Whether a feed watches: one of the named ones (or any, if none is named), of tier enough."""
    needed = RANK[Tier(watch.tier)] if watch.tier in set(Tier) else RANK[Tier.OUTLET]
    return RANK[tier] >= needed and (not watch.feeds or feed in watch.feeds)


def brings_news(feed: Feed) -> bool:
    """Whether a feed would tell of an event: a data feed, however official, brings only figures."""
    return feed.readings is None
