"""Feeds that are due → items, and readings of series.

One bad feed never stops the rest: its failure is a state.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from monitor.clock import Clock
from monitor.cycle.figures import keep_figures
from monitor.cycle.telling import tell
from monitor.declared.files import Declared
from monitor.domain import alerting
from monitor.domain.evidence import Feed, FeedHealth
from monitor.domain.watching import brings_news
from monitor.feeds.answer import Look
from monitor.feeds.entry import Entry
from monitor.feeds.identity import recognise
from monitor.feeds.naming import keyed
from monitor.feeds.series import Figures
from monitor.feeds.timetable import judge
from monitor.store import facts as fact_rows
from monitor.store import items as item_rows
from monitor.store import polls, standings

if TYPE_CHECKING:
    from monitor.store.engine import Store, Tx

LEASE_SECONDS = 120
"""A feed claimed by a process that died is free again after this."""


LookAt: TypeAlias = Callable[[Feed, FeedHealth], Awaitable[Look]]
"""Looks at one feed, whatever it answers; never raises for a bad feed."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one batch came to."""

    looked: int = 0
    failed: int = 0
    new: int = 0
    revised: int = 0

    def __add__(self, other: "Gathered") -> "Gathered":
        return Gathered(
            self.looked + other.looked,
            self.failed + other.failed,
            self.new + other.new,
            self.revised + other.revised,
        )


class Gather:
    """The step. `random` gives 0..1 for the jitter of the next poll."""

    def __init__(
        self,
        store: "Store",
        look: LookAt,
        declared: Callable[[], Declared],
        clock: Clock,
        random: Callable[[], float],
    ) -> None:
        self._store = store
        self._look = look
        self._declared = declared
        self._clock = clock
        self._random = random

    async def step(self, *, limit: int = 100) -> Gathered:
        """Look at up to `limit` due feeds at once; `looked` is 0 when none is due."""
        claimed = await asyncio.to_thread(self._claim, limit)
        feeds = self._declared().feed
        tasks = [(feeds[h.feed], h) for h in claimed if h.feed in feeds]
        if not tasks:
            return Gathered()
        looks = await asyncio.gather(*(self._look(feed, h) for feed, h in tasks))
        return await asyncio.to_thread(self.file, tasks, looks)

    def _claim(self, limit: int) -> list[FeedHealth]:
        with self._store.write() as tx:
            return polls.claim_due(tx, self._clock(), limit, LEASE_SECONDS)

    def file(self, tasks: Sequence[tuple[Feed, FeedHealth]], looks: Sequence[Look]) -> Gathered:
        """File what the looks showed, all of them in one transaction."""
        total = Gathered()
        with self._store.write() as tx:
            for (feed, health), look in zip(tasks, looks, strict=True):
                total += self._file_one(tx, feed, health, look)
        return total

    def _file_one(self, tx: "Tx", feed: Feed, health: FeedHealth, look: Look) -> Gathered:
        now = self._clock()
        new = revised = 0
        if look.figures is not None:
            new = self._keep_figures(tx, feed, health, look.figures)
        elif look.entries is not None:
            new, revised = self._keep(tx, feed, health, look.entries)
        after = judge(health, look, feed, now, self._random(), new=new)
        polls.put_health(tx, after)
        polls.note_look(tx, feed, ok=after.looks_alive, at=now)
        if after.looks_alive and not health.looks_alive and brings_news(feed):
            self._wake_the_blind(tx)
        alert = alerting.feed_alert(health, after, feed, now, policy=self._declared().policy)
        if alert is not None:
            tell(tx, alert, self._declared(), now)
        return Gathered(1, int(not after.looks_alive), new, revised)

    def _keep_figures(self, tx: "Tx", feed: Feed, health: FeedHealth, found: Figures) -> int:
        """File what a data feed tells; how many readings were new."""
        now, known = self._clock(), self._declared()
        return keep_figures(tx, feed, found.figures, known, now, primed=not health.primed)

    def _keep(
        self, tx: "Tx", feed: Feed, health: FeedHealth, entries: Sequence[Entry]
    ) -> tuple[int, int]:
        """File what is new and what was edited; how many of each."""
        now = self._clock()
        known = item_rows.known(tx, feed.id, [key for key, _ in keyed(entries)])
        found = recognise(feed, entries, known, now)
        new = [replace(item, primed=not health.primed) for item in found.new]
        item_rows.put_new(tx, [*new, *found.renamed])
        for item in found.renamed:
            fact_rows.put_reading(tx, item, (), "renamed", now)
        item_rows.put_revisions(tx, found.revised, now)
        return len(new), len(found.revised)

    def _wake_the_blind(self, tx: "Tx") -> None:
        """A feed that answers again may end a blindness: all standings are asked once more."""
        standings.mark_dirty(tx, [c.id for c in self._declared().register.commitments])
