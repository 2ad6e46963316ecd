"""When the daemon ran, and that no second one runs beside it.

A run is a row with a heartbeat. A heartbeat that comes much too late (the machine slept) begins
another row, so that the time nobody looked is always what lies between two rows.
"""

from datetime import datetime, timedelta

from sqlalchemy import insert

from monitor.store.engine import Tx
from monitor.store.reads import Gap, Run, gaps, instant, runs
from monitor.store.tables import RunRow, table

__all__ = ["Gap", "Run", "begin", "gaps", "last", "runs", "stop", "tick"]


def begin(tx: Tx, pid: int, now: datetime) -> int:
    """Begin a run; its number."""
    row = {"pid": pid, "started": now, "last_tick": now}
    statement = insert(table(RunRow)).returning(table(RunRow).c.id)
    return int(tx.execute(statement, row).scalar_one())


def tick(tx: Tx, run: int, now: datetime, max_gap: timedelta) -> int:
    """Note that the daemon is alive; the number of the run, a new one after more than `max_gap`."""
    rows = tx.rows("SELECT pid, last_tick FROM runs WHERE id = :id", {"id": run})
    ((pid, last_tick),) = rows
    if now - instant(last_tick) > max_gap:
        return begin(tx, pid, now)
    tx.change(
        "UPDATE runs SET last_tick = :now WHERE id = :id AND last_tick < :now",
        {"id": run, "now": now},
    )
    return run


def stop(tx: Tx, run: int, now: datetime) -> None:
    """End a run in order."""
    tx.change(
        "UPDATE runs SET stopped = :now,"
        " last_tick = CASE WHEN last_tick < :now THEN :now ELSE last_tick END WHERE id = :id",
        {"id": run, "now": now},
    )


def last(tx: Tx) -> Run | None:
    """The newest run; None before the first."""
    known = runs(tx)
    return known[-1] if known else None
