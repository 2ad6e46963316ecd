"""A frame meets a commitment: is it about this promise, and about this party's performance?"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.domain.evidence import Signal
from monitor.reading.attribution import Voice, voice_of
from monitor.reading.clauses import Clause
from monitor.reading.frames import Frame, frames
from monitor.reading.lexicon import Cue
from monitor.reading.page import Page
from monitor.reading.parties import Mention
from monitor.reading.relevance import Candidate
from monitor.reading.signals import Reported, report


@dataclass(frozen=True, slots=True)
class Claim:
    """A frame read as a report on one commitment, with everything that speaks for and against."""

    candidate: Candidate
    clause: Clause
    frame: Frame
    reported: Reported
    voice: Voice | None
    actor: frozenset[str]
    facts: dict[str, float] = field(default_factory=dict)
    score: float = 0.0


@dataclass(frozen=True)
class Scene:
    """A page with everything found in it."""

    page: Page
    clauses: Sequence[Clause]
    cues: Sequence[Sequence[Cue]]
    mentions: Sequence[Mention]
    voices: Sequence[Voice]

    def named(self, start: int, end: int) -> list[Mention]:
        """The parties named in a span, places left out."""
        return [m for m in self.mentions if start <= m.start and m.end <= end and not m.place]


def scene(page: Page, parts: Sequence[Clause], cues: Sequence[Cue], mentions: Sequence[Mention],
          spoken: Sequence[Voice]) -> Scene:  # fmt: skip
    """Share the cues out to their clauses."""
    starts = [cue.start for cue in cues]
    shared = [cues[bisect_left(starts, c.start) : bisect_left(starts, c.end)] for c in parts]
    return Scene(page, parts, shared, mentions, spoken)


def claims(candidate: Candidate, view: Scene) -> list[Claim]:
    """Every report on one commitment that the page could be making."""
    found: list[Claim] = []
    for clause, cues in zip(view.clauses, view.cues, strict=True):
        if not cues:
            continue
        for frame in frames(cues, candidate.topic.profile):
            claim = _claim(candidate, clause, frame, view)
            if claim is not None:
                found.append(claim)
    return found


def _claim(candidate: Candidate, clause: Clause, frame: Frame, view: Scene) -> Claim | None:
    topic = candidate.topic
    voice = voice_of(clause, frame.start, view.page, view.voices)
    actor = _actor(frame, clause, view, voice)
    speaker = voice.parties if voice else frozenset()
    by_obligor = bool(speaker & topic.obligors)
    reported = report(frame, by_obligor=by_obligor, question=clause.question, headline=clause.title)
    if reported is None:
        return None
    facts = _facts(
        candidate, clause, view, actor if reported.signal is not Signal.DENIED else speaker
    )
    facts["strength"] = reported.strength
    return Claim(candidate, clause, frame, reported, voice, actor, facts, _score(facts))


def _actor(frame: Frame, clause: Clause, view: Scene, voice: Voice | None) -> frozenset[str]:
    """Whose doing it is: `by X` after it, its owner or subject before it, else the last named."""
    flat = view.page.flat
    named = view.named(clause.start, clause.end)
    after = [m for m in named if 0 <= m.start - frame.end <= 45]
    if after and " by " in flat[frame.end : after[0].start + 1]:
        return after[0].parties
    before = [m for m in named if m.end <= frame.end]
    if voice is not None and voice.start < frame.start:
        inner = [m for m in before if m.start >= voice.end]
        if inner:
            return inner[0].parties
        if voice.accuses:
            return frozenset()
        return voice.parties
    if before:
        owner = [m for m in before if m.owner and frame.start - m.end <= 25]
        return (owner or before)[-1].parties
    sentence = view.page.sentences[clause.sentence]
    earlier = view.named(sentence.start, clause.start)
    return earlier[0].parties if earlier else frozenset()


def _facts(
    candidate: Candidate, clause: Clause, view: Scene, actor: frozenset[str]
) -> dict[str, float]:
    topic = candidate.topic
    sentence = view.page.sentences[clause.sentence]
    hits = candidate.hits
    in_item = {p for m in view.mentions for p in m.parties}
    in_sentence = {p for m in view.named(sentence.start, sentence.end) for p in m.parties}
    return {
        "clause": _weight(hits, clause.start, clause.end),
        "sentence": _weight(hits, sentence.start, sentence.end),
        "title": _weight(hits, 0, view.page.title_end),
        "item": candidate.weight,
        "stems": _stems(candidate, clause.start, clause.end),
        "stems_sentence": _stems(candidate, sentence.start, sentence.end),
        "stems_item": _stems(candidate, 0, len(view.page.flat)),
        "actor_is_obligor": float(bool(actor & topic.obligors)),
        "actor_is_other": float(bool(actor) and not actor & topic.obligors),
        "obligor_in_sentence": float(bool(in_sentence & topic.obligors)),
        "obligor_in_item": float(bool(in_item & topic.obligors)),
        "obligee_in_item": float(bool(in_item & topic.obligees)),
    }


def _weight(hits: Sequence[object], start: int, end: int) -> float:
    best: dict[str, float] = {}
    for hit in hits:
        if start <= hit.start < end:  # type: ignore[attr-defined]
            best[hit.term] = max(best.get(hit.term, 0.0), hit.weight)  # type: ignore[attr-defined]
    return sum(best.values())


def _stems(candidate: Candidate, start: int, end: int) -> float:
    return sum({root: w for at, root, w in candidate.stems if start <= at < end}.values())


def _score(facts: dict[str, float]) -> float:
    subject = (
        min(1.2, facts["clause"]) * 0.3
        + min(1.5, facts["sentence"]) * 0.2
        + min(1.2, facts["title"]) * 0.12
        + min(2.0, facts["item"]) * 0.1
        + min(2.0, facts["stems_sentence"]) * 0.12
    )
    party = (
        0.3 * facts["actor_is_obligor"]
        - 0.45 * facts["actor_is_other"]
        + 0.1 * facts["obligor_in_sentence"]
        + 0.15 * facts["obligor_in_item"]
        + 0.05 * facts["obligee_in_item"]
        - 0.1
    )
    return facts["strength"] * (subject + party)
