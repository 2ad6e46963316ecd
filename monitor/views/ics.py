"""Due dates as a calendar (RFC 5545), for `monitor export ics`. No rich here.

One all-day event for each due date, on the day that the deadline names in its own zone. A UID
stays the same when the date moves, so that a subscribed calendar moves the event.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from monitor.domain.calendar import Deadline
from monitor.domain.text import clean
from monitor.views.ages import minute, moved
from monitor.views.rows import StatusRow, in_order, parties
from monitor.views.words import LOOKS, plain

OCTETS = 75
"""A line may hold no more, its end not counted (RFC 5545, 3.1)."""


def ics(rows: Iterable[StatusRow], *, name: str = "Commitments") -> str:
    """A whole calendar; commitments without a known date are left out."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//commitment-monitor//due dates//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for row in in_order(rows) for line in _events(row)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """A TEXT value: one line, with the signs that mean something to the format escaped."""
    text = clean(text)
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, the later ones opened by a space.

    No part ends inside a character.
    """
    part, octets = "", 0
    for char in line:
        size = len(char.encode())
        if octets + size > OCTETS:
            yield part
            part, octets = " ", 1
        part, octets = part + char, octets + size
    yield part


def _events(row: StatusRow) -> Iterator[str]:
    standing = row.standing
    if standing.instances:
        for instance in standing.instances:
            unique = f"{row.commitment.id}/{instance.due.day}"
            yield from _event(row, unique, instance.due, instance.performance.value)
    elif standing.due:
        said = plain(standing.word, standing.suffixes)
        yield from _event(row, row.commitment.id, standing.due, said)
    if standing.claimed_due:
        unique = f"{row.commitment.id}/claimed"
        yield from _event(row, unique, standing.claimed_due, "claimed", tentative=True)


def _event(
    row: StatusRow, unique: str, due: Deadline, said: str, *, tentative: bool = False
) -> list[str]:
    commitment, standing = row.commitment, row.standing
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(unique)}@commitment-monitor",
        f"DTSTAMP:{standing.at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{len(commitment.amendments)}",
        f"DTSTART;VALUE=DATE:{_basic(due.day)}",
        f"DTEND;VALUE=DATE:{_basic(due.day + timedelta(days=1))}",
        f"SUMMARY:{escaped(f'{commitment.id}: {said}')}",
        f"DESCRIPTION:{_description(row, due)}",
        f"STATUS:{'TENTATIVE' if tentative else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
    ]
    if row.agreement_name:
        lines.append(f"CATEGORIES:{escaped(row.agreement_name)}")
    if _is_address(commitment.text.url):
        lines.append(f"URL:{commitment.text.url}")
    return [*lines, "END:VEVENT"]


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and url.isascii() and url.isprintable()


def _description(row: StatusRow, due: Deadline) -> str:
    standing = row.standing
    word = f"{plain(standing.word, standing.suffixes)}, {LOOKS[standing.word].says}"
    said = [
        row.commitment.statement,
        parties(row.commitment),
        f"Due {_instant(due.instant)} ({due.zone})",
        f"Moved {moved(standing.moved_days)}" if standing.moved_days else "",
        f"Standing at {minute(standing.at)}: {word}",
    ]
    return "\\n".join(escaped(line) for line in said if line)


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
