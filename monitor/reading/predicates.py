"""Predicates: what a word says of a promise before anything around it is weighed.

Some words speak of keeping or breaking by themselves (`violate`); some only beside a noun of
promising (`break` + `pledge`, `exceed` + `quota`); acts (`buys`, `attacks`) are good or bad by
the direction the promise itself asks for.
"""

from collections.abc import Sequence

from monitor.reading.lexicon import Cue
from monitor.reading.promise import Profile, beside_restriction

GOOD, BAD, SHORT, CHANGE, DONE, STALL, FEAR, DENY = (
    "good", "bad", "short", "change", "done", "stall", "fear", "deny",
)  # fmt: skip
OBJECT_AFTER = 40
OBJECT_BEFORE = 18
HELD_REACH = 45

_WORDS = {
    "break": BAD, "keep": GOOD, "done": DONE, "short": SHORT, "change": CHANGE, "stall": STALL,
    "deny": DENY, "committed": DENY, "fear": FEAR, "threat": FEAR,
}  # fmt: skip
_PAIRS: dict[str, tuple[tuple[frozenset[str], str], ...]] = {
    "break_v": ((frozenset({"deal", "pledge", "target"}), BAD),),
    "drop_v": ((frozenset({"pledge", "target"}), BAD),),
    "keep_v": ((frozenset({"deal", "pledge", "target"}), GOOD),),
    "change_v": ((frozenset({"deal", "pledge", "target"}), CHANGE),),
    "exit_n": ((frozenset({"deal"}), CHANGE),),
    "grant_v": ((frozenset({"respite"}), CHANGE),),
    "reach_v": ((frozenset({"target"}), GOOD),),
    "exceed_v": ((frozenset({"cap"}), BAD), (frozenset({"target", "pledge"}), DONE)),
    "deny_v": ((frozenset({"allegation", "break", "accuse"}), DENY),),
}
_TERMS = frozenset({"target", "cap", "deal"})
_HELD_AXES = ("give", "allow", "leave", "admit", "close")


def outcome_of(cue: Cue, cues: Sequence[Cue], profile: Profile) -> tuple[str, bool] | None:
    """(outcome, is it an act) of a cue in its clause, or None where it is no predicate."""
    if cue.kind in _WORDS:
        return _WORDS[cue.kind], False
    if cue.kind in _PAIRS:
        held = [out for nouns, out in _PAIRS[cue.kind] if governs(cue, nouns, cues)]
        return (held[0], False) if held else None
    if cue.kind == "adjust_v":
        return (CHANGE, False) if _agreed_terms(cue, cues) else None
    return _act(cue, cues, profile)


def governs(verb: Cue, nouns: frozenset[str], cues: Sequence[Cue]) -> bool:
    """Whether a verb has one of these kinds of noun as its object (or its passive subject)."""
    return any(
        n.kind in nouns
        and (0 <= n.start - verb.end <= OBJECT_AFTER or 0 <= verb.start - n.end <= OBJECT_BEFORE)
        for n in cues
    )


def _agreed_terms(cue: Cue, cues: Sequence[Cue]) -> bool:
    """`agreed to raise the quota`: any move of the terms by agreement changes them."""
    agreed = any(n.kind == "accord" and 0 <= cue.start - n.end <= 3 for n in cues)
    return agreed and governs(cue, _TERMS, cues)


def _act(cue: Cue, cues: Sequence[Cue], profile: Profile) -> tuple[str, bool] | None:
    if cue.kind == "residual":
        held = any(profile.axes.get(axis, 0) > 0 for axis in _HELD_AXES)
        return (SHORT, True) if held else None
    if cue.kind == "keeping":
        opened = any(n.kind == "openness" and 0 <= n.start - cue.end <= HELD_REACH for n in cues)
        return (BAD, True) if opened and profile.alignment("close-") < 0 else None
    if cue.kind[-1] not in "+-" or not profile.alignment(cue.kind):
        return None
    restricting = cue.kind.startswith("restrict") and cue.tag != "noun"
    if restricting and not beside_restriction(cue, cues):
        return None
    return (GOOD if profile.alignment(cue.kind) > 0 else BAD), True
