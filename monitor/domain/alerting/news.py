"""What reports say short of a breach: risk, shortfall, progress and changes of terms."""

from datetime import timedelta

from monitor.domain.alert import Cause
from monitor.domain.alerting.case import Case, Occasion, is_settled
from monitor.domain.alerting.causes import SENTENCES
from monitor.domain.alerting.phrases import amount_text, day_text, families_text
from monitor.domain.evidence import Act, Evidence, Signal
from monitor.domain.units import comparable

NEWS_IS_OLD_AFTER = timedelta(days=7)  # a re-reading of the archive is no news
_CAUSES = {
    Signal.SHORTFALL: Cause.SHORTFALL,
    Signal.RISK: Cause.RISK_REPORTED,
    Signal.PROGRESS: Cause.PROGRESS,
    Signal.CHANGED: Cause.CHANGE_REPORTED,
}
_PHRASES = {
    Cause.SHORTFALL: "less than promised is reported",
    Cause.RISK_REPORTED: "may not be kept",
    Cause.PROGRESS: "a step towards keeping it is reported",
    Cause.CHANGE_REPORTED: "a change of its terms is reported",
}


def news(case: Case) -> list[Occasion]:
    """One occasion a story and cause, of fresh evidence only; `told` keeps it to once."""
    if is_settled(case.after):
        return []
    stories: dict[tuple[Cause, str], list[Evidence]] = {}
    for evidence in sorted(case.facts.evidence, key=lambda one: (one.learned_at, one.id)):
        cause = _CAUSES.get(evidence.signal)
        if cause and evidence.act is not Act.RETRACTION and _is_fresh(case, evidence):
            stories.setdefault((cause, evidence.story or evidence.id), []).append(evidence)
    return [
        _occasion(case, cause, story, told)
        for (cause, story), told in stories.items()
        if not case.was_told(cause, story)
    ]


def _is_fresh(case: Case, evidence: Evidence) -> bool:
    at = case.after.at
    return at - NEWS_IS_OLD_AFTER < evidence.learned_at <= at


def _occasion(case: Case, cause: Cause, story: str, told: list[Evidence]) -> Occasion:
    families = tuple(dict.fromkeys(one.witness.family for one in told))
    first = told[0]
    who = case.party(first.claimant)
    return Occasion(
        cause=cause,
        level=(story,),
        phrase=f"{_PHRASES[cause]}{_figures(case, first)}{f', says {who}' if who else ''},"
        f" {families_text(families)}",
        because=SENTENCES[cause],
        sure=f"reported by {families_text(families)}",
        rests_on=tuple(one.id for one in told),
    )


def _figures(case: Case, evidence: Evidence) -> str:
    """The new day or the amount a report names, where that is measured as the promise is."""
    if evidence.new_due is not None:
        return f" (to {day_text(evidence.new_due)})"
    if evidence.amount is None or not evidence.unit or evidence.signal is Signal.RISK:
        return ""
    quantity = case.commitment.quantity
    if quantity is not None and not comparable(evidence.unit, quantity.unit):
        return ""
    return f" ({amount_text(evidence.amount)} {evidence.unit})"
