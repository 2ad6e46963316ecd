"""What the learned scorer looks at: the same facts as the rules, under names a person can read.

All features are linguistic and relational (which rule, which operators, who acts, where the
subject stands); none is a word of a particular subject, so that what is learned holds for any
commitment.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from monitor.reading.judging import Claim
from monitor.reading.operators import PLANNED, UNREAL

STRONG = 0.4
_CAPPED = ("clause", "sentence", "title", "item", "object", "stems_sentence", "stems_item")
_FLAGS = (
    "other_deal", "past", "vague", "obligor_in_sentence", "obligor_in_item", "obligee_in_item",
    "principal_absent",
)  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What the other claims of an item say: best scores by sentence, commitment, item."""

    by_sentence: Mapping[int, float] = field(default_factory=dict)
    by_commitment: Mapping[str, float] = field(default_factory=dict)
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)
    best: float = 0.0


def surroundings(found: Sequence[Claim]) -> Surroundings:
    """Survey the claims of one item."""
    by_sentence: dict[int, float] = defaultdict(float)
    by_commitment: dict[str, float] = defaultdict(float)
    also: dict[str, set[str]] = defaultdict(set)
    for claim in found:
        index = claim.clause.sentence
        by_sentence[index] = max(by_sentence[index], claim.score)
        by_commitment[claim.commitment] = max(by_commitment[claim.commitment], claim.score)
        if claim.score >= STRONG:
            also[claim.commitment].add(claim.reported.signal.value)
    return Surroundings(
        by_sentence, by_commitment, {c: frozenset(s) for c, s in also.items()},
        max((c.score for c in found), default=0.0),
    )  # fmt: skip


def features(claim: Claim, around: Surroundings) -> dict[str, float]:
    """The features of one claim: name → value."""
    return {**_words(claim), **_fit(claim), **_company(claim, around)}


def _words(claim: Claim) -> dict[str, float]:
    """What is said: rule, outcome, operators, mood, tense."""
    frame, out = claim.frame, claim.frame.outcome
    signal = claim.reported.signal.value
    reality = _reality(claim)
    source = f"act {frame.tag}" if frame.act else frame.source
    found = {
        f"signal {signal}": 1.0,
        f"rule {claim.reported.rule}": 1.0,
        f"outcome {out}": 1.0,
        f"outcome {out} {reality}": 1.0,
        f"source {source} {out}": 1.0,
        f"source {source} {out} {reality}": 1.0,
        f"mood {frame.mood.value} {out}": 1.0,
        f"tag {frame.tag} {out}": 1.0,
    }
    found |= {f"operator {kind} {out}": 1.0 for kind in frame.mods}
    if claim.clause.title:
        found |= {"in the headline": 1.0, f"in the headline {out}": 1.0}
    if claim.clause.sentence <= 1:
        found["early in the text"] = 1.0
    return found


def _reality(claim: Claim) -> str:
    if claim.clause.question:
        return "asked"
    if claim.frame.mods & UNREAL:
        return "not actual"
    return "planned" if claim.frame.mods & PLANNED else "actual"


def _fit(claim: Claim) -> dict[str, float]:
    """Whether it is about this commitment: subject, party, speaker, kind, time."""
    facts, out = claim.facts, claim.frame.outcome
    topic = claim.candidate.topic
    actor = _who(facts["actor_is_obligor"], facts["actor_is_obligee"], facts["actor_is_other"])
    found = {f"subject in {name}": min(2.0, facts[name]) for name in _CAPPED}
    found |= {name: facts[name] for name in _FLAGS if facts[name]}
    found |= {
        f"subject in clause {out}": min(2.0, facts["clause"]),
        f"subject beside {out}": min(2.0, facts["object"]),
        f"promise named {out}": facts["deal"],
        f"agreement named {out}": facts["deal_topic"],
        f"actor {actor}": 1.0,
        f"actor {actor} {out}": 1.0,
        f"speaker {_speaker(claim)} {out}": 1.0,
        f"kind {topic.commitment.kind.value} {out}": 1.0,
    }
    if claim.overdue:
        found[f"after the due date {out}"] = 1.0
    return found


def _who(obligor: float, obligee: float, other: float) -> str:
    if obligor:
        return "obligor"
    return "obligee" if obligee else "other" if other else "unknown"


def _speaker(claim: Claim) -> str:
    voice, topic = claim.voice, claim.candidate.topic
    if voice is None or not voice.name:
        return "outlet"
    if voice.parties & topic.obligors:
        return "obligor"
    return "obligee" if voice.parties & topic.obligees else "third"


def _company(claim: Claim, around: Surroundings) -> dict[str, float]:
    """How it stands among the other claims of the item."""
    signal = claim.reported.signal.value
    others = around.also.get(claim.commitment, frozenset()) - {signal}
    found = {f"also {other} beside {signal}": 1.0 for other in others}
    best = around.by_commitment.get(claim.commitment, 0.0)
    found |= {
        "score of the rules": 2.0 * claim.score,
        "behind the best of its sentence": around.by_sentence[claim.clause.sentence] - claim.score,
        "behind the best of its commitment": best - claim.score,
        "behind the best of the item": around.best - claim.score,
        "commitments in play": min(5.0, len(around.by_commitment)),
    }
    return found
