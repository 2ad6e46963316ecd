"""Performance and knowledge: slipping and back, kept or missed, and whether we can tell."""

from collections.abc import Callable

from monitor.domain.alert import Cause
from monitor.domain.alerting.case import ENDED, Case, Occasion
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.ladder import moved
from monitor.domain.alerting.pacing import pace_suffix, series_name
from monitor.domain.alerting.phrases import amount_text, deadline_text, listing, short_day
from monitor.domain.standing import Binding, Knowledge, Performance, Suffix, Word

FINALS = {
    Performance.MET: Cause.MET,
    Performance.MET_LATE: Cause.MET_LATE,
    Performance.PARTLY_MET: Cause.PARTLY_MET,
    Performance.MISSED: Cause.MISSED,
    Performance.ENDED_CLEAN: Cause.ENDED,
}
_WELL = frozenset({Performance.NOT_STARTED, Performance.ON_TRACK, Performance.HOLDING})
_CANNOT_TELL = {
    Knowledge.BLIND: Cause.BLIND,
    Knowledge.CONFLICTING: Cause.CONFLICTING,
    Knowledge.STALE: Cause.STALE,
}


def performance(case: Case) -> list[Occasion]:
    """At risk and back, kept, missed, claimed to be kept, and the end of what was told as final."""
    found: list[Occasion] = []
    for look in (_final, _reopened, _at_risk, _recovered, _claimed_met, _decision_due):
        found += look(case)
    return found


def knowledge(case: Case) -> list[Occasion]:
    """Blind, conflicting or stale, each once an episode, and the end of each episode."""
    found: list[Occasion] = []
    for state, cause in _CANNOT_TELL.items():
        episode = case.times_told(Cause.SEEING_AGAIN, state.value)
        told = case.was_told(cause, str(episode))
        if state is case.after.knowledge and not told:
            found.append(_cannot_tell(case, state, episode))
        elif state is not case.after.knowledge and told:
            found.append(_can_tell(case, state, episode))
    return found


def _cannot_tell(case: Case, state: Knowledge, episode: int) -> Occasion:
    cause = _CANNOT_TELL[state]
    phrases: dict[Knowledge, Callable[[Case], str]] = {
        Knowledge.BLIND: _blind,
        Knowledge.CONFLICTING: _conflicting,
        Knowledge.STALE: _stale,
    }
    return Occasion(
        cause=cause,
        level=(str(episode),),
        phrase=phrases[state](case),
        because=SENTENCES[cause],
        sure="our own watch record" if state is Knowledge.BLIND else "by the figures' dates",
    )


def _blind(case: Case) -> str:
    watch = case.commitment.watch
    return f"cannot be judged: no {watch.tier} feed has looked in the last {watch.within_hours} h"


def _conflicting(case: Case) -> str:
    pace = case.after.pace
    if pace is None or len(pace.readings) < 2:
        return "sources of figures contradict each other"
    figures = [
        f"{amount_text(one.total)} {pace.unit} by {series_name(case, one.series)}"
        f" (through {short_day(one.through, case.today)})"
        for one in pace.readings
    ]
    return f"figures disagree: {listing(figures)}"


def _stale(case: Case) -> str:
    pace = case.after.pace
    late = [one for one in pace.readings if one.stale] if pace else []
    if not late:
        return "the figures are past their release date"
    said = [
        f"{series_name(case, one.series)} speaks only through {short_day(one.through, case.today)}"
        for one in late
    ]
    return f"{listing(said)}, and its next release is late"


def _can_tell(case: Case, state: Knowledge, episode: int) -> Occasion:
    ended = {
        Knowledge.BLIND: "is watched again",
        Knowledge.CONFLICTING: "the figures agree again",
        Knowledge.STALE: "the figures are up to date again",
    }
    return Occasion(
        cause=Cause.SEEING_AGAIN,
        level=(state.value, str(episode)),
        phrase=f"{ended[state]}; it stands: {case.after.word.value}{pace_suffix(case)}",
        because=SENTENCES[Cause.SEEING_AGAIN],
        sure="our own watch record",
        resolves=(_CANNOT_TELL[state],),
    )


def _final(case: Case) -> list[Occasion]:
    cause = FINALS.get(case.after.performance) if case.after.performance else None
    if cause is None:
        return []
    episode = str(case.times_told(Cause.RETRACTED, case.instance))
    if case.was_told(cause, case.instance, episode):
        return []
    return [
        Occasion(
            cause=cause,
            level=(case.instance, episode),
            phrase=f"{_how_it_ended(case, cause)}{moved(case)}{pace_suffix(case)}",
            because=SENTENCES[cause],
            sure=_proof(case),
            rests_on=tuple(sorted({i for r in case.after.reasons for i in r.rests_on})),
            resolves=_open_problems(case),
        )
    ]


