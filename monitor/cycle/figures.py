"""The figures of a data feed → readings of its series for the commitments that count by it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.declared.files import Declared
from monitor.domain.commitment import Commitment
from monitor.domain.counting import series_of, span_of
from monitor.domain.evidence import Feed, Measurement
from monitor.domain.readings import Readings
from monitor.feeds.series import Figure
from monitor.store import measured

if TYPE_CHECKING:
    from monitor.store.engine import Tx


def keep_figures(
    tx: "Tx",
    feed: Feed,
    figures: Sequence[Figure],
    declared: Declared,
    now: datetime,
    *,
    primed: bool,
) -> int:
    """File what a look showed; how many readings were new, or other than before.

    primed: it is the feed's first look, so they inform the standing and raise no alert.
    """
    mapping = feed.readings
    if mapping is None:
        return 0
    wanting = _wanting(mapping, declared)
    known = measured.measured(tx, [c.id for c in wanting], mapping.series)
    desk = _Desk(feed, mapping, _source(mapping, feed, declared), now, primed=primed)
    new: list[Measurement] = []
    for commitment in wanting:
        new += desk.news(commitment, figures, [k for k in known if k.commitment == commitment.id])
    return measured.add_measurements(tx, new)


def feeds_filling(declared: Declared, commitments: Collection[str]) -> list[str]:
    """The data feeds that one of these commitments counts by, as now declared."""
    return [
        feed.id
        for feed in declared.feeds
        if feed.readings and any(c.id in commitments for c in _wanting(feed.readings, declared))
    ]


def _wanting(mapping: Readings, declared: Declared) -> list[Commitment]:
    named = mapping.commitments
    return [
        c
        for c in declared.register.commitments
        if (c.id in named if named else mapping.series in series_of(c))
    ]


def _source(mapping: Readings, feed: Feed, declared: Declared) -> str:
    """Where a reader finds the figures; of an address, not the query: that may be a key."""
    filled = declared.series.get(mapping.series)
    if filled is not None and filled.source:
        return filled.source
    parts = urlsplit(feed.address)
    on_the_web = parts.scheme in {"http", "https"}
    return parts._replace(query="", fragment="").geturl() if on_the_web else ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """Turns the figures of one look into the readings that one commitment lacks."""

    feed: Feed
    mapping: Readings
    source: str
    now: datetime
    primed: bool

    def news(
        self, commitment: Commitment, figures: Sequence[Figure], known: Sequence[Measurement]
    ) -> Iterator[Measurement]:
        """The readings that say something else than the feed's last word on their period.

        What a person has put in its place since stays, until the feed says something new.
        """
        said = {(k.begins, k.through): k for k in known}
        said |= {(k.begins, k.through): k for k in known if k.by == self.feed.id}
        for figure in self._wanted(commitment, figures, known):
            before = said.get((figure.begins, figure.through))
            if before is None or before.retracted or self._differs(figure, before):
                yield self._reading(commitment, figure, before)

    def _differs(self, figure: Figure, before: Measurement) -> bool:
        return (figure.value, self.mapping.unit) != (before.value, before.unit)

    def _wanted(
        self, commitment: Commitment, figures: Sequence[Figure], known: Sequence[Measurement]
    ) -> Iterator[Figure]:
        if self.mapping.commitments:
            yield from figures
            return
        span = span_of(commitment)
        last = span.last_wanted([*(k.through for k in known), *(f.through for f in figures)])
        for figure in figures:
            if span.begins <= figure.through <= last:
                yield figure

    def _reading(
        self, commitment: Commitment, figure: Figure, before: Measurement | None
    ) -> Measurement:
        return Measurement(
            id=self._id(commitment, figure, before),
            commitment=commitment.id,
            series=self.mapping.series,
            value=figure.value,
            unit=self.mapping.unit,
            through=figure.through,
            begins=figure.begins,
            learned_at=self.now,
            by=self.feed.id,
            source=self.source,
            primed=self.primed,
        )

    def _id(self, commitment: Commitment, figure: Figure, before: Measurement | None) -> str:
        """The same whenever the same is read; a return to an old value is a word of its own."""
        said = (self.mapping.series, commitment.id, figure.begins, figure.through, figure.value)
        parts = (*said, self.mapping.unit, before.id if before else "")
        return blake2b("|".join(map(str, parts)).encode(), digest_size=10).hexdigest()
