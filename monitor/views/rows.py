"""What the table is about: its rows, their order, and what is said around them. No rich here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.commitment import Commitment
from monitor.domain.evidence import Evidence
from monitor.domain.standing import Standing, Transition, Word
from monitor.views.words import CLOSED, URGENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One commitment as the table shows it.

    newest: the evidence learned last. feeds_alive of feeds_total: the feeds that watch it and
    looked within its `within`. agreement_name is empty where it belongs to none.
    """

    commitment: Commitment
    standing: Standing
    newest: Evidence | None = None
    feeds_alive: int = 0
    feeds_total: int = 0
    agreement_name: str = ""

    @property
    def closed(self) -> bool:
        """Whether its clock no longer matters."""
        return self.standing.word in CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is said above and below the rows.

    changed: the transitions since the reader looked last, at `looked`; None at the first look.
    last_poll: when any feed was last looked at. past: the table shows an earlier moment (`--at`).
    """

    changed: tuple[Transition, ...] = ()
    looked: datetime | None = None
    feeds_alive: int = 0
    feeds_total: int = 0
    last_poll: datetime | None = None
    past: bool = False


def parties(commitment: Commitment, name: Callable[[str], str] = str) -> str:
    """`CN → US`, or `CN ↔ US` where each owes the other."""
    if len(commitment.obligor) > 1 and set(commitment.obligor) == set(commitment.obligee):
        return " ↔ ".join(map(name, commitment.obligor))
    owes = " + ".join(map(name, commitment.obligor))
    owed = " + ".join(map(name, commitment.obligee))
    return f"{owes} → {owed}" if owed else owes


def urgency(row: StatusRow) -> tuple[int, int, str]:
    """The sort key: the word's urgency, then the days left, then the id."""
    days = row.standing.days_left
    return (URGENCY[row.standing.word], 99_999 if days is None else days, row.commitment.id)


def grouped(rows: Iterable[StatusRow]) -> list[tuple[str, list[StatusRow]]]:
    """Rows by agreement, most urgent first inside it; agreements by their most urgent row.

    Two agreements of one name stay two groups; commitments of none form one of their own.
    """
    groups: dict[str, list[StatusRow]] = {}
    for row in sorted(rows, key=urgency):
        groups.setdefault(row.commitment.agreement, []).append(row)
    return [
        (members[0].agreement_name or agreement, members) for agreement, members in groups.items()
    ]


def in_order(rows: Iterable[StatusRow]) -> list[StatusRow]:
    """All rows in the order in which the table prints them."""
    return [row for _name, members in grouped(rows) for row in members]


def select(
    rows: Iterable[StatusRow],
    *,
    words: Sequence[Word] = (),
    agreements: Sequence[str] = (),
    parties: Sequence[str] = (),
    tags: Sequence[str] = (),
    open_only: bool = False,
) -> list[StatusRow]:
    """The rows that meet every wish given; within one wish any of its values will do."""
    return [
        row
        for row in rows
        if _any(words, {row.standing.word})
        and _any(agreements, {row.commitment.agreement})
        and _any(parties, {*row.commitment.obligor, *row.commitment.obligee})
        and _any(tags, set(row.commitment.tags))
        and not (open_only and row.closed)
    ]


def _any(wished: Sequence[str], has: set[str]) -> bool:
    return not wished or not has.isdisjoint(wished)
