"""What is stored and declared → what the views show, as of any moment.

The standing is evaluated here and now by the same pure function as in `assess`, so that a table
of a past day is what was known then, and a table without a daemon is true all the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.cycle.facts import of_news, with_watch
from monitor.declared.files import Declared
from monitor.domain.commitment import Commitment
from monitor.domain.evaluate import evaluate
from monitor.domain.evidence import Evidence, Facts, Feed, FeedHealth, WatchSpan
from monitor.domain.standing import Standing, Transition
from monitor.domain.ties import Ties
from monitor.domain.watching import brings_news, watches
from monitor.store import reads
from monitor.store.source import Source
from monitor.views.rows import Around, StatusRow
from monitor.views.told import Told

WATCH_DAYS = 400
"""How far back the watch record is read."""


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """All that is stored of all commitments, as it was known at a moment.

    last_poll: when any feed was last looked at.
    """

    declared: Declared
    at: datetime
    facts: Mapping[str, Facts] = field(default_factory=dict)
    spans: tuple[WatchSpan, ...] = ()
    healths: Mapping[str, FeedHealth] = field(default_factory=dict)

    @property
    def last_poll(self) -> datetime | None:
        """When any feed was last looked at, as of the moment."""
        looks = [h.last_look for h in self.healths.values() if h.last_look is not None]
        looks += [s.ended for s in self.spans]
        return max((look for look in looks if look <= self.at), default=None)

    def alive(self, feed: Feed, within: timedelta) -> bool:
        """Whether a feed looked well within so long before the moment."""
        return any(s.feed == feed.id and s.ended >= self.at - within for s in self.spans)

    def watching(self, commitment: Commitment) -> tuple[list[Feed], list[Feed]]:
        """The feeds that watch a commitment, and of these the live ones."""
        within = timedelta(hours=commitment.watch.within_hours)
        news = filter(brings_news, self.declared.feeds)
        eyes = [f for f in news if watches(commitment.watch, f.id, f.tier)]
        return eyes, [f for f in eyes if self.alive(f, within)]


def known_at(source: Source | None, declared: Declared, at: datetime) -> Knowledge:
    """What is stored, as known at `at`; without a database nothing is."""
    if source is None:
        return Knowledge(declared=declared, at=at)
    ids = [c.id for c in declared.register.commitments]
    return Knowledge(
        declared=declared,
        at=at,
        facts=reads.facts_for(source, ids, at),
        spans=reads.watch_spans(source, at - timedelta(days=WATCH_DAYS), at),
        healths=reads.healths(source),
    )


class Standings:
    """Where everything stands at the moment, each worked out when it is first asked for."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known
        self._ties = Ties.of(known.declared.register)
        self._spans = of_news(known.spans, known.declared)
        self._found: dict[str, Standing] = {}
        self._asked: set[str] = set()

    def facts(self, commitment: Commitment) -> Facts:
        """Its facts with the looks of the feeds that watch it."""
        stored = self._known.facts.get(commitment.id, Facts())
        return with_watch(stored, commitment, self._spans, self._known.declared.series)

    def of(self, commitment: Commitment) -> Standing:
        """Where it stands."""
        if commitment.id not in self._found:
            self._asked.add(commitment.id)
            others = {o.id: self.of(o) for o in self._needed(commitment)}
            watched = any(map(brings_news, self._known.declared.feeds))
            context = self._ties.context(commitment.id, others, feeds_declared=watched)
            facts = self.facts(commitment)
            self._found[commitment.id] = evaluate(commitment, facts, self._known.at, context)
        return self._found[commitment.id]

    def _needed(self, commitment: Commitment) -> list[Commitment]:
        """Those it depends on, except where a ring would lead back to one being worked out."""
        needed = self._ties.needs.get(commitment.id, ())
        ids = [i for i in needed if i in self._found or i not in self._asked]
        declared = self._known.declared
        return [c for i in ids if (c := declared.commitment(i)) is not None]


def status_rows(known: Knowledge) -> list[StatusRow]:
    """One row for each commitment that had been made by the moment."""
    standings = Standings(known)
    names = {a.id: a.name for a in known.declared.register.agreements}
    rows = []
    for commitment in known.declared.register.commitments:
        if commitment.made > known.at.date():
            continue
        eyes, live = known.watching(commitment)
        rows.append(
            StatusRow(
                commitment=commitment,
                standing=standings.of(commitment),
                newest=_newest(known.facts.get(commitment.id, Facts()).evidence),
                feeds_alive=len(live),
                feeds_total=len(eyes),
                agreement_name=names.get(commitment.agreement, ""),
            )
        )
    return rows


def _newest(evidence: Iterable[Evidence]) -> Evidence | None:
    return max(evidence, key=lambda e: (e.learned_at, e.confidence), default=None)


def around(
    source: Source | None, known: Knowledge, looked: datetime | None, *, past: bool
) -> Around:
    """What is said above and below the table."""
    changed: tuple[Transition, ...] = ()
    if source is not None and looked is not None:
        changed = tuple(t for t in reads.transitions(source, "", known.at) if t.at > looked)
    day = timedelta(hours=24)
    return Around(
        changed=changed,
        looked=looked,
        feeds_alive=sum(known.alive(f, day) for f in known.declared.feeds),
        feeds_total=len(known.declared.feeds),
        last_poll=known.last_poll,
        past=past,
    )


def told(source: Source | None, known: Knowledge, commitment: Commitment) -> Told:
    """Everything that `monitor show` tells of one commitment."""
    declared = known.declared
    standings = Standings(known)
    eyes, live = known.watching(commitment)
    agreements = {a.id: a for a in declared.register.agreements}
    history = reads.transitions(source, commitment.id, known.at) if source is not None else ()
    answers = reads.responses(source, known.at) if source is not None else ()
    return Told(
        commitment=commitment,
        standing=standings.of(commitment),
        facts=standings.facts(commitment),
        agreement=agreements.get(commitment.agreement),
        transitions=history,
        responses=tuple(r for r in answers if r.commitment == commitment.id),
        names=declared.names,
        feeds_alive=len(live),
        feeds_total=len(eyes),
    )
