"""Tables of figures polled from a real server into a real database, and what comes of them."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from textwrap import indent

import pytest

from monitor.cycle.adopt import Adopt
from monitor.cycle.archive import plot_of_snapshots
from monitor.cycle.assess import Assess
from monitor.cycle.gather import Gather
from monitor.cycle.replay import SimulatedClock
from monitor.cycle.status import known_at
from monitor.declared.files import load_declared
from monitor.domain.alert import Alert, Cause
from monitor.domain.evidence import FeedHealth, FeedState, Measurement
from monitor.domain.standing import Standing
from monitor.store import facts, items, outbox, polls, reads, standings
from monitor.store.engine import Store, open_store
from monitor.wiring import Eyes, replay_in
from tests.conftest import Answer, Web, rss

START = datetime(2026, 1, 16, 14, 0, tzinfo=UTC)

COMMITMENTS = """\
version: 1
commitments:
  - id: soybeans-2026
    kind: quantity
    obligor: China
    obligee: United States
    statement: China buys 25 million tonnes of US soybeans in 2026.
    made: 2025-10-30
    due: 2026-12-31
    quantity: {target: 25, unit: Mt, from: 2026-01-01, to: 2026-12-31, series: [weekly]}
    watch: {terms: [soybeans]}
  - id: truce
    kind: hold-until
    obligor: China
    obligee: United States
    statement: No new controls until November 2026.
    made: 2025-10-30
    due: 2026-11-10
    watch: {terms: [export controls], tier: official}
"""

SALES = """\
- id: sales
  address: {address}/esr/801/5700/2026
  allow_private: [127.0.0.0/8]
  headers: {{X-Api-Key: "${{FAS_KEY}}"}}
  readings:
    format: json
    series: weekly
    value: weeklyExports
    unit: t
    through: weekEndingDate
    period: 7d
    where: {{countryCode: 5700}}
"""

INSPECTED = """\
- id: inspected
  address: {address}/CY2026.csv
  allow_private: [127.0.0.0/8]
  readings:
    format: csv
    series: weekly
    value: Pounds
    unit: lb
    through: Thursday
    dates: YYYYMMDD
    period: 7d
    where: {{Grain: SOYBEANS, Destination: CHINA MAIN}}
    sum: true
    encoding: latin-1
