"""Is enough of a `quantity` coming, fast enough?

Each series is a running total of its own; they stand side by side and are never averaged. The first
declared series that has a fresh reading is the one judged. Expected by its day is prorated evenly,
by seasonal weights or in steps; below `at_risk_below` (0.85) of it the pace is `at risk` until it
is 0.05 above that mark again. A late series is `stale`, not behind. Two series further apart than
the tolerance are `conflicting`.

The verdict comes from official series that are not the obligor's own:
- reached inside the period: `met`; reached later: `met late`, the days counted to the reading;
- the period over, the reading speaks of its last day or a later one, and the total is short:
  `partly met` from half the target on, `missed` below;
- no such reading: by its date alone, `OVERDUE` after grace;
- two official series disagree over the verdict: `OVERDUE` and `conflicting` until they agree.
An unofficial series only claims: it prints `met?`. A limit (at most) that an official series shows
exceeded is a confirmed breach; a party's own count of the other side's doing only reports one.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from monitor.domain.books import Books, open_books, with_figures
from monitor.domain.commitment import Kind
from monitor.domain.completion import Completion, completion, verdict_on
from monitor.domain.evidence import Verdict as Ruled
from monitor.domain.known import Finding, Known
from monitor.domain.ladder import by_calendar, claimed, met
from monitor.domain.pace import risk
from monitor.domain.phrases import day
from monitor.domain.standing import Performance, Reason
from monitor.domain.units import amount
from monitor.domain.verdicts import Says, Verdict

ID = "quantity"
KINDS = frozenset({Kind.QUANTITY})

PARTLY_FROM = Decimal("0.5")
"""The share of the target from which a shortfall is `partly met` rather than `missed`."""

_OPEN = frozenset({Performance.ON_TRACK, Performance.DUE_SOON, Performance.DUE})


def check(known: Known) -> Finding | None:
    """A person, then the official series, then what is reported, then pace and calendar."""
    if known.commitment.kind not in KINDS:
        return None
    quantity = known.terms.quantity
    if quantity is None:
        done = completion(known, known.commitment.made)
        return _reported(known, done) or claimed(by_calendar(known, known.deadline), done)
    books = open_books(known, quantity)
    done = completion(known, max(known.commitment.made, books.period.begins))
    finding = _ruled(known, done) or _reached(known, books)
    if done is not None and _contradicted(books, done):
        said = finding or _short(known, books) or _by_pace(known, books)
        return with_figures(_despite(said, done), known, books)
    finding = finding or _reported(known, done)
    if finding is None:
        open_yet = _short(known, books) or _by_pace(known, books)
        finding = claimed(open_yet, done or _claim_by_series(books))
    return with_figures(finding, known, books)


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


def _despite(finding: Finding, done: Completion) -> Finding:
    """`finding`, with the word of those whom an official series contradicts."""
    reason = Reason(
        code="contradicted",
        sentence=f"Done, says {done.by}; an official series that speaks of that day does not.",
        rests_on=done.rests_on,
        since=done.since,
    )
    return replace(finding, conflicting=True, reasons=(*finding.reasons, reason))


def _contradicted(books: Books, done: Completion) -> bool:
    """Whether an official series that speaks of the day of completion is below the target."""
    return done.day is not None and any(
        one.says in {Says.SHORT, Says.OPEN}
        and one.ledger.newest is not None
        and one.ledger.newest.through >= done.day
        for one in books.official
    )


def _reached(known: Known, books: Books) -> Finding | None:
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


def _done(books: Books, one: Verdict) -> Completion:
    total = amount(one.total or Decimal(0), books.quantity.unit)
    when = f" through {day(one.day)}" if one.day else ""
    return Completion(
        proven=True,
        since=one.since,
        day=one.day,
        rests_on=one.rests_on,
        by=f"{one.ledger.series.id}, {total}{when}",
    )


def _claim_by_series(books: Books) -> Completion | None:
    """A series that is no proof says that the target is reached."""
    for one in books.other:
        if one.says in {Says.REACHED, Says.LATE} and not one.at_most:
            return replace(_done(books, one), proven=False)
    return None


def _short(known: Known, books: Books) -> Finding | None:
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


def _by_pace(known: Known, books: Books) -> Finding:
    """The calendar's stage, or `at risk` where the pace is and the day has not come."""
    found = by_calendar(known, known.deadline)
    begins = known.instant(books.period.begins)
    found = replace(found, changes_at=(*found.changes_at, begins))
    if known.at < begins and found.performance in _OPEN:
        sentence = f"Counts from {day(books.period.begins)}."
        reason = Reason(code="not-started", sentence=sentence, since=known.terms_since)
        return replace(
            found,
            performance=Performance.NOT_STARTED,
            performance_since=known.terms_since,
            reasons=(reason, *found.reasons),
        )
    if found.performance not in _OPEN:
        return found
    pace = risk(books.quantity, books.judged) if books.judged else None
    turned = max(pace.since or begins, known.terms_since) if pace else begins
    if pace is not None and pace.at_risk:
        return replace(found, performance=Performance.AT_RISK, performance_since=turned)
    since = max(found.performance_since or begins, begins, turned)
    return replace(found, performance_since=since)
