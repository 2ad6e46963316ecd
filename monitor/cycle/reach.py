"""Who would be told: the routes asked, for every commitment, about an alert of each severity."""

from collections.abc import Mapping
from datetime import datetime

from monitor.declared.files import Declared
from monitor.domain.alert import Alert, Cause, Severity
from monitor.domain.alerting import route
from monitor.domain.commitment import Commitment

EXAMPLES = {
    Severity.CRITICAL: Cause.OVERDUE,
    Severity.WARNING: Cause.AT_RISK,
    Severity.NOTICE: Cause.CHANGE_REPORTED,
    Severity.INFO: Cause.PROGRESS,
}
"""An alert of each severity that every commitment may have."""


def reach_of(declared: Declared, now: datetime) -> Mapping[str, Mapping[str, list[str]]]:
    """Commitment id → severity → the channels that would be told, quiet hours aside."""
    return {
        commitment.id: {
            severity.value: _channels(commitment, declared, severity, cause, now)
            for severity, cause in EXAMPLES.items()
        }
        for commitment in declared.register.commitments
    }


def _channels(
    commitment: Commitment, declared: Declared, severity: Severity, cause: Cause, now: datetime
) -> list[str]:
    alert = Alert(
        id="example",
        key="example",
        cause=cause,
        severity=severity,
        at=now,
        headline="",
        because="",
        commitment=commitment.id,
        agreement=commitment.agreement,
    )
    told = route(alert, commitment, declared.policy, now)
    return [f"{d.channel} → {d.recipient}" if d.recipient else d.channel for d in told]
