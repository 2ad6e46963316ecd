"""The outbox: every alert is told at least once, and hardly ever twice.

1. `put` files deliveries in the transaction of the event that caused them.
2. `claim` writes the attempt (its number, the lease, when it may be tried again) in a transaction
   of its own, before anything is sent: a crash leaves a trace, and no two workers hold one row.
3. `settle` closes the attempt. What is never settled is claimed again after its lease.

An attempt is known by the delivery's id and its number: a worker whose lease ran out cannot close
the attempt of another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from monitor.domain.alert import Alert, Delivery, DeliveryState
from monitor.store import reads
from monitor.store.codec import dumps, loads
from monitor.store.engine import Rows, Tx
from monitor.store.inserts import insert_new
from monitor.store.reads import alerts, backlog, told
from monitor.store.settling import BLOCKED_WAIT, ceiling, hold_back, settle, unblock, waits
from monitor.store.source import instant_or_none
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
    "void_leases",
    "waits",
]

# A digest of more than this goes in several messages.
MOST_TOGETHER = 1_000


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


_DUE = (
    "SELECT d.id, d.attempts, d.state, d.channel, d.recipient, d.group_key, a.payload"
    " FROM deliveries d JOIN alerts a ON a.id = d.alert WHERE ("
    "d.state IN ('waiting', 'held') AND d.not_before <= :now"
    " OR d.state = 'sending' AND d.lease_until <= :now AND d.not_before <= :now"
    # A channel that refused is asked with one delivery.
    " OR d.state = 'blocked' AND d.not_before <= :now AND d.id = ("
    "SELECT min(b.id) FROM deliveries b WHERE b.state = 'blocked' AND b.channel = d.channel"
    " AND b.recipient = d.recipient AND b.not_before <= :now))"
    " AND d.channel NOT IN (:skipped) AND (:any_group OR d.group_key IN (:groups))"
    " ORDER BY a.rank DESC, d.not_before, d.id LIMIT :limit"
)


def claim(
    tx: Tx,
    now: datetime,
    limit: int,
    lease_seconds: float,
    skip_channels: Collection[str] = (),
) -> list[tuple[Delivery, Alert]]:
    """Begin an attempt at up to `limit` deliveries that are due, the most severe first.

    Those that leave with one of them as one message (same channel, recipient and group) come too,
    beyond the limit. Commit before sending. `skip_channels` are those known to be down.
    """
    given = {"now": now, "skipped": list(skip_channels)}
    first = tx.rows(_DUE, {**given, "any_group": True, "groups": [], "limit": limit})
    picked = [*first, *_companions(tx, first, given)]
    for row in picked:
        attempt(tx, row, now, now + timedelta(seconds=lease_seconds))
    held = reads.select_deliveries(tx, "WHERE d.id IN (:ids)", {"ids": [row[0] for row in picked]})
    now_held = {each.id: each for each in held}
    return [(now_held[row[0]], loads(Alert, row[-1])) for row in picked]


def _companions(tx: Tx, first: Rows, given: Mapping[str, Any]) -> list[Sequence[Any]]:
    """What else is due of the groups that were picked."""
    taken = {row[0] for row in first}
    wanted = {tuple(row[3:6]) for row in first if row[5]}
    groups = sorted({group for _, _, group in wanted})
    if not groups:
        return []
    due = tx.rows(_DUE, {**given, "any_group": False, "groups": groups, "limit": MOST_TOGETHER})
    return [row for row in due if row[0] not in taken and tuple(row[3:6]) in wanted]


def attempt(tx: Tx, row: Sequence[Any], now: datetime, lease_until: datetime) -> None:
    """Write one attempt down; `row` is id, attempts, state, channel, recipient. Compare and set.

    If this attempt is never settled (a crash), the next one waits the longer the more there were:
    a message that kills the program does not go out at every start.
    """
    delivery, attempts, state, channel, recipient = row[:5]
    tx.change(
        "UPDATE deliveries SET possible_repeat = (possible_repeat OR state = 'sending'),"
        " state = 'sending', attempts = attempts + 1, lease_until = :lease_until,"
        " not_before = :again WHERE id = :id AND attempts = :attempts",
        {
            "id": delivery,
            "attempts": attempts,
            "lease_until": lease_until,
            "again": now + ceiling(attempts + 1),
        },
    )
    if state == DeliveryState.BLOCKED:
        hold_back(tx, channel, recipient, now + BLOCKED_WAIT)


def void_leases(tx: Tx, now: datetime) -> int:
    """End the leases of a daemon that died; only for the one that holds the instance lock.

    Its attempts may have arrived: they are tried again as soon as their back-off allows.
    """
    return tx.change(
        "UPDATE deliveries SET lease_until = :now WHERE state = 'sending' AND lease_until > :now",
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


def next_due(tx: Tx) -> datetime | None:
    """When the next delivery may be tried; None if nothing waits."""
    ((first,),) = tx.rows(
        "SELECT min(not_before) FROM deliveries WHERE state NOT IN ('sent', 'dead')"
    )
    return instant_or_none(first)


def oldest_waiting(tx: Tx, now: datetime) -> datetime | None:
    """Since when the longest overdue delivery could have been tried; None if none is overdue."""
    ((first,),) = tx.rows(
        "SELECT min(not_before) FROM deliveries"
        " WHERE state IN ('waiting', 'sending', 'held') AND not_before <= :now",
        {"now": now},
    )
    return instant_or_none(first)
