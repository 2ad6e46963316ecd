"""Performance: slipping and back, claimed, kept or missed, and what was told as final undone."""

from monitor.domain.alert import Cause
from monitor.domain.alerting.case import ENDED, FINAL, RECURS, Case, Occasion, is_settled
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.ladder import moved
from monitor.domain.alerting.pacing import pace_suffix
from monitor.domain.alerting.phrases import amount_text, days_text, deadline_text, listing
from monitor.domain.calendar import Deadline
from monitor.domain.standing import Performance, Suffix, Word

FINALS = {
    Performance.MET: Cause.MET,
    Performance.MET_LATE: Cause.MET_LATE,
    Performance.PARTLY_MET: Cause.PARTLY_MET,
    Performance.MISSED: Cause.MISSED,
    Performance.ENDED_CLEAN: Cause.ENDED,
}
_SURE = {
    Cause.MET: "the declared level of proof is reached",
    Cause.MET_LATE: "the declared level of proof is reached",
    Cause.PARTLY_MET: "by the official figures",
    Cause.MISSED: "by a person's ruling or an official record",
    Cause.ENDED: "by the calendar; no breach is known",
}
_WELL = frozenset({Performance.NOT_STARTED, Performance.ON_TRACK, Performance.HOLDING})
_NEAR = frozenset({Performance.DUE_SOON, Performance.DUE})


def performance(case: Case) -> list[Occasion]:
    """Everything that performance gives to tell."""
    found = _instances(case)
    for look in (
        _final,
        _reopened,
        _at_risk,
        _recovered,
        _no_longer_overdue,
        _claimed_met,
        _claim_withdrawn,
        _decision_due,
    ):
        found += look(case)
    return found


def _final(case: Case) -> list[Occasion]:
    performance = case.after.performance
    if performance not in FINALS or case.commitment.kind in RECURS:
        return []
    return _ending(case, performance, case.instance, case.after.due)


def _instances(case: Case) -> list[Occasion]:
    """The ends of single occurrences of a recurring commitment."""
    return [
        occasion
        for one in case.after.instances
        if one.performance in FINALS
        for occasion in _ending(case, one.performance, one.due.day.isoformat(), one.due)
    ]


def _ending(
    case: Case, performance: Performance, instance: str, due: Deadline | None
) -> list[Occasion]:
    cause = FINALS[performance]
    episode = str(case.times_told(Cause.RETRACTED, instance))
    if case.was_told(cause, instance, episode):
        return []
    code = performance.value
    return [
        Occasion(
            cause=cause,
            level=(instance, episode),
            phrase=f"{_how_it_ended(case, cause, due)}{pace_suffix(case)}",
            because=case.reason(code) or SENTENCES[cause],
            sure=_SURE[cause],
            rests_on=case.facts_behind(code),
            resolves=_open_problems(case, due),
        )
    ]


def _how_it_ended(case: Case, cause: Cause, due: Deadline | None) -> str:
    by = f"{deadline_text(due)}{moved(case)}" if due else ""
    if cause is Cause.ENDED:
        return f"ran until {by} without a known breach" if due else "ended without a known breach"
    word = {
        Cause.MET: "was met",
        Cause.MET_LATE: "was met late",
        Cause.PARTLY_MET: "was only partly met",
        Cause.MISSED: "was missed",
    }[cause]
    late = case.after.days_late
    days = f" by {days_text(late)}" if cause is Cause.MET_LATE and late else ""
    return f"{word}{days}; it was due {by}" if due else f"{word}{days}"


def _open_problems(case: Case, due: Deadline | None) -> tuple[Cause, ...]:
    """The problems told and not yet closed that an end of the matter closes."""
    day = due.day.isoformat() if due else ""
    told = (
        (Cause.OVERDUE, case.was_told(Cause.OVERDUE, day)),
        (Cause.AT_RISK, _risk_is_open(case)),
        (Cause.CLAIMED_MET, case.was_told(Cause.CLAIMED_MET, case.instance)),
    )
    return tuple(cause for cause, was in told if was)


def _reopened(case: Case) -> list[Occasion]:
    """A final word that was told and holds no longer."""
    episode = str(case.times_told(Cause.RETRACTED, case.instance))
    told = tuple(c for c in FINALS.values() if case.was_told(c, case.instance, episode))
    if not told or is_settled(case.after) or case.commitment.kind in RECURS:
        return []
    words = listing([cause.value.replace("-", " ") for cause in told])
    return [
        Occasion(
            cause=Cause.RETRACTED,
            level=(case.instance, episode),
            phrase=f"no longer counts as {words}; it stands at: {case.after.word.value}"
            f"{pace_suffix(case)}",
            because=SENTENCES[Cause.RETRACTED],
            sure="the proof it rested on is gone",
            resolves=told,
        )
    ]


def _risk_episode(case: Case) -> str:
    return str(case.times_told(Cause.RECOVERED, case.instance))


def _risk_is_open(case: Case) -> bool:
    return case.was_told(Cause.AT_RISK, case.instance, _risk_episode(case))