def _how_it_ended(case: Case, cause: Cause) -> str:
    due = case.after.due
    by = f" due {deadline_text(due)}" if due else ""
    return {
        Cause.MET: f"is met{',' if by else ''}{by}",
        Cause.MET_LATE: f"is met, after it was{by}",
        Cause.PARTLY_MET: f"is only partly met,{by}" if by else "is only partly met",
        Cause.MISSED: f"is missed,{by}" if by else "is missed",
        Cause.ENDED: f"ended without a breach on {deadline_text(due)}" if due else "ended",
    }[cause]


def _proof(case: Case) -> str:
    codes = {reason.code for reason in case.after.reasons}
    if case.after.performance is Performance.ENDED_CLEAN:
        return "by the calendar; no breach is known"
    return (
        "a person's ruling"
        if any("ruling" in code for code in codes)
        else (
            "the declared level of proof is reached"
            if case.after.performance in {Performance.MET, Performance.MET_LATE}
            else "by the figures and the calendar"
        )
    )


def _open_problems(case: Case) -> tuple[Cause, ...]:
    """The problems told and not yet closed that an end of the matter closes."""
    due = case.after.due
    day = due.day.isoformat() if due else ""
    told = [
        (Cause.OVERDUE, case.was_told(Cause.OVERDUE, day)),
        (Cause.AT_RISK, _risk_is_open(case)),
        (Cause.CLAIMED_MET, case.was_told(Cause.CLAIMED_MET, case.instance)),
    ]
    return tuple(cause for cause, was in told if was)


def _reopened(case: Case) -> list[Occasion]:
    """A final word that was told and holds no longer."""
    episode = str(case.times_told(Cause.RETRACTED, case.instance))
    told = tuple(cause for cause in FINALS.values() if case.was_told(cause, case.instance, episode))
    if not told or case.after.performance in FINALS or case.after.binding in ENDED:
        return []
    word = case.after.word.value
    return [
        Occasion(
            cause=Cause.RETRACTED,
            level=(case.instance, episode),
            phrase=f"no longer counts as {listing([c.value.replace('-', ' ') for c in told])};"
            f" it stands: {word}{pace_suffix(case)}",
            because=SENTENCES[Cause.RETRACTED],
            sure="the proof it rested on was withdrawn",
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
            because=SENTENCES[Cause.AT_RISK],
            sure="by the figures reported",
        )
    ]


def _against(case: Case) -> str:
    pace = case.after.pace
    if pace is None or pace.reported is None:
        return pace_suffix(case)
    return f"{pace_suffix(case)} ({amount_text(round(pace.expected, 2))} expected by then)"


def _recovered(case: Case) -> list[Occasion]:
    if not _risk_is_open(case) or case.after.performance not in _WELL:
        return []
    return [
        Occasion(
            cause=Cause.RECOVERED,
            level=(case.instance, _risk_episode(case)),
            phrase=f"is back on its pace{_against(case)}",
            because=SENTENCES[Cause.RECOVERED],
            sure="by the figures reported",
            resolves=(Cause.AT_RISK,),
        )
    ]


def _claimed_met(case: Case) -> list[Occasion]:
    after = case.after
    claimed = after.machine_word is Word.MET_CLAIMED or Suffix.CLAIMED_ONLY in after.suffixes
    if not claimed or after.performance in FINALS:
        return []
    if case.was_told(Cause.CLAIMED_MET, case.instance):
        return []
    return [
        Occasion(
            cause=Cause.CLAIMED_MET,
            level=(case.instance,),
            phrase=f"is said to be met by {_obligors(case)} alone{pace_suffix(case)}",
            because=SENTENCES[Cause.CLAIMED_MET],
            sure="the obligor's word only",
            rests_on=tuple(sorted({i for r in after.reasons for i in r.rests_on})),
        )
    ]


def _obligors(case: Case) -> str:
    return listing([case.party(party) for party in case.commitment.obligor])


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
            phrase=f"runs out on {deadline_text(due)} unless it is extended{moved(case)}",
            because=SENTENCES[Cause.DECISION_DUE],
            sure="by the calendar",
        )
    ]


def binding_ended(case: Case) -> bool:
    """Whether it stopped binding since the last look."""
    before = case.before.binding if case.before else Binding.AGREED
    return case.after.binding in ENDED and before not in ENDED
