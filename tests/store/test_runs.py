from datetime import UTC, datetime, timedelta

from monitor.store import runs
from monitor.store.engine import Store
from monitor.store.runs import Gap, Run

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_ticks_close_together_are_one_run(store: Store) -> None:
    with store.write() as tx:
        gaps = [runs.note_tick(tx, NOON + n * MINUTE, pid=7) for n in range(4)]
        known = runs.runs(tx)
        last = runs.last_tick(tx)
    assert gaps == [None, None, None, None]
    assert known == (Run(1, 7, NOON, NOON + 3 * MINUTE, None),)
    assert last == NOON + 3 * MINUTE


def test_a_machine_that_slept_leaves_a_gap(store: Store) -> None:
    with store.write() as tx:
        runs.note_tick(tx, NOON, pid=7)
        gap = runs.note_tick(tx, NOON + HOUR, pid=7)
        again = runs.note_tick(tx, NOON + HOUR + MINUTE, pid=7)
        known = runs.gaps(tx)
    assert (gap, again, known) == (
        Gap(NOON, NOON + HOUR),
        None,
        (Gap(NOON, NOON + HOUR),),
    )


def test_a_daemon_that_was_off_leaves_a_gap(store: Store) -> None:
    with store.write() as tx:
        runs.note_tick(tx, NOON, pid=7)
        runs.stop(tx, NOON + MINUTE, pid=7)
        gap = runs.note_tick(tx, NOON + HOUR, pid=8)
        known = runs.runs(tx)
    assert gap == Gap(NOON + MINUTE, NOON + HOUR)
    assert known == (
        Run(1, 7, NOON, NOON + MINUTE, NOON + MINUTE),
        Run(2, 8, NOON + HOUR, NOON + HOUR, None),
    )


def test_a_run_that_was_ended_is_not_gone_on_with(store: Store) -> None:
    """A container's only process has the same number every time."""
    with store.write() as tx:
        runs.note_tick(tx, NOON, pid=1)
        runs.stop(tx, NOON, pid=1)
        runs.note_tick(tx, NOON + MINUTE, pid=1)
        known = runs.runs(tx)
    assert known == (Run(1, 1, NOON, NOON, NOON), Run(2, 1, NOON + MINUTE, NOON + MINUTE, None))


def test_a_quick_restart_is_a_run_of_its_own_and_no_gap_to_speak_of(store: Store) -> None:
    with store.write() as tx:
        runs.note_tick(tx, NOON, pid=7)
        gap = runs.note_tick(tx, NOON + MINUTE, pid=8)
        known = [(run.pid, run.started) for run in runs.runs(tx)]
    assert (gap, known) == (None, [(7, NOON), (8, NOON + MINUTE)])


def test_a_clock_that_went_back_loses_no_tick(store: Store) -> None:
    with store.write() as tx:
        runs.note_tick(tx, NOON, pid=7)
        runs.note_tick(tx, NOON - HOUR, pid=7)
        assert runs.last_tick(tx) == NOON


def test_before_the_first_run_there_is_nothing(store: Store) -> None:
    with store.read() as tx:
        assert (runs.runs(tx), runs.gaps(tx), runs.last_tick(tx)) == ((), (), None)


def test_only_runs_that_reach_a_moment_are_asked_for(store: Store) -> None:
    with store.write() as tx:
        for number in range(3):
            runs.note_tick(tx, NOON + number * HOUR, pid=7)
        known = [run.started for run in runs.runs(tx, NOON + HOUR)]
    assert known == [NOON + HOUR, NOON + 2 * HOUR]
