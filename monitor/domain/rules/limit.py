"""Is a limit kept? A quantity held at most (`<= 300 kg`) or, in a promise to hold, at least.

A reading beyond the limit is a claim of breach of its own, named after its series. An official
series that is not a party's own confirms it; two series of different families corroborate it; a
party's own count of what the other side does, and any single unofficial one, only report it. A
later reading within the limit cures it, and the breach stays on record. Such a claim does not fade.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.domain.books import HOLDS, open_books, with_figures
from monitor.domain.commitment import Direction, Quantity
from monitor.domain.known import Finding, Known
from monitor.domain.ledger import Ledger, Point
from monitor.domain.pace import reaches
from monitor.domain.phrases import day, names
from monitor.domain.standing import Claim, ClaimState, Reason, Word
from monitor.domain.units import amount

ID = "limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Excess:
    """The last run of readings beyond the limit, and the reading that ended it, if any."""

    ledger: Ledger
    first: Point
    worst: Point
    back: Point | None


def check(known: Known) -> Finding | None:
    """The claim the readings make, if any; for a promise to hold also its figures."""
    quantity = known.terms.quantity
    holds = known.commitment.kind in HOLDS
    if quantity is None or not (holds or quantity.direction is Direction.AT_MOST):
        return None
    books = open_books(known, quantity)
    found = [excess for one in books.every if (excess := _excess(quantity, one)) is not None]
    claims = (_claim(known, quantity, found),) if found else ()
    finding = Finding(
        claims=claims,
        reasons=tuple(_reason(one) for one in claims),
        masks=tuple((Word.BREACH, one.since) for one in claims if one.state is ClaimState.CURED),
    )
    return with_figures(finding, known, books) if holds else finding


def _excess(quantity: Quantity, ledger: Ledger) -> _Excess | None:
    """The last run of readings inside the period that broke the limit."""
    run: list[Point] = []
    back: Point | None = None
    for point in ledger.inside:
        if reaches(quantity, point.total):
            back = back or (point if run else None)
        else:
            run = [point] if back else [*run, point]
            back = None
    if not run:
        return None
    worst = max(run, key=lambda point: abs(point.total - quantity.target))
    return _Excess(ledger=ledger, first=run[0], worst=worst, back=back)


def _claim(known: Known, quantity: Quantity, found: Sequence[_Excess]) -> Claim:
    standing = [one for one in found if one.back is None]
    state = _level(known, standing or found)
    since = min(one.first.learned_at for one in standing or found)
    if not standing:
        state = ClaimState.CURED
        since = max(one.back.learned_at for one in found if one.back is not None)
    told = names(_told(quantity, one) for one in standing or found)
    return Claim(
        story="series:" + "+".join(sorted(one.ledger.series.id for one in standing or found)),
        state=state,
        since=since,
        families=tuple(dict.fromkeys(_family(one) for one in standing or found)),
        evidence=tuple(one.first.id for one in standing or found),
        reason=f"{told}; {_limit(quantity)}.",
    )


def _level(known: Known, found: Sequence[_Excess]) -> ClaimState:
    neutral = [one for one in found if not _party(known, one)]
    if any(one.ledger.official for one in neutral):
        return ClaimState.CONFIRMED
    if any(one.ledger.official and _admits(known, one) for one in found):
        return ClaimState.CONFIRMED
    several = len({_family(one) for one in neutral}) > 1
    return ClaimState.CORROBORATED if several else ClaimState.REPORTED


def _party(known: Known, one: _Excess) -> bool:
    """Whether it is the count of a party to the commitment."""
    party = known.sides.party_of(one.ledger.series.party)
    return party in known.sides.obligor | known.sides.obligee


def _admits(known: Known, one: _Excess) -> bool:
    """Whether an obligor that is nobody's accuser counts against itself."""
    party = known.sides.party_of(one.ledger.series.party)
    return party in known.sides.obligor - known.sides.obligee


def _family(one: _Excess) -> str:
    return (one.ledger.series.family or one.ledger.series.id).casefold()


def _told(quantity: Quantity, one: _Excess) -> str:
    worst = f"{amount(one.worst.total, quantity.unit)} through {day(one.worst.through)}"
    back = f", back within it through {day(one.back.through)}" if one.back else ""
    return f"{one.ledger.series.id} shows {worst}{back}"


def _limit(quantity: Quantity) -> str:
    word = "at most" if quantity.direction is Direction.AT_MOST else "at least"
    return f"{word} {amount(quantity.target, quantity.unit)} is promised"


def _reason(claim: Claim) -> Reason:
    return Reason(
        code=f"claim-{claim.state.value}",
        sentence=claim.reason,
        rests_on=claim.evidence,
        since=claim.since,
    )
