"""Outbox rows → channels. The attempt is written before it is made and settled after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from monitor.clock import Clock
from monitor.cycle.facts import of_news, with_watch
from monitor.declared.files import Declared
from monitor.delivery.digest import together
from monitor.delivery.message import Message, compose
from monitor.domain import alerting
from monitor.domain.alert import Alert, Delivery, Outcome
from monitor.store import departures, reads, standings
from monitor.store import facts as fact_rows
from monitor.store.settling import settle

if TYPE_CHECKING:
    from monitor.store.engine import Store, Tx

LEASE_SECONDS = 90
"""Longer than any single send may take, so that a live worker never loses its row."""

ALONE_AT_LEAST = 5
"""A queue this short always leaves message by message; a channel that may carry more, more."""

WATCHED = timedelta(days=30)
"""How far back a message says who looked."""


class Sender(Protocol):
    """Puts one message on one channel and says what became of it."""

    def resting(self) -> frozenset[str]:
        """Channels that failed in a row and are left alone for now."""
        ...

    def send(self, channel: str, recipient: str, message: Message, delivery: Delivery) -> Outcome:
        """Never raises for a channel's fault: that is an Outcome."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one batch came to: the rows with their outcomes."""

    rows: tuple[tuple[Delivery, Outcome], ...] = ()


class Deliver:
    """The step. `random` gives 0..1 for the back-off's jitter."""

    def __init__(
        self,
        store: "Store",
        sender: Sender,
        declared: Callable[[], Declared],
        clock: Clock,
        random: Callable[[], float],
    ) -> None:
        self._store = store
        self._sender = sender
        self._declared = declared
        self._clock = clock
        self._random = random
        self._lock = Lock()
        self._busy: set[tuple[str, str]] = set()

    def step(self) -> Delivered:
        """Send one message to somebody for whom one is due; empty if nothing may leave now.

        Workers may call it at once: each takes another channel and recipient.
        """
        resting = self._sender.resting()
        with self._store.read() as tx:
            queues = departures.queues(tx, self._clock(), resting)
        for queue in queues:
            if self._take(queue):
                try:
                    rows = self._one(*queue)
                finally:
                    self._give_back(queue)
                if rows:
                    return Delivered(tuple(rows))
        return Delivered()

    def _take(self, queue: tuple[str, str]) -> bool:
        with self._lock:
            free = queue not in self._busy
            self._busy.add(queue)
            return free

    def _give_back(self, queue: tuple[str, str]) -> None:
        with self._lock:
            self._busy.discard(queue)

    def _one(self, channel: str, recipient: str) -> list[tuple[Delivery, Outcome]]:
        """The next message of one queue."""
        with self._store.write() as tx:
            parcel = self._next_parcel(tx, channel, recipient)
            if parcel is None:
                return []
            alerts = {delivery.id: alert for delivery, alert in parcel.rows}
            begun = departures.begin(
                tx, [delivery for delivery, _ in parcel.rows], self._clock(), LEASE_SECONDS
            )
        return self._send([(delivery, alerts[delivery.id]) for delivery in begun])

    def _next_parcel(self, tx: "Tx", channel: str, recipient: str) -> alerting.Parcel | None:
        now = self._clock()
        per_hour = self._declared().policy.per_hour(channel)
        sent = departures.messages_since(tx, channel, recipient, now - timedelta(hours=1))
        due = departures.waiting(tx, now, channel, recipient)
        alone = max(ALONE_AT_LEAST, per_hour // 4)
        found = alerting.parcels(due, room=per_hour - sent, alone=alone)
        return found[0] if found else None

    def _send(self, rows: list[tuple[Delivery, Alert]]) -> list[tuple[Delivery, Outcome]]:
        """One message for one row, or for all rows that leave together."""
        first = rows[0][0]
        messages = [self._message(alert) for _, alert in rows]
        message = messages[0] if len(messages) == 1 else together(messages, self._clock())
        outcome = self._sender.send(first.channel, first.recipient, message, first)
        now = self._clock()
        with self._store.write() as tx:
            for delivery, _ in rows:
                settle(tx, delivery, outcome, now, self._random())
        return [(delivery, outcome) for delivery, _ in rows]

    def _message(self, alert: Alert) -> Message:
        declared = self._declared()
        commitment = declared.commitment(alert.commitment)
        with self._store.read() as tx:
            standing = standings.latest(tx, alert.commitment) if alert.commitment else None
            known = fact_rows.facts(tx, alert.commitment)
            spans = reads.watch_spans(tx, self._clock() - WATCHED)
        if commitment is not None:
            known = with_watch(known, commitment, of_news(spans, declared), declared.series)
        return compose(
            alert,
            commitment=commitment,
            standing=standing,
            evidence=known.evidence,
            series=known.series,
            register=declared.register,
            watch=known.watch,
            reader_zone=declared.policy.reader_zone,
        )
