"""What would change a standing: the rules of the program turned round into sentences."""

from monitor.domain.commitment import Commitment, Kind, Proof
from monitor.domain.standing import Binding, ClaimState, Knowledge, Standing
from monitor.views.ages import minute
from monitor.views.figures import number
from monitor.views.words import CLOSED

PROOF: dict[Proof, str] = {
    Proof.OFFICIAL: "an official record of the act, or a person's ruling",
    Proof.CORROBORATED: (
        "an official record of the act, reports by two independent publisher families, or a "
        "person's ruling"
    ),
    Proof.PERSON: "a person's ruling, and nothing else",
}

NO_CLAIM = (
    "A report of a breach: one publisher family makes it reported, a second independent one "
    "within 14 days breach?, an official record of the act or an admission BREACH."
)

OPEN_CLAIMS: frozenset[ClaimState] = frozenset(
    {ClaimState.REPORTED, ClaimState.CORROBORATED, ClaimState.CONFIRMED}
)

ENDED: frozenset[Binding] = frozenset(
    {
        Binding.DISCHARGED,
        Binding.EXPIRED,
        Binding.TERMINATED,
        Binding.SUPERSEDED,
        Binding.MOOTED,
    }
)


def what_would_change(commitment: Commitment, standing: Standing) -> list[str]:
    """Sentences, the most likely first."""
    if standing.override_by:
        return [_override(standing)]
    if standing.word in CLOSED or standing.binding in ENDED:
        return ["Only a person's ruling or an edit of the declared terms."]
    return [
        *_claims(standing),
        *_binding(commitment, standing),
        *_time(commitment, standing),
        *_pace(standing),
        *_proof(commitment, standing),
        *_sight(commitment, standing),
    ]


def _override(standing: Standing) -> str:
    if standing.override_until:
        return (
            f"The override ends on {standing.override_until}; then the machine's word "
            f"({standing.machine_word.value}, as it is now) is printed again."
        )
    return "Only the withdrawal of the override."


def _claims(standing: Standing) -> list[str]:
    states = {claim.state for claim in standing.claims} & OPEN_CLAIMS
    if not states:
        return [NO_CLAIM]
    sentences = []
    if ClaimState.REPORTED in states:
        sentences.append(
            "Breach, reported: a second independent publisher family within 14 days makes it "
            "corroborated; without one it fades after 30 days."
        )
    if states & {ClaimState.REPORTED, ClaimState.CORROBORATED}:
        sentences.append(
            "Breach, to be confirmed: an official record of the act, an admission by the obligor, "
            "or a person's ruling. More articles do not confirm it."
        )
        sentences.append(
            "Breach, off the table: a retraction by the outlet, or a ruling that dismisses it. A "
            "denial is stored beside it and does not lower it."
        )
    if ClaimState.CONFIRMED in states:
        sentences.append("The confirmed breach: proof of its cure, or a person's ruling.")
    return sentences


def _binding(commitment: Commitment, standing: Standing) -> list[str]:
    if standing.binding is Binding.SUSPENDED:
        return ["An amendment that resumes it, or the end of the suspension."]
    if standing.binding is Binding.CONDITIONAL:
        ties = ", ".join(condition.on for condition in commitment.conditions)
        return [f"Its condition happens: {ties or 'none is declared'}."]
    if standing.binding is Binding.DRAFT:
        return ["The declared terms lose their draft mark."]
    return []


def _time(commitment: Commitment, standing: Standing) -> list[str]:
    due = standing.due
    if due is None or due.grace_ends <= standing.at:
        return []
    if commitment.kind in {Kind.HOLD_UNTIL, Kind.NEVER}:
        return [f"It ends clean on {minute(due.instant)} if no breach stands by then."]
    if commitment.kind is Kind.SUNSET:
        return [f"It expires on {minute(due.instant)} unless it is extended."]
    return [f"Unless met, it is overdue after {minute(due.grace_ends)}."]


def _pace(standing: Standing) -> list[str]:
    pace = standing.pace
    if pace is None or pace.at_most or pace.needed_per_day is None:
        return []
    needed = number(pace.needed_per_day, up=True, places=4)
    return [f"The target is reached with {needed} {pace.unit} a day from now on."]


def _proof(commitment: Commitment, standing: Standing) -> list[str]:
    if commitment.kind in {Kind.HOLD_UNTIL, Kind.NEVER, Kind.SUNSET}:
        return []
    late = standing.due is not None and standing.due.instant <= standing.at
    return [f"To be {'met late' if late else 'met'} it needs {PROOF[commitment.proof]}."]


def _sight(commitment: Commitment, standing: Standing) -> list[str]:
    if standing.knowledge is Knowledge.BLIND:
        watch = commitment.watch
        tier = f"A feed of tier {watch.tier} or better that watches it"
        return [f"{tier} answers again (a look within {watch.within_hours} h counts)."]
    if standing.knowledge is Knowledge.STALE:
        return ["The late series publishes its next figure."]
    if standing.knowledge is Knowledge.CONFLICTING:
        return ["The series come within their tolerance of each other, or a person rules."]
    return []
