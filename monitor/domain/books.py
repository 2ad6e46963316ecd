"""The books of one quantity: each series as it stands, which one is judged, and what they show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations

from monitor.domain.commitment import LONG_AGO, Kind, Proration, Quantity
from monitor.domain.known import Finding, Known
from monitor.domain.ledger import Ledger, Period, ledgers
from monitor.domain.pace import pace_of, ratio_at
from monitor.domain.phrases import day
from monitor.domain.standing import Knowledge, Pace, Reason, Word
from monitor.domain.units import amount, figure
from monitor.domain.verdicts import FOREVER, Verdict, at_odds, period_of, verdict

HOLDS = frozenset({Kind.HOLD_UNTIL, Kind.NEVER})
"""The kinds whose readings are each held against the limit alone, never added up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The series of one quantity as they stand; `judged` is the one the pace is read from."""

    quantity: Quantity
    period: Period
    every: tuple[Ledger, ...]
    judged: Ledger | None
    official: tuple[Verdict, ...]
    other: tuple[Verdict, ...]

    @property
    def odds(self) -> bool:
        """Whether official series disagree over the verdict."""
        return at_odds(self.official)


def open_books(known: Known, quantity: Quantity) -> Books:
    """Every series with its verdict; without both ends nothing is expected by a day."""
    period = period_of(known, quantity)
    if period.ends == FOREVER or period.begins == LONG_AGO:
        quantity = replace(quantity, proration=Proration.NONE)
    every = ledgers(
        quantity.series,
        quantity.unit,
        period,
        known.series,
        known.measurements,
        heights=known.commitment.kind in HOLDS,
    )
    read = [one for one in every if one.points]
    fresh = [one for one in read if not one.stale(known.today)]
    proves = {one.series.id for one in read if one.official and not _own(known, one)}
    return Books(
        quantity=quantity,
        period=period,
        every=every,
        judged=next(iter(fresh or read), None),
        official=tuple(verdict(quantity, one) for one in read if one.series.id in proves),
        other=tuple(verdict(quantity, one) for one in read if one.series.id not in proves),
    )


def _own(known: Known, ledger: Ledger) -> bool:
    """Whether it is the obligor's own count, which claims and does not prove."""
    return known.sides.party_of(ledger.series.party) in known.sides.obligor


def with_figures(finding: Finding, known: Known, books: Books) -> Finding:
    """Add the pace, what each series says, and whether they are stale or disagree."""
    judged = books.judged
    pace = pace_of(books.quantity, books.period, judged, books.every, known.today)
    gaps = tuple(_gaps(books))
    odds = (_ODDS,) if books.odds else ()
    conflicting = bool(gaps or odds) or finding.conflicting
    stale = judged is not None and judged.stale(known.today)
    unread = judged is None and any(one.stale(known.today) for one in books.every)
    return replace(
        finding,
        pace=pace,
        counted_since=None if stale else _sees_since(known, judged),
        stale=stale or unread,
        stale_since=_stale_since(known, judged),
        conflicting=conflicting,
        knowledge=_knowledge(known, books, stale=stale or unread, conflicting=conflicting),
        knowledge_since=_spoken_since(known, books),
        reasons=(*finding.reasons, *_says(books, pace), *odds, *gaps, *_remarks(known, books)),
        changes_at=(*finding.changes_at, *_turns(known, books)),
        masks=(*finding.masks, *_masks(books)),
    )


def _masks(books: Books) -> Iterator[tuple[Word, datetime]]:
    """When a reading was replaced or taken back, and when the first one came."""
    for one in books.every:
        if one.revised is not None:
            yield Word.MISSED, one.revised
    first = [one.points[0].learned_at for one in books.every if one.points]
    if first:
        yield Word.UNRATEABLE, min(first)
    if books.judged is not None and len(first) > 1:
        yield Word.AT_RISK, books.judged.points[0].learned_at


def _sees_since(known: Known, judged: Ledger | None) -> datetime | None:
    """Since when a series sees for the feeds: to hold a promise, only on a known schedule."""
    if judged is None or judged.newest is None:
        return None
    unseen = known.commitment.kind in HOLDS and judged.series.every_days == 0
    return None if unseen else judged.newest.learned_at


def _stale_since(known: Known, judged: Ledger | None) -> datetime | None:
    late_from = judged.stale_from() if judged is not None else None
    return known.instant(late_from) if late_from is not None else None


_ODDS = Reason(
    code="series-disagree",
    sentence="The official series disagree over whether the target is reached.",
)


def _knowledge(known: Known, books: Books, *, stale: bool, conflicting: bool) -> Knowledge | None:
    if conflicting:
        return Knowledge.CONFLICTING
    if stale:
        return Knowledge.STALE
    if books.judged is not None:
        return Knowledge.CLEAR
    awaited = any(one.next_release() for one in books.every)
    if awaited or known.today < max(books.period.begins, known.commitment.made):
        return None
    watched = known.context.feeds_declared or bool(books.quantity.series)
    return Knowledge.UNRATEABLE if watched else None


def _spoken_since(known: Known, books: Books) -> datetime:
    begins = known.instant(books.period.begins)
    newest = books.judged.newest if books.judged else None
    return max(begins, known.terms_since, newest.learned_at if newest else begins)


def _says(books: Books, pace: Pace) -> Iterator[Reason]:
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


def _gaps(books: Books) -> Iterator[Reason]:
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


def _remarks(known: Known, books: Books) -> Iterator[Reason]:
    for one in books.every:
        for remark in one.remarks:
            yield Reason(code="reading-unused", sentence=remark)
        late_from = one.stale_from()
        if late_from is not None and one.stale(known.today):
            sentence = f"{one.series.id} should have been out before {day(late_from)}: it is late."
            yield Reason(code="stale", sentence=sentence, since=known.instant(late_from))


def _turns(known: Known, books: Books) -> Iterator[datetime]:
    """When a series goes stale; each midnight while there is no reading to judge by."""
    for one in books.every:
        stale_from = one.stale_from()
        if stale_from is not None:
            yield known.instant(stale_from)
    if books.judged is None and known.today <= books.period.ends:
        yield known.instant(known.today + timedelta(days=1))
