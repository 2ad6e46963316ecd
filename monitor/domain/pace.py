"""How a quantity runs: expected by a day, reported, projected, needed.

Everything is judged on the day a reading speaks of, never on the day it is read: a late series
is stale, not behind. The projection goes on at the pace shown so far; its interval (80 %) and the
chance come from how unevenly the readings so far arrived, and need four of them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import erf, sqrt

from monitor.domain.commitment import Direction, Proration, Quantity
from monitor.domain.ledger import Ledger, Period, Point
from monitor.domain.standing import Pace, SeriesReading

RECOVERS_ABOVE = Decimal("0.05")
"""How far above the mark the ratio must climb before a pace that was at risk is on track again."""

_NORMAL_80 = Decimal("1.2816")
_ENOUGH = 4


def share_by(quantity: Quantity, period: Period, day: date) -> Decimal:
    """The share of the target expected by the end of `day`, 0 to 1."""
    if day < period.begins:
        return Decimal(0)
    if day >= period.ends:
        return Decimal(1)
    if quantity.proration is Proration.STEPPED:
        return _stepped(quantity, day)
    if quantity.proration is Proration.SEASONAL and len(quantity.weights) == 12:
        return _seasonal(quantity.weights, period, day)
    if quantity.proration is Proration.NONE:
        return Decimal(0)
    return Decimal((day - period.begins).days + 1) / period.days


def _stepped(quantity: Quantity, day: date) -> Decimal:
    steps = sorted(quantity.steps, key=lambda step: step.on)
    passed = bisect_right([step.on for step in steps], day)
    return steps[passed - 1].amount / quantity.target if passed and quantity.target else Decimal(0)


def _seasonal(weights: Sequence[Decimal], period: Period, day: date) -> Decimal:
    whole = _weight(weights, period.begins, period.ends)
    return _weight(weights, period.begins, day) / whole if whole else Decimal(1)


def _weight(weights: Sequence[Decimal], begins: date, through: date) -> Decimal:
    """The weight of `[begins, through]`: each month's share spread evenly over its days."""
    total = Decimal(0)
    day = begins
    while day <= through:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        length = (following - day.replace(day=1)).days
        stays = (min(through + timedelta(days=1), following) - day).days
        total += weights[day.month - 1] * stays / length
        day = following
    return total


def expected_by(quantity: Quantity, period: Period, day: date) -> Decimal:
    """The amount expected by the end of `day`."""
    return quantity.target * share_by(quantity, period, day)


def ratio_at(quantity: Quantity, ledger: Ledger, point: Point) -> Decimal | None:
    """Reported over expected on the day of `point`; None where nothing was expected yet."""
    expected = (
        quantity.target if ledger.level else expected_by(quantity, ledger.period, point.through)
    )
    return point.total / expected if expected else None


@dataclass(frozen=True, slots=True)
class Risk:
    """Whether the pace is at risk and since which reading it is as it is."""

    at_risk: bool
    since: datetime | None


def risk(quantity: Quantity, ledger: Ledger) -> Risk:
    """Walk the readings by day: at risk below the mark, on track again only well above it."""
    state = Risk(at_risk=False, since=None)
    for point in ledger.inside:
        ratio = ratio_at(quantity, ledger, point)
        if ratio is None:
            continue
        behind = _behind(quantity, ratio, was=state.at_risk)
        if behind is not state.at_risk:
            state = Risk(at_risk=behind, since=point.learned_at)
    return state


def _behind(quantity: Quantity, ratio: Decimal, *, was: bool) -> bool:
    mark = quantity.at_risk_below + (RECOVERS_ABOVE if was else 0)
    if quantity.direction is Direction.AT_MOST:
        return ratio * mark > 1
    return ratio < mark


def reaches(quantity: Quantity, total: Decimal) -> bool:
    """Whether `total` keeps the promise."""
    if quantity.direction is Direction.AT_MOST:
        return total <= quantity.target
    return total >= quantity.target


def pace_of(
    quantity: Quantity,
    period: Period,
    judged: Ledger | None,
    every: Sequence[Ledger],
    today: date,
) -> Pace:
    """The figures of the series that is judged, with the newest reading of each other."""
    newest = judged.newest if judged else None
    readings = tuple(_newest(ledger, today) for ledger in every if ledger.points)
    at_most = quantity.direction is Direction.AT_MOST
    if judged is None or newest is None:
        return Pace(
            unit=quantity.unit,
            target=quantity.target,
            expected=expected_by(quantity, period, today),
            reported=None,
            ratio=None,
            through=None,
            at_most=at_most,
            readings=readings,
        )
    ahead = _ahead(quantity, period, judged, newest)
    expected = quantity.target if judged.level else expected_by(quantity, period, newest.through)
    return Pace(
        unit=quantity.unit,
        target=quantity.target,
        expected=expected,
        reported=newest.total,
        ratio=newest.total / expected if expected else None,
        through=newest.through,
        series=judged.series.id,
        projected=ahead.middle,
        projected_low=ahead.low,
        projected_high=ahead.high,
        needed_per_day=_needed(quantity, period, newest),
        chance=ahead.chance,
        at_most=at_most,
        readings=readings,
    )


def _newest(ledger: Ledger, today: date) -> SeriesReading:
    newest = ledger.points[-1]
    return SeriesReading(
        series=ledger.series.id,
        total=newest.total,
        through=newest.through,
        stale=ledger.stale(today),
        next_release=ledger.next_release(),
    )


def _needed(quantity: Quantity, period: Period, newest: Point) -> Decimal | None:
    left = (period.ends - newest.through).days
    missing = quantity.target - newest.total
    if left <= 0 or quantity.direction is Direction.AT_MOST:
        return None
    return max(missing, Decimal(0)) / left


@dataclass(frozen=True, slots=True)
class _Ahead:
    middle: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    chance: float | None = None


def _ahead(quantity: Quantity, period: Period, ledger: Ledger, newest: Point) -> _Ahead:
    """The total at the end of the period if the rest goes as the part behind us did."""
    done = share_by(quantity, period, newest.through)
    if ledger.level or quantity.proration is Proration.NONE or not done:
        return _Ahead()
    if newest.through >= period.ends:
        return _Ahead(newest.total)
    left = 1 - done
    rate = newest.total / done
    middle = newest.total + rate * left
    spread = _spread(quantity, period, ledger, rate)
    if spread is None:
        return _Ahead(middle)
    deviation = (spread * left * (1 + left / done)).sqrt()
    low, high = middle - _NORMAL_80 * deviation, middle + _NORMAL_80 * deviation
    return _Ahead(middle, low, high, _chance(quantity, middle, deviation))


def _spread(quantity: Quantity, period: Period, ledger: Ledger, rate: Decimal) -> Decimal | None:
    """The variance of what arrives per unit of expected share, None with too few readings."""
    shares = [Decimal(0), *(share_by(quantity, period, p.through) for p in ledger.points)]
    totals = [Decimal(0), *(p.total for p in ledger.points)]
    squares = [
        (totals[n] - totals[n - 1] - rate * width) ** 2 / width
        for n in range(1, len(shares))
        if (width := shares[n] - shares[n - 1]) > 0
    ]
    if len(squares) < _ENOUGH:
        return None
    return sum(squares, Decimal(0)) / (len(squares) - 1)


def _chance(quantity: Quantity, middle: Decimal, deviation: Decimal) -> float:
    gap = middle - quantity.target
    if quantity.direction is Direction.AT_MOST:
        gap = -gap
    if not deviation:
        return 1.0 if gap >= 0 else 0.0
    return round(0.5 * (1 + erf(float(gap / deviation) / sqrt(2))), 3)