def _at_risk(case: Case) -> list[Occasion]:
    if case.after.performance is not Performance.AT_RISK or _risk_is_open(case):
        return []
    return [
        Occasion(
            cause=Cause.AT_RISK,
            level=(case.instance, _risk_episode(case)),
            phrase=f"is behind its pace{_against(case)}",
            because=_projection(case) or SENTENCES[Cause.AT_RISK],
            sure="by the figures reported",
            rests_on=case.facts_behind("pace"),
        )
    ]


def _against(case: Case) -> str:
    """The figures, and what was expected by their day."""
    pace = case.after.pace
    if pace is None or pace.reported is None:
        return pace_suffix(case)
    return f"{pace_suffix(case)} ({amount_text(round(pace.expected, 2))} expected by then)"


def _projection(case: Case) -> str:
    """Where the present pace leads, with its bounds where they are known."""
    pace = case.after.pace
    if pace is None or pace.projected is None:
        return ""
    low, high = pace.projected_low, pace.projected_high
    bounds = ""
    if low is not None and high is not None and low != high:
        bounds = f" ({amount_text(round(low, 2))} to {amount_text(round(high, 2))})"
    reached = f"{amount_text(round(pace.projected, 2))}{bounds}"
    return f"At the present pace it comes to {reached} of {amount_text(pace.target)} {pace.unit}."


def _recovered(case: Case) -> list[Occasion]:
    if not _risk_is_open(case) or not _on_pace(case):
        return []
    return [
        Occasion(
            cause=Cause.RECOVERED,
            level=(case.instance, _risk_episode(case)),
            phrase=f"is back on its pace{_against(case)}",
            because=SENTENCES[Cause.RECOVERED],
            sure="by the figures reported",
            rests_on=case.facts_behind("pace"),
            resolves=(Cause.AT_RISK,),
        )
    ]


def _on_pace(case: Case) -> bool:
    """Near its date a quantity that is no longer at risk has recovered; the rule says which."""
    return case.after.performance in _WELL | _NEAR


def _no_longer_overdue(case: Case) -> list[Occasion]:
    """Overdue before, now neither overdue nor settled, and the same day is still due."""
    before, due = case.before, case.after.due
    if before is None or before.due is None or due is None or before.due.day != due.day:
        return []
    was = before.performance is Performance.OVERDUE
    is_open = case.after.performance not in FINAL | {Performance.OVERDUE, None}
    level = ("overdue", due.day.isoformat())
    told = case.was_told(Cause.OVERDUE, due.day.isoformat())
    ended = case.after.binding in ENDED
    if not (was and is_open and told) or ended or case.was_told(Cause.RECOVERED, *level):
        return []
    return [
        Occasion(
            cause=Cause.RECOVERED,
            level=level,
            phrase=f"no longer counts as overdue; it stands at: {case.after.word.value}",
            because=SENTENCES[Cause.RECOVERED],
            sure="by the register and the calendar",
            resolves=(Cause.OVERDUE,),
        )
    ]


def _claimed_met(case: Case) -> list[Occasion]:
    if case.after.machine_word is not Word.MET_CLAIMED or is_settled(case.after):
        return []
    if case.was_told(Cause.CLAIMED_MET, case.instance):
        return []
    alone = Suffix.CLAIMED_ONLY in case.after.suffixes
    who = listing([case.party(party) for party in case.commitment.obligor])
    said = f"was met, says {who} alone" if alone else "was met, by reports short of the proof asked"
    return [
        Occasion(
            cause=Cause.CLAIMED_MET,
            level=(case.instance,),
            phrase=f"{said}{pace_suffix(case)}",
            because=case.reason("claimed-met") or SENTENCES[Cause.CLAIMED_MET],
            sure="the obligor's word only" if alone else "reported, not proven",
            rests_on=case.facts_behind("claimed-met"),
        )
    ]


def _claim_withdrawn(case: Case) -> list[Occasion]:
    """It was told as claimed to be met, and now nobody claims that any more."""
    claimed = any(one.code == "claimed-met" for one in case.after.reasons)
    told = case.was_told(Cause.CLAIMED_MET, case.instance)
    level = ("claimed", case.instance)
    if claimed or not told or is_settled(case.after) or case.was_told(Cause.RETRACTED, *level):
        return []
    return [
        Occasion(
            cause=Cause.RETRACTED,
            level=level,
            phrase=f"is no longer said to be met; it stands at: {case.after.word.value}",
            because=SENTENCES[Cause.RETRACTED],
            sure="by who had said it",
            resolves=(Cause.CLAIMED_MET,),
        )
    ]


def _decision_due(case: Case) -> list[Occasion]:
    due = case.after.due
    if case.after.machine_word is not Word.DECISION_DUE or due is None:
        return []
    if case.was_told(Cause.DECISION_DUE, due.day.isoformat()):
        return []
    return [
        Occasion(
            cause=Cause.DECISION_DUE,
            level=(due.day.isoformat(),),
            phrase=f"runs out on {deadline_text(due)}{moved(case)} unless somebody extends it",
            because=SENTENCES[Cause.DECISION_DUE],
            sure="by the calendar",
        )
    ]
