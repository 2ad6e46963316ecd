"""Claims of breach: each rise is told once, and so is every way out of what was told."""

from monitor.domain.alert import Cause
from monitor.domain.alerting.case import Case, Occasion
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.phrases import day_text, families_text, listing
from monitor.domain.evidence import Signal
from monitor.domain.standing import Binding, Claim, ClaimState

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
_NO_LONGER_OWED = frozenset(
    {
        Binding.EXPIRED,
        Binding.TERMINATED,
        Binding.SUPERSEDED,
        Binding.MOOTED,
    }
)
_LEFT = {
    ClaimState.RETRACTED: "the claim of a breach was taken back",
    ClaimState.FADED: "the claim of a breach faded: nobody else repeated it",
    ClaimState.DISMISSED: "the claim of a breach was dismissed by a person",
    ClaimState.CURED: "the breach is made good",
}


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
    if case.after.binding in _NO_LONGER_OWED and not case.commitment.survives:
        return []
    return _rise(case, claim) or _denials(case, claim)


def _stories(case: Case, claim: Claim) -> set[str]:
    """Every story of a claim: the one that names it changes when its first report is withdrawn."""
    reports = set(claim.evidence)
    return {claim.story, *(one.story for one in case.facts.evidence if one.id in reports)} - {""}


def _told(case: Case, cause: Cause, claim: Claim, *level: str) -> bool:
    return any(case.was_told(cause, story, *level) for story in _stories(case, claim))


def _rise(case: Case, claim: Claim) -> list[Occasion]:
    cause = RISES[claim.state]
    if any(_told(case, level, claim) for level in _LADDER[_LADDER.index(cause) :]):
        return []
    denied = f"; {_denying(case, claim.disputed_by)}" if claim.disputed_by else ""
    return [
        Occasion(
            cause=cause,
            level=(claim.story,),
            phrase=f"{_said_broken(case, claim)}, {_since(claim)}{denied}",
            because=claim.reason or SENTENCES[cause],
            sure=how_sure(claim),
            rests_on=(*claim.evidence, *_denials_by(case, *claim.disputed_by)),
        )
    ]


def how_sure(claim: Claim) -> str:
    """Confidence in a claim, in words."""
    if claim.state is ClaimState.CONFIRMED:
        return "confirmed by an official record, an admission or a person"
    by = families_text(claim.families)
    return f"{claim.state.value} by {by}" if by else claim.state.value


def _said_broken(case: Case, claim: Claim) -> str:
    by = families_text(claim.families)
    if claim.state is ClaimState.CONFIRMED:
        return f"is broken; confirmed, reported by {by}" if by else "is broken; confirmed"
    who = case.party(claim.claimant)
    if who:
        return f"is broken, says {who}; reported by {by}" if by else f"is broken, says {who}"
    return f"is reported broken by {by}" if by else "is reported broken"


def _since(claim: Claim) -> str:
    return f"since {day_text(claim.since.date())}"


def _denying(case: Case, parties: tuple[str, ...]) -> str:
    verb = "denies" if len(parties) == 1 else "deny"
    return f"{listing([case.party(party) for party in parties])} {verb} it"


def _denials(case: Case, claim: Claim) -> list[Occasion]:
    """New denials of a claim already told; one that comes with a rise is part of its line."""
    earlier = _claim_before(case, claim)
    if earlier is None or _rank(claim) > _rank(earlier):
        return []
    by = families_text(claim.families)
    return [
        Occasion(
            cause=Cause.DISPUTED,
            level=(claim.story, denier),
            phrase=f"{case.party(denier)} denies the breach, which stays {claim.state.value}"
            f"{f' by {by}' if by else ''}",
            says=True,
            because=SENTENCES[Cause.DISPUTED],
            sure=how_sure(claim),
            rests_on=(*_denials_by(case, denier), *claim.evidence),
        )
        for denier in sorted(set(claim.disputed_by) - set(earlier.disputed_by))
        if not case.was_told(Cause.DISPUTED, claim.story, denier)
    ]


def _denials_by(case: Case, *deniers: str) -> tuple[str, ...]:
    """The pieces of evidence in which they deny, oldest first."""
    found = [
        one
        for one in case.facts.evidence
        if one.signal is Signal.DENIED and (one.claimant or one.witness.family) in deniers
    ]
    return tuple(one.id for one in sorted(found, key=lambda one: (one.learned_at, one.id)))


def _claim_before(case: Case, claim: Claim) -> Claim | None:
    stories = _stories(case, claim)
    earlier = case.before.claims if case.before else ()
    return next((one for one in earlier if one.story in stories), None)


def _rank(claim: Claim) -> int:
    return list(RISES).index(claim.state) if claim.state in RISES else -1


def _exit(case: Case, claim: Claim) -> list[Occasion]:
    """Out of the highest level told: a claim that comes back and rises further may end again."""
    cause = EXITS[claim.state]
    told = tuple(level for level in _LADDER if _told(case, level, claim))
    if not told or _told(case, cause, claim, told[-1].value):
        return []
    by = families_text(claim.families)
    return [
        Occasion(
            cause=cause,
            level=(claim.story, told[-1].value),
            phrase=f"{_LEFT[claim.state]}{f'; it was reported by {by}' if by else ''}",
            says=True,
            because=claim.reason or SENTENCES[cause],
            sure="by who reported it"
            if claim.state is ClaimState.RETRACTED
            else f"{claim.state.value} on {day_text(claim.since.date())}",
            rests_on=claim.evidence,
            resolves=told,
        )
    ]
