"""Which channels an alert goes to, and when: routes, wishes, quiet hours, digests, groups. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from monitor.domain.alert import (
    Alert,
    Cause,
    Channel,
    Delivery,
    DeliveryState,
    Policy,
    QuietHours,
    Response,
    ResponseKind,
    Route,
    Severity,
)
from monitor.domain.alerting.causes import severity_of, short_id
from monitor.domain.alerting.cron import next_moment
from monitor.domain.calendar import day_of, instant_of
from monitor.domain.commitment import Commitment

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FOREVER = datetime(9998, 1, 1, tzinfo=UTC)  # a silence that somebody must lift


def route(
    alert: Alert,
    commitment: Commitment | None,
    policy: Policy,
    now: datetime,
    responses: Collection[Response] = (),
) -> tuple[Delivery, ...]:
    """One delivery for each channel and recipient that should hear of `alert`, none twice.

    A cause the commitment mutes goes nowhere (it stays on record). The commitment's own route
    comes first; else routes are tried in order and the first that matches wins unless it says
    `proceed`; what none claims goes to the triage channel, and so does a triage alert unless a
    route names that cause. Quiet hours and digests hold a delivery; critical alerts pass both.
    responses: those in force; a silence that matches holds everything until it ends, a snooze all
    but a change of the printed word.
    """
    if commitment is not None and alert.cause.value in commitment.alerts.muted:
        return ()
    claimed = tuple(claiming(alert, commitment, policy)) or (_triage(policy),)
    found: dict[str, Delivery] = {}
    for one in claimed:
        for delivery in deliver_by(alert, one, policy, now):
            held = _silenced(delivery, alert, commitment, responses)
            found.setdefault(delivery.id, held)
    return tuple(found.values())


def claiming(alert: Alert, commitment: Commitment | None, policy: Policy) -> Iterator[Route]:
    """The routes that take the alert, in the order in which they are tried."""
    for one in _in_order(commitment, policy):
        wished = commitment is not None and one.id == commitment.alerts.route
        if wished or matches(one, alert, commitment, policy):
            yield one
            if not one.proceed:
                return


def _in_order(commitment: Commitment | None, policy: Policy) -> list[Route]:
    """The route the commitment wishes for first; the rest as declared."""
    wish = commitment.alerts.route if commitment is not None else ""
    return sorted(policy.routes, key=lambda one: one.id != wish or not wish)


def matches(one: Route, alert: Alert, commitment: Commitment | None, policy: Policy) -> bool:
    """Whether every matcher the route gives matches."""
    if alert.cause is Cause.TRIAGE and Cause.TRIAGE not in one.causes:
        return False
    agreement = alert.agreement or (commitment.agreement if commitment else "")
    parties = {*commitment.obligor, *commitment.obligee} if commitment else set[str]()
    tags = set(commitment.tags) if commitment else set[str]()
    causes = {alert.cause, *alert.resolves}
    return (
        reach(alert, commitment, policy).rank >= one.at_least.rank
        and (not one.agreements or agreement in one.agreements)
        and (not one.commitments or alert.commitment in one.commitments)
        and (not one.parties or not parties.isdisjoint(one.parties))
        and (not one.tags or not tags.isdisjoint(one.tags))
        and (not one.causes or not causes.isdisjoint(one.causes))
    )


def reach(alert: Alert, commitment: Commitment | None, policy: Policy) -> Severity:
    """How far an alert is told: a resolve as far as the problem it closes."""
    resolved = [severity_of(cause, commitment, policy) for cause in alert.resolves]
    return max([alert.severity, *resolved], key=lambda severity: severity.rank)


def _triage(policy: Policy) -> Route:
    return Route(id="triage", channels=(policy.triage,))


def deliver_by(alert: Alert, one: Route, policy: Policy, now: datetime) -> Iterator[Delivery]:
    """One delivery for each channel and recipient of a route."""
    not_before, group = _when(alert, one, now)
    known = {channel.id: channel for channel in policy.channels}
    for channel in one.channels:
        for recipient in recipients(known[channel]) if channel in known else ("",):
            yield Delivery(
                id=short_id(alert.id, channel, recipient),
                alert=alert.id,
                channel=channel,
                recipient=recipient,
                state=DeliveryState.HELD if not_before > now else DeliveryState.WAITING,
                not_before=not_before,
                created=now,
                group=group,
            )


def _when(alert: Alert, one: Route, now: datetime) -> tuple[datetime, str]:
    """The earliest moment to send, and the group that then leaves as one message."""
    if alert.severity is Severity.CRITICAL:
        return now, ""
    if one.digest:
        moment = next_moment(one.digest, one.zone, now)
        return moment, f"digest:{one.id}:{moment.isoformat()}"
    quiet = quiet_until(one.quiet, now) if one.quiet else None
    if quiet is not None:
        return quiet, f"quiet:{one.id}:{quiet.isoformat()}"
    if one.group_minutes > 0:
        width = timedelta(minutes=one.group_minutes)
        moment = _EPOCH + ((now - _EPOCH) // width + 1) * width
        return moment, f"group:{one.id}:{moment.isoformat()}"
    return now, ""


def _silenced(
    delivery: Delivery,
    alert: Alert,
    commitment: Commitment | None,
    responses: Collection[Response],
) -> Delivery:
    """The delivery, held until the longest snooze or silence that covers it ends."""
    covering = [
        (one.until or FOREVER, one.id)
        for one in responses
        if silences(one, alert, commitment, delivery.channel)
    ]
    until, which = max(covering, default=(delivery.not_before, ""))
    if not which or until <= delivery.not_before:
        return delivery
    return replace(delivery, state=DeliveryState.HELD, not_before=until, group=f"silence:{which}")


def silences(one: Response, alert: Alert, commitment: Commitment | None, channel: str) -> bool:
    """Whether a person wished to hear nothing of this: every matcher given must match."""
    if one.kind is ResponseKind.SNOOZE:
        same = bool(one.commitment) and one.commitment == alert.commitment
        return same and not _changes_the_word(alert)
    if one.kind is not ResponseKind.SILENCE:
        return False
    known = {
        "commitment": {alert.commitment},
        "agreement": {alert.agreement},
        "channel": {channel},
        "cause": {alert.cause.value},
        "tag": set(commitment.tags) if commitment else set(),
    }
    wanted = list(one.matchers) + ([("commitment", one.commitment)] if one.commitment else [])
    return bool(wanted) and all(value in known.get(field, set()) for field, value in wanted)


def _changes_the_word(alert: Alert) -> bool:
    """A snooze lasts until the standing changes: that is told."""
    return alert.before is not None and alert.before is not alert.after


def quiet_until(quiet: QuietHours, now: datetime) -> datetime | None:
    """The end of the quiet hours that `now` lies in, in UTC; None outside them."""
    today = day_of(now, quiet.zone)
    for day in (today - timedelta(days=1), today):
        begins = instant_of(day, quiet.begins, quiet.zone)
        last = day if quiet.begins < quiet.ends else day + timedelta(days=1)
        ends = instant_of(last, quiet.ends, quiet.zone)
        if begins <= now < ends:
            return ends
    return None


def recipients(channel: Channel) -> tuple[str, ...]:
    """Whom a mail channel writes to, one row each; a single empty name for any other channel."""
    parts = urlsplit(channel.address.reveal())
    if parts.scheme not in {"mailto", "mailtos"}:
        return ("",)
    named = ",".join(parse_qs(parts.query).get("to", [])).split(",")
    in_path = [unquote(piece) for piece in parts.path.split("/")]
    found = tuple(dict.fromkeys(text.strip() for text in (*named, *in_path) if "@" in text))
    return found if len(found) > 1 else ("",)
