"""What the table says above and below its rows: what changed, how it stands in all, who watches."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from monitor.views.ages import ago, minute
from monitor.views.changes import change
from monitor.views.lines import fitted, paragraph, say
from monitor.views.rows import Around, StatusRow
from monitor.views.words import LOOKS, Tone

NAMED = 5  # changes named one by one; the rest are counted

COUNTED: dict[Tone, str] = {
    Tone.BROKEN: "broken or late",
    Tone.LOOK: "to look at",
    Tone.UNSEEN: "cannot be told",
    Tone.CALENDAR: "due soon",
    Tone.KEPT: "running well",
    Tone.IDLE: "not binding now",
}


def above(
    rows: Sequence[StatusRow], around: Around | None, *, now: datetime, width: int
) -> list[Text]:
    """How many stand how, and what changed since the reader looked last."""
    lines = fitted(_counts(rows), width)
    if around and around.past:
        lines += paragraph(f"As it was known at {minute(now)}.", width, style=Tone.CALENDAR)
    if around and around.looked:
        lines += fitted(_changed(around, around.looked, now), width)
    return lines


def _counts(rows: Sequence[StatusRow]) -> Text:
    if not rows:
        return say(("No commitment to show.", "bold"))
    tones = Counter(LOOKS[row.standing.word].tone for row in rows if not row.closed)
    closed = sum(row.closed for row in rows)
    parts = [(f"{tones[tone]} {says}", str(tone)) for tone, says in COUNTED.items() if tones[tone]]
    parts += [(f"{closed} over", "dim")] if closed else []
    line = say((f"{len(rows)} commitment{'s' * (len(rows) != 1)}: ", "bold"))
    for at, part in enumerate(parts):
        line.append_text(say(", " if at else "", part))
    return line


def _changed(around: Around, looked: datetime, now: datetime) -> Text:
    since = f"since your last look {ago(looked, now)}"
    if not around.changed:
        return say((f"Nothing changed {since}.", "dim"))
    newest = sorted(around.changed, key=lambda t: (t.at, t.id), reverse=True)
    line = say(f"Changed {since}: ")
    for at, transition in enumerate(newest[:NAMED]):
        name = (transition.commitment, "bold")
        line.append_text(say("; " if at else "", name, ": ", *change(transition, "new, ")))
    more = len(newest) - NAMED
    return line.append_text(say(f"; and {more} more" if more > 0 else ""))


def below(around: Around | None, *, now: datetime, width: int) -> list[Text]:
    """Who watches: how many feeds are alive, and when one was last looked at."""
    if around is None:
        return []
    return [Text(), *fitted(_watch(around, now), width)]


def _watch(around: Around, now: datetime) -> Text:
    if not around.feeds_total:
        blind = "No feed is declared: nothing is watched, and silence says nothing."
        return say((blind, Tone.UNSEEN))
    tone = Tone.KEPT if around.feeds_alive == around.feeds_total else Tone.UNSEEN
    alive = (f"{around.feeds_alive} of {around.feeds_total} feeds alive", tone)
    last = around.last_poll
    looked = f"last looked at {ago(last, now)} ({minute(last)})" if last else "none looked at yet"
    return say(alive, (f"; {looked}.", "dim"))
