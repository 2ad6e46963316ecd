"""A deadline as written → instants in UTC, with its arithmetic.

`through` a day means to its end, `until` a day to its start; where the text says neither, both
readings are kept as a range and the later is judged. A time of day counts on the clock of the
zone; an offset named out of season ("EDT" in November) is taken literally.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.domain.calendar.instants import end_of_day, instant_of, stamp, start_of_day
from monitor.domain.calendar.lengths import add
from monitor.domain.calendar.values import Deadline, Due, Ends, Offset, Relative, Unit
from monitor.domain.calendar.working import gaps


@dataclass(slots=True)
class _Work:
    """The arithmetic so far."""

    trace: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)


def resolve(due: Due, *, events: Mapping[str, date]) -> Deadline | None:
    """The instants of `due`, or None while it hangs on an event that has not happened.

    events: the day of each known event and of each completed commitment, by id.
    Raises ValueError where the calendar ends, KeyError for an unknown zone or working calendar.
    """
    work = _Work()
    if due.relative is not None and due.relative.offset.unit is Unit.HOURS:
        return _in_hours(due, due.relative, events, work)
    day = due.on if due.relative is None else _counted(due.relative, events, work)
    return None if day is None else _on(due, day, work)


def exact(due: Due, day: date) -> Deadline:
    """The deadline of `due` on `day`, whatever day it names itself."""
    return _on(due, day, _Work())


def _on(due: Due, day: date, work: _Work) -> Deadline:
    instant = _ending(due, day, work)
    return Deadline(
        instant=instant,
        grace_ends=_after_grace(due, day, instant, work),
        zone=due.zone,
        day=day,
        earliest=_earliest(due, day, work),
        firm=due.firm,
        ambiguous=" ".join(work.ambiguous),
        trace=tuple(work.trace),
        warnings=tuple(work.warnings),
    )


def _counted(relative: Relative, events: Mapping[str, date], work: _Work) -> date | None:
    begins = events.get(relative.after)
    if begins is None:
        return None
    return _shifted(begins, relative.offset, relative.working_calendars, work)


def _shifted(begins: date, offset: Offset, countries: tuple[str, ...], work: _Work) -> date:
    day = add(begins, offset, countries)
    counted = f" ({', '.join(countries)})" if countries else ""
    work.trace.append(f"{begins} + {offset}{counted} = {day}")
    if offset.unit is Unit.WORKING_DAYS:
        work.warnings.extend(gaps(begins, day, countries))
    return day


def _in_hours(
    due: Due, relative: Relative, events: Mapping[str, date], work: _Work
) -> Deadline | None:
    """Hours from an event known only by its day: from its first instant to its last."""
    begins = events.get(relative.after)
    if begins is None:
        return None
    hours = timedelta(hours=relative.offset.amount)
    earliest = start_of_day(begins, due.zone, due.utc_offset) + hours
    instant = end_of_day(begins, due.zone, due.utc_offset) + hours
    day = add(begins, relative.offset)
    work.trace.append(f"end of {begins} {_clock(due)} + {relative.offset} = {stamp(instant)}")
    return Deadline(
        instant=instant,
        grace_ends=_after_grace(due, day, instant, work),
        zone=due.zone,
        day=day,
        earliest=earliest,
        firm=due.firm,
        ambiguous=f"The hour of {relative.after} is not known; its whole day is allowed for.",
        trace=tuple(work.trace),
        warnings=tuple(work.warnings),
    )


def _ending(due: Due, day: date, work: _Work) -> datetime:
    instant = _instant(due, day)
    work.trace.append(f"{day}, {_moment(due)}, {_clock(due)} = {stamp(instant)}")
    return instant


def _instant(due: Due, day: date) -> datetime:
    if due.at is not None:
        return instant_of(day, due.at, due.zone, due.utc_offset)
    if due.ends is Ends.START_OF_DAY:
        return start_of_day(day, due.zone, due.utc_offset)
    return end_of_day(day, due.zone, due.utc_offset)


def _moment(due: Due) -> str:
    if due.at is not None:
        return f"{due.at:%H:%M}"
    return "start of day" if due.ends is Ends.START_OF_DAY else "end of day"


def _clock(due: Due) -> str:
    if due.utc_offset is None:
        return due.zone
    sign, minutes = ("-" if due.utc_offset < 0 else "+"), abs(due.utc_offset)
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"


def _earliest(due: Due, day: date, work: _Work) -> datetime | None:
    """The first instant a range allows, None where the deadline is exact."""
    if due.earliest is not None:
        work.ambiguous.append(f"The text names a range, {due.earliest} to {day}.")
        return start_of_day(due.earliest, due.zone, due.utc_offset)
    if due.at is None and due.ends is Ends.UNSTATED:
        work.ambiguous.append(f"The text does not say whether {day} itself still counts.")
        return start_of_day(day, due.zone, due.utc_offset)
    return None


def _after_grace(due: Due, day: date, instant: datetime, work: _Work) -> datetime:
    if due.grace.amount == 0:
        return instant
    if due.grace.unit is Unit.HOURS:
        ends = instant + timedelta(hours=due.grace.amount)
    else:
        countries = due.relative.working_calendars if due.relative else ()
        ends = _instant(due, _shifted(day, due.grace, countries, work))
    work.trace.append(f"grace of {due.grace} ends {stamp(ends)}")
    return ends
