"""The real feeds and feed test suites beside the project; `-s` shows the figures.

Each file goes through the worker processes the daemon uses; dates are compared with independent
expectations; the poll history of a scraper gives the number of items a person counts in it.
"""

import asyncio
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.evidence import Feed
from monitor.domain.text import clean, plain
from monitor.feeds import lean
from monitor.feeds.dates import instant
from monitor.feeds.entry import Entry, Parsed, ParseFailed, Unread, link_of
from monitor.feeds.identity import recognise
from monitor.feeds.parse import at_length, parse
from monitor.feeds.snapshots import snapshots
from monitor.feeds.workers import Limits, ParsePool

pytestmark = pytest.mark.shared

BASE = "https://feed.example/"
NO_FEEDS = {".md", ".csv", ".tsv", ""}


def tell(name: str, **figures: Any) -> None:
    print(f"\n  {name}: " + ", ".join(f"{key} {value}" for key, value in figures.items()))


def feed_files(shared: Path) -> list[Path]:
    return [f for f in sorted(shared.rglob("*")) if f.is_file() and f.suffix not in NO_FEEDS]


async def test_every_file_ends_in_a_result_or_a_named_error(shared: Path, now: datetime) -> None:
    bodies = [file.read_bytes() for file in feed_files(shared)]
    outcomes: Counter[str] = Counter()

    async def read(pool: ParsePool, body: bytes) -> None:
        result = await pool.parse(body, content_type="", address=BASE, now=now)
        outcomes[result.kind if isinstance(result, ParseFailed) else "read"] += 1

    async with ParsePool(Limits(lean_bytes=0)) as pool:
        for begin in range(0, len(bodies), 100):
            await asyncio.gather(*(read(pool, body) for body in bodies[begin : begin + 100]))
    tell("files", **dict(outcomes))
    assert outcomes.total() == len(bodies) > 5_000
    assert outcomes[Unread.TOO_COSTLY] == 0
    assert outcomes["read"] > 4_500


AUDIT = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from monitor.feeds import parse, worker

bodies = [Path(name).read_bytes() for name in sys.stdin.read().splitlines()]
worker.load_everything()
asked = []

def note(event, arguments):
    if event == "open" or event.startswith(("socket.", "os.", "subprocess.")):
        asked.append([event, repr(arguments)[:100]])

sys.addaudithook(note)
for body in bodies:
    parse.at_length(body, content_type="", address="", now=datetime(2026, 1, 1, tzinfo=UTC))
print(json.dumps([len(bodies), asked]))
"""


def test_no_file_makes_the_parser_ask_for_a_file_or_a_socket(shared: Path) -> None:
    names = "\n".join(str(file) for file in feed_files(shared))
    ran = subprocess.run(
        [sys.executable, "-c", AUDIT], input=names, capture_output=True, text=True, check=True
    )
    count, asked = json.loads(ran.stdout)
    tell("asked of the machine while reading", files=count, requests=len(asked))
    assert asked == []


def test_the_short_way_reads_what_the_long_way_reads(shared: Path) -> None:
    ways: Counter[str] = Counter()
    different = []
    for file in feed_files(shared):
        body = file.read_bytes()
        for year in (2008, 2025):
            given: dict[str, Any] = {
                "content_type": "",
                "address": BASE,
                "now": datetime(year, 11, 20, tzinfo=UTC),
            }
            short = lean.read(body, **given)
            ways["declined" if short is None else "read"] += 1
            if short is not None:
                ways["entries"] += len(short.entries)
                if short != at_length(body, **given):
                    different.append(file.name)
    tell("the short way", **ways, different=len(different))
    assert different == []
    assert ways["read"] > 4_500


def translated_pairs(shared: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    folder = shared / "mmcdole-gofeed" / "testdata" / "translator"
    for file in sorted(folder.rglob("*.xml")):
        yield file, json.loads(file.with_suffix(".json").read_text())
    for expected in sorted(folder.rglob("*_expected.json")):
        file = expected.with_name(expected.name.replace("_expected", ""))
        yield file, json.loads(expected.read_text())


def comparable(entry: Entry, item: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What both sides say of one entry, markup removed and links absolute on both."""
    pairs = {
        "guid": (entry.guid, clean),
        "link": (entry.link, lambda link: link_of(link, BASE)),
        "title": (entry.title, plain),
        "description": (entry.summary, plain),
        "publishedParsed": (entry.published, day_of),
        "updatedParsed": (entry.updated, day_of),
    }
    for name, (ours, normal) in pairs.items():
        if item.get(name):
            yield name, ours, normal(item[name])


def day_of(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)


