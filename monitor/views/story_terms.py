"""The story's first part: the words of the promise, how each side reads them, and its dates."""

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from rich.text import Text

from monitor.domain.calendar import Due
from monitor.domain.commitment import Amendment, Commitment
from monitor.domain.standing import Standing
from monitor.views.ages import day, left, minute, moved
from monitor.views.figures import number
from monitor.views.lines import pad, paragraph, say, wrap
from monitor.views.told import Told
from monitor.views.words import CLOSED

LABEL = 16  # cells of the labels' column, indent included


def labelled(label: str, value: str, width: int, style: str = "") -> list[Text]:
    """`label  value`, the value wrapped beneath itself, beneath the label where that is long.

    Nothing where there is no value.
    """
    lines = [say(" " * LABEL, (line, style)) for line in wrap(value, width - LABEL)]
    if not lines:
        return []
    if cell_len(label) > LABEL - 3:
        return [*paragraph(label, width, indent=2, style="dim"), *lines]
    return [pad(say("  ", (label, "dim")), LABEL).append_text(lines[0][LABEL:]), *lines[1:]]


def listed(label: str, values: Sequence[str], width: int, style: str = "") -> list[Text]:
    """Several values under one label, each on lines of its own; empty ones are left out."""
    lines: list[Text] = []
    for value in filter(None, values):
        lines += labelled("" if lines else label, value, width, style)
    return lines


def text(told: Told, width: int) -> list[Text]:
    """Whose words bind, where they stand, and who else confirms that the promise exists."""
    commitment = told.commitment
    words = commitment.text
    lines = paragraph(f"“{words.quote}”", width, indent=2) if words.quote else []
    lines += labelled("words of", told.name(words.by) or "nobody named", width)
    lines += labelled("instrument", words.instrument, width)
    lines += labelled("source", words.url, width)
    lines += labelled("confirmed by", _confirmed(told), width)
    lines += labelled("made", day(commitment.made), width)
    lines += labelled("verified", _verified(commitment), width)
    for condition in commitment.conditions:
        said = f"{condition.on}: {condition.text}" if condition.text else condition.on
        lines += labelled(condition.kind.value, said, width)
    lines += labelled("target", _target(commitment), width)
    return lines + labelled("note", commitment.note, width)


def _confirmed(told: Told) -> str:
    names = ", ".join(told.name(party) for party in told.commitment.confirmed_by)
    return names or "nobody else"


def _verified(commitment: Commitment) -> str:
    return day(commitment.verified_on) or "nobody has checked the record against its sources"


def _target(commitment: Commitment) -> str:
    quantity = commitment.quantity
    if quantity is None:
        return ""
    side = quantity.direction.value.replace("-", " ")
    span = f"{day(quantity.begins or commitment.made)} to {day(quantity.ends) or 'the due date'}"
    return f"{side} {number(quantity.target)} {quantity.unit}, {span}, {quantity.proration.value}"


def readings(told: Told, width: int) -> list[Text]:
    """What each side takes the terms to mean, where it differs from the main text."""
    lines: list[Text] = []
    for reading in told.commitment.readings:
        due = f"due {written(reading.due)}" if reading.due else ""
        lines += listed(told.name(reading.by), [due, reading.text, reading.url], width)
    return lines


def written(due: Due) -> str:
    """A deadline as it was declared."""
    if due.relative:
        calendars = " of " + ", ".join(due.relative.working_calendars)
        counted = f"{due.relative.offset}{calendars if due.relative.working_calendars else ''}"
        return f"{counted} after {due.relative.after}"
    days = f"{day(due.earliest)} to {day(due.on)}" if due.earliest else day(due.on)
    at = f" {due.at:%H:%M}" if due.at else ""
    return f"{days}{at} {due.zone}"


def dates(told: Told, now: datetime, width: int) -> list[Text]:
    """Due, original due, grace, with the arithmetic; then every change of the terms."""
    del now
    lines = _due(told.commitment, told.standing, width)
    for amendment in sorted(told.commitment.amendments, key=lambda change: change.on):
        lines += listed(day(amendment.on), _amended(told, amendment), width)
    return lines


def _due(commitment: Commitment, standing: Standing, width: int) -> list[Text]:
    deadline, original = standing.due, standing.original_due
    if deadline is None:
        said = f"{written(commitment.due)}, not yet known" if commitment.due else "no due date"
        return labelled("due", said, width)
    said = f"{day(deadline.day)} in {deadline.zone} = {minute(deadline.instant)}"
    if standing.word not in CLOSED:
        said += f" · {left(standing.days_left)}"
    lines = labelled("due", said, width, "bold")
    if deadline.earliest:
        lines += labelled("earliest", minute(deadline.earliest), width)
    if original and standing.moved_days:
        said = f"{day(original.day)} = {minute(original.instant)} · {moved(standing.moved_days)}"
        lines += labelled("originally", said, width)
    if deadline.grace_ends != deadline.instant:
        lines += labelled("grace ends", minute(deadline.grace_ends), width)
    lines += labelled("ambiguous", deadline.ambiguous, width)
    if standing.claimed_due:
        said = f"{day(standing.claimed_due.day)} = {minute(standing.claimed_due.instant)}"
        lines += labelled("claimed", f"{said} · one side only, so it does not count", width)
    lines += labelled("done", _done(standing), width)
    return lines + listed("arithmetic", deadline.trace, width, "dim")


def _done(standing: Standing) -> str:
    if standing.completed_on is None:
        return ""
    late, first = standing.days_late, standing.days_late_original
    said = f"{day(standing.completed_on)} · {f'{late} d late' if late else 'in time'}"
    return f"{said}, {first} d after the original due date" if first and first != late else said


def occurrences(told: Told, width: int) -> list[Text]:
    """Of a recurring commitment: each occurrence, how it went and when it was done."""
    lines: list[Text] = []
    for each in told.standing.instances:
        done = f", done {day(each.completed_on)}" if each.completed_on else ""
        lines += labelled(day(each.due.day), f"{each.performance.value}{done}", width)
    return lines


def _amended(told: Told, amendment: Amendment) -> list[str]:
    what = amendment.kind.value
    if amendment.due:
        what += f" to {written(amendment.due)}"
    if amendment.until:
        what += f" until {day(amendment.until)}"
    by = f" by {told.name(amendment.by)}" if amendment.by else ""
    learned = f"learned {day(amendment.learned_on)}" if amendment.learned_on else ""
    return [f"{what} ({amendment.status.value}{by})", amendment.because, learned, amendment.source]
