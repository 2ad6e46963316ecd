"""The cells of the table: each a few short lines about one row, primary line first."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len

from monitor.domain.commitment import Commitment, Kind
from monitor.domain.standing import Pace
from monitor.domain.text import clean
from monitor.views.ages import age, day, left, moved
from monitor.views.figures import FULL, amounts, bar, share
from monitor.views.lines import middle, say, short, wrap
from monitor.views.rows import StatusRow, parties
from monitor.views.words import LOOKS, SIGNAL_TONE, SUFFIX_TONE, Tone

if TYPE_CHECKING:
    from rich.text import Text

BAR = 14
ID_LINES = 3
NEAR = 7  # days left from which they take the word's colour


def standing(row: StatusRow) -> list["Text"]:
    """The sign and the word; beneath it each suffix."""
    return [_word(row), *_suffixes(row)]


def standing_since(row: StatusRow, now: datetime) -> list["Text"]:
    """The same with the word's age beneath it, where `since` has no column of its own.

    Never behind the word: `due soon 3 d` would be read as three days left.
    """
    held = _held(row, now)
    return [*standing(row), *([say("  ", (f"for {held}", "dim"))] if held else [])]


def since(row: StatusRow, now: datetime) -> list["Text"]:
    """For how long the word has held."""
    return [say((_held(row, now), "dim"))]


def _word(row: StatusRow) -> "Text":
    look = LOOKS[row.standing.word]
    return say((f"{look.sign} {row.standing.word.value}", look.tone))


def _suffixes(row: StatusRow) -> list["Text"]:
    return [say("  ", (each.value, SUFFIX_TONE[each])) for each in row.standing.suffixes]


def _held(row: StatusRow, now: datetime) -> str:
    return age(now - row.standing.since) if row.standing.since else ""


def commitment(row: StatusRow, width: int) -> list["Text"]:
    """The id, whole where three lines can hold it, and who owes it to whom."""
    style = "" if row.closed else "bold"
    return [
        *(say((line, style)) for line in id_lines(row.commitment.id, width)),
        say((middle(parties(row.commitment), width), "dim")),
    ]


def id_lines(commitment_id: str, width: int) -> list[str]:
    """An id broken after its hyphens; cut in the middle where even that does not hold it."""
    lines = [""]
    for part in re.findall(r"[^-]*-|[^-]+", clean(commitment_id)):
        if cell_len(lines[-1] + part) <= width:
            lines[-1] += part
        else:
            lines.append(part)
    lines = [line for line in lines if line]
    if len(lines) > ID_LINES or any(cell_len(line) > width for line in lines):
        return [middle(commitment_id, width)]
    return lines


def promise(row: StatusRow, width: int) -> list["Text"]:
    """What was promised, in two lines at most; the story has it whole."""
    style = "dim" if row.closed else ""
    first, *more = wrap(row.commitment.statement, width) or [""]
    rest = [say((short(" ".join(more), width), style))] if more else []
    return [say((first, style)), *rest]


def due(row: StatusRow, *, stacked: bool) -> list["Text"]:
    """The current due date, how far it was moved (beneath if `stacked`), and the days left.

    A deadline that only one side says is agreed follows with a question mark.
    """
    if row.standing.due is None:
        return [say((line, "dim")) for line in _undated(row.commitment, 12 if stacked else 18)]
    shift = moved(row.standing.moved_days)
    lines = [say((_date(row), "dim" if row.closed else ""))]
    if shift and not stacked:
        lines[0].append_text(say(" ", (shift, Tone.CALENDAR)))
    lines += _ending(row) if row.closed else [_days_left(row)]
    lines += [say((shift, Tone.CALENDAR))] if shift and stacked else []
    claimed = row.standing.claimed_due
    return [*lines, say((f"{day(claimed.day)}?", Tone.LOOK))] if claimed else lines


def _ending(row: StatusRow) -> list["Text"]:
    late = row.standing.days_late
    if late is None:
        return []
    return [say((f"{late} d late" if late else "in time", "dim"))]


def _date(row: StatusRow) -> str:
    deadline = row.standing.due
    if deadline is None:
        return ""
    return day(deadline.day) if deadline.firm and not deadline.earliest else f"~{day(deadline.day)}"


def _days_left(row: StatusRow) -> "Text":
    days = row.standing.days_left
    near = days is not None and days <= NEAR
    return say((left(days), LOOKS[row.standing.word].tone if near else "dim"))


def _undated(commitment: Commitment, width: int) -> list[str]:
    if commitment.due and commitment.due.relative:
        hangs_on = commitment.due.relative
        return [f"{hangs_on.offset} after", middle(hangs_on.after, width)]
    return ["no end" if commitment.kind in {Kind.HOLD_UNTIL, Kind.NEVER} else "no date"]


def pace(row: StatusRow) -> list["Text"]:
    """The bar with its tick; beneath, reported of target, and up to which day that speaks."""
    reading = row.standing.pace
    if reading is None:
        return []
    lines = [
        bar_text(reading, LOOKS[row.standing.word].tone, BAR),
        say(amounts(reading), (f" {share(reading)}".rstrip(), "dim")),
    ]
    return [*lines, say((f"to {day(reading.through)}", "dim"))] if reading.through else lines


def bar_text(reading: Pace, tone: str, width: int) -> "Text":
    """The bar, its filled part in the word's colour."""
    return say(*((run, tone if run[0] == FULL else "dim") for run in bar(reading, width)))


def pace_line(row: StatusRow, width: int) -> list["Text"]:
    """The bar and its amounts on one line if they fit, where the pace has no column."""
    lines = pace(row)
    if not lines:
        return []
    bar_and_amounts = lines[0] + " " + lines[1]
    if bar_and_amounts.cell_len > width:
        return lines
    whole = say(" ").join([bar_and_amounts, *lines[2:]])
    return [whole] if whole.cell_len <= width else [bar_and_amounts, *lines[2:]]


def newest(row: StatusRow, now: datetime, width: int) -> list["Text"]:
    """The signal of the newest evidence and its age; beneath, who published it."""
    if row.newest is None:
        return [say(("–", "dim"))]
    signal = row.newest.signal
    return [
        say(
            (signal.value, "dim" if row.closed else SIGNAL_TONE[signal]),
            (f" {age(now - row.newest.learned_at)}", "dim"),
        ),
        say((middle(row.newest.witness.family, width), "dim")),
    ]


def newest_line(row: StatusRow, now: datetime, width: int) -> list["Text"]:
    """The same on one line if it fits."""
    if row.newest is None:
        return []
    lines = newest(row, now, width)
    joined = lines[0] + " " + lines[1]
    return [joined] if joined.cell_len <= width else lines


def feeds(row: StatusRow) -> list["Text"]:
    """How many of its feeds are alive."""
    blind = row.feeds_alive == 0 and not row.closed
    return [say((f"{row.feeds_alive}/{row.feeds_total}", Tone.UNSEEN if blind else "dim"))]
