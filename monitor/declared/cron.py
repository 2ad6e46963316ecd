"""Times that come again, as five cron fields: minute, hour, day of the month, month, weekday.

Weekdays leave here as names, because numbers mean different days to different programs: written
numbers are read as cron reads them (0 and 7 are Sunday).
"""

import re
from typing import NamedTuple

from monitor.declared.scalars import Unreadable

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART = re.compile(r"(\*|[0-9]{1,2}|[a-z]{3})(?:-([0-9]{1,2}|[a-z]{3}))?(?:/([0-9]{1,2}))?")


class _Field(NamedTuple):
    name: str
    lowest: int
    highest: int
    names: tuple[str, ...] = ()


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("weekday", 0, 7, _WEEKDAYS),
)


def cron(text: str) -> str:
    """The five fields checked, in lower case, the weekdays as a list of names."""
    fields = text.lower().split()
    if len(fields) != len(_FIELDS):
        hint = "such as `0 8 * * mon-fri`: minute, hour, day, month, weekday"
        raise Unreadable("A schedule has five fields.", hint)
    for field, written in zip(_FIELDS, fields, strict=True):
        for part in written.split(","):
            _values(field, part)
    return " ".join((*fields[:4], _weekdays(fields[4])))


def _weekdays(written: str) -> str:
    if written == "*":
        return written
    numbers = {n % 7 for part in written.split(",") for n in _values(_FIELDS[4], part)}
    if len(numbers) == 7:
        return "*"
    return ",".join(_WEEKDAYS[n] for n in sorted(numbers, key=lambda n: (n - 1) % 7))


def _values(field: _Field, part: str) -> range:
    found = _PART.fullmatch(part)
    if found is None:
        raise _wrong(field)
    first, last, step = found.groups()
    if first == "*":
        begins, ends = field.lowest, field.highest
    else:
        begins = _number(field, first)
        ends = _number(field, last) if last else begins
    if last and first != "*" and ends < begins and field.name == "weekday":
        ends += 7
    if ends < begins or (first == "*" and last) or step in {"0", "00"}:
        raise _wrong(field)
    if step and not last and first != "*":
        ends = field.highest
    return range(begins, ends + 1, int(step or 1))


def _number(field: _Field, text: str) -> int:
    if text in field.names:
        return field.names.index(text) + (1 if field.name == "month" else 0)
    if text.isdigit() and field.lowest <= int(text) <= field.highest:
        return int(text)
    raise _wrong(field)


def _wrong(field: _Field) -> Unreadable:
    names = f", or {field.names[0]} to {field.names[-1]}" if field.names else ""
    allowed = f"{field.lowest} to {field.highest}{names}, with * , - and /"
    return Unreadable(f"The {field.name} of this schedule cannot be read.", allowed)
