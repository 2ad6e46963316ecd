import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.errors import EX_TEMPORARY, AlreadyRunning, StoreError
from monitor.store.lock import only_instance
from monitor.store.runs import only_instance as the_same

HOLDER = """
import sys, time
from monitor.store.lock import only_instance

with only_instance(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _started(program: str, url: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_instance_is_told_who_holds_the_database(url: str) -> None:
    with _started(HOLDER, url) as holder:
        assert _line(holder) == "held"
        with pytest.raises(AlreadyRunning) as refusal, only_instance(url):
            pytest.fail("two daemons on one database")
    assert str(holder.pid) in str(refusal.value)
    assert "already works on this database" in str(refusal.value)
    assert refusal.value.exit_code == EX_TEMPORARY


def test_the_lock_dies_with_its_process_however_that_dies(url: str) -> None:
    with _started(HOLDER, url) as holder:
        assert _line(holder) == "held"
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(30)
        for _ in range(100):
            try:
                with only_instance(url):
                    return
            except AlreadyRunning:  # a server takes a moment to see that its client is gone
                signal.sigtimedwait([], 0.05)
    pytest.fail("the lock outlived its process")


def test_the_lock_is_free_again_after_use(url: str) -> None:
    for _ in range(2):
        with only_instance(url):
            pass


@pytest.mark.parametrize(("kind", "races"), [("file", 50), ("server_url", 10)])
def test_of_many_that_start_at_once_exactly_one_runs(
    kind: str, races: int, request: pytest.FixtureRequest
) -> None:
    place = request.getfixturevalue(kind)
    url = f"sqlite:///{place}" if isinstance(place, Path) else place
    for _ in range(races):
        assert sorted(_race(url, 4)) == ["refused", "refused", "refused", "runs"]


def _race(url: str, racers: int) -> list[str]:
    """What became of each: the one that runs goes on until all have tried."""
    start, finish = threading.Barrier(racers), threading.Barrier(racers)
    ends: list[str] = []

    def run() -> None:
        start.wait(30)
        try:
            with only_instance(url):
                ends.append("runs")
                finish.wait(30)
        except AlreadyRunning:
            ends.append("refused")
            finish.wait(30)

    threads = [threading.Thread(target=run) for _ in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def test_a_database_in_memory_is_nobody_elses() -> None:
    with only_instance("sqlite://"), only_instance("sqlite://"):
        assert the_same is only_instance


def test_a_lock_without_a_place_is_an_error(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="No such file or directory"),
        only_instance(f"sqlite:///{tmp_path}/no/where.db"),
    ):
        pytest.fail("there is nothing to hold")


def test_a_lock_left_by_the_dead_says_nothing(file: Path) -> None:
    lock = file.with_name(f"{file.name}.lock")
    lock.write_text("99999\n")
    with only_instance(f"sqlite:///{file}"):
        assert lock.read_text() == f"{os.getpid()}\n"