"""

SERIES = "{id: weekly, unit: Mt, cumulative: false, every: 7d, lag: 7d, family: usda, party: US}"


class Desk:
    """The steps over files that may be edited, with a clock that goes when it is told to."""

    def __init__(self, store: Store, folder: Path, web: Web) -> None:
        self.store = store
        self.folder = folder
        self.web = web
        self.clock = SimulatedClock(START)

    def declare(self, feeds: str, commitments: str = COMMITMENTS, series: str = SERIES) -> None:
        """Write the files, and take them over if they were taken over before."""
        (self.folder / "commitments.yaml").write_text(commitments, encoding="utf-8")
        text = indent(feeds.format(address=self.web.address), "  ")
        written = f"version: 1\nfeeds:\n{text}\nseries:\n  - {series}\n"
        (self.folder / "feeds.yaml").write_text(written, encoding="utf-8")

        loaded = load_declared(self.folder / "commitments.yaml", self.folder)
        assert loaded.declared is not None, [str(p) for p in loaded.problems]
        self.adopt = Adopt(self.store, lambda: loaded, loaded.declared, self.clock)
        self.adopt.step()

    async def poll(self, *, days: int = 7) -> int:
        """Look at every feed now, assess, and let time pass; how many readings were new."""
        with self.store.write() as tx:
            for feed in self.adopt().feeds:
                polls.poll_now(tx, feed.id, self.clock())
        eyes = Eyes(self.clock)
        try:
            gather = Gather(self.store, eyes.look, self.adopt, self.clock, lambda: 0.0)
            found = await gather.step()
        finally:
            await eyes.close()
        self.assess()
        self.clock.go_to(self.clock() + timedelta(days=days))
        return found.new

    def assess(self) -> None:
        assess = Assess(self.store, self.adopt, self.clock)
        while assess.step().looked:
            pass

    def readings(self, commitment: str = "soybeans-2026") -> list[Measurement]:
        with self.store.read() as tx:
            known = facts.facts(tx, commitment).measurements
        return sorted(known, key=lambda m: (m.learned_at, m.through))

    def values(self, commitment: str = "soybeans-2026") -> list[tuple[date, Decimal, str]]:
        return [(m.through, m.value, m.unit) for m in self.readings(commitment)]

    def standing(self, commitment: str = "soybeans-2026") -> Standing:
        with self.store.read() as tx:
            found = standings.latest(tx, commitment)
        assert found is not None
        return found

    def health(self, feed: str = "sales") -> FeedHealth:
        with self.store.read() as tx:
            return reads.healths(tx)[feed]

    def sent(self) -> list[Alert]:
        """The alerts that somebody is told."""
        with self.store.read() as tx:
            told = outbox.told(tx)
            deliveries = reads.deliveries_of(tx, [a.id for a in told])
        return [a for a in told if deliveries[a.id]]


@pytest.fixture
def desk(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("FAS_KEY", "key-of-the-test")
    store = open_store(f"sqlite:///{tmp_path / 'monitor.db'}")
    yield Desk(store, tmp_path, web)
    store.close()


def exports(*weeks: tuple[str, int]) -> Answer:
    """What the export-sales service answers: weeks with the tonnes shipped in each."""
    rows = [
        {
            "commodityCode": 801,
            "countryCode": 5700,
            "weeklyExports": tonnes,
            "accumulatedExports": 0,
            "outstandingSales": 0,
            "unitId": 1,
            "weekEndingDate": f"{day}T00:00:00",
        }
        for day, tonnes in weeks
    ]
    return Answer(json.dumps(rows).encode(), headers={"Content-Type": "application/json"})


def inspections(*rows: tuple[str, str, str, str]) -> Answer:
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["Thursday", "Grain", "Destination", "Pounds", *(f"T °{n}" for n in range(106))])
    table.writerows([*row, *[""] * 106] for row in rows)
    return Answer(out.getvalue().encode("latin-1"), headers={"ETag": f'"{hash(rows)}"'})


ESR = "/esr/801/5700/2026"
TWO_WEEKS = (("2026-01-08", 400_000), ("2026-01-15", 500_000))


async def test_the_weeks_of_a_table_become_readings_and_polling_again_adds_none(
    desk: Desk, web: Web
) -> None:
    web.answers[ESR] = exports(("2025-12-25", 9), *TWO_WEEKS)
    desk.declare(SALES)

    counts = [await desk.poll(days=0), await desk.poll(days=1), await desk.poll()]

    assert counts == [2, 0, 0]
    assert [(m.begins, m.through, m.value, m.unit, m.by) for m in desk.readings()] == [
        (date(2026, 1, 2), date(2026, 1, 8), Decimal(400_000), "t", "sales"),
        (date(2026, 1, 9), date(2026, 1, 15), Decimal(500_000), "t", "sales"),
    ]
    assert {m.learned_at for m in desk.readings()} == {START}
    assert {m.source for m in desk.readings()} == {f"{web.address}{ESR}"}
    pace = desk.standing().pace
    assert pace is not None
    assert (pace.reported, pace.through) == (Decimal("0.9"), date(2026, 1, 15))
    assert [r.headers["X-Api-Key"] for r in web.requests] == ["key-of-the-test"] * 3
    assert {r.headers["Accept"] for r in web.requests} == {"application/json, */*;q=0.5"}


async def test_a_corrected_week_replaces_the_reading_and_the_old_one_is_kept(
    desk: Desk, web: Web
) -> None:
    web.answers[ESR] = exports(*TWO_WEEKS)
    desk.declare(SALES)
    await desk.poll()
    web.answers[ESR] = exports(("2026-01-08", 390_000), *TWO_WEEKS[1:], ("2026-01-22", 1))
    first = await desk.poll()
    web.answers[ESR] = exports(*TWO_WEEKS, ("2026-01-22", 1))

    second = await desk.poll()

    assert (first, second) == (2, 1)
    eighth = [(m.value, m.learned_at) for m in desk.readings() if m.through == date(2026, 1, 8)]
    assert eighth == [
        (Decimal(400_000), START),
        (Decimal(390_000), START + timedelta(days=7)),
        (Decimal(400_000), START + timedelta(days=14)),
    ]
    pace = desk.standing().pace
    assert pace is not None
    assert pace.reported == Decimal("0.900001")


async def test_what_a_person_put_in_its_place_stays_until_the_table_says_something_new(
    desk: Desk, web: Web
) -> None:
    web.answers[ESR] = exports(*TWO_WEEKS)
    desk.declare(SALES)
    await desk.poll()
    with desk.store.write() as tx:
        (polled, *_) = desk.readings()
        by_hand = replace(polled, id="h", value=Decimal(1), learned_at=desk.clock(), by="ann")
        facts.add_measurement(tx, by_hand)
    web.answers[ESR] = exports(*TWO_WEEKS, ("2026-01-22", 5))

    assert await desk.poll() == 1
    assert desk.values()[-2:] == [
        (date(2026, 1, 8), Decimal(1), "t"),
        (date(2026, 1, 22), Decimal(5), "t"),
    ]


async def test_pounds_of_many_ships_are_one_reading_a_week(desk: Desk, web: Web) -> None:
    web.answers["/CY2026.csv"] = inspections(
        ("20260108", "SOYBEANS", "CHINA MAIN", "154323584"),
        ("20260108", "SOYBEANS", "CHINA MAIN", "66138679"),
        ("20260108", "CORN", "CHINA MAIN", "999999999"),
        ("20260115", "SOYBEANS", "MEXICO", "999999999"),
    )
    desk.declare(INSPECTED)

    counts = [await desk.poll(days=1), await desk.poll()]

    assert counts == [1, 0]
    assert desk.values() == [(date(2026, 1, 8), Decimal(220_462_263), "lb")]
    pace = desk.standing().pace
    assert pace is not None
    assert pace.reported is not None
    assert round(pace.reported, 4) == Decimal("0.1000")
    assert [r.headers.get("If-None-Match") is not None for r in web.requests] == [False, True]


async def test_a_plain_table_in_a_file_beside_the_settings_is_polled_too(
    desk: Desk, tmp_path: Path
) -> None:
    table = tmp_path / "landed.csv"
    table.write_text("month,Mt\n2026-01,1.4\n", encoding="utf-8")
    desk.declare(
        """\
        - id: landed
          address: file:landed.csv
          readings: {{format: csv, series: weekly, value: Mt, through: month, begins: month,
                     dates: YYYY-MM}}
        """.replace("        ", "")
    )

    await desk.poll()
    table.write_text("month,Mt\n2026-01,1.3\n2026-02,\n", encoding="utf-8")
    await desk.poll()

    assert [(m.begins, m.through, m.value) for m in desk.readings()] == [
        (date(2026, 1, 1), date(2026, 1, 31), Decimal("1.4")),
        (date(2026, 1, 1), date(2026, 1, 31), Decimal("1.3")),
    ]


async def test_history_found_at_the_first_look_counts_and_raises_no_alert(
    desk: Desk, web: Web
) -> None:
    web.answers["/rss"] = Answer(rss([]))
    desk.declare(NEWS)
    await desk.poll(days=90)
    desk.assess()
    before = len(desk.sent())
    desk.clock.go_to(desk.clock() + timedelta(minutes=1))
    weeks = [(f"2026-{1 + n // 4:02}-{1 + 7 * (n % 4):02}", 1_000) for n in range(14)]
    web.answers[ESR] = exports(*weeks)
    desk.declare(NEWS + SALES)

    await desk.poll(days=0)

    assert len(desk.readings()) == 14
    assert all(m.primed for m in desk.readings())
    assert "at risk" in desk.standing().word.value
    # that it can be seen again is news of today; how far behind it has been is history
    assert {a.cause for a in desk.sent()[before:]} == {Cause.SEEING_AGAIN}


async def test_a_target_missed_is_told_though_its_last_reading_was_there_at_the_first_look(
    desk: Desk, web: Web
) -> None:
    desk.clock.go_to(datetime(2026, 12, 30, 12, tzinfo=UTC))
    web.answers[ESR] = exports(("2026-12-24", 1_000), ("2026-12-31", 2_000))
    desk.declare(SALES)
    await desk.poll(days=0)
    assert [a.headline for a in desk.sent()] == []

    desk.clock.go_to(datetime(2027, 1, 3, 12, tzinfo=UTC))
    desk.assess()

    assert desk.standing().word.value == "missed"
    assert [a.commitment for a in desk.sent() if "missed" in a.headline] == ["soybeans-2026"]


async def test_the_first_reading_after_the_end_is_kept_and_no_later_one(
    desk: Desk, web: Web
) -> None:
    desk.clock.go_to(datetime(2027, 2, 1, 12, tzinfo=UTC))
    web.answers[ESR] = exports(("2026-12-24", 1), ("2027-01-07", 2), ("2027-01-14", 3))
    desk.declare(SALES)
    await desk.poll()
    web.answers[ESR] = exports(("2027-01-07", 2), ("2027-01-21", 4))
    await desk.poll()

    assert [m.through for m in desk.readings()] == [date(2026, 12, 24), date(2027, 1, 7)]


async def test_readings_named_for_a_commitment_go_to_it_alone_and_without_an_end(
    desk: Desk, web: Web
) -> None:
    desk.clock.go_to(datetime(2027, 2, 1, 12, tzinfo=UTC))
    web.answers[ESR] = exports(("2027-01-07", 2), ("2027-01-14", 3))
    twin = COMMITMENTS.split("  - id: truce", maxsplit=1)[0]
    twin += twin.split("commitments:\n")[1].replace("soybeans-2026", "other-2026")
    desk.declare(SALES + "    for: soybeans-2026\n", twin)

    await desk.poll()

    assert [m.through.day for m in desk.readings()] == [7, 14]
    assert desk.readings("other-2026") == []


async def test_a_commitment_that_counts_by_the_series_from_now_on_gets_its_past(
    desk: Desk, web: Web
) -> None:
    web.answers[ESR] = Answer(exports(*TWO_WEEKS).body, headers={"ETag": '"1"'})
    without = COMMITMENTS.replace("series: [weekly]", "series: []")
    desk.declare(SALES, without)
    assert await desk.poll() == 0

    desk.declare(SALES)

    assert await desk.poll() == 2


async def test_another_mapping_reads_a_table_that_is_as_it_was(desk: Desk, web: Web) -> None:
    web.answers[ESR] = Answer(exports(*TWO_WEEKS).body, headers={"ETag": '"1"'})
    desk.declare(SALES)
    await desk.poll()

    desk.declare(SALES.replace("value: weeklyExports", "value: outstandingSales"))
    await desk.poll()

    assert [m.value for m in desk.readings()] == [400_000, 500_000, 0, 0]


NEWS = "- {{id: news, address: '{address}/rss', allow_private: [127.0.0.0/8], tier: official}}\n"


async def test_a_table_is_no_look_out_for_news_and_brings_no_item(desk: Desk, web: Web) -> None:
    web.answers[ESR] = exports(*TWO_WEEKS)
    web.answers["/rss"] = Answer(status=503)
    desk.declare(NEWS + SALES)

    await desk.poll(days=0)

    with desk.store.read() as tx:
        known = known_at(tx, desk.adopt(), START)
        assert items.count(tx) == 0
        assert [s.feed for s in reads.watch_spans(tx, START)] == ["sales"]
    truce = desk.adopt().commitment("truce")
    assert truce is not None
    assert known.watching(truce) == ([desk.adopt().feed["news"]], [])
    assert desk.standing("truce").word.value == "blind"
    assert desk.health().state is FeedState.ALIVE


REPORT = """\
  - id: report
    kind: do-by
    obligor: China
    obligee: United States
    statement: China publishes a list.
    made: 2025-10-30
    due: 2026-06-30
    watch: {terms: [list of importers]}
