"""Texts → days, times, lengths, numbers. Pure; each raises `Unreadable` with a sentence.

A text either is exactly what its field needs or is refused: nothing is guessed, rounded or
repaired, so that no value is silently another one than was meant.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from monitor.domain.calendar import Offset, Unit

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_UTC_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")
_LENGTH = re.compile(r"([0-9]{1,6})(h|d|wd|w|mo|y)")
_SPAN = re.compile(r"([0-9]{1,6})(m|h|d|w)")
_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]{0,29})(\.[0-9]{1,15})?")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_TRUE, _FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
_FIRST_YEAR, _LAST_YEAR = 1000, 2999


class Unreadable(ValueError):
    """A text that its field cannot take: the sentence, and the way out."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def day(text: str) -> date:
    """A calendar day, `2025-12-31`, from the year 1000 to 2999."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise _no_day(text)
    year, month, number = (int(part) for part in found.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        hint = "leave `due` out of what holds until further notice"
        raise Unreadable(f"The year {year} is outside {_FIRST_YEAR} to {_LAST_YEAR}.", hint)
    if not 1 <= month <= 12:
        raise Unreadable(f"There is no such day: a year has no month {month}.", "year-month-day")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= number <= last:
        name = _MONTHS[month - 1].capitalize()
        raise Unreadable(f"There is no such day: {name} {year} has {last} days.")
    return date(year, month, number)


def _no_day(text: str) -> Unreadable:
    message = "A day is needed here."
    if loose := _LOOSE_DAY.fullmatch(text):
        year, month, number = (int(part) for part in loose.groups())
        return Unreadable(message, f"write {year:04}-{month:02}-{number:02}")
    if _DAY.match(text) and re.match(r"[T ][0-9]", text[10:]):
        hint = "write the day alone; a deadline's time goes into {on: …, at: …}"
        return Unreadable("A day without a time is needed here.", hint)
    if month_only := _MONTH.fullmatch(text):
        year, month = (int(part) for part in month_only.groups())
        if 1 <= month <= 12 and year:
            last = calendar.monthrange(year, month)[1]
            return Unreadable(message, f"write its last day, {text}-{last}, or its first")
    return Unreadable(message, _day_in_words(text) or "write year-month-day, such as 2025-12-31")


def _day_in_words(text: str) -> str:
    """How to write `31 December 2025` or `Dec 31, 2025`; empty for anything else."""
    words = re.sub(r"[.,]", " ", text.casefold()).split()
    if len(words) == 3 and words[1].isdigit():
        words = [words[1], words[0], words[2]]
    if len(words) != 3 or not re.fullmatch(r"[0-9]{1,2} [a-z]{3,9} [0-9]{4}", " ".join(words)):
        return ""
    named = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(words[1])]
    return f"write {words[2]}-{named[0]:02}-{int(words[0]):02}" if named else ""


def time_of_day(text: str) -> time:
    """A time on a 24-hour clock, `12:01` or `9:00`."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise Unreadable("A time of day is needed here.", "write hours:minutes, such as 12:01")
    hour, minute = int(found[1]), int(found[2])
    if hour == 24 and minute == 0:
        hint = "leave the time out for the end of the day"
        raise Unreadable("A day's times run from 00:00 to 23:59.", hint)
    if hour > 23 or minute > 59:
        raise Unreadable("A day's times run from 00:00 to 23:59.")
    return time(hour, minute)


def utc_offset(text: str) -> int:
    """Minutes east of UTC, written `-04:00`; from -12:00 to +14:00."""
    found = _UTC_OFFSET.fullmatch(text)
    if found is None:
        raise Unreadable("A distance from UTC is needed here.", "write -04:00 or +08:00")
    minutes = int(found[2]) * 60 + int(found[3])
    signed = -minutes if found[1] == "-" else minutes
    if int(found[3]) > 59 or not -12 * 60 <= signed <= 14 * 60:
        raise Unreadable("Distances from UTC run from -12:00 to +14:00.")
    return signed


