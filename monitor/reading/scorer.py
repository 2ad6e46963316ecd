"""The learned scorer: a weighted sum of readable features, squashed to a probability.

It re-weighs what the rules found; it finds nothing by itself. The weights are trained by
`benchmarks/train_reading.py` from labelled items and shipped as data; without them the rules'
own score stands.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from monitor.domain.evidence import Signal
from monitor.reading.features import Surroundings, features, surroundings
from monitor.reading.judging import Claim
from monitor.reading.lexicon import read_table

WEIGHTS = "weights.json"
FLOOR = 0.08
SHARE = 0.25
DOUBT = 0.25
REASONS = 3


@dataclass(frozen=True, slots=True)
class Scorer:
    """bias and weights of a logistic model; thresholds by signal above which a claim stands."""

    version: str
    bias: float
    weights: Mapping[str, float]
    thresholds: Mapping[str, float]

    def probability(self, found: Mapping[str, float]) -> float:
        """The probability that a claim with these features is right."""
        weights = self.weights
        total = self.bias + sum(weights.get(name, 0.0) * value for name, value in found.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def reasons(self, found: Mapping[str, float]) -> tuple[str, ...]:
        """The features that weighed most in favour, the heaviest first."""
        held = {name: self.weights.get(name, 0.0) * value for name, value in found.items()}
        best = sorted(held, key=lambda name: -held[name])[:REASONS]
        return tuple(name for name in best if held[name] > 0)

    def threshold(self, signal: Signal) -> float:
        """What a claim of this signal must reach."""
        return self.thresholds.get(signal.value, 0.5)


@cache
def scorer() -> Scorer | None:
    """The shipped scorer, or None where no weights are shipped."""
    if not (files("monitor.reading") / "data" / WEIGHTS).is_file():
        return None
    table = read_table(WEIGHTS)
    return Scorer(table["version"], table["bias"], table["weights"], table["thresholds"])


def blended(chance: float, rules: float) -> float:
    """The model's probability with a share for the rules, which keep a veto on what they doubt."""
    score = (1.0 - SHARE) * chance + SHARE * min(0.9, rules)
    return score * min(1.0, rules / DOUBT)


def weighed(found: Sequence[Claim], model: Scorer) -> list[Claim]:
    """The claims that are worth weighing, each with its probability as its score."""
    worth = [claim for claim in found if claim.score >= FLOOR]
    around: Surroundings = surroundings(worth)
    result: list[Claim] = []
    for claim in worth:
        held = features(claim, around)
        chance = blended(model.probability(held), claim.score)
        result.append(replace(claim, score=chance, reasons=model.reasons(held)))
    return result
