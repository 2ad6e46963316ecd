"""Whether we can tell: blind, conflicting or stale, each once an episode, and the end of each."""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.domain.alert import Cause
from monitor.domain.alerting.case import Case, Occasion, is_settled
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.pacing import pace_suffix, series_name
from monitor.domain.alerting.phrases import amount_text, listing, short_day
from monitor.domain.standing import Knowledge, Standing, Suffix


@dataclass(frozen=True, slots=True)
class _Doubt:
    """One way of not being able to tell. codes: the reasons of the standing that speak of it."""

    cause: Cause
    holds: Callable[[Standing], bool]
    phrase: Callable[[Case], str]
    over: str
    sure: str
    codes: tuple[str, ...]


def knowledge(case: Case) -> list[Occasion]:
    """The doubts that have come and those that have gone since they were told."""
    found: list[Occasion] = []
    for doubt in _DOUBTS:
        episode = str(case.times_told(Cause.SEEING_AGAIN, doubt.cause.value))
        told = case.was_told(doubt.cause, episode)
        holds = doubt.holds(case.after)
        if holds and not told and not is_settled(case.after):
            found.append(_begins(case, doubt, episode))
        if told and not holds:
            found.append(_ends(case, doubt, episode))
    return found


def _begins(case: Case, doubt: _Doubt, episode: str) -> Occasion:
    return Occasion(
        cause=doubt.cause,
        level=(episode,),
        phrase=doubt.phrase(case),
        because=case.reason(*doubt.codes) or SENTENCES[doubt.cause],
        sure=doubt.sure,
        rests_on=case.facts_behind(*doubt.codes),
    )


def _ends(case: Case, doubt: _Doubt, episode: str) -> Occasion:
    return Occasion(
        cause=Cause.SEEING_AGAIN,
        level=(doubt.cause.value, episode),
        phrase=f"{doubt.over}; it stands at: {case.after.word.value}{pace_suffix(case)}",
        because=SENTENCES[Cause.SEEING_AGAIN],
        sure=doubt.sure,
        resolves=(doubt.cause,),
    )


def _blind(case: Case) -> str:
    watch = case.commitment.watch
    feed = f"no live feed of tier {watch.tier} or better"
    return f"cannot be judged: {feed} has looked in the last {watch.within_hours} hours"


def _conflicting(case: Case) -> str:
    pace = case.after.pace
    if pace is None or len(pace.readings) < 2:
        return "cannot be judged surely: its sources contradict each other"
    figures = [
        f"{amount_text(one.total)} {pace.unit} by {series_name(case, one.series)}"
        f" (through {short_day(one.through, case.today)})"
        for one in pace.readings
    ]
    return f"has figures that disagree: {listing(figures)}"


def _stale(case: Case) -> str:
    pace = case.after.pace
    late = [one for one in pace.readings if one.stale] if pace else []
    if not late:
        return "awaits figures that are late"
    said = [
        f"{series_name(case, one.series)} (through {short_day(one.through, case.today)})"
        for one in late
    ]
    return f"has late figures: {listing(said)}"


_DOUBTS = (
    _Doubt(
        Cause.BLIND,
        lambda standing: standing.knowledge is Knowledge.BLIND,
        _blind,
        "is watched again",
        "by our own record of looks",
        ("blind",),
    ),
    _Doubt(
        Cause.CONFLICTING,
        lambda standing: (
            standing.knowledge is Knowledge.CONFLICTING or Suffix.CONFLICTING in standing.suffixes
        ),
        _conflicting,
        "has figures that agree again",
        "by the figures reported",
        ("series-apart", "series-disagree"),
    ),
    _Doubt(
        Cause.STALE,
        lambda standing: standing.knowledge is Knowledge.STALE or Suffix.STALE in standing.suffixes,
        _stale,
        "has fresh figures again",
        "by the dates of the figures",
        ("stale",),
    ),
)
