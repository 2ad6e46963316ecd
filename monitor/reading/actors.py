"""Whose doing it is: the subject, the owner, the agent after `by`, the one accused, a pronoun."""

import re

from monitor.reading.attribution import Voice
from monitor.reading.clauses import Clause
from monitor.reading.frames import Frame
from monitor.reading.moods import Mood
from monitor.reading.scene import Scene

AGENT_REACH = 45
OWNER_REACH = 25
PRONOUN_REACH = 300

_PRONOUN = re.compile(r"\b(?:we|i|our|it|they|its|their|he|she|his|her)\b")
_FIRST_PERSON = frozenset({"we", "i", "our"})
_NOBODY: frozenset[str] = frozenset()


def actor_of(  # noqa: PLR0911 - a ladder in order of precedence
    frame: Frame, clause: Clause, view: Scene, voice: Voice | None
) -> frozenset[str]:
    """The parties whose doing a frame tells of; empty where the text does not say."""
    flat, (at, stop) = view.page.flat, frame.at
    named = view.named(clause.start, clause.end)
    after = [m for m in named if 0 <= m.start - stop <= AGENT_REACH]
    if after and " by " in flat[stop : after[0].start + 1]:
        return after[0].parties
    if frame.mood is Mood.PASSIVE:
        return _NOBODY
    before = [m for m in named if m.end <= at]
    pronoun = _PRONOUN.search(flat, max(clause.start, before[-1].end if before else 0), at)
    if pronoun is not None:
        return _meant(pronoun.group(), pronoun.start(), clause, view, voice)
    if voice is not None and voice.start <= at and voice.kind not in {"turn", "headed"}:
        inner = view.named(voice.end, at)
        if inner:
            return inner[0].parties
        if voice.accuses:
            return after[0].parties if after else _NOBODY
        return voice.parties
    if before:
        owner = [m for m in before if m.owner and 0 <= at - m.end <= OWNER_REACH]
        return owner[-1].parties if owner else before[0].parties
    earlier = view.named(view.page.sentences[clause.sentence].start, clause.start)
    return earlier[0].parties if earlier else _NOBODY


def _meant(
    pronoun: str, at: int, clause: Clause, view: Scene, voice: Voice | None
) -> frozenset[str]:
    """Whom a pronoun stands for: the speaker for `we`, else the party named first before it."""
    if pronoun in _FIRST_PERSON:
        speaker = voice or view.headed
        return speaker.parties if speaker is not None else _NOBODY
    start = view.page.sentences[clause.sentence].start
    before = view.named(start, at) or view.named(max(0, start - PRONOUN_REACH), at)
    return before[0].parties if before else _NOBODY
