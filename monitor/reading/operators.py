"""Operators: words that turn a predicate, delay it, or take it out of the actual world.

They stand before their predicate within a short reach (`failed to deliver`), a few also after it
(`release delayed`, `frees only ten`). The nearest works first.
"""

from collections.abc import Sequence

from monitor.reading.lexicon import Cue
from monitor.reading.predicates import BAD, CHANGE, DONE, GOOD, SHORT

TURNING = frozenset({"neg", "fail", "refuse", "stop", "yet", "delay"})
UNREAL = frozenset({"future", "hedge", "condition", "threat", "fear"})
PLANNED = frozenset({"agree", "terms", "urge", "accord"})
REACH = {
    "neg": 22, "yet": 30, "fail": 45, "refuse": 45, "stop": 40, "delay": 40, "continue": 40,
    "future": 30, "hedge": 30, "threat": 60, "fear": 40, "condition": 60,
    "agree": 45, "terms": 45, "urge": 60, "accord": 50,
    "only": 30, "all": 25, "accuse": 60, "insist": 60, "imminent": 60, "deny": 45,
}  # fmt: skip
AFTER = 60
COUNTED_AFTER = 28
WORD_REACH = 12
NEXT = 3

_TRAILING = frozenset({"stop", "delay", "continue", "imminent"})
_ACT_ONLY = frozenset({"fail", "refuse", "stop", "delay", "only", "all"})
_BREAKING = frozenset({"break", "break_v", "drop_v"})
_NO = frozenset(
    {"no", "without", "not a single", "zero", "absence of", "lack of", "none of", "no sign of",
     "in the absence of", "never", "no longer"}
)  # fmt: skip
_EFFECT = {
    "delay": {GOOD: SHORT, DONE: SHORT},
    "yet": {GOOD: SHORT, DONE: SHORT, BAD: GOOD},
    "only": {GOOD: SHORT, DONE: SHORT},
    "accord": {BAD: CHANGE, SHORT: CHANGE},
    "all": {GOOD: DONE},
    "neg": {GOOD: BAD, BAD: GOOD, DONE: BAD, SHORT: GOOD},
    "fail": {GOOD: BAD, BAD: GOOD, DONE: BAD},
    "refuse": {GOOD: BAD, BAD: GOOD, DONE: BAD},
    "stop": {GOOD: BAD, BAD: GOOD, DONE: BAD},
}  # fmt: skip


def operators(cue: Cue, cues: Sequence[Cue]) -> list[Cue]:
    """The operators of a predicate, nearest first; each kind once."""
    found: dict[str, tuple[int, Cue]] = {}
    for op in cues:
        if op.kind not in REACH or (op.start <= cue.start and op.end >= cue.end):
            continue
        if op.kind == "neg" and cue.tag == "noun" and op.word not in _NO:
            continue
        gap = cue.start - op.end
        if gap < 0:
            gap = op.start - cue.end
            if not _trails(op, cue, gap):
                continue
        reach = WORD_REACH if op.kind in _ACT_ONLY and cue.kind in _BREAKING else REACH[op.kind]
        if gap <= reach and (op.kind not in found or gap < found[op.kind][0]):
            found[op.kind] = (gap, op)
    return [op for _, op in sorted(found.values(), key=lambda pair: pair[0])]


def applied(outcome: str, ops: Sequence[Cue]) -> str:
    """The outcome after all its operators."""
    for op in ops:
        outcome = _EFFECT.get(op.kind, {}).get(outcome, outcome)
    return outcome


def leads(op: Cue, cue: Cue) -> bool:
    """Whether an operator takes the verb as its own infinitive: `refuses to` + `pay`."""
    return op.end + 1 == cue.start and op.word.endswith(" to")


def _trails(op: Cue, cue: Cue, gap: int) -> bool:
    if op.kind in {"only", "all"}:
        return 0 <= gap <= COUNTED_AFTER
    if op.kind == "imminent":
        return 0 <= gap <= AFTER
    if op.kind in {"future", "hedge"}:
        return cue.tag == "noun" and 0 <= gap <= NEXT
    late = op.kind in _TRAILING and op.tag != "ing"
    return late and cue.tag == "noun" and 0 <= gap <= COUNTED_AFTER
