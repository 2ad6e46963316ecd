"""What was told, why, and what became of it on each channel: `monitor alerts`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.text import Text

from monitor.domain.alert import Alert, Delivery, DeliveryState, Response
from monitor.views.ages import ago, minute
from monitor.views.lines import Lines, fitted, paragraph, say
from monitor.views.story_past import response_said
from monitor.views.words import SEVERITY_LOOK, Tone

DELIVERY_TONE: dict[DeliveryState, Tone] = {
    DeliveryState.SENT: Tone.KEPT,
    DeliveryState.WAITING: Tone.CALENDAR,
    DeliveryState.SENDING: Tone.CALENDAR,
    DeliveryState.HELD: Tone.IDLE,
    DeliveryState.BLOCKED: Tone.BROKEN,
    DeliveryState.DEAD: Tone.BROKEN,
}


def alert_list(
    alerts: Iterable[Alert],
    deliveries: Iterable[Delivery] | None = None,
    responses: Iterable[Response] = (),
    *,
    now: datetime,
    width: int,
    soonest_first: bool = False,
) -> Lines:
    """Each with its headline, its reason, its deliveries and what people did; newest first.

    soonest_first: the other way round, for those that are to come. Without `deliveries` nothing is
    said of them; an alert that has none among them says so.
    """
    width = max(60, width)
    sent = _by_alert(deliveries or ())
    answers: dict[str, list[Response]] = {}
    for response in responses:
        answers.setdefault(response.alert, []).append(response)
    lines: list[Text] = []
    newest_first = not soonest_first
    for alert in sorted(alerts, key=lambda each: (each.at, each.id), reverse=newest_first):
        lines += [Text()] if lines else []
        lines += _alert(alert, now, width)
        lines += _deliveries(sent.get(alert.id, []), now, width) if deliveries is not None else []
        for response in sorted(answers.get(alert.id, []), key=lambda each: (each.at, each.id)):
            lines += paragraph(response_said(response), width, indent=4, style=Tone.CALENDAR)
    return Lines.of(lines or paragraph("No alert to show.", width), width)


def _by_alert(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    found: dict[str, list[Delivery]] = {}
    for delivery in sorted(deliveries, key=lambda each: (each.channel, each.recipient, each.id)):
        found.setdefault(delivery.alert, []).append(delivery)
    return found


def _alert(alert: Alert, now: datetime, width: int) -> list[Text]:
    sign, tone = SEVERITY_LOOK[alert.severity]
    about = alert.commitment or alert.feed or alert.agreement or "the monitor"
    late = " (late)" if alert.late else ""
    opening = say(
        (f"{sign} {alert.severity.value}", tone),
        f" · {alert.cause.value} · ",
        (about, "bold"),
        (f" · {minute(alert.at)}, {ago(alert.at, now)}{late}", "dim"),
    )
    return [
        *fitted(opening, width),
        *paragraph(alert.headline, width, indent=4),
        *paragraph(alert.because, width, indent=4, style="dim"),
        *paragraph(f"how sure: {alert.sure}" if alert.sure else "", width, indent=4, style="dim"),
        *paragraph(f"id {alert.id}", width, indent=4, style="dim"),
    ]


def _deliveries(deliveries: Sequence[Delivery], now: datetime, width: int) -> list[Text]:
    if not deliveries:
        return paragraph("no channel: nobody is told", width, indent=4, style="dim")
    lines: list[Text] = []
    for delivery in deliveries:
        tone = DELIVERY_TONE[delivery.state]
        lines += paragraph(_delivery(delivery, now), width, indent=4, style=tone)
    return lines


def _delivery(delivery: Delivery, now: datetime) -> str:
    to = f" to {delivery.recipient}" if delivery.recipient else ""
    said = f"{delivery.channel}{to}: {delivery.state.value}"
    if delivery.state is DeliveryState.SENT:
        return f"{said} {ago(delivery.sent_at, now)}" if delivery.sent_at else said
    if delivery.state in {DeliveryState.WAITING, DeliveryState.HELD} and delivery.not_before > now:
        said += f" until {minute(delivery.not_before)}"
    tries = f", {delivery.attempts} attempts" if delivery.attempts > 1 else ""
    tries += ", one of which may have arrived" if delivery.possible_repeat else ""
    error = f": {delivery.last_error}" if delivery.last_error else ""
    return f"{said}{tries}{error}"
