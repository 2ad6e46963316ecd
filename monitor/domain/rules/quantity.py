"""Is enough of a `quantity` coming, fast enough?

Each series is a running total of its own; they stand side by side and are never averaged. The first
declared series that has a fresh reading is the one judged. Expected by its day is prorated evenly,
by seasonal weights or in steps; below `at_risk_below` (0.85) of it the pace is `at risk` until it
is 0.05 above that mark again. A late series is `stale`, not behind. Two series further apart than
the tolerance are `conflicting`.

The verdict comes from official series that are not stale:
- reached inside the period: `met`; reached later: `met late`, the days counted to the reading;
- the period over, the reading speaks of its last day or a later one, and the total is short:
  `partly met` from half the target on, `missed` below;
- no such reading: by its date alone, `OVERDUE` after grace;
- two official series disagree over the verdict: `OVERDUE` and `conflicting` until they agree.
An unofficial series only claims: it prints `met?`. A limit (at most) that an official series shows
exceeded is a confirmed breach; a party's own count of the other side's doing only reports one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import combinations

from monitor.domain.commitment import Kind, Quantity
from monitor.domain.completion import Completion, completion, verdict_on
from monitor.domain.evidence import Verdict as Ruled
from monitor.domain.known import Finding, Known
from monitor.domain.ladder import by_calendar, claimed, met
from monitor.domain.ledger import Ledger, ledgers
from monitor.domain.pace import pace_of, ratio_at, risk
from monitor.domain.phrases import day
from monitor.domain.standing import Knowledge, Pace, Performance, Reason
from monitor.domain.units import amount, figure
from monitor.domain.verdicts import Says, Verdict, at_odds, period_of, verdict

ID = "quantity"
KINDS = frozenset({Kind.QUANTITY})

PARTLY_FROM = Decimal("0.5")
"""The share of the target from which a shortfall is `partly met` rather than `missed`."""

_OPEN = frozenset({Performance.ON_TRACK, Performance.DUE_SOON, Performance.DUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Books:
    """The series of one quantity as they stand; `judged` is the one the pace is read from."""

    quantity: Quantity
    every: tuple[Ledger, ...]
    judged: Ledger | None
    official: tuple[Verdict, ...]
    other: tuple[Verdict, ...]

    @property
    def odds(self) -> bool:
        """Whether official series disagree over the verdict."""
        return at_odds(self.official)


def check(known: Known) -> Finding | None:
    """A person, then the official series, then what is reported, then pace and calendar."""
    if known.commitment.kind not in KINDS:
        return None
    done = completion(known, known.commitment.made)
    quantity = known.terms.quantity
    if quantity is None:
        return _reported(known, done) or claimed(by_calendar(known, known.deadline), done)
    books = _open_books(known, quantity)
    finding = _ruled(known, done) or _reached(known, books)
    if finding is None and not _contradicted(books, done):
        finding = _reported(known, done)
    if finding is None:
        open_yet = _short(known, books) or _by_pace(known, books)
        finding = claimed(open_yet, done or _claim_by_series(books))
    return _with_figures(finding, known, books)


def _open_books(known: Known, quantity: Quantity) -> _Books:
    period = period_of(known, quantity)
    every = ledgers(quantity.series, quantity.unit, period, known.series, known.measurements)
    read = [one for one in every if one.points]
    fresh = [one for one in read if not one.stale(known.today)]
    proof = [one for one in fresh if one.official and not _own(known, one)]
    return _Books(
        quantity=quantity,
        every=every,
        judged=next(iter(fresh or read), None),
        official=tuple(verdict(quantity, one) for one in proof),
        other=tuple(verdict(quantity, one) for one in read if one not in proof),
    )


def _own(known: Known, ledger: Ledger) -> bool:
    """Whether it is the obligor's own count, which claims and does not prove."""
    return known.sides.party_of(ledger.series.party) in known.sides.obligor


def _ruled(known: Known, done: Completion | None) -> Finding | None:
    ruling = verdict_on(known)
    if ruling is None:
        return None
    if ruling.verdict is Ruled.MISSED:
        sentence = f"{ruling.by} ruled it missed: {ruling.because}"
        return _closed(Performance.MISSED, sentence, ruling.learned_at, (ruling.id,))
    return _reported(known, done)


