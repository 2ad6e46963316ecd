"""Is each request answered in time, and are enough granted? A `service-level`.

Three series of counts: what came in, what was answered, what was granted. On the day the series of
answers speaks of, every request that had come in longer ago than the time allowed must have been
answered; as long as one has not, it is `OVERDUE`, and the reason says how many. Where a share is
promised, a lower share of the requests asked (or answered, where that is counted) is `at risk`.
After the due date a series that covers it settles the matter: `met`, `partly met` from half the
promised share on, or `missed`. No counts: by the date alone, and `unrateable` while feeds are
watched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from monitor.domain.calendar import Offset, add
from monitor.domain.commitment import Kind, ServiceLevel
from monitor.domain.completion import completion, verdict_on
from monitor.domain.evidence import Verdict as Ruled
from monitor.domain.known import Finding, Known
from monitor.domain.ladder import by_calendar, claimed, met
from monitor.domain.ledger import Ledger, Period, Point, ledgers
from monitor.domain.phrases import day
from monitor.domain.standing import Knowledge, Performance, Reason, Word
from monitor.domain.units import figure
from monitor.domain.verdicts import FOREVER

ID = "service-level"
KINDS = frozenset({Kind.SERVICE_LEVEL})

_OPEN = frozenset({Performance.ON_TRACK, Performance.DUE_SOON, Performance.DUE})
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """The newest count of each series, and how many requests wait longer than they may."""

    level: ServiceLevel
    asked: Point | None
    answered: Point | None
    granted: Point | None
    late: Decimal
    stale: bool
    complete: bool
    turns: tuple[datetime, ...]
    masks: tuple[tuple[Word, datetime], ...]
    since: datetime

    @property
    def counted_since(self) -> datetime | None:
        """Since when fresh counts tell how it stands."""
        return self.since if (self.asked or self.granted) and not self.stale else None

    @property
    def share(self) -> Decimal | None:
        """The part of the requests that was granted, None where that cannot be said."""
        base = self.answered or self.asked
        if self.granted is None or base is None or not base.total:
            return None
        return self.granted.total / base.total

    @property
    def short(self) -> bool:
        """Whether the share is known and below what is promised."""
        share, promised = self.share, self.level.share
        return share is not None and promised is not None and share < promised


def check(known: Known) -> Finding | None:
    """A person, then what the counts say, then the calendar."""
    level = known.commitment.service_level
    if known.commitment.kind not in KINDS or level is None:
        return None
    done = completion(known, known.commitment.made)
    ruling = verdict_on(known)
    counts = _counts(known, level)
    if ruling is not None and ruling.verdict is Ruled.MISSED:
        found = _found(Performance.MISSED, f"{ruling.by} ruled it missed.", ruling.learned_at)
    elif done is not None and done.proven:
        found = met(known, done)
    else:
        found = claimed(_by_counts(known, counts), done)
    return replace(
        found,
        counted_since=counts.counted_since,
        masks=(*found.masks, *counts.masks),
        stale=counts.stale,
        stale_since=min(counts.turns, default=None),
        knowledge=_knowledge(known, counts),
        knowledge_since=counts.since,
        reasons=(*found.reasons, *_says(counts)),
        changes_at=(*found.changes_at, *counts.turns),
    )


def _counts(known: Known, level: ServiceLevel) -> _Counts:
    ends = known.deadline.day if known.deadline else FOREVER
    period = Period(known.commitment.made, max(ends, known.commitment.made))
    named = [name for name in (level.asked, level.answered, level.granted) if name]
    read = [one for one in known.measurements if one.series in named]
    books = {one.series.id: one for one in ledgers(named, "", period, known.series, read)}
    asked, answered, granted = (
        books.get(name) for name in (level.asked, level.answered, level.granted)
    )
    spoken = [one.points[0].learned_at for one in books.values() if one.points]
    newest = [one.newest for one in books.values() if one.newest is not None]
    return _Counts(
        level=level,
        asked=asked.newest if asked else None,
        answered=answered.newest if answered else None,
        granted=granted.newest if granted else None,
        late=_late(level, asked, answered),
        stale=any(one.stale(known.today) for one in books.values()),
        complete=bool(newest) and all(one.complete for one in books.values()),
        turns=tuple(known.instant(on) for one in books.values() if (on := one.stale_from())),
        masks=((Word.UNRATEABLE, min(spoken)),) if spoken else (),
        since=max([known.terms_since, *(point.learned_at for point in newest)]),
    )


def _late(level: ServiceLevel, asked: Ledger | None, answered: Ledger | None) -> Decimal:
    """How many requests had waited longer than allowed on the day the answers speak of."""
    if asked is None or answered is None or answered.newest is None:
        return Decimal(0)
    cutoff = _back(answered.newest.through, level.within, level.working_calendars)
    ripe = [point.total for point in asked.points if point.through <= cutoff]
    return max(ripe[-1] - answered.newest.total, Decimal(0)) if ripe else Decimal(0)


def _back(on: date, within: Offset, calendars: tuple[str, ...]) -> date:
    return add(on, Offset(-within.amount, within.unit), calendars)


def _by_counts(known: Known, counts: _Counts) -> Finding:
    found = by_calendar(known, known.deadline)
    ends = known.deadline
    if counts.complete and ends is not None and known.at >= ends.grace_ends:
        return _verdict(counts, max(counts.since, ends.grace_ends))
    if found.performance not in _OPEN:
        return found
    if counts.late:
        sentence = f"{figure(counts.late)} waited longer than {counts.level.within}."
        late = _found(Performance.OVERDUE, sentence, counts.since)
        return replace(late, changes_at=found.changes_at)
    if counts.short:
        return replace(found, performance=Performance.AT_RISK, performance_since=counts.since)
    return found


def _verdict(counts: _Counts, since: datetime) -> Finding:
    """The counts cover the period: kept, half kept or not."""
    share, promised = counts.share, counts.level.share
    if not counts.late and not counts.short:
        return _found(Performance.MET, "Every request that was due was answered.", since)
    half = share is not None and promised is not None and share >= _HALF * promised
    performance = Performance.PARTLY_MET if half else Performance.MISSED
    return _found(performance, "The period is over and the level was not kept.", since)


def _found(performance: Performance, sentence: str, since: datetime) -> Finding:
    reason = Reason(code=performance.value, sentence=sentence, since=since)
    return Finding(performance=performance, performance_since=since, reasons=(reason,))


def _knowledge(known: Known, counts: _Counts) -> Knowledge | None:
    if counts.stale:
        return Knowledge.STALE
    if counts.asked or counts.answered or counts.granted:
        return Knowledge.CLEAR
    made = known.instant(known.commitment.made)
    if counts.turns:
        return None
    return Knowledge.UNRATEABLE if known.context.feeds_declared and known.at >= made else None


def _says(counts: _Counts) -> Iterator[Reason]:
    """The counts, each with the day it speaks of."""
    named = (("asked", counts.asked), ("answered", counts.answered), ("granted", counts.granted))
    told = [
        f"{figure(point.total)} {what} through {day(point.through)}"
        for what, point in named
        if point is not None
    ]
    if not told:
        yield Reason(code="no-reading", sentence="No count is known yet.")
        return
    share = f" ({counts.share:.0%} granted)" if counts.share is not None else ""
    promised = f"; {counts.level.share:.0%} promised" if counts.level.share is not None else ""
    ids = tuple(point.id for _, point in named if point is not None)
    sentence = f"{', '.join(told)}{share}{promised}."
    yield Reason(code="pace", sentence=sentence, rests_on=ids, since=counts.since)
