"""When a feed is looked at again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.evidence import Feed, FeedHealth, FeedState
from monitor.feeds.answer import Failure, Fetched, FetchFailed, Look, NotModified, Outcome
from monitor.feeds.entry import Entry, ParseFailed, Unread
from monitor.feeds.timetable import LONGEST, SHORTEST, judge, wait_asked

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)
FEED = Feed(id="wire", address="https://wire.example/rss")
NEW = FeedHealth(feed="wire", since=NOW - timedelta(days=1), next_poll=NOW)
ALIVE = replace(
    NEW,
    state=FeedState.ALIVE,
    last_ok=NOW - timedelta(minutes=30),
    last_new=NOW - timedelta(hours=2),
    etag='"1"',
    last_modified="Mon, 03 Nov 2025 09:00:00 GMT",
    body_hash="abc",
    primed=True,
    entries=3,
    median_gap_hours=1.0,
)
ENTRIES = tuple(Entry(title=str(n), published=NOW - timedelta(hours=n)) for n in range(3))
READ = Look(outcome=Fetched(body=b"x"), entries=ENTRIES, body_hash="def")
UNCHANGED = Look(outcome=NotModified(), body_hash="abc")


def failed(kind: Failure, **changes: str) -> Look:
    return Look(outcome=FetchFailed(kind=kind, sentence="It failed.", **changes))  # type: ignore[arg-type]


def unread(kind: Unread) -> Look:
    return Look(outcome=ParseFailed(kind=kind, sentence="It is no feed."))


def minutes(health: FeedHealth, now: datetime = NOW) -> float:
    return (health.next_poll - now).total_seconds() / 60


def test_failures_back_off_to_a_day_and_never_further() -> None:
    health, now, pauses = ALIVE, NOW, []
    for _ in range(9):
        health = judge(health, failed(Failure.UNREACHABLE), FEED, now)
        pauses.append(minutes(health, now))
        now = health.next_poll
    assert pauses == [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]


def test_one_good_look_ends_the_back_off() -> None:
    weary = replace(ALIVE, state=FeedState.UNREACHABLE, failures=9, detail="It failed.")
    after = judge(weary, UNCHANGED, FEED, NOW)
    assert (after.state, after.detail, after.failures, minutes(after)) == (
        FeedState.ALIVE,
        "",
        0,
        30,
    )


@pytest.mark.parametrize(
    ("interval", "cache_control", "ttl", "pause"),
    [
        (30, "", 0, 30),
        (1, "", 0, 5),
        (100_000, "", 0, 1440),
        (30, "max-age=0", 0, 30),
        (30, "no-cache, no-store", 0, 30),
        (30, "max-age=3600", 0, 60),
        (30, "public, MAX-AGE = 3600", 0, 60),
        (30, 'max-age="3600"', 0, 60),
        (30, "s-maxage=7200", 0, 30),
        (30, "max-age=315360000", 0, 1440),
        (30, "max-age=999999999999", 0, 1440),
        (30, "max-age=-1", 0, 30),
        (30, "max-age=soon", 0, 30),
        (30, "", 60, 60),
        (30, "", 15, 30),
        (30, "", 5_256_000, 1440),
        (30, "max-age=7200", 60, 120),
        (30, "max-age=7200", 180, 180),
        (0, "max-age=60", 1, 5),
    ],
)
def test_caching_headers_stretch_the_wish_within_a_day(
    interval: int, cache_control: str, ttl: int, pause: int
) -> None:
    answer = Fetched(body=b"", cache_control=cache_control)
    look = Look(outcome=answer, entries=ENTRIES, ttl_minutes=ttl)
    assert minutes(judge(ALIVE, look, replace(FEED, interval_minutes=interval), NOW)) == pause


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("", 0),
        ("0", 0),
        ("120", 2),
        (" 7200 ", 120),
        ("86400", 1440),
        ("1000000000", 1440),
        ("9" * 500, 0),
        ("-5", 0),
        ("1.5", 0),
        ("NaN", 0),
        ("soon", 0),
        ("Mon, 03 Nov 2025 15:00:00 GMT", 180),
        ("Mon, 03 Nov 2025 11:00:00 GMT", 0),
        ("Mon, 03 Nov 2035 11:00:00 GMT", 1440),
        ("Monday, 03-Nov-25 15:00:00 GMT", 180),
        ("Mon Nov  3 15:00:00 2025", 180),
    ],
)
def test_every_form_of_retry_after_is_understood_or_ignored(retry_after: str, wait: int) -> None:
    assert wait_asked(retry_after, NOW) == timedelta(minutes=wait)


def test_nobody_is_asked_before_the_time_they_named() -> None:
    look = failed(Failure.HELD_OFF, retry_after="43200")
    assert minutes(judge(ALIVE, look, FEED, NOW)) == 720
    brief = failed(Failure.HELD_OFF, retry_after="10")
    assert minutes(judge(ALIVE, brief, FEED, NOW)) == 30


def test_three_answers_of_gone_mean_once_a_day_and_a_good_one_ends_it() -> None:
    health = replace(ALIVE, state=FeedState.UNREACHABLE, failures=1)
    pauses, now = [], NOW
    for _ in range(4):
        health = judge(health, failed(Failure.GONE), FEED, now)
        pauses.append(minutes(health, now))
        now = health.next_poll
    assert pauses == [30, 60, 1440, 1440]
    assert health.state is FeedState.GONE
    assert judge(health, UNCHANGED, FEED, NOW).state is FeedState.ALIVE


def test_jitter_only_ever_delays() -> None:
    pauses = [minutes(judge(ALIVE, READ, FEED, NOW, jitter=share)) for share in (0, 0.5, 1, 7, -7)]
    assert pauses == [30, 31.5, 33, 33, 30]


OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(
        FetchFailed,
        kind=st.sampled_from(Failure),
        sentence=st.just("It failed."),
        retry_after=st.sampled_from(["", "60", "999999", "x"]),
    ),
    st.builds(ParseFailed, kind=st.sampled_from(Unread), sentence=st.just("It is no feed.")),
    st.builds(NotModified, cache_control=st.sampled_from(["", "max-age=99999999"])),
    st.builds(Fetched, body=st.just(b""), moved_to=st.sampled_from(["", "https://x.example"])),
)


@given(
    st.lists(st.tuples(OUTCOMES, st.booleans(), st.floats(0, 1)), max_size=30),
    st.integers(0, 10**6),
)
def test_no_history_ever_stops_the_looking(
    history: list[tuple[Outcome, bool, float]], interval: int
) -> None:
    feed = replace(FEED, interval_minutes=interval)
    health, now = NEW, NOW
    for outcome, read, jitter in history:
        entries = ENTRIES if read and isinstance(outcome, Fetched) else None
        health = judge(health, Look(outcome=outcome, entries=entries), feed, now, jitter)
        assert SHORTEST <= health.next_poll - now <= LONGEST * 1.1
        assert health.last_look == now
        now = health.next_poll
