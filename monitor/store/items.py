"""Items: the first text is kept for ever, later ones beside it; unread ones are a queue."""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import insert

from monitor.domain.evidence import Item
from monitor.store import reads
from monitor.store.engine import Tx
from monitor.store.inserts import insert_new
from monitor.store.portable import storable
from monitor.store.tables import ItemRevisionRow, ItemRow, table


def known(tx: Tx, feed: str, keys: Collection[str]) -> dict[str, str]:
    """Key → fingerprint of the newest text of the feed's items.

    All that are kept, and those among `keys` of which retention left just the fingerprint.
    """
    rows = tx.rows("SELECT key, fingerprint FROM items WHERE feed = :feed", {"feed": feed})
    found: dict[str, str] = {row[0]: row[1] for row in rows}
    marks = {mark(feed, key): key for key in keys if key not in found}
    return found | _let_go(tx, marks) if marks else found


def mark(feed: str, key: str) -> int:
    """What an item is known by once retention has let it go: 64 bits of a digest."""
    digest = blake2b(f"{feed}\0{key}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _let_go(tx: Tx, marks: dict[int, str]) -> dict[str, str]:
    rows = tx.rows(
        "SELECT mark, fingerprint FROM fingerprints WHERE mark IN (:marks)", {"marks": list(marks)}
    )
    return {marks[found]: fingerprint for found, fingerprint in rows}


def put_new(tx: Tx, items: Sequence[Item]) -> list[str]:
    """Keep items not seen before, to be read; the ids of those that were new."""
    return insert_new(tx, table(ItemRow), [_row(item) for item in items], "id")


def _row(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "feed": item.feed,
        "key": storable(item.key or item.id),
        **_text(item),
        "first_seen": item.first_seen,
        "revision": 0,
        "outlet": storable(item.outlet),
        "language": item.language,
        "story": item.story,
        "primed": item.primed,
    }


def _text(item: Item) -> dict[str, Any]:
    return {
        "fingerprint": item.fingerprint,
        "title": storable(item.title),
        "summary": storable(item.summary),
        "link": storable(item.link),
        "published": item.published,
    }


def put_revisions(tx: Tx, items: Sequence[Item], now: datetime) -> None:
    """Keep later texts of known items, to be read again; what was first seen stays."""
    for item in items:
        revision = _next_revision(tx, item)
        if revision is not None:
            row = {"item": item.id, "revision": revision, "learned_at": now}
            tx.execute(insert(table(ItemRevisionRow)), {**row, **_text(item)})


def _next_revision(tx: Tx, item: Item) -> int | None:
    """Count one revision more and put the item back into the queue; None if it is not kept."""
    rows = tx.rows(
        "UPDATE items SET revision = revision + 1, fingerprint = :fingerprint,"
        " reader_version = NULL WHERE id = :id RETURNING revision",
        {"id": item.id, "fingerprint": item.fingerprint},
    )
    return int(rows[0][0]) if rows else None


def unread(tx: Tx, limit: int) -> list[Item]:
    """Items that wait to be read, oldest first, each with its newest text."""
    where = "WHERE i.reader_version IS NULL ORDER BY i.first_seen, i.id LIMIT :limit"
    return list(reads.select_items(tx, where, {"limit": limit}))


def unread_again(tx: Tx, since: datetime, version: str = "") -> int:
    """Have items first seen at `since` or later read again, if another `version` read them.

    How many there are; without a version it is all of them.
    """
    return tx.change(
        "UPDATE items SET reader_version = NULL"
        " WHERE first_seen >= :since AND reader_version <> :version",
        {"since": since, "version": version},
    )


def recent(tx: Tx, since: datetime, limit: int) -> list[Item]:
    """Items first seen at `since` or later, newest first."""
    where = "WHERE i.first_seen >= :since ORDER BY i.first_seen DESC, i.id LIMIT :limit"
    return list(reads.select_items(tx, where, {"since": since, "limit": limit}))


def by_id(tx: Tx, ids: Collection[str]) -> dict[str, Item]:
    """The items with these ids, each with its newest text."""
    found = reads.select_items(tx, "WHERE i.id IN (:ids)", {"ids": list(ids)})
    return {item.id: item for item in found}


def count(tx: Tx) -> int:
    """How many items are kept with their text."""
    ((number,),) = tx.rows("SELECT count(*) FROM items")
    return int(number)


def count_revisions(tx: Tx) -> int:
    """How many later texts are kept."""
    ((number,),) = tx.rows("SELECT count(*) FROM item_revisions")
    return int(number)
