"""What was looked for and not found, and what would change the standing."""

from collections.abc import Sequence

from monitor.domain.alert import Alert, Cause
from monitor.domain.alerting.phrases import days_text, listing, moment_text
from monitor.domain.commitment import Commitment, Kind, Proof
from monitor.domain.evidence import WatchSpan
from monitor.domain.standing import Standing

_PROOF = {
    Proof.OFFICIAL: "an official record of the act",
    Proof.CORROBORATED: "an official record of the act, or two independent publishers",
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


def looked_for(
    alert: Alert, commitment: Commitment, standing: Standing, watch: Sequence[WatchSpan]
) -> str:
    """What proof was looked for, where and until when; empty where the alert rests on a find."""
    if alert.cause not in _AWAITS_PROOF or commitment.kind in {Kind.HOLD_UNTIL, Kind.NEVER}:
        return ""
    seen = [span for span in watch if span.ended <= standing.at] or list(watch)
    feeds = sorted({span.feed for span in seen})
    terms = f" on {listing(commitment.watch.terms, 4)}" if commitment.watch.terms else ""
    where = "no feed has looked yet"
    if feeds:
        last = moment_text(max(span.ended for span in seen))
        count = "1 feed" if len(feeds) == 1 else f"{len(feeds)} feeds"
        where = f"{count}, last look {last} UTC"
    return f"{_PROOF[commitment.proof]}{terms}" + (f": {where}" if watch else "")


def would_change(alert: Alert, commitment: Commitment, standing: Standing) -> str:
    """The next fact or day that would give another standing."""
    if alert.cause in _CLAIM:
        return _CLAIM[alert.cause] + _needed(alert, standing)
    if alert.cause not in _AWAITS_PROOF:
        return ""
    if commitment.kind is Kind.SUNSET:
        return "An agreed extension in the register, or the day itself."
    if commitment.kind in {Kind.HOLD_UNTIL, Kind.NEVER}:
        return "A report of a breach, an agreed extension, or the day itself."
    return f"{_PROOF[commitment.proof].capitalize()}.{_needed(alert, standing)}"


def _needed(alert: Alert, standing: Standing) -> str:
    """What the rest of the period must bring, for a quantity still running."""
    pace, left = standing.pace, standing.days_left
    wanted = alert.cause in {Cause.AT_RISK, Cause.REMINDER, Cause.DUE}
    if not wanted or pace is None or not pace.needed_per_day or not left or left < 0:
        return ""
    return f" It needs {round(pace.needed_per_day, 3)} {pace.unit} a day for {days_text(left)}."
