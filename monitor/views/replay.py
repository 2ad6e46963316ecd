"""The timeline of a replay: what would have been printed and told, day by day."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from rich.text import Text

from monitor.domain.alert import Alert
from monitor.domain.standing import Transition
from monitor.views.changes import change
from monitor.views.lines import Lines, fitted, paragraph, rule, say
from monitor.views.replayed import Replayed
from monitor.views.words import SEVERITY_LOOK

TIME = 9  # cells of the time's column, both margins included


@dataclass(slots=True)
class Moment:
    """All that happened to one subject at one instant."""

    transitions: list[Transition] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)


def timeline(replayed: Replayed, *, width: int) -> Lines:
    """Changes of standing and alerts in the order of their moments, a title for each day (UTC)."""
    width = max(60, width)
    lines = paragraph(_summary(replayed), width, style="bold")
    today: date | None = None
    for (at, subject), moment in sorted(_moments(replayed).items()):
        if at.date() != today:
            today = at.date()
            lines += [Text(), rule(width, f"{today:%Y-%m-%d %A}")]
        lines += _told(at, subject, moment, width)
    return Lines.of(lines, width)


def _summary(replayed: Replayed) -> str:
    counts = (
        f"{replayed.items} items ({replayed.revisions} revisions)",
        f"{replayed.evidence} pieces of evidence",
        f"{len(replayed.transitions)} changes of standing",
        f"{len(replayed.alerts)} alerts",
    )
    return " → ".join(counts)


def _moments(replayed: Replayed) -> dict[tuple[datetime, str], Moment]:
    moments: dict[tuple[datetime, str], Moment] = {}
    for transition in replayed.transitions:
        key = (transition.at.astimezone(UTC), transition.commitment)
        moments.setdefault(key, Moment()).transitions.append(transition)
    for alert in replayed.alerts:
        subject = alert.commitment or alert.feed or alert.agreement or "the monitor"
        moments.setdefault((alert.at.astimezone(UTC), subject), Moment()).alerts.append(alert)
    return moments


def _told(at: datetime, subject: str, moment: Moment, width: int) -> list[Text]:
    opening = say((f"  {at:%H:%M}  ", "dim"), (subject, "bold"))
    for transition in moment.transitions:
        opening.append_text(say("  ", *change(transition)))
    lines = fitted(opening, width)
    for alert in moment.alerts:
        sign, tone = SEVERITY_LOOK[alert.severity]
        how = f"{sign} {alert.severity.value} · {alert.cause.value}"
        lines += fitted(say(" " * TIME, (how, tone)), width)
        lines += paragraph(alert.headline, width, indent=TIME + 2)
    if not moment.alerts:
        lines += paragraph("nobody is told", width, indent=TIME, style="dim")
    return lines
