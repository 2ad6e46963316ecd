"""The message that `monitor notify --test` sends."""

from datetime import datetime

from monitor.delivery.message import Message
from monitor.domain.alert import Delivery, Policy, Severity
from monitor.domain.alerting.routing import recipients


def trial(policy: Policy, channel_id: str, now: datetime) -> list[tuple[Message, Delivery]]:
    """One message and delivery for each recipient of the channel."""
    channel = next(c for c in policy.channels if c.id == channel_id)
    stamp = now.strftime("%Y%m%dT%H%M%S")
    message = Message(
        alerts=(f"test-{stamp}",),
        severity=Severity.INFO,
        headline=f"Test message of the commitment monitor to {channel_id}",
        facts=(("Why now", "Somebody ran `monitor notify --test`; nothing has happened."),),
        thread="test",
        at=now,
    )
    return [
        (
            message,
            Delivery(
                id=f"test-{stamp}-{number}",
                alert=message.alerts[0],
                channel=channel_id,
                recipient=recipient,
                not_before=now,
                created=now,
            ),
        )
        for number, recipient in enumerate(recipients(channel))
    ]
