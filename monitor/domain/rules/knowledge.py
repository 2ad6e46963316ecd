"""Can we tell?

`blind` when no live feed of the required tier has looked within the hours the commitment allows (48
by default): the silence of a dead feed means nothing. Where no feed is declared at all, a deadline
is judged by its date alone, but a promise to hold cannot be: it is blind. `unrateable` when nothing
in the terms can be late or short. `conflicting` and `stale` speak of series and come from the
quantity rule. A sunset needs no witness; a quantity whose series is fresh is seen by its series.
"""

from datetime import datetime

from monitor.domain.commitment import Kind
from monitor.domain.known import Finding, Known
from monitor.domain.phrases import moment
from monitor.domain.sight import Sight, sights
from monitor.domain.standing import Knowledge, Reason, Word

ID = "knowledge"

_NEEDS_EYES = frozenset({Kind.HOLD_UNTIL, Kind.NEVER})


def check(known: Known) -> Finding:
    """Blind or not; then whether there is anything to judge by."""
    made = known.instant(known.commitment.made)
    if known.commitment.kind is Kind.SUNSET or known.at < made:
        return Finding()
    if not known.context.feeds_declared:
        return _unwatched(known)
    found = sights(known)
    if not found:
        return _blind("No feed that watches it has ever looked.", made)
    last = found[-1]
    if known.at < last.until:
        return _sighted(known, last)
    sentence = (
        f"No feed of tier {known.commitment.watch.tier} or better has looked "
        f"since {moment(last.last)}."
    )
    return _blind(sentence, max(last.until, made))


def _unwatched(known: Known) -> Finding:
    if known.commitment.kind in _NEEDS_EYES:
        sentence = "No feed is declared, so nobody would tell us of a breach."
        return _blind(sentence, known.instant(known.commitment.made))
    reason = Reason(code="unwatched", sentence="No feed is declared: judged by its date alone.")
    return Finding(reasons=(reason,))


def _blind(sentence: str, since: datetime) -> Finding:
    reason = Reason(code="blind", sentence=sentence, since=since)
    return Finding(knowledge=Knowledge.BLIND, knowledge_since=since, reasons=(reason,))


def _sighted(known: Known, sight: Sight) -> Finding:
    """Somebody looked lately; is there anything to judge by?"""
    commitment = known.commitment
    vague = commitment.kind in {Kind.DO_BY, Kind.CONSULT} and known.terms.due is None
    if not vague:
        return Finding(
            knowledge=Knowledge.CLEAR,
            knowledge_since=sight.since,
            changes_at=(sight.until,),
            masks=((Word.BLIND, sight.since),),
        )
    since = max(known.terms_since, sight.since)
    sentence = "Neither a date nor an amount is named: nothing can be late or short."
    return Finding(
        knowledge=Knowledge.UNRATEABLE,
        knowledge_since=since,
        reasons=(Reason(code="unrateable", sentence=sentence, since=since),),
        changes_at=(sight.until,),
    )
