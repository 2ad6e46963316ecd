"""What `evaluate` needs beside a commitment's own facts: who looked, the series, the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b

from monitor.declared.files import Declared
from monitor.domain.commitment import (
    Commitment,
    DeclaredMeasurement,
    DeclaredRuling,
)
from monitor.domain.counting import series_of
from monitor.domain.evidence import Facts, Measurement, Ruling, Series, Verdict, WatchSpan
from monitor.domain.watching import brings_news


def with_watch(
    known: Facts,
    commitment: Commitment,
    spans: Sequence[WatchSpan],
    series: Mapping[str, Series],
) -> Facts:
    """The facts with what is declared by hand, the feeds' looks, and the series."""
    watching = commitment.watch.feeds
    return replace(
        known,
        rulings=(*known.rulings, *(_ruling(commitment, r) for r in commitment.rulings)),
        measurements=(
            *known.measurements,
            *(_measurement(commitment, m) for m in commitment.measurements),
        ),
        watch=tuple(s for s in spans if not watching or s.feed in watching),
        series=tuple(series[n] for n in series_of(commitment) if n in series),
    )


def of_news(spans: Iterable[WatchSpan], declared: Declared) -> tuple[WatchSpan, ...]:
    """The looks that could have seen an event: a look at a table of figures is none."""
    data = {feed.id for feed in declared.feeds if not brings_news(feed)}
    return tuple(span for span in spans if span.feed not in data)


def _ruling(commitment: Commitment, declared: DeclaredRuling) -> Ruling:
    source = f" ({declared.source})" if declared.source else ""
    return Ruling(
        id=_id("ruling", commitment.id, declared),
        commitment=commitment.id,
        verdict=Verdict(declared.verdict),
        by=declared.by,
        because=f"{declared.because}{source}",
        learned_at=_at(declared.learned_on or declared.on),
        until=declared.until,
        target=declared.target,
        word=declared.word,
        happened_on=declared.on,
    )


def _measurement(commitment: Commitment, declared: DeclaredMeasurement) -> Measurement:
    learned_on = declared.learned_on or declared.through + timedelta(days=1)
    return Measurement(
        id=_id("measurement", commitment.id, declared),
        commitment=commitment.id,
        series=declared.series,
        value=declared.value,
        unit=declared.unit,
        begins=declared.begins,
        through=declared.through,
        learned_at=_at(learned_on),
        source=declared.source,
        retracted=declared.retracted,
        note=declared.note,
    )


def _id(kind: str, commitment: str, declared: DeclaredRuling | DeclaredMeasurement) -> str:
    """The same record is the same fact, wherever it moves in its file."""
    return blake2b(f"{kind}|{commitment}|{declared!r}".encode(), digest_size=8).hexdigest()


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
