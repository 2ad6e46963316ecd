"""How a feed does, after each kind of look."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.evidence import Feed, FeedHealth, FeedState
from monitor.feeds.answer import Failure, Fetched, FetchFailed, Look, NotModified
from monitor.feeds.entry import Entry, ParseFailed, Unread
from monitor.feeds.timetable import ailing, judge, max_silence

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


def test_a_first_good_look_makes_a_feed_alive_and_primed() -> None:
    assert judge(NEW, READ, FEED, NOW, new=3) == FeedHealth(
        feed="wire",
        state=FeedState.ALIVE,
        since=NOW,
        last_look=NOW,
        last_ok=NOW,
        last_new=NOW,
        next_poll=NOW + timedelta(minutes=30),
        body_hash="def",
        primed=True,
        entries=3,
        median_gap_hours=1.0,
    )


def test_a_304_keeps_what_is_known() -> None:
    assert judge(ALIVE, UNCHANGED, FEED, NOW) == replace(
        ALIVE, last_look=NOW, last_ok=NOW, next_poll=NOW + timedelta(minutes=30)
    )


def test_a_304_may_bring_new_validators() -> None:
    after = judge(ALIVE, Look(outcome=NotModified(etag='"2"')), FEED, NOW)
    assert (after.etag, after.last_modified, after.body_hash) == (
        '"2"',
        ALIVE.last_modified,
        "abc",
    )


def test_a_new_body_without_validators_has_none() -> None:
    after = judge(ALIVE, READ, FEED, NOW)
    assert (after.etag, after.last_modified, after.body_hash) == ("", "", "def")


@pytest.mark.parametrize("look", [unread(Unread.NOT_A_FEED), failed(Failure.UNREACHABLE)])
def test_a_failure_keeps_validators_and_the_last_good_state(look: Look) -> None:
    after = judge(ALIVE, look, FEED, NOW)
    kept = ("etag", "last_modified", "body_hash", "entries", "last_ok", "last_new", "primed")
    assert all(getattr(after, name) == getattr(ALIVE, name) for name in kept)


@pytest.mark.parametrize(
    ("look", "state"),
    [
        (failed(Failure.UNREACHABLE), FeedState.UNREACHABLE),
        (failed(Failure.TIMED_OUT), FeedState.UNREACHABLE),
        (failed(Failure.TOO_LARGE), FeedState.UNREACHABLE),
        (failed(Failure.BAD_ANSWER), FeedState.UNREACHABLE),
        (failed(Failure.ERROR_STATUS), FeedState.UNREACHABLE),
        (failed(Failure.NOT_FOUND), FeedState.UNREACHABLE),
        (failed(Failure.TLS), FeedState.REFUSED),
        (failed(Failure.REFUSED), FeedState.REFUSED),
        (failed(Failure.HELD_OFF), FeedState.HELD_OFF),
        (failed(Failure.GONE), FeedState.GONE),
        (unread(Unread.EMPTY_BODY), FeedState.UNPARSEABLE),
        (unread(Unread.NOT_A_FEED), FeedState.UNPARSEABLE),
        (unread(Unread.BROKEN_OFF), FeedState.UNPARSEABLE),
        (unread(Unread.TOO_COSTLY), FeedState.TOO_COSTLY),
    ],
)
def test_each_failure_has_its_state_and_sentence(look: Look, state: FeedState) -> None:
    after = judge(ALIVE, look, FEED, NOW)
    outcome = look.outcome
    assert isinstance(outcome, FetchFailed | ParseFailed)
    assert (after.state, after.detail, after.failures) == (state, outcome.sentence, 1)
    assert after.since == NOW


def test_a_state_that_lasts_keeps_the_moment_it_began() -> None:
    once = judge(ALIVE, failed(Failure.TIMED_OUT), FEED, NOW)
    twice = judge(once, failed(Failure.UNREACHABLE), FEED, NOW + timedelta(hours=1))
    assert (twice.since, twice.failures) == (NOW, 2)


def test_a_page_that_is_missing_for_a_week_counts_as_gone() -> None:
    missing = judge(ALIVE, failed(Failure.NOT_FOUND), FEED, NOW)
    later = judge(missing, failed(Failure.NOT_FOUND), FEED, NOW + timedelta(days=6))
    assert later.state is FeedState.UNREACHABLE
    lost = judge(later, failed(Failure.NOT_FOUND), FEED, NOW + timedelta(days=7))
    still = judge(lost, failed(Failure.NOT_FOUND), FEED, NOW + timedelta(days=8))
    assert (lost.state, still.state, still.since) == (
        FeedState.GONE,
        FeedState.GONE,
        NOW + timedelta(days=7),
    )


def old(days: int, count: int = 3) -> tuple[Entry, ...]:
    begin = NOW - timedelta(days=days)
    return tuple(Entry(title=str(n), published=begin - timedelta(hours=n)) for n in range(count))


def test_a_feed_that_answers_with_old_news_is_frozen_at_the_first_look() -> None:
    after = judge(NEW, replace(READ, entries=old(2_900)), FEED, NOW, new=3)
    assert (after.state, after.detail) == (
        FeedState.FROZEN,
        "Nothing new for 2900 days, since 2017-11-25.",
    )
    assert not after.looks_alive


def test_a_feed_freezes_when_nothing_is_new_for_longer_than_it_may_be_quiet() -> None:
    quiet = replace(ALIVE, last_new=NOW - timedelta(days=7))
    assert judge(quiet, UNCHANGED, FEED, NOW).state is FeedState.ALIVE
    later = judge(quiet, UNCHANGED, FEED, NOW + timedelta(seconds=1))
    assert later.state is FeedState.FROZEN
    assert minutes(later, NOW + timedelta(seconds=1)) == 30


def test_fresh_dates_on_old_entries_do_not_thaw_a_feed() -> None:
    quiet = replace(ALIVE, last_new=NOW - timedelta(days=8))
    assert judge(quiet, READ, FEED, NOW, new=0).state is FeedState.FROZEN
    assert judge(quiet, READ, FEED, NOW, new=1).state is FeedState.ALIVE


@pytest.mark.parametrize(
    ("declared", "gap", "days"),
    [(0, None, 7), (0, 1.0, 7), (0, 24.0 * 7, 21), (3, 24.0 * 7, 3), (120, 1.0, 120)],
)
def test_how_long_a_feed_may_be_quiet(declared: int, gap: float | None, days: int) -> None:
    feed = replace(FEED, max_silence_days=declared)
    assert max_silence(feed, gap) == timedelta(days=days)


def test_a_feed_without_entries_is_empty() -> None:
    after = judge(ALIVE, replace(READ, entries=()), FEED, NOW)
    assert (after.state, after.entries, after.failures) == (FeedState.EMPTY, 0, 0)
    assert judge(after, UNCHANGED, FEED, NOW).state is FeedState.EMPTY


def test_a_feed_without_dates_is_undated_and_stays_so_while_it_does_not_change() -> None:
    look = replace(READ, entries=(Entry(title="1"), Entry(title="2")))
    after = judge(ALIVE, look, FEED, NOW)
    assert after.state is FeedState.UNDATED
    assert judge(after, UNCHANGED, FEED, NOW).state is FeedState.UNDATED


def test_a_move_is_told_until_it_is_over() -> None:
    answer = Fetched(body=b"", moved_to="https://new.example/rss")
    after = judge(ALIVE, replace(READ, outcome=answer), FEED, NOW)
    assert (after.state, after.detail) == (
        FeedState.MOVED,
        "The feed has moved for good to https://new.example/rss.",
    )
    assert judge(after, READ, FEED, NOW).state is FeedState.ALIVE


def test_the_owner_is_told_after_three_failures_or_a_day_or_at_once() -> None:
    once = judge(ALIVE, failed(Failure.UNREACHABLE), FEED, NOW)
    assert ailing(once, NOW) == ""
    assert ailing(replace(once, failures=3), NOW) == "It failed."
    assert ailing(once, NOW + timedelta(days=1)) == "It failed."
    frozen = replace(ALIVE, state=FeedState.FROZEN, detail="Nothing new.")
    assert ailing(frozen, NOW) == "Nothing new."
    assert ailing(ALIVE, NOW + timedelta(days=2)) == ""
