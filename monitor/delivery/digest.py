"""Several alerts in one message: the loudest first, every one listed."""

from collections.abc import Sequence
from datetime import datetime

from monitor.delivery.message import Message


def together(messages: Sequence[Message], now: datetime) -> Message:
    """One message for all of them; every alert's headline stands in it.

    At least one message is needed. The thread is that of the messages where they share one.
    """
    ordered = sorted(messages, key=lambda m: (-m.severity.rank, m.at, m.headline))
    threads = {message.thread for message in messages}
    return Message(
        alerts=tuple(alert for message in ordered for alert in message.alerts),
        severity=ordered[0].severity,
        headline=f"{len(ordered)} alerts, the most severe: {ordered[0].headline}",
        lines=tuple(message.headline for message in ordered),
        commands=("monitor alerts",),
        thread=threads.pop() if len(threads) == 1 else "digest",
        repeat=any(message.repeat for message in messages),
        at=now,
    )
