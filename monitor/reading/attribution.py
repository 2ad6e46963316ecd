"""Who says so: the claimant as the text names them, and whose side they are on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.reading.clauses import Clause
from monitor.reading.lexicon import Cue
from monitor.reading.page import Page, Sentence
from monitor.reading.parties import Mention

_NAME = r"(?:[A-Z][\w'’.-]*|of|the|for|and|al|bin|de|van|von|[A-Z]\.)"
_SUBJECT = re.compile(
    r"((?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Mm]ultiple|[Ss]everal|[Ss]ome|[Mm]any|[Tt]op|[Ss]enior|[Bb]oth)\s)?"
    r"(?:[\w'’.-]+\s){0,6}?[\w'’.-]+)\s*$"
)
_TITLED = re.compile(r"(?:[A-Z][\w'’.-]*\s?){1,6}$")


@dataclass(frozen=True, slots=True)
class Voice:
    """A reporting phrase: who speaks, where the verb stands, and the span it governs."""

    name: str
    start: int
    end: int
    parties: frozenset[str]
    accuses: bool = False


def voices(page: Page, cues: Sequence[Cue], mentions: Sequence[Mention]) -> list[Voice]:
    """Every reporting phrase of the page that names its speaker."""
    found: list[Voice] = []
    for cue in cues:
        if cue.kind not in {"say", "accuse", "deny", "insist", "threat", "urge"}:
            continue
        if cue.tag in {"noun", "base", "ing"}:
            continue
        voice = _speaker(page, cue, mentions)
        if voice is not None:
            found.append(voice)
    return found


def _speaker(page: Page, cue: Cue, mentions: Sequence[Mention]) -> Voice | None:
    sentence = page.sentences[page.sentence_at(cue.start)]
    if cue.word == "according to":
        return _after(page, cue, sentence, mentions)
    begin = max(sentence.start, cue.start - 90)
    before = page.quote(begin, cue.start)
    words = re.split(
        r"[,;:\"“”()]|\s[-—–]\s|\b(?:that|but|and|as|while|after|which|because)\b", before
    )
    name = words[-1].strip() if words else ""
    if not name and len(words) > 1:
        name = words[-2].strip()
    name = re.sub(
        r"\b(?:has|have|had|also|then|later|earlier|previously|repeatedly|again|is|was|"
        r"on \w+day|\w+day|has also|who|still|now|would|will|did not|not)\b\s*$",
        "",
        name,
    ).strip()
    if not name or len(name) > 80:
        return None
    if name.lower() in {"he", "she", "they", "it", "who", "we", "i", "you"}:
        return _antecedent(page, cue, mentions)
    inside = _inside(mentions, cue.start - len(before), cue.start)
    return Voice(name, cue.start, cue.end, inside, accuses=cue.kind == "accuse")


def _after(page: Page, cue: Cue, sentence: Sentence, mentions: Sequence[Mention]) -> Voice | None:
    after = page.quote(cue.end, min(sentence.end, cue.end + 80))
    name = re.split(r"[,;:.\"“”()]|\b(?:that|but|and|as|while|who)\b", after)[0].strip()
    if not name:
        return None
    return Voice(name, cue.start, cue.end, _inside(mentions, cue.end, cue.end + 60))


def _antecedent(page: Page, cue: Cue, mentions: Sequence[Mention]) -> Voice | None:
    before = [m for m in mentions if m.end <= cue.start and not m.place]
    if not before:
        return None
    last = before[-1]
    return Voice(page.quote(last.start, last.end), cue.start, cue.end, last.parties)


def _inside(mentions: Sequence[Mention], start: int, end: int) -> frozenset[str]:
    found = [m for m in mentions if start <= m.start and m.end <= end]
    return found[-1].parties if found else frozenset()


def voice_of(clause: Clause, at: int, page: Page, spoken: Sequence[Voice]) -> Voice | None:
    """Who vouches for the words at a position: in the clause, else in the sentence."""
    here = [v for v in spoken if clause.start <= v.start < clause.end and v.start <= at + 40]
    before = [v for v in here if v.start <= at]
    if before:
        return before[-1]
    if here:
        return here[0]
    sentence = page.sentences[clause.sentence]
    near = [v for v in spoken if sentence.start <= v.start < sentence.end]
    earlier = [v for v in near if v.start <= at]
    return earlier[-1] if earlier else (near[0] if near else None)
