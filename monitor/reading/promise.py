"""What a promise asks for: along which axes of action it moves, and in which direction.

Read from the promise's own words with the same table of acts as the news, so that an act in the
news can be seen to go with the promise or against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.reading.lexicon import Cue, lexicon
from monitor.reading.spotting import spaced

_TURNERS = frozenset({"neg", "stop", "refuse"})
_REACH = 28


@dataclass(frozen=True, slots=True)
class Profile:
    """axes: axis → +1 or -1, the direction that keeps the promise (0: both occur)."""

    axes: Mapping[str, int] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    def alignment(self, kind: str) -> int:
        """+1 if an act (`axis+`, `axis-`) goes with the promise, -1 against it, 0 unrelated."""
        axis, sign = kind[:-1], 1 if kind.endswith("+") else -1
        return sign * self.axes.get(axis, 0)


def profile_of(statement: str) -> Profile:
    """The axes of a folded statement."""
    cues = lexicon().cues(spaced(statement))
    axes: dict[str, int] = {}
    words: set[str] = set()
    for cue in cues:
        if cue.kind[-1] not in "+-":
            continue
        turned = any(_turns(op, cue) for op in cues)
        sign = (1 if cue.kind[-1] == "+" else -1) * (-1 if turned else 1)
        axis = cue.kind[:-1]
        words.add(cue.word)
        axes[axis] = sign if axes.get(axis, sign) == sign else 0
    return Profile(axes, frozenset(words))


def _turns(op: Cue, act: Cue) -> bool:
    before = op.end <= act.start and act.start - op.end <= _REACH
    return op.kind in _TURNERS and before and (op.start, op.end) != (act.start, act.end)
