"""Is it done, by the proof that the commitment asks for?

An official record is the act itself in force, or a finding or notice by an official body that is
not the obligor's. Without one, two independent families must report completion. A person's ruling
settles it. What falls short of that is a claim: it is printed with a question mark, closes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.commitment import Proof
from monitor.domain.evidence import Act, Evidence, Ruling, Signal, Tier, Verdict
from monitor.domain.known import Known
from monitor.domain.sides import (
    corroborated,
    happened,
    independent,
    own_word,
    story_of,
    voices,
)

WITHIN = timedelta(days=14)
"""How close two families must report for the second to bear out the first."""

_DAY = timedelta(days=1)
_NO_REPORT = frozenset({Act.THREAT, Act.DENIAL, Act.RETRACTION, Act.COMMENTARY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Performance as far as it is known. day is None where a person ruled without naming one."""

    proven: bool
    since: datetime
    day: date | None
    rests_on: tuple[str, ...]
    by: str
    obligor_only: bool = False


def completion(known: Known, begins: date) -> Completion | None:
    """What is known of completion on `begins` or later, None if nothing."""
    found = [one for one in reports(known) if happened(one) >= begins]
    return _ruled(known, found) or (weigh(known, found) if found else None)


def weigh(known: Known, found: Sequence[Evidence]) -> Completion:
    """What `found`, at least one report of one performance, comes to."""
    return _proven(known, found) or Completion(
        proven=False,
        since=found[0].learned_at,
        day=min(happened(one) for one in found),
        rests_on=tuple(one.id for one in found),
        by=found[0].claimant or found[0].witness.family,
        obligor_only=all(own_word(one, known.sides) for one in found),
    )


def reports(known: Known) -> list[Evidence]:
    """Every report of completion that nobody has taken back, in the order they were learned.

    One that dates the completion after the day it was learned (and a day for the zones) foretells.
    """
    return [
        one
        for one in known.evidence
        if one.signal is Signal.FULFILLED
        and one.act not in _NO_REPORT
        and happened(one) <= one.learned_at.date() + _DAY
        and story_of(one) not in known.withdrawn
        and one.id not in known.withdrawn
    ]


def verdict_on(known: Known) -> Ruling | None:
    """The last word of a person on whether the commitment was met or missed."""
    settled = {Verdict.MET, Verdict.MISSED}
    found = [one for one in known.rulings if one.verdict in settled and not one.target]
    return found[-1] if found else None


def _ruled(known: Known, reports: Sequence[Evidence]) -> Completion | None:
    ruling = verdict_on(known)
    if ruling is None or ruling.verdict is Verdict.MISSED:
        return None
    return _by_person(ruling, reports)


def _by_person(ruling: Ruling, reports: Sequence[Evidence]) -> Completion:
    day = ruling.happened_on or min((happened(one) for one in reports), default=None)
    return Completion(
        proven=True, since=ruling.learned_at, day=day, rests_on=(ruling.id,), by=ruling.by
    )


def is_record(one: Evidence, known: Known) -> bool:
    """Whether it is an official record of the act rather than somebody's word for it."""
    if one.witness.tier is not Tier.OFFICIAL:
        return False
    if one.act is Act.IN_FORCE:
        return True
    return one.act in {Act.FINDING, Act.DONE} and not own_word(one, known.sides)


def official_miss(known: Known) -> Evidence | None:
    """The first finding, made after the deadline by an official body, that it was not kept.

    The obligee's own office is a party to the case; its finding is an allegation.
    """
    ends = known.deadline
    if ends is None or known.at < ends.instant:
        return None
    for one in known.evidence:
        adverse = one.signal in {Signal.BREACH, Signal.SHORTFALL} and one.act is Act.FINDING
        official = one.witness.tier is Tier.OFFICIAL and independent(one, known.sides)
        aside = one.id in known.withdrawn or story_of(one) in known.withdrawn
        if adverse and official and not aside and one.learned_at >= ends.instant:
            return one
    return None


def _proven(known: Known, reports: Sequence[Evidence]) -> Completion | None:
    if known.commitment.proof is Proof.PERSON:
        return None
    record = next((one for one in reports if is_record(one, known)), None)
    borne_out = None
    if known.commitment.proof is Proof.CORROBORATED:
        outside = [one for one in reports if not own_word(one, known.sides)]
        borne_out = corroborated(voices(outside, known.sides), WITHIN)
    if borne_out and (record is None or borne_out[1].evidence.learned_at < record.learned_at):
        pair = tuple(voice.evidence for voice in borne_out)
        return _of(pair, since=pair[1].learned_at)
    return _of((record,), since=record.learned_at) if record else None


def _of(evidence: Sequence[Evidence], since: datetime) -> Completion:
    families = " and ".join(one.witness.family or "an unnamed source" for one in evidence)
    return Completion(
        proven=True,
        since=since,
        day=min(happened(one) for one in evidence),
        rests_on=tuple(one.id for one in evidence),
        by=families,
    )
