"""The story of one commitment, for `monitor show ID`: text, dates, reasons, proof, history.

Sections that have nothing to say are left out, except those whose silence matters (no text, no
evidence). Plain text says everything; colour only repeats it.
"""

from datetime import datetime

from rich.text import Text

from monitor.domain.standing import Standing
from monitor.views import story_past, story_proof, story_terms
from monitor.views.ages import age, minute, moved
from monitor.views.lines import Lines, fitted, hanging, middle, paragraph, rule, say
from monitor.views.rows import parties
from monitor.views.told import Told
from monitor.views.turning import what_would_change
from monitor.views.words import LOOKS, SUFFIX_SAYS, SUFFIX_TONE, Tone

__all__ = ["Told", "story"]


def story(told: Told, *, now: datetime, width: int, limit: int = 12) -> Lines:
    """The whole story in lines of at most `width` cells (60 at least).

    limit: how many pieces of evidence outside claims are quoted; the rest is counted.
    """
    width = max(60, width)
    sections = [
        ("Text", story_terms.text(told, width)),
        ("Readings", story_terms.readings(told, width)),
        ("Dates", story_terms.dates(told, now, width)),
        ("Occurrences", story_terms.occurrences(told, width)),
        ("Standing", _standing(told.standing, width)),
        ("Pace", story_proof.pace(told.standing, width)),
        ("Claims of breach", story_proof.claims(told, now, width)),
        (_evidence_title(told), story_proof.evidence(told, now, width, limit)),
        ("People", story_past.people(told, width)),
        ("History", story_past.history(told, now, width)),
        ("What would change it", _turning(told, now, width)),
    ]
    lines = _opening(told, now, width)
    for title, body in sections:
        if body:
            lines += [Text(), rule(width, title), *body]
    return Lines.of(lines, width)


def _evidence_title(told: Told) -> str:
    return "Other evidence" if told.standing.claims else "Evidence"


def _opening(told: Told, now: datetime, width: int) -> list[Text]:
    commitment, standing = told.commitment, told.standing
    look = LOOKS[standing.word]
    word = say((f"{look.sign} {standing.word.value}", look.tone))
    if standing.since:
        word.append_text(say((f" for {age(now - standing.since)}", "dim")))
    for suffix in standing.suffixes:
        word.append_text(say(" · ", (suffix.value, SUFFIX_TONE[suffix])))
    if standing.moved_days:
        word.append_text(say(" · ", (moved(standing.moved_days), Tone.CALENDAR)))
    agreement = told.agreement.name if told.agreement else commitment.agreement
    about = " · ".join(
        filter(None, [agreement, parties(commitment, told.name), commitment.kind.value])
    )
    return [
        say((middle(commitment.id, width), "bold")),
        *fitted(word, width),
        *paragraph(about, width, style="dim"),
        Text(),
        *paragraph(commitment.statement, width, indent=2, style="bold"),
    ]


def _standing(standing: Standing, width: int) -> list[Text]:
    look = LOOKS[standing.word]
    lines = paragraph(f"{standing.word.value} — {look.says}.", width, indent=2)
    for suffix in standing.suffixes:
        lines += paragraph(f"{suffix.value} — {SUFFIX_SAYS[suffix]}.", width, indent=2)
    if standing.override_by:
        until = f" until {standing.override_until}" if standing.override_until else ""
        lines += paragraph(
            f"Decided by {standing.override_by}{until}; the machine says {standing.machine_word}.",
            width,
            indent=2,
        )
    for reason in standing.reasons:
        since = f", since {minute(reason.since)}" if reason.since else ""
        body = say(reason.sentence, (f" ({reason.code}{since})", "dim"))
        lines += hanging("  ▸ ", body, width)
    return lines + paragraph(_machines(standing), width, indent=2, style="dim")


def _machines(standing: Standing) -> str:
    performance = standing.performance.value if standing.performance else "none"
    claims = ", ".join(claim.state.value for claim in standing.claims) or "none"
    return (
        f"binding: {standing.binding.value} · performance: {performance} · "
        f"claims of breach: {claims} · knowledge: {standing.knowledge.value} · "
        f"as of {minute(standing.at)}"
    )


def _turning(told: Told, now: datetime, width: int) -> list[Text]:
    lines = []
    for sentence in what_would_change(told.commitment, told.standing):
        lines += hanging("  ▸ ", say(sentence), width)
    if told.standing.next_look and told.standing.next_look > now:
        left = age(told.standing.next_look - now)
        when = f"Time alone can change it next at {minute(told.standing.next_look)}, in {left}."
        lines += paragraph(when, width, indent=2, style="dim")
    return lines
