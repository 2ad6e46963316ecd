"""Stored items or feed snapshots through the whole program, under a simulated clock.

The same gather, read and assess steps run on a database of their own; time jumps from one event
or `next_look` to the next, so that everything comes when it would have come.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from monitor.cycle.assess import Assess
from monitor.cycle.gather import Gather
from monitor.cycle.read import Read
from monitor.domain.alert import Alert
from monitor.domain.evidence import Evidence, Feed, FeedHealth, Item, Measurement, Ruling
from monitor.domain.standing import Standing
from monitor.errors import MonitorError
from monitor.feeds.answer import Look
from monitor.store import facts as fact_rows
from monitor.store import items as item_rows
from monitor.store import outbox, polls, reads, standings
from monitor.views.replayed import Replayed

if TYPE_CHECKING:
    from monitor.cycle.read import Reader
    from monitor.declared.files import Declared
    from monitor.store.engine import Store, Tx

LOOK_EVERY = timedelta(hours=6)
"""How often the feeds of an items archive count as looked at."""

UNBROKEN = 2 * LOOK_EVERY
"""Looks no further apart than this are one unbroken run."""

READY_MADE = "ready-made"
"""The reader's name for evidence that nobody read."""

MOST_STEPS = 200_000
"""More moments than any honest archive has; past it the clock is not getting anywhere."""


@dataclass(frozen=True, slots=True)
class Published:
    """Items that appeared."""

    at: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at a feed, with the entries it showed."""

    at: datetime
    feed: Feed
    look: Look


@dataclass(frozen=True, slots=True)
class Said:
    """An item with what it says, ready-made: nothing is read."""

    at: datetime
    item: Item
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked where everything stands; the answer is kept."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Alive:
    """Feeds answered, with nothing that is kept. None means all that are declared."""

    at: datetime
    feeds: tuple[Feed, ...] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A reading of a series became known."""

    at: datetime
    measurement: Measurement


@dataclass(frozen=True, slots=True)
class Ruled:
    """A person decided."""

    at: datetime
    ruling: Ruling


Happening: TypeAlias = Published | Looked | Said | Asked | Alive | Measured | Ruled


class SimulatedClock:
    """A clock that stands where it is put and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The simulated present."""
        return self._now

    def go_to(self, moment: datetime) -> None:
        """Move forward to a moment; an earlier one is ignored."""
        self._now = max(self._now, moment)


