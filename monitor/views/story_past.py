"""The story's last part: what people decided, and how the standing changed."""

from datetime import datetime

from rich.text import Text

from monitor.domain.alert import Response, ResponseKind
from monitor.domain.evidence import Ruling
from monitor.views.ages import ago, day, minute
from monitor.views.changes import change
from monitor.views.lines import fitted, paragraph, say
from monitor.views.told import Told

DID: dict[ResponseKind, str] = {
    ResponseKind.ACK: "acknowledged it",
    ResponseKind.SNOOZE: "snoozed it",
    ResponseKind.RESOLVE: "resolved it",
    ResponseKind.SILENCE: "silenced it",
    ResponseKind.LIFT: "took back an earlier response",
}


def people(told: Told, width: int) -> list[Text]:
    """Rulings and responses to alerts, in the order in which they were made."""
    acts = [(ruling.learned_at, _ruling(ruling)) for ruling in told.facts.rulings]
    acts += [(response.at, response_said(response)) for response in told.responses]
    lines: list[Text] = []
    for _at, said in sorted(acts):
        lines += paragraph(said, width, indent=2)
    return lines


def _ruling(ruling: Ruling) -> str:
    word = f" as {ruling.word}" if ruling.word else ""
    about = f" ({ruling.target})" if ruling.target else ""
    until = f", until {day(ruling.until)}" if ruling.until else ""
    said = f"{minute(ruling.learned_at)} · {ruling.by} ruled {ruling.verdict.value}{word}{about}"
    return f"{said}{until}: {ruling.because}"


def response_said(response: Response) -> str:
    """One sentence: when, who, what, until when, why."""
    until = f" until {minute(response.until)}" if response.until else ""
    because = f": {response.because}" if response.because else ""
    return f"{minute(response.at)} · {response.by} {DID[response.kind]}{until}{because}"


def history(told: Told, now: datetime, width: int) -> list[Text]:
    """Every change of standing, newest first, each with its first reason."""
    lines: list[Text] = []
    for transition in sorted(told.transitions, key=lambda t: (t.at, t.id), reverse=True):
        when = f"  {minute(transition.at)} · {ago(transition.at, now)} · "
        lines += fitted(say((when, "dim"), *change(transition)), width)
        for reason in transition.reasons[:1]:
            lines += paragraph(reason.sentence, width, indent=4, style="dim")
    return lines
