"""The readings of a series as one running total in the target's unit.

A later reading for the same period replaces the earlier one, a retraction takes it away; what was
replaced stays in the facts. Series stand side by side and are never added or averaged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from operator import attrgetter

from monitor.domain.evidence import Measurement, Series, Tier
from monitor.domain.units import UnitError, convert

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that count, both inclusive."""

    begins: date
    ends: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends - self.begins).days + 1


@dataclass(frozen=True, slots=True)
class Point:
    """The total at the end of a day, by whichever reading said so, and when we learned it."""

    through: date
    total: Decimal
    learned_at: datetime
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One series over the period: its points by day, and what could not be used.

    level: the readings state a height (a stock, a rate), not an amount that adds up. revised: when
    a reading was last replaced or taken back.
    """

    series: Series
    period: Period
    points: tuple[Point, ...]
    level: bool
    remarks: tuple[str, ...] = ()
    revised: datetime | None = None

    @property
    def newest(self) -> Point | None:
        """The point that speaks of the latest day."""
        return self.points[-1] if self.points else None

    @property
    def official(self) -> bool:
        """Whether an official body publishes it."""
        return self.series.tier is Tier.OFFICIAL

    @property
    def complete(self) -> bool:
        """Whether it speaks of the last day of the period."""
        return bool(self.points) and self.points[-1].through >= self.period.ends

    @property
    def inside(self) -> tuple[Point, ...]:
        """The points that speak of days of the period."""
        return tuple(point for point in self.points if point.through <= self.period.ends)

    def next_release(self) -> date | None:
        """The day by which its next reading should be out, None if unknown or no longer needed."""
        if self.series.every_days == 0 or self.complete:
            return None
        spoken = self.points[-1].through if self.points else self.period.begins - _DAY
        return spoken + timedelta(days=self.series.every_days + self.series.lag_days)

    def stale_from(self) -> date | None:
        """The first day on which it is late if nothing more comes."""
        release = self.next_release()
        return None if release is None else release + _DAY

    def stale(self, today: date) -> bool:
        """Whether its next reading should be out and is not."""
        release = self.next_release()
        return release is not None and today > release


def ledgers(
    named: Iterable[str],
    unit: str,
    period: Period,
    series: Sequence[Series],
    readings: Iterable[Measurement],
    *,
    heights: bool = False,
) -> tuple[Ledger, ...]:
    """One ledger for each series that is named or that has readings, in that order.

    unit: what the totals are expressed in; empty takes each series' own. heights: a reading that is
    not cumulative stands alone, even if it speaks of a stretch of days.
    """
    by_series: dict[str, list[Measurement]] = {name: [] for name in named}
    for reading in readings:
        by_series.setdefault(reading.series, []).append(reading)
    known = {one.id: one for one in series}
    return tuple(
        _ledger(known.get(name, Series(id=name)), unit, period, found, heights=heights)
        for name, found in by_series.items()
    )


def _ledger(
    series: Series,
    unit: str,
    period: Period,
    readings: Sequence[Measurement],
    *,
    heights: bool,
) -> Ledger:
    own = unit or (readings[0].unit if readings else "")
    standing, remarks = _converted(_standing(readings), own)
    alone = heights or all(one.begins is None for one in readings)
    level = not series.cumulative and alone
    as_read = series.cumulative or level
    points = _as_read(standing, period) if as_read else _summed(standing, period)
    return Ledger(
        series=series,
        period=period,
        points=points,
        level=level,
        remarks=remarks,
        revised=_revised(readings),
    )


def _revised(readings: Iterable[Measurement]) -> datetime | None:
    spoken: set[tuple[date, date]] = set()
    again: list[datetime] = []
    for one in sorted(readings, key=attrgetter("learned_at", "id")):
        period = (one.begins or date.min, one.through)
        if period in spoken:
            again.append(one.learned_at)
        spoken.add(period)
    return max(again, default=None)


def _standing(readings: Sequence[Measurement]) -> list[Measurement]:
    """The last word on each period, without those taken back, in the order of their days."""
    last: dict[tuple[date, date], Measurement] = {}
    for one in sorted(readings, key=attrgetter("learned_at", "id")):
        last[(one.begins or date.min, one.through)] = one
    return [last[key] for key in sorted(last) if not last[key].retracted]


def _converted(
    readings: Sequence[Measurement], unit: str
) -> tuple[list[tuple[Measurement, Decimal]], tuple[str, ...]]:
    usable: list[tuple[Measurement, Decimal]] = []
    remarks: list[str] = []
    for one in readings:
        try:
            usable.append((one, convert(one.value, one.unit, unit)))
        except UnitError:
            remarks.append(
                f"The reading {one.value} {one.unit} through {one.through} is not used: "
                f"{one.unit} cannot be compared with {unit}."
            )
    return usable, tuple(remarks)


def _as_read(readings: list[tuple[Measurement, Decimal]], period: Period) -> tuple[Point, ...]:
    found = [
        Point(one.through, value, one.learned_at, one.id)
        for one, value in readings
        if one.through >= period.begins
    ]
    return tuple(sorted(found, key=lambda point: point.through))


def _summed(readings: list[tuple[Measurement, Decimal]], period: Period) -> tuple[Point, ...]:
    """Running totals from the first day that counts on; overlapping readings count once.

    What arrives after the period stays in the total: late performance is performance.
    """
    total = Decimal(0)
    points: list[Point] = []
    last = date.min
    for one, value in readings:
        begins = one.begins or one.through
        if begins <= last or begins < period.begins:
            continue
        total, last = total + value, one.through
        points.append(Point(one.through, total, one.learned_at, one.id))
    return tuple(points)
