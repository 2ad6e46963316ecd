"""One promise and where it stands, as short as a test needs it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from monitor.domain.alert import Alert, Policy
from monitor.domain.alerting import decide
from monitor.domain.calendar import Deadline, Due, day_of, resolve
from monitor.domain.commitment import Commitment, Kind
from monitor.domain.evidence import Act, Evidence, Facts, Series, Signal, Witness
from monitor.domain.standing import Claim, ClaimState, Pace, Performance, Standing, Word

NAMES = {"CN": "China", "US": "United States"}
DUE = Due(on=date(2025, 12, 31), zone="America/New_York")


@pytest.fixture
def promise() -> Callable[..., Commitment]:
    """A promise to buy, due at the end of 2025 in New York."""

    def build(**changes: Any) -> Commitment:
        given: dict[str, Any] = {
            "id": "soybeans-2025",
            "agreement": "busan-2025",
            "kind": Kind.DO_BY,
            "obligor": ("CN",),
            "obligee": ("US",),
            "statement": "China buys at least 12 million tonnes of US soybeans.",
            "made": date(2025, 10, 30),
            "due": DUE,
        }
        return Commitment(**(given | changes))

    return build


@pytest.fixture
def stands() -> Callable[..., Standing]:
    """Where it stands at a moment written `2025-12-24 06:00` (UTC)."""

    def build(
        at: str,
        performance: Performance | None = Performance.ON_TRACK,
        word: Word = Word.ON_TRACK,
        **changes: Any,
    ) -> Standing:
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
        due = changes.pop("due", DUE)
        ends = resolve(due, events={}) if isinstance(due, Due) else due
        first = resolve(DUE, events={})
        given: dict[str, Any] = {
            "commitment": "soybeans-2025",
            "at": moment,
            "word": word,
            "machine_word": word,
            "performance": performance,
            "due": ends,
            "original_due": first,
            "moved_days": _days(ends, first),
            "days_left": (ends.day - day_of(moment, ends.zone)).days if ends else None,
        }
        return Standing(**(given | changes))

    return build


def _days(ends: Deadline | None, first: Deadline | None) -> int:
    return (ends.day - first.day).days if ends and first else 0


@pytest.fixture
def tells(promise: Callable[..., Commitment]) -> Callable[..., tuple[Alert, ...]]:
    """What there is to tell between two standings."""

    def call(
        before: Standing | None,
        after: Standing,
        *,
        commitment: Commitment | None = None,
        facts: Facts | None = None,
        told: tuple[str, ...] = (),
        policy: Policy | None = None,
    ) -> tuple[Alert, ...]:
        return decide(
            before,
            after,
            commitment or promise(),
            facts or Facts(),
            policy or Policy(),
            told,
            names=NAMES,
        )

    return call


@pytest.fixture
def claim() -> Callable[..., Claim]:
    """A claim of a breach, first reported on 20 December."""

    def build(state: ClaimState = ClaimState.REPORTED, **changes: Any) -> Claim:
        given: dict[str, Any] = {
            "story": "s1",
            "state": state,
            "since": datetime(2025, 12, 20, 8, tzinfo=UTC),
            "families": ("reuters",),
            "evidence": ("e1",),
        }
        return Claim(**(given | changes))

    return build


@pytest.fixture
def report() -> Callable[..., Evidence]:
    """A piece of evidence learned at a moment written `2025-12-24 06:00` (UTC)."""

    def build(identity: str, at: str, signal: Signal = Signal.RISK, **changes: Any) -> Evidence:
        given: dict[str, Any] = {
            "id": identity,
            "item": f"item-{identity}",
            "commitment": "soybeans-2025",
            "signal": signal,
            "act": Act.ALLEGATION,
            "quote": "purchases have slowed",
            "learned_at": datetime.fromisoformat(at).replace(tzinfo=UTC),
            "witness": Witness(family="reuters"),
            "story": f"story-{identity}",
        }
        return Evidence(**(given | changes))

    return build


@pytest.fixture
def sold() -> Callable[..., Pace]:
    """A pace of soybean sales against 12 Mt, through 18 December."""

    def build(reported: str | None = "8.1", expected: str = "9.6") -> Pace:
        return Pace(
            unit="Mt",
            target=Decimal(12),
            expected=Decimal(expected),
            reported=Decimal(reported) if reported else None,
            ratio=None,
            through=date(2025, 12, 18),
            series="usda-sold",
        )

    return build


@pytest.fixture
def usda() -> Facts:
    """The one series that is declared."""
    return Facts(series=(Series(id="usda-sold", name="USDA export sales"),))
