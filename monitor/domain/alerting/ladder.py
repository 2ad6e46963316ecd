"""The reminder ladder: the moments at which time alone gives something to tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.alert import Cause, Severity
from monitor.domain.alerting.case import Case, Occasion, awaits_its_date
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.pacing import pace_suffix
from monitor.domain.alerting.phrases import day_text, days_text, deadline_text, distance_text
from monitor.domain.calendar import Deadline, Due, day_of, start_of_day
from monitor.domain.commitment import Commitment, Kind
from monitor.domain.standing import Performance, Standing
from monitor.domain.terms import terms_at

STILL_OVERDUE_AFTER = 7  # days after the due day
LATE_AFTER = timedelta(hours=2)  # a step found later than this was missed while nobody looked
HOLDS = frozenset({Kind.HOLD_UNTIL, Kind.NEVER})
NEVER_OVERDUE = HOLDS | {Kind.SUNSET}


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: `days` counts from the due day, negative before it."""

    cause: Cause
    days: int
    moment: datetime


def steps(standing: Standing, commitment: Commitment) -> tuple[Step, ...]:
    """Every rung of the ladder in order of time; empty where no date is awaited."""
    due = standing.due
    if due is None or not awaits_its_date(standing):
        return ()
    written = terms_at(commitment, day_of(standing.at, due.zone)).due or Due()
    found = [
        Step(Cause.REMINDER, -days, start_of_day(due.day - timedelta(days=days), due.zone))
        for days in set(written.remind)
        if days > 0
    ]
    return tuple(sorted([*found, *_last_steps(due, commitment)], key=lambda step: step.moment))


def _last_steps(due: Deadline, commitment: Commitment) -> list[Step]:
    day = start_of_day(due.day, due.zone)
    rungs = [Step(Cause.DUE, 0, day)] if day < due.instant else []
    if commitment.kind in NEVER_OVERDUE:
        return rungs
    rungs.append(Step(Cause.OVERDUE, 1, due.grace_ends))
    week = start_of_day(due.day + timedelta(days=STILL_OVERDUE_AFTER), due.zone)
    if week > due.grace_ends:
        rungs.append(Step(Cause.STILL_OVERDUE, STILL_OVERDUE_AFTER, week))
    return rungs


def next_step(standing: Standing, commitment: Commitment) -> datetime | None:
    """The next moment after `standing.at` at which the ladder has something to tell."""
    moments = (step.moment for step in steps(standing, commitment))
    return min((moment for moment in moments if moment > standing.at), default=None)


def ladder(case: Case) -> list[Occasion]:
    """The newest rung passed since the last look, never one alert for each missed rung."""
    due = case.after.due
    if due is None or not awaits_its_date(case.after):
        return []
    since = case.before.at if case.before else None
    passed = [
        step
        for step in steps(case.after, case.commitment)
        if step.moment <= case.after.at and (since is None or step.moment > since)
    ]
    if case.after.performance in {Performance.OVERDUE, Performance.GRACE}:
        return _after_the_date(case, due, passed)
    rungs = [step for step in passed if step.days <= 0]
    return _before_the_date(case, due, rungs[-1]) if rungs else []


def is_late(case: Case, moment: datetime) -> bool:
    """Whether `moment` passed unseen: after the last look and well before this one."""
    before = case.before
    return before is not None and before.at < moment and case.after.at - moment > LATE_AFTER


def moved(case: Case) -> str:
    """` (moved from 31 Dec 2025)`, where an agreed change moved the deadline."""
    first, due = case.after.original_due, case.after.due
    if first is None or due is None or not case.after.moved_days:
        return ""
    return f" (moved from {day_text(first.day)})"


def _before_the_date(case: Case, due: Deadline, step: Step) -> list[Occasion]:
    rung = f"{step.days}d"
    if case.was_told(step.cause, due.day.isoformat(), rung):
        return []
    left = case.after.days_left if case.after.days_left is not None else -step.days
    late = is_late(case, step.moment)
    return [
        Occasion(
            cause=step.cause,
            level=(due.day.isoformat(), rung),
            label=f"{_opening(case.commitment.kind)} {distance_text(left)}",
            phrase=f"{_verb(case.commitment.kind)} {deadline_text(due)}{moved(case)}"
            f"{pace_suffix(case)}",
            because=_why(step, due, case.commitment.kind, late=late),
            sure="by the calendar",
            severity=Severity.INFO if step.days < -7 else None,
            late=late,
        )
    ]


def _opening(kind: Kind) -> str:
    if kind is Kind.SUNSET:
        return "Runs out"
    return "Ends" if kind in HOLDS else "Due"


def _verb(kind: Kind) -> str:
    if kind is Kind.SUNSET:
        return "runs out on"
    return "is to hold until" if kind in HOLDS else "is due"


def _why(step: Step, due: Deadline, kind: Kind, *, late: bool) -> str:
    name = "The due day" if step.days == 0 else f"The {-step.days}-day step of the reminder ladder"
    if late:
        day = day_text(day_of(step.moment, due.zone))
        return f"{name} came on {day}, while the program was not looking."
    if step.days:
        return f"{name} has come."
    return "Its last day is today." if kind in NEVER_OVERDUE else SENTENCES[Cause.DUE]


def _after_the_date(case: Case, due: Deadline, passed: list[Step]) -> list[Occasion]:
    if case.after.performance is Performance.GRACE or case.commitment.kind in NEVER_OVERDUE:
        return []
    day = due.day.isoformat()
    if not case.was_told(Cause.OVERDUE, day):
        return [_overdue(case, due, Cause.OVERDUE, (day,), due.grace_ends)]
    seen_since = case.before is not None and case.before.performance is Performance.OVERDUE
    rungs = [step for step in passed if step.cause is Cause.STILL_OVERDUE and seen_since]
    level = (day, f"+{STILL_OVERDUE_AFTER}d")
    if not rungs or case.was_told(Cause.STILL_OVERDUE, *level):
        return []
    return [_overdue(case, due, Cause.STILL_OVERDUE, level, rungs[-1].moment)]


def _overdue(
    case: Case, due: Deadline, cause: Cause, level: tuple[str, ...], moment: datetime
) -> Occasion:
    left = case.after.days_left
    ago = f", {distance_text(left)}" if left is not None and left < 0 else ""
    late = is_late(case, moment)
    sentence = SENTENCES[cause]
    if cause is Cause.STILL_OVERDUE and left is not None:
        sentence = f"It was due {days_text(-left)} ago and no proof that it was met has come since."
    return Occasion(
        cause=cause,
        level=level,
        phrase=f"was due {deadline_text(due)}{moved(case)}{ago}{pace_suffix(case)}",
        because=f"{sentence} The day came while the program was not looking." if late else sentence,
        sure="by the calendar; no proof that it was met is known",
        late=late,
    )
