"""Many at once: nothing is lost, nothing is held twice, on both databases."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import psycopg
import pytest

from monitor.domain.alert import (
    Alert,
    Cause,
    Delivery,
    DeliveryState,
    Outcome,
    Receipt,
    Severity,
)
from monitor.store import departures, engine, outbox
from monitor.store.engine import Store, Tx, open_store
from monitor.store.refusals import ConnectionLost, Locked

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
WORKERS = 8


def _together(work: Callable[[int], None], workers: int = WORKERS) -> list[BaseException]:
    """Run the work in many threads; what went wrong in any."""
    wrong: list[BaseException] = []
    start = threading.Barrier(workers)

    def run(number: int) -> None:
        start.wait()
        try:
            work(number)
        except BaseException as fault:  # noqa: BLE001 - the test shows whatever it was
            wrong.append(fault)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    return wrong


def test_read_modify_writes_at_once_lose_nothing(store: Store) -> None:
    turns = 12
    with store.write() as tx:
        tx.change(
            "INSERT INTO runs (id, pid, started, last_tick) VALUES (1, 0, :t, :t)", {"t": NOON}
        )

    def work(_: int) -> None:
        for _turn in range(turns):
            with store.write() as tx:
                ((count,),) = tx.rows("SELECT pid FROM runs WHERE id = 1")
                tx.change("UPDATE runs SET pid = :count WHERE id = 1", {"count": count + 1})

    assert _together(work) == []
    with store.read() as tx:
        assert tx.rows("SELECT pid FROM runs") == [(WORKERS * turns,)]


def _fill(store: Store, count: int) -> None:
    alerts = [
        Alert(
            id=f"a{n}",
            key=f"k{n}",
            cause=Cause.DUE,
            severity=Severity.INFO,
            at=NOON,
            headline="h",
            because="b",
        )
        for n in range(count)
    ]
    deliveries = [
        Delivery(id=f"d{n}", alert=f"a{n}", channel="mail", not_before=NOON, created=NOON)
        for n in range(count)
    ]
    with store.write() as tx:
        outbox.put(tx, alerts, deliveries)


def test_two_workers_never_hold_one_row_and_every_row_is_sent_once(store: Store) -> None:
    _fill(store, 60)
    sent: Counter[str] = Counter()

    def work(_: int) -> None:
        while True:
            with store.write() as tx:
                due = departures.waiting(tx, NOON, "mail", "", 3)
                claimed = departures.begin(tx, [each for each, _ in due], NOON, 60)
            if not claimed:
                return
            for delivery in claimed:
                sent[delivery.id] += 1
                with store.write() as tx:
                    outbox.settle(tx, delivery, Outcome(receipt=Receipt.SENT), NOON, 0.5)

    assert _together(work, 4) == []
    assert sent == Counter({f"d{n}": 1 for n in range(60)})


def test_a_reader_on_a_server_sees_one_moment_while_others_write(server_url: str) -> None:
    store = open_store(server_url)
    _fill(store, 1)
    with store.read() as tx:
        before = tx.rows("SELECT rank FROM alerts")
        with store.write() as other:
            other.change("UPDATE alerts SET rank = :rank", {"rank": 3})
        after = tx.rows("SELECT rank FROM alerts")
    store.close()
    assert (before, after) == ([(0,)], [(0,)])


def test_a_writer_waits_for_another_and_then_says_who_is_to_blame(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    first, second = open_store(url), open_store(url)

    def write_twice() -> None:
        with first.write(), second.write():
            pytest.fail("two writers at once")

    with pytest.raises(Locked, match="is locked by another program"):
        write_twice()
    with second.write() as tx:
        assert tx.rows("SELECT count(*) FROM runs") == [(0,)]
    first.close()
    second.close()


def test_work_that_found_the_database_locked_is_done_once_it_is_free(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(engine, "PAUSE_SECONDS", 0.2)
    first, second = open_store(url), open_store(url)
    held, done = threading.Event(), []

    def hold() -> None:
        with first.write():
            held.set()
            time.sleep(0.3)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    done.append(second.carry_out(lambda tx: len(tx.rows("SELECT count(*) FROM runs"))))
    holder.join()
    assert done == [1]
    first.close()
    second.close()


def _kill_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_server_that_went_away_between_two_units_is_not_noticed(server_url: str) -> None:
    store = open_store(server_url)
    _kill_connections(server_url)
    with store.write() as tx:
        assert tx.rows("SELECT count(*) FROM runs") == [(0,)]
    store.close()


def test_a_unit_of_work_lost_in_the_middle_is_done_again_whole(
    server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PAUSE_SECONDS", 0)
    store = open_store(server_url)
    tries = []

    def work(tx: Tx) -> Any:
        tries.append(1)
        tx.change("INSERT INTO runs (pid, started, last_tick) VALUES (7, :t, :t)", {"t": NOON})
        if len(tries) < 3:
            _kill_connections(server_url)
        return tx.rows("SELECT count(*) FROM runs")

    assert store.carry_out(work) == [(1,)]
    assert len(tries) == 3
    store.close()


def test_without_a_second_try_a_lost_server_is_an_error(server_url: str) -> None:
    store = open_store(server_url)

    def lose() -> None:
        with store.write() as tx:
            _kill_connections(server_url)
            tx.rows("SELECT 1")

    with pytest.raises(ConnectionLost, match="cannot be reached"):
        lose()
    store.close()


def test_a_server_that_goes_away_again_and_again_costs_no_alert(
    server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty times every connection is cut; a copy too many is allowed for each, a loss is not."""
    monkeypatch.setattr(engine, "PAUSE_SECONDS", 0.02)
    workers, cuts, rows = 2, 20, 150
    store = open_store(server_url)
    _fill(store, rows)
    sent: Counter[str] = Counter()
    moment = NOON

    def begin(tx: Tx) -> list[Delivery]:
        due = departures.waiting(tx, moment, "mail", "", 2)
        return departures.begin(tx, [each for each, _ in due], moment, 60)

    def work(_: int) -> None:
        while claimed := store.carry_out(begin):
            for delivery in claimed:
                sent[delivery.id] += 1
                store.carry_out(partial(_arrived, delivery))

    def cut() -> None:
        for _ in range(cuts):
            _kill_connections(server_url)
            time.sleep(0.05)

    cutter = threading.Thread(target=cut)
    cutter.start()
    wrong = _together(work, workers)
    cutter.join()
    moment = NOON + timedelta(hours=1)  # what was begun in a commit that broke is due again
    work(0)
    store.close()
    assert wrong == []
    assert sent.keys() == {f"d{n}" for n in range(rows)}
    assert sent.total() <= rows + cuts * workers


def _arrived(delivery: Delivery, tx: Tx) -> DeliveryState | None:
    return outbox.settle(tx, delivery, Outcome(receipt=Receipt.SENT), NOON, 0.5)
