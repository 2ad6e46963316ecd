"""Killed at any moment, a database is whole and holds what was committed, in order."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store.engine import Store, open_store
from monitor.store.refusals import DiskFull

KILLS = 20
COPIES = 40

WRITERS = """
import os, signal, sys
from datetime import UTC, datetime
from monitor.domain.alert import Alert, Cause, Delivery, Severity
from monitor.store import outbox
from monitor.store.engine import open_store

NOON = datetime(2026, 11, 1, tzinfo=UTC)

def write_for_ever(url):
    store = open_store(url, create=False)
    with store.read() as tx:
        ((number,),) = tx.rows("SELECT count(*) FROM alerts")
    while True:
        alert = Alert(
            id=f"a{number:06}", key=f"k{number}", cause=Cause.DUE, severity=Severity.INFO,
            at=NOON, headline="h" * 300, because="b" * 3000,
        )
        deliveries = [
            Delivery(id=f"{alert.id}/{c}", alert=alert.id, channel=c, not_before=NOON, created=NOON)
            for c in "xyz"
        ]
        with store.write() as tx:
            outbox.put(tx, [alert], deliveries)
        print(number, flush=True)
        number += 1

for line in sys.stdin:
    child = os.fork()
    if not child:
        write_for_ever(line.strip())
    print(f"writer {child}", flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""


class Writers:
    """Makes one writing process after another, quickly: the imports are made once."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITERS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._orders, self._told = self.process.stdin, self.process.stdout
        self._writer = 0

    def start(self) -> None:
        """Start the next writer."""
        self._orders.write(f"{self._url}\n")
        self._orders.flush()
        self._writer = int(self._line().removeprefix("writer "))

    def next_commit(self) -> int:
        """The number of the next commit that the writer tells of."""
        return int(self._line())

    def kill(self) -> list[int]:
        """Kill the writer; the commits it had told of meanwhile."""
        os.kill(self._writer, signal.SIGKILL)
        return [int(line) for line in iter(self._line, "dead")]

    def copy(self, file: Path, place: Path) -> None:
        """All files of the database at one moment: the writer stands still meanwhile."""
        place.mkdir()
        os.kill(self._writer, signal.SIGSTOP)
        status = Path(f"/proc/{self._writer}/stat")
        while status.read_text().rpartition(")")[2].split()[0] != "T":
            time.sleep(0.0005)  # the stop has arrived once the system says so
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copyfile(part, place / part.name)
        os.kill(self._writer, signal.SIGCONT)

    def close(self) -> None:
        """End the process that makes them."""
        self._orders.close()
        self.process.wait(30)
        self._told.close()

    def _line(self) -> str:
        return self._told.readline().strip()


@pytest.fixture
def writers(file: Path) -> Iterator[Writers]:
    """Writers on a SQLite file."""
    made = Writers(f"sqlite:///{file}")
    yield made
    made.close()


def test_killed_at_random_it_is_whole_and_keeps_every_commit(file: Path, writers: Writers) -> None:
    chance = random.Random(20251031)  # noqa: S311 - the same moments every time
    for _ in range(KILLS):
        writers.start()
        first = writers.next_commit()
        time.sleep(chance.uniform(0, 0.08))
        told = max([first, *writers.kill()]) + 1
        connection = sqlite3.connect(file)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        alerts = [row[0] for row in connection.execute("SELECT id FROM alerts ORDER BY id")]
        filed = connection.execute(
            "SELECT alert, count(*) FROM deliveries GROUP BY alert ORDER BY alert"
        ).fetchall()
        connection.close()
        # The last commit may have been made and not yet told of.
        assert len(alerts) in {told, told + 1}
        assert alerts == [f"a{number:06}" for number in range(len(alerts))]
        assert filed == [(alert, 3) for alert in alerts]


def test_a_copy_taken_at_any_moment_opens_as_a_prefix_of_the_commits(
    file: Path, writers: Writers
) -> None:
    """As after a loss of power: the files as they lie, without the program."""
    writers.start()
    told = []
    for number in range(COPIES):
        told.append(writers.next_commit())
        time.sleep(0.001 * (number % 7))
        writers.copy(file, file.parent / f"copy{number}")
    writers.kill()
    for number, last in enumerate(told):
        connection = sqlite3.connect(file.parent / f"copy{number}" / file.name)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        alerts = [row[0] for row in connection.execute("SELECT id FROM alerts ORDER BY id")]
        connection.close()
        assert alerts == [f"a{each:06}" for each in range(len(alerts))]
        assert len(alerts) > last


def _insert(store: Store, size: int) -> None:
    with store.write() as tx:
        tx.change(
            "INSERT INTO declared (which, digest, learned_at, payload)"
            " VALUES ('x', 'd', '2026-01-01 00:00:00.000000', :payload)",
            {"payload": "x" * size},
        )


def _count(store: Store) -> int:
    with store.read() as tx:
        return int(tx.rows("SELECT count(*) FROM declared")[0][0])


def _limit_pages(store: Store, pages: int) -> None:
    """Every pooled connection has its own limit."""
    with store.read() as tx:
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_loses_nothing_and_work_goes_on_once_there_is_space(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    _insert(store, 100)
    _limit_pages(store, 1)
    with pytest.raises(DiskFull, match="no space is left for the database"):
        _insert(store, 1_000_000)
    assert _count(store) == 1
    _limit_pages(store, 1_000_000)
    _insert(store, 1_000_000)
    assert _count(store) == 2
    store.close()
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of little more than half a megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_really_full_disk_loses_nothing(small_disk: Path, full_sqlite: Path) -> None:
    path = small_disk / "monitor.db"
    shutil.copyfile(full_sqlite, path)
    store = open_store(f"sqlite:///{path}")
    _insert(store, 100)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 200_000)
    with pytest.raises(StoreError, match=r"no space is left|refuses to read or write"):
        _insert(store, 2_000_000)
    kept = _count(store)
    ballast.unlink()
    _insert(store, 1_000)
    with store.read() as tx:
        whole = tx.rows("PRAGMA integrity_check")
    assert (kept, _count(store), whole) == (1, 2, [("ok",)])
    store.close()


def test_a_full_disk_at_the_start_is_an_error(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 590_000)
    with pytest.raises(StoreError, match=r"no space is left|refuses to read or write"):
        open_store(f"sqlite:///{small_disk / 'monitor.db'}")
