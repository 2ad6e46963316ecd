"""Places and settings → clock, store, fetcher, reader, channels → the steps.

The only file that knows everything. Heavy libraries come in here, so that commands which only
look never pay for them.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.clock import Clock, utc_now
from monitor.cycle.adopt import Adopt
from monitor.cycle.assess import Assess
from monitor.cycle.deliver import Deliver
from monitor.cycle.gather import Gather
from monitor.cycle.read import Read, Reader
from monitor.cycle.remind import Remind
from monitor.cycle.replay import Replay
from monitor.cycle.scenario import begins, play
from monitor.cycle.steps import Round, Steps
from monitor.declared.files import Declared, load_declared
from monitor.declared.scenario import load_scenario
from monitor.delivery.channels import Channels
from monitor.domain.evidence import Feed, FeedHealth
from monitor.errors import DeclaredError, Grade, UsageError
from monitor.feeds.answer import Look
from monitor.feeds.fetch import Fetcher
from monitor.feeds.look import look
from monitor.feeds.ping import ping
from monitor.feeds.workers import ParsePool
from monitor.reading.reader import RuleReader
from monitor.store import outbox, retention, runs
from monitor.store.engine import Store, open_store
from monitor.store.lock import only_instance

KEEP_DAYS = 30
PRUNED_AT_ONCE = 5_000
LATE = timedelta(minutes=15)
PING_EVERY = timedelta(minutes=4)


@dataclass(frozen=True, slots=True)
class Files:
    """The declared files, and whether they were touched since they were last read."""

    commitments: Path
    config: Path

    def stamp(self) -> tuple[tuple[int, int, int] | None, ...]:
        """Changes whenever one of the files does."""
        names = (self.commitments, self.config / "feeds.yaml", self.config / "alerts.yaml")
        return tuple(_stamp(name) for name in names)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def load_or_raise(commitments: Path, config: Path) -> Declared:
    """What is declared; DeclaredError lists every error where there is one."""
    loaded = load_declared(commitments, config)
    if loaded.declared is None:
        errors = [p for p in loaded.problems if p.grade is Grade.ERROR]
        lines = "\n  ".join(str(p) for p in errors)
        raise DeclaredError(f"the declared files have errors:\n  {lines}")
    return loaded.declared


class ReaderOfTheDay:
    """The reader for what is declared now; built anew when that changes."""

    def __init__(self, declared: Callable[[], Declared]) -> None:
        self._declared = declared
        self._digest = ""
        self._reader: Reader | None = None

    def __call__(self) -> Reader:
        """The reader in force."""
        declared = self._declared()
        if self._reader is None or self._digest != declared.digest:
            self._reader = RuleReader(declared.register, declared.feeds)
            self._digest = declared.digest
        return self._reader


class Eyes:
    """Looks at feeds: one client and one pool of parsers for the whole run."""

    def __init__(self, clock: Clock) -> None:
        self._fetcher = Fetcher()
        self._pool = ParsePool()
        self._clock = clock

    async def look(self, feed: Feed, health: FeedHealth) -> Look:
        """One look at one feed; never raises for a bad feed."""
        return await look(feed, health, self._fetcher, self._pool, self._clock())

    async def close(self) -> None:
        """End the client and the parsers."""
        await self._fetcher.close()
        await self._pool.close()


class Program:
    """Everything wired for one database and one set of files."""

    def __init__(
        self,
        store: Store,
        steps: Steps,
        files: Files,
        eyes: Eyes,
        clock: Clock = utc_now,
    ) -> None:
        self.store = store
        self.steps = steps
        self.clock = clock
        self.eyes = eyes
        self._files = files
        self._stamp = files.stamp()
        self._pinged: datetime | None = None

    @property
    def database_name(self) -> str:
        """The database's address without its password."""
        return self.store.name

    def last_tick(self) -> datetime | None:
        """When a daemon on this database last showed that it lived."""
        with self.store.read() as tx:
            return runs.last_tick(tx)

    def note_tick(self) -> bool:
        """Leave a trace of life; whether the outbox is healthy too."""
        now = self.clock()
        with self.store.write() as tx:
            runs.note_tick(tx, now)
            oldest = outbox.oldest_waiting(tx, now)
        return oldest is None or now - oldest < LATE

    def note_stop(self) -> None:
        """Leave word that this run ended in order."""
        with self.store.write() as tx:
            runs.stop(tx, self.clock())

    def files_changed(self) -> bool:
        """Whether a declared file was touched since we last asked."""
        stamp = self._files.stamp()
        changed, self._stamp = stamp != self._stamp, stamp
        return changed

    async def ping(self) -> None:
        """Tell the heartbeat address, where one is declared, that all is well."""
        policy = self.steps.adopt().policy
        now = self.clock()
        if policy.heartbeat.reveal() and (self._pinged is None or now - self._pinged >= PING_EVERY):
            self._pinged = now
            await ping(policy.heartbeat.reveal(), policy.allow_private)

    async def once(self) -> Round:
        """One whole cycle."""
        try:
            adopted = await self.steps.start()
            done = await self.steps.round()
            return replace(done, gathered=adopted.gathered + done.gathered)
        finally:
            self.note_tick()
            await self.eyes.close()

    def tidy(self) -> int:
        """Reduce old items that no evidence rests on to fingerprints."""
        total, now = 0, self.clock()
        while True:
            with self.store.write() as tx:
                pruned = retention.prune(tx, now, KEEP_DAYS, PRUNED_AT_ONCE)
            total += pruned
            if pruned < PRUNED_AT_ONCE:
                break
        self.store.compact()
        return total


