"""Words that nobody can rate, and words that match all news."""

import re
from collections.abc import Iterator

from monitor.declared.worry import Declarations, Worry
from monitor.domain.commitment import Commitment, Proof

_VAGUE = re.compile(
    r"\b(substantial(?:ly)?|significant(?:ly)?|considerabl[ey]|reasonabl[ey]|appropriate(?:ly)?"
    r"|adequate(?:ly)?|meaningful(?:ly)?|as soon as (?:possible|practicable)|in due course"
    r"|where (?:possible|appropriate)|best (?:efforts|endeavours)"
    r"|(?:strive|endeavou?r|seek|aim)s? to|in (?:good faith|earnest|principle)"
    r"|promptly|expeditiously)\b",
    re.IGNORECASE,
)
_EVERYWHERE = frozenset(
    {
        *("agreement", "agreements", "china", "chinese", "commitment", "commitments", "congress"),
        *("country", "countries", "deal", "deals", "economy", "government", "governments", "law"),
        *("leader", "leaders", "market", "markets", "meeting", "minister", "ministry", "news"),
        *("official", "officials", "party", "people", "plan", "plans", "pledge", "policy"),
        *("president", "promise", "promises", "report", "reports", "say", "says", "state"),
        *("states", "statement", "talks", "today", "trade", "trump", "us", "usa", "united"),
        *("washington", "week", "world", "year", "years"),
    }
)
_SHORTEST = 3


def cannot_be_rated(commitment: Commitment, _: Declarations) -> Iterator[Worry]:
    """A promise of something `substantial` is kept or broken by opinion alone."""
    measured = commitment.quantity is not None or commitment.service_level is not None
    if measured or commitment.proof is Proof.PERSON:
        return
    if found := _VAGUE.search(commitment.statement):
        hint = "say how it will be judged: a quantity, a plainer statement, or proof: person"
        yield Worry("statement", f"Nobody can rate the word “{found[0].lower()}”.", hint)


def has_no_terms(commitment: Commitment, _: Declarations) -> Iterator[Worry]:
    """Without watch terms no news can be told to be about it."""
    if not commitment.watch.terms and not commitment.draft:
        hint = "add the subject in plain words: terms: [soybeans, farm purchases]"
        yield Worry("watch.terms", "There is nothing to recognise news of it by.", hint)


def matches_everything(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """A term that stands in every other item brings every other item."""
    names = _names(commitment, declared)
    for number, term in enumerate(commitment.watch.terms):
        folded = term.casefold().strip()
        short = len(folded) < _SHORTEST and folded.isascii()
        if short or folded in _EVERYWHERE:
            message = f"The term “{term}” stands in news about anything."
            yield Worry(f"watch.terms[{number}]", message, "name the subject more closely")
    if commitment.watch.terms and all(t.casefold() in names for t in commitment.watch.terms):
        message = "All terms are names of its parties: any news of them will match."
        yield Worry("watch.terms", message, "add the subject itself")


def _names(commitment: Commitment, declared: Declarations) -> set[str]:
    involved = {*commitment.obligor, *commitment.obligee}
    return {
        name.casefold()
        for party in declared.register.parties
        if party.id in involved
        for name in (party.id, party.name, *party.aliases)
    }
