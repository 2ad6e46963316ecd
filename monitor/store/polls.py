"""Feeds between polls: which are due, how they do, and when somebody looked.

The queue of feeds is the column `next_poll`; a claim is a lease, so that a crash delays a feed by
the length of the lease and no longer.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import insert

from monitor.domain.evidence import Feed, FeedHealth, FeedState
from monitor.store.codec import dumps, loads
from monitor.store.engine import Tx
from monitor.store.reads import healths, last_look, watch_spans
from monitor.store.source import instant_or_none
from monitor.store.tables import FeedRow, WatchSpanRow, table

__all__ = [
    "claim_due",
    "healths",
    "last_look",
    "next_due",
    "note_look",
    "poll_now",
    "put_health",
    "sync_feeds",
    "watch_spans",
]


def sync_feeds(tx: Tx, feeds: Sequence[Feed], now: datetime) -> None:
    """Make the declared feeds the ones that are polled; what left keeps its past."""
    known = {
        row[0]: (row[1], row[2]) for row in tx.rows("SELECT id, address_mark, payload FROM feeds")
    }
    tx.change("UPDATE feeds SET declared = false WHERE declared", {})
    for feed in feeds:
        mark = _mark(feed)
        if feed.id not in known:
            _add(tx, feed.id, mark, now)
        elif known[feed.id][0] == mark:
            tx.change("UPDATE feeds SET declared = true WHERE id = :id", {"id": feed.id})
        else:
            _readdress(tx, loads(FeedHealth, known[feed.id][1]), mark, now)


def _mark(feed: Feed) -> str:
    """What makes it another feed: its address, and what a data feed's table is read for."""
    name = f"{feed.address}\0{dumps(feed.readings)}" if feed.readings else feed.address
    return blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _add(tx: Tx, feed: str, mark: str, now: datetime) -> None:
    health = FeedHealth(feed=feed, since=now, next_poll=now)
    row = {"id": feed, "declared": True, "address_mark": mark, "next_poll": now}
    tx.execute(insert(table(FeedRow)), {**row, "payload": dumps(health)})


def _readdress(tx: Tx, health: FeedHealth, mark: str, now: datetime) -> None:
    """Validators and faults belong to the old address; what was seen belongs to the feed."""
    fresh = FeedHealth(
        feed=health.feed,
        state=FeedState.NEW,
        since=now,
        next_poll=now,
        last_look=health.last_look,
        last_ok=health.last_ok,
        last_new=health.last_new,
        primed=health.primed,
        entries=health.entries,
        median_gap_hours=health.median_gap_hours,
    )
    tx.change(
        "UPDATE feeds SET declared = true, address_mark = :mark WHERE id = :id",
        {"mark": mark, "id": health.feed},
    )
    put_health(tx, fresh)


def claim_due(tx: Tx, now: datetime, limit: int, lease_seconds: float) -> list[FeedHealth]:
    """Take up to `limit` feeds whose time has come, the longest overdue first.

    Nobody else gets them until `put_health` or the end of the lease.
    """
    rows = tx.rows(
        "SELECT id, payload FROM feeds WHERE declared AND next_poll <= :now"
        " AND (lease_until IS NULL OR lease_until <= :now) ORDER BY next_poll, id LIMIT :limit",
        {"now": now, "limit": limit},
    )
    tx.change(
        "UPDATE feeds SET lease_until = :until WHERE id IN (:ids)",
        {"until": now + timedelta(seconds=lease_seconds), "ids": [row[0] for row in rows]},
    )
    return [loads(FeedHealth, row[1]) for row in rows]


def put_health(tx: Tx, health: FeedHealth) -> None:
    """Keep what a look taught us; gives the feed back."""
    tx.change(
        "UPDATE feeds SET payload = :payload, next_poll = :next_poll, lease_until = NULL"
        " WHERE id = :id",
        {"payload": dumps(health), "next_poll": health.next_poll, "id": health.feed},
    )


def poll_now(tx: Tx, feed: str, now: datetime) -> bool:
    """Make a feed due at once; False if it is not declared."""
    for (payload,) in tx.rows(
        "SELECT payload FROM feeds WHERE declared AND id = :id", {"id": feed}
    ):
        put_health(tx, replace(loads(FeedHealth, payload), next_poll=now))
        return True
    return False


def next_due(tx: Tx) -> datetime | None:
    """When the next feed comes due; None without feeds."""
    ((first,),) = tx.rows("SELECT min(next_poll) FROM feeds WHERE declared")
    return instant_or_none(first)


def note_look(
    tx: Tx, feed: Feed, *, ok: bool, at: datetime, max_gap: timedelta | None = None
) -> None:
    """Remember that somebody looked.

    A good look within `max_gap` of the last one (three intervals of the feed, at least an hour)
    makes the run of looks longer, a later one begins another; a bad look leaves no trace.
    """
    if not ok:
        return
    span = {"feed": feed.id, "tier": feed.tier.value, "family": feed.family, "at": at}
    longer = tx.change(
        "UPDATE watch_spans SET ended = CASE WHEN ended < :at THEN :at ELSE ended END"
        " WHERE feed = :feed AND tier = :tier AND family = :family"
        " AND ended >= :least AND began <= :at",
        {**span, "least": at - (max_gap or _quiet(feed))},
    )
    if not longer:
        row = {"feed": feed.id, "tier": feed.tier.value, "family": feed.family}
        tx.execute(insert(table(WatchSpanRow)), {**row, "began": at, "ended": at})


def _quiet(feed: Feed) -> timedelta:
    return max(timedelta(hours=1), 3 * timedelta(minutes=feed.interval_minutes))