@contextmanager
def open_program(
    commitments: Path,
    config: Path,
    database_url: str,
    terminal: Callable[[str], None],
    clock: Clock = utc_now,
) -> Iterator[Program]:
    """The program on its database, which nobody else may run on meanwhile."""
    declared = load_or_raise(commitments, config)
    with only_instance(database_url):
        store = open_store(database_url)
        try:
            yield _wire(store, declared, Files(commitments, config), terminal, clock)
        finally:
            store.close()


def _wire(
    store: Store, declared: Declared, files: Files, terminal: Callable[[str], None], clock: Clock
) -> Program:
    adopt = Adopt(store, partial(load_declared, files.commitments, files.config), declared, clock)
    eyes = Eyes(clock)
    channels = Channels(lambda: adopt().policy, terminal)
    steps = Steps(
        store=store,
        adopt=adopt,
        gather=Gather(store, eyes.look, adopt, clock, random.random),
        read=Read(store, ReaderOfTheDay(adopt), adopt, clock),
        assess=Assess(store, adopt, clock),
        deliver=Deliver(store, channels, adopt, clock, random.random),
        remind=Remind(store, adopt, clock),
        clock=clock,
    )
    return Program(store, steps, files, eyes, clock)


@contextmanager
def replay_in(declared: Declared, start: datetime, keep: Path | None = None) -> Iterator[Replay]:
    """A replay over a database of its own: `keep`, which must not exist, or one thrown away."""
    with TemporaryDirectory() as folder:
        if keep is not None and keep.exists():
            raise UsageError(f"{keep} is there already; a replay fills only a new database.")
        store = open_store(f"sqlite:///{(keep or Path(folder) / 'replay.db').absolute()}")
        try:
            yield Replay(store, declared, RuleReader(declared.register, declared.feeds), start)
        finally:
            store.close()


def play_scenario(path: Path) -> tuple[str, list[tuple[int, str]]]:
    """A scenario's sentence, and (line, sentence) of all that did not come true in it."""
    found = load_scenario(path)
    if found.value is None:
        return path.stem, [
            (p.line, f"{p.path}: {p.message} {p.hint}".strip()) for p in found.problems
        ]
    scenario = found.value
    reader = RuleReader(scenario.declared.register, scenario.declared.feeds)
    store = open_store("sqlite://")
    try:
        failures = play(scenario, Replay(store, scenario.declared, reader, begins(scenario)))
    finally:
        store.close()
    return scenario.name, [(f.line, f.sentence) for f in failures]
