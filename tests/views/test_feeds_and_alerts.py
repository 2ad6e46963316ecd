from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.domain.alert import (
    Alert,
    Cause,
    Delivery,
    DeliveryState,
    Response,
    ResponseKind,
    Severity,
)
from monitor.domain.evidence import Feed, FeedHealth, FeedState, Tier
from monitor.domain.readings import Format, Readings
from monitor.domain.standing import Suffix, Word
from monitor.views.alerts import alert_list
from monitor.views.feeds import feed_table
from monitor.views.plain import alerts_json, feeds_json, to_json

NOW = datetime(2025, 12, 20, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WIDTHS = pytest.mark.parametrize("width", [80, 100, 160])
Same = Callable[[str, str], None]

FEEDS = (
    Feed(id="northwire-world", address="https://n.example/rss", family="northwire", tier=Tier.WIRE),
    Feed(id="ministry", address="https://m.example/rss", family="ministry", tier=Tier.OFFICIAL),
    Feed(id="old-paper", address="https://o.example/rss", family="old-paper"),
    Feed(id="new-paper", address="https://p.example/rss", family="new-paper"),
    Feed(id="harbour-gazette-shipping-and-trade-news", address="https://h.example/rss"),
)


def health(feed: str, state: FeedState, **more: object) -> FeedHealth:
    values: dict[str, object] = {
        "since": NOW - 3 * DAY,
        "last_look": NOW - timedelta(minutes=4),
        "last_ok": NOW - timedelta(minutes=4),
        "last_new": NOW - 2 * HOUR,
        "next_poll": NOW + timedelta(minutes=26),
        "entries": 40,
    }
    return FeedHealth(feed=feed, state=state, **(values | more))  # type: ignore[arg-type]


HEALTH = {
    each.feed: each
    for each in (
        health("northwire-world", FeedState.ALIVE),
        health("ministry", FeedState.MOVED, moved_to="https://m.example/feeds/all.xml"),
        health(
            "old-paper",
            FeedState.UNREACHABLE,
            detail="no answer within 30 s",
            failures=12,
            last_new=NOW - 40 * DAY,
            next_poll=NOW - timedelta(minutes=1),
        ),
        health(
            "harbour-gazette-shipping-and-trade-news",
            FeedState.HELD_OFF,
            detail="429, asked to wait one hour",
            entries=1200,
        ),
    )
}
COVERAGE = {
    "truce": ["northwire-world", "ministry"],
    "beans-2025": ["northwire-world"],
    "inspectors": [],
}

ALERTS = (
    Alert(
        id="a1b2c3d4",
        key="truce:breach-confirmed:1",
        cause=Cause.BREACH_CONFIRMED,
        severity=Severity.CRITICAL,
        at=NOW - 5 * HOUR,
        headline="truce: a breach is confirmed: the observers found shells east of the ridge",
        because="An official record of the act: report 14 of the observers.",
        sure="confirmed by an official record",
        commitment="truce",
        before=Word.BREACH_CORROBORATED,
        after=Word.BREACH,
        suffixes=(Suffix.DISPUTED,),
    ),
    Alert(
        id="e5f6a7b8",
        key="beans-2025:reminder:30",
        cause=Cause.REMINDER,
        severity=Severity.NOTICE,
        at=NOW - 30 * HOUR,
        headline="beans-2025 is due in 30 days, on 2026-01-18",
        because="The 30-day step of its reminders.",
        commitment="beans-2025",
        late=True,
    ),
    Alert(
        id="c9d0e1f2",
        key="feed:old-paper:dying",
        cause=Cause.FEED_DYING,
        severity=Severity.WARNING,
        at=NOW - 3 * DAY,
        headline="old-paper has not answered for 24 h",
        because="12 looks in a row failed: no answer within 30 s.",
        feed="old-paper",
    ),
)
DELIVERIES = (
    Delivery(
        id="d1",
        alert="a1b2c3d4",
        channel="slack",
        state=DeliveryState.SENT,
        attempts=1,
        not_before=NOW - 5 * HOUR,
        created=NOW - 5 * HOUR,
        sent_at=NOW - 5 * HOUR,
    ),
    Delivery(
        id="d2",
        alert="a1b2c3d4",
        channel="mail",
        recipient="desk@example.org",
        state=DeliveryState.WAITING,
        attempts=3,
        not_before=NOW + timedelta(minutes=15),
        created=NOW - 5 * HOUR,
        last_error="connection refused",
        possible_repeat=True,
    ),
    Delivery(
        id="d3",
        alert="e5f6a7b8",
        channel="slack",
        state=DeliveryState.HELD,
        not_before=NOW + 19 * HOUR,
        created=NOW - 30 * HOUR,
    ),
)
RESPONSES = (
    Response(
        id="p1",
        kind=ResponseKind.ACK,
        by="ana",
        at=NOW - 4 * HOUR,
        because="on it",
        alert="a1b2c3d4",
    ),
)


@WIDTHS
def test_the_feed_table_reads_as_it_did(width: int, same: Same) -> None:
    table = feed_table(FEEDS, HEALTH, COVERAGE, now=NOW, width=width)
    same(f"feeds-{width}", str(table))


@WIDTHS
def test_the_alerts_read_as_they_did(width: int, same: Same) -> None:
    alerts = alert_list(ALERTS, DELIVERIES, RESPONSES, now=NOW, width=width)
    same(f"alerts-{width}", str(alerts))


def test_feeds_and_alerts_for_machines_read_as_they_did(same: Same) -> None:
    objects = (feeds_json(FEEDS, HEALTH, COVERAGE), alerts_json(ALERTS, DELIVERIES))
    same("feeds-and-alerts-json", "".join(f"{to_json(each)}\n" for each in objects))


def test_nothing_is_said_of_deliveries_that_were_not_looked_up() -> None:
    said = [str(alert_list(ALERTS[:1], sent, now=NOW, width=80)) for sent in ((), None)]
    assert ["nobody is told" in each for each in said] == [True, False]


def test_alerts_to_come_are_told_soonest_first() -> None:
    coming = str(alert_list(ALERTS, now=NOW - 9 * DAY, width=80, soonest_first=True))
    order = [coming.index(alert.id) for alert in sorted(ALERTS, key=lambda each: each.at)]
    assert order == sorted(order)
    assert "in 6 d" in coming


def test_without_alerts_or_feeds_the_screens_say_so() -> None:
    assert [
        str(alert_list((), now=NOW, width=80)),
        str(feed_table((), {}, {}, now=NOW, width=80)),
    ] == ["No alert to show.\n", "No feed is declared: nothing is watched.\n"]


def test_a_data_feed_says_which_series_it_fills_and_how_far() -> None:
    mapping = Readings(
        format=Format.CSV, series="fgis-weekly", value="Metric Ton", unit="t", through="Thursday"
    )
    feed = Feed(id="fgis", address="", family="usda", tier=Tier.OFFICIAL, readings=mapping)
    looked = FeedHealth(
        feed="fgis",
        state=FeedState.ALIVE,
        since=NOW - DAY,
        next_poll=NOW + DAY,
        newest=date(2026, 1, 8),
    )

    before = str(feed_table([feed], {}, {}, now=NOW, width=80))
    after = str(feed_table([feed], {"fgis": looked}, {}, now=NOW, width=80))

    assert "usda (official) · figures of fgis-weekly\n" in before
    assert "usda (official) · figures of fgis-weekly through 2026-01-08\n" in after
