"""Alerts that nobody answered → told again, or to somebody else, as their routes say."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.clock import Clock
from monitor.declared.files import Declared
from monitor.domain import alerting
from monitor.domain.alert import Alert, Delivery
from monitor.domain.commitment import Commitment
from monitor.store import outbox, reads, standings

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.store.engine import Store, Tx

PATIENCE = timedelta(days=14)
"""An alert that nobody answered for so long is not repeated any more; it stays on record."""

Sent = tuple[Alert, Commitment | None, "datetime"]


class Remind:
    """The step: repeats and escalations that are due now."""

    def __init__(self, store: "Store", declared: Callable[[], Declared], clock: Clock) -> None:
        self._store = store
        self._declared = declared
        self._clock = clock

    def step(self) -> int:
        """File what is due to be told again; how many alerts that is."""
        declared = self._declared()
        if not any(r.repeat_hours or r.escalate_to for r in declared.policy.routes):
            return 0
        now = self._clock()
        count = 0
        with self._store.write() as tx:
            told = standings.told_keys(tx)
            for one in alerting.unanswered(self._sent(tx, now), reads.responses(tx, now)):
                for alert, deliveries in alerting.again(one, declared.policy, told, now):
                    outbox.put(tx, (alert,), deliveries)
                    count += 1
        return count

    def _sent(self, tx: "Tx", now: "datetime") -> list[Sent]:
        found = reads.alerts(tx, since=now - PATIENCE, limit=10_000)
        declared = self._declared()
        return [
            (alert, declared.commitment(alert.commitment), first)
            for alert, deliveries in found
            if (first := _first_sent(deliveries)) is not None
        ]


def _first_sent(deliveries: tuple[Delivery, ...]) -> "datetime | None":
    return min((d.sent_at for d in deliveries if d.sent_at is not None), default=None)
