"""Which series a commitment counts by, and which days of them: what a data feed's figures go to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.domain.commitment import Commitment, Kind, Quantity


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both inclusive; no end is no end in sight."""

    begins: date
    ends: date | None

    def last_wanted(self, days: Iterable[date]) -> date:
        """The day up to which readings are wanted: the first spoken of that is not before the end.

        That one shows how the period came out; what is counted later belongs to other promises.
        """
        ends = self.ends
        if ends is None:
            return date.max
        return min((day for day in days if day >= ends), default=date.max)


def series_of(commitment: Commitment) -> tuple[str, ...]:
    """The series it counts by, under any of its terms, each once."""
    level = commitment.service_level
    counts = (level.asked, level.answered, level.granted) if level else ()
    named = [name for quantity in _quantities(commitment) for name in quantity.series]
    return tuple(dict.fromkeys(filter(None, (*named, *counts))))


def span_of(commitment: Commitment) -> Span:
    """The days that count under any of its terms, whether agreed or only claimed."""
    begins = [one.begins for one in _quantities(commitment) if one.begins]
    dues = [commitment.due, *(change.due for change in commitment.amendments)]
    ends = [due.on for due in dues if due] + [one.ends for one in _quantities(commitment)]
    known = [day for day in ends if day]
    open_ended = any(due and due.relative for due in dues) or commitment.kind is Kind.RECURRING
    return Span(
        begins=min(begins, default=commitment.made),
        ends=None if open_ended or not known else max(known),
    )


def _quantities(commitment: Commitment) -> list[Quantity]:
    changed = [change.quantity for change in commitment.amendments if change.quantity]
    return [*([commitment.quantity] if commitment.quantity else []), *changed]
