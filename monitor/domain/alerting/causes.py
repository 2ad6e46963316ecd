"""Why something is told: the sentence of each cause, its label, its severity, its key."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from monitor.domain.alert import Cause, Policy, Severity
from monitor.domain.commitment import Commitment

SENTENCES: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.REMINDER: "A step of the reminder ladder before the due date has come.",
        Cause.DUE: "The due date is today.",
        Cause.OVERDUE: "The due date and any grace have passed without the declared proof.",
        Cause.STILL_OVERDUE: "It was overdue before and still is.",
        Cause.DECISION_DUE: "It runs out unless somebody decides to extend it.",
        Cause.BREACH_REPORTED: "A breach is reported by one publisher family; nobody independent "
        "repeats it yet.",
        Cause.BREACH_CORROBORATED: "A second independent publisher family reports the same breach.",
        Cause.BREACH_CONFIRMED: "The breach is confirmed by an official record, an admission or a "
        "person's ruling.",
        Cause.DISPUTED: "A reported breach is denied; both statements stand side by side.",
        Cause.CURED: "What was reported broken is kept again.",
        Cause.RETRACTED: "What was told before has been withdrawn.",
        Cause.FADED: "No second publisher family repeated the claim in time.",
        Cause.DISMISSED: "A person ruled that the claim is no breach.",
        Cause.SHORTFALL: "A report says that less was delivered than promised.",
        Cause.AT_RISK: "At the present pace the target is missed.",
        Cause.RECOVERED: "What was told to be slipping is so no longer.",
        Cause.RISK_REPORTED: "A report says that it may not be kept; nothing is broken yet.",
        Cause.MET: "The declared level of proof that it was kept has been reached.",
        Cause.MET_LATE: "It was kept, after the due date.",
        Cause.CLAIMED_MET: "The obligor says it was kept; that alone does not close it.",
        Cause.PARTLY_MET: "The period is over and only part was kept.",
        Cause.MISSED: "The period is over and it was not kept.",
        Cause.ENDED: "The commitment has come to its end.",
        Cause.PROGRESS: "A step towards keeping the promise is reported.",
        Cause.TERMS_CHANGED: "A change of terms that the register holds as agreed takes effect.",
        Cause.CHANGE_REPORTED: "A change of terms is reported; the declared ones stay for now.",
        Cause.CONFLICTING: "Two sources of figures disagree beyond the tolerance; they are never "
        "averaged.",
        Cause.STALE: "A series of figures is past its release date.",
        Cause.BLIND: "No live feed of the required tier has looked lately: silence means nothing.",
        Cause.SEEING_AGAIN: "We can tell again how it stands.",
        Cause.FEED_DYING: "A feed no longer tells us what it holds.",
        Cause.FEED_BACK: "A feed that had failed works again.",
        Cause.TRIAGE: "An item names a declared agreement and fits none of its commitments.",
        Cause.UNACKNOWLEDGED: "Nobody has acknowledged an earlier alert.",
        Cause.SUMMARY: "Many standings were taken at once; this is told in one message.",
        Cause.DECLARED_FILE: "A declared file cannot be used; the one before stays in force.",
        Cause.SELF: "The monitor speaks of itself.",
    }
)

LABELS: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.REMINDER: "Due soon",
        Cause.DUE: "Due today",
        Cause.OVERDUE: "OVERDUE",
        Cause.STILL_OVERDUE: "STILL OVERDUE",
        Cause.DECISION_DUE: "Decision due",
        Cause.BREACH_REPORTED: "Breach reported",
        Cause.BREACH_CORROBORATED: "Breach corroborated",
        Cause.BREACH_CONFIRMED: "BREACH",
        Cause.DISPUTED: "Disputed",
        Cause.CURED: "Cured",
        Cause.RETRACTED: "Retracted",
        Cause.FADED: "Claim faded",
        Cause.DISMISSED: "Claim dismissed",
        Cause.SHORTFALL: "Shortfall reported",
        Cause.AT_RISK: "At risk",
        Cause.RECOVERED: "Recovered",
        Cause.RISK_REPORTED: "Risk reported",
        Cause.MET: "Met",
        Cause.MET_LATE: "Met late",
        Cause.CLAIMED_MET: "Met?",
        Cause.PARTLY_MET: "Partly met",
        Cause.MISSED: "MISSED",
        Cause.ENDED: "Ended",
        Cause.PROGRESS: "Progress reported",
        Cause.TERMS_CHANGED: "Terms changed",
        Cause.CHANGE_REPORTED: "Change reported",
        Cause.CONFLICTING: "Conflicting figures",
        Cause.STALE: "Stale figures",
        Cause.BLIND: "Blind",
        Cause.SEEING_AGAIN: "Seeing again",
        Cause.FEED_DYING: "Feed failing",
        Cause.FEED_BACK: "Feed back",
        Cause.TRIAGE: "To sort",
        Cause.UNACKNOWLEDGED: "Not acknowledged",
        Cause.SUMMARY: "Summary",
        Cause.DECLARED_FILE: "Declared file",
        Cause.SELF: "Monitor",
    }
)

_LOUD = (Cause.BREACH_CONFIRMED, Cause.MISSED)
_WARN = (
    Cause.DUE,
    Cause.OVERDUE,
    Cause.STILL_OVERDUE,
    Cause.DECISION_DUE,
    Cause.BREACH_CORROBORATED,
    Cause.SHORTFALL,
    Cause.AT_RISK,
    Cause.PARTLY_MET,
    Cause.TERMS_CHANGED,
    Cause.BLIND,
    Cause.FEED_DYING,
    Cause.UNACKNOWLEDGED,
    Cause.DECLARED_FILE,
    Cause.SELF,
)
_QUIET = (Cause.PROGRESS, Cause.TRIAGE, Cause.FADED, Cause.DISMISSED)

SEVERITIES: Mapping[Cause, Severity] = MappingProxyType(
    dict.fromkeys(Cause, Severity.NOTICE)
    | dict.fromkeys(_LOUD, Severity.CRITICAL)
    | dict.fromkeys(_WARN, Severity.WARNING)
    | dict.fromkeys(_QUIET, Severity.INFO)
)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: ids are read aloud and typed


def severity_of(
    cause: Cause, commitment: Commitment | None, policy: Policy, default: Severity | None = None
) -> Severity:
    """How loudly `cause` is told: the commitment's wish, else the policy's, else the table's."""
    wishes = dict(commitment.alerts.severity) if commitment else {}
    if cause.value in wishes:
        return Severity(wishes[cause.value])
    fallback = default if default is not None else SEVERITIES[cause]
    return dict(policy.severity).get(cause, fallback)


def key_of(subject: str, cause: Cause, *level: str) -> str:
    """What makes two alerts the same: whom it is about, why, and which step, day or story."""
    return "/".join((subject, cause.value, *level))


def short_id(*parts: str) -> str:
    """Ten characters that depend on nothing but `parts`; for a person to type."""
    number = int.from_bytes(hashlib.blake2s("\0".join(parts).encode(), digest_size=7).digest())
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(10))
