"""What is let go: the text of old items that nothing rests on.

Of such an item a fingerprint is kept, so that it never looks new again. Evidence, and the items
and revisions it was read in, are kept for ever.
"""

from datetime import datetime, timedelta

from monitor.store.engine import Tx
from monitor.store.inserts import insert_new
from monitor.store.items import mark
from monitor.store.tables import FingerprintRow, table


def prune(tx: Tx, now: datetime, keep_days: int, limit: int = 5_000) -> int:
    """Reduce old items to fingerprints; how many they were. Call again while it says `limit`.

    Old: read, first seen more than `keep_days` ago, and no evidence rests on it.
    """
    rows = tx.rows(
        "SELECT id, feed, key, fingerprint FROM items i WHERE first_seen < :before"
        " AND reader_version IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.item = i.id)"
        " ORDER BY first_seen LIMIT :limit",
        {"before": now - timedelta(days=keep_days), "limit": limit},
    )
    kept = [{"mark": mark(feed, key), "fingerprint": print_} for _, feed, key, print_ in rows]
    insert_new(tx, table(FingerprintRow), kept, "mark")
    gone = {"ids": [row[0] for row in rows]}
    tx.change("DELETE FROM item_revisions WHERE item IN (:ids)", gone)
    return tx.change("DELETE FROM items WHERE id IN (:ids)", gone)
