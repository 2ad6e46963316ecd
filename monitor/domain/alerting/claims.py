"""Claims of breach: each rise is told once, and so is every way out of what was told."""

from monitor.domain.alert import Cause
from monitor.domain.alerting.case import Case, Occasion
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.phrases import families_text, listing
from monitor.domain.evidence import Evidence
from monitor.domain.standing import Claim, ClaimState, Standing

RISES = {
    ClaimState.REPORTED: Cause.BREACH_REPORTED,
    ClaimState.CORROBORATED: Cause.BREACH_CORROBORATED,
    ClaimState.CONFIRMED: Cause.BREACH_CONFIRMED,
}
EXITS = {
    ClaimState.RETRACTED: Cause.RETRACTED,
    ClaimState.FADED: Cause.FADED,
    ClaimState.DISMISSED: Cause.DISMISSED,
    ClaimState.CURED: Cause.CURED,
}
_LADDER = tuple(RISES.values())


def claims(case: Case) -> list[Occasion]:
    """What every claim gives to tell, in order of its story."""
    return [
        occasion
        for claim in sorted(case.after.claims, key=lambda claim: claim.story)
        for occasion in _of_one(case, claim)
    ]


def _of_one(case: Case, claim: Claim) -> list[Occasion]:
    if claim.state in EXITS:
        return _exit(case, claim)
    risen = _rise(case, claim)
    return risen or _denials(case, claim)


def told_rises(case: Case, story: str) -> tuple[Cause, ...]:
    """The levels at which this claim was told."""
    return tuple(cause for cause in _LADDER if case.was_told(cause, story))


def _rise(case: Case, claim: Claim) -> list[Occasion]:
    cause = RISES[claim.state]
    higher = _LADDER[_LADDER.index(cause) :]
    if any(case.was_told(level, claim.story) for level in higher):
        return []
    disputed = f"; {_denied_by(case, claim)}" if claim.disputed_by else ""
    return [
        Occasion(
            cause=cause,
            level=(claim.story,),
            phrase=f"{_said_broken(case, claim)}{disputed}",
            because=SENTENCES[cause],
            sure=how_sure(claim),
            rests_on=claim.evidence,
            detail=(claim.reason,) if claim.reason else (),
        )
    ]


def how_sure(claim: Claim) -> str:
    """Confidence in a claim, in words."""
    if claim.state is ClaimState.CONFIRMED:
        return "confirmed: official record, admission or a person's ruling"
    return f"{claim.state.value} by {families_text(claim.families)}"


def _said_broken(case: Case, claim: Claim) -> str:
    if claim.state is ClaimState.CONFIRMED:
        return f"is broken, confirmed{_since(claim)}"
    by = case.party(claim.claimant)
    who = f"{by} says it is broken" if by else "is reported broken"
    return f"{who}, {families_text(claim.families)}{_since(claim)}"


def _since(claim: Claim) -> str:
    return f", first seen {claim.since:%Y-%m-%d}"


def _denied_by(case: Case, claim: Claim) -> str:
    return f"{listing([case.party(party) for party in claim.disputed_by])} denies it"


def _denials(case: Case, claim: Claim) -> list[Occasion]:
    """A new denial of a claim already told; a rise told in the same breath carries it instead."""
    known = _denied_before(case.before, claim.story)
    if known is None:
        return []
    return [
        Occasion(
            cause=Cause.DISPUTED,
            level=(claim.story, party),
            phrase=f"{case.party(party)} denies the reported breach, which stays"
            f" {claim.state.value} by {families_text(claim.families)}",
            because=SENTENCES[Cause.DISPUTED],
            sure=how_sure(claim),
            rests_on=claim.evidence,
        )
        for party in sorted(set(claim.disputed_by) - known)
        if not case.was_told(Cause.DISPUTED, claim.story, party)
    ]


def _denied_before(before: Standing | None, story: str) -> set[str] | None:
    earlier = before.claims if before else ()
    return next((set(claim.disputed_by) for claim in earlier if claim.story == story), None)


def _exit(case: Case, claim: Claim) -> list[Occasion]:
    cause = EXITS[claim.state]
    told = told_rises(case, claim.story)
    if not told or case.was_told(cause, claim.story):
        return []
    return [
        Occasion(
            cause=cause,
            level=(claim.story,),
            phrase=_left(claim),
            because=SENTENCES[cause],
            sure=claim.reason or claim.state.value,
            rests_on=claim.evidence,
            resolves=told,
        )
    ]


def _left(claim: Claim) -> str:
    ways = {
        ClaimState.RETRACTED: "the claim of breach was withdrawn",
        ClaimState.FADED: "nobody else repeated the claim of breach",
        ClaimState.DISMISSED: "the claim of breach was dismissed by a person",
        ClaimState.CURED: "the reported breach is cured",
    }
    return (
        f"{ways[claim.state]} (first seen {claim.since:%Y-%m-%d}, {families_text(claim.families)})"
    )


def evidence_of(case: Case, ids: tuple[str, ...]) -> list[Evidence]:
    """The pieces of evidence an alert rests on, oldest first."""
    wanted = set(ids)
    found = [evidence for evidence in case.facts.evidence if evidence.id in wanted]
    return sorted(found, key=lambda evidence: (evidence.learned_at, evidence.id))
