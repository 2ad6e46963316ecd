"""Deadlines as people write them → a Due.

`through 9 Nov 2026` includes its day, `before` and `until … (exclusive)` do not, and a bare `until`
leaves it open: both readings are kept. `12:01 a.m. EST` is read on the clock it names; an offset
that the zone does not use on that day is kept literally. What names no single day is a range and
not firm.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from monitor.domain.calendar import seasons
from monitor.domain.calendar.instants import zone_of
from monitor.domain.calendar.lengths import parse_offset
from monitor.domain.calendar.recurrence import nth_weekday
from monitor.domain.calendar.values import Due, Ends, Relative

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>\d{4})"
_DAY = (
    re.compile(r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? {_YEAR}"),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}"),
)
_HOUR = re.compile(r"\b(?P<hour>\d{1,2})[:.](?P<minute>\d{2})\s*(?P<half>[ap])?\.?(?:m\b\.?)?")
_RELATIVE = re.compile(
    r"(?:within )?(?P<length>\d+ ?(?:working |business |calendar )?"
    r"(?:hours?|days?|weeks?|months?|years?|h|d|wd|w|mo|y))"
    r"(?: (?:after|of|from|following) (?:the )?(?P<event>.+))?"
)
_FUZZY = (
    re.compile(rf"\b(?P<part>early|mid|late)[ -]{_MONTH} {_YEAR}"),
    re.compile(r"\bq(?P<quarter>[1-4]) (?P<year>\d{4})"),
    re.compile(r"\b(?P<half>first|second) half of (?P<year>\d{4})"),
    re.compile(r"\b(?P<season>spring|summer|autumn|fall|winter)(?: of)? (?P<year>\d{4})"),
    re.compile(r"\b(?P<crop>[a-z]+) (?:marketing year|season) (?P<year>\d{4})"),
    re.compile(rf"\b(?P<part>){_MONTH} {_YEAR}"),
)
_NTH = re.compile(
    rf"\b(?P<nth>{'|'.join(_NUMBERS)}) (?P<weekday>{'|'.join(_WEEKDAYS)})[a-z]* "
    rf"(?:of|in) {_MONTH} {_YEAR}"
)
_YEAR_END = re.compile(r"\b(?:end of|year-?end|by the end of) (?P<year>\d{4})")


class Clock(NamedTuple):
    """A clock by the name people give it: its zone, and its offset where the name fixes one."""

    zone: str
    offset: int | None = None


_CLOCKS = {
    "est": Clock("America/New_York", -300),
    "edt": Clock("America/New_York", -240),
    "et": Clock("America/New_York"),
    "eastern": Clock("America/New_York"),
    "new york": Clock("America/New_York"),
    "washington": Clock("America/New_York"),
    "beijing": Clock("Asia/Shanghai"),
    "china standard time": Clock("Asia/Shanghai"),
    "cet": Clock("Europe/Brussels", 60),
    "cest": Clock("Europe/Brussels", 120),
    "brussels": Clock("Europe/Brussels"),
    "gmt": Clock("UTC", 0),
    "utc": Clock("UTC"),
    "bst": Clock("Europe/London", 60),
    "london": Clock("Europe/London"),
}
_CLOCK = re.compile(r"\b(" + "|".join(sorted(_CLOCKS, key=len, reverse=True)) + r")\b")


def read_due(text: str, *, zone: str = "UTC", events: tuple[str, ...] = ()) -> Due:
    """The deadline that `text` names.

    zone: the clock meant where the text names none. events: ids that a relative deadline may hang
    on; its own words, made an id, stand for one that is not among them. Raises ValueError with a
    sentence where no deadline is found.
    """
    plain = " ".join(text.replace("\u202f", " ").split()).casefold()
    for read in (_exact, _nth, _vague, _year_end):
        due = read(plain, text, zone)
        if due is not None:
            return due
    found = _RELATIVE.search(plain)
    if found is not None and found["event"]:
        after = _event(found["event"], events)
        return Due(
            relative=Relative(offset=parse_offset(found["length"]), after=after),
            zone=zone,
            written=text,
        )
    raise ValueError(f"{text!r} names no deadline; write a day such as 2026-12-31.")


def _event(words: str, events: tuple[str, ...]) -> str:
    slug = "-".join(re.findall(r"[a-z0-9]+", words))
    return next((event for event in events if event.casefold() == slug), slug)


def _month(found: re.Match[str]) -> int:
    return _MONTHS.index(found["month"][:3]) + 1


def _exact(plain: str, text: str, zone: str) -> Due | None:
    found = next((match for form in _DAY if (match := form.search(plain))), None)
    if found is None:
        return None
    month = int(found["number"]) if "number" in found.groupdict() else _month(found)
    day = date(int(found["year"]), month, int(found["day"]))
    hour = _hour(plain[: found.start()] + " " + plain[found.end() :])
    clock = _clock(plain, zone)
    return Due(
        on=day,
        at=hour,
        zone=clock.zone,
        utc_offset=_literal(clock, day, hour),
        ends=_ends(plain),
        written=text,
    )


def _ends(plain: str) -> Ends:
    if re.search(r"\bexclusive\b|\bbefore\b", plain):
        return Ends.START_OF_DAY
    if re.search(r"\buntil\b|\btill\b", plain) and "inclusive" not in plain:
        return Ends.UNSTATED
    return Ends.END_OF_DAY


def _hour(plain: str) -> time | None:
    found = _HOUR.search(plain)
    if found is None:
        return None
    hour, half = int(found["hour"]), found["half"]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found["minute"]))


def _clock(plain: str, zone: str) -> Clock:
    found = _CLOCK.search(plain)
    return _CLOCKS[found[1]] if found else Clock(zone)


def _literal(clock: Clock, day: date, hour: time | None) -> int | None:
    """The offset as named, only where the zone keeps another one at that moment."""
    if clock.offset is None:
        return None
    wall = datetime.combine(day, hour or time.min, zone_of(clock.zone))
    same = wall.utcoffset() == timedelta(minutes=clock.offset)
    return None if same else clock.offset


def _nth(plain: str, text: str, zone: str) -> Due | None:
    found = _NTH.search(plain)
    if found is None:
        return None
    weekday = _WEEKDAYS.index(found["weekday"])
    day = nth_weekday(int(found["year"]), _month(found), weekday, _NUMBERS[found["nth"]])
    return Due(on=day, zone=_clock(plain, zone).zone, written=text)


def _vague(plain: str, text: str, zone: str) -> Due | None:
    for form in _FUZZY:
        found = form.search(plain)
        days = _stretch(found) if found is not None else None
        if days is not None:
            return seasons.within(days, _clock(plain, zone).zone, text)
    return None


def _stretch(found: re.Match[str]) -> seasons.Range | None:
    given, year = found.groupdict(), int(found["year"])
    if "quarter" in given:
        return seasons.quarter(year, int(given["quarter"]))
    if "half" in given:
        return seasons.half(year, 1 if given["half"] == "first" else 2)
    if "season" in given:
        return seasons.season(year, given["season"])
    if "crop" in given:
        known = given["crop"] in seasons.CROPS
        return seasons.marketing_year(given["crop"], year) if known else None
    return seasons.month_part(year, _month(found), given["part"])


def _year_end(plain: str, text: str, zone: str) -> Due | None:
    found = _YEAR_END.search(plain)
    if found is None:
        return None
    return Due(on=date(int(found["year"]), 12, 31), zone=_clock(plain, zone).zone, written=text)
