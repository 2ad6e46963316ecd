"""When to look at a feed again, and how it does. Pure: `now` and the jitter are arguments.

A feed is never given up: the longest pause is a day, whatever it answers or does not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from monitor.domain.evidence import Feed, FeedHealth, FeedState
from monitor.feeds.answer import Failure, Fetched, FetchFailed, Look, NotModified
from monitor.feeds.dates import instant
from monitor.feeds.entry import ParseFailed, Unread

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
GONE_AFTER = 3  # answers of 410 in a row
LOST_AFTER = timedelta(days=7)  # of answers of 404
LEAST_SILENCE = timedelta(days=7)
SILENCES = 3  # times its usual gap a feed may be quiet
AILING_AFTER = 3  # failures in a row
_JITTER = 0.1
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,12}")

_STATES = {
    Failure.REFUSED: FeedState.REFUSED,
    Failure.TLS: FeedState.REFUSED,
    Failure.HELD_OFF: FeedState.HELD_OFF,
    Failure.GONE: FeedState.GONE,
}


def judge(
    before: FeedHealth, look: Look, feed: Feed, now: datetime, jitter: float = 0.0, new: int = 0
) -> FeedHealth:
    """The health of the feed after one look.

    jitter: 0 to 1, spreads the next look by up to a tenth of the pause, never to an earlier time.
    new: how many entries of the look were not known before.
    """
    if isinstance(look.outcome, FetchFailed | ParseFailed):
        after = _failed(before, look.outcome, now)
        pause = _pause_after_failure(after, look.outcome, feed, now)
    else:
        after = _succeeded(before, look, look.outcome, feed, now, new)
        pause = _pause(feed, look.outcome.cache_control, look.ttl_minutes)
    spread = pause * (1 + _JITTER * min(max(jitter, 0.0), 1.0))
    held = before.since if after.state is before.state else now
    return replace(after, since=held, last_look=now, next_poll=now + spread)


def ailing(health: FeedHealth, now: datetime) -> str:
    """Why the owner should be told of the feed, as a sentence; empty while there is no need.

    Three failures in a row or a day without a good look, or a state that does not mend by itself.
    """
    settled = {FeedState.FROZEN, FeedState.GONE, FeedState.TOO_COSTLY}
    if health.state in settled or health.failures >= AILING_AFTER:
        return health.detail
    overdue = health.failures and now - (health.last_ok or health.since) >= LONGEST
    return health.detail if overdue else ""


def max_silence(feed: Feed, median_gap_hours: float | None) -> timedelta:
    """How long the feed may bring nothing new before it counts as frozen."""
    if feed.max_silence_days:
        return timedelta(days=feed.max_silence_days)
    return max(LEAST_SILENCE, timedelta(hours=SILENCES * min(median_gap_hours or 0.0, 24 * 365)))


def wait_asked(retry_after: str, now: datetime) -> timedelta:
    """What a Retry-After header asks for: seconds or a date; at most a day, nonsense is nothing."""
    text = retry_after.strip()
    if _SECONDS.fullmatch(text):
        return min(timedelta(seconds=int(text)), LONGEST)
    at = instant(text)
    return min(max(at - now, timedelta()), LONGEST) if at else timedelta()


def _pause(feed: Feed, cache_control: str, ttl_minutes: int) -> timedelta:
    """The wish of the owner, stretched by what the server asks for."""
    age = _MAX_AGE.search(cache_control)
    asked = max(timedelta(seconds=int(age.group(1))) if age else SHORTEST, _minutes(ttl_minutes))
    return _within(max(_minutes(feed.interval_minutes), min(asked, LONGEST)))


def _pause_after_failure(
    after: FeedHealth, failed: FetchFailed | ParseFailed, feed: Feed, now: datetime
) -> timedelta:
    if after.state is FeedState.GONE and after.failures >= GONE_AFTER:
        return LONGEST
    doublings = min(after.failures - 1, 12)
    pause = _within(_within(_minutes(feed.interval_minutes)) * 2**doublings)
    asked = failed.retry_after if isinstance(failed, FetchFailed) else ""
    return max(pause, wait_asked(asked, now))


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=min(max(number, 0), 10**9))


def _within(pause: timedelta) -> timedelta:
    return min(max(pause, SHORTEST), LONGEST)


def _failed(before: FeedHealth, failed: FetchFailed | ParseFailed, now: datetime) -> FeedHealth:
    state = _state_of(failed)
    moved_to = failed.moved_to if isinstance(failed, FetchFailed) else ""
    lost = isinstance(failed, FetchFailed) and failed.kind is Failure.NOT_FOUND
    if lost and _lost_for_long(before, now):
        state = FeedState.GONE
    # The count of 410s begins with the first of them.
    first_gone = state is FeedState.GONE and before.state is not FeedState.GONE and not lost
    return replace(
        before,
        state=state,
        detail=failed.sentence,
        failures=1 if first_gone else before.failures + 1,
        moved_to=moved_to or before.moved_to,
    )


def _state_of(failed: FetchFailed | ParseFailed) -> FeedState:
    if isinstance(failed, FetchFailed):
        return _STATES.get(failed.kind, FeedState.UNREACHABLE)
    costly = failed.kind is Unread.TOO_COSTLY
    return FeedState.TOO_COSTLY if costly else FeedState.UNPARSEABLE


def _lost_for_long(before: FeedHealth, now: datetime) -> bool:
    if before.state is FeedState.GONE:
        return True
    return before.state is FeedState.UNREACHABLE and now - before.since >= LOST_AFTER


def _succeeded(
    before: FeedHealth,
    look: Look,
    answer: Fetched | NotModified,
    feed: Feed,
    now: datetime,
    new: int,
) -> FeedHealth:
    """Validators and body hash are kept only here, from a body that was read."""
    told = before
    if look.dates is not None:
        told = replace(
            before,
            entries=len(look.dates),
            median_gap_hours=_median_gap(look.dates),
            last_new=_last_new(before, look.dates, now, new),
            newest=_newest(look),
        )
    after = replace(
        told,
        failures=0,
        primed=True,
        last_ok=now,
        etag=answer.etag or _kept(before.etag, answer),
        last_modified=answer.last_modified or _kept(before.last_modified, answer),
        body_hash=look.body_hash or before.body_hash,
        moved_to=answer.moved_to,
    )
    state, detail = _condition(before, after, look, feed, now)
    return replace(after, state=state, detail=detail)


def _kept(validator: str, answer: Fetched | NotModified) -> str:
    """A 304 may leave its validators out; a new body without any has none."""
    return validator if isinstance(answer, NotModified) else ""


def _condition(
    before: FeedHealth,
    after: FeedHealth,
    look: Look,
    feed: Feed,
    now: datetime,
) -> tuple[FeedState, str]:
    """The state of a feed that answered, worst first, with its sentence."""
    if not after.entries:
        return FeedState.EMPTY, _nothing(before, look)
    quiet_since = after.last_new or now
    if now - quiet_since > max_silence(feed, after.median_gap_hours):
        days = (now - quiet_since).days
        return FeedState.FROZEN, f"Nothing new for {days} days, since {quiet_since:%Y-%m-%d}."
    if after.moved_to:
        return FeedState.MOVED, f"The feed has moved for good to {after.moved_to}."
    if _undated(before, look.dates):
        return FeedState.UNDATED, "The entries have no believable dates."
    return FeedState.ALIVE, ""


def _nothing(before: FeedHealth, look: Look) -> str:
    """Why a feed that can be read brings nothing; an unchanged one is as it was."""
    if look.dates is None and before.state is FeedState.EMPTY:
        return before.detail
    return look.figures.remark if look.figures else "The feed has no entries."


def _newest(look: Look) -> date | None:
    return look.figures.figures[-1].through if look.figures and look.figures.figures else None


def _undated(before: FeedHealth, dates: Sequence[datetime | None] | None) -> bool:
    if dates is None:
        return before.state is FeedState.UNDATED
    return not any(dates)


def _last_new(
    before: FeedHealth, published: Sequence[datetime | None], now: datetime, new: int
) -> datetime | None:
    """When an entry last appeared: at the first look that is the date of the newest one."""
    if before.primed:
        return now if new else before.last_new
    dates = list(filter(None, published))
    return min(max(dates), now) if dates else (now if published else None)


def _median_gap(published: Sequence[datetime | None]) -> float | None:
    """Hours between two entries, as a rule; None for fewer than three dated ones."""
    dates = sorted(filter(None, published))
    if len(dates) < 3:
        return None
    return round(median((b - a).total_seconds() for a, b in pairwise(dates)) / 3600, 2)
