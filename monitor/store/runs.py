"""When the daemon ran.

A run is a row with a heartbeat. A heartbeat that comes much too late (the machine slept, the
daemon was off) begins another row, so that the time in which nobody looked is always what lies
between two rows.
"""

import os
from datetime import datetime, timedelta

from sqlalchemy import insert

from monitor.store.engine import Tx
from monitor.store.lock import only_instance
from monitor.store.reads import gaps, last_tick, runs
from monitor.store.source import Gap, Run
from monitor.store.tables import RunRow, table

__all__ = ["Gap", "Run", "gaps", "last_tick", "note_tick", "only_instance", "runs", "stop"]

LATE = timedelta(minutes=5)


def note_tick(
    tx: Tx, now: datetime, *, pid: int | None = None, max_gap: timedelta = LATE
) -> Gap | None:
    """Note that this process (or `pid`) lives; the gap before `now` if it is beyond `max_gap`."""
    whose = os.getpid() if pid is None else pid
    before = last_tick(tx)
    longer = tx.change(
        "UPDATE runs SET last_tick = CASE WHEN last_tick < :now THEN :now ELSE last_tick END"
        " WHERE pid = :pid AND stopped IS NULL AND last_tick >= :least"
        " AND id = (SELECT max(id) FROM runs)",
        {"pid": whose, "now": now, "least": now - max_gap},
    )
    if not longer:
        tx.execute(insert(table(RunRow)), {"pid": whose, "started": now, "last_tick": now})
    late = before is not None and now - before > max_gap
    return Gap(before, now) if late and before is not None else None


def stop(tx: Tx, now: datetime, *, pid: int | None = None) -> None:
    """End a run in order."""
    tx.change(
        "UPDATE runs SET stopped = :now,"
        " last_tick = CASE WHEN last_tick < :now THEN :now ELSE last_tick END"
        " WHERE pid = :pid AND stopped IS NULL AND id = (SELECT max(id) FROM runs)",
        {"pid": os.getpid() if pid is None else pid, "now": now},
    )
