"""What a promise asks for: along which axes of action it moves, and in which direction.

Read from the promise's own words with the same table of acts as the news, so that an act in the
news can be seen to go with the promise or against it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from monitor.reading.inflect import stem
from monitor.reading.lexicon import Cue, lexicon
from monitor.reading.spotting import spaced
from monitor.reading.synonyms import canon

RESTRICTION_REACH = 50
_TURNERS = frozenset({"neg", "stop", "refuse"})
_REACH = 28
_WEAK = frozenset(map(stem, ("keep", "keeps", "maintain", "put", "place", "add", "extend", "new")))
_STATE = re.compile(
    r"\b(?:keep|keeps|is|are|be|been|stay|stays|remain|remains|being|gets)\b[^,;]*$"
)
_CARRIED = re.compile(r"\b(?:keep|holds?|carr|open|begin|start|resum|continu|launch)")
_RELATIVE = re.compile(r"\b(?:that|which|who|as|where|when)\b[^,;]*$")


@dataclass(frozen=True, slots=True)
class Profile:
    """axes: axis → +1 or -1, the direction that keeps the promise (0: both occur).

    turned: the axes it names by forbidding or ending something.
    verbs: roots of the promise's own verbs.
    """

    axes: Mapping[str, int] = field(default_factory=dict)
    turned: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[tuple[str, int], ...]:
        """What tells two profiles apart as far as frames go."""
        return tuple(sorted((axis, sign) for axis, sign in self.axes.items() if sign))

    def alignment(self, kind: str) -> int:
        """+1 if an act (`axis+`, `axis-`) goes with the promise, -1 against it, 0 unrelated."""
        axis, sign = kind[:-1], 1 if kind.endswith("+") else -1
        return sign * self.axes.get(axis, 0)


def profile_of(statement: str, subjects: str = "") -> Profile:
    """The axes of a folded statement; where it has none, those that its watched subjects name."""
    profile = _profile(statement)
    if profile.axes or not subjects:
        return profile
    named = [c for c in lexicon().cues(spaced(subjects)) if c.tag == "noun" and c.kind[-1] == "+"]
    return Profile({cue.kind[:-1]: 1 for cue in named})


def _profile(statement: str) -> Profile:
    cues = lexicon().cues(spaced(statement))
    axes: dict[str, int] = {}
    verbs: set[str] = set()
    negative: set[str] = set()
    for cue in cues:
        if cue.kind[-1] not in "+-" or not _principal(cue, cues, statement):
            continue
        if cue.kind.startswith("restrict") and (
            stem(cue.word) in _WEAK or not beside_restriction(cue, cues)
        ):
            continue
        turned = _turned(cue, cues, statement)
        sign = (1 if cue.kind[-1] == "+" else -1) * (-1 if turned else 1)
        axis = cue.kind[:-1]
        if turned:
            negative.add(axis)
        verbs.add(canon(cue.word.split(" ")[0]))
        axes[axis] = sign if axes.get(axis, sign) == sign else 0
    return Profile(axes, frozenset(negative), frozenset(verbs))


def beside_restriction(cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether an act is done to a restriction: a tariff, a control, a sanction …."""
    return any(
        n.kind == "restriction"
        and (0 <= n.start - cue.end <= RESTRICTION_REACH or 0 <= cue.start - n.end <= 30)
        for n in cues
    )


def _principal(cue: Cue, cues: Sequence[Cue], statement: str) -> bool:
    """Whether a verb of the statement says what is promised rather than how it came about."""
    before = statement[max(0, cue.start - 60) : cue.start]
    if cue.tag in {"s", "base", "phrase"}:
        return not re.search(r"\b(?:to the|of the|the|a|its|their|his|her|of|no longer) $", before)
    if cue.tag == "noun":
        return _turned(cue, cues, statement) or bool(_CARRIED.search(before))
    if cue.tag == "ing":
        return bool(re.search(r"\b(?:by|and|without) (?:\w+ )?$", before)) or _turned(
            cue, cues, statement
        )
    return bool(_STATE.search(before)) and not _RELATIVE.search(before[-25:])


def _turned(act: Cue, cues: Sequence[Cue], statement: str) -> bool:
    if re.match(r" (?:\w+ )?no\b", statement[act.end : act.end + 10]):
        return True
    return any(_turns(op, act) and not _parted(act, statement[op.end : act.start]) for op in cues)


def _parted(act: Cue, between: str) -> bool:
    """Whether a second verb begins between an operator and an act (`stops … and holds …`)."""
    first = bool(re.match(r" (?:or|and) ", between))
    return first or (" and " in between and act.tag in {"s", "base"})


def _turns(op: Cue, act: Cue) -> bool:
    before = op.end <= act.start and act.start - op.end <= _REACH
    return op.kind in _TURNERS and before and (op.start, op.end) != (act.start, act.end)