def _closed(
    performance: Performance, sentence: str, since: datetime, rests_on: tuple[str, ...]
) -> Finding:
    reason = Reason(code=performance.value, sentence=sentence, rests_on=rests_on, since=since)
    return Finding(performance=performance, performance_since=since, reasons=(reason,))


def _reported(known: Known, done: Completion | None) -> Finding | None:
    return met(known, done) if done is not None and done.proven else None


def _contradicted(books: _Books, done: Completion | None) -> bool:
    """Whether an official series that speaks of the day of completion is below the target."""
    if done is None or done.day is None:
        return False
    return any(
        one.says in {Says.SHORT, Says.OPEN}
        and one.ledger.newest is not None
        and one.ledger.newest.through >= done.day
        for one in books.official
    )


def _reached(known: Known, books: _Books) -> Finding | None:
    """An official series shows the target reached, and none disagrees."""
    if books.odds:
        return None
    for one in books.official:
        if one.says in {Says.REACHED, Says.LATE} and _may_close(known, one):
            return met(known, _done(books, one))
    return None


def _may_close(known: Known, one: Verdict) -> bool:
    """A floor is kept once it is reached; a cap only when its period is over."""
    ends = known.deadline
    over = ends is None or known.at >= ends.instant
    return one.says is Says.LATE or over or not one.at_most


def _done(books: _Books, one: Verdict) -> Completion:
    total = amount(one.total or Decimal(0), books.quantity.unit)
    when = f" through {day(one.day)}" if one.day else ""
    return Completion(
        proven=True,
        since=one.since,
        day=one.day,
        rests_on=one.rests_on,
        by=f"{one.ledger.series.id}, {total}{when}",
    )


def _claim_by_series(books: _Books) -> Completion | None:
    """A series that is no proof says that the target is reached."""
    for one in books.other:
        if one.says in {Says.REACHED, Says.LATE} and not one.at_most:
            return replace(_done(books, one), proven=False)
    return None


def _short(known: Known, books: _Books) -> Finding | None:
    """The period is over and an official series that covers it is below the target."""
    one = next((one for one in books.official if one.says is Says.SHORT), None)
    ends = known.deadline
    if one is None or books.odds or ends is None or known.at < ends.grace_ends:
        return None
    target = books.quantity.target
    total = one.total or Decimal(0)
    partly = not one.at_most and total >= PARTLY_FROM * target
    performance = Performance.PARTLY_MET if partly else Performance.MISSED
    share = f" ({total / target:.0%})" if target and not one.at_most else ""
    sentence = (
        f"{amount(total, books.quantity.unit)} of {amount(target, books.quantity.unit)}{share} "
        f"by {one.ledger.series.id} through {day(one.day or ends.day)}; due {day(ends.day)}."
    )
    since = max(one.since, ends.grace_ends, known.terms_since)
    return _closed(performance, sentence, since, one.rests_on)


def _by_pace(known: Known, books: _Books) -> Finding:
    """The calendar's stage, or `at risk` where the pace is and the day has not come."""
    found = by_calendar(known, known.deadline)
    begins = known.instant(period_of(known, books.quantity).begins)
    found = replace(found, changes_at=(*found.changes_at, begins))
    if known.at < begins and found.performance in _OPEN:
        sentence = f"Counts from {day(period_of(known, books.quantity).begins)}."
        reason = Reason(code="not-started", sentence=sentence, since=known.terms_since)
        return replace(
            found,
            performance=Performance.NOT_STARTED,
            performance_since=known.terms_since,
            reasons=(reason, *found.reasons),
        )
    if books.judged is None or found.performance not in _OPEN:
        return found
    pace = risk(books.quantity, books.judged)
    since = max(filter(None, (found.performance_since, pace.since, begins)))
    if not pace.at_risk:
        return replace(found, performance_since=since)
    turned = max(pace.since or begins, known.terms_since)
    return replace(found, performance=Performance.AT_RISK, performance_since=turned)


