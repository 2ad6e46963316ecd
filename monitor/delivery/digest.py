"""Several messages in one: a digest, the end of quiet hours, a backlog. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from monitor.delivery.cut import cut
from monitor.delivery.message import Message
from monitor.domain.alerting.phrases import moment_text

_LABELS_NAMED = 6


def together(messages: Sequence[Message], now: datetime) -> Message:
    """One message that lists every given one by its id and headline, the most severe first.

    `messages` is not empty. Of equals, the newest comes first.
    """
    ordered = sorted(messages, key=lambda one: (-one.severity.rank, -one.at.timestamp()))
    return Message(
        alerts=tuple(alert for one in ordered for alert in one.alerts),
        severity=ordered[0].severity,
        headline=f"{_count(len(ordered))}: {_labels(ordered)}",
        facts=(("Told together", _span(ordered)),),
        lines=tuple(f"{one.alerts[0]}  {one.headline}" for one in ordered),
        commands=("monitor alerts",),
        thread="digest",
        repeat=any(one.repeat for one in ordered),
        at=now,
    )


def _count(count: int) -> str:
    return "1 alert" if count == 1 else f"{count:,} alerts"


def _labels(messages: Sequence[Message]) -> str:
    """`2 OVERDUE, 1 At risk`, the most frequent of the most severe first."""
    counts = Counter(one.headline.partition(" — ")[0] for one in messages)
    named = [f"{count} {cut(label, 40)}" for label, count in counts.items()][:_LABELS_NAMED]
    rest = len(counts) - len(named)
    return ", ".join([*named, f"{rest} other kinds"] if rest else named)


def _span(messages: Sequence[Message]) -> str:
    first, last = min(one.at for one in messages), max(one.at for one in messages)
    return f"from {moment_text(first)} to {moment_text(last)} UTC"
