"""The cells of the table: each a few short lines about one row, primary line first."""

from datetime import datetime
from typing import TYPE_CHECKING

from monitor.domain.commitment import Commitment, Kind
from monitor.views.ages import age, day, left, moved
from monitor.views.figures import FULL, amounts, bar, share
from monitor.views.lines import middle, say, short, wrap
from monitor.views.rows import StatusRow
from monitor.views.words import LOOKS, SIGNAL_TONE, SUFFIX_TONE, Tone

if TYPE_CHECKING:
    from rich.text import Text

BAR = 14


def standing(row: StatusRow) -> list["Text"]:
    """The sign and the word; beneath it each suffix."""
    look = LOOKS[row.standing.word]
    return [
        say((f"{look.sign} {row.standing.word.value}", look.tone)),
        *(say("  ", (suffix.value, SUFFIX_TONE[suffix])) for suffix in row.standing.suffixes),
    ]


def since(row: StatusRow, now: datetime) -> list["Text"]:
    """For how long the word has held."""
    return [say(_held(row, now))]


def standing_since(row: StatusRow, now: datetime) -> list["Text"]:
    """The standing with its age beneath, where `since` has no column of its own."""
    held = _held(row, now)
    return [*standing(row), *([say("  ", (f"for {held}", "dim"))] if held else [])]


def _held(row: StatusRow, now: datetime) -> str:
    return age(now - row.standing.since) if row.standing.since else ""


def parties(commitment: Commitment) -> str:
    """`CN → US`, or `CN ↔ US` where each owes the other."""
    owes, owed = (" + ".join(side) for side in (commitment.obligor, commitment.obligee))
    if set(commitment.obligor) == set(commitment.obligee):
        return " ↔ ".join(commitment.obligor)
    return f"{owes} → {owed}" if owed else owes


def commitment(row: StatusRow, width: int) -> list["Text"]:
    """The id, and who owes it to whom."""
    return [
        say((middle(row.commitment.id, width), "bold")),
        say((middle(parties(row.commitment), width), "dim")),
    ]


def promise(row: StatusRow, width: int) -> list["Text"]:
    """What was promised, in two lines at most; the story has it whole."""
    first, *more = wrap(row.commitment.statement, width) or [""]
    return [say(first), *([say(short(" ".join(more), width))] if more else [])]


def due(row: StatusRow) -> list["Text"]:
    """The current due date with how far it was moved; beneath, the days left."""
    deadline = row.standing.due
    if deadline is None:
        return [say((_undated(row.commitment), "dim"))]
    written = ("~" if deadline.earliest or not deadline.firm else "") + day(deadline.day)
    shift = moved(row.standing.moved_days)
    date = say(written, " " if shift else "", (shift, Tone.CALENDAR))
    return [date] if row.closed else [date, _days_left(row)]


def _days_left(row: StatusRow) -> "Text":
    days = row.standing.days_left
    near = days is not None and days <= 7
    return say((left(days), LOOKS[row.standing.word].tone if near else "dim"))


def _undated(commitment: Commitment) -> str:
    if commitment.due and commitment.due.relative:
        return f"after {middle(commitment.due.relative.after, 10)}"
    return "no end" if commitment.kind in {Kind.HOLD_UNTIL, Kind.NEVER} else "no date"


def pace(row: StatusRow) -> list["Text"]:
    """The bar with its tick; beneath, reported of target."""
    reading = row.standing.pace
    if reading is None:
        return []
    done, tick, rest = bar(reading, BAR)
    tone = LOOKS[row.standing.word].tone
    filled = [(cells, tone if FULL in cells else "dim") for cells in _runs(done)]
    return [
        say(*filled, (tick, "bold"), *((c, tone if FULL in c else "dim") for c in _runs(rest))),
        say(amounts(reading), (f" {share(reading)}", "dim")),
    ]


def pace_line(row: StatusRow, width: int) -> list["Text"]:
    """The bar and its amounts on one line, where the pace has no column of its own."""
    lines = pace(row)
    if not lines:
        return []
    joined = lines[0] + " " + lines[1]
    return [joined] if joined.cell_len <= width else lines


def _runs(cells: str) -> list[str]:
    """Filled and unfilled parts, apart."""
    full = cells.count(FULL)
    return [part for part in (cells[:full], cells[full:]) if part]


def newest(row: StatusRow, now: datetime, width: int) -> list["Text"]:
    """The signal of the newest evidence; beneath, who published it and how long ago."""
    if row.newest is None:
        return [say(("–", "dim"))]
    told = age(now - row.newest.learned_at)
    family = middle(row.newest.witness.family, width - len(told) - 1)
    return [
        say((row.newest.signal.value, SIGNAL_TONE[row.newest.signal])),
        say((f"{family} {told}", "dim")),
    ]


def newest_line(row: StatusRow, now: datetime, width: int) -> list["Text"]:
    """The same on one line."""
    if row.newest is None:
        return []
    signal, source = newest(row, now, width - len(row.newest.signal.value) - 1)
    return [signal + " " + source]


def feeds(row: StatusRow) -> list["Text"]:
    """How many of its feeds are alive."""
    dead = row.feeds_alive == 0
    return [say((f"{row.feeds_alive}/{row.feeds_total}", Tone.UNSEEN if dead else "dim"))]