def _with_figures(finding: Finding, known: Known, books: _Books) -> Finding:
    """Add the pace, what each series says, and whether they are stale or disagree."""
    judged = books.judged
    pace = pace_of(
        books.quantity, period_of(known, books.quantity), judged, books.every, known.today
    )
    gaps = tuple(_gaps(books))
    odds = (_ODDS,) if books.odds else ()
    stale = judged is not None and judged.stale(known.today)
    unread = judged is None and any(one.stale(known.today) for one in books.every)
    return replace(
        finding,
        pace=pace,
        counted=judged is not None and not stale,
        stale=stale or unread,
        conflicting=bool(gaps or odds),
        knowledge=_knowledge(known, books, stale=stale or unread, conflicting=bool(gaps or odds)),
        knowledge_since=_spoken_since(known, books),
        reasons=(*finding.reasons, *_says(books, pace), *odds, *gaps, *_remarks(known, books)),
        changes_at=(*finding.changes_at, *_turns(known, books)),
    )


_ODDS = Reason(
    code="series-disagree",
    sentence="The official series disagree over whether the target is reached.",
)


def _knowledge(known: Known, books: _Books, *, stale: bool, conflicting: bool) -> Knowledge | None:
    if conflicting:
        return Knowledge.CONFLICTING
    if stale:
        return Knowledge.STALE
    if books.judged is not None:
        return Knowledge.CLEAR
    awaited = any(one.next_release() for one in books.every)
    if awaited or known.at < known.instant(period_of(known, books.quantity).begins):
        return None
    watched = known.context.feeds_declared or bool(books.quantity.series)
    return Knowledge.UNRATEABLE if watched else None


def _spoken_since(known: Known, books: _Books) -> datetime:
    begins = known.instant(period_of(known, books.quantity).begins)
    newest = books.judged.newest if books.judged else None
    return max(begins, known.terms_since, newest.learned_at if newest else begins)


def _says(books: _Books, pace: Pace) -> Iterator[Reason]:
    """The judged series against what was expected by its day."""
    newest = books.judged.newest if books.judged else None
    if newest is None or pace.through is None or pace.reported is None:
        yield Reason(code="no-reading", sentence="No reading is known yet.")
        return
    share = f" ({pace.ratio:.0%})" if pace.ratio is not None else ""
    expected = f"; {amount(pace.expected, pace.unit)} expected by then{share}"
    sentence = (
        f"{figure(pace.reported)} of {amount(pace.target, pace.unit)} through {day(pace.through)} "
        f"by {pace.series}{expected if pace.expected else ''}."
    )
    yield Reason(code="pace", sentence=sentence, rests_on=(newest.id,), since=newest.learned_at)


def _gaps(books: _Books) -> Iterator[Reason]:
    """Pairs of series further apart than the tolerance, each measured against its own day."""
    read = [one for one in books.every if one.inside]
    for one, other in combinations(read, 2):
        first, second = one.inside[-1], other.inside[-1]
        a, b = ratio_at(books.quantity, one, first), ratio_at(books.quantity, other, second)
        if a is None or b is None:
            if first.through != second.through:
                continue
            a, b = first.total, second.total
        if abs(a - b) > books.quantity.tolerance * max(abs(a), abs(b)):
            unit = books.quantity.unit
            yield Reason(
                code="series-apart",
                sentence=(
                    f"{one.series.id} says {amount(first.total, unit)} through "
                    f"{day(first.through)}, {other.series.id} {amount(second.total, unit)} through "
                    f"{day(second.through)}: further apart than they may be."
                ),
                rests_on=(first.id, second.id),
                since=max(first.learned_at, second.learned_at),
            )


def _remarks(known: Known, books: _Books) -> Iterator[Reason]:
    for one in books.every:
        for remark in one.remarks:
            yield Reason(code="reading-unused", sentence=remark)
        release = one.next_release()
        if release is not None and one.stale(known.today):
            sentence = f"{one.series.id} should have been out by {day(release)}: it is late."
            since = known.instant(release + timedelta(days=1))
            yield Reason(code="stale", sentence=sentence, since=since)


def _turns(known: Known, books: _Books) -> Iterator[datetime]:
    """When a series goes stale; each midnight while there is no reading to judge by."""
    for one in books.every:
        release = one.next_release()
        if release is not None:
            yield known.instant(release + timedelta(days=1))
    if books.judged is None and known.today <= period_of(known, books.quantity).ends:
        yield known.instant(known.today + timedelta(days=1))
