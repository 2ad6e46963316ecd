"""The steps wired together, and one whole round of them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.clock import Clock
from monitor.cycle.adopt import Adopt, Adopted
from monitor.cycle.assess import Assess
from monitor.cycle.deliver import Deliver
from monitor.cycle.gather import Gather, Gathered
from monitor.cycle.read import Read
from monitor.cycle.remind import Remind
from monitor.cycle.telling import tell
from monitor.domain import alerting
from monitor.domain.alert import Alert
from monitor.store import departures, standings

if TYPE_CHECKING:
    from monitor.store.engine import Store

MOST_ROUNDS = 10_000
"""More batches than any real backlog; a bound so that `once` always ends."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one whole round came to."""

    gathered: Gathered
    items_read: int
    evidence: int
    assessed: int
    changed: int
    sent: int
    unsent: int

    def counts(self) -> dict[str, int]:
        """The figures by name."""
        return {
            "feeds": self.gathered.looked,
            "failed": self.gathered.failed,
            "new": self.gathered.new,
            "items": self.items_read,
            "evidence": self.evidence,
            "assessed": self.assessed,
            "changed": self.changed,
            "sent": self.sent,
            "unsent": self.unsent,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The steps over one store. `adopt` also says what is declared now."""

    store: "Store"
    adopt: Adopt
    gather: Gather
    read: Read
    assess: Assess
    deliver: Deliver
    remind: Remind
    clock: Clock

    async def start(self) -> Adopted:
        """Take over the files; on a first start or a bulk edit look, read and assess in silence.

        Ends with one summary in the outbox instead of one message for each old date.
        """
        with self.store.write() as tx:
            departures.void_leases(tx, self.clock())
        adopted = self.adopt.step()
        if adopted.first:
            gathered = await self.gather_all()
            self.read_all()
            adopted = replace(adopted, gathered=gathered)
        self.settle_edit(adopted)
        return adopted

    def settle_edit(self, adopted: Adopted) -> None:
        """Assess what an edit touched; a bulk edit in silence, with one summary."""
        self.assess_all(quiet=adopted.bulk)
        if adopted.bulk and adopted.changed:
            self._summarise(adopted)

    async def gather_all(self) -> Gathered:
        """Look at every feed that is due."""
        total = Gathered()
        for _ in range(MOST_ROUNDS):
            batch = await self.gather.step()
            if not batch.looked:
                break
            total += batch
        return total

    def read_all(self) -> tuple[int, int]:
        """Read everything unread: items, pieces of evidence."""
        items = evidence = 0
        for _ in range(MOST_ROUNDS):
            batch = self.read.step()
            if not batch.items:
                break
            items, evidence = items + batch.items, evidence + batch.evidence
        return items, evidence

    def assess_all(self, *, quiet: bool = False) -> tuple[int, int]:
        """Assess everything that wants it: looked at, changed."""
        looked = changed = 0
        for _ in range(MOST_ROUNDS):
            batch = self.assess.step(quiet=quiet)
            if not batch.looked:
                break
            looked, changed = looked + batch.looked, changed + batch.changed
        return looked, changed

    def deliver_all(self) -> tuple[int, int]:
        """Send everything that is due to be sent: rows sent, rows that could not be."""
        sent = unsent = 0
        for _ in range(MOST_ROUNDS):
            batch = self.deliver.step()
            if not batch.rows:
                break
            good = sum(outcome.arrived for _, outcome in batch.rows)
            sent, unsent = sent + good, unsent + len(batch.rows) - good
        return sent, unsent

    async def round(self) -> Round:
        """One whole cycle: what is due is polled, read, assessed and told."""
        gathered = await self.gather_all()
        items, evidence = self.read_all()
        assessed, changed = self.assess_all()
        self.remind.step()
        sent, unsent = self.deliver_all()
        return Round(gathered, items, evidence, assessed, changed, sent, unsent)

    def tell(self, alert: Alert) -> None:
        """Put an alert of the monitor itself into the outbox."""
        with self.store.write() as tx:
            tell(tx, alert, self.adopt(), self.clock())

    def _summarise(self, adopted: Adopted) -> None:
        with self.store.read() as tx:
            latest = standings.all_latest(tx)
        shown = {i: s for i, s in latest.items() if adopted.first or i in adopted.changed}
        declared = self.adopt()
        first = "The monitor has started to watch; what was past already is told only here."
        edit = f"{len(adopted.changed)} commitments were edited at once; they are told together."
        self.tell(
            alerting.summary(
                declared.register,
                shown,
                self.clock(),
                because=first if adopted.first else edit,
                digest=declared.digest,
                policy=declared.policy,
            )
        )
