from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.domain.evidence import Feed, FeedHealth, FeedState, Tier, WatchSpan
from monitor.store import polls
from monitor.store.engine import Store

NOON = datetime(2026, 11, 1, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WIRE = Feed(id="wire", address="https://wire.example/rss", family="wire", tier=Tier.WIRE)
PRESS = Feed(id="press", address="https://press.example/rss", family="press")


def test_a_declared_feed_is_due_at_once(store: Store) -> None:
    with store.write() as tx:
        polls.sync_feeds(tx, [WIRE], NOON)
        claimed = polls.claim_due(tx, NOON, 10, 300)
    assert claimed == [FeedHealth(feed="wire", since=NOON, next_poll=NOON)]


def test_a_claimed_feed_is_nobody_elses_until_its_lease_ends(store: Store) -> None:
    with store.write() as tx:
        polls.sync_feeds(tx, [WIRE], NOON)
        polls.claim_due(tx, NOON, 10, 300)
        meanwhile = polls.claim_due(tx, NOON + 4 * MINUTE, 10, 300)
        after = polls.claim_due(tx, NOON + 5 * MINUTE, 10, 300)
    assert (meanwhile, [health.feed for health in after]) == ([], ["wire"])


def test_a_feed_comes_back_when_its_next_poll_has_come(store: Store) -> None:
    told = FeedHealth(
        feed="wire",
        state=FeedState.ALIVE,
        since=NOON,
        next_poll=NOON + HOUR,
        last_ok=NOON,
        etag='"v1"',
        primed=True,
        median_gap_hours=2.5,
    )
    with store.write() as tx:
        polls.sync_feeds(tx, [WIRE], NOON)
        polls.claim_due(tx, NOON, 10, 300)
        polls.put_health(tx, told)
        early = polls.claim_due(tx, NOON + HOUR - MINUTE, 10, 300)
        due = polls.next_due(tx)
        late = polls.claim_due(tx, NOON + HOUR, 10, 300)
    assert (early, due, late) == ([], NOON + HOUR, [told])


def test_the_longest_overdue_feed_comes_first(store: Store) -> None:
    feeds = [Feed(id=f"f{number}", address=f"https://x.example/{number}") for number in range(4)]
    with store.write() as tx:
        polls.sync_feeds(tx, feeds, NOON)
        for number, feed in enumerate(feeds):
            polls.put_health(
                tx, FeedHealth(feed=feed.id, since=NOON, next_poll=NOON - number * MINUTE)
            )
        claimed = polls.claim_due(tx, NOON, 2, 300)
    assert [health.feed for health in claimed] == ["f3", "f2"]


def test_a_feed_that_left_the_file_is_not_polled_and_keeps_its_past(store: Store) -> None:
    known = FeedHealth(feed="wire", since=NOON, next_poll=NOON, primed=True, etag='"v1"')
    with store.write() as tx:
        polls.sync_feeds(tx, [WIRE, PRESS], NOON)
        polls.put_health(tx, known)
        polls.sync_feeds(tx, [PRESS], NOON)
        left = (list(polls.healths(tx)), [h.feed for h in polls.claim_due(tx, NOON, 9, 300)])
        polls.sync_feeds(tx, [WIRE, PRESS], NOON)
        back = polls.healths(tx)["wire"]
    assert left == (["press"], ["press"])
    assert back == known


def test_a_new_address_drops_what_belonged_to_the_old_one(store: Store) -> None:
    known = FeedHealth(
        feed="wire",
        state=FeedState.UNREACHABLE,
        since=NOON,
        detail="no such host",
        last_ok=NOON,
        next_poll=NOON + 9 * HOUR,
        failures=7,
        etag='"v1"',
        last_modified="yesterday",
        body_hash="abc",
        moved_to="https://other.example/",
        primed=True,
    )
    later = NOON + HOUR
    with store.write() as tx:
        polls.sync_feeds(tx, [WIRE], NOON)
        polls.put_health(tx, known)
        polls.sync_feeds(tx, [replace(WIRE, address="https://new.example/rss")], later)
        healths = polls.healths(tx)
    fresh = FeedHealth(feed="wire", since=later, next_poll=later, last_ok=NOON, primed=True)
    assert healths == {"wire": fresh}


def test_the_address_itself_is_not_kept(store: Store) -> None:
    """It may hold a token."""
    with store.write() as tx:
        polls.sync_feeds(tx, [replace(WIRE, address="https://x.example/?token=hunter2")], NOON)
        rows = tx.rows("SELECT address_mark, payload FROM feeds")
    assert "hunter2" not in str(rows)


def test_a_feed_can_be_asked_for_at_once(store: Store) -> None:
    with store.write() as tx:
        polls.sync_feeds(tx, [WIRE], NOON)
        polls.put_health(tx, FeedHealth(feed="wire", since=NOON, next_poll=NOON + 9 * HOUR))
        known = (polls.poll_now(tx, "wire", NOON), polls.poll_now(tx, "nobody", NOON))
        claimed = [health.feed for health in polls.claim_due(tx, NOON, 9, 300)]
    assert (known, claimed) == ((True, False), ["wire"])


def test_without_feeds_nothing_comes_due(store: Store) -> None:
    with store.read() as tx:
        assert polls.next_due(tx) is None
        assert polls.last_look(tx) is None


def _span(feed: Feed, began: datetime, ended: datetime) -> WatchSpan:
    return WatchSpan(feed=feed.id, tier=feed.tier, family=feed.family, began=began, ended=ended)


def test_looks_close_together_are_one_unbroken_run(store: Store) -> None:
    """Three intervals of half an hour may lie between two looks."""
    with store.write() as tx:
        for minutes in (0, 30, 120):
            polls.note_look(tx, WIRE, ok=True, at=NOON + minutes * MINUTE)
        spans = polls.watch_spans(tx, NOON)
    assert spans == (_span(WIRE, NOON, NOON + 2 * HOUR),)


def test_looks_far_apart_are_two_runs(store: Store) -> None:
    later = NOON + timedelta(minutes=91)
    with store.write() as tx:
        polls.note_look(tx, WIRE, ok=True, at=NOON)
        polls.note_look(tx, WIRE, ok=True, at=later)
        spans = polls.watch_spans(tx, NOON)
        last = polls.last_look(tx)
    assert spans == (_span(WIRE, NOON, NOON), _span(WIRE, later, later))
    assert last == later


def test_a_bad_look_is_no_look(store: Store) -> None:
    with store.write() as tx:
        polls.note_look(tx, WIRE, ok=True, at=NOON)
        polls.note_look(tx, WIRE, ok=False, at=NOON + HOUR)
        spans = polls.watch_spans(tx, NOON)
    assert spans == (_span(WIRE, NOON, NOON),)


def test_a_feed_polled_every_minute_may_rest_for_an_hour(store: Store) -> None:
    quick = replace(WIRE, interval_minutes=1)
    with store.write() as tx:
        polls.note_look(tx, quick, ok=True, at=NOON)
        polls.note_look(tx, quick, ok=True, at=NOON + HOUR)
        polls.note_look(tx, quick, ok=True, at=NOON + 2 * HOUR + MINUTE)
        spans = polls.watch_spans(tx, NOON)
    later = NOON + 2 * HOUR + MINUTE
    assert spans == (_span(quick, NOON, NOON + HOUR), _span(quick, later, later))


def test_a_feed_of_another_tier_is_another_run(store: Store) -> None:
    promoted = replace(WIRE, tier=Tier.OFFICIAL)
    with store.write() as tx:
        polls.note_look(tx, WIRE, ok=True, at=NOON)
        polls.note_look(tx, promoted, ok=True, at=NOON + MINUTE)
        spans = polls.watch_spans(tx, NOON)
    later = NOON + MINUTE
    assert spans == (_span(WIRE, NOON, NOON), _span(promoted, later, later))


def test_a_clock_that_went_back_makes_no_run_shorter(store: Store) -> None:
    with store.write() as tx:
        polls.note_look(tx, WIRE, ok=True, at=NOON)
        polls.note_look(tx, WIRE, ok=True, at=NOON + HOUR)
        polls.note_look(tx, WIRE, ok=True, at=NOON + MINUTE)
        spans = polls.watch_spans(tx, NOON)
    assert spans == (_span(WIRE, NOON, NOON + HOUR),)


def test_a_clock_set_back_before_a_run_began_begins_another(store: Store) -> None:
    with store.write() as tx:
        polls.note_look(tx, WIRE, ok=True, at=NOON)
        polls.note_look(tx, WIRE, ok=True, at=NOON - HOUR)
        spans = polls.watch_spans(tx, NOON - 2 * HOUR)
    assert spans == (_span(WIRE, NOON - HOUR, NOON - HOUR), _span(WIRE, NOON, NOON))


def test_what_was_looked_at_later_is_not_known_earlier(store: Store) -> None:
    with store.write() as tx:
        for minutes in (0, 60, 120, 600):
            polls.note_look(tx, WIRE, ok=True, at=NOON + minutes * MINUTE)
        at_one = polls.watch_spans(tx, NOON - HOUR, NOON + HOUR)
        recent = polls.watch_spans(tx, NOON + 3 * HOUR)
    assert at_one == (_span(WIRE, NOON, NOON + HOUR),)
    assert recent == (_span(WIRE, NOON + 10 * HOUR, NOON + 10 * HOUR),)
