"""Who says so: the claimant as the text names them, and the words their saying covers.

A reporting verb has its speaker before it (`Beijing said …`), after it (`…, said Scott Bessent`)
or in an earlier sentence (`…, he said`). Words inside quotation marks belong to the speaker
outside them. A transcript and a headed text (`Remarks by …`) name their speaker once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.reading.chinese import ACCUSING, DENYING, chinese_speakers, has_chinese
from monitor.reading.clauses import Clause
from monitor.reading.lexicon import Cue
from monitor.reading.moods import Mood, mood_of
from monitor.reading.page import Page
from monitor.reading.parties import Mention
from monitor.reading.speakers import (
    PRONOUNS,
    colon_speaker,
    headed_speaker,
    last_person,
    name_after,
    name_before,
    turns,
)

SPEAKING = frozenset({"say", "accuse", "deny", "insist", "threat", "urge", "fear"})
AFTER_QUOTE = 90
BEFORE_QUOTE = 200
_SILENT = frozenset({Mood.ATTRIBUTIVE, Mood.INFINITIVE, Mood.GERUND, Mood.PASSIVE, Mood.NOUN})
_LEADING = frozenset({"according to", "in the view of", "in the words of", "statement by"})
_WORDLESS = frozenset({"fear", "threat"})


@dataclass(frozen=True, slots=True)
class Voice:
    """A reporting phrase: who speaks, the span of the phrase, the parties in the name.

    accuses: what follows is a charge against somebody else. reach: where its words end.
    """

    name: str
    start: int
    end: int
    parties: frozenset[str]
    accuses: bool = False
    kind: str = "say"
    reach: int = 0
    quoted: bool = False


def voices(page: Page, cues: Sequence[Cue], mentions: Sequence[Mention]) -> list[Voice]:
    """Every reporting phrase of the page that names its speaker, in reading order."""
    found: list[Voice] = []
    at = -1
    for cue in cues:
        if cue.kind not in SPEAKING or cue.start == at or not _speaks(cue, page):
            continue
        voice = _voice(page, cue, mentions, found)
        if voice is not None:
            at = cue.start
            found.append(voice)
    for name, begin, start, end, verb in chinese_speakers(page.plain):
        accuses, kind = verb in ACCUSING, "deny" if verb in DENYING else "say"
        inside = _inside(mentions, begin, begin + len(name))
        reach = page.sentences[page.sentence_at(start)].end
        found.append(Voice(name, start, end, inside, accuses=accuses, kind=kind, reach=reach))
    head = headed(page, mentions)
    for name, start, end, stop in turns(page.plain):
        turn = Voice(name, start, end, _inside(mentions, start, end), kind="turn", reach=stop)
        if head is not None and not turn.parties and name.startswith("THE "):
            turn = replace(turn, name=head.name, parties=head.parties)
        found.append(turn)
    found.sort(key=lambda v: v.start)
    return found


def headed(page: Page, mentions: Sequence[Mention]) -> Voice | None:
    """The speaker a title announces: `Remarks by …`."""
    span = headed_speaker(page.plain[: page.title_end])
    if span is None:
        return None
    name, start = span
    inside = _inside(mentions, start, start + len(name))
    return Voice(name, start, start + len(name), inside, kind="headed")


def voice_of(clause: Clause, start: int, page: Page, spoken: Sequence[Voice]) -> Voice | None:
    """Who vouches for the words at a position: over the quotation, in the clause, the sentence."""
    outside = [v for v in spoken if v.kind != "turn" and not v.quoted]
    quotation = page.quotation_at(start)
    if quotation is not None:
        voice = _over(quotation, outside)
        if voice is not None:
            return voice
    sentence = page.sentences[clause.sentence]
    near = [v for v in outside if sentence.start <= v.start < sentence.end]
    earlier = [v for v in near if v.start <= start + 2]
    if earlier:
        return earlier[-1]
    later = [v for v in near if v.kind in {"say", "insist"} and v.start >= start]
    if later:
        return later[0]
    said = [v for v in spoken if v.kind == "turn" and v.end <= start < v.reach]
    return said[-1] if said else None


def _over(quotation: tuple[int, int], outside: Sequence[Voice]) -> Voice | None:
    begin, end = quotation
    after = [v for v in outside if 0 <= v.start - end <= AFTER_QUOTE]
    before = [v for v in outside if 0 <= begin - v.end <= BEFORE_QUOTE]
    close = [v for v in before if begin - v.end <= 40]
    chosen = close[-1:] or after[:1] or before[-1:]
    return chosen[0] if chosen else None


def _speaks(cue: Cue, page: Page) -> bool:
    if has_chinese(cue.word):
        return False
    if cue.tag == "phrase":
        return cue.word in _LEADING or cue.kind in {"say", "insist", "deny"}
    if cue.kind in _WORDLESS and cue.tag == "noun":
        return False
    if cue.word == "states" and page.flat[max(0, cue.start - 7) : cue.start] == "united ":
        return False
    sentence = page.sentences[page.sentence_at(cue.start)]
    mood = mood_of(cue, page.flat, sentence.start, title=sentence.title)
    if cue.tag == "ing":
        return cue.kind == "accuse" or mood in {Mood.PROGRESSIVE, Mood.ADJUNCT}
    return mood not in _SILENT


def _voice(
    page: Page, cue: Cue, mentions: Sequence[Mention], earlier: Sequence[Voice]
) -> Voice | None:
    sentence = page.sentences[page.sentence_at(cue.start)]
    quotation = page.quotation_at(cue.start)
    blank = Voice(
        "", cue.start, cue.end, frozenset(), accuses=cue.kind == "accuse", kind=cue.kind,
        reach=sentence.end, quoted=quotation is not None,
    )  # fmt: skip
    named: tuple[str, int] | None = None
    if cue.word not in _LEADING:
        left = max(sentence.start, cue.start - 130, quotation[0] + 1 if quotation else 0)
        named = name_before(page.plain[left : cue.start], left)
    if named is None and (cue.kind == "say" or cue.word in _LEADING):
        named = name_after(page.plain[cue.end : min(sentence.end, cue.end + 90)], cue.end)
        if named is not None:
            blank = replace(blank, end=named[1] + len(named[0]))
    if named is None and cue.tag == "ing":
        return _same_speaker(blank, earlier, sentence.start)
    if named is None:
        return None
    name, at = named
    if name.lower() in PRONOUNS:
        return _antecedent(blank, page, earlier, mentions)
    return replace(blank, name=name, parties=_inside(mentions, at - 1, at + len(name) + 1))


def _same_speaker(blank: Voice, earlier: Sequence[Voice], start: int) -> Voice | None:
    """`X rejected the charge, saying …`: the one who spoke before in the sentence."""
    before = [v for v in earlier if v.start >= start and not v.quoted]
    return replace(blank, name=before[-1].name, parties=before[-1].parties) if before else None


def _antecedent(
    blank: Voice, page: Page, earlier: Sequence[Voice], mentions: Sequence[Mention]
) -> Voice | None:
    """The speaker behind `he said`: the last person named, else the last one who spoke."""
    person = last_person(page.plain, blank.start)
    if person is not None:
        name, at = person
        return replace(blank, name=name, parties=_inside(mentions, at - 1, at + len(name) + 1))
    spoken = [v for v in earlier if not v.quoted and blank.start - v.start < 400]
    if spoken:
        return replace(blank, name=spoken[-1].name, parties=spoken[-1].parties)
    before = [m for m in mentions if m.end <= blank.start and not m.place]
    if not before:
        return None
    last = before[-1]
    return replace(blank, name=page.quote(last.start, last.end), parties=last.parties)


def title_voice(page: Page, mentions: Sequence[Mention]) -> Voice | None:
    """The speaker before the colon of a headline: `Trump: …`."""
    span = colon_speaker(page.plain[: page.title_end])
    if span is None:
        return None
    name, start, end = span
    inside = _inside(mentions, start, end)
    return Voice(name, start, end, inside, kind="say", reach=page.title_end)


def _inside(mentions: Sequence[Mention], start: int, end: int) -> frozenset[str]:
    found = [m for m in mentions if start <= m.start and m.end <= end]
    return frozenset().union(*(m.parties for m in found)) if found else frozenset()
