"""The small phrases that headlines and messages are made of: days, zones, amounts, names."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from monitor.domain.calendar import Deadline
from monitor.domain.commitment import Commitment

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date) -> str:
    """`31 Dec 2025`, whatever the locale of the machine."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date, near: date) -> str:
    """As `day_text`, without the year where `near` falls in the same one."""
    return day_text(day) if day.year != near.year else f"{day.day} {MONTHS[day.month - 1]}"


def moment_text(moment: datetime) -> str:
    """`31 Dec 2025 17:00`, on the clock the moment is already in."""
    return f"{day_text(moment.date())} {moment:%H:%M}"


def zone_text(zone: str) -> str:
    """`New York` for America/New_York; `UTC` stays."""
    return zone.rpartition("/")[2].replace("_", " ")


def in_zone(zone: str) -> str:
    """`in New York`, or `UTC`."""
    return zone if zone == "UTC" else f"in {zone_text(zone)}"


def deadline_text(due: Deadline) -> str:
    """`31 Dec 2025 (New York)`."""
    return f"{day_text(due.day)} ({zone_text(due.zone)})"


def days_text(days: int) -> str:
    """`1 day`, `14 days`."""
    return f"{days} day" if days == 1 else f"{days:,} days"


def distance_text(days_left: int) -> str:
    """How far a day lies away: `in 3 days`, `today`, `1 day ago`."""
    if days_left == 0:
        return "today"
    return f"in {days_text(days_left)}" if days_left > 0 else f"{days_text(-days_left)} ago"


def amount_text(amount: Decimal) -> str:
    """`8.1`, `12`, `12,000,000`: no trailing noughts, never an exponent."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def listing(names: Sequence[str], limit: int = 3) -> str:
    """`A`, `A and B`, `A, B and C`, `A, B, C and 4 more`."""
    shown, rest = list(names[:limit]), len(names) - limit
    if rest > 0:
        shown.append(f"{rest} more")
    return (
        shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
    )


def sides(commitment: Commitment, names: Mapping[str, str]) -> str:
    """`China → United States`; `China ↔ United States` where each owes the other."""
    obligors = [names.get(party, party) for party in commitment.obligor]
    obligees = [names.get(party, party) for party in commitment.obligee]
    if len(obligors) > 1 and set(obligors) == set(obligees):
        return " ↔ ".join(obligors)
    return f"{listing(obligors)} → {listing(obligees)}" if obligees else listing(obligors)


def families_text(families: Sequence[str]) -> str:
    """`1 publisher (reuters)`, `2 independent publishers (ap and reuters)`, or '' for none."""
    if not families:
        return ""
    if len(families) == 1:
        return f"1 publisher ({families[0]})"
    return f"{len(families)} independent publishers ({listing(families)})"
