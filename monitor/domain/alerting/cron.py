"""Five-field cron moments in a zone: once a day is once a day, whatever the clocks do.

Fields: minute hour day-of-month month day-of-week. `*`, lists, ranges and `/steps`; weekdays and
months by name (`mon`, `jan`) or number, Sunday being 0 or 7. Where both day fields are given,
either may match, as cron has always done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from monitor.domain.calendar import day_of, instant_of

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HORIZON_DAYS = 366 * 8 + 1  # the longest wait is from one 29 February to the next but one


@dataclass(frozen=True, slots=True)
class Cron:
    """An expression taken apart; each field holds the numbers that match."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]  # 0 is Sunday
    any_day: bool
    any_weekday: bool

    def falls_on(self, day: date) -> bool:
        """Whether the day fields match."""
        if day.month not in self.months:
            return False
        by_day, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return by_day and by_weekday
        return by_day or by_weekday


def parse_cron(text: str) -> Cron:
    """The expression, or ValueError with a sentence that names the field."""
    fields = text.lower().split()
    if len(fields) != 5:
        raise ValueError(f"a cron expression has five fields, this has {len(fields)}: {text!r}")
    minute, hour, day, month, weekday = fields
    return Cron(
        minutes=_numbers(minute, 0, 59),
        hours=_numbers(hour, 0, 23),
        days=_numbers(day, 1, 31),
        months=_numbers(month, 1, 12, _MONTHS, 1),
        weekdays=frozenset(n % 7 for n in _numbers(weekday, 0, 7, _DAYS)),
        any_day=day.startswith("*"),
        any_weekday=weekday.startswith("*"),
    )


def _numbers(
    field: str, low: int, high: int, names: tuple[str, ...] = (), first: int = 0
) -> frozenset[int]:
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        begins, ends = _span(span, low, high, names, first)
        if step and (not step.isdecimal() or int(step) == 0):
            raise ValueError(f"{part!r} steps by no whole number")
        found.update(
            range(begins, (high if step and "-" not in span else ends) + 1, int(step or 1))
        )
    return frozenset(found)


def _span(text: str, low: int, high: int, names: tuple[str, ...], first: int) -> tuple[int, int]:
    if text == "*":
        return low, high
    begin, dash, end = text.partition("-")
    begins = _number(begin, names, first)
    ends = _number(end, names, first) if dash else begins
    if not low <= begins <= ends <= high:
        raise ValueError(f"{text!r} is not within {low}-{high}")
    return begins, ends


def _number(text: str, names: tuple[str, ...], first: int) -> int:
    if text in names:
        return names.index(text) + first
    if text.isascii() and text.isdecimal():
        return int(text)
    raise ValueError(f"{text!r} is neither a number nor a name that fits here")


def next_moment(text: str, zone: str, after: datetime) -> datetime:
    """The first moment, in UTC, later than `after` at which the expression falls in `zone`.

    A wall time that a spring night skips falls at the first instant after the gap; one that an
    autumn night repeats falls the first time only. ValueError if it never falls (30 February).
    """
    cron, day = parse_cron(text), day_of(after, zone)
    for offset in range(-1, _HORIZON_DAYS):
        for moment in _moments(cron, zone, day + timedelta(days=offset)):
            if moment > after:
                return moment
    raise ValueError(f"{text!r} never falls")


def _moments(cron: Cron, zone: str, day: date) -> Iterator[datetime]:
    """The moments of one day in order of time; wall times inside one gap are one moment."""
    if not cron.falls_on(day):
        return
    walls = (time(hour, minute) for hour in sorted(cron.hours) for minute in sorted(cron.minutes))
    yield from sorted({instant_of(day, wall, zone) for wall in walls})
