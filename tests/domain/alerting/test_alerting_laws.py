"""Laws of deciding, over made-up histories."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain.alert import Alert, Cause, Policy
from monitor.domain.alerting import decide, next_step
from monitor.domain.calendar import Due, day_of, resolve
from monitor.domain.commitment import Commitment, Kind
from monitor.domain.evidence import Act, Evidence, Facts, Signal, Witness
from monitor.domain.standing import (
    Claim,
    ClaimState,
    Knowledge,
    Performance,
    Reason,
    Standing,
    Suffix,
    Word,
)

START = datetime(2025, 11, 1, tzinfo=UTC)
DUE = Due(on=date(2025, 12, 31), zone="America/New_York")
PROMISE = Commitment(
    id="soybeans-2025",
    kind=Kind.QUANTITY,
    obligor=("CN",),
    obligee=("US",),
    statement="China buys soybeans.",
    made=date(2025, 10, 30),
    due=DUE,
)
RISES = (Cause.BREACH_REPORTED, Cause.BREACH_CORROBORATED, Cause.BREACH_CONFIRMED)
CAN_BE_RESOLVED = {
    *RISES,
    Cause.AT_RISK,
    Cause.BLIND,
    Cause.CONFLICTING,
    Cause.STALE,
    Cause.OVERDUE,
    Cause.CLAIMED_MET,
    Cause.MET,
    Cause.MET_LATE,
    Cause.PARTLY_MET,
    Cause.MISSED,
}

claims = st.builds(
    Claim,
    story=st.sampled_from(["s1", "s2"]),
    state=st.sampled_from(ClaimState),
    since=st.just(START),
    families=st.sampled_from([("reuters",), ("ap", "reuters"), ()]),
    evidence=st.just(("e1",)),
    disputed_by=st.sampled_from([(), ("CN",), ("CN", "US")]),
)


@st.composite
def looks(draw: st.DrawFn) -> dict[str, Any]:
    """One standing without its moment."""
    claimed = draw(st.booleans())
    return {
        "hours": draw(st.integers(1, 500)),
        "performance": draw(st.sampled_from(Performance)),
        "knowledge": draw(st.sampled_from(Knowledge)),
        "suffixes": draw(st.sampled_from([(), (Suffix.CONFLICTING,), (Suffix.STALE,)])),
        "claims": tuple(draw(st.lists(claims, max_size=2, unique_by=lambda one: one.story))),
        "reasons": (Reason(code="claimed-met", sentence="Said to be done."),) if claimed else (),
        "machine_word": Word.MET_CLAIMED if claimed else Word.ON_TRACK,
    }


def history(steps: Sequence[dict[str, Any]]) -> list[Standing]:
    """The standings of a history, each at its moment."""
    found, at = [], START
    due = resolve(DUE, events={})
    assert due is not None
    for step in steps:
        given_ = dict(step)
        at += timedelta(hours=given_.pop("hours"))
        found.append(
            Standing(
                commitment=PROMISE.id,
                at=at,
                word=given_["machine_word"],
                due=due,
                original_due=due,
                days_left=(due.day - day_of(at, due.zone)).days,
                **given_,
            )
        )
    return found


def tell(before: Standing | None, after: Standing, told: Sequence[str]) -> tuple[Alert, ...]:
    return decide(before, after, PROMISE, Facts(), Policy(), told)


def replayed(standings: Sequence[Standing]) -> list[Alert]:
    """Everything told over a history."""
    found: list[Alert] = []
    before: Standing | None = None
    for after in standings:
        found += tell(before, after, [alert.key for alert in found])
        before = after
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(looks(), min_size=1, max_size=6))
def test_deciding_twice_tells_nothing_new(steps: list[dict[str, Any]]) -> None:
    standings = history(steps)
    told = [alert.key for alert in replayed(standings)]
    before = standings[-2] if len(standings) > 1 else None
    assert tell(before, standings[-1], told) == ()
    assert tell(standings[-1], standings[-1], told) == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(looks(), min_size=1, max_size=8))
def test_no_key_and_no_id_is_told_twice(steps: list[dict[str, Any]]) -> None:
    alerts = replayed(history(steps))
    assert len({alert.key for alert in alerts}) == len(alerts)
    assert len({alert.id for alert in alerts}) == len(alerts)


@settings(max_examples=150, deadline=None)
@given(st.lists(looks(), min_size=1, max_size=6))
def test_a_told_problem_that_ends_is_always_told_to_have_ended(
    steps: list[dict[str, Any]],
) -> None:
    standings = history(steps)
    stories = {claim.story for standing in standings for claim in standing.claims}
    well = replace(
        standings[-1],
        at=standings[-1].at + timedelta(hours=1),
        performance=Performance.ON_TRACK,
        knowledge=Knowledge.CLEAR,
        suffixes=(),
        reasons=(),
        machine_word=Word.ON_TRACK,
        claims=tuple(
            Claim(story=s, state=ClaimState.DISMISSED, since=START, families=(), evidence=())
            for s in sorted(stories)
        ),
    )
    unresolved: set[tuple[Cause, str]] = set()
    for alert in replayed([*standings, well]):
        level = alert.key.split("/")[2]
        story = level if level in stories else ""
        unresolved -= {(cause, story) for cause in alert.resolves}
        if alert.cause in CAN_BE_RESOLVED:
            unresolved.add((alert.cause, story))
    assert unresolved == set()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            Evidence,
            id=st.uuids().map(str),
            item=st.just("i"),
            commitment=st.just("soybeans-2025"),
            signal=st.sampled_from(Signal),
            act=st.sampled_from(Act),
            quote=st.just("q"),
            learned_at=st.integers(0, 300).map(lambda hours: START + timedelta(hours=hours)),
            witness=st.sampled_from(["ap", "reuters"]).map(lambda name: Witness(family=name)),
            story=st.sampled_from(["", "s1", "s2"]),
        ),
        max_size=6,
        unique_by=lambda one: one.id,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_facts_and_of_what_was_told_does_not_matter(
    evidence: list[Evidence], random: Any
) -> None:
    before, after = history([_plain(100), _plain(200)])
    shuffled = list(evidence)
    random.shuffle(shuffled)
    told = ("soybeans-2025/risk-reported/s1", "soybeans-2025/progress/s2")
    one = decide(before, after, PROMISE, Facts(evidence=tuple(evidence)), Policy(), told)
    other = decide(before, after, PROMISE, Facts(evidence=tuple(shuffled)), Policy(), told[::-1])
    assert one == other


def _plain(hours: int) -> dict[str, Any]:
    return {"hours": hours, "performance": Performance.ON_TRACK, "machine_word": Word.ON_TRACK}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 400), min_size=1, max_size=12))
def test_however_rarely_it_looks_each_rung_is_told_at_most_once_and_the_last_one_always(
    gaps: list[int],
) -> None:
    steps = [_plain(hours) for hours in [*gaps, 20_000]]
    standings = [_overdue_if_past(standing) for standing in history(steps)]
    alerts = replayed(standings)
    assert len({alert.key for alert in alerts}) == len(alerts)
    assert sum(alert.cause is Cause.OVERDUE for alert in alerts) == 1


def _overdue_if_past(standing: Standing) -> Standing:
    assert standing.due is not None
    if standing.at < standing.due.grace_ends:
        return standing
    return replace(standing, performance=Performance.OVERDUE, word=Word.OVERDUE)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2_000))
def test_nothing_is_told_by_the_calendar_before_the_next_step_it_announced(hours: int) -> None:
    (before,) = history([_plain(hours + 1)])
    before = _overdue_if_past(before)
    told = [alert.key for alert in tell(None, before, ())]
    announced = next_step(before, PROMISE)
    until = (announced or before.at + timedelta(days=400)) - timedelta(seconds=1)
    early = _overdue_if_past(replace(before, at=until))
    assert tell(before, early, told) == ()
    if announced is not None:
        assert len(tell(before, _overdue_if_past(replace(before, at=announced)), told)) == 1
