"""A number in a clause against the number promised: short by itself, or enough.

`frees 23 of the 33 hostages` and `buys only 3 million tonnes` are short of the promise though
they report performance; `has bought 12 million tonnes` of 12 promised is the whole of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.reading.amounts import Amount, amounts, in_unit, same_unit
from monitor.reading.clauses import Clause
from monitor.reading.frames import Frame
from monitor.reading.predicates import DONE, GOOD, SHORT
from monitor.reading.topics import Topic

REACH = 60
_COUNTED = frozenset({"give+", "buy+", "build+", "admit+", "close+", "leave+"})
_LITTLE = frozenset(
    {"only", "just", "merely", "barely", "less than", "fewer than", "no more than", "at most"}
)


def measured(frame: Frame, flat: str, clause: Clause, topic: Topic) -> Frame:
    """The frame with the outcome that the numbers beside it give, where they give one."""
    if frame.source not in _COUNTED or frame.outcome not in {GOOD, DONE} or topic.at_most:
        return frame
    low, high = max(clause.start, frame.start - REACH), min(clause.end, frame.end + REACH)
    amount, share = _share(amounts(flat, low, high), topic)
    if amount is None or share is None:
        return frame
    why = (*frame.why, flat[amount.start : amount.end])
    if share >= 1:
        return replace(frame, outcome=DONE, why=why)
    if amount.whole is not None or amount.comparative in _LITTLE:
        return replace(frame, outcome=SHORT, whole=False, why=why)
    return replace(frame, outcome=GOOD, whole=False)


def _share(found: Sequence[Amount], topic: Topic) -> tuple[Amount | None, Decimal | None]:
    """The first amount that can be held against a whole, and its share of it."""
    for amount in found:
        if amount.whole:
            return amount, amount.value / amount.whole
        target = topic.target
        if target is not None and target.value and same_unit(amount.unit, target.unit):
            return amount, in_unit(amount, target.unit) / target.value
    return None, None
