"""How well a frame fits a commitment: its subject, its party, its time, as facts and as a score.

The facts are what the learned scorer sees too; the score is the rules' own judgement of them.
"""

import re
from collections.abc import Mapping, Sequence

from monitor.reading.chinese import has_chinese
from monitor.reading.clauses import Clause
from monitor.reading.frames import Frame
from monitor.reading.lexicon import Cue
from monitor.reading.moods import Mood
from monitor.reading.predicates import CHANGE, FEAR, SHORT, STALL
from monitor.reading.relevance import Candidate
from monitor.reading.scene import Scene
from monitor.reading.topics import Topic

OBJECT_BEFORE = 55
OBJECT_AFTER = 75
SCALE = 1.6

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b(?! (?:tonnes|tons|troops|people|km|miles|prisoners))")
_PROMISING = frozenset({"deal", "pledge", "target"})
_EITHER = frozenset({CHANGE, STALL, FEAR, SHORT})


def facts_of(
    candidate: Candidate, clause: Clause, cues: Sequence[Cue], frame: Frame, view: Scene,
    actor: frozenset[str],
) -> dict[str, float]:  # fmt: skip
    """Everything that speaks for or against a frame being about a commitment."""
    topic, page = candidate.topic, view.page
    sentence = page.sentences[clause.sentence]
    within = {p for m in view.named(sentence.start, sentence.end) for p in m.parties}
    low = max(clause.start, frame.start - OBJECT_BEFORE)
    high = min(clause.end, frame.end + OBJECT_AFTER)
    own = frame.tag == "noun" or frame.mood in {Mood.NOUN, Mood.PASSIVE, Mood.PHRASE}
    skip = (0, 0) if own else frame.at
    return {
        "act": float(frame.act),
        "timely": candidate.timely,
        "clause": candidate.weight_in(clause.start, clause.end),
        "sentence": candidate.weight_in(sentence.start, sentence.end),
        "title": candidate.weight_in(0, page.title_end),
        "item": candidate.weight,
        "object": candidate.stems_in(low, high, skip)
        or _unstemmed(candidate, low, high, page.flat),
        "stems_sentence": candidate.stems_in(sentence.start, sentence.end, skip),
        "stems_item": candidate.stems_in(0, len(page.flat), skip),
        "deal": float(any(c.kind in _PROMISING for c in cues)),
        "deal_topic": float(topic.deals and any(c.kind == "deal" for c in cues)),
        "other_deal": float(_elsewhere(topic, cues, frame)),
        "past": float(_long_past(page.flat[sentence.start : sentence.end], topic)),
        "vague": float(frame.outcome in {SHORT, FEAR, STALL} and not frame.act),
        "either": float(frame.outcome in _EITHER),
        "actor_is_obligor": float(bool(actor & topic.obligors)),
        "actor_is_obligee": float(bool(actor & topic.obligees)),
        "actor_is_other": float(bool(actor) and not actor & topic.obligors),
        "obligor_in_sentence": float(bool(within & topic.obligors)),
        "obligor_in_item": float(bool(view.parties & topic.obligors)),
        "obligee_in_item": float(bool(view.parties & topic.obligees)),
        "principal_absent": float(_unnamed(topic, view)),
        "obligee_known": float(topic.obligees_known),
    }


def score_of(facts: Mapping[str, float], strength: float) -> float:
    """How sure the rules are, 0..1: strength x subject x party x time."""
    return min(1.0, SCALE * strength * _subject(facts) * _party(facts) * facts["timely"])


def _subject(facts: Mapping[str, float]) -> float:
    if facts["other_deal"] or facts["past"]:
        return 0.1
    vague = facts["vague"] and facts["object"] < 0.6 and not facts["deal_topic"]
    return (0.5 if vague else 1.0) * (_done(facts) if facts["act"] else _told(facts))


def _done(facts: Mapping[str, float]) -> float:
    """An act needs the subject beside it."""
    held = min(1.0, facts["object"] / 0.9)
    return held * min(1.0, 0.35 + 0.5 * _near(facts) + _far(facts))


def _told(facts: Mapping[str, float]) -> float:
    """A word about keeping or breaking needs the subject, or the deal, in its reach."""
    bond = 0.12 * facts["deal"] + 0.2 * facts["deal_topic"] + 0.1 * min(1.0, facts["object"])
    return min(1.0, _near(facts) + _far(facts) + bond)


def _near(facts: Mapping[str, float]) -> float:
    return 0.5 * min(1.2, facts["clause"]) + 0.3 * min(1.0, facts["sentence"])


def _far(facts: Mapping[str, float]) -> float:
    return 0.2 * min(1.0, facts["title"]) + 0.12 * min(2.0, facts["item"])


def _party(facts: Mapping[str, float]) -> float:
    absent = facts["obligee_known"] and not facts["obligee_in_item"]
    unnamed = 0.7 if facts["principal_absent"] else 1.0
    return _doer(facts) * unnamed * (0.8 if absent else 1.0)


def _doer(facts: Mapping[str, float]) -> float:
    if facts["actor_is_obligor"]:
        return 1.0
    if facts["actor_is_obligee"] and facts["either"] and facts["obligor_in_item"]:
        return 0.9
    if facts["actor_is_other"]:
        return 0.25
    if facts["obligor_in_sentence"]:
        return 0.85
    return 0.75 if facts["obligor_in_item"] else 0.5


def _unstemmed(candidate: Candidate, low: int, high: int, flat: str) -> float:
    """The subject beside a predicate in a script that has no stems."""
    held = has_chinese(flat[low:high]) and candidate.weight_in(low, high) > 0
    return 1.0 if held else 0.0


def _unnamed(topic: Topic, view: Scene) -> bool:
    """Whether the statement names a person or office and the item does not."""
    return bool(topic.principals) and not topic.principals & view.surnames


def _long_past(sentence: str, topic: Topic) -> bool:
    """Whether a sentence speaks only of years before the promise was made."""
    years = [int(year) for year in _YEAR.findall(sentence)]
    return bool(years) and max(years) < topic.begins.year


def _elsewhere(topic: Topic, cues: Sequence[Cue], frame: Frame) -> bool:
    """Whether the clause names another instrument as what is broken or kept."""
    return any(
        c.kind == "other_deal" and -20 <= c.start - frame.end <= 80 and c.word not in topic.words
        for c in cues
    )
