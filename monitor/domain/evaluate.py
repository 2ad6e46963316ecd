"""Where a commitment stands at a moment: run the rules, join what they found, print one word.

Pure: the same commitment, facts, moment and context give the same standing, whatever the order of
the facts. What was learned after the moment is never seen, so replay is the same call with an older
moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from monitor.domain.commitment import Commitment, ConditionKind
from monitor.domain.evidence import Facts
from monitor.domain.known import WAITS, Context, Finding, Known, know
from monitor.domain.precedence import Machines, unmasked, word_of
from monitor.domain.rules import (
    binding,
    claims,
    deadline,
    holding,
    knowledge,
    limit,
    people,
    quantity,
    recurring,
    reports,
    service_level,
)
from monitor.domain.standing import (
    Binding,
    Claim,
    ClaimState,
    Knowledge,
    Performance,
    Reason,
    Standing,
    Suffix,
    Word,
)

__all__ = ["RULES", "Context", "dependencies", "evaluate"]

RULES = (
    people,
    binding,
    deadline,
    quantity,
    recurring,
    service_level,
    holding,
    limit,
    claims,
    knowledge,
    reports,
)
"""Every rule, in the order in which their reasons are told."""

_T = TypeVar("_T")

_LIVE = frozenset({ClaimState.REPORTED, ClaimState.CORROBORATED, ClaimState.CONFIRMED})
_ON_RECORD = frozenset({ClaimState.CORROBORATED, ClaimState.CONFIRMED, ClaimState.CURED})
_SAYS_BREACH = frozenset({Word.BREACH, Word.BREACH_CORROBORATED})
_DONE = frozenset({Performance.MET, Performance.MET_LATE, Performance.ENDED_CLEAN})
_PENDING = frozenset(Performance) - _DONE - {Performance.PARTLY_MET, Performance.MISSED}
_WORST_FIRST = (
    Knowledge.BLIND,
    Knowledge.UNRATEABLE,
    Knowledge.CONFLICTING,
    Knowledge.STALE,
)


def evaluate(
    commitment: Commitment, facts: Facts, at: datetime, context: Context | None = None
) -> Standing:
    """The standing of `commitment` at the instant `at`, by what was known then."""
    known = know(commitment, facts, at, context or Context())
    found = tuple(f for rule in RULES if (f := rule.check(known)) is not None)
    return _standing(known, found)


def dependencies(commitment: Commitment) -> tuple[str, ...]:
    """The ids (of events or other commitments) that its standing depends on."""
    ids = [c.on for c in commitment.conditions if c.kind is not ConditionKind.CONSEQUENCE]
    dues = [commitment.due, *(change.due for change in commitment.amendments)]
    ids += [due.relative.after for due in dues if due is not None and due.relative is not None]
    return tuple(dict.fromkeys(one for one in ids if one != commitment.id))


def _standing(known: Known, found: Sequence[Finding]) -> Standing:
    machines = _machines(known, found)
    machine_word, since = word_of(machines)
    since = unmasked(machine_word, since, _masks(found))
    override = next((f.override for f in found if f.override is not None), None)
    word = machine_word
    if override is not None:
        word = people.word_of(override) or machine_word
        since = override.learned_at
    reasons = tuple(reason for finding in found for reason in finding.reasons)
    instance = _first(f.due for f in found)
    ends, first = instance or known.deadline, instance or known.original
    return Standing(
        commitment=known.commitment.id,
        at=known.at,
        word=word,
        machine_word=machine_word,
        suffixes=tuple(_suffixes(machines, found, word, overridden=override is not None)),
        binding=machines.binding,
        performance=machines.performance,
        claims=tuple(machines.claims),
        knowledge=machines.knowledge,
        since=since,
        due=ends,
        original_due=first,
        moved_days=(ends.day - first.day).days if ends and first else 0,
        days_left=(ends.day - known.today).days if ends else None,
        pace=_first(f.pace for f in found),
        reasons=_leading(reasons, machine_word),
        override_by=override.by if override else "",
        override_until=override.until if override else None,
        next_look=_next_look(known, found),
        completed_on=_first(f.completed_on for f in found),
        days_late=_first(f.days_late for f in found),
        days_late_original=_first(f.days_late_original for f in found),
        claimed_due=known.claimed_due,
        instances=next((f.instances for f in found if f.instances), ()),
    )


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def _next_look(known: Known, found: Sequence[Finding]) -> datetime | None:
    turns = (turn for finding in found for turn in finding.changes_at)
    return min((turn for turn in turns if turn > known.at), default=None)


def _machines(known: Known, found: Sequence[Finding]) -> Machines:
    """Join the findings, then settle what one machine says by what another knows."""
    made = known.instant(known.commitment.made)
    knows, knows_since = _knowledge(found)
    machines = Machines(
        binding=_first(f.binding for f in found) or Binding.AGREED,
        binding_since=_first(f.binding_since for f in found),
        performance=_first(f.performance for f in found),
        performance_since=_first(f.performance_since for f in found),
        claims=tuple(claim for finding in found for claim in finding.claims),
        knowledge=knows,
        knowledge_since=knows_since,
        claimed_met=_claimed_met(known, found),
        decision_since=_first(f.decision_since for f in found),
        made=made,
    )
    return _settled(known, machines)


def _claimed_met(known: Known, found: Sequence[Finding]) -> datetime | None:
    """Since when completion is claimed: not before what it waited for had happened."""
    since = _first(f.claimed_met for f in found)
    waited = any(condition.kind in WAITS for condition in known.commitment.conditions)
    return max(since, known.terms_since) if since is not None and waited else since


def _settled(known: Known, machines: Machines) -> Machines:
    if machines.performance is Performance.ENDED_CLEAN and _broken(machines.claims):
        machines = replace(machines, performance=None)
    if machines.performance in _DONE and machines.binding in {
        Binding.AGREED,
        Binding.ASSERTED,
        Binding.IN_FORCE,
    }:
        return replace(machines, binding=Binding.DISCHARGED)
    if machines.binding is Binding.CONDITIONAL and machines.performance in _PENDING:
        return replace(machines, performance=Performance.NOT_STARTED, claimed_met=None)
    suspension = known.terms.suspension
    frozen = suspension is not None and suspension.freezes
    if machines.binding is Binding.SUSPENDED and frozen and machines.performance in _PENDING:
        return replace(machines, performance=None)
    return machines


def _broken(found: Iterable[Claim]) -> bool:
    grave = {ClaimState.CORROBORATED, ClaimState.CONFIRMED}
    return any(claim.state in grave for claim in found)


def _knowledge(found: Sequence[Finding]) -> tuple[Knowledge, datetime | None]:
    """The worst that any rule knows; a series that is fresh sees for a feed that is not."""
    states = [(f.knowledge, f.knowledge_since) for f in found if f.knowledge is not None]
    fresh = any(f.counted_since is not None for f in found)
    for state in _WORST_FIRST:
        for knows, since in states:
            if knows is state and not (state is Knowledge.BLIND and fresh):
                return state, _blind_since(found, since) if state is Knowledge.BLIND else since
    return Knowledge.CLEAR, next((since for _, since in states), None)


def _blind_since(found: Sequence[Finding], since: datetime | None) -> datetime | None:
    """Feeds may have been dead for longer than the series that saw for them."""
    ends = [f.stale_since for f in found if f.stale and f.stale_since is not None]
    return max([since, *ends]) if since is not None else None


def _masks(found: Sequence[Finding]) -> Iterator[tuple[Word, datetime]]:
    """Until when words that go before others were printed, as far as the rules know."""
    for finding in found:
        yield from finding.masks
        if finding.counted_since is not None and any(f.knowledge is Knowledge.BLIND for f in found):
            yield Word.BLIND, finding.counted_since


def _suffixes(
    machines: Machines, found: Sequence[Finding], word: Word, *, overridden: bool
) -> Iterable[Suffix]:
    if any(claim.disputed_by and claim.state in _LIVE for claim in machines.claims):
        yield Suffix.DISPUTED
    if any(finding.conflicting for finding in found):
        yield Suffix.CONFLICTING
    if any(finding.stale for finding in found):
        yield Suffix.STALE
    if word is Word.MET_CLAIMED and any(finding.obligor_only for finding in found):
        yield Suffix.CLAIMED_ONLY
    if word not in _SAYS_BREACH and any(c.state in _ON_RECORD for c in machines.claims):
        yield Suffix.BREACH_ON_RECORD
    if overridden:
        yield Suffix.OVERRIDDEN


_LEADS = {
    Word.SUPERSEDED: "superseded",
    Word.TERMINATED: "ended",
    Word.EXPIRED: "expired",
    Word.MOOTED: "mooted",
    Word.BREACH: "claim-confirmed",
    Word.BREACH_CORROBORATED: "claim-corroborated",
    Word.REPORTED: "claim-reported",
    Word.MET_CLAIMED: "claimed-met",
    Word.SUSPENDED: "suspended",
    Word.BLIND: "blind",
    Word.UNRATEABLE: "unrateable",
    Word.DRAFT: "draft",
    Word.CONDITIONAL: "waits",
    Word.DECISION_DUE: "decision-due",
    Word.AT_RISK: "pace",
    Word.MISSED: "missed",
    Word.MET: "met",
    Word.MET_LATE: "met-late",
    Word.PARTLY_MET: "partly-met",
    Word.ENDED_CLEAN: "ended-clean",
    Word.OVERDUE: "overdue",
    Word.GRACE: "grace",
    Word.DUE_TODAY: "due",
    Word.DUE_SOON: "due-soon",
    Word.NOT_STARTED: "not-started",
    Word.ON_TRACK: "on-track",
    Word.HOLDING: "holding",
}


def _leading(reasons: Sequence[Reason], word: Word) -> tuple[Reason, ...]:
    """The reason that decides the word first, the others in their order."""
    code = _LEADS.get(word, "")
    return (
        *(reason for reason in reasons if reason.code == code),
        *(reason for reason in reasons if reason.code != code),
    )
