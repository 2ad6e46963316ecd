"""What was looked for and not found, and what would change the standing."""

from collections.abc import Mapping, Sequence

from monitor.domain.alert import Alert, Cause
from monitor.domain.alerting.phrases import (
    amount_text,
    day_text,
    in_zone,
    listing,
    moment_text,
)
from monitor.domain.calendar import zone_of
from monitor.domain.commitment import Commitment, Kind, Proof
from monitor.domain.evidence import Series, WatchSpan
from monitor.domain.standing import SeriesReading, Standing

_PROOF = {
    Proof.OFFICIAL: "an official record of the act",
    Proof.CORROBORATED: "an official record of the act, or two independent publishers' reports",
    Proof.PERSON: "a person's ruling",
}
_AWAITS_PROOF = frozenset(
    {
        Cause.REMINDER,
        Cause.DUE,
        Cause.OVERDUE,
        Cause.STILL_OVERDUE,
        Cause.CLAIMED_MET,
        Cause.MISSED,
    }
)
_NO_PROOF = frozenset({Kind.HOLD_UNTIL, Kind.NEVER})
_CLAIM = {
    Cause.BREACH_REPORTED: "A second independent publisher within 14 days would corroborate it; "
    "a retraction, a person's ruling, or 30 days without one would close it.",
    Cause.BREACH_CORROBORATED: "An official record, an admission or a person's ruling would "
    "confirm or dismiss it.",
    Cause.BREACH_CONFIRMED: "A cure, or a person's ruling.",
    Cause.DISPUTED: "A denial never lowers a claim; a retraction or a person's ruling does.",
    Cause.BLIND: "One good look by a feed of the required tier: see `monitor feeds`.",
    Cause.STALE: "The next release of the series, or a reading given with `monitor record`.",
    Cause.CONFLICTING: "A later reading that agrees, or a person's ruling.",
    Cause.CHANGE_REPORTED: "An amendment in the register, or a ruling that accepts it.",
    Cause.AT_RISK: "Figures back on the pace.",
    Cause.DECISION_DUE: "An agreed extension in the register.",
}


def figures(standing: Standing, series: Sequence[Series]) -> str:
    """Every series beside the others, where there are several; they are never averaged."""
    pace = standing.pace
    if pace is None or len(pace.readings) < 2:
        return ""
    names = {one.id: one.name or one.id for one in series}
    return listing([_figure(one, pace.unit, names) for one in pace.readings], 4)


def _figure(one: SeriesReading, unit: str, names: Mapping[str, str]) -> str:
    late = ", late" if one.stale else ""
    through = f"(through {day_text(one.through)}{late})"
    return f"{names.get(one.series, one.series)} {amount_text(one.total)} {unit} {through}"


def looked_for(
    alert: Alert,
    commitment: Commitment,
    standing: Standing,
    watch: Sequence[WatchSpan],
    zone: str,
) -> str:
    """What proof was looked for, where and until when; empty where the alert rests on a find."""
    if alert.cause not in _AWAITS_PROOF or commitment.kind in _NO_PROOF:
        return ""
    terms = commitment.watch.terms
    about = f"; watched for {listing(terms, 4)}" if terms else ""
    return f"{_proof(commitment, standing)}{about}{_where(standing, watch, zone)}"


def _where(standing: Standing, watch: Sequence[WatchSpan], zone: str) -> str:
    seen = [span for span in watch if span.began <= standing.at]
    if not seen:
        return ""
    feeds = {span.feed for span in seen}
    last = min(max(span.ended for span in seen), standing.at).astimezone(zone_of(zone))
    count = "1 feed" if len(feeds) == 1 else f"{len(feeds)} feeds"
    return f" in {count}, last look {moment_text(last)} {in_zone(zone)}"


def _proof(commitment: Commitment, standing: Standing) -> str:
    """What would count: figures for a quantity that is measured, else what the promise asks."""
    if standing.pace is not None and commitment.quantity and commitment.quantity.series:
        pace = standing.pace
        bound = "stay within" if pace.at_most else "reach"
        return f"official figures that {bound} {amount_text(pace.target)} {pace.unit}"
    return _PROOF[commitment.proof]


def would_change(alert: Alert, commitment: Commitment, standing: Standing) -> str:
    """The next fact or day that would give another standing."""
    if alert.cause in _CLAIM:
        return f"{_CLAIM[alert.cause]}{_needed(alert, standing)}"
    if alert.cause not in _AWAITS_PROOF:
        return ""
    if commitment.kind is Kind.SUNSET:
        return "An agreed extension in the register, or the day itself."
    if commitment.kind in _NO_PROOF:
        return "A report of a breach, an agreed extension, or the day itself."
    proof = _proof(commitment, standing)
    return f"{proof[0].upper()}{proof[1:]}; an agreed change of terms.{_needed(alert, standing)}"


def _needed(alert: Alert, standing: Standing) -> str:
    """What the rest of the period must bring, for a quantity still running."""
    pace, left = standing.pace, standing.days_left
    wanted = alert.cause in {Cause.AT_RISK, Cause.REMINDER, Cause.DUE}
    if not wanted or pace is None or pace.needed_per_day is None or not left or left < 0:
        return ""
    if pace.at_most or pace.needed_per_day <= 0 or pace.through is None:
        return ""
    rate = f"{amount_text(round(pace.needed_per_day, 3))} {pace.unit} a day"
    return f" It needs {rate} after {day_text(pace.through)}."
