"""Changes of terms: agreed, claimed, by the calendar or by an edit of the record."""

from monitor.domain.alert import Cause
from monitor.domain.alerting.case import ENDED, RECURS, Case, Occasion
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.phrases import day_text, deadline_text, distance_text
from monitor.domain.commitment import Amendment, AmendmentKind, AmendmentStatus
from monitor.domain.standing import Binding, Performance
from monitor.domain.terms import known_on

_VERBS = {
    AmendmentKind.EXTEND: "is extended",
    AmendmentKind.SUSPEND: "is suspended",
    AmendmentKind.RESUME: "is resumed",
    AmendmentKind.REPLACE: "has new terms",
    AmendmentKind.WAIVE: "is waived",
    AmendmentKind.END: "is ended",
}


_ENDING_REASONS = {
    Binding.EXPIRED: ("expired",),
    Binding.TERMINATED: ("ended",),
    Binding.SUPERSEDED: ("superseded",),
    Binding.MOOTED: ("mooted",),
}


def terms(case: Case) -> list[Occasion]:
    """Every change of terms not yet told; where the record moved without one, that too."""
    found = [
        _amended(case, amendment)
        for amendment in case.commitment.amendments
        if known_on(amendment) <= case.today
    ]
    fresh = [one for one in found if not case.was_told(one.cause, *one.level)]
    agreed = any(one.cause is Cause.TERMS_CHANGED for one in fresh)
    return fresh + _ended(case) + ([] if agreed else _moved(case) + _rebound(case))


def _amended(case: Case, amendment: Amendment) -> Occasion:
    agreed = amendment.status is AmendmentStatus.AGREED
    cause = Cause.TERMS_CHANGED if agreed else Cause.CHANGE_REPORTED
    new = amendment.due.on if amendment.due else None
    level = (amendment.kind.value, amendment.on.isoformat(), new.isoformat() if new else "as-is")
    by = case.party(amendment.by)
    said = f", {'by' if agreed else 'says'} {by}" if by else ""
    claimed = "" if agreed else " (claimed by one side, not agreed)"
    return Occasion(
        cause=cause,
        level=level,
        phrase=f"{_VERBS[amendment.kind]}{_to(case, amendment)}{said}{claimed}",
        because=amendment.because or SENTENCES[cause],
        sure="declared as agreed in the register" if agreed else "claimed by one side",
        resolves=_closed_by_change(case) if agreed else (),
        detail=(f"Source: {amendment.source}",) if amendment.source else (),
    )


def _to(case: Case, amendment: Amendment) -> str:
    if amendment.due is not None and amendment.due.on is not None:
        first = case.after.original_due
        was = f" from {day_text(first.day)}" if first and first.day != amendment.due.on else ""
        return f"{was} to {day_text(amendment.due.on)}"
    if amendment.until is not None:
        return f" until {day_text(amendment.until)}"
    return f" from {day_text(amendment.on)}"


def _closed_by_change(case: Case) -> tuple[Cause, ...]:
    """Told as overdue before, and by the new terms it is not."""
    before = case.before
    was = before is not None and before.performance is Performance.OVERDUE
    still = case.after.performance is Performance.OVERDUE and case.after.binding not in ENDED
    return (Cause.OVERDUE,) if was and not still else ()


def _moved(case: Case) -> list[Occasion]:
    """The date moved, or became known, without an amendment."""
    before, due = case.before, case.after.due
    if before is None or due is None or case.commitment.kind in RECURS:
        return []
    old = before.due
    if old is not None and old.instant == due.instant:
        return []
    level = ("due", due.instant.isoformat(), str(case.times_told(Cause.TERMS_CHANGED, "due")))
    phrase = (
        f"has a date now: it is due {deadline_text(due)}"
        if old is None
        else f"is now due {deadline_text(due)}; before, {deadline_text(old)}"
    )
    left = case.after.days_left
    return [
        Occasion(
            cause=Cause.TERMS_CHANGED,
            level=level,
            phrase=phrase + (f" ({distance_text(left)})" if left is not None else ""),
            because="The event it hangs on has a date."
            if old is None
            else "A ruling, an edit of the register or the event it hangs on moved it.",
            sure="by the register",
            resolves=_closed_by_change(case),
        )
    ]


def _rebound(case: Case) -> list[Occasion]:
    """It binds again, or first, or stopped binding for a while, by a date or an event."""
    before, after = case.before, case.after
    if before is None or before.binding is after.binding or after.binding in ENDED:
        return []
    phrases = {
        Binding.SUSPENDED: "is suspended",
        Binding.CONDITIONAL: "hangs on its condition again",
        Binding.IN_FORCE: "is in force",
        Binding.AGREED: "binds again" if before.binding is Binding.SUSPENDED else "is agreed",
    }
    phrase = phrases.get(after.binding)
    if phrase is None:
        return []
    count = str(case.times_told(Cause.TERMS_CHANGED, "binding"))
    return [
        Occasion(
            cause=Cause.TERMS_CHANGED,
            level=("binding", after.binding.value, count),
            phrase=f"{phrase}; before, it was {before.binding.value}",
            because=SENTENCES[Cause.TERMS_CHANGED],
            sure="by the register and the calendar",
            resolves=_closed_by_change(case),
        )
    ]


def _ended(case: Case) -> list[Occasion]:
    binding = case.after.binding
    ended = binding in ENDED and binding is not Binding.DISCHARGED
    if not ended or case.was_told(Cause.ENDED, binding.value):
        return []
    phrases = {
        Binding.EXPIRED: "has expired",
        Binding.TERMINATED: "is terminated",
        Binding.SUPERSEDED: "is superseded",
        Binding.MOOTED: "is moot: its ground has fallen away",
    }
    return [
        Occasion(
            cause=Cause.ENDED,
            level=(binding.value,),
            phrase=phrases[binding],
            because=case.reason(*_ENDING_REASONS[binding]) or SENTENCES[Cause.ENDED],
            sure="by the register and the calendar",
            resolves=_closed_by_change(case),
        )
    ]
