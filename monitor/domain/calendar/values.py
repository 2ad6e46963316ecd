"""The values: lengths of time, deadlines as written, deadlines resolved.

Ranges of days are half-open `[begins, ends)` unless a field says otherwise; instants are aware
and in UTC; a day belongs to the zone that its deadline names.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Unit(StrEnum):
    """What an offset counts."""

    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "wd"
    WEEKS = "w"
    MONTHS = "mo"
    YEARS = "y"


@dataclass(frozen=True, slots=True)
class Offset:
    """A length of time as people write it: `14d`, `45wd`, `1mo`."""

    amount: int
    unit: Unit = Unit.DAYS

    def __str__(self) -> str:
        return f"{self.amount}{self.unit.value}"


class Ends(StrEnum):
    """When on its last day a deadline falls, if no time of day is given."""

    END_OF_DAY = "end-of-day"  # `through`: the whole day still counts
    START_OF_DAY = "start-of-day"  # `until`: the day itself no longer counts
    UNSTATED = "unstated"  # the text does not say; both readings are kept as a range


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A date counted from an event or from another commitment's completion.

    `working_calendars` names the countries (ISO codes) whose holidays are no working days.
    """

    offset: Offset
    after: str
    working_calendars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline as written; `resolve` turns it into instants.

    on: the last day named (a fuzzy deadline's latest day); None if `relative` is given.
    earliest: the first day of a fuzzy deadline's range, None where it is exact.
    at: the time of day on `on`; None means `ends` decides.
    zone: IANA name of the clock that ends the day. utc_offset: minutes east of UTC as
    literally written where that contradicts the season ("EDT" in November).
    grace: how long after the instant it is not yet overdue. remind: whole days before it.
    """

    on: date | None = None
    earliest: date | None = None
    at: time | None = None
    zone: str = "UTC"
    utc_offset: int | None = None
    ends: Ends = Ends.END_OF_DAY
    firm: bool = True
    relative: Relative | None = None
    grace: Offset = Offset(0)
    remind: tuple[int, ...] = (30, 14, 7, 3, 1)
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline resolved: instants in UTC, with the arithmetic that led there.

    instant is when the obligation falls due; grace_ends when it becomes overdue. earliest is set
    for a range. ambiguous says why the instant is a reading and not the text. warnings tell what
    the arithmetic rests on that may yet change, such as holidays not announced so far.
    trace: one line of arithmetic a step, each of which recomputes.
    """

    instant: datetime
    grace_ends: datetime
    zone: str
    day: date
    earliest: datetime | None = None
    firm: bool = True
    ambiguous: str = ""
    trace: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
