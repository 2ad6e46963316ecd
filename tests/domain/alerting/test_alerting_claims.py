"""Claims of a breach: rises, denials and ways out."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.domain.alert import Alert, Cause, Severity
from monitor.domain.commitment import Commitment
from monitor.domain.evidence import Evidence, Facts, Signal
from monitor.domain.standing import Binding, Claim, ClaimState, Standing, Word

Tells = Callable[..., tuple[Alert, ...]]
Stands = Callable[..., Standing]
Claims = Callable[..., Claim]

QUIET = ("soybeans-2025/reminder/2025-12-31/-14d",)


def test_a_reported_breach_names_who_says_so_and_who_printed_it(
    tells: Tells, stands: Stands, claim: Claims
) -> None:
    said = claim(claimant="US", reason="Reported by reuters (20 Dec 2025); nobody else yet.")
    after = stands("2025-12-20 08:10", word=Word.REPORTED, claims=(said,))
    assert tells(stands("2025-12-20 08:00"), after) == (
        Alert(
            id="2a2fhftbg3",
            key="soybeans-2025/breach-reported/s1",
            cause=Cause.BREACH_REPORTED,
            severity=Severity.NOTICE,
            at=after.at,
            headline="Breach reported — China → United States: soybeans-2025 is broken, says"
            " United States; reported by 1 publisher (reuters), since 20 Dec 2025",
            because="Reported by reuters (20 Dec 2025); nobody else yet.",
            commitment="soybeans-2025",
            agreement="busan-2025",
            before=Word.ON_TRACK,
            after=Word.REPORTED,
            rests_on=("e1",),
            sure="reported by 1 publisher (reuters)",
        ),
    )


def test_each_level_is_told_once_and_a_lower_one_never_after_a_higher(
    tells: Tells, stands: Stands, claim: Claims
) -> None:
    told: tuple[str, ...] = ()
    before = stands("2025-12-20 08:00")
    for hour, state in enumerate(
        [
            ClaimState.REPORTED,
            ClaimState.CORROBORATED,
            ClaimState.REPORTED,
            ClaimState.CONFIRMED,
            ClaimState.CORROBORATED,
        ]
    ):
        after = stands(f"2025-12-20 {hour + 9:02d}:00", claims=(claim(state),))
        told += tuple(alert.key for alert in tells(before, after, told=told))
        before = after
    assert told == (
        "soybeans-2025/breach-reported/s1",
        "soybeans-2025/breach-corroborated/s1",
        "soybeans-2025/breach-confirmed/s1",
    )


def test_a_claim_keeps_its_alerts_when_its_first_report_is_withdrawn(
    tells: Tells, stands: Stands, claim: Claims, report: Callable[..., Evidence]
) -> None:
    facts = Facts(
        evidence=(
            report("e1", "2025-12-20 08:00", Signal.BREACH, story="s1"),
            report("e2", "2025-12-20 09:00", Signal.BREACH, story="s2"),
        )
    )
    first = claim(evidence=("e1", "e2"))
    renamed = claim(evidence=("e1", "e2"), story="s2")
    told = (*QUIET, "soybeans-2025/breach-reported/s1")
    before = stands("2025-12-20 09:10", claims=(first,))
    after = stands("2025-12-20 10:10", claims=(renamed,))
    assert tells(before, after, facts=facts, told=told) == ()


def test_a_denial_is_told_beside_the_claim_and_lowers_nothing(
    tells: Tells, stands: Stands, claim: Claims
) -> None:
    told = ("soybeans-2025/breach-reported/s1",)
    before = stands("2025-12-20 09:00", word=Word.REPORTED, claims=(claim(),))
    denied = claim(disputed_by=("CN",))
    after = stands("2025-12-20 10:00", word=Word.REPORTED, claims=(denied,))
    (alert,) = tells(before, after, told=told)
    assert (alert.key, alert.headline) == (
        "soybeans-2025/disputed/s1/CN",
        (
            "Disputed — China → United States: soybeans-2025: China denies the breach, which stays"
            " reported by 1 publisher (reuters)"
        ),
    )


def test_a_denial_that_comes_with_the_claim_is_told_in_the_same_line(
    tells: Tells, stands: Stands, claim: Claims
) -> None:
    both = claim(ClaimState.CORROBORATED, families=("ap", "reuters"), disputed_by=("CN",))
    after = stands("2025-12-20 09:00", word=Word.BREACH_CORROBORATED, claims=(both,))
    (alert,) = tells(stands("2025-12-20 08:00"), after)
    assert alert.headline == (
        "Breach corroborated — China → United States: soybeans-2025 is reported broken by"
        " 2 independent publishers (ap and reuters), since 20 Dec 2025; China denies it"
    )


@pytest.mark.parametrize(
    ("state", "cause", "phrase"),
    [
        (ClaimState.RETRACTED, Cause.RETRACTED, "the claim of a breach was taken back"),
        (ClaimState.FADED, Cause.FADED, "the claim of a breach faded: nobody else repeated it"),
        (ClaimState.DISMISSED, Cause.DISMISSED, "the claim of a breach was dismissed by a person"),
        (ClaimState.CURED, Cause.CURED, "the breach is made good"),
    ],
)
def test_every_way_out_of_a_told_claim_is_told(
    tells: Tells, stands: Stands, claim: Claims, state: ClaimState, cause: Cause, phrase: str
) -> None:
    told = ("soybeans-2025/breach-reported/s1", "soybeans-2025/breach-corroborated/s1")
    before = stands("2025-12-20 09:00", claims=(claim(ClaimState.CORROBORATED),))
    after = stands("2025-12-20 10:00", claims=(claim(state, families=()),))
    (alert,) = tells(before, after, told=told)
    assert (alert.cause, alert.resolves, phrase in alert.headline) == (
        cause,
        (Cause.BREACH_REPORTED, Cause.BREACH_CORROBORATED),
        True,
    )
    assert tells(after, after, told=(*told, alert.key)) == ()


def test_the_end_of_a_claim_nobody_heard_of_is_not_told(
    tells: Tells, stands: Stands, claim: Claims
) -> None:
    after = stands("2025-12-20 10:00", claims=(claim(ClaimState.FADED),))
    assert tells(stands("2025-12-20 09:00"), after) == ()


def test_a_breach_a_person_confirmed_needs_no_publisher(
    tells: Tells, stands: Stands, claim: Claims
) -> None:
    ruled = claim(ClaimState.CONFIRMED, story="r1", families=(), claimant="Ana", evidence=("r1",))
    (alert,) = tells(stands("2025-12-20 09:00"), stands("2025-12-20 10:00", claims=(ruled,)))
    assert (alert.severity, alert.headline) == (
        Severity.CRITICAL,
        "BREACH — China → United States: soybeans-2025 is broken; confirmed, since 20 Dec 2025",
    )


@pytest.mark.parametrize(("survives", "count"), [(False, 0), (True, 1)])
def test_what_no_longer_binds_is_not_broken_unless_it_survives(
    tells: Tells,
    stands: Stands,
    claim: Claims,
    promise: Callable[..., Commitment],
    survives: bool,
    count: int,
) -> None:
    gone = {"binding": Binding.TERMINATED, "word": Word.TERMINATED}
    told = ("soybeans-2025/ended/terminated",)
    after = stands("2025-12-20 10:00", claims=(claim(),), **gone)
    alerts = tells(
        stands("2025-12-20 09:00", **gone),
        after,
        commitment=promise(survives=survives),
        told=told,
    )
    assert len(alerts) == count
    assert after.at == datetime(2025, 12, 20, 10, tzinfo=UTC)
