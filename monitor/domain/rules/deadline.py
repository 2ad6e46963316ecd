"""Is it done by its day? A `do-by`, a `consult`, and the ladder of a `sunset`.

`on track` until the first reminder, then `due soon`, on its last 24 hours `due`, then `grace` for
as long as the terms give, then `overdue`. Silence never makes it more than overdue: `missed` needs
a person's ruling or an official finding. Performance proven as the commitment asks is `met`, after
the deadline `met late` with the days counted from the current and from the first due date. A claim
short of the proof prints `met?` and closes nothing. A deadline given as a range is judged by its
last instant. A sunset cannot be broken: in its last seven days a decision is due.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.commitment import Kind
from monitor.domain.completion import completion, official_miss, verdict_on
from monitor.domain.evidence import Verdict
from monitor.domain.known import Finding, Known
from monitor.domain.ladder import by_calendar, claimed, met
from monitor.domain.phrases import deadline
from monitor.domain.standing import Performance, Reason

ID = "deadline"
KINDS = frozenset({Kind.DO_BY, Kind.CONSULT, Kind.SUNSET})

DECISION_WITHIN = timedelta(days=7)


def check(known: Known) -> Finding | None:
    """Judged by a person, by what is proven, then by the calendar alone."""
    if known.commitment.kind not in KINDS:
        return None
    ruling = verdict_on(known)
    if ruling is not None and ruling.verdict is Verdict.MISSED:
        sentence = f"{ruling.by} ruled it missed: {ruling.because}"
        return _missed(sentence, ruling.learned_at, ruling.id)
    if known.commitment.kind is Kind.SUNSET:
        return _sunset(known)
    done = completion(known, known.commitment.made)
    if done is not None and done.proven:
        return met(known, done)
    finding = official_miss(known)
    if finding is not None:
        sentence = f"An official finding says it was not done ({finding.witness.family})."
        return _missed(sentence, finding.learned_at, finding.id)
    return claimed(by_calendar(known, known.deadline), done)


def _missed(sentence: str, since: datetime, fact: str) -> Finding:
    reason = Reason(code="missed", sentence=sentence, rests_on=(fact,), since=since)
    return Finding(performance=Performance.MISSED, performance_since=since, reasons=(reason,))


def _sunset(known: Known) -> Finding:
    """The calendar, and from when a decision to extend it or let it lapse is due."""
    found = by_calendar(known, known.deadline)
    ends = known.deadline
    if ends is None or found.performance is Performance.NOT_STARTED:
        return found
    begins = (ends.earliest or ends.instant) - DECISION_WITHIN
    found = replace(found, changes_at=(*found.changes_at, begins))
    if known.at < begins:
        return found
    since = max(begins, known.terms_since)
    sentence = f"It lapses on {deadline(ends)} unless somebody extends it."
    reason = Reason(code="decision-due", sentence=sentence, since=since)
    return replace(found, decision_since=since, reasons=(reason, *found.reasons))
