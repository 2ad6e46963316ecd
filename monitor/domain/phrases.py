"""Dates, instants and names as the reasons write them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from monitor.domain.calendar import Deadline, stamp, zone_of
from monitor.domain.evidence import Evidence

_MIDNIGHT = time.min


def day(value: date) -> str:
    """31 Dec 2025."""
    return f"{value.day} {value:%b %Y}"


def moment(value: datetime) -> str:
    """20 Jan 2026, 14:05 UTC."""
    return f"{day(value.date())}, {value:%H:%M} UTC"


def place(zone: str) -> str:
    """The city of a zone: America/New_York → New York."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def deadline(value: Deadline) -> str:
    """31 Dec 2025, end of day in New York (2026-01-01T05:00Z)."""
    local = value.instant.astimezone(zone_of(value.zone))
    if local.time() != _MIDNIGHT:
        hour = f"{local:%H:%M}"
    elif local.date() == value.day + timedelta(days=1):
        hour = "end of day"
    else:
        hour = "start of day"
    return f"{day(value.day)}, {hour} in {place(value.zone)} ({stamp(value.instant)})"


def names(values: Iterable[str]) -> str:
    """a, b and c."""
    listed = list(values)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def days(count: int) -> str:
    """1 day, 12 days."""
    return f"{count} day" if count == 1 else f"{count} days"


def told(one: Evidence) -> str:
    """Who says it, where and when: `Scott Bessent (Reuters, 20 Jan 2026)`."""
    when = day((one.published or one.learned_at).date())
    house = one.witness.family or "an unnamed source"
    return f"{one.claimant} ({house}, {when})" if one.claimant else f"{house} ({when})"
