"""What else is reported?

Progress, risk, shortfall and changes of terms are told as reasons beside the standing; none of them
moves it. A change of terms becomes fact by an amendment in the record or by a person who accepts
it. A claimed amendment is shown with the deadline it would set; the original stays the one judged.
"""

from collections.abc import Iterator
from datetime import datetime

from monitor.domain.evidence import Act, Evidence, Signal
from monitor.domain.known import Finding, Known
from monitor.domain.phrases import day, told
from monitor.domain.sides import story_of
from monitor.domain.standing import Reason, Word

ID = "reports"

_SAYS = {
    Signal.SHORTFALL: "A shortfall is reported",
    Signal.RISK: "A risk is reported",
    Signal.CHANGED: "A change of terms is reported, not yet declared",
    Signal.PROGRESS: "Progress is reported",
}


def check(known: Known) -> Finding:
    """The newest report of each kind, and every change that only one side stands by."""
    return Finding(reasons=(*_claimed(known), *_newest(known)), masks=tuple(_taken_back(known)))


def _taken_back(known: Known) -> Iterator[tuple[Word, datetime]]:
    """When a report of completion was taken back or put aside."""
    for one in known.evidence:
        if one.signal is Signal.FULFILLED:
            for name in (one.id, story_of(one)):
                if name in known.withdrawn:
                    yield Word.MET, known.withdrawn[name]


def _newest(known: Known) -> Iterator[Reason]:
    newest: dict[Signal, Evidence] = {}
    for one in known.evidence:
        aside = one.id in known.withdrawn or story_of(one) in known.withdrawn
        if one.signal in _SAYS and one.act is not Act.RETRACTION and not aside:
            newest[one.signal] = one
    for signal, sentence in _SAYS.items():
        if signal in newest:
            one = newest[signal]
            yield Reason(
                code=f"reported-{signal.value}",
                sentence=f"{sentence} by {told(one)}.",
                rests_on=(one.id,),
                since=one.learned_at,
            )


def _claimed(known: Known) -> Iterator[Reason]:
    for change in known.terms.claimed:
        new = f" to {day(change.due.on)}" if change.due and change.due.on else ""
        by = change.by or "One side"
        yield Reason(
            code=f"claimed-{change.kind.value}",
            sentence=f"{by} claims: {change.kind.value}{new} ({day(change.on)}); not agreed.",
        )
