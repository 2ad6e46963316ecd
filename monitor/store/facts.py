"""What is known of commitments: evidence, measurements, rulings. Each has `learned_at`.

Adding a fact marks its commitment for assessment, in the same transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from monitor.domain.evidence import Evidence, Facts, Item, Measurement, Ruling
from monitor.store.codec import dumps
from monitor.store.engine import Tx
from monitor.store.inserts import insert_new
from monitor.store.reads import facts_for
from monitor.store.standings import mark_dirty
from monitor.store.tables import EvidenceRow, MeasurementRow, RulingRow, table

__all__ = ["add_measurement", "add_ruling", "count_evidence", "facts", "facts_for", "put_reading"]


def facts(tx: Tx, commitment: str, at: datetime | None = None) -> Facts:
    """The facts of one commitment, `watch` and `series` left empty."""
    return facts_for(tx, [commitment], at)[commitment]


def put_reading(
    tx: Tx, item: Item, evidence: Sequence[Evidence], reader_version: str, now: datetime
) -> list[str]:
    """File what the reader made of an item's newest text, and its story; the ids of new evidence.

    Evidence that an older reader found in the same text and this one does not is superseded from
    `now` on. What an earlier text of the item said stays: it was said.
    """
    rows = tx.rows("SELECT revision FROM items WHERE id = :id", {"id": item.id})
    if not rows:
        return []
    ((revision,),) = rows
    new = _add_evidence(tx, evidence, revision)
    touched = {each.commitment for each in evidence if each.id in new}
    touched |= _supersede(tx, item.id, revision, [each.id for each in evidence], now)
    mark_dirty(tx, touched)
    tx.change(
        "UPDATE items SET reader_version = :version, story = :story WHERE id = :id",
        {"version": reader_version, "story": item.story, "id": item.id},
    )
    return new


def _add_evidence(tx: Tx, evidence: Sequence[Evidence], revision: int) -> list[str]:
    rows = [
        {
            "id": each.id,
            "item": each.item,
            "commitment": each.commitment,
            "revision": revision,
            "learned_at": each.learned_at,
            "payload": dumps(each),
        }
        for each in evidence
    ]
    return insert_new(tx, table(EvidenceRow), rows, "id")


def _supersede(tx: Tx, item: str, revision: int, kept: Collection[str], now: datetime) -> set[str]:
    """Take back what is no longer found in this text; the commitments it was about."""
    rows = tx.rows(
        "UPDATE evidence SET superseded_at = :now WHERE item = :item AND revision = :revision"
        " AND superseded_at IS NULL AND id NOT IN (:kept) RETURNING commitment",
        {"now": now, "item": item, "revision": revision, "kept": list(kept)},
    )
    return {row[0] for row in rows}


def add_measurement(tx: Tx, measurement: Measurement) -> bool:
    """Keep a reading of a series; False if its id is known already."""
    row = {
        "id": measurement.id,
        "commitment": measurement.commitment,
        "learned_at": measurement.learned_at,
        "payload": dumps(measurement),
    }
    new = insert_new(tx, table(MeasurementRow), [row], "id")
    mark_dirty(tx, [measurement.commitment] if new else [])
    return bool(new)


def add_ruling(tx: Tx, ruling: Ruling) -> bool:
    """Keep a person's decision; False if its id is known already."""
    row = {
        "id": ruling.id,
        "commitment": ruling.commitment,
        "learned_at": ruling.learned_at,
        "payload": dumps(ruling),
    }
    new = insert_new(tx, table(RulingRow), [row], "id")
    mark_dirty(tx, [ruling.commitment] if new else [])
    return bool(new)


def count_evidence(tx: Tx) -> int:
    """How many pieces of evidence stand."""
    ((number,),) = tx.rows("SELECT count(*) FROM evidence WHERE superseded_at IS NULL")
    return int(number)
