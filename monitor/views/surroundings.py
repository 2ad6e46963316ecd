"""What the table says above and below its rows: what changed, how it stands in all, who watches."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from monitor.domain.standing import Transition
from monitor.views.ages import ago, minute
from monitor.views.lines import paragraph
from monitor.views.rows import Around, StatusRow
from monitor.views.words import CLOSED, LOOKS, Tone, plain

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
    lines = paragraph(_counts(rows), width, style="bold")
    if around is None:
        return lines
    if around.past:
        lines += paragraph(f"As it was known at {minute(now)}.", width, style=Tone.CALENDAR)
    return lines + paragraph(_changed(around, now), width)


def _counts(rows: Sequence[StatusRow]) -> str:
    if not rows:
        return "No commitment to show."
    tones = Counter(
        LOOKS[row.standing.word].tone for row in rows if row.standing.word not in CLOSED
    )
    closed = sum(row.standing.word in CLOSED for row in rows)
    parts = [f"{tones[tone]} {says}" for tone, says in COUNTED.items() if tones[tone]]
    parts += [f"{closed} over"] if closed else []
    return f"{len(rows)} commitment{'s' * (len(rows) != 1)}: {', '.join(parts)}."


def _changed(around: Around, now: datetime) -> str:
    if around.looked is None:
        return "This is your first look; later ones say here what changed."
    since = f"since your last look {ago(around.looked, now)}"
    if not around.changed:
        return f"Nothing changed {since}."
    newest = sorted(around.changed, key=lambda t: (t.at, t.id), reverse=True)
    named = "; ".join(_change(transition) for transition in newest[:NAMED])
    more = f"; and {len(newest) - NAMED} more" if len(newest) > NAMED else ""
    return f"Changed {since}: {named}{more}."


def _change(transition: Transition) -> str:
    after = plain(transition.after, transition.suffixes_after)
    if transition.before is None:
        return f"{transition.commitment} is new: {after}"
    before = plain(transition.before, transition.suffixes_before)
    return f"{transition.commitment}: {before} → {after}"


def below(around: Around | None, *, now: datetime, width: int) -> list[Text]:
    """Who watches: how many feeds are alive, and when one was last looked at."""
    if around is None:
        return []
    tone = "dim" if around.feeds_alive == around.feeds_total > 0 else Tone.UNSEEN
    return [Text(), *paragraph(_watch(around, now), width, style=tone)]


def _watch(around: Around, now: datetime) -> str:
    if not around.feeds_total:
        return "No feed is declared: nothing is watched, and silence says nothing."
    feeds = f"{around.feeds_alive} of {around.feeds_total} feeds alive"
    if around.last_poll is None:
        return f"{feeds}; none has been looked at yet."
    return f"{feeds}; last looked at {ago(around.last_poll, now)} ({minute(around.last_poll)})."
