"""Days and deadlines in a text: `until 10 November 2026`, `by the end of March`, `for 90 days`.

Only for reported changes and dated acts, as candidates: the year left out is the one that makes
the day fall nearest after publication; a length is counted from publication.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>20\d\d|19\d\d))?"
_DATES = (
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}{_YEAR}\b"),
    re.compile(rf"\b{_MONTH} {_DAY}{_YEAR}\b"),
    re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\bend of {_MONTH}{_YEAR}\b"),
    re.compile(r"\b(?:end of|year-end) (?P<year>20\d\d)\b"),
    re.compile(rf"\b(?:until|till|to|by|through|before) {_MONTH} (?P<year>20\d\d)\b"),
    re.compile(rf"\b(?:until|till|to|by) {_MONTH}\b"),
    re.compile(r"\b(?:until|till|to|by) (?P<year>20\d\d)\b"),
)
_TO = re.compile(
    r"\b(?:until|till|to|by|through|before|no later than|deadline of)\b(?:[^.;]{0,24}$|(?= ))"
)
_LENGTH = re.compile(
    r"\b(?:for|by|of) (?:another |a further |an additional |one more )?"
    r"(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|nine|twelve|ninety|thirty|sixty)"
    r"(?: more| further| additional)?[- ](?P<unit>day|week|month|year)s?\b"
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
           "nine": 9, "twelve": 12, "thirty": 30, "sixty": 60, "ninety": 90}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day read from a text, and where it stands. until: it closes a period or is a deadline."""

    start: int
    end: int
    on: date
    until: bool = False


def days(flat: str, near: date, start: int = 0, end: int | None = None) -> list[Day]:
    """The days of a folded text in order; `near` is the day of publication."""
    stop = len(flat) if end is None else end
    found: dict[int, Day] = {}
    for pattern in _DATES:
        for match in pattern.finditer(flat, start, stop):
            day = _read(match, flat, near)
            if day is not None and not any(d.start < day.end and day.start < d.end
                                           for d in found.values()):  # fmt: skip
                found[day.start] = day
    return sorted(found.values(), key=lambda day: day.start)


def new_due(flat: str, near: date, start: int = 0, end: int | None = None) -> date | None:
    """The deadline that a reported extension names: a day after `until`, else a length of time."""
    closing = [day.on for day in days(flat, near, start, end) if day.until and day.on >= near]
    if closing:
        return closing[-1]
    match = _LENGTH.search(flat, start, len(flat) if end is None else end)
    return _after(near, match["count"], match["unit"]) if match else None


def _read(match: re.Match[str], flat: str, near: date) -> Day | None:
    groups = match.groupdict()
    named = groups.get("month")
    month = _MONTHS.get(named or "") or (int(named) if named and named.isdigit() else 12)
    year = int(groups["year"]) if groups.get("year") else _year(month, groups.get("day"), near)
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = int(groups["day"]) if groups.get("day") else last
    if not 1 <= day <= last:
        return None
    before = flat[max(0, match.start() - 30) : match.start()]
    until = bool(_TO.search(before) or _TO.match(flat, match.start()))
    on = date(year, month, day)
    if until and on < near and not groups.get("year"):
        on = date(year + 1, month, min(day, 28 if month == 2 else day))
    return Day(match.start(), match.end(), on, until=until)


def _year(month: int, day: str | None, near: date) -> int:
    """The year that puts a day within half a year before publication or after it."""
    behind = near - timedelta(days=180)
    last = min(int(day) if day else 28, 28)
    return behind.year if date(behind.year, month, last) >= behind else behind.year + 1


def _after(near: date, count: str, unit: str) -> date | None:
    number = _COUNTS.get(count) or (int(count) if count.isdigit() else 0)
    if not number:
        return None
    if unit in {"day", "week"}:
        return near + timedelta(days=number * (7 if unit == "week" else 1))
    months = near.month - 1 + number * (12 if unit == "year" else 1)
    year, month = near.year + months // 12, months % 12 + 1
    if year > 9_000:
        return None
    return date(year, month, min(near.day, monthrange(year, month)[1]))
