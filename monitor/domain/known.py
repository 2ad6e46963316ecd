"""What is known about one commitment at a moment: the only thing a rule looks at.

Built once per evaluation; everything learned after the moment is already gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import attrgetter
from typing import TypeVar

from monitor.domain.calendar import Deadline, Due, day_of, resolve, start_of_day
from monitor.domain.commitment import (
    Amendment,
    AmendmentKind,
    Commitment,
    ConditionKind,
    Event,
    Party,
)
from monitor.domain.evidence import (
    Act,
    Evidence,
    Facts,
    Measurement,
    Ruling,
    Series,
    Verdict,
    WatchSpan,
)
from monitor.domain.sides import Sides, happened, sides_of, story_of
from monitor.domain.standing import (
    Binding,
    Claim,
    Instance,
    Knowledge,
    Pace,
    Performance,
    Reason,
    Standing,
    Word,
)
from monitor.domain.terms import Terms, deadline_of, known_on, terms_at

WAITS = frozenset({ConditionKind.ANTECEDENT, ConditionKind.TRIGGER})
"""The conditions that must happen before a commitment binds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a commitment's standing rests on besides its own facts.

    events: everything declared to have happened. others: standings of the commitments it depends
    on, at the same moment. feeds_declared: whether any feed is declared at all. superseded_by:
    id and first day of each commitment that replaces it. activated_by: commitments whose breach
    brings this one into force.
    """

    events: tuple[Event, ...] = ()
    parties: tuple[Party, ...] = ()
    others: Mapping[str, Standing] = field(default_factory=dict)
    feeds_declared: bool = False
    superseded_by: tuple[tuple[str, date], ...] = ()
    activated_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The world of one evaluation.

    withdrawn: stories taken back by who told them, stories and evidence dismissed or rejected, and
    since when. undone: when rulings ended or were withdrawn.
    terms_since: from when the terms and dates that are judged were known.
    """

    commitment: Commitment
    context: Context
    at: datetime
    zone: str
    today: date
    events: Mapping[str, date]
    terms: Terms
    deadline: Deadline | None
    original: Deadline | None
    claimed_due: Deadline | None
    evidence: tuple[Evidence, ...]
    measurements: tuple[Measurement, ...]
    rulings: tuple[Ruling, ...]
    watch: tuple[WatchSpan, ...]
    series: tuple[Series, ...]
    sides: Sides
    withdrawn: Mapping[str, datetime]
    undone: tuple[datetime, ...]
    terms_since: datetime

    def instant(self, day: date) -> datetime:
        """The first instant of `day` on the commitment's clock."""
        return start_of_day(day, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule found. Each `…_since` says from when its state holds.

    changes_at: moments at which time alone may change what the rule finds. masks: until when a
    word that is printed no longer stood before the others. counted_since: since when a fresh series
    tells how it stands; stale_since: since when one that did so is late. claimed_met: since when
    completion is claimed short of the proof required; obligor_only says that nobody but the obligor
    claims it. completed_on: the day of performance. decision_since: since when a decision about a
    sunset is due. due: the occurrence that is judged.
    """

    reasons: tuple[Reason, ...] = ()
    changes_at: tuple[datetime, ...] = ()
    masks: tuple[tuple[Word, datetime], ...] = ()
    binding: Binding | None = None
    binding_since: datetime | None = None
    performance: Performance | None = None
    performance_since: datetime | None = None
    claimed_met: datetime | None = None
    obligor_only: bool = False
    completed_on: date | None = None
    days_late: int | None = None
    days_late_original: int | None = None
    decision_since: datetime | None = None
    due: Deadline | None = None
    instances: tuple[Instance, ...] = ()
    claims: tuple[Claim, ...] = ()
    knowledge: Knowledge | None = None
    knowledge_since: datetime | None = None
    counted_since: datetime | None = None
    stale: bool = False
    stale_since: datetime | None = None
    conflicting: bool = False
    pace: Pace | None = None
    override: Ruling | None = None


def know(commitment: Commitment, facts: Facts, at: datetime, context: Context) -> Known:
    """Drop what was learned later, settle the terms, resolve the dates."""
    zone = commitment.due.zone if commitment.due else "UTC"
    today = day_of(at, zone)
    events = _events(context, today)
    rulings = _rulings(facts, at, zone)
    evidence = _learned(facts.evidence, at)
    changed = _with_accepted(commitment, evidence, rulings, zone)
    terms = terms_at(changed, today)
    return Known(
        commitment=changed,
        context=context,
        at=at,
        zone=zone,
        today=today,
        events=events,
        terms=terms,
        deadline=deadline_of(terms, events),
        original=resolve(commitment.due, events=events) if commitment.due else None,
        claimed_due=_claimed_due(terms, events),
        evidence=evidence,
        measurements=(
            *_learned(facts.measurements, at),
            *_accepted_amounts(changed, evidence, rulings),
        ),
        rulings=rulings,
        watch=tuple(one for one in facts.watch if one.began <= at),
        series=facts.series,
        sides=sides_of(changed, context.parties),
        withdrawn=_withdrawn(evidence, rulings),
        undone=_undone(facts, at, zone),
        terms_since=start_of_day(_terms_since(changed, terms, context), zone),
    )


def _claimed_due(terms: Terms, events: Mapping[str, date]) -> Deadline | None:
    """The deadline of the newest claimed change that names one, unless it is the one judged."""
    named = [change.due for change in terms.claimed if change.due is not None]
    return resolve(named[-1], events=events) if named and named[-1] != terms.due else None


def _terms_since(commitment: Commitment, terms: Terms, context: Context) -> date:
    days = [commitment.made, *(known_on(change) for change in terms.applied)]
    hangs_on = {due.relative.after for due in (terms.due, commitment.due) if due and due.relative}
    hangs_on |= {one.on for one in commitment.conditions if one.kind in WAITS}
    days += [
        max(event.on, event.learned_on or event.on)
        for event in context.events
        if event.id in hangs_on
    ]
    return max(day for day in days if day <= terms.day or day == commitment.made)


def _withdrawn(evidence: Sequence[Evidence], rulings: Sequence[Ruling]) -> dict[str, datetime]:
    """Stories retracted by their publisher, and what a person has dismissed or rejected.

    Who puts one report aside puts aside the story it tells, copies and all.
    """
    aside = {Verdict.DISMISS, Verdict.REJECT}
    found: dict[str, datetime] = {}
    for one in evidence:
        if one.act is Act.RETRACTION:
            found.setdefault(story_of(one), one.learned_at)
    named = {one.id: story_of(one) for one in evidence} if rulings else {}
    for ruling in rulings:
        if ruling.verdict in aside and ruling.target:
            found.setdefault(ruling.target, ruling.learned_at)
            if ruling.target in named:
                found.setdefault(named[ruling.target], ruling.learned_at)
    return found


_Fact = TypeVar("_Fact", Evidence, Measurement)


def _learned(facts: Iterable[_Fact], at: datetime) -> tuple[_Fact, ...]:
    """What was known by `at`, in the order in which it was learned."""
    known = [one for one in facts if one.learned_at <= at]
    return tuple(sorted(known, key=attrgetter("learned_at", "id")))


def _events(context: Context, today: date) -> dict[str, date]:
    """The day of each event known by today, and of each completed commitment."""
    known = {
        event.id: event.on
        for event in context.events
        if max(event.on, event.learned_on or event.on) <= today
    }
    done = {
        name: standing.completed_on
        for name, standing in context.others.items()
        if standing.completed_on is not None
    }
    return {**known, **done}


def _rulings(facts: Facts, at: datetime, zone: str) -> tuple[Ruling, ...]:
    """The rulings that stand: learned by now, not ended, not withdrawn; oldest first."""
    learned = [one for one in facts.rulings if one.learned_at <= at]
    gone = {name for name, when in _endings(learned, zone).items() if when <= at}
    standing = [
        one for one in learned if one.id not in gone and one.verdict is not Verdict.WITHDRAW
    ]
    return tuple(sorted(standing, key=attrgetter("learned_at", "id")))


def _undone(facts: Facts, at: datetime, zone: str) -> tuple[datetime, ...]:
    learned = [one for one in facts.rulings if one.learned_at <= at]
    return tuple(sorted(when for when in _endings(learned, zone).values() if when <= at))


def _endings(rulings: Iterable[Ruling], zone: str) -> dict[str, datetime]:
    """The id of each ruling that ends or is withdrawn, and when it first does."""
    found: dict[str, datetime] = {}
    for one in rulings:
        if one.verdict is Verdict.WITHDRAW:
            name, when = one.target, one.learned_at
        elif one.until is not None:
            name, when = one.id, start_of_day(one.until, zone)
        else:
            continue
        found[name] = min(when, found.get(name, when))
    return found


def _with_accepted(
    commitment: Commitment, evidence: tuple[Evidence, ...], rulings: tuple[Ruling, ...], zone: str
) -> Commitment:
    """The commitment with the reported new deadlines that a person has accepted."""
    accepted = {one.target: one for one in rulings if one.verdict is Verdict.ACCEPT}
    changes = tuple(
        _accepted(commitment, one, accepted[one.id], zone)
        for one in evidence
        if one.new_due is not None and one.id in accepted
    )
    if not changes:
        return commitment
    return replace(commitment, amendments=(*commitment.amendments, *changes))


def _accepted_amounts(
    commitment: Commitment, evidence: tuple[Evidence, ...], rulings: tuple[Ruling, ...]
) -> tuple[Measurement, ...]:
    """The reported amounts that a person has accepted as readings."""
    accepted = {one.target: one for one in rulings if one.verdict is Verdict.ACCEPT}
    named = commitment.quantity.series if commitment.quantity else ()
    return tuple(
        Measurement(
            id=one.id,
            commitment=commitment.id,
            series=named[0] if named else "accepted",
            value=one.amount,
            unit=one.unit,
            through=happened(one),
            learned_at=max(accepted[one.id].learned_at, one.learned_at),
            by=accepted[one.id].by,
            source=one.link,
        )
        for one in evidence
        if one.amount is not None and one.new_due is None and one.id in accepted
    )


def _accepted(commitment: Commitment, one: Evidence, ruling: Ruling, zone: str) -> Amendment:
    ruled_on = day_of(max(ruling.learned_at, one.learned_at), zone)
    template = commitment.due or Due(zone=zone)
    return Amendment(
        on=min(one.happened_on or ruled_on, ruled_on),
        kind=AmendmentKind.EXTEND,
        due=replace(template, on=one.new_due, earliest=None, relative=None),
        by=ruling.by,
        learned_on=ruled_on,
        because=ruling.because,
        source=one.link,
    )
