"""The declared files → what the program works by. A bad edit keeps the old ones, said once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.clock import Clock
from monitor.cycle.figures import feeds_filling
from monitor.cycle.gather import Gathered
from monitor.cycle.telling import tell
from monitor.declared.files import SHOWN, Declared, LoadedFiles, Shown, shown
from monitor.domain import alerting
from monitor.domain.alert import Alert, Cause
from monitor.domain.commitment import Commitment, Register
from monitor.errors import Grade, Problem
from monitor.store import codec, items, measured, polls, standings
from monitor.store import declared as snapshots
from monitor.store.settling import unblock

if TYPE_CHECKING:
    from monitor.store.engine import Store, Tx

READ_AGAIN = timedelta(days=14)
"""How far back news is read again when what is watched for changes."""

FEW = 3
"""So many changed commitments are an edit, told one by one; more are a bulk edit, told in one."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """What taking over the files came to.

    first: nothing had ever been declared in this database. changed: ids that are new, edited or
    gone. problems: why the old files stay, empty when the new ones were taken. gathered: what the
    look of a first start brought.
    """

    first: bool = False
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    gathered: Gathered = field(default_factory=Gathered)

    @property
    def bulk(self) -> bool:
        """Whether the change is told in one summary instead of one message each."""
        return self.first or len(self.changed) > FEW


class Adopt:
    """The step; also the holder of what is declared now. Calling it gives that."""

    def __init__(
        self, store: "Store", load: Callable[[], LoadedFiles], declared: Declared, clock: Clock
    ) -> None:
        self._store = store
        self._load = load
        self._clock = clock
        self._declared = declared

    def __call__(self) -> Declared:
        """What is declared now."""
        return self._declared

    def step(self) -> Adopted:
        """Read the files; take them over where they are whole, else keep the old and tell once."""
        loaded = self._load()
        if loaded.declared is None:
            self._tell(loaded.problems)
            return Adopted(problems=loaded.problems)
        self._declared = loaded.declared
        return self._take_over(loaded.declared)

    def _take_over(self, declared: Declared) -> Adopted:
        now = self._clock()
        with self._store.write() as tx:
            before = _stored(tx)
            polls.sync_feeds(tx, declared.feeds, now)
            content = codec.dumps(shown(declared))
            if snapshots.put_snapshot(tx, SHOWN, declared.digest, content, now):
                self._try_channels_again(tx)
            changed, added = _difference(before, declared.register)
            measured.read_afresh(tx, feeds_filling(declared, changed), now)
            standings.mark_dirty(tx, changed)
            if changed and before is not None:
                items.unread_again(tx, now - READ_AGAIN)
        return Adopted(before is None, changed, added)

    def _try_channels_again(self, tx: "Tx") -> None:
        """A channel that refused may have been mended by the edit."""
        for channel in self._declared.policy.channels:
            unblock(tx, channel.id, self._clock())

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        alert = _bad_edit(problems, self._clock)
        with self._store.write() as tx:
            tell(tx, alert, self._declared, self._clock())


def _bad_edit(problems: tuple[Problem, ...], clock: Clock) -> Alert:
    errors = [p for p in problems if p.grade is Grade.ERROR]
    lines = tuple(str(p) for p in errors)
    digest = blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()
    many = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    return alerting.self_alert(
        f"declared-file/{digest}",
        f"a declared file has {many}; the last good one stays in force",
        "The file was edited and cannot be used as it stands.",
        clock(),
        cause=Cause.DECLARED_FILE,
        detail=lines[:10],
    )


def _stored(tx: "Tx") -> Register | None:
    stored = snapshots.latest_snapshot(tx, SHOWN)
    return None if stored is None else codec.loads(Shown, stored.payload).register


def _difference(
    before: Register | None, after: Register
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids that are new, edited or gone, and of these the new ones.

    A changed event or party may bear on any commitment: then all of them count as edited.
    """
    old = {c.id: c for c in before.commitments} if before else {}
    new = {c.id: c for c in after.commitments}
    added = tuple(sorted(new.keys() - old.keys()))
    if before and (before.events, before.parties) != (after.events, after.parties):
        return tuple(sorted(old.keys() | new.keys())), added
    edited = {i for i in new.keys() & old.keys() if _terms(new[i]) != _terms(old[i])}
    return tuple(sorted(edited | (old.keys() ^ new.keys()))), added


def _terms(commitment: Commitment) -> Commitment:
    """A commitment without its line in the file: moving a record is no change of terms."""
    return replace(commitment, line=0)
