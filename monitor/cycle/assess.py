"""Facts → standing, transition and outbox rows, in one transaction for each batch.

A commitment is looked at when its facts changed or its `next_look` has come; nothing else is
touched. Assessing twice changes nothing: alert keys are unique.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.clock import Clock
from monitor.cycle.facts import of_news, with_watch
from monitor.cycle.telling import routed
from monitor.declared.files import Declared
from monitor.domain import alerting
from monitor.domain.alert import Alert, Delivery
from monitor.domain.commitment import Commitment
from monitor.domain.evaluate import Context, evaluate
from monitor.domain.evidence import Facts
from monitor.domain.standing import Standing, Transition
from monitor.domain.ties import Ties
from monitor.domain.watching import brings_news
from monitor.store import facts as fact_rows
from monitor.store import reads, standings

if TYPE_CHECKING:
    from monitor.store.engine import Store, Tx

WATCH_DAYS = 400
"""How far back the watch record is read: longer than any commitment may go unlooked at."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What one batch came to."""

    looked: int = 0
    changed: int = 0
    alerts: tuple[Alert, ...] = ()


class Assess:
    """The step. `quiet` records alerts as told without sending them (first start, bulk edit)."""

    def __init__(self, store: "Store", declared: Callable[[], Declared], clock: Clock) -> None:
        self._store = store
        self._declared = declared
        self._clock = clock

    def step(self, *, limit: int = 200, quiet: bool = False) -> Assessed:
        """Assess up to `limit` commitments that want it; `looked` is 0 when none does."""
        now = self._clock()
        with self._store.write() as tx:
            ids = standings.to_assess(tx, now, limit)
            if not ids:
                return Assessed()
            return _Batch(tx, self._declared(), now, quiet=quiet).run(ids)


class _Batch:
    """One transaction's worth of assessing."""

    def __init__(self, tx: "Tx", declared: Declared, now: datetime, *, quiet: bool) -> None:
        self._tx = tx
        self._declared = declared
        self._now = now
        self._quiet = quiet
        self._spans = of_news(reads.watch_spans(tx, now - timedelta(days=WATCH_DAYS)), declared)
        self._standings: dict[str, Standing] = {}
        self._ties = Ties.of(declared.register)

    def run(self, ids: Sequence[str]) -> Assessed:
        by_id = {c.id: c for c in self._declared.register.commitments}
        wanted = [by_id[i] for i in ids if i in by_id]
        known = fact_rows.facts_for(self._tx, [c.id for c in wanted])
        told: list[Alert] = []
        changed = 0
        for commitment in _in_order(wanted, self._ties):
            alerts, moved = self._one(commitment, known.get(commitment.id, Facts()))
            told += alerts
            changed += moved
        standings.clear(self._tx, [i for i in ids if i not in by_id])
        return Assessed(len(wanted), changed, tuple(told))

    def _one(self, commitment: Commitment, known: Facts) -> tuple[tuple[Alert, ...], bool]:
        before = standings.latest(self._tx, commitment.id)
        facts = with_watch(known, commitment, self._spans, self._declared.series)
        after = self._evaluated(commitment, facts)
        self._standings[commitment.id] = after
        told = standings.told_keys(self._tx, commitment.id)
        alerts = alerting.decide(
            before,
            after,
            commitment,
            facts,
            self._declared.policy,
            told,
            names=self._declared.names,
        )
        deliveries = self._deliveries(before, alerts, commitment, facts)
        transition = transition_between(before, after)
        standings.put_standing(self._tx, after, transition, alerts, deliveries)
        if transition is not None:
            standings.mark_dirty(self._tx, self._dependents(commitment.id))
        return alerts, transition is not None

    def _evaluated(self, commitment: Commitment, facts: Facts) -> Standing:
        """The standing; its next look is also the next step of the reminders."""
        standing = evaluate(commitment, facts, self._now, self._context(commitment))
        moments = (standing.next_look, alerting.next_step(standing, commitment))
        return replace(standing, next_look=min((m for m in moments if m), default=None))

    def _deliveries(
        self,
        before: Standing | None,
        alerts: Sequence[Alert],
        commitment: Commitment,
        facts: Facts,
    ) -> tuple[Delivery, ...]:
        """What goes out: nothing at a first look or in silence, nothing that was primed."""
        if self._quiet or before is None:
            return ()
        loud = [a for a in alerts if not rests_on_primed(a, facts, before.at)]
        return tuple(
            delivery
            for alert in loud
            for delivery in routed(self._tx, alert, commitment, self._declared, self._now)
        )

    def _context(self, commitment: Commitment) -> Context:
        needed = self._ties.needs.get(commitment.id, ())
        others = {i: s for i in needed if (s := self._standing_of(i)) is not None}
        watched = any(map(brings_news, self._declared.feeds))
        return self._ties.context(commitment.id, others, feeds_declared=watched)

    def _standing_of(self, commitment_id: str) -> Standing | None:
        if commitment_id not in self._standings:
            stored = standings.latest(self._tx, commitment_id)
            if stored is None:
                return None
            self._standings[commitment_id] = stored
        return self._standings[commitment_id]

    def _dependents(self, commitment_id: str) -> list[str]:
        needed_by = self._ties.needed_by.get(commitment_id, ())
        return [i for i in needed_by if i not in self._standings]


def rests_on_primed(alert: Alert, facts: Facts, before: datetime) -> bool:
    """Whether an alert comes only from what was there at a feed's first look.

    A reading known since `before` is no news itself, but what the calendar makes of it is.
    """
    primed = {e.id for e in facts.evidence if e.primed}
    primed |= {m.id for m in facts.measurements if m.primed and m.learned_at > before}
    return bool(alert.rests_on) and set(alert.rests_on) <= primed


def transition_between(before: Standing | None, after: Standing) -> Transition | None:
    """The change worth recording, None where word and suffixes stand as they were."""
    if before is not None and (before.word, before.suffixes) == (after.word, after.suffixes):
        return None
    name = f"{after.commitment}|{after.at.isoformat()}|{after.word}|{','.join(after.suffixes)}"
    return Transition(
        id=blake2b(name.encode(), digest_size=10).hexdigest(),
        commitment=after.commitment,
        at=after.at,
        before=before.word if before else None,
        after=after.word,
        suffixes_before=before.suffixes if before else (),
        suffixes_after=after.suffixes,
        reasons=after.reasons,
    )


def _in_order(commitments: Sequence[Commitment], ties: Ties) -> list[Commitment]:
    """Those that others depend on first, so that a change is seen in the same batch."""
    by_id = {c.id: c for c in commitments}
    ordered: dict[str, Commitment] = {}

    def place(commitment: Commitment, above: frozenset[str]) -> None:
        for needed in ties.needs.get(commitment.id, ()):
            if needed in by_id and needed not in above and needed not in ordered:
                place(by_id[needed], above | {needed})
        ordered.setdefault(commitment.id, commitment)

    for commitment in commitments:
        place(commitment, frozenset({commitment.id}))
    return list(ordered.values())
