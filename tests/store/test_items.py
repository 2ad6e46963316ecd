from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.evidence import Act, Evidence, Item, Signal, Witness
from monitor.store import facts, items, retention
from monitor.store.engine import Store

NOON = datetime(2026, 11, 1, 12, 0, 0, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def _item(number: int, **changes: object) -> Item:
    made = Item(
        id=f"wire:{number}",
        feed="wire",
        key=f"guid-{number}",
        fingerprint=f"print-{number}",
        title=f"Story {number}: “中文” and \u202emore",
        summary="What happened.",
        link=f"https://wire.example/{number}",
        published=NOON - number * DAY,
        first_seen=NOON,
        outlet="Gazette",
        language="zh",
        story=f"story-{number}",
        primed=bool(number % 2),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_new_item_waits_to_be_read_just_as_it_was_seen(store: Store) -> None:
    items_seen = [_item(1), _item(2, published=None)]
    with store.write() as tx:
        new = items.put_new(tx, items_seen)
        waiting = items.unread(tx, 10)
    assert (sorted(new), waiting) == (["wire:1", "wire:2"], items_seen)


def test_only_what_was_not_known_is_new(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [_item(1)])
        again = items.put_new(tx, [_item(1, title="Another title"), _item(2)])
        kept = items.by_id(tx, ["wire:1"])
    assert (again, kept) == (["wire:2"], {"wire:1": _item(1)})


def test_the_same_entry_under_another_id_is_not_new(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [_item(1)])
        assert items.put_new(tx, [_item(1, id="other")]) == []


def test_no_items_are_no_trouble(store: Store) -> None:
    with store.write() as tx:
        assert items.put_new(tx, []) == []
        assert items.by_id(tx, []) == {}
        assert items.known(tx, "wire", []) == {}


def test_an_item_that_was_read_leaves_the_queue(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [_item(1), _item(2)])
        facts.put_reading(tx, _item(1), [], "reader-1", NOON)
        waiting = items.unread(tx, 10)
    assert waiting == [_item(2)]


def test_the_queue_is_read_in_the_order_of_arrival(store: Store) -> None:
    later, sooner = _item(1, first_seen=NOON + DAY), _item(2)
    with store.write() as tx:
        items.put_new(tx, [later, sooner])
        waiting = items.unread(tx, 1)
    assert waiting == [sooner]


def test_an_edit_keeps_the_first_text_and_is_read_again(store: Store) -> None:
    edited = _item(1, title="Corrected", fingerprint="print-1b", summary="It did not happen.")
    with store.write() as tx:
        items.put_new(tx, [_item(1)])
        facts.put_reading(tx, _item(1), [], "reader-1", NOON)
        items.put_revisions(tx, [edited], NOON + DAY)
        waiting = items.unread(tx, 10)
        first = tx.rows("SELECT title, summary FROM items")
        known = items.known(tx, "wire", [])
    assert waiting == [replace(edited, revision=1)]
    assert first == [(_item(1).title, "What happened.")]
    assert known == {"guid-1": "print-1b"}


def test_every_edit_is_kept_with_its_moment(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [_item(1)])
        items.put_revisions(tx, [_item(1, title="Second")], NOON + DAY)
        items.put_revisions(tx, [_item(1, title="Third")], NOON + 2 * DAY)
        kept = tx.rows("SELECT revision, title FROM item_revisions ORDER BY revision")
        count = (items.count(tx), items.count_revisions(tx))
        newest = items.recent(tx, NOON, 1)
    assert kept == [(1, "Second"), (2, "Third")]
    assert count == (1, 2)
    assert newest == [_item(1, title="Third", revision=2)]


def test_an_edit_of_an_item_that_was_let_go_is_no_error(store: Store) -> None:
    with store.write() as tx:
        items.put_revisions(tx, [_item(1)], NOON)
        assert items.count_revisions(tx) == 0


def test_recent_items_come_newest_first(store: Store) -> None:
    seen = [_item(number, first_seen=NOON + number * DAY) for number in range(4)]
    with store.write() as tx:
        items.put_new(tx, seen)
        recent = items.recent(tx, NOON + DAY, 2)
    assert recent == [seen[3], seen[2]]


def test_what_another_reader_read_can_be_read_again(store: Store) -> None:
    old = _item(3, first_seen=NOON - 9 * DAY)
    with store.write() as tx:
        items.put_new(tx, [_item(1), _item(2), old])
        facts.put_reading(tx, _item(1), [], "reader-1", NOON)
        facts.put_reading(tx, _item(2), [], "reader-2", NOON)
        facts.put_reading(tx, old, [], "reader-1", NOON)
        count = items.unread_again(tx, NOON - DAY, "reader-2")
        waiting = items.unread(tx, 10)
        everything = items.unread_again(tx, NOON - 99 * DAY)
    assert (count, waiting, everything) == (1, [_item(1)], 2)


def test_a_reading_files_the_story_of_the_item(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [_item(1)])
        facts.put_reading(tx, _item(1, story="tariffs"), [], "reader-1", NOON)
        kept = items.by_id(tx, ["wire:1"])
    assert kept == {"wire:1": _item(1, story="tariffs")}


def _evidence(item: str) -> Evidence:
    return Evidence(
        id=f"e-{item}",
        item=item,
        commitment="soybeans",
        signal=Signal.BREACH,
        act=Act.ALLEGATION,
        quote="it broke",
        learned_at=NOON,
        witness=Witness(family="wire"),
    )


def test_old_items_are_reduced_to_fingerprints_that_never_look_new_again(store: Store) -> None:
    old = [_item(number, first_seen=NOON - 100 * DAY) for number in range(3)]
    fresh = _item(3, first_seen=NOON - 10 * DAY)
    with store.write() as tx:
        items.put_new(tx, [*old, fresh])
        items.put_revisions(tx, [replace(old[0], fingerprint="edited")], NOON - 99 * DAY)
        for item in (*old, fresh):
            facts.put_reading(tx, item, [], "reader-1", NOON)
        let_go = retention.prune(tx, NOON, 90)
        asked = items.known(tx, "wire", ["guid-0", "guid-1", "guid-3", "guid-9"])
        left = (items.count(tx), items.count_revisions(tx))
    assert (let_go, left) == (3, (1, 0))
    assert asked == {"guid-0": "edited", "guid-1": "print-1", "guid-3": "print-3"}


def test_the_same_key_in_another_feed_is_another_entry(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [_item(1, first_seen=NOON - 100 * DAY)])
        facts.put_reading(tx, _item(1), [], "reader-1", NOON)
        retention.prune(tx, NOON, 90)
        assert items.known(tx, "press", ["guid-1"]) == {}


def test_what_evidence_rests_on_is_kept_for_ever_with_its_edits(store: Store) -> None:
    old = _item(1, first_seen=NOON - 1000 * DAY)
    with store.write() as tx:
        items.put_new(tx, [old])
        items.put_revisions(tx, [replace(old, title="Edited")], NOON - 999 * DAY)
        facts.put_reading(tx, old, [_evidence(old.id)], "reader-1", NOON)
        let_go = retention.prune(tx, NOON, 90)
        kept = items.by_id(tx, [old.id])
    assert (let_go, kept) == (0, {old.id: replace(old, title="Edited", revision=1)})


def test_what_nobody_has_read_yet_is_not_let_go(store: Store) -> None:
    with store.write() as tx:
        items.put_new(tx, [_item(1, first_seen=NOON - 1000 * DAY)])
        assert retention.prune(tx, NOON, 90) == 0


def test_letting_go_goes_by_portions(store: Store) -> None:
    with store.write() as tx:
        old = [_item(number, first_seen=NOON - 100 * DAY) for number in range(5)]
        items.put_new(tx, old)
        for item in old:
            facts.put_reading(tx, item, [], "reader-1", NOON)
        assert [retention.prune(tx, NOON, 90, limit=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize("text", ["nul \x00 here", "half a sign \ud83d"])
def test_text_that_a_database_cannot_hold_is_kept_with_a_sign_in_its_place(
    store: Store, text: str
) -> None:
    with store.write() as tx:
        items.put_new(tx, [_item(1, title=text, summary=text)])
        ((title, summary),) = tx.rows("SELECT title, summary FROM items")
    wanted = text.replace("\x00", "�").replace("\ud83d", "�")
    assert (title, summary) == (wanted, wanted)
