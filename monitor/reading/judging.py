"""A frame meets a commitment: is it about this promise, and about this party's performance?"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitor.domain.commitment import Kind
from monitor.domain.evidence import Signal
from monitor.reading.actors import actor_of
from monitor.reading.attribution import Voice, voice_of
from monitor.reading.clauses import Clause
from monitor.reading.frames import Frame
from monitor.reading.lexicon import Cue
from monitor.reading.measuring import measured
from monitor.reading.moods import Mood
from monitor.reading.relevance import Candidate
from monitor.reading.scene import Scene
from monitor.reading.signals import Reported, Situation, report
from monitor.reading.synonyms import canon
from monitor.reading.topics import Topic
from monitor.reading.weighing import facts_of, score_of

_FINISHED = frozenset({Mood.PERFECT, Mood.PASSIVE, Mood.FINITE})
_OPEN_END = frozenset({"only", "part", "continue", "short", "delay", "yet"})


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
    overdue: bool = False
    reasons: tuple[str, ...] = ()

    @property
    def commitment(self) -> str:
        """The id of the commitment."""
        return self.candidate.topic.commitment.id

    @property
    def because(self) -> str:
        """The rule and the words, and what else weighed."""
        said = f"{self.reported.rule}: {' '.join(self.frame.why)}"
        return f"{said} ({'; '.join(self.reasons)})" if self.reasons else said


def claims(candidate: Candidate, view: Scene) -> list[Claim]:
    """Every report on one commitment that the page could be making, scored by the rules."""
    found: list[Claim] = []
    for index, frame in view.frames(candidate.topic.profile):
        claim = _claim(candidate, index, frame, view)
        if claim is not None:
            found.append(claim)
    return found


def _claim(candidate: Candidate, index: int, frame: Frame, view: Scene) -> Claim | None:
    topic, clause, cues = candidate.topic, view.clauses[index], view.cues[index]
    if _asked_for(frame, topic):
        return None
    voice = voice_of(clause, frame.start, view.page, view.voices)
    frame = replace(frame, whole=_whole(frame, cues, topic))
    frame = measured(frame, view.page.flat, clause, topic)
    near = Situation(
        side=_side(voice, topic),
        question=clause.question,
        headline=clause.title,
        early=_early(topic, view),
        contested=bool(view.charged - {index}),
    )
    reported = report(frame, near)
    if reported is None:
        return None
    actor = actor_of(frame, clause, view, voice)
    denied = reported.signal is Signal.DENIED and voice is not None and voice.parties
    subject = voice.parties if denied and voice is not None else actor
    facts = facts_of(candidate, clause, cues, frame, view, subject)
    score = score_of(facts, reported.strength)
    overdue = bool(view.when and topic.ends and view.when > topic.ends)
    return Claim(candidate, clause, frame, reported, voice, actor, facts, score, overdue)


def _side(voice: Voice | None, topic: Topic) -> int:
    if voice is None or not voice.parties:
        return 0
    if voice.parties & topic.obligors:
        return 0 if voice.accuses else 1
    return -1


def _asked_for(frame: Frame, topic: Topic) -> bool:
    """An act that the promise itself names is not against it (a redacted report is promised)."""
    contrary = frame.act and frame.source[-1] in "+-" and topic.profile.alignment(frame.source) < 0
    if not contrary or frame.source[:-1] in topic.profile.turned:
        return False
    return canon(frame.word.split(" ")[0]) in topic.said


def _early(topic: Topic, view: Scene) -> bool:
    single = topic.commitment.kind is Kind.DO_BY
    return bool(single and view.when and topic.ends and view.when < topic.ends)


def _whole(frame: Frame, cues: Sequence[Cue], topic: Topic) -> bool:
    """Whether a single promised act is told as done: its own verb, finished, nothing left open."""
    if not frame.act or topic.commitment.kind is not Kind.DO_BY:
        return False
    finished = frame.tag == "past" and frame.mood in _FINISHED
    own = canon(frame.word.split(" ")[0]) in topic.profile.verbs
    return finished and own and not any(cue.kind in _OPEN_END for cue in cues)
