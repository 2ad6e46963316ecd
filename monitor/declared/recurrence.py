"""Recurrences as RFC 5545 writes them, `FREQ=YEARLY;BYMONTH=3`: checked, kept as text."""

import re
from collections.abc import Callable

from monitor.declared.nearby import did_you_mean
from monitor.declared.scalars import Unreadable

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAY = re.compile(r"([+-]?[1-5]?[0-9])?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z)?")


def _numbers(lowest: int, highest: int, *, negative: bool = False) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        if not re.fullmatch(r"[+-]?[0-9]{1,4}", text):
            return False
        value = int(text)
        return lowest <= value <= highest or (negative and lowest <= -value <= highest)

    return fits


_PARTS: dict[str, Callable[[str], bool]] = {
    "FREQ": lambda text: text in _FREQUENCIES,
    "INTERVAL": _numbers(1, 1000),
    "COUNT": _numbers(1, 1000),
    "UNTIL": lambda text: _UNTIL.fullmatch(text) is not None,
    "BYMONTH": _numbers(1, 12),
    "BYMONTHDAY": _numbers(1, 31, negative=True),
    "BYYEARDAY": _numbers(1, 366, negative=True),
    "BYWEEKNO": _numbers(1, 53, negative=True),
    "BYDAY": lambda text: _WEEKDAY.fullmatch(text) is not None,
    "BYSETPOS": _numbers(1, 366, negative=True),
    "WKST": lambda text: text in {"MO", "TU", "WE", "TH", "FR", "SA", "SU"},
}


def recurrence(text: str) -> str:
    """The rule in upper case, each of its parts known and within bounds."""
    rule = text.upper().removeprefix("RRULE:").strip(" ;")
    parts = [part.strip() for part in rule.split(";")]
    names = [part.partition("=")[0] for part in parts]
    for part in parts:
        _check(part)
    if "FREQ" not in names:
        raise Unreadable("This recurrence does not say how often.", "begin with FREQ=YEARLY")
    if len(set(names)) != len(names):
        raise Unreadable("This recurrence says the same thing twice.")
    if {"COUNT", "UNTIL"} <= set(names):
        raise Unreadable("A recurrence ends by COUNT or by UNTIL, not by both.")
    return ";".join(parts)


def _check(part: str) -> None:
    name, _, values = part.partition("=")
    fits = _PARTS.get(name)
    if fits is None:
        example = "such as FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"
        hint = did_you_mean(name, _PARTS, example)
        raise Unreadable("A part of this recurrence is not known.", hint)
    if not all(fits(value) for value in values.split(",")):
        hint = "DAILY, WEEKLY, MONTHLY or YEARLY" if name == "FREQ" else ""
        raise Unreadable(f"The part {name} of this recurrence cannot be read.", hint)
