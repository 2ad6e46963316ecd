"""Real poll histories served snapshot by snapshot by a real HTTP server with ETags."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.cycle.adopt import Adopt
from monitor.cycle.assess import Assess
from monitor.cycle.gather import Gather
from monitor.cycle.read import Read
from monitor.cycle.replay import SimulatedClock
from monitor.declared.files import Declared, LoadedFiles
from monitor.domain.evidence import Feed, Tier
from monitor.feeds.snapshots import snapshots
from monitor.reading.reader import RuleReader
from monitor.store import facts, items, outbox, polls
from monitor.store.engine import Store, open_store
from monitor.wiring import Eyes, load_or_raise
from tests.conftest import ROOT, Answer, Web

WINDOWS = [
    ("2025-05_geneva", 63, {5: ["geneva-2025"]}),
    ("2025-08_stockholm", 58, {4: ["geneva-2025"]}),
    ("2025-10-11_busan", 143, {46: ["busan-2025"], 50: ["busan-2025"], 51: ["busan-2025"]}),
]


class Desk:
    """The steps over one feed, with a clock that stands at each poll."""

    def __init__(self, store: Store, declared: Declared, clock: SimulatedClock) -> None:
        self.store = store
        self.clock = clock
        self.feed = declared.feeds[0].id
        self.eyes = Eyes(clock)
        reader = RuleReader(declared.register, declared.feeds)
        adopt = Adopt(store, lambda: LoadedFiles(declared, ()), declared, clock)
        adopt.step()
        self.gather = Gather(store, self.eyes.look, adopt, clock, lambda: 0.0)
        self.read = Read(store, lambda: reader, adopt, clock)
        self.assess = Assess(store, adopt, clock)

    async def poll(self) -> tuple[int, int]:
        """One poll, read and assessed: new items, revised items."""
        with self.store.write() as tx:
            polls.poll_now(tx, self.feed, self.clock())
        gathered = await self.gather.step()
        while self.read.step().items:
            pass
        while self.assess.step().looked:
            pass
        return gathered.new, gathered.revised

    def named(self) -> dict[str, set[str]]:
        """Title → agreements that evidence on it, or a triage alert, has named so far."""
        with self.store.read() as tx:
            alerts = outbox.told(tx)
            stored = items.recent(tx, self.clock().replace(year=2000), 1_000)
            said = facts.facts_for(tx, list(self._agreements()))
        found: dict[str, set[str]] = {}
        for commitment, known in said.items():
            for evidence in known.evidence:
                found.setdefault(evidence.title, set()).add(self._agreements()[commitment])
        titles = {item.id: item.title for item in stored}
        for alert in alerts:
            if alert.cause.value == "triage":
                found.setdefault(titles[alert.rests_on[0]], set()).add(alert.agreement)
        return found

    def _agreements(self) -> dict[str, str]:
        register = load_or_raise(ROOT / "commitments.yaml", ROOT / "config").register
        return {c.id: c.agreement for c in register.commitments}


@contextmanager
def desk_on(web: Web, clock: SimulatedClock) -> Iterator[Desk]:
    """The shipped commitments, and the loopback server as the White House's feed."""
    shipped = load_or_raise(ROOT / "commitments.yaml", ROOT / "config")
    feed = Feed(
        id="white-house-actions",
        address=f"{web.address}/rss.xml",
        family="white-house",
        tier=Tier.OFFICIAL,
        party="US",
        allow_private=("127.0.0.0/8",),
    )
    store = open_store("sqlite://")
    try:
        yield Desk(store, Declared(register=shipped.register, feeds=(feed,)), clock)
    finally:
        store.close()


@pytest.mark.shared
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("window", "distinct", "keys"), WINDOWS, ids=[w[0] for w in WINDOWS])
async def test_every_item_once_and_the_key_texts_at_the_poll_that_brings_them(
    window: str, distinct: int, keys: dict[int, list[str]], shared: Path, web: Web
) -> None:
    shots = snapshots(shared / "feeds/wh-briefings/rss-polls" / window)
    clock = SimulatedClock(shots[0].at)
    with desk_on(web, clock) as desk:
        new_items = 0
        for number, shot in enumerate(shots):
            etag = hashlib.sha256(shot.body).hexdigest()[:16]
            web.answers["/rss.xml"] = Answer(shot.body, headers={"ETag": f'"{etag}"'})
            clock.go_to(shot.at)
            before = desk.named()
            new_items += (await desk.poll())[0]
            again = await desk.poll()
            assert again == (0, 0)
            fresh = {
                a for title, named in desk.named().items() if title not in before for a in named
            }
            assert set(keys.get(number, [])) <= fresh, (number, fresh)
        with desk.store.read() as tx:
            alerts = outbox.told(tx)
            kept = items.count(tx)
            unsent = [a for a in alerts if a.cause.value.startswith("breach")]
        await desk.eyes.close()
    assert (new_items, kept) == (distinct, distinct)
    assert len({a.headline for a in alerts}) == len(alerts)
    assert unsent == []
