from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from monitor.domain.calendar import Deadline, Due
from monitor.domain.commitment import Commitment, Condition, ConditionKind, Kind, Proof
from monitor.domain.standing import Binding, Claim, ClaimState, Knowledge, Pace, Standing, Word
from monitor.views.turning import NO_CLAIM, what_would_change

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
DUE = Deadline(
    instant=datetime(2026, 2, 1, tzinfo=UTC),
    grace_ends=datetime(2026, 2, 8, tzinfo=UTC),
    zone="UTC",
    day=date(2026, 1, 31),
)
COMMITMENT = Commitment(
    id="c",
    kind=Kind.DO_BY,
    obligor=("A",),
    obligee=("B",),
    statement="s",
    made=date(2025, 1, 1),
    due=Due(on=date(2026, 1, 31)),
)
STANDING = Standing(commitment="c", at=NOW, word=Word.ON_TRACK, machine_word=Word.ON_TRACK, due=DUE)
MET = (
    "To be met it needs an official record of the act, reports by two independent publisher "
    "families, or a person's ruling."
)
OVERDUE = "Unless met, it is overdue after 2026-02-08 00:00 UTC."


def claim(state: ClaimState) -> Claim:
    return Claim(story="s", state=state, since=NOW, families=("f",), evidence=("e",))


def test_a_quiet_commitment_turns_by_a_report_by_time_and_by_proof() -> None:
    assert what_would_change(COMMITMENT, STANDING) == [NO_CLAIM, OVERDUE, MET]


@pytest.mark.parametrize(
    ("state", "openings"),
    [
        (ClaimState.REPORTED, ["Breach, reported:", "Breach, to be confirmed", "Breach, off"]),
        (ClaimState.CORROBORATED, ["Breach, to be confirmed", "Breach, off"]),
        (ClaimState.CONFIRMED, ["The confirmed breach:"]),
        (ClaimState.FADED, ["A report of a breach:"]),
        (ClaimState.RETRACTED, ["A report of a breach:"]),
    ],
)
def test_a_claim_turns_by_what_its_state_still_lacks(
    state: ClaimState, openings: list[str]
) -> None:
    said = what_would_change(COMMITMENT, replace(STANDING, claims=(claim(state),)))
    found = said[: said.index(OVERDUE)]
    assert [line.startswith(opening) for line, opening in zip(found, openings, strict=True)] == (
        [True] * len(openings)
    )


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.HOLD_UNTIL, "It ends clean on 2026-02-01 00:00 UTC if no breach stands by then."),
        (Kind.SUNSET, "It expires on 2026-02-01 00:00 UTC unless it is extended."),
    ],
)
def test_what_holds_or_ends_needs_no_proof_of_an_act(kind: Kind, said: str) -> None:
    assert what_would_change(replace(COMMITMENT, kind=kind), STANDING) == [NO_CLAIM, said]


def test_a_deadline_that_is_over_is_no_prospect() -> None:
    late = replace(STANDING, at=DUE.grace_ends + timedelta(days=1))
    assert what_would_change(COMMITMENT, late) == [NO_CLAIM, MET.replace("met", "met late")]


@pytest.mark.parametrize("word", [Word.MET, Word.MISSED, Word.EXPIRED, Word.ENDED_CLEAN])
def test_what_is_over_turns_by_a_person_or_by_its_terms_alone(word: Word) -> None:
    said = ["Only a person's ruling or an edit of the declared terms."]
    assert what_would_change(COMMITMENT, replace(STANDING, word=word)) == said


def test_an_override_turns_when_it_ends() -> None:
    ruled = replace(STANDING, override_by="ana", machine_word=Word.AT_RISK)
    until = replace(ruled, override_until=date(2026, 2, 1))
    assert [what_would_change(COMMITMENT, each) for each in (ruled, until)] == [
        ["Only the withdrawal of the override."],
        [
            (
                "The override ends on 2026-02-01; then the machine's word (at risk, as it is now) "
                "is printed again."
            )
        ],
    ]


@pytest.mark.parametrize(
    ("binding", "said"),
    [
        (Binding.SUSPENDED, "An amendment that resumes it, or the end of the suspension."),
        (Binding.CONDITIONAL, "Its condition happens: the-handover."),
        (Binding.DRAFT, "The declared terms lose their draft mark."),
    ],
)
def test_what_does_not_bind_yet_turns_by_its_own_key(binding: Binding, said: str) -> None:
    tied = replace(
        COMMITMENT,
        conditions=(Condition(kind=ConditionKind.ANTECEDENT, on="the-handover"),),
    )
    assert said in what_would_change(tied, replace(STANDING, binding=binding))


@pytest.mark.parametrize(
    ("knowledge", "said"),
    [
        (Knowledge.STALE, "The late series publishes its next figure."),
        (
            Knowledge.CONFLICTING,
            "The series come within their tolerance of each other, or a person rules.",
        ),
        (
            Knowledge.BLIND,
            (
                "A feed of tier outlet or better that watches it answers again (a look within 48 h "
                "counts)."
            ),
        ),
    ],
)
def test_what_cannot_be_told_turns_by_being_seen(knowledge: Knowledge, said: str) -> None:
    assert what_would_change(COMMITMENT, replace(STANDING, knowledge=knowledge))[-1] == said


def test_a_pace_names_what_each_day_must_bring() -> None:
    pace = Pace(
        unit="Mt",
        target=Decimal(12),
        expected=Decimal(6),
        reported=Decimal(3),
        ratio=Decimal("0.5"),
        through=date(2026, 1, 1),
        needed_per_day=Decimal("0.33333"),
    )
    said = "The target is reached with 0.3334 Mt a day from now on."
    assert said in what_would_change(COMMITMENT, replace(STANDING, pace=pace))
    capped = replace(STANDING, pace=replace(pace, at_most=True))
    assert said not in what_would_change(COMMITMENT, capped)


@pytest.mark.parametrize("proof", list(Proof))
def test_each_level_of_proof_allows_a_person_to_decide(proof: Proof) -> None:
    assert "person's ruling" in what_would_change(replace(COMMITMENT, proof=proof), STANDING)[-1]
