"""The outbox under every order of events that hypothesis can think of, against its law."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from monitor.domain.alert import (
    Alert,
    Cause,
    Delivery,
    DeliveryState,
    Outcome,
    Receipt,
    Severity,
)
from monitor.store import departures, outbox
from monitor.store.engine import Store, open_store

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
LEASE = 60.0
CHANNELS = ("mail", "slack")


def _alert(number: int, severity: Severity) -> Alert:
    return Alert(
        id=f"a{number}",
        key=f"k{number}",
        cause=Cause.DUE,
        severity=severity,
        at=NOON,
        headline="h",
        because="b",
    )


class OutboxMachine(RuleBasedStateMachine):
    """Workers claim, send, crash and answer late; the clock only goes on.

    open: deliveries whose newest attempt is not closed → its number and the end of its lease.
    repeats: how often an attempt was begun though the one before was never closed.
    """

    store: ClassVar[Store]
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.filed: set[str] = set()
        self.attempts: Counter[str] = Counter()
        self.open: dict[str, datetime] = {}
        self.repeats: Counter[str] = Counter()
        self.arrived: Counter[str] = Counter()
        with self.store.write() as tx:
            tx.change("DELETE FROM deliveries WHERE id <> :none", {"none": ""})
            tx.change("DELETE FROM alerts WHERE id <> :none", {"none": ""})

    @rule(number=st.integers(0, 3), severity=st.sampled_from(Severity))
    def file(self, number: int, severity: Severity) -> None:
        deliveries = [
            Delivery(
                id=f"a{number}/{channel}",
                alert=f"a{number}",
                channel=channel,
                not_before=self.now,
                created=self.now,
            )
            for channel in CHANNELS
        ]
        with self.store.write() as tx:
            outbox.put(tx, [_alert(number, severity)], deliveries)
        self.filed |= {each.id for each in deliveries}

    @rule(seconds=st.sampled_from([1, 29, 30, 59, 60, 61, 600, 3600, 4000]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(target=claims, channel=st.sampled_from(CHANNELS), limit=st.integers(1, 3))
    def claim(self, channel: str, limit: int) -> list[Delivery]:
        with self.store.write() as tx:
            due = [each for each, _ in departures.waiting(tx, self.now, channel, "", limit)]
            claimed = departures.begin(tx, due, self.now, LEASE)
        for each in claimed:
            assert not self.arrived[each.id], "what has arrived is never sent again"
            assert self.open.get(each.id, NOON) <= self.now, "two workers hold one row"
            self.repeats[each.id] += each.id in self.open
            self.attempts[each.id] += 1
            self.open[each.id] = self.now + timedelta(seconds=LEASE)
            assert each.attempts == self.attempts[each.id], "every attempt has its own number"
            assert each.possible_repeat == bool(self.repeats[each.id]), "a repeat is told"
        return claimed

    @rule(claimed=consumes(claims), receipt=st.sampled_from(Receipt), chance=st.floats(0, 1))
    def answer(self, claimed: list[Delivery], receipt: Receipt, chance: float) -> None:
        for each in claimed:
            newest = each.attempts == self.attempts[each.id] and not self.arrived[each.id]
            with self.store.write() as tx:
                state = outbox.settle(tx, each, Outcome(receipt=receipt), self.now, chance)
            if receipt is Receipt.SENT:
                self.arrived[each.id] += 1
                self.open.pop(each.id, None)
            else:
                assert (state is not None) == newest, "only the newest attempt may be closed"
                if receipt is not Receipt.AMBIGUOUS and newest:
                    self.open.pop(each.id)

    @rule(claimed=consumes(claims))
    def crash(self, claimed: list[Delivery]) -> None:
        """The worker is gone, and nobody knows whether it had sent."""

    @rule(claimed=consumes(claims))
    def give_back(self, claimed: list[Delivery]) -> None:
        with self.store.write() as tx:
            departures.release(tx, claimed, self.now)
        for each in claimed:
            if each.attempts == self.attempts[each.id] and each.id in self.open:
                self.attempts[each.id] -= 1
                del self.open[each.id]

    @rule()
    def restart(self) -> None:
        with self.store.write() as tx:
            departures.void_leases(tx, self.now)
        self.open = {name: min(until, self.now) for name, until in self.open.items()}

    @rule(channel=st.sampled_from(CHANNELS))
    def mend(self, channel: str) -> None:
        with self.store.write() as tx:
            outbox.unblock(tx, channel, self.now)

    def _rows(self) -> dict[str, Delivery]:
        with self.store.read() as tx:
            return {each.id: each for _, sent in outbox.alerts(tx) for each in sent}

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = self._rows()
        assert rows.keys() == self.filed
        sent = {name for name, row in rows.items() if row.state is DeliveryState.SENT}
        assert sent == {name for name in self.filed if self.arrived[name]}

    @invariant()
    def a_second_copy_needs_an_attempt_that_was_never_closed(self) -> None:
        assert all(self.arrived[name] <= 1 + self.repeats[name] for name in self.filed)

    def teardown(self) -> None:
        """Once every channel works, everything that was filed arrives."""
        for _ in range(30):
            self.now += timedelta(hours=2)
            with self.store.write() as tx:
                for channel, recipient in departures.queues(tx, self.now):
                    due = departures.waiting(tx, self.now, channel, recipient)
                    for each in departures.begin(tx, [d for d, _ in due], self.now, LEASE):
                        outbox.settle(tx, each, Outcome(receipt=Receipt.SENT), self.now, 0.5)
        assert {row.state for row in self._rows().values()} <= {
            DeliveryState.SENT,
            DeliveryState.DEAD,
        }


@pytest.fixture
def quick_store(request: pytest.FixtureRequest, full_sqlite: Path) -> Iterator[Store]:
    """A store of either kind; the file is in memory, where nothing waits for a disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        path = shutil.copy(full_sqlite, Path(folder) / "monitor.db")
        on_server = request.param == "postgresql"
        url = request.getfixturevalue("server_url") if on_server else f"sqlite:///{path}"
        store = open_store(url)
        yield store
        store.close()


@pytest.mark.parametrize("quick_store", ["sqlite", "postgresql"], indirect=True)
def test_nothing_is_lost_and_no_row_is_held_twice(quick_store: Store) -> None:
    machine = type("Machine", (OutboxMachine,), {"store": quick_store})
    chosen = settings(
        max_examples=40,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)
