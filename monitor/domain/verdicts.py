"""What a series says of a quantity once it can say anything: reached, reached late, short."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from monitor.domain.commitment import Direction, Quantity
from monitor.domain.known import Known
from monitor.domain.ledger import Ledger, Period, Point
from monitor.domain.pace import reaches

FOREVER = date(9998, 12, 31)


class Says(StrEnum):
    """A series' verdict."""

    REACHED = "reached"
    LATE = "late"
    SHORT = "short"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one ledger says, since which reading, about which day, with which total."""

    says: Says
    ledger: Ledger
    since: datetime
    at_most: bool = False
    day: date | None = None
    total: Decimal | None = None
    rests_on: tuple[str, ...] = ()


def period_of(known: Known, quantity: Quantity) -> Period:
    """The days that count: as declared, else from the day it was made to the due day.

    An agreed extension moves the last day with the due date.
    """
    begins = quantity.begins or known.commitment.made
    ends = quantity.ends
    due = known.deadline
    if due is not None and (ends is None or due.day != (known.original or due).day):
        ends = due.day
    return Period(begins, max(ends or FOREVER, begins))


def verdict(quantity: Quantity, ledger: Ledger) -> Verdict:
    """The verdict of one ledger at the end of what it tells."""
    if quantity.direction is Direction.AT_MOST:
        return _kept_below(quantity, ledger)
    inside = ledger.inside
    if inside and reaches(quantity, inside[-1].total):
        return _from(Says.REACHED, ledger, _run(quantity, inside)[0])
    newest = ledger.newest
    if newest is not None and reaches(quantity, newest.total):
        return _from(Says.LATE, ledger, _run(quantity, ledger.points)[0])
    if newest is not None and ledger.complete:
        first = next(p for p in ledger.points if p.through >= ledger.period.ends)
        exact = inside[-1] if inside and inside[-1].through == ledger.period.ends else newest
        return _from(Says.SHORT, ledger, exact, since=first.learned_at)
    return _open(ledger)


def _kept_below(quantity: Quantity, ledger: Ledger) -> Verdict:
    """A cap: kept if the last reading inside a finished period is below it."""
    inside = ledger.inside
    if not ledger.complete or not inside:
        return replace(_open(ledger), at_most=True)
    says = Says.REACHED if reaches(quantity, inside[-1].total) else Says.SHORT
    first = next(p for p in ledger.points if p.through >= ledger.period.ends)
    found = _from(says, ledger, inside[-1], since=first.learned_at)
    return replace(found, at_most=True)


def _open(ledger: Ledger) -> Verdict:
    newest = ledger.newest
    since = newest.learned_at if newest else datetime.min.replace(tzinfo=UTC)
    return Verdict(says=Says.OPEN, ledger=ledger, since=since)


def _run(quantity: Quantity, points: Sequence[Point]) -> list[Point]:
    """The unbroken run of readings at the end that keep the promise."""
    run: list[Point] = []
    for point in reversed(points):
        if not reaches(quantity, point.total):
            break
        run.insert(0, point)
    return run


def _from(says: Says, ledger: Ledger, point: Point, since: datetime | None = None) -> Verdict:
    return Verdict(
        says=says,
        ledger=ledger,
        since=since or point.learned_at,
        day=point.through,
        total=point.total,
        rests_on=(point.id,),
    )


def at_odds(verdicts: Sequence[Verdict]) -> bool:
    """Whether one series says that it is reached and another, speaking of that day, does not."""
    kept = [one for one in verdicts if one.says in {Says.REACHED, Says.LATE}]
    if not kept:
        return False
    day = min(one.day for one in kept if one.day is not None)
    return any(
        one.says in {Says.SHORT, Says.OPEN}
        and one.ledger.newest is not None
        and one.ledger.newest.through >= day
        for one in verdicts
    )
