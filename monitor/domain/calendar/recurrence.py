"""Recurrences by RFC 5545 rules, with one correction for people.

The standard skips a month that has no 31st and a year that has no 29 February. A promise to report
"on the 31st of each month" is still owed in February, so a rule without its own BYxxx parts
(`FREQ=MONTHLY`, `FREQ=YEARLY`) falls on the last day of a shorter month. A rule that names its days
(`BYMONTHDAY=-1`, `BYDAY=3WE`) is taken exactly as the standard has it.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile

from monitor.domain.calendar.lengths import add_months

_MOST = 10_000
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}


def occurrences(rule: str, begins: date, through: date) -> tuple[date, ...]:
    """The days on which `rule`, started at `begins`, falls up to `through` (inclusive).

    At most 10,000 of them. Raises ValueError for a rule that is none.
    """
    return tuple(takewhile(lambda day: day <= through, _all(rule, begins)))


def after(rule: str, begins: date, day: date) -> date | None:
    """The first occurrence later than `day`, None if there is none."""
    return next((found for found in _all(rule, begins) if found > day), None)


@lru_cache(maxsize=256)
def _all(rule: str, begins: date) -> "_Kept":
    return _Kept(_generate(rule, begins))


class _Kept:
    """A lazy sequence that is computed once and may be walked again and again."""

    def __init__(self, source: Iterator[date]) -> None:
        self._source = source
        self._known: list[date] = []

    def __iter__(self) -> Iterator[date]:
        number = 0
        while number < _MOST:
            if number == len(self._known):
                following = next(self._source, None)
                if following is None:
                    return
                self._known.append(following)
            yield self._known[number]
            number += 1


def _generate(rule: str, begins: date) -> Iterator[date]:
    parts = parse_rule(rule)
    months = _MONTHS.get(parts.get("FREQ", ""))
    plain = not any(name.startswith("BY") for name in parts)
    if months and plain and begins.day > 28:
        return _clamped(parts, begins, months)
    from dateutil.rrule import rrulestr

    start = datetime.combine(begins, time.min)
    return (found.date() for found in rrulestr(rule.removeprefix("RRULE:"), dtstart=start))


def _clamped(parts: dict[str, str], begins: date, months: int) -> Iterator[date]:
    """Each month (or year) the same day, or the month's last."""
    step = months * int(parts.get("INTERVAL", "1"))
    count = int(parts.get("COUNT", str(_MOST)))
    until = _until(parts)
    for number in range(count):
        try:
            day = add_months(begins, number * step)
        except ValueError:
            return
        if until is not None and day > until:
            return
        yield day


def _until(parts: dict[str, str]) -> date | None:
    written = parts.get("UNTIL", "")[:8]
    return date(int(written[:4]), int(written[4:6]), int(written[6:])) if written else None


def parse_rule(rule: str) -> dict[str, str]:
    """The parts of a rule by upper-case name. Raises ValueError with a sentence."""
    pairs = [part.partition("=") for part in rule.removeprefix("RRULE:").upper().split(";") if part]
    parts = {name: value for name, _, value in pairs}
    if "FREQ" not in parts or not all(parts.values()):
        raise ValueError(
            f"{rule!r} is no recurrence; write one such as FREQ=MONTHLY;BYMONTHDAY=15."
        )
    return parts


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The `number`-th `weekday` (0 = Monday) of a month; -1 is the last.

    Raises ValueError where the month has none.
    """
    if number > 0:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    else:
        last = add_months(date(year, month, 1), 1) - timedelta(days=1)
        day = last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-number - 1))
    if day.month != month or number == 0:
        raise ValueError(f"{year}-{month:02} has no weekday number {number}.")
    return day