def length(text: str) -> Offset:
    """A length of time as deadlines count it: `12h`, `14d`, `45wd`, `2w`, `1mo`, `1y`."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        units = "h, d, wd (working days), w, mo or y"
        hint = f"write {text}d for {text} days" if _WHOLE.fullmatch(text) else _shortened(text, "")
        hint = hint or "such as 14d or 45wd"
        raise Unreadable(f"A length of time is needed here: a whole number and {units}.", hint)
    offset = Offset(int(found[1]), Unit(found[2]))
    if offset.amount > _most(offset.unit):
        raise Unreadable("This length of time is longer than a hundred years.")
    return offset


def _most(unit: Unit) -> int:
    a_year = {
        Unit.HOURS: 8766,
        Unit.DAYS: 366,
        Unit.WORKING_DAYS: 262,
        Unit.WEEKS: 53,
        Unit.MONTHS: 12,
        Unit.YEARS: 1,
    }
    return a_year[unit] * 100


_SPAN_WORDS = {
    "m": ("minutes", "such as 30m or 2h"),
    "h": ("hours", "such as 48h"),
    "d": ("days", "such as 14d"),
}
_SPELLED = re.compile(r"([0-9]{1,6}) ?(min|minute|hour|hr|day|week|month|year|m|h|d|w|y)s?")
_SHORT = {"min": "m", "minute": "m", "hour": "h", "hr": "h", "day": "d", "week": "w"}


def _shortened(text: str, unit: str) -> str:
    """How to write a length that is spelled out, `30 min`; empty if it does not fit `unit`."""
    found = _SPELLED.fullmatch(text.casefold())
    if found is None:
        return ""
    short = {**_SHORT, "month": "mo", "year": "y"}.get(found[2], found[2])
    fits = _MINUTES.get(short, 0) >= _MINUTES[unit] if unit else short != "m"
    return f"write {found[1]}{short}" if fits else ""


def whole_days(text: str) -> int:
    """A number of whole days, `14d` or `2w`, up to ten years."""
    return _span(text, "d")


def whole_hours(text: str) -> int:
    """A number of whole hours, `48h` or `2d`, up to ten years."""
    return _span(text, "h")


def whole_minutes(text: str) -> int:
    """A number of whole minutes, `30m`, `2h` or `1d`, up to ten years."""
    return _span(text, "m")


def _span(text: str, unit: str) -> int:
    found = _SPAN.fullmatch(text)
    name, example = _SPAN_WORDS[unit]
    if found is None:
        hint = f"write {text}{unit} for {text} {name}" if _WHOLE.fullmatch(text) else ""
        hint = hint or _shortened(text, unit) or example
        raise Unreadable(f"A number of {name} is needed here.", hint)
    minutes = int(found[1]) * _MINUTES[found[2]]
    if minutes % _MINUTES[unit]:
        raise Unreadable(f"A whole number of {name} is needed here.", "")
    if minutes > 3660 * _MINUTES["d"]:
        raise Unreadable("This is longer than ten years.")
    return minutes // _MINUTES[unit]


def number(text: str) -> Decimal:
    """An exact decimal number, `12` or `0.85`: no exponent, no thousands separators."""
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    raise Unreadable("A number is needed here.", _number_hint(text))


_NUMBER_HINTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"[1-9][0-9]*([_ ][0-9]+)+(\.[0-9]+)?", lambda t: f"write {re.sub('[_ ]', '', t)}"),
    (
        r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?",
        lambda t: f"write {t.replace(',', '')}, or a decimal point",
    ),
    (r"[0-9]+,[0-9]+", lambda t: f"write {t.replace(',', '.')}"),
    (r"[1-9][0-9]{0,2}(\.[0-9]{3}){2,}", lambda t: f"write {t.replace('.', '')}"),
    (
        r"[0-9]+(\.[0-9]+)?%",
        lambda t: f"write {Decimal(t[:-1]) / 100}, or give the unit elsewhere",
    ),
    (
        r"[0-9]+(\.[0-9]+)? ?[A-Za-z][A-Za-z ]*",
        lambda _: "write the number alone; its unit has a key of its own",
    ),
    (r"[+-]?0[0-9]{1,8}", lambda t: f"write {int(t)}, without the leading zero"),
    (r"\.[0-9]+", lambda t: f"write 0{t}"),
)


def _number_hint(text: str) -> str:
    for pattern, hint in _NUMBER_HINTS:
        if len(text) <= 40 and re.fullmatch(pattern, text, re.ASCII):
            return hint(text)
    return "digits with a decimal point, such as 12 or 0.85"


def whole(text: str) -> int:
    """A whole number from 0, without sign, separators or leading zeros."""
    if _WHOLE.fullmatch(text):
        return int(text)
    hint = _number_hint(text) if not _NUMBER.fullmatch(text) else ""
    raise Unreadable("A whole number is needed here.", hint or "such as 20")


def yes_or_no(text: str) -> bool:
    """`true` or `false`; never `yes`, `no`, `on`, `off`."""
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise Unreadable("`true` or `false` is needed here.", _flag_hint(text))


def _flag_hint(text: str) -> str:
    if text.casefold() in {"yes", "on", "y", "1"}:
        return "write true"
    if text.casefold() in {"no", "off", "n", "0"}:
        return "write false"
    return ""
