"""The story that ships with the program, told by the rules themselves."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from monitor.declared.commitments import load_register
from monitor.declared.feeds_file import FeedsFile
from monitor.declared.settings import load_feeds
from monitor.domain.commitment import Register
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import Evidence, Facts, Item, Measurement, Signal, WatchSpan
from monitor.domain.standing import Standing, Suffix, Word
from monitor.reading.reader import RuleReader
from monitor.reading.stories import story_of

ARCHIVE = Path(__file__).resolve().parents[2] / "monitor" / "archive" / "soybeans-2025"


def lines(name: str) -> list[dict[str, Any]]:
    text = (ARCHIVE / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def register() -> Register:
    loaded = load_register(ARCHIVE / "commitments.yaml")
    assert loaded.value is not None, loaded.problems
    return loaded.value


def feeds_file() -> FeedsFile:
    loaded = load_feeds(ARCHIVE / "feeds.yaml")
    assert loaded.value is not None, loaded.problems
    return loaded.value


def expected() -> list[dict[str, Any]]:
    read = YAML(typ="safe", pure=True).load(ARCHIVE / "expected.yaml")
    standings: list[dict[str, Any]] = read["standings"]
    return standings


def items() -> Iterator[Item]:
    earlier: list[Item] = []
    for line in lines("items.jsonl"):
        published = datetime.fromisoformat(line["published"])
        item = Item(
            id=line["id"],
            feed=line["source"],
            title=line["title"],
            summary=line["summary"],
            link=line["link"],
            published=published,
            first_seen=published,
        )
        item = replace(item, story=story_of(item, earlier))
        earlier.append(item)
        yield item


@cache
def evidence() -> tuple[Evidence, ...]:
    reader = RuleReader(register(), feeds_file().feeds)
    return tuple(found for item in items() for found in reader.read(item).evidence)


def measurements() -> tuple[Measurement, ...]:
    return tuple(
        Measurement(
            id=f"reading-{number}",
            commitment=line["commitment"],
            series=line["series"],
            value=Decimal(str(line["value"])),
            unit=line["unit"],
            through=date.fromisoformat(line["through"]),
            learned_at=datetime.fromisoformat(line["learned_at"]),
            by=line["by"],
            source=line["source"],
        )
        for number, line in enumerate(lines("measurements.jsonl"))
    )


def standing_on(day: date) -> Standing:
    end = datetime.combine(day, time.max, UTC)
    feeds = feeds_file()
    watch = tuple(
        WatchSpan(feed=f.id, tier=f.tier, family=f.family, began=end - timedelta(days=9), ended=end)
        for f in feeds.feeds
    )
    facts = Facts(
        evidence=evidence(), measurements=measurements(), watch=watch, series=feeds.series
    )
    context = Context(parties=register().parties, feeds_declared=True)
    return evaluate(register().commitments[0], facts, end, context)


def test_its_files_load_without_a_problem() -> None:
    problems = [
        *load_register(ARCHIVE / "commitments.yaml").problems,
        *load_feeds(ARCHIVE / "feeds.yaml").problems,
    ]
    assert problems == []


def test_items_come_in_the_order_of_time_from_declared_feeds_with_their_source() -> None:
    told = lines("items.jsonl")
    assert 20 <= len(told) <= 40
    assert len({line["id"] for line in told}) == len(told)
    assert [line["published"] for line in told] == sorted(line["published"] for line in told)
    assert {line["source"] for line in told} <= {feed.id for feed in feeds_file().feeds}
    assert [line["id"] for line in told if not line["link"].startswith("https://")] == []


def test_counts_come_in_the_order_of_time_and_never_before_their_day() -> None:
    counts = measurements()
    assert [c.learned_at for c in counts] == sorted(c.learned_at for c in counts)
    assert [c.id for c in counts if c.learned_at.date() < c.through] == []
    assert {c.series for c in counts} == {series.id for series in feeds_file().series}


def test_a_copy_of_a_wire_story_is_the_same_story() -> None:
    stories = {item.id: item.story for item in items()}
    assert stories["farm-1115"] == stories["ap-1114"]
    assert stories["press-0121"] == stories["ap-0120"]
    assert len(set(stories.values())) == len(stories) - 2


def test_the_days_it_expects_are_words_of_the_program_in_order() -> None:
    days = [entry["on"] for entry in expected()]
    assert days == sorted(set(days))
    assert {entry["word"] for entry in expected()} <= {word.value for word in Word}
    assert {s for entry in expected() for s in entry["suffixes"]} <= {s.value for s in Suffix}


@pytest.mark.parametrize("entry", expected(), ids=lambda entry: str(entry["on"]))
def test_it_stands_on_each_day_as_the_story_says(entry: dict[str, Any]) -> None:
    standing = standing_on(entry["on"])
    assert (standing.word.value, [s.value for s in standing.suffixes]) == (
        entry["word"],
        entry["suffixes"],
    )


def test_a_claimed_extension_moves_no_date_and_is_shown() -> None:
    standing = standing_on(date(2025, 12, 31))
    assert (standing.moved_days, standing.claimed_due and standing.claimed_due.day) == (
        0,
        date(2026, 2, 28),
    )


def test_completion_rests_on_two_publishers_and_is_counted_from_the_date() -> None:
    standing = standing_on(date(2026, 1, 20))
    done = {one.item for one in evidence() if one.signal is Signal.FULFILLED}
    assert (standing.completed_on, standing.days_late) == (date(2026, 1, 20), 20)
    assert done == {"reuters-0120", "ap-0120", "press-0121"}


def test_news_about_other_promises_says_nothing_of_this_one() -> None:
    aside = {"press-1105", "press-1109", "press-1110", "press-1216", "reuters-0113", "press-0122"}
    assert {one.item for one in evidence()} & aside == set()
