"""The reminder ladder: the moments at which time alone gives something to tell."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.alert import Cause, Severity
from monitor.domain.alerting.case import Case, Occasion, awaits_its_date
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.pacing import pace_suffix
from monitor.domain.alerting.phrases import day_text, days_text, deadline_text, distance_text
from monitor.domain.calendar import Deadline, Due
from monitor.domain.commitment import AmendmentStatus, Commitment, Kind
from monitor.domain.standing import Performance, Standing

STILL_OVERDUE_AFTER = 7  # days after the due day
LATE_AFTER = timedelta(hours=2)  # a step found later than this was missed while nobody looked
_VERBS = {
    Kind.HOLD_UNTIL: ("is to hold until", "was to hold until"),
    Kind.NEVER: ("is to hold until", "was to hold until"),
    Kind.SUNSET: ("runs out on", "ran out on"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: `days` counts from the due day, negative before it."""

    cause: Cause
    days: int
    moment: datetime


def start_of(day: date, zone: str) -> datetime:
    """The first instant of `day` on the clock of `zone`, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def terms_of_date(commitment: Commitment, at: datetime) -> Due | None:
    """The deadline as written that holds at `at`: the newest agreed amendment's, else the first."""
    agreed = [
        amendment
        for amendment in commitment.amendments
        if amendment.due is not None
        and amendment.status is AmendmentStatus.AGREED
        and (amendment.learned_on or amendment.on) <= at.date()
    ]
    return max(agreed, key=lambda amendment: amendment.on).due if agreed else commitment.due


def steps(standing: Standing, commitment: Commitment) -> tuple[Step, ...]:
    """Every rung of the ladder in order of time; empty where no date is awaited."""
    due = standing.due
    if due is None or not awaits_its_date(standing):
        return ()
    written = terms_of_date(commitment, standing.at) or Due()
    found = [
        Step(Cause.REMINDER, -days, start_of(due.day - timedelta(days=days), due.zone))
        for days in sorted(set(written.remind), reverse=True)
        if days > 0
    ]
    return tuple(sorted([*found, *_last_steps(due, commitment)], key=lambda step: step.moment))


def _last_steps(due: Deadline, commitment: Commitment) -> list[Step]:
    day = start_of(due.day, due.zone)
    rungs = [Step(Cause.DUE, 0, day)] if day < due.instant else []
    if commitment.kind in _VERBS:
        return rungs
    rungs.append(Step(Cause.OVERDUE, 1, due.grace_ends))
    week = start_of(due.day + timedelta(days=STILL_OVERDUE_AFTER), due.zone)
    if week > due.grace_ends:
        rungs.append(Step(Cause.STILL_OVERDUE, STILL_OVERDUE_AFTER, week))
    return rungs


def next_step(standing: Standing, commitment: Commitment) -> datetime | None:
    """The next moment after `standing.at` at which the ladder has something to tell."""
    return min(
        (step.moment for step in steps(standing, commitment) if step.moment > standing.at),
        default=None,
    )


def ladder(case: Case) -> list[Occasion]:
    """The newest rung passed since the last look, never one alert for each missed rung."""
    after = case.after
    since = case.before.at if case.before else None
    passed = [
        step
        for step in steps(after, case.commitment)
        if step.moment <= after.at and (since is None or step.moment > since)
    ]
    if after.performance is Performance.OVERDUE:
        return _overdue(case, passed)
    rungs = [step for step in passed if step.cause in {Cause.REMINDER, Cause.DUE}]
    if not rungs or after.performance is Performance.GRACE or after.due is None:
        return []
    return _before_the_date(case, rungs[-1], after.due)


def is_late(case: Case, moment: datetime) -> bool:
    """Whether `moment` passed unseen: after the last look and well before this one."""
    before = case.before
    return before is not None and before.at < moment and case.after.at - moment > LATE_AFTER


def _before_the_date(case: Case, step: Step, due: Deadline) -> list[Occasion]:
    rung = f"{step.days}d"
    if case.was_told(step.cause, due.day.isoformat(), rung):
        return []
    left = case.after.days_left if case.after.days_left is not None else -step.days
    late = is_late(case, step.moment)
    return [
        Occasion(
            cause=step.cause,
            level=(due.day.isoformat(), rung),
            label=_label(case.commitment.kind, left),
            phrase=_upcoming(case, due, left),
            because=_why(case, step, late),
            sure="by the calendar",
            severity=Severity.INFO if step.days < -7 else None,
            late=late,
        )
    ]


def _label(kind: Kind, left: int) -> str:
    if kind is Kind.SUNSET:
        return f"Runs out {distance_text(left)}"
    if kind in _VERBS:
        return f"Ends {distance_text(left)}"
    return f"Due {distance_text(left)}"


def _upcoming(case: Case, due: Deadline, left: int) -> str:
    verb = _VERBS.get(case.commitment.kind, ("is due", "was due"))[0]
    return f"{verb} {deadline_text(due)}, {distance_text(left)}{moved(case)}{pace_suffix(case)}"


def moved(case: Case) -> str:
    """`, moved from 31 Dec 2025`, where the deadline moved."""
    first, due = case.after.original_due, case.after.due
    if first is None or due is None or first.day == due.day:
        return ""
    return f" (moved from {day_text(first.day)})"


def _why(case: Case, step: Step, late: bool) -> str:
    if late:
        day = day_text(step.moment.astimezone(ZoneInfo(_zone(case))).date())
        return f"{_rung_name(step)} fell on {day}, while the program was not looking."
    if step.cause is Cause.DUE:
        return SENTENCES[Cause.DUE]
    return f"{_rung_name(step)} of the reminder ladder has come."


def _zone(case: Case) -> str:
    return case.after.due.zone if case.after.due else "UTC"


def _rung_name(step: Step) -> str:
    return "The due day" if step.days == 0 else f"The {-step.days}-day step"


def _overdue(case: Case, passed: list[Step]) -> list[Occasion]:
    due = case.after.due
    if due is None:
        return []
    day = due.day.isoformat()
    if not case.was_told(Cause.OVERDUE, day):
        return [_overdue_occasion(case, due, Cause.OVERDUE, (day,), due.grace_ends)]
    rungs = [step for step in passed if step.cause is Cause.STILL_OVERDUE]
    level = (day, f"+{STILL_OVERDUE_AFTER}d")
    if not rungs or case.was_told(Cause.STILL_OVERDUE, *level):
        return []
    return [_overdue_occasion(case, due, Cause.STILL_OVERDUE, level, rungs[-1].moment)]


def _overdue_occasion(
    case: Case, due: Deadline, cause: Cause, level: tuple[str, ...], moment: datetime
) -> Occasion:
    left = case.after.days_left
    ago = f", {distance_text(left)}" if left is not None and left < 0 else ""
    late = is_late(case, moment)
    note = " It became so while the program was not looking." if late else ""
    return Occasion(
        cause=cause,
        level=level,
        phrase=f"was due {deadline_text(due)}{ago}{moved(case)}{pace_suffix(case)}",
        because=f"{_overdue_sentence(cause, case)}{note}",
        sure="by the calendar; no proof that it was met is known",
        late=late,
    )


def _overdue_sentence(cause: Cause, case: Case) -> str:
    if cause is Cause.STILL_OVERDUE and case.after.days_left is not None:
        return f"It has been overdue for {days_text(-case.after.days_left)}."
    return SENTENCES[cause]
