"""Alerts about no single change of one standing: summaries, feeds, triage, the monitor itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.domain.alert import Alert, Cause, Policy
from monitor.domain.alerting.causes import LABELS, SENTENCES, key_of, severity_of, short_id
from monitor.domain.alerting.phrases import (
    day_text,
    deadline_text,
    distance_text,
    moment_text,
    sides,
)
from monitor.domain.commitment import Commitment, Kind, Register
from monitor.domain.evidence import Feed, FeedHealth, FeedState, Item
from monitor.domain.standing import Standing, Word
from monitor.domain.text import clean

MOST_URGENT = 5
_SICK = frozenset(
    {
        FeedState.UNREACHABLE,
        FeedState.REFUSED,
        FeedState.UNPARSEABLE,
        FeedState.TOO_COSTLY,
        FeedState.FROZEN,
        FeedState.GONE,
    }
)
_ENDS = {Kind.HOLD_UNTIL: "until", Kind.NEVER: "until", Kind.SUNSET: "runs out"}
_STREAK = 3  # failures in a row before a feed is told to be failing
_SETTLED = frozenset(
    {
        Word.DRAFT,
        Word.SUPERSEDED,
        Word.TERMINATED,
        Word.MOOTED,
        Word.EXPIRED,
        Word.MET,
        Word.MET_LATE,
        Word.ENDED_CLEAN,
    }
)


def summary(
    register: Register,
    standings: Mapping[str, Standing],
    now: datetime,
    *,
    because: str = "",
    digest: str = "",
    policy: Policy | None = None,
) -> Alert:
    """One message for a first start or a bulk edit: counts by word, and the five most urgent.

    digest: of the files it speaks of, so that the same files are summed up once.
    """
    names = {party.id: party.name for party in register.parties}
    known = [one for one in register.commitments if one.id in standings]
    urgent = [
        _line(one, standings[one.id], names) for one in most_urgent(known, standings, MOST_URGENT)
    ]
    counts = Counter(standings[one.id].word for one in known)
    told = ", ".join(f"{counts[word]} {word.value}" for word in Word if counts[word])
    said = f"{_commitments(len(known))} watched: {told}" if known else "nothing is watched yet"
    level = (digest or now.isoformat(),)
    return replace(
        _notice(Cause.SUMMARY, level, said, because, now, policy),
        detail=tuple(clean(line) for line in urgent),
    )


def _commitments(count: int) -> str:
    return "1 commitment" if count == 1 else f"{count:,} commitments"


def most_urgent(
    commitments: Sequence[Commitment], standings: Mapping[str, Standing], limit: int
) -> list[Commitment]:
    """The open ones, by word (its order is its precedence), then by the days left."""
    order = list(Word)
    still_open = [one for one in commitments if standings[one.id].word not in _SETTLED]

    def urgency(one: Commitment) -> tuple[int, int, str]:
        left = standings[one.id].days_left
        return order.index(standings[one.id].word), left if left is not None else 10**6, one.id

    return sorted(still_open, key=urgency)[:limit]


def _line(commitment: Commitment, standing: Standing, names: Mapping[str, str]) -> str:
    due, left = standing.due, standing.days_left
    date = f", {_ENDS.get(commitment.kind, 'due')} {deadline_text(due)}" if due else ""
    distance = f", {distance_text(left)}" if left is not None else ""
    return f"{standing.word.value} — {sides(commitment, names)}: {commitment.id}{date}{distance}"


def is_failing(health: FeedHealth) -> bool:
    """Whether a feed is worth an alarm: a fault that lasts, not one bad poll."""
    if health.state in {FeedState.GONE, FeedState.FROZEN, FeedState.REFUSED}:
        return True
    return health.state in _SICK and health.failures >= _STREAK


def feed_alert(
    before: FeedHealth | None,
    after: FeedHealth,
    feed: Feed,
    now: datetime,
    *,
    policy: Policy | None = None,
) -> Alert | None:
    """An alert where a feed has begun to fail for good, or works again; None otherwise."""
    was, fails = before is not None and is_failing(before), is_failing(after)
    if fails and not was:
        return _feed_fails(after, feed, now, policy)
    if was and before is not None and not fails and after.looks_alive:
        return _feed_is_back(before, feed, now, policy)
    return None


def _feed_fails(health: FeedHealth, feed: Feed, now: datetime, policy: Policy | None) -> Alert:
    seen = f"last good look {moment_text(health.last_ok)} UTC" if health.last_ok else "never read"
    detail = f": {health.detail}" if health.detail else ""
    said = (
        f"{feed.name or feed.id} has been {health.state.value}"
        f" since {day_text(health.since.date())} ({seen}){detail}"
    )
    level = (feed.id, health.since.isoformat())
    return replace(_notice(Cause.FEED_DYING, level, said, "", now, policy), feed=feed.id)


def _feed_is_back(before: FeedHealth, feed: Feed, now: datetime, policy: Policy | None) -> Alert:
    said = (
        f"{feed.name or feed.id} works again; it was {before.state.value}"
        f" from {day_text(before.since.date())}"
    )
    level = (feed.id, before.since.isoformat())
    return replace(
        _notice(Cause.FEED_BACK, level, said, "", now, policy),
        feed=feed.id,
        resolves=(Cause.FEED_DYING,),
    )


def triage_alert(
    item: Item,
    agreement: str,
    quote: str,
    because: str,
    now: datetime,
    *,
    feed: Feed | None = None,
) -> Alert:
    """An item that names a declared agreement and is evidence on none of its commitments."""
    outlet = item.outlet or (feed.name or feed.id if feed else item.feed)
    link = (f"Link: {item.link}",) if item.link.startswith(("https://", "http://")) else ()
    said = (f"“{quote}”",) if quote and quote != item.title else ()
    level = (agreement, item.story or item.id)
    headline = f"{outlet} names {agreement}: “{item.title}”"
    return replace(
        _notice(Cause.TRIAGE, level, headline, because, now, None),
        agreement=agreement,
        rests_on=(item.id,),
        detail=tuple(clean(line) for line in (*said, *link)),
    )


def self_alert(
    subject: str,
    headline: str,
    because: str,
    now: datetime,
    *,
    cause: Cause = Cause.SELF,
    policy: Policy | None = None,
    detail: Sequence[str] = (),
) -> Alert:
    """The monitor about itself. subject: what makes it the same event, such as `channel/mail/2`."""
    alert = _notice(cause, (subject,), headline, because, now, policy)
    return replace(alert, detail=tuple(clean(line) for line in detail))


def _notice(
    cause: Cause,
    level: tuple[str, ...],
    headline: str,
    because: str,
    at: datetime,
    policy: Policy | None,
) -> Alert:
    key = key_of("", cause, *level)
    return Alert(
        id=short_id(key),
        key=key,
        cause=cause,
        severity=severity_of(cause, None, policy or Policy()),
        at=at,
        headline=clean(f"{LABELS[cause]} — {headline}"),
        because=clean(because or SENTENCES[cause]),
    )
