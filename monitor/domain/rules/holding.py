"""Is it held? A `hold-until` or a `never`.

`holding` from the day it was made, `ended clean` once its last day has passed. Without a due date
it holds until further notice. Silence counts as holding only while the knowledge rule says that
live feeds are looking; a breach is judged by the claims rule, and an end with a breach on record is
not clean. A threshold to be held (`<= 300 kg`) is judged by its series in the quantity rule.
"""

from datetime import datetime

from monitor.domain.commitment import LONG_AGO, Kind
from monitor.domain.known import Finding, Known
from monitor.domain.ladder import reminders, steps_of
from monitor.domain.phrases import day, deadline
from monitor.domain.sight import seen_since
from monitor.domain.standing import Performance, Reason

ID = "holding"
KINDS = frozenset({Kind.HOLD_UNTIL, Kind.NEVER})


def check(known: Known) -> Finding | None:
    """Held so far, or ended."""
    if known.commitment.kind not in KINDS:
        return None
    made, ends = known.instant(known.commitment.made), known.deadline
    if known.at < made:
        sentence = f"Not made before {day(known.commitment.made)}."
        return _found(Performance.NOT_STARTED, sentence, known, None)
    if ends is None:
        since = known.commitment.made
        begun = f" since {day(since)}," if since != LONG_AGO else ""
        sentence = f"To be held{begun} until further notice."
        return _found(Performance.HOLDING, sentence, known, made)
    if known.at < ends.instant:
        return _found(Performance.HOLDING, f"To be held until {deadline(ends)}.", known, made)
    seen = seen_since(known, ends.instant)
    if seen is None:
        sentence = f"Ended {deadline(ends)}, and nobody was looking."
        return _found(Performance.HOLDING, sentence, known, ends.instant)
    return _found(Performance.ENDED_CLEAN, f"Ended {deadline(ends)}.", known, seen)


def _found(
    performance: Performance, sentence: str, known: Known, since: datetime | None
) -> Finding:
    begins = max(since, known.terms_since) if since else None
    ends = known.deadline
    turns: tuple[datetime, ...] = (known.instant(known.commitment.made),)
    if ends is not None:
        turns = (*turns, ends.instant, *reminders(ends, known, steps_of(known)))
    reason = Reason(code=performance.value, sentence=sentence, since=begins)
    return Finding(
        performance=performance, performance_since=begins, reasons=(reason,), changes_at=turns
    )
