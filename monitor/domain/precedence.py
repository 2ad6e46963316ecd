"""The one printed word: a ladder of guarded answers in order of precedence.

`met?` stands below `suspended` and above `OVERDUE`: a claim closes nothing and hides no breach.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.standing import Binding, Claim, ClaimState, Knowledge, Performance, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """The states of the machines and since when each holds."""

    binding: Binding
    binding_since: datetime | None
    performance: Performance | None
    performance_since: datetime | None
    claims: Sequence[Claim]
    knowledge: Knowledge
    knowledge_since: datetime | None
    claimed_met: datetime | None
    decision_since: datetime | None
    made: datetime

    def first_in(self, state: ClaimState) -> datetime | None:
        """Since when a claim is in `state`, None if none is."""
        return min((one.since for one in self.claims if one.state is state), default=None)


_RANK = {word: rank for rank, word in enumerate(Word)}

_Answer = tuple[Word, datetime | None]
_Ask = Callable[[Machines], _Answer | None]


def word_of(machines: Machines) -> _Answer:
    """The first word that applies, and since when."""
    for ask in LADDER:
        answer = ask(machines)
        if answer is not None:
            return answer
    return Word.HOLDING, machines.made


def unmasked(
    word: Word, since: datetime | None, masks: Iterable[tuple[Word, datetime]]
) -> datetime | None:
    """From when `word` could be seen: no word that goes before it stood before it any more."""
    if since is None:
        return None
    rank = _RANK[word]
    return max([since, *(until for mask, until in masks if _RANK[mask] < rank)])


def _bound(binding: Binding, word: Word) -> _Ask:
    def ask(machines: Machines) -> _Answer | None:
        return (word, machines.binding_since) if machines.binding is binding else None

    return ask


def _performed(performance: Performance, word: Word) -> _Ask:
    def ask(machines: Machines) -> _Answer | None:
        if machines.performance is not performance:
            return None
        return word, machines.performance_since

    return ask


def _claimed(state: ClaimState, word: Word) -> _Ask:
    def ask(machines: Machines) -> _Answer | None:
        since = machines.first_in(state)
        return (word, since) if since is not None else None

    return ask


def _knows(knowledge: Knowledge, word: Word) -> _Ask:
    def ask(machines: Machines) -> _Answer | None:
        if machines.knowledge is not knowledge:
            return None
        return word, machines.knowledge_since

    return ask


def _met_claimed(machines: Machines) -> _Answer | None:
    if machines.claimed_met is None or machines.first_in(ClaimState.CORROBORATED):
        return None
    return Word.MET_CLAIMED, machines.claimed_met


def _decision(machines: Machines) -> _Answer | None:
    since = machines.decision_since
    return (Word.DECISION_DUE, since) if since is not None else None


LADDER: tuple[_Ask, ...] = (
    _bound(Binding.DRAFT, Word.DRAFT),
    _bound(Binding.SUPERSEDED, Word.SUPERSEDED),
    _bound(Binding.TERMINATED, Word.TERMINATED),
    _bound(Binding.MOOTED, Word.MOOTED),
    _bound(Binding.EXPIRED, Word.EXPIRED),
    _performed(Performance.MISSED, Word.MISSED),
    _performed(Performance.MET, Word.MET),
    _performed(Performance.MET_LATE, Word.MET_LATE),
    _performed(Performance.PARTLY_MET, Word.PARTLY_MET),
    _performed(Performance.ENDED_CLEAN, Word.ENDED_CLEAN),
    _claimed(ClaimState.CONFIRMED, Word.BREACH),
    _bound(Binding.SUSPENDED, Word.SUSPENDED),
    _met_claimed,
    _performed(Performance.OVERDUE, Word.OVERDUE),
    _decision,
    _claimed(ClaimState.CORROBORATED, Word.BREACH_CORROBORATED),
    _knows(Knowledge.BLIND, Word.BLIND),
    _knows(Knowledge.UNRATEABLE, Word.UNRATEABLE),
    _performed(Performance.GRACE, Word.GRACE),
    _performed(Performance.AT_RISK, Word.AT_RISK),
    _claimed(ClaimState.REPORTED, Word.REPORTED),
    _performed(Performance.DUE, Word.DUE_TODAY),
    _performed(Performance.DUE_SOON, Word.DUE_SOON),
    _bound(Binding.CONDITIONAL, Word.CONDITIONAL),
    _performed(Performance.NOT_STARTED, Word.NOT_STARTED),
    _performed(Performance.ON_TRACK, Word.ON_TRACK),
    _performed(Performance.HOLDING, Word.HOLDING),
)
