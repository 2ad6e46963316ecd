"""Declared files as they stood: which terms did we have on a past day?"""

from datetime import datetime

from sqlalchemy import insert

from monitor.store.engine import Tx
from monitor.store.reads import latest_snapshot
from monitor.store.source import Snapshot
from monitor.store.tables import DeclaredRow, table

__all__ = ["Snapshot", "latest_snapshot", "put_snapshot"]


def put_snapshot(tx: Tx, which: str, digest: str, payload: str, now: datetime) -> bool:
    """Keep a declared file (payload: JSON text) if it differs from the newest one kept."""
    newest = latest_snapshot(tx, which)
    if newest is not None and newest.digest == digest:
        return False
    row = {"which": which, "digest": digest, "payload": payload, "learned_at": now}
    tx.execute(insert(table(DeclaredRow)), row)
    return True
