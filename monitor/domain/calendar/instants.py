"""A day and a time on somebody's clock → an instant in UTC.

A wall time that a clock skips (spring, or a day left out at the date line) is the first instant
after the gap; one that it shows twice (autumn) is the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_LAST_DAY = date(9998, 12, 31)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """The clock of an IANA name. Raises ZoneInfoNotFoundError (a KeyError) for an unknown one."""
    return UTC if name == "UTC" else ZoneInfo(name)


@lru_cache(maxsize=8192)
def instant_of(day: date, at: time, zone: str, utc_offset: int | None = None) -> datetime:
    """The instant at which the clock of `zone` shows `at` on `day`.

    utc_offset (minutes east) overrides the zone where a text names an offset out of season.
    """
    if utc_offset is not None:
        fixed = timezone(timedelta(minutes=utc_offset))
        return datetime.combine(day, at, fixed).astimezone(UTC)
    clock = zone_of(zone)
    wall = datetime.combine(day, at.replace(fold=0), clock)
    instant = wall.astimezone(UTC)
    if instant.astimezone(clock).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _end_of_gap(wall, clock)


def _end_of_gap(wall: datetime, clock: tzinfo) -> datetime:
    """The first instant after the gap in which `wall` lies, found by halving."""
    late = wall.astimezone(UTC)
    early = wall.replace(fold=1).astimezone(UTC)
    after = late.astimezone(clock).utcoffset()
    while late - early > _SECOND:
        middle = early + ((late - early) // 2 // _SECOND) * _SECOND
        if middle.astimezone(clock).utcoffset() == after:
            late = middle
        else:
            early = middle
    return late


def start_of_day(day: date, zone: str, utc_offset: int | None = None) -> datetime:
    """The first instant of `day` in `zone`."""
    return instant_of(day, time.min, zone, utc_offset)


def end_of_day(day: date, zone: str, utc_offset: int | None = None) -> datetime:
    """The first instant that no longer belongs to `day` in `zone`."""
    return start_of_day(min(day, _LAST_DAY) + timedelta(days=1), zone, utc_offset)


def day_of(instant: datetime, zone: str) -> date:
    """The calendar day that `instant` falls on in `zone`."""
    return instant.astimezone(zone_of(zone)).date()


def stamp(instant: datetime) -> str:
    """An instant as every trace writes it: 2026-01-01T05:00Z (seconds only where there are any)."""
    utc = instant.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}" if utc.second else f"{utc:%Y-%m-%dT%H:%MZ}"