"""


async def test_with_tables_alone_nobody_would_tell_of_a_breach(desk: Desk, web: Web) -> None:
    web.answers[ESR] = exports(*TWO_WEEKS)
    desk.declare(SALES, COMMITMENTS + REPORT)

    await desk.poll(days=0)

    assert desk.standing("truce").word.value == "blind"
    assert desk.standing("report").word.value == "on track"  # by its date, as without any feed
    assert desk.standing().word.value != "blind"


@pytest.mark.parametrize(
    ("body", "state", "detail"),
    [
        (
            b"<!doctype html><html>",
            FeedState.UNPARSEABLE,
            "The answer is a web page or XML, not JSON.",
        ),
        (b"[" * 10_000, FeedState.UNPARSEABLE, ""),
        (b'{"error": {"code": "API_KEY_INVALID"}}', FeedState.UNPARSEABLE, ""),
        (b"[]", FeedState.EMPTY, "The table has no rows."),
        (
            b'[{"countryCode": 2010, "weeklyExports": 1, "weekEndingDate": "2026-01-08"}]',
            FeedState.EMPTY,
            "None of 1 rows is wanted: `countryCode` holds `2010`.",
        ),
    ],
)
async def test_a_table_that_says_nothing_is_a_state_of_its_feed(
    desk: Desk, web: Web, body: bytes, state: FeedState, detail: str
) -> None:
    web.answers[ESR] = Answer(body)
    desk.declare(SALES)

    await desk.poll()

    assert desk.readings() == []
    assert desk.health().state in {state, FeedState.TOO_COSTLY}
    assert detail in desk.health().detail


async def test_the_health_of_a_data_feed_speaks_of_its_newest_reading(desk: Desk, web: Web) -> None:
    web.answers[ESR] = exports(("2026-01-01", 1), *TWO_WEEKS)
    desk.declare(SALES)
    await desk.poll()

    health = desk.health()

    assert (health.newest, health.entries) == (date(2026, 1, 15), 3)
    assert health.median_gap_hours == 7 * 24
    assert health.last_new == datetime(2026, 1, 15, tzinfo=UTC)

    desk.clock.go_to(START + timedelta(days=60))
    await desk.poll()
    assert desk.health().state is FeedState.FROZEN


def test_kept_answers_of_a_table_are_replayed(desk: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "20260109T130000Z.json").write_bytes(exports(TWO_WEEKS[0]).body)
    (kept / "20260116T130000Z.json").write_bytes(exports(("2026-01-08", 1), TWO_WEEKS[1]).body)
    desk.declare(SALES)
    declared = desk.adopt()
    plot = plot_of_snapshots(kept, declared.feed["sales"])

    with replay_in(declared, plot.begins, tmp_path / "replay.db") as replay:
        replayed = replay.run(plot.happenings, plot.ends)

    store = open_store(f"sqlite:///{tmp_path / 'replay.db'}")
    with store.read() as tx:
        learned = facts.facts(tx, "soybeans-2026").measurements
    store.close()
    assert replayed.items == 0
    assert {(m.learned_at.day, m.through.day, m.value) for m in learned} == {
        (9, 8, Decimal(400_000)),
        (16, 8, Decimal(1)),
        (16, 15, Decimal(500_000)),
    }
