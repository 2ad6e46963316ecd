"""What `evaluate` needs beside a commitment's own facts: who looked, the series, the others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from monitor.declared.files import Declared
from monitor.domain.commitment import Commitment, ConditionKind, Register
from monitor.domain.evaluate import Context
from monitor.domain.evidence import Facts, Series, WatchSpan
from monitor.domain.standing import Standing


def with_watch(
    known: Facts,
    commitment: Commitment,
    spans: Sequence[WatchSpan],
    series: Mapping[str, Series],
) -> Facts:
    """The facts with the looks of the feeds that watch this commitment, and its series."""
    watching = commitment.watch.feeds
    return replace(
        known,
        watch=tuple(s for s in spans if not watching or s.feed in watching),
        series=tuple(series[n] for n in _series_of(commitment) if n in series),
    )


def _series_of(commitment: Commitment) -> tuple[str, ...]:
    level = commitment.service_level
    counts = (level.asked, level.answered, level.granted) if level else ()
    return (*(commitment.quantity.series if commitment.quantity else ()), *counts)


class Ties:
    """How commitments bear on each other, worked out once for a register."""

    def __init__(self, register: Register) -> None:
        self._superseded: dict[str, list[tuple[str, date]]] = {}
        self._activated: dict[str, list[str]] = {}
        for commitment in register.commitments:
            for old in commitment.supersedes:
                self._superseded.setdefault(old, []).append((commitment.id, commitment.made))
            for condition in commitment.conditions:
                if condition.kind is ConditionKind.CONSEQUENCE:
                    self._activated.setdefault(condition.on, []).append(commitment.id)

    def context(
        self, commitment: Commitment, declared: Declared, others: Mapping[str, Standing]
    ) -> Context:
        """The context of one commitment, given the standings it depends on."""
        return Context(
            events=declared.register.events,
            parties=declared.register.parties,
            others=others,
            feeds_declared=bool(declared.feeds),
            superseded_by=tuple(self._superseded.get(commitment.id, ())),
            activated_by=tuple(self._activated.get(commitment.id, ())),
        )
