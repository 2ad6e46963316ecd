"""The outbox: every alert is told at least once, and hardly ever twice.

1. `put` files deliveries in the transaction of the event that caused them.
2. `departures.begin` writes the attempt (its number, the lease, when it may be tried again) and
   is committed before anything is sent: a crash leaves a trace, and no two workers hold one row.
3. `settling.settle` closes the attempt. What is never settled is due again after its lease.

An attempt is known by the delivery's id and its number: a worker whose lease ran out cannot close
the attempt of another.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from monitor.domain.alert import Alert, Delivery
from monitor.store.codec import dumps
from monitor.store.engine import Tx
from monitor.store.inserts import insert_new
from monitor.store.reads import alerts, backlog, told
from monitor.store.settling import settle, unblock
from monitor.store.source import instant_or_none
from monitor.store.tables import AlertRow, DeliveryRow, table

__all__ = [
    "alerts",
    "backlog",
    "next_due",
    "oldest_waiting",
    "put",
    "settle",
    "told",
    "unblock",
]


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
        " WHERE state NOT IN ('sent', 'dead') AND state <> 'blocked' AND not_before <= :now",
        {"now": now},
    )
    return instant_or_none(first)
