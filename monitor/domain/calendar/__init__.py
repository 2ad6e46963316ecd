"""Days, deadlines and lengths of time.

Ranges of days are half-open `[begins, ends)` unless a field says otherwise; instants are aware
and in UTC; a day belongs to the zone that its deadline names.
"""

from monitor.domain.calendar.instants import (
    day_of,
    end_of_day,
    instant_of,
    stamp,
    start_of_day,
    zone_of,
)
from monitor.domain.calendar.lengths import add, parse_offset
from monitor.domain.calendar.recurrence import occurrences
from monitor.domain.calendar.resolving import exact, resolve
from monitor.domain.calendar.values import Deadline, Due, Ends, Offset, Relative, Unit
from monitor.domain.calendar.written import read_due

__all__ = [
    "Deadline",
    "Due",
    "Ends",
    "Offset",
    "Relative",
    "Unit",
    "add",
    "day_of",
    "end_of_day",
    "exact",
    "instant_of",
    "occurrences",
    "parse_offset",
    "read_due",
    "resolve",
    "stamp",
    "start_of_day",
    "zone_of",
]
