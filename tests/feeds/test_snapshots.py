"""Feeds and items that lie in files."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.domain.evidence import Item
from monitor.feeds.snapshots import Snapshot, SnapshotError, latest, read_items, snapshots

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)


def test_kept_answers_come_oldest_first_with_the_moment_in_their_name(tmp_path: Path) -> None:
    (tmp_path / "0001_20250512T083739Z.xml").write_bytes(b"second")
    (tmp_path / "0000_20250509T143445Z.xml").write_bytes(b"first")
    (tmp_path / "polls.csv").write_text("file,commit_time\n")
    (tmp_path / "NOTICE").write_text("a notice")
    assert snapshots(tmp_path) == [
        Snapshot(
            datetime(2025, 5, 9, 14, 34, 45, tzinfo=UTC), "0000_20250509T143445Z.xml", b"first"
        ),
        Snapshot(
            datetime(2025, 5, 12, 8, 37, 39, tzinfo=UTC), "0001_20250512T083739Z.xml", b"second"
        ),
    ]


def test_a_file_without_a_moment_in_its_name_has_that_of_its_last_change(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(b"<rss/>")
    os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    assert snapshots(file) == [Snapshot(NOW, "feed.xml", b"<rss/>")]


def test_the_latest_answer_is_the_newest_that_is_not_ahead_of_its_time(tmp_path: Path) -> None:
    for day in (1, 2, 5):
        (tmp_path / f"2025110{day}T000000Z.xml").write_bytes(b"%d" % day)
    assert latest(tmp_path, NOW).body == b"2"
    with pytest.raises(SnapshotError, match="holds no answer of before 2025-10-01 00:00 UTC"):
        latest(tmp_path, datetime(2025, 10, 1, tzinfo=UTC))


def test_one_feed_file_counts_whatever_its_age(tmp_path: Path) -> None:
    file = tmp_path / "20990101T000000Z.xml"
    file.write_bytes(b"x")
    assert latest(file, NOW).body == b"x"


def test_what_is_missing_or_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="There is no file"):
        snapshots(tmp_path / "none.xml")
    large = tmp_path / "large.xml"
    large.write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    with pytest.raises(SnapshotError, match="larger than 5 MiB"):
        snapshots(large)
    (tmp_path / "99999999T999999Z.xml").write_bytes(b"x")
    with pytest.raises(SnapshotError, match="has no date that can be read"):
        snapshots(tmp_path)


def test_an_item_is_read_from_a_line() -> None:
    line = (
        '{"id": "a-1", "title": "Ports <b>reopen</b>", "summary": "At  last.",'
        ' "published": "2025-10-30", "source": "https://wire.example/ports"}'
    )
    (item,) = read_items([line, "", "  "], name="items.jsonl", now=NOW)
    at = datetime(2025, 10, 30, tzinfo=UTC)
    assert item == Item(
        id="a-1",
        feed="https://wire.example/ports",
        key="a-1",
        fingerprint=item.fingerprint,
        title="Ports reopen",
        summary="At last.",
        link="https://wire.example/ports",
        published=at,
        first_seen=at,
    )


def test_an_item_without_a_date_was_seen_now_and_without_an_id_is_named_by_its_content() -> None:
    lines = ['{"title": "One", "source": "wire"}', '{"title": "Two", "source": "wire"}']
    one, two = read_items(lines, name="-", now=NOW)
    assert (one.published, one.first_seen, one.feed) == (None, NOW, "wire")
    assert one.id != two.id
    assert next(read_items(lines, name="-", now=NOW)).id == one.id


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("not json", "items.jsonl:2: the line is not JSON."),
        ("[" * 100_000, "items.jsonl:2: the line is not JSON."),
        ("[1]", "items.jsonl:2: the line is not a JSON object."),
        ('{"id": "a"}', "items.jsonl:2: the item has neither title nor summary."),
        (
            '{"title": "x", "published": "last week"}',
            "items.jsonl:2: 'last week' is no date we can read.",
        ),
        ("x" * 1_000_001, "items.jsonl:2: the line is longer than 1,000,000 characters."),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, sentence: str) -> None:
    with pytest.raises(SnapshotError) as raised:
        list(read_items(['{"title": "good"}', line], name="items.jsonl", now=NOW))
    assert str(raised.value) == sentence
