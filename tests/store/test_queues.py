"""A queue is an index over what waits: asking it costs the same after ten years."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.evidence import Feed
from monitor.store import (
    departures,
    items,
    outbox,
    polls,
    retention,
    settling,
    standings,
)
from monitor.store.engine import Tx, open_store

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Watched(Tx):
    """Notes how SQLite means to find the rows of each statement."""

    def __init__(self, tx: Tx) -> None:
        super().__init__(tx.connection)
        self.plans: list[str] = []

    def _run(self, sql: str, values: Mapping[str, Any]) -> Any:
        found: Any = super()._run(f"EXPLAIN QUERY PLAN {sql}", values)
        self.plans += [str(step) for _, _, _, step in found]
        return super()._run(sql, values)


QUEUES: dict[str, Any] = {
    "feeds due": lambda tx: polls.claim_due(tx, NOON, 10, 60),
    "the next feed": polls.next_due,
    "a look": lambda tx: polls.note_look(tx, Feed(id="f", address="x"), ok=True, at=NOON),
    "items unread": lambda tx: items.unread(tx, 10),
    "items to let go": lambda tx: retention.prune(tx, NOON, 30),
    "commitments to assess": lambda tx: standings.to_assess(tx, NOON, 10),
    "the next look": standings.next_look,
    "channels with something due": lambda tx: departures.queues(tx, NOON),
    "what is due there": lambda tx: departures.waiting(tx, NOON, "mail", ""),
    "leases": lambda tx: departures.void_leases(tx, NOON),
    "the next delivery": outbox.next_due,
    "the oldest delivery": lambda tx: outbox.oldest_waiting(tx, NOON),
    "the refused of one recipient": lambda tx: settling.hold_back(tx, "mail", "", NOON),
    "messages of the last hour": lambda tx: departures.messages_since(tx, "mail", "", NOON),
}


@pytest.mark.parametrize("queue", QUEUES)
def test_nothing_is_searched_from_end_to_end(file: Path, queue: str) -> None:
    store = open_store(f"sqlite:///{file}")
    with store.write() as tx:
        watched = Watched(tx)
        QUEUES[queue](watched)
    store.close()
    found_anyhow = ("USING", "json_each", "SCAN queue")  # an index, our own list, a sub-query
    searched = [step for step in watched.plans if step.startswith("SCAN")]
    whole = [step for step in searched if not any(way in step for way in found_anyhow)]
    assert watched.plans
    assert whole == []