def test_a_second_parser_reads_the_same(shared: Path) -> None:
    same: Counter[str] = Counter()
    different = []
    for file, expected in translated_pairs(shared):
        items = expected.get("items") or []
        dates = [day_of(item[n]) for item in items for n in item if n.endswith("Parsed")]
        result = parse(
            file.read_bytes(),
            content_type="",
            address=BASE,
            now=max(dates, default=datetime(2010, 1, 1, tzinfo=UTC)),
        )
        assert isinstance(result, Parsed)
        assert len(result.entries) == len(items)
        for entry, item in zip(result.entries, items, strict=True):
            for name, ours, theirs in comparable(entry, item):
                same[name] += ours == theirs
                if ours != theirs:
                    different.append((file.name, name, ours, theirs))
    tell("fields as the second parser reads them", **same)
    assert different == []
    assert same.total() > 40


def date_strings(shared: Path) -> list[tuple[str, str]]:
    lines = (shared / "date-strings.tsv").read_text("utf-8", "replace").split("\n")[1:]
    rows = [line.split("\t") for line in lines if line]
    return [(row[0], row[2]) for row in rows]


def by_the_standard_library(text: str, parser: str = "") -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        if parser == "fromisoformat" and read is parsedate_to_datetime:
            continue
        try:
            found = read(text)
        except (ValueError, TypeError):
            continue
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC).replace(microsecond=0)
    return None


def test_dates_of_many_feeds_are_right_or_unknown(shared: Path) -> None:
    verdicts: Counter[str] = Counter()
    wrong = []
    for text, parser in date_strings(shared):
        ours, theirs = instant(text), by_the_standard_library(text, parser)
        if ours is None:
            verdicts["unknown"] += 1
        elif parser == "neither":
            verdicts["read where the standard library is at a loss"] += 1
        elif ours == theirs:
            verdicts["right"] += 1
        else:
            wrong.append(text)
    tell("date strings", **verdicts, misread_by_the_standard_library=len(wrong))
    # The standard library overlooks PM, and an offset with a colon after an RFC 822 date.
    assert wrong == ["Sat, Dec 16 2023 02:02:33 PM", "Mon, 21 Oct 2002 14:04:23 -05:00"]
    assert verdicts["right"] >= 7_680
    assert verdicts["unknown"] <= 35


EXPECT = re.compile(r"Expect:\s+(!?\w*(?:RFC822|RFC2822|RFC3339|W3CDTF)Date\w*)")
DATED = re.compile(r"<(?:\w+:)?(?:pubDate|updated|published|issued|modified|created|date)>([^<]*)<")


def test_dates_of_a_validator_are_right_or_unknown(shared: Path) -> None:
    verdicts: Counter[str] = Counter()
    for file in sorted((shared / "w3c-feedvalidator" / "testcases").rglob("*.xml")):
        source = file.read_text("utf-8", "replace")
        expected = EXPECT.search(source)
        for text in DATED.findall(source) if expected else ():
            ours, theirs = instant(text), by_the_standard_library(text.strip())
            if ours is None:
                verdicts["unknown"] += 1
            elif theirs is None:
                verdicts["read where the standard library is at a loss"] += 1
            else:
                verdicts["right" if ours == theirs else "wrong"] += 1
            if expected and expected.group(1).startswith("Valid"):
                assert ours is not None, file.name
    tell("dates of the validator's cases", **verdicts)
    assert verdicts["wrong"] <= 1  # an offset with a colon after an RFC 822 date, as above
    assert verdicts["right"] > 120


def test_no_date_of_any_file_is_the_moment_of_reading(shared: Path) -> None:
    present = datetime(2012, 2, 3, 4, 5, 6, tzinfo=UTC)
    dated = 0
    for file in feed_files(shared):
        result = parse(file.read_bytes(), content_type="", address=BASE, now=present)
        for entry in result.entries if isinstance(result, Parsed) else ():
            dated += entry.published is not None
            assert present not in {entry.published, entry.updated}
    tell("believable dates in early 2012", dated=dated)
    assert dated > 100


@pytest.mark.parametrize(
    ("window", "items", "revisions"),
    [("2025-05_geneva", 63, 0), ("2025-08_stockholm", 58, 0), ("2025-10-11_busan", 143, 2)],
)
def test_a_poll_history_gives_the_items_a_person_counts(
    shared: Path, window: str, items: int, revisions: int
) -> None:
    feed = Feed(id="briefings", address="https://www.whitehouse.gov/feed/")
    known: dict[str, str] = {}
    found: Counter[str] = Counter()
    for snapshot in snapshots(shared / "wh-briefings" / "rss-polls" / window):
        parsed = parse(snapshot.body, content_type="", address=feed.address, now=snapshot.at)
        assert isinstance(parsed, Parsed)
        brought = recognise(feed, parsed.entries, known, snapshot.at)
        found["items"] += len(brought.new)
        found["revisions"] += len(brought.revised)
        assert not brought.reset
        for item in (*brought.new, *brought.revised):
            known[item.key] = item.fingerprint
    tell(window, **found)
    assert (found["items"], found["revisions"]) == (items, revisions)
