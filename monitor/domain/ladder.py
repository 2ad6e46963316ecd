"""What the calendar alone says of a deadline: the rungs from `on track` to `overdue`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.calendar import Deadline
from monitor.domain.completion import Completion
from monitor.domain.known import Finding, Known
from monitor.domain.phrases import day, days, deadline, moment
from monitor.domain.standing import Performance, Reason

_LAST_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage and the instant from which it holds."""

    begins: datetime
    performance: Performance


def rungs(ends: Deadline, known: Known, remind: Collection[int]) -> tuple[Rung, ...]:
    """The stages of a deadline in the order of time; the first of `remind` begins `due soon`."""
    last = min(ends.instant - _LAST_DAY, known.instant(ends.day))
    soon = [known.instant(ends.day - timedelta(days=max(remind)))] if remind else []
    if ends.earliest is not None:
        soon.append(ends.earliest)
    return (
        *([Rung(min(*soon, last), Performance.DUE_SOON)] if soon else []),
        Rung(last, Performance.DUE),
        Rung(ends.instant, Performance.GRACE),
        Rung(ends.grace_ends, Performance.OVERDUE),
    )


def reminders(ends: Deadline, known: Known, remind: Iterable[int]) -> tuple[datetime, ...]:
    """The instants at which a step of the reminder ladder begins."""
    return tuple(known.instant(ends.day - timedelta(days=step)) for step in remind)


def steps_of(known: Known) -> tuple[int, ...]:
    """The days before a deadline on which it is brought to mind."""
    return known.terms.due.remind if known.terms.due else ()


def by_calendar(
    known: Known, ends: Deadline | None, remind: Collection[int] | None = None
) -> Finding:
    """The stage of the deadline `ends`, with its reason and the moments to look again."""
    made = known.instant(known.commitment.made)
    if known.at < made:
        sentence = f"Not made before {day(known.commitment.made)}."
        return _stage(Performance.NOT_STARTED, sentence, None, (made,))
    if ends is None:
        return _without_deadline(known)
    remind = steps_of(known) if remind is None else remind
    steps = rungs(ends, known, remind)
    passed = [rung for rung in steps if rung.begins <= known.at]
    current = passed[-1] if passed else Rung(made, Performance.ON_TRACK)
    since = max(current.begins, known.terms_since)
    turns = (*(rung.begins for rung in steps), *reminders(ends, known, remind))
    return _stage(current.performance, _sentence(ends, current.performance), since, turns)


def _without_deadline(known: Known) -> Finding:
    due = known.terms.due
    if due is not None and due.relative is not None:
        relative = due.relative
        sentence = f"Due {relative.offset} after {relative.after}, which has not happened yet."
        return _stage(Performance.NOT_STARTED, sentence, known.terms_since, ())
    sentence = "No day is named by which it is due."
    return _stage(Performance.ON_TRACK, sentence, known.terms_since, ())


def _sentence(ends: Deadline, performance: Performance) -> str:
    text = f"Due {deadline(ends)}."
    if performance is Performance.GRACE:
        text += f" Grace until {moment(ends.grace_ends)}."
    if performance is Performance.OVERDUE and ends.grace_ends > ends.instant:
        text += f" Grace ended {moment(ends.grace_ends)}."
    if performance in {Performance.GRACE, Performance.OVERDUE}:
        text += " No proof of performance is known."
    return f"{text} {ends.ambiguous}".strip()


def _stage(
    performance: Performance,
    sentence: str,
    since: datetime | None,
    turns: tuple[datetime, ...],
) -> Finding:
    reason = Reason(code=performance.value, sentence=sentence, since=since)
    return Finding(
        performance=performance, performance_since=since, reasons=(reason,), changes_at=turns
    )


def late_by(done: Completion, ends: Deadline | None) -> int:
    """Whole days between the due day and the day of performance, 0 if in time or not known."""
    if done.day is None or ends is None:
        return 0
    return max((done.day - ends.day).days, 0)


def met(known: Known, done: Completion) -> Finding:
    """Proven performance, judged on the current and on the first due date."""
    now, first = late_by(done, known.deadline), late_by(done, known.original)
    performance = Performance.MET_LATE if now else Performance.MET
    on = f" on {day(done.day)}" if done.day else ""
    sentence = f"Met{on} by the word of {done.by}{_against(known, now, first)}."
    reason = Reason(
        code=performance.value, sentence=sentence, rests_on=done.rests_on, since=done.since
    )
    return Finding(
        performance=performance,
        performance_since=done.since,
        completed_on=done.day,
        days_late=now,
        days_late_original=first,
        reasons=(reason,),
    )


def _against(known: Known, now: int, first: int) -> str:
    if known.deadline is None or known.original is None:
        return ""
    if known.deadline.instant == known.original.instant:
        return f", {days(now)} after the due date" if now else ", in time"
    moved = f"{days(now)} after the moved date" if now else "on the moved date"
    return f", {moved}, {days(first)} after the first" if first else f", {moved}"


def claimed(finding: Finding, done: Completion | None) -> Finding:
    """`finding` with a claim of completion, if there is one, that is not proven."""
    if done is None:
        return finding
    who = "Only the obligor" if done.obligor_only else done.by
    on = f" on {day(done.day)}" if done.day else ""
    reason = Reason(
        code="claimed-met",
        sentence=f"{who} says it was done{on}; that is not the proof it asks for.",
        rests_on=done.rests_on,
        since=done.since,
    )
    return replace(
        finding,
        claimed_met=done.since,
        obligor_only=done.obligor_only,
        reasons=(reason, *finding.reasons),
    )
