"""What a clause does to a promise: one frame for each predicate, with the words around it.

A predicate (`violated`, `delivered`, `attacks`) starts as good or bad for the promise; operators
(`not`, `failed to`, `halted`, `threatened to`) turn it, delay it or take it out of the actual
world. A failure or refusal of something the lexicon does not know is a frame of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.reading.clauses import Clause
from monitor.reading.lexicon import Cue
from monitor.reading.moods import Mood, mood_of
from monitor.reading.operators import PLANNED, TURNING, applied, leads, operators
from monitor.reading.predicates import BAD, DENY, GOOD, SHORT, outcome_of
from monitor.reading.promise import Profile

OWNER_REACH = 22
_ORPHANS = {"fail": BAD, "refuse": BAD, "yet": SHORT}
_MONTH = re.compile(r" ?\d|,? (?:19|20)\d\d")
_MONTH_BEFORE = re.compile(r"\b(?:in|until|of|by|since|early|late|on|from|last|to|this) $")
_SUBJECT_BEFORE = re.compile(r"\b(?:it|he|she|that|which|who|\w+ly) $")
_GOVERNORS = TURNING | {"continue", "only", "accord", "threat", "future", "hedge"}
_NOMINAL = frozenset({Mood.INFINITIVE, Mood.GERUND, Mood.ATTRIBUTIVE})


@dataclass(frozen=True, slots=True)
class Frame:
    """One predicate in its clause. outcome: good, bad, short, change, done, stall, fear, deny.

    source: its lexicon class. at: where the predicate itself stands; start and end take in its
    operators. act: something done in the world, judged against the promise, rather than a word
    about keeping it. mods: the kinds of its operators. why: the words, in order.
    """

    start: int
    end: int
    outcome: str
    source: str
    word: str
    at: tuple[int, int] = (0, 0)
    act: bool = False
    tag: str = ""
    used: tuple[tuple[int, int], ...] = ()
    mood: Mood = Mood.PHRASE
    whole: bool = False
    mods: frozenset[str] = frozenset()
    why: tuple[str, ...] = ()


def frames(
    cues: Sequence[Cue], profile: Profile, flat: str, clause: Clause, named: frozenset[int]
) -> list[Frame]:
    """Every frame of a clause, in order, for a promise with this profile.

    named: where the names of parties end, which tells a verb after its subject from a plural noun.
    """
    found: dict[tuple[int, str], Frame] = {}
    nouns = {cue.start for cue in cues if cue.tag == "noun"}
    kept = [cue for cue in cues if not _idle(cue, flat, clause)]
    for cue in kept:
        first = outcome_of(cue, kept, profile)
        if first is None:
            continue
        mood = mood_of(cue, flat, clause.start, title=clause.title)
        if cue.tag == "s" and cue.start in nouns and not _follows_subject(cue, flat, named):
            mood = Mood.NOUN
        owned = first[1] and mood is Mood.NOUN and _owned(cue, flat, named)
        frame = _frame(cue, first[0], kept, mood, act=first[1], owned=owned)
        if frame is not None:
            if cue.kind == "keeping":
                found.pop((cue.start, GOOD), None)
            found.setdefault((cue.start, frame.outcome), frame)
    found |= _orphans(kept, list(found.values()))
    return sorted(found.values(), key=lambda f: f.start)


def _frame(
    cue: Cue, outcome: str, cues: Sequence[Cue], mood: Mood, *, act: bool, owned: bool = False
) -> Frame | None:
    ops = operators(cue, cues)
    kinds = {op.kind for op in ops}
    if mood is Mood.FUTURE and any(leads(op, cue) for op in ops):
        mood = Mood.INFINITIVE
    over = any(c.kind == "deny" and c.start < cue.end and cue.start < c.end for c in cues)
    denied = cue.kind != "deny" and ("deny" in kinds or over)
    passive_denial = cue.kind == "deny" and mood is Mood.PASSIVE
    if denied or passive_denial or (act and not owned and not _stands(cue, mood, kinds)):
        return None
    before = tuple(op.word for op in reversed(ops) if op.start < cue.start)
    after = tuple(op.word for op in ops if op.start > cue.start)
    return Frame(
        start=min([cue.start, *(op.start for op in ops)]),
        end=max([cue.end, *(op.end for op in ops)]),
        outcome=applied(outcome, ops),
        source=cue.kind,
        word=cue.word,
        at=(cue.start, cue.end),
        act=act,
        tag=cue.tag,
        used=tuple((op.start, op.end) for op in ops),
        mood=mood,
        mods=frozenset(kinds | ({"future"} if mood is Mood.FUTURE else set())),
        why=(*before, cue.word, *after),
    )


def _orphans(cues: Sequence[Cue], found: Sequence[Frame]) -> dict[tuple[int, str], Frame]:
    """Failures and refusals that no predicate has used: of an act the lexicon does not know."""
    if any(frame.outcome == DENY for frame in found):
        return {}
    taken = {span for frame in found for span in frame.used}
    held = {(frame.start, frame.outcome) for frame in found}
    orphans: dict[tuple[int, str], Frame] = {}
    for cue in cues:
        if cue.kind in _ORPHANS and (cue.start, cue.end) not in taken:
            frame = _frame(cue, _ORPHANS[cue.kind], cues, Mood.PHRASE, act=False)
            if frame is not None and (frame.start, frame.outcome) not in held:
                orphans[cue.start, frame.outcome] = replace(frame, act=True)
    return orphans


def _stands(cue: Cue, mood: Mood, kinds: set[str]) -> bool:
    """Whether an act is reported at all: a bare noun, infinitive or participle reports nothing."""
    governed = bool(kinds & _GOVERNORS)
    if cue.kind == "restrict+" and kinds & (PLANNED | {"fear"}):
        governed = True
    if mood is Mood.NOUN:
        return cue.kind.startswith("peace") or governed
    return governed or mood not in _NOMINAL


def _owned(cue: Cue, flat: str, named: frozenset[int]) -> bool:
    """`Pyongyang's return of the remains`: a noun of action with its doer tells of the act."""
    return any(
        flat.startswith("'s ", end) and flat.startswith(" of", cue.end)
        for end in named
        if 0 <= cue.start - end <= OWNER_REACH
    )


def _follows_subject(cue: Cue, flat: str, named: frozenset[int]) -> bool:
    before = flat[max(0, cue.start - 12) : cue.start]
    return cue.start - 1 in named or bool(_SUBJECT_BEFORE.search(before))


def _idle(cue: Cue, flat: str, clause: Clause) -> bool:
    """Whether a cue is another word here: the month of May, `may have`, a noun before a noun."""
    after = flat[cue.end : cue.end + 8]
    if cue.word == "may":
        before = flat[max(clause.start, cue.start - 8) : cue.start]
        return bool(_MONTH_BEFORE.search(before) or _MONTH.match(after)) or " have" in after[:5]
    if cue.word in {"could", "might"}:
        return after.startswith(" have")
    opening = cue.start - clause.start < 3
    if cue.word == "provided" and opening:
        return cue.kind != "condition"
    if cue.word == "breaking" and opening and clause.title:
        return after[:1] in {":", " "}
    verbal = cue.tag in {"base", "s", "past"} and " to" not in cue.word
    if verbal and cue.kind in {"agree", "fear", "delay", "stop"}:
        return mood_of(cue, flat, clause.start, title=clause.title) is Mood.ATTRIBUTIVE
    return False
