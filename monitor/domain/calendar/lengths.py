"""Lengths of time: reading them, and adding them to a day.

Months and years keep the day of the month where it exists and else take the last of the month:
31 January + 1 month = 28 or 29 February. Days and weeks count calendar days, the first of them
the day after; working days likewise.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from monitor.domain.calendar.values import Offset, Unit
from monitor.domain.calendar.working import add_working

_WRITTEN = re.compile(r"\s*([+-]?\d{1,6})\s*([a-z -]*?)s?\s*", re.IGNORECASE)
_NAMES = {
    "": Unit.DAYS,
    "h": Unit.HOURS,
    "hour": Unit.HOURS,
    "d": Unit.DAYS,
    "day": Unit.DAYS,
    "calendar day": Unit.DAYS,
    "wd": Unit.WORKING_DAYS,
    "bd": Unit.WORKING_DAYS,
    "working day": Unit.WORKING_DAYS,
    "business day": Unit.WORKING_DAYS,
    "w": Unit.WEEKS,
    "week": Unit.WEEKS,
    "mo": Unit.MONTHS,
    "month": Unit.MONTHS,
    "y": Unit.YEARS,
    "year": Unit.YEARS,
}


def parse_offset(text: str) -> Offset:
    """`14d`, `45wd`, `45 working days`, `1mo` → an Offset. Raises ValueError with a sentence."""
    found = _WRITTEN.fullmatch(text)
    unit = _NAMES.get(found.group(2).strip().lower().replace("-", " ")) if found else None
    if found is None or unit is None:
        raise ValueError(f"{text!r} is no length of time; write 14d, 45wd, 2w, 1mo, 1y or 48h.")
    return Offset(int(found.group(1)), unit)


def add(day: date, offset: Offset, countries: tuple[str, ...] = ()) -> date:
    """The day that lies `offset` after `day`.

    Hours are rounded up to whole days here; `resolve` counts them exactly. Raises ValueError
    where the calendar ends.
    """
    try:
        return _add(day, offset, countries)
    except OverflowError as error:
        raise ValueError(f"{day} + {offset} lies outside the calendar.") from error


def _add(day: date, offset: Offset, countries: tuple[str, ...]) -> date:
    amount = offset.amount
    if offset.unit is Unit.WORKING_DAYS:
        return add_working(day, amount, countries)
    if offset.unit is Unit.MONTHS:
        return add_months(day, amount)
    if offset.unit is Unit.YEARS:
        return add_months(day, 12 * amount)
    if offset.unit is Unit.HOURS:
        return day + timedelta(days=-(-amount // 24))
    return day + timedelta(days=amount * (7 if offset.unit is Unit.WEEKS else 1))


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{day} + {months}mo lies outside the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
