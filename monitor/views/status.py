"""The table: where every commitment stands, at a width.

Columns follow the width in four designed steps; what loses its column moves beneath another,
nothing is dropped:

- from 116 cells: standing, since, commitment, promise, due, pace, newest, feeds; the promise, which
  the story has whole, only where the others leave it room (from 140 always);
- from 76: since moves beneath the standing, the pace beneath the commitment, and below 96 a moved
  deadline beneath the days left;
- below: the newest evidence and the feeds move beneath the commitment too.

Rows are grouped by agreement, most urgent first (see `rows.urgency`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from rich.text import Text

from monitor.views import cells
from monitor.views.lines import Lines, beside, rule, say
from monitor.views.rows import Around, StatusRow, in_order
from monitor.views.surroundings import above, below

__all__ = ["Around", "StatusRow", "status_table"]

Cell: TypeAlias = Callable[[StatusRow, int], list[Text]]

GAP = 2
NOBODYS = "no agreement"


@dataclass(frozen=True, slots=True)
class Column:
    """A title, what fills it, and the most cells it may take; 0 takes what the others leave.

    With fewer cells than `least` it is not worth its place.
    """

    title: str
    cell: Cell
    most: int
    least: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """A column with its cells, one for each row, and the width that they need."""

    column: Column
    cells: Sequence[list[Text]]
    width: int

    @classmethod
    def of(cls, column: Column, rows: Sequence[StatusRow]) -> "Filled":
        """Filled at its natural width; an open column waits, an empty one has no width."""
        cells = [column.cell(row, column.most) for row in rows] if column.most else []
        longest = max((line.cell_len for cell in cells for line in cell), default=0)
        width = min(column.most, max(len(column.title), longest)) if longest else 0
        return cls(column, cells, width)

    def opened(self, rows: Sequence[StatusRow], width: int) -> "Filled":
        """The same, filled for a width."""
        return Filled(self.column, [self.column.cell(row, width) for row in rows], width)


def status_table(
    rows: Iterable[StatusRow], *, now: datetime, width: int, around: Around | None = None
) -> Lines:
    """Every row, grouped by agreement, in lines of at most `width` cells (60 at least)."""
    width = max(60, width)
    every = list(rows)
    lines = [*above(every, around, now=now, width=width)]
    lines += table_lines(every, now=now, width=width)
    lines += below(around, now=now, width=width)
    return Lines.of(lines, width)


def table_lines(rows: Sequence[StatusRow], *, now: datetime, width: int) -> list[Text]:
    """The table alone, an empty line and the titles first; nothing where there is no row."""
    if not rows:
        return []
    ordered = in_order(rows)
    filled = [Filled.of(column, ordered) for column in _columns(width, now)]
    filled = [each for each in filled if each.width or not each.column.most]
    kept = _spread(filled, ordered, width)
    widths = [each.width for each in kept]
    lines = [Text(), beside([[say((f.column.title, "dim"))] for f in kept], widths, GAP)[0]]
    for at, row in enumerate(ordered):
        if at == 0 or row.commitment.agreement != ordered[at - 1].commitment.agreement:
            lines += [Text()] if at else []
            lines.append(rule(width, row.agreement_name or row.commitment.agreement or NOBODYS))
        lines += beside([each.cells[at] for each in kept], widths, GAP)
    return lines


def _spread(filled: Sequence["Filled"], rows: Sequence[StatusRow], width: int) -> list["Filled"]:
    """The open column takes what the others leave, if that is worth its place."""
    rest = width - sum(each.width for each in filled) - GAP * (len(filled) - 1)
    spread = [each if each.column.most else each.opened(rows, max(1, rest)) for each in filled]
    return [each for each in spread if each.width >= each.column.least]


def _columns(width: int, now: datetime) -> list[Column]:
    if width >= 116:
        return _broad(now)
    return _narrow(now, stacked=width < 96) if width >= 76 else _slim(now)


def _broad(now: datetime) -> list[Column]:
    return [
        Column("standing", lambda row, _: cells.standing(row), 18),
        Column("since", lambda row, _: cells.since(row, now), 6),
        Column("commitment", cells.commitment, 28),
        Column("promise", cells.promise, 0, least=28),
        Column("due", lambda row, _: cells.due(row, stacked=False), 18),
        Column("pace", lambda row, _: cells.pace(row), 22),
        Column("newest", lambda row, w: cells.newest(row, now, w), 18),
        Column("feeds", lambda row, _: cells.feeds(row), 7),
    ]


def _narrow(now: datetime, *, stacked: bool) -> list[Column]:
    return [
        Column("standing", lambda row, _: cells.standing_since(row, now), 18),
        Column("commitment", _commitment_and_pace, 0),
        Column("due", lambda row, _: cells.due(row, stacked=stacked), 12 if stacked else 18),
        Column("newest", lambda row, w: cells.newest(row, now, w), 15 if stacked else 18),
        Column("feeds", lambda row, _: cells.feeds(row), 5),
    ]


def _slim(now: datetime) -> list[Column]:
    def all_else(row: StatusRow, width: int) -> list[Text]:
        watched = say((f"{row.feeds_alive}/{row.feeds_total} feeds", "dim"))
        newest = cells.newest_line(row, now, width)
        return [*_commitment_and_pace(row, width), *newest, watched]

    return [
        Column("standing", lambda row, _: cells.standing_since(row, now), 18),
        Column("commitment", all_else, 0),
        Column("due", lambda row, _: cells.due(row, stacked=True), 12),
    ]


def _commitment_and_pace(row: StatusRow, width: int) -> list[Text]:
    return [*cells.commitment(row, width), *cells.pace_line(row, width)]
