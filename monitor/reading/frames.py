"""What a clause does to a promise: predicates with the words that turn or weaken them.

A predicate (`violated`, `delivered`, `attacks`) starts as good or bad for a promise; operators to
its left (`not`, `failed to`, `halted`, `threatened to`) turn it, delay it or take it out of the
actual world. One frame is the outcome for one predicate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.reading.lexicon import Cue
from monitor.reading.promise import Profile

GOOD, BAD, SHORT, CHANGE, DONE, STALL, FEAR, DENY = (
    "good", "bad", "short", "change", "done", "stall", "fear", "deny",
)  # fmt: skip
_PREDICATES = {"break": BAD, "keep": GOOD, "done": DONE, "short": SHORT, "change": CHANGE,
               "stall": STALL, "deny": DENY, "fear": FEAR, "threat": FEAR}  # fmt: skip
_PAIRS = (
    ("break_v", ("deal", "pledge", "target"), BAD),
    ("keep_v", ("deal", "pledge", "target"), GOOD),
    ("change_v", ("deal", "target", "pledge"), CHANGE),
    ("fail", ("deal",), STALL),
)
_TURNING = frozenset({"neg", "fail", "refuse", "stop", "yet", "delay"})
_WEAKENING = frozenset({"future", "hedge", "condition", "threat", "fear", "agree", "terms", "urge"})
_OPERATORS = _TURNING | _WEAKENING | {"continue", "only", "all", "accuse", "insist"}
_REACH = {"neg": 22, "yet": 30, "fail": 45, "refuse": 45, "stop": 40, "delay": 40, "continue": 40,
          "future": 30, "hedge": 30, "threat": 60, "fear": 60, "agree": 45, "terms": 45,
          "urge": 60, "condition": 60, "only": 30, "all": 25, "accuse": 60,
          "insist": 60}  # fmt: skip
_AFTER = frozenset({"stop", "delay", "continue"})
_NOUN_ACT_ALONE = frozenset({"peace-"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One predicate in its clause. outcome: good, bad, short, change, done, stall, fear, deny.

    source: the lexicon class. act: it is something done in the world, judged against the promise
    rather than a word about keeping it. mods: the operators around it. why: the words, in order.
    """

    start: int
    end: int
    outcome: str
    source: str
    word: str
    act: bool = False
    tag: str = ""
    mods: frozenset[str] = frozenset()
    why: tuple[str, ...] = ()


def frames(cues: Sequence[Cue], profile: Profile) -> list[Frame]:
    """Every frame of a clause, in order, for a promise with this profile."""
    found: dict[tuple[int, str], Frame] = {}
    for cue in cues:
        first = _first(cue, cues, profile)
        if first is None:
            continue
        outcome, act = first
        frame = _turn(cue, outcome, cues, act=act)
        if frame is not None:
            found.setdefault((cue.start, frame.outcome), frame)
    return sorted(found.values(), key=lambda f: f.start)


def _first(cue: Cue, cues: Sequence[Cue], profile: Profile) -> tuple[str, bool] | None:
    if cue.kind in _PREDICATES:
        return _PREDICATES[cue.kind], False
    for verb, nouns, outcome in _PAIRS:
        if cue.kind == verb and _governs(cue, nouns, cues):
            return outcome, False
    if cue.kind[-1] in "+-":
        aligned = profile.alignment(cue.kind)
        if aligned:
            return (GOOD if aligned > 0 else BAD), True
    return None


def _governs(verb: Cue, nouns: tuple[str, ...], cues: Sequence[Cue]) -> bool:
    return any(
        n.kind in nouns and (0 <= n.start - verb.end <= 40 or 0 <= verb.start - n.end <= 18)
        for n in cues
    )


def _turn(cue: Cue, outcome: str, cues: Sequence[Cue], *, act: bool) -> Frame | None:
    operators = _operators(cue, cues)
    kinds = {op.kind for op in operators}
    if act and cue.tag == "noun" and not _stands(cue, kinds):
        return None
    for op in operators:
        outcome = _apply(op.kind, outcome)
    why = tuple(op.word for op in reversed(operators) if op.start < cue.start)
    after = tuple(op.word for op in operators if op.start > cue.start)
    return Frame(
        start=min([cue.start, *(op.start for op in operators)]),
        end=max([cue.end, *(op.end for op in operators)]),
        outcome=outcome,
        source=cue.kind,
        word=cue.word,
        act=act,
        tag=cue.tag,
        mods=frozenset(kinds),
        why=(*why, cue.word, *after),
    )


def _stands(cue: Cue, kinds: set[str]) -> bool:
    """A noun of action reports something only beside a verb, unless it is itself an assault."""
    return cue.kind in _NOUN_ACT_ALONE or bool(kinds & (_TURNING | {"continue", "only"}))


def _operators(cue: Cue, cues: Sequence[Cue]) -> list[Cue]:
    """The operators of a predicate, nearest first; each kind once."""
    found: dict[str, tuple[int, Cue]] = {}
    for op in cues:
        if op.kind not in _OPERATORS or (op.start <= cue.start and op.end >= cue.end):
            continue
        gap = cue.start - op.end
        if gap < 0:
            gap = op.start - cue.end
            if op.kind not in _AFTER or cue.tag != "noun" or not 0 <= gap <= 30:
                continue
        if gap <= _REACH[op.kind] and (op.kind not in found or gap < found[op.kind][0]):
            found[op.kind] = (gap, op)
    return [op for _, op in sorted(found.values(), key=lambda pair: pair[0])]


def _apply(kind: str, outcome: str) -> str:
    if kind == "delay":
        return {GOOD: SHORT, DONE: SHORT}.get(outcome, outcome)
    if kind == "yet":
        return {GOOD: SHORT, DONE: SHORT, BAD: GOOD}.get(outcome, outcome)
    if kind == "only":
        return {GOOD: SHORT, DONE: SHORT}.get(outcome, outcome)
    if kind == "all":
        return DONE if outcome == GOOD else outcome
    if kind in _TURNING:
        return {GOOD: BAD, BAD: GOOD, DONE: BAD, CHANGE: CHANGE, SHORT: SHORT}.get(outcome, outcome)
    return outcome
