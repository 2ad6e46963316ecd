"""Outbox rows → channels. The attempt is written before it is made and settled after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, TypeAlias

from monitor.clock import Clock
from monitor.cycle.facts import with_watch
from monitor.declared.files import Declared
from monitor.delivery.digest import together
from monitor.delivery.message import Message, compose
from monitor.domain.alert import Alert, Delivery, Outcome
from monitor.store import facts as fact_rows
from monitor.store import outbox, reads, standings
from monitor.store.settling import settle

if TYPE_CHECKING:
    from monitor.store.engine import Store

LEASE_SECONDS = 90
"""Longer than any single send may take, so that a live worker never loses its row."""

WATCHED = timedelta(days=30)
"""How far back a message says who looked."""


Parcel: TypeAlias = list[tuple[Delivery, Alert]]
"""Rows that leave as one message."""


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

    def step(self, *, limit: int = 1) -> Delivered:
        """Claim, send and settle up to `limit` rows and their groups; empty if none waits."""
        resting = self._sender.resting()
        with self._store.write() as tx:
            claimed = outbox.claim(tx, self._clock(), limit, LEASE_SECONDS, resting)
        parcels = _parcels(claimed)
        return Delivered(tuple(done for parcel in parcels for done in self._send(parcel)))

    def _send(self, parcel: Parcel) -> list[tuple[Delivery, Outcome]]:
        """One message for one row, or for all rows that leave together."""
        first = parcel[0][0]
        messages = [self._message(alert) for _, alert in parcel]
        message = messages[0] if len(messages) == 1 else together(messages, self._clock())
        outcome = self._sender.send(first.channel, first.recipient, message, first)
        with self._store.write() as tx:
            for delivery, _ in parcel:
                settle(tx, delivery, outcome, self._clock(), self._random())
        return [(delivery, outcome) for delivery, _ in parcel]

    def _message(self, alert: Alert) -> Message:
        declared = self._declared()
        commitment = declared.commitment(alert.commitment)
        with self._store.read() as tx:
            standing = standings.latest(tx, alert.commitment) if alert.commitment else None
            known = fact_rows.facts(tx, alert.commitment)
            spans = reads.watch_spans(tx, self._clock() - WATCHED)
        if commitment is not None:
            known = with_watch(known, commitment, spans, declared.series)
        return compose(
            alert,
            commitment=commitment,
            standing=standing,
            evidence=known.evidence,
            register=declared.register,
            watch=known.watch,
            reader_zone=declared.policy.reader_zone,
        )


def _parcels(claimed: Sequence[tuple[Delivery, Alert]]) -> list[Parcel]:
    parcels: dict[tuple[str, str, str], Parcel] = {}
    for delivery, alert in claimed:
        alone = delivery.group or delivery.id
        parcels.setdefault((delivery.channel, delivery.recipient, alone), []).append(
            (delivery, alert)
        )
    return list(parcels.values())
