"""What may leave now, by channel and recipient: a queue is a query.

A row is claimed only when its message is about to be sent, so that a crash leaves few in doubt.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from monitor.domain.alert import Alert, Delivery, DeliveryState
from monitor.store import reads
from monitor.store.codec import loads
from monitor.store.engine import Tx
from monitor.store.settling import BLOCKED_WAIT, ceiling, hold_back

MOST_WAITING = 2_000
"""So many are looked at when it is decided how a queue leaves; the rest keeps its place."""

# The first condition is that of the index, word for word: so SQLite knows that it may use it.
_DUE = (
    "d.state NOT IN ('sent', 'dead') AND d.not_before <= :now"
    " AND (d.state IN ('waiting', 'held') OR d.state = 'sending' AND d.lease_until <= :now"
    # a channel that refused is asked with one delivery
    " OR d.id IN (SELECT min(b.id) FROM deliveries b WHERE b.state NOT IN ('sent', 'dead')"
    " AND b.state = 'blocked' AND b.not_before <= :now GROUP BY b.channel, b.recipient))"
)


def queues(tx: Tx, now: datetime, resting: Collection[str] = ()) -> list[tuple[str, str]]:
    """Channels and recipients for whom something is due, the longest waiting first."""
    rows = tx.rows(
        "SELECT d.channel, d.recipient FROM deliveries d WHERE "  # noqa: S608 - our own words
        + _DUE
        + " AND d.channel NOT IN (:resting) GROUP BY d.channel, d.recipient"
        " ORDER BY min(d.not_before), d.channel, d.recipient",
        {"now": now, "resting": list(resting)},
    )
    return [(row[0], row[1]) for row in rows]


def waiting(
    tx: Tx, now: datetime, channel: str, recipient: str, limit: int = MOST_WAITING
) -> list[tuple[Delivery, Alert]]:
    """What is due there, the most severe first. A channel that refused gives just the one try."""
    found = {
        each.id: each
        for each in reads.select_deliveries(
            tx,
            "JOIN alerts a ON a.id = d.alert WHERE d.channel = :channel"
            " AND d.recipient = :recipient AND "
            + _DUE
            + " ORDER BY a.rank DESC, d.not_before, d.id LIMIT :limit",
            {"now": now, "channel": channel, "recipient": recipient, "limit": limit},
        )
    }
    tries = [each for each in found.values() if each.state is DeliveryState.BLOCKED]
    rows = tries[:1] or list(found.values())
    alerts = _alerts(tx, {each.alert for each in rows})
    return [(each, alerts[each.alert]) for each in rows]


def _alerts(tx: Tx, ids: Collection[str]) -> dict[str, Alert]:
    rows = tx.rows("SELECT id, payload FROM alerts WHERE id IN (:ids)", {"ids": list(ids)})
    return {row[0]: loads(Alert, row[1]) for row in rows}


def begin(
    tx: Tx, deliveries: Iterable[Delivery], now: datetime, lease_seconds: float
) -> list[Delivery]:
    """Write one attempt at each of them down, before it is made; as they stand now.

    Left out is what somebody else has begun since it was looked at. An attempt that is never
    settled (a crash) is due again later, the longer the more there were: a message that kills the
    program does not go out at every start.
    """
    until = now + timedelta(seconds=lease_seconds)
    begun = [each.id for each in deliveries if _attempt(tx, each, now, until)]
    return list(reads.select_deliveries(tx, "WHERE d.id IN (:ids)", {"ids": begun}))


def _attempt(tx: Tx, delivery: Delivery, now: datetime, lease_until: datetime) -> bool:
    """Compare and set."""
    begun = tx.change(
        "UPDATE deliveries SET possible_repeat = (possible_repeat OR state = 'sending'),"
        " state = 'sending', attempts = attempts + 1, lease_until = :lease_until,"
        " not_before = :again WHERE id = :id AND attempts = :attempts AND state = :state",
        {
            "id": delivery.id,
            "attempts": delivery.attempts,
            "state": delivery.state.value,
            "lease_until": lease_until,
            "again": now + ceiling(delivery.attempts + 1),
        },
    )
    if begun and delivery.state is DeliveryState.BLOCKED:
        hold_back(tx, delivery.channel, delivery.recipient, now + BLOCKED_WAIT)
    return bool(begun)


def void_leases(tx: Tx, now: datetime) -> int:
    """End the leases of a daemon that died; only for the one that holds the instance lock.

    Its attempts may have arrived: they are tried again as soon as their back-off allows.
    """
    return tx.change(
        "UPDATE deliveries SET lease_until = :now WHERE state NOT IN ('sent', 'dead')"
        " AND state = 'sending' AND lease_until > :now",
        {"now": now},
    )


def release(tx: Tx, deliveries: Iterable[Delivery], now: datetime) -> None:
    """Give back attempts that were begun but never made, as if they had not been claimed."""
    for delivery in deliveries:
        tx.change(
            "UPDATE deliveries SET state = 'waiting', attempts = attempts - 1, not_before = :now"
            " WHERE id = :id AND state = 'sending' AND attempts = :attempts",
            {"now": now, "id": delivery.id, "attempts": delivery.attempts},
        )


def messages_since(tx: Tx, channel: str, recipient: str, since: datetime) -> int:
    """How many messages the recipient has had since then; what left together counts once."""
    ((number,),) = tx.rows(
        "SELECT count(DISTINCT sent_at) FROM deliveries WHERE channel = :channel"
        " AND recipient = :recipient AND sent_at > :since",
        {"channel": channel, "recipient": recipient, "since": since},
    )
    return int(number)
