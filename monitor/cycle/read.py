"""Unread items → evidence about declared commitments, and triage where none can be named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from monitor.clock import Clock
from monitor.cycle.telling import tell
from monitor.declared.files import Declared
from monitor.domain import alerting
from monitor.domain.evidence import Item
from monitor.reading.reader import Mention, Reading
from monitor.reading.stories import story_of
from monitor.store import facts as fact_rows
from monitor.store import items as item_rows

if TYPE_CHECKING:
    from monitor.store.engine import Store, Tx

STORY_DAYS = 14
"""Copies of one event appear within days; older look-alikes are other events."""

STORY_WINDOW = 2_000


class Reader(Protocol):
    """News into evidence. `version` changes when the same item may be read differently."""

    @property
    def version(self) -> str:
        """Names the rules in force."""
        ...

    def read(self, item: Item) -> Reading:
        """What one item says about the declared commitments."""
        ...


@dataclass(frozen=True, slots=True)
class ReadItems:
    """What one batch came to."""

    items: int = 0
    evidence: int = 0


class Read:
    """The step: a batch of unread items, read outside the transaction, filed inside it."""

    def __init__(
        self,
        store: "Store",
        reader: Callable[[], Reader],
        declared: Callable[[], Declared],
        clock: Clock,
    ) -> None:
        self._store = store
        self._reader = reader
        self._declared = declared
        self._clock = clock

    def step(self, *, limit: int = 200) -> ReadItems:
        """Read up to `limit` items; `items` is 0 when nothing is unread."""
        with self._store.read() as tx:
            batch = item_rows.unread(tx, limit)
            if not batch:
                return ReadItems()
            since = min(i.first_seen for i in batch) - timedelta(days=STORY_DAYS)
            recent = item_rows.recent(tx, since, STORY_WINDOW)
        return self._file(batch, self._read(batch, recent))

    def _read(self, batch: Sequence[Item], recent: Sequence[Item]) -> list[tuple[Item, Reading]]:
        reader = self._reader()
        said: list[tuple[Item, Reading]] = []
        seen = list(recent)
        for item in batch:
            reading = reader.read(item)
            if reading.evidence:
                told = replace(item, story=story_of(item, seen))
                seen.append(told)
                reading = with_story(reading, told)
                item = told  # noqa: PLW2901 -- the item now knows its story
            said.append((item, reading))
        return said

    def _file(self, batch: Sequence[Item], said: Sequence[tuple[Item, Reading]]) -> ReadItems:
        now = self._clock()
        version = self._reader().version
        count = 0
        with self._store.write() as tx:
            for item, reading in said:
                count += len(fact_rows.put_reading(tx, item, reading.evidence, version, now))
                if reading.mentions and not reading.evidence and not item.primed:
                    self._triage(tx, item, reading.mentions[0])
        return ReadItems(len(batch), count)

    def _triage(self, tx: "Tx", item: Item, mention: Mention) -> None:
        """An agreement is named and no commitment: a person should look."""
        now, declared = self._clock(), self._declared()
        alert = alerting.triage_alert(
            item,
            mention.agreement,
            mention.quote,
            mention.because,
            now,
            feed=declared.feed.get(item.feed),
        )
        tell(tx, alert, declared, now)


def with_story(reading: Reading, item: Item) -> Reading:
    """The same reading, its evidence told as part of the item's story."""
    told = tuple(replace(e, story=item.story, primed=item.primed) for e in reading.evidence)
    return replace(reading, evidence=told)
