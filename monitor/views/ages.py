"""Moments and lengths of time as the screens print them. Days are UTC unless a zone is named."""

from datetime import UTC, date, datetime, timedelta

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def age(span: timedelta) -> str:
    """A length in its largest whole unit, rounded down: `45 s`, `3 h`, `2 d`, `7 mo`, `3 y`."""
    if span < MINUTE:
        return f"{max(0, int(span.total_seconds()))} s"
    if span < HOUR:
        return f"{span // MINUTE} min"
    if span < 2 * DAY:
        return f"{span // HOUR} h"
    if span < 100 * DAY:
        return f"{span // DAY} d"
    if span < 730 * DAY:
        return f"{span.days * 12 // 365} mo"
    return f"{span.days // 365} y"


def ago(then: datetime | None, now: datetime) -> str:
    """How long ago, or how long until: `3 h ago`, `in 5 min`, `never`."""
    if then is None:
        return "never"
    return f"{age(now - then)} ago" if then <= now else f"in {age(then - now)}"


def left(days: int | None) -> str:
    """Whole days to a due date as a person says them: `12 d left`, `today`, `3 d over`."""
    if days is None:
        return ""
    if days == 0:
        return "today"
    return f"{days} d left" if days > 0 else f"{-days} d over"


def moved(days: int) -> str:
    """By how much a deadline was moved: `+59 d`, or nothing."""
    return f"{days:+d} d" if days else ""


def day(moment: date | datetime | None) -> str:
    """`2025-12-31`, or nothing."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC).date()
    return moment.isoformat() if moment else ""


def minute(moment: datetime | None) -> str:
    """`2025-12-31 17:05 UTC`, or `never`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else "never"


def stamp(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z, to the second (finer only where it is finer); None stays None."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