class Replay:
    """One replay over its own, empty store."""

    def __init__(
        self, store: "Store", declared: "Declared", reader: "Reader", start: datetime
    ) -> None:
        self._store = store
        self._declared = declared
        self._clock = SimulatedClock(start)
        self._gather = Gather(store, _never, lambda: declared, self._clock, lambda: 0.5)
        self._read = Read(store, lambda: reader, lambda: declared, self._clock)
        self._assess = Assess(store, lambda: declared, self._clock)
        self._days: dict[date, dict[str, Standing]] = {}
        self._seen: datetime | None = None
        self.answers: dict[datetime, dict[str, Standing]] = {}

    def run(
        self,
        happenings: Iterable[Happening],
        end: datetime,
        progress: Callable[[datetime], None] = lambda _: None,
    ) -> Replayed:
        """Play everything up to `end`, oldest first, and give the whole story."""
        waiting = sorted(happenings, key=lambda h: h.at)
        first = [h for h in waiting if h.at <= self._clock()]
        self._begin(first)
        for happening in waiting[len(first) :]:
            if happening.at > end:
                break
            self._pass_time(happening.at)
            self._apply(happening)
            self._settle()
            progress(happening.at)
        self._pass_time(end)
        return self._story()

    def _begin(self, first: Sequence[Happening]) -> None:
        """The first start: what is there already is looked at in silence."""
        with self._store.write() as tx:
            polls.sync_feeds(tx, self._declared.feeds, self._clock())
            standings.mark_dirty(tx, [c.id for c in self._declared.register.commitments])
        for happening in first:
            self._apply(happening)
        self._settle(quiet=True)

    def _pass_time(self, until: datetime) -> None:
        """Stop at every moment at which time alone changes a standing, and at each day's end."""
        for _ in range(MOST_STEPS):
            moment = min(self._next_look() or until, _end_of_day(self._clock()), until)
            at_day_end = moment == _end_of_day(self._clock())
            self._clock.go_to(moment)
            self._settle()
            if at_day_end:
                self._note_day(moment.date())
                self._clock.go_to(moment + timedelta(microseconds=1))
            if moment >= until:
                return
        raise MonitorError("The replay does not get on: a commitment wants looking at for ever.")

    def _next_look(self) -> datetime | None:
        with self._store.read() as tx:
            moment = standings.next_look(tx)
        # a look that is already due was served by _settle; asking again must not stop the clock
        return moment if moment is None or moment > self._clock() else None

    def _settle(self, *, quiet: bool = False) -> None:
        while self._read.step().items:
            pass
        while self._assess.step(quiet=quiet).looked:
            pass

    def _note_day(self, day: date) -> None:
        with self._store.read() as tx:
            self._days[day] = standings.all_latest(tx)

    def _apply(self, happening: Happening) -> None:
        match happening:
            case Looked(feed=feed, look=look):
                self._gather.file([(feed, self._health(feed))], [look])
            case Published(items=items):
                self._publish(items)
            case Measured(measurement=measurement):
                with self._store.write() as tx:
                    fact_rows.add_measurement(tx, measurement)
            case Ruled(ruling=ruling):
                with self._store.write() as tx:
                    fact_rows.add_ruling(tx, ruling)
            case Said(item=item, evidence=evidence):
                with self._store.write() as tx:
                    item_rows.put_new(tx, [item])
                    fact_rows.put_reading(tx, item, evidence, READY_MADE, happening.at)
            case Asked(at=at):
                with self._store.read() as tx:
                    self.answers[at] = reads.all_latest(tx)
            case Alive(at=at, feeds=feeds):
                self._look_alive(at, self._declared.feeds if feeds is None else feeds)

    def _look_alive(self, at: datetime, feeds: Sequence[Feed]) -> None:
        """Looks that found nothing to keep; after a pause they may end a blindness."""
        with self._store.write() as tx:
            for feed in feeds:
                polls.note_look(tx, feed, ok=True, at=at, max_gap=UNBROKEN)
            if self._seen is None or at - self._seen > UNBROKEN:
                standings.mark_dirty(tx, [c.id for c in self._declared.register.commitments])
        self._seen = at

    def _health(self, feed: Feed) -> FeedHealth:
        with self._store.read() as tx:
            return reads.healths(tx)[feed.id]

    def _publish(self, items: Sequence[Item]) -> None:
        with self._store.write() as tx:
            item_rows.put_new(tx, items)

    def _story(self) -> Replayed:
        self._note_day(self._clock().date())
        with self._store.read() as tx:
            return Replayed(
                items=item_rows.count(tx),
                revisions=item_rows.count_revisions(tx),
                evidence=fact_rows.count_evidence(tx),
                alerts=_sent(tx),
                transitions=standings.transitions(tx),
                standings=self._days,
            )


def looks_between(start: datetime, end: datetime) -> list[Alive]:
    """Regular looks at every feed, both ends included."""
    count = int((end - start) / LOOK_EVERY)
    return [Alive(start + LOOK_EVERY * n) for n in range(count + 1)] + [Alive(end)]


def _sent(tx: "Tx") -> tuple[Alert, ...]:
    """The alerts that somebody would have been told, in their order."""
    alerts = outbox.told(tx)
    sent = reads.deliveries_of(tx, [a.id for a in alerts])
    return tuple(a for a in alerts if sent[a.id])


def _end_of_day(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time.max, UTC)


async def _never(feed: Feed, health: FeedHealth) -> Look:
    """A replay brings its own looks."""
    del health
    raise MonitorError(f"A replay never polls; feed {feed.id} was asked for.")
