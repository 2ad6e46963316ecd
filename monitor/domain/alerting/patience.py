"""Alerts that nobody has acknowledged: told again, then to somebody else. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.alert import (
    Alert,
    Cause,
    Delivery,
    Policy,
    Response,
    ResponseKind,
    Route,
    Severity,
)
from monitor.domain.alerting.causes import LABELS, key_of, severity_of, short_id
from monitor.domain.alerting.routing import claiming, deliver_by
from monitor.domain.commitment import Commitment
from monitor.domain.text import clean

AWAITED = frozenset(
    {
        Cause.OVERDUE,
        Cause.STILL_OVERDUE,
        Cause.DECISION_DUE,
        Cause.BREACH_REPORTED,
        Cause.BREACH_CORROBORATED,
        Cause.BREACH_CONFIRMED,
        Cause.MISSED,
        Cause.AT_RISK,
        Cause.SHORTFALL,
        Cause.BLIND,
        Cause.FEED_DYING,
        Cause.DECLARED_FILE,
    }
)
"""The causes that want an answer from a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """An alert that went out and that nobody has acknowledged, snoozed or resolved."""

    alert: Alert
    commitment: Commitment | None
    sent_at: datetime


def unanswered(
    sent: Iterable[tuple[Alert, Commitment | None, datetime]], responses: Collection[Response]
) -> list[Unanswered]:
    """Those of the sent alerts that still want an answer.

    A later alert that resolves one answers for it, and so does any response to it or to its
    commitment given after it was sent.
    """
    rows = sorted(sent, key=lambda row: row[2])
    closed = {
        (alert.commitment or alert.feed, cause, when)
        for alert, _, when in rows
        for cause in alert.resolves
    }
    return [
        Unanswered(alert=alert, commitment=commitment, sent_at=when)
        for alert, commitment, when in rows
        if alert.cause in AWAITED
        and not _answered(alert, when, responses)
        and not any(
            who == (alert.commitment or alert.feed) and cause is alert.cause and later >= when
            for who, cause, later in closed
        )
    ]


def _answered(alert: Alert, sent_at: datetime, responses: Collection[Response]) -> bool:
    answers = {ResponseKind.ACK, ResponseKind.SNOOZE, ResponseKind.RESOLVE}
    return any(
        one.kind in answers
        and (
            one.alert == alert.id
            or (bool(one.commitment) and one.commitment == alert.commitment and one.at >= sent_at)
        )
        for one in responses
    )


def again(
    one: Unanswered, policy: Policy, told: Collection[str], now: datetime
) -> tuple[tuple[Alert, tuple[Delivery, ...]], ...]:
    """What the routes of an unanswered alert want told now: its repeat, and its escalation.

    Only the newest repeat due; those that fell while the program was down are not made up for.
    """
    found: list[tuple[Alert, tuple[Delivery, ...]]] = []
    for by in claiming(one.alert, one.commitment, policy):
        for alert, to in (*_repeat(one, by, policy, now), *_escalation(one, by, policy, now)):
            if alert.key not in told and alert.key not in {known.key for known, _ in found}:
                found.append((alert, tuple(deliver_by(alert, to, policy, now))))
    return tuple(found)


def next_patience(one: Unanswered, policy: Policy, now: datetime) -> datetime | None:
    """The next moment at which `again` may have something to tell."""
    moments: list[datetime] = []
    for by in claiming(one.alert, one.commitment, policy):
        if by.repeat_hours > 0:
            width = timedelta(hours=by.repeat_hours)
            moments.append(one.sent_at + ((now - one.sent_at) // width + 1) * width)
        if by.escalate_to and by.escalate_after_hours > 0:
            moments.append(one.sent_at + timedelta(hours=by.escalate_after_hours))
    return min((moment for moment in moments if moment > now), default=None)


def _repeat(one: Unanswered, by: Route, policy: Policy, now: datetime) -> list[tuple[Alert, Route]]:
    if by.repeat_hours <= 0:
        return []
    count = (now - one.sent_at) // timedelta(hours=by.repeat_hours)
    if count < 1:
        return []
    return [(_unacknowledged(one, ("again", str(count)), policy, now), by)]


def _escalation(
    one: Unanswered, by: Route, policy: Policy, now: datetime
) -> list[tuple[Alert, Route]]:
    to = next((route for route in policy.routes if route.id == by.escalate_to), None)
    after = timedelta(hours=by.escalate_after_hours)
    if to is None or by.escalate_after_hours <= 0 or now - one.sent_at < after:
        return []
    return [(_unacknowledged(one, ("to", to.id), policy, now), to)]


def _unacknowledged(
    one: Unanswered, level: tuple[str, ...], policy: Policy, now: datetime
) -> Alert:
    hours = (now - one.sent_at) // timedelta(hours=1)
    subject = one.alert.commitment or one.alert.feed
    key = key_of(subject, Cause.UNACKNOWLEDGED, one.alert.id, *level)
    least = severity_of(Cause.UNACKNOWLEDGED, one.commitment, policy)
    return replace(
        one.alert,
        id=short_id(key),
        key=key,
        cause=Cause.UNACKNOWLEDGED,
        severity=max(one.alert.severity, least, key=_rank),
        at=now,
        headline=clean(f"{LABELS[Cause.UNACKNOWLEDGED]} for {hours} h — {one.alert.headline}"),
        because=f"Nobody has acknowledged {one.alert.id} since it was sent. {one.alert.because}",
        late=False,
        resolves=(),
    )


def _rank(severity: Severity) -> int:
    return severity.rank
