"""Readings of a series that a data feed brings: what is known of them, and many at once."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.domain.evidence import FeedHealth, Measurement
from monitor.store.codec import dumps, loads
from monitor.store.engine import Tx
from monitor.store.inserts import insert_new
from monitor.store.polls import put_health
from monitor.store.standings import mark_dirty
from monitor.store.tables import MeasurementRow, table


def measured(tx: Tx, commitments: Collection[str], series: str) -> tuple[Measurement, ...]:
    """Every reading of a series for these commitments, in the order in which it was learned."""
    rows = tx.rows(
        "SELECT payload FROM measurements WHERE commitment IN (:ids) ORDER BY learned_at, id",
        {"ids": list(commitments)},
    )
    found = (loads(Measurement, payload) for (payload,) in rows)
    return tuple(one for one in found if one.series == series)


def add_measurements(tx: Tx, readings: Sequence[Measurement]) -> int:
    """Keep readings; how many were not known. Their commitments are marked for assessment."""
    rows = [
        {
            "id": one.id,
            "commitment": one.commitment,
            "learned_at": one.learned_at,
            "payload": dumps(one),
        }
        for one in readings
    ]
    new = set(insert_new(tx, table(MeasurementRow), rows, "id"))
    mark_dirty(tx, {one.commitment for one in readings if one.id in new})
    return len(new)


def read_afresh(tx: Tx, feeds: Collection[str], now: datetime) -> None:
    """Have the whole body of these feeds read again, though it be as it was at the last look."""
    rows = tx.rows(
        "SELECT payload FROM feeds WHERE declared AND id IN (:ids)", {"ids": list(feeds)}
    )
    for (payload,) in rows:
        health = loads(FeedHealth, payload)
        put_health(tx, replace(health, etag="", last_modified="", body_hash="", next_poll=now))
