"""The outbox: every alert is told at least once, and hardly ever twice.

1. `put` files deliveries in the transaction of the event that caused them.
2. `claim` writes the attempt (its number, the lease, when it may be tried again) in a transaction
   of its own, before anything is sent: a crash leaves a trace, and no two workers hold one row.
3. `settle` closes the attempt. What is never settled is claimed again after its lease.

An attempt is known by the delivery's id and its number: a worker whose lease ran out cannot close
the attempt of another.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from math import isnan
from typing import Any

from monitor.domain.alert import Alert, Delivery, DeliveryState, Outcome, Receipt
from monitor.store import reads
from monitor.store.codec import dumps, loads
from monitor.store.engine import Tx
from monitor.store.inserts import insert_new
from monitor.store.reads import alerts, backlog, told
from monitor.store.tables import AlertRow, DeliveryRow, table

__all__ = [
    "alerts",
    "backlog",
    "claim",
    "next_due",
    "oldest_waiting",
    "put",
    "release",
    "settle",
    "told",
    "unblock",
    "waits",
]

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
BLOCKED_WAIT = timedelta(hours=1)
SHORTEST_ASKED, LONGEST_ASKED = 1.0, 3600.0
POISON_TRIES = 10
LONGEST_LIFE = timedelta(days=7)


def put(tx: Tx, alerts: Sequence[Alert], deliveries: Sequence[Delivery]) -> list[str]:
    """File alerts and their deliveries; the ids of the alerts that were new.

    One whose key has been told under another id is left out, with its deliveries.
    """
    rows = [
        {
            "id": alert.id,
            "key": alert.key,
            "commitment": alert.commitment,
            "rank": alert.severity.rank,
            "at": alert.at,
            "payload": dumps(alert),
        }
        for alert in alerts
    ]
    new = insert_new(tx, table(AlertRow), rows, "id")
    filed = _filed(tx, {each.alert for each in deliveries})
    waiting = [_row(each) for each in deliveries if each.alert in filed]
    insert_new(tx, table(DeliveryRow), waiting, "id")
    return new


def _filed(tx: Tx, ids: Collection[str]) -> set[str]:
    return {
        row[0] for row in tx.rows("SELECT id FROM alerts WHERE id IN (:ids)", {"ids": list(ids)})
    }


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "alert": delivery.alert,
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "not_before": delivery.not_before,
        "created": delivery.created,
        "last_error": delivery.last_error,
        "sent_at": delivery.sent_at,
        "possible_repeat": delivery.possible_repeat,
        "group_key": delivery.group,
    }


def waits(attempts: int, chance: float) -> timedelta:
    """How long to wait after the `attempts`-th try.

    Full jitter (`chance` in 0..1) under a ceiling that doubles from 30 seconds up to 15 minutes.
    """
    return _ceiling(attempts) * chance


def _ceiling(attempts: int) -> timedelta:
    doublings = min(max(attempts - 1, 0), 10)
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << doublings))


_DUE = (
    "SELECT d.id, d.attempts, a.payload FROM deliveries d JOIN alerts a ON a.id = d.alert WHERE ("
    "d.state IN ('waiting', 'held') AND d.not_before <= :now"
    " OR d.state = 'sending' AND d.lease_until <= :now AND d.not_before <= :now"
    # A channel that refused is asked once an hour, with one delivery.
    " OR d.state = 'blocked' AND d.not_before <= :now AND d.id = ("
    "SELECT min(b.id) FROM deliveries b WHERE b.state = 'blocked' AND b.channel = d.channel"
    " AND b.recipient = d.recipient AND b.not_before <= :now))"
    " AND d.channel NOT IN (:skipped) ORDER BY a.rank DESC, d.not_before, d.id LIMIT :limit"
)


def claim(
    tx: Tx,
    now: datetime,
    limit: int,
    lease_seconds: float,
    skip_channels: Collection[str] = (),
) -> list[tuple[Delivery, Alert]]:
    """Begin an attempt at up to `limit` deliveries that are due, the most severe first.

    Commit before sending. `skip_channels` are those that are known to be down.
    """
    picked = tx.rows(_DUE, {"now": now, "limit": limit, "skipped": list(skip_channels)})
    lease = timedelta(seconds=lease_seconds)
    for id_, attempts, _ in picked:
        _begin(tx, id_, attempts, now, lease)
    held = reads.select_deliveries(tx, "WHERE d.id IN (:ids)", {"ids": [row[0] for row in picked]})
    now_held = {each.id: each for each in held}
    return [(now_held[id_], loads(Alert, payload)) for id_, _, payload in picked]


def _begin(tx: Tx, delivery: str, attempts: int, now: datetime, lease: timedelta) -> None:
    """Compare and set.

    The next try waits longer after each crash, so that a message which kills the program does not
    go out at every start.
    """
    again = max(lease, _ceiling(attempts)) if attempts else lease
    tx.change(
        "UPDATE deliveries SET possible_repeat = (possible_repeat OR state = 'sending'),"
        " state = 'sending', attempts = attempts + 1, lease_until = :lease_until,"
        " not_before = :again WHERE id = :id AND attempts = :attempts",
        {"id": delivery, "attempts": attempts, "lease_until": now + lease, "again": now + again},
    )


def settle(
    tx: Tx, delivery: Delivery, outcome: Outcome, now: datetime, chance: float
) -> DeliveryState | None:
    """Close the attempt that `delivery` (as claimed) stands for; the state it is in now.

    None: another worker has begun a later attempt, and what we learned changes nothing. That it
    was sent is filed even then. `chance` in 0..1 spreads the retries.
    """
    if outcome.receipt is Receipt.SENT:
        return _sent(tx, delivery, now)
    change = _after_failure(tx, delivery, outcome, now, chance)
    changed = tx.change(
        "UPDATE deliveries SET state = :state, not_before = :not_before, last_error = :error,"
        " possible_repeat = (possible_repeat OR :ambiguous)"
        " WHERE id = :id AND state = 'sending' AND attempts = :attempts",
        {**change, "id": delivery.id, "attempts": delivery.attempts},
    )
    if changed and change["state"] == DeliveryState.BLOCKED:
        _hold_back(tx, delivery, now + BLOCKED_WAIT)
    return DeliveryState(change["state"]) if changed else None


def _sent(tx: Tx, delivery: Delivery, now: datetime) -> DeliveryState | None:
    changed = tx.change(
        "UPDATE deliveries SET state = 'sent', sent_at = :now, last_error = ''"
        " WHERE id = :id AND state <> 'sent'",
        {"now": now, "id": delivery.id},
    )
    if changed:
        unblock(tx, delivery.channel, now, delivery.recipient)
    return DeliveryState.SENT if changed else None


def _after_failure(
    tx: Tx, delivery: Delivery, outcome: Outcome, now: datetime, chance: float
) -> dict[str, Any]:
    ambiguous = outcome.receipt is Receipt.AMBIGUOUS
    again = now + waits(delivery.attempts, chance)
    if outcome.retry_after is not None:
        again = max(again, now + timedelta(seconds=_asked(outcome.retry_after)))
    state = DeliveryState.SENDING if ambiguous else DeliveryState.WAITING
    if outcome.receipt is Receipt.REFUSED:
        state, again = DeliveryState.BLOCKED, now + BLOCKED_WAIT
    if _is_hopeless(tx, delivery, now):
        state = DeliveryState.DEAD
    return {
        "state": state.value,
        "not_before": again,
        "error": outcome.detail,
        "ambiguous": ambiguous,
    }


def _asked(seconds: float) -> float:
    """A receiver may ask us to wait between a second and an hour; NaN asks for the longest."""
    return LONGEST_ASKED if isnan(seconds) else min(max(seconds, SHORTEST_ASKED), LONGEST_ASKED)


def _is_hopeless(tx: Tx, delivery: Delivery, now: datetime) -> bool:
    """Ten tries are enough while the channel carries others: then the message is at fault.

    A channel that is down altogether is waited for, up to a week.
    """
    if now - delivery.created >= LONGEST_LIFE:
        return True
    if delivery.attempts < POISON_TRIES:
        return False
    ((carried,),) = tx.rows(
        "SELECT count(*) FROM deliveries WHERE channel = :channel AND recipient = :recipient"
        " AND sent_at > :created",
        {
            "channel": delivery.channel,
            "recipient": delivery.recipient,
            "created": delivery.created,
        },
    )
    return bool(carried)


def _hold_back(tx: Tx, delivery: Delivery, until: datetime) -> None:
    tx.change(
        "UPDATE deliveries SET not_before = :until WHERE state = 'blocked'"
        " AND channel = :channel AND recipient = :recipient",
        {"until": until, "channel": delivery.channel, "recipient": delivery.recipient},
    )


def unblock(tx: Tx, channel: str, now: datetime, recipient: str | None = None) -> int:
    """Try again at once what a channel refused: it works, or its settings changed."""
    return tx.change(
        "UPDATE deliveries SET state = 'waiting', not_before = :now WHERE state = 'blocked'"
        " AND channel = :channel AND (:all OR recipient = :recipient)",
        {
            "now": now,
            "channel": channel,
            "all": recipient is None,
            "recipient": recipient or "",
        },
    )


def release(tx: Tx, deliveries: Iterable[Delivery], now: datetime) -> None:
    """Give back attempts that were begun but never made, as if they had not been claimed."""
    for delivery in deliveries:
        tx.change(
            "UPDATE deliveries SET state = 'waiting', attempts = attempts - 1, not_before = :now"
            " WHERE id = :id AND state = 'sending' AND attempts = :attempts",
            {"now": now, "id": delivery.id, "attempts": delivery.attempts},
        )


def next_due(tx: Tx) -> datetime | None:
    """When the next delivery may be tried; None if nothing waits."""
    ((first,),) = tx.rows(
        "SELECT min(not_before) FROM deliveries WHERE state NOT IN ('sent', 'dead')"
    )
    return reads.instant_or_none(first)


def oldest_waiting(tx: Tx, now: datetime) -> datetime | None:
    """Since when the longest overdue delivery could have been tried; None if none is overdue."""
    ((first,),) = tx.rows(
        "SELECT min(not_before) FROM deliveries"
        " WHERE state IN ('waiting', 'sending', 'held') AND not_before <= :now",
        {"now": now},
    )
    return reads.instant_or_none(first)
