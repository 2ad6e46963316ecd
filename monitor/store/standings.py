"""Standings: which commitments are to be assessed, and what the assessment said.

The queue is the flag `dirty` and the column `next_look`. A standing, its transition, its alerts
and their deliveries are written together in the caller's one transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from monitor.domain.alert import Alert, Delivery
from monitor.domain.standing import Standing, Transition
from monitor.store import outbox
from monitor.store.codec import dumps
from monitor.store.engine import Tx
from monitor.store.inserts import insert_new
from monitor.store.reads import all_latest, latest, transitions
from monitor.store.source import instant_or_none
from monitor.store.tables import StandingRow, TransitionRow, table

__all__ = [
    "all_latest",
    "clear",
    "latest",
    "mark_dirty",
    "next_look",
    "postpone",
    "put_standing",
    "to_assess",
    "told_keys",
    "transitions",
]


_TO_ASSESS = (
    "SELECT commitment FROM (SELECT commitment, 0 AS place, NULL AS next_look FROM standings"
    " WHERE dirty UNION ALL SELECT commitment, 1 AS place, next_look FROM standings"
    " WHERE next_look <= :now AND NOT dirty) AS queue"
    " ORDER BY place, next_look, commitment LIMIT :limit"
)


def to_assess(tx: Tx, now: datetime, limit: int) -> list[str]:
    """Commitments whose facts or terms changed, then those whose `next_look` has come."""
    return [row[0] for row in tx.rows(_TO_ASSESS, {"now": now, "limit": limit})]


def next_look(tx: Tx) -> datetime | None:
    """When time alone may next change a standing; None if never."""
    ((first,),) = tx.rows("SELECT min(next_look) FROM standings WHERE next_look IS NOT NULL")
    return instant_or_none(first)


def mark_dirty(tx: Tx, ids: Collection[str]) -> None:
    """Have these commitments assessed; one never seen before is put into the queue."""
    insert_new(
        tx, table(StandingRow), [{"commitment": each, "dirty": True} for each in ids], "commitment"
    )
    tx.change(
        "UPDATE standings SET dirty = true WHERE commitment IN (:ids) AND NOT dirty",
        {"ids": list(ids)},
    )


def clear(tx: Tx, ids: Collection[str]) -> None:
    """Take what is no longer declared out of the queue; its past is kept."""
    tx.change(
        "UPDATE standings SET dirty = false, next_look = NULL WHERE commitment IN (:ids)",
        {"ids": list(ids)},
    )


def postpone(tx: Tx, commitment: str, until: datetime) -> None:
    """Take one whose assessment failed out of the others' way until a later moment."""
    tx.change(
        "UPDATE standings SET dirty = false, next_look = :until WHERE commitment = :id",
        {"until": until, "id": commitment},
    )


def put_standing(
    tx: Tx,
    standing: Standing,
    transition: Transition | None,
    alerts: Sequence[Alert],
    deliveries: Sequence[Delivery],
) -> None:
    """File an assessment whole. Known transitions, alerts and deliveries are left as they are."""
    tx.change(
        "INSERT INTO standings (commitment, word, assessed_at, next_look, dirty, payload)"
        " VALUES (:id, :word, :at, :next_look, false, :payload)"
        " ON CONFLICT (commitment) DO UPDATE SET word = excluded.word,"
        " assessed_at = excluded.assessed_at, next_look = excluded.next_look, dirty = false,"
        " payload = excluded.payload",
        {
            "id": standing.commitment,
            "word": standing.word.value,
            "at": standing.at,
            "next_look": standing.next_look,
            "payload": dumps(standing),
        },
    )
    if transition is not None:
        _put_transition(tx, transition)
    outbox.put(tx, alerts, deliveries)


def _put_transition(tx: Tx, transition: Transition) -> None:
    row = {
        "id": transition.id,
        "commitment": transition.commitment,
        "at": transition.at,
        "payload": dumps(transition),
    }
    insert_new(tx, table(TransitionRow), [row], "id")


def told_keys(tx: Tx, commitment: str | None = None) -> set[str]:
    """The keys of every alert that this commitment has had; of all alerts without one."""
    if commitment is None:
        return {row[0] for row in tx.rows("SELECT key FROM alerts")}
    rows = tx.rows("SELECT key FROM alerts WHERE commitment = :id", {"id": commitment})
    return {row[0] for row in rows}
