"""What was owed on a day: the original terms and every change known by then.

A change counts from the day it takes effect or became known, whichever is later. An agreed one
moves the terms; one that only one side claims is kept beside them and moves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.domain.calendar import Deadline, Due, resolve
from monitor.domain.commitment import (
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Commitment,
    Quantity,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A stretch in which nothing is owed: from `begins` until `ends` (exclusive, None: open)."""

    begins: date
    ends: date | None
    freezes: bool
    amendment: Amendment


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms as they stood on `day`.

    past: suspensions that are over, each with its last day. frozen: days by which suspensions that
    stop the clock have moved the due date so far. ended: the END or WAIVE that nothing has taken
    back. claimed: changes only one side stands by. next_change: the first later day on which the
    calendar alone changes these terms.
    """

    day: date
    due: Due | None
    quantity: Quantity | None
    suspension: Suspension | None = None
    past: tuple[Suspension, ...] = ()
    frozen: int = 0
    ended: Amendment | None = None
    applied: tuple[Amendment, ...] = ()
    claimed: tuple[Amendment, ...] = ()
    next_change: date | None = None


def known_on(amendment: Amendment) -> date:
    """The first day on which the change can count."""
    return max(amendment.on, amendment.learned_on or amendment.on)


def terms_at(commitment: Commitment, day: date) -> Terms:
    """What `commitment` owed on `day`, by what was known on that day."""
    ordered = sorted(commitment.amendments, key=lambda a: (a.on, known_on(a)))
    known = [a for a in ordered if known_on(a) <= day]
    agreed = tuple(a for a in known if a.status is AmendmentStatus.AGREED)
    terms = Terms(day=day, due=commitment.due, quantity=commitment.quantity, applied=agreed)
    for amendment in agreed:
        terms = _CHANGE[amendment.kind](_lift(terms, amendment.on), amendment)
    terms = _lift(terms, day)
    return replace(
        terms,
        claimed=tuple(a for a in known if a.status is AmendmentStatus.CLAIMED),
        next_change=_next_change(terms, ordered),
    )


def _next_change(terms: Terms, ordered: Sequence[Amendment]) -> date | None:
    coming = [known_on(a) for a in ordered if known_on(a) > terms.day]
    if terms.suspension is not None and terms.suspension.ends is not None:
        coming.append(terms.suspension.ends)
    return min(coming, default=None)


def _lift(terms: Terms, day: date) -> Terms:
    """End a suspension whose own last day has passed by `day`."""
    suspension = terms.suspension
    if suspension is None or suspension.ends is None or suspension.ends > day:
        return terms
    return _resumed(terms, suspension.ends)


def _resumed(terms: Terms, day: date) -> Terms:
    suspension = terms.suspension
    if suspension is None:
        return terms
    stood = (day - suspension.begins).days if suspension.freezes else 0
    over = replace(suspension, ends=day)
    return replace(terms, suspension=None, past=(*terms.past, over), frozen=terms.frozen + stood)


def _extend(terms: Terms, amendment: Amendment) -> Terms:
    if amendment.due is None:
        return terms
    return replace(terms, due=amendment.due, frozen=0)


def _suspend(terms: Terms, amendment: Amendment) -> Terms:
    suspension = Suspension(
        begins=amendment.on,
        ends=amendment.until,
        freezes=amendment.freezes,
        amendment=amendment,
    )
    return replace(_resumed(terms, amendment.on), suspension=suspension)


def _resume(terms: Terms, amendment: Amendment) -> Terms:
    return replace(_resumed(terms, amendment.on), ended=None)


def _replace(terms: Terms, amendment: Amendment) -> Terms:
    return replace(_extend(terms, amendment), quantity=amendment.quantity or terms.quantity)


def _end(terms: Terms, amendment: Amendment) -> Terms:
    return replace(terms, ended=amendment)


_CHANGE = {
    AmendmentKind.EXTEND: _extend,
    AmendmentKind.SUSPEND: _suspend,
    AmendmentKind.RESUME: _resume,
    AmendmentKind.REPLACE: _replace,
    AmendmentKind.WAIVE: _end,
    AmendmentKind.END: _end,
}


def deadline_of(terms: Terms, events: Mapping[str, date]) -> Deadline | None:
    """The deadline judged on that day, moved by the time the clock has stood still."""
    if terms.due is None:
        return None
    found = resolve(terms.due, events=events)
    if found is None or terms.frozen == 0:
        return found
    moved = found.day + timedelta(days=terms.frozen)
    earliest = terms.due.earliest and terms.due.earliest + timedelta(days=terms.frozen)
    shifted = resolve(replace(terms.due, on=moved, earliest=earliest, relative=None), events=events)
    line = f"{found.day} + {terms.frozen}d = {moved}"
    return shifted and replace(shifted, trace=(*found.trace[:-1], line, *shifted.trace))
