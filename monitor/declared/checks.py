"""What must hold across the entries of `commitments.yaml`: one function, one law.

Each check takes the draft of a register (parties still as written) and yields what breaks the law.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeAlias

from monitor.declared import days
from monitor.declared.draft import Draft
from monitor.declared.nearby import did_you_mean
from monitor.declared.node import Step
from monitor.declared.repeats import repeats
from monitor.domain.commitment import LONG_AGO, Commitment, Kind
from monitor.errors import Problem

_MOST = 200
Check: TypeAlias = Callable[[Draft], Iterator[Problem]]


def check(draft: Draft) -> list[Problem]:
    """Every broken law, in the order of `CHECKS`; the first `_MOST` where there are more."""
    return list(islice((problem for law in CHECKS for problem in law(draft)), _MOST))


def ids_are_unique(draft: Draft) -> Iterator[Problem]:
    """No two entries of a list share an id; events and commitments share one space of ids."""
    for name in ("parties", "agreements", "events", "commitments"):
        yield from repeats(draft.source, (name,), draft.ids(name))
    taken = set(draft.ids("commitments"))
    for index, event in draft.events.items():
        if event.id in taken:
            message = "A commitment has this id already."
            yield draft.source.problem(("events", index, "id"), message)


def agreements_exist(draft: Draft) -> Iterator[Problem]:
    """Every agreement that is named is declared, and none is its own ancestor."""
    known = draft.ids("agreements")
    for place, commitment in draft.places():
        if commitment.agreement and commitment.agreement not in known:
            yield _unknown(draft, (*place, "agreement"), "agreement", commitment.agreement, known)
    for index, agreement in draft.agreements.items():
        if agreement.parent and agreement.parent not in known:
            steps: tuple[Step, ...] = ("agreements", index, "parent")
            yield _unknown(draft, steps, "agreement", agreement.parent, known)
    parents = {a.id: (a.parent,) for a in draft.agreements.values() if a.parent}
    for index, agreement in draft.agreements.items():
        if _returns(agreement.id, parents):
            message = "This agreement is its own parent, by way of its parents."
            yield draft.source.problem(("agreements", index, "parent"), message)


def ties_exist(draft: Draft) -> Iterator[Problem]:
    """Conditions, counted deadlines and successions name what is declared."""
    commitments = draft.ids("commitments")
    known = [*commitments, *draft.ids("events")]
    for place, commitment in draft.places():
        for steps, target in _ties(commitment):
            if target not in known:
                yield _unknown(draft, (*place, *steps), "event or commitment", target, known)
        for number, target in enumerate(commitment.supersedes):
            if target not in commitments:
                steps = ("supersedes", number)
                yield _unknown(draft, (*place, *steps), "commitment", target, commitments)


def _ties(commitment: Commitment) -> Iterator[tuple[tuple[Step, ...], str]]:
    for number, condition in enumerate(commitment.conditions):
        yield ("conditions", number, "on"), condition.on
    if commitment.due and commitment.due.relative:
        yield ("due", "after", "event"), commitment.due.relative.after
    for number, amendment in enumerate(commitment.amendments):
        if amendment.due and amendment.due.relative:
            yield ("amendments", number, "due", "after", "event"), amendment.due.relative.after


def nothing_hangs_on_itself(draft: Draft) -> Iterator[Problem]:
    """No commitment supersedes itself or waits for itself, directly or by way of others."""
    supersedes = {c.id: c.supersedes for c in draft.commitments.values()}
    waits = {c.id: tuple(target for _, target in _ties(c)) for c in draft.commitments.values()}
    for place, commitment in draft.places():
        if _returns(commitment.id, supersedes):
            message = "This commitment supersedes itself, by way of those it supersedes."
            yield draft.source.problem((*place, "supersedes"), message)
        if _returns(commitment.id, waits):
            message = "This commitment waits for itself, by way of those it waits for."
            at = "conditions" if commitment.conditions else "due"
            yield draft.source.problem((*place, at), message)


def _returns(start: str, edges: Mapping[str, Iterable[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node == start:
            return True
        if node not in seen:
            seen.add(node)
            waiting.extend(edges.get(node, ()))
    return False


def kinds_have_what_they_need(draft: Draft) -> Iterator[Problem]:
    """A kind that is judged by a field has that field."""
    for place, commitment in draft.places():
        if commitment.kind is Kind.QUANTITY:
            yield from _quantity_is_whole(draft, place, commitment)
        needed, present = _need(commitment)
        if not present:
            message = f"A commitment of kind {commitment.kind.value} needs `{needed}`."
            yield draft.source.problem((*place, "kind"), message, _EXAMPLES[needed])


_EXAMPLES = {
    "quantity": "quantity: {target: 12, unit: Mt}",
    "recurrence": "recurrence: FREQ=YEARLY",
    "service_level": "service_level: {within: 45wd}",
    "due": "the day on which it ends unless it is extended",
    "": "",
}


def _need(commitment: Commitment) -> tuple[str, bool]:
    if commitment.kind is Kind.QUANTITY:
        return "quantity", commitment.quantity is not None
    if commitment.kind is Kind.RECURRING:
        return "recurrence", bool(commitment.recurrence)
    if commitment.kind is Kind.SERVICE_LEVEL:
        return "service_level", commitment.service_level is not None
    if commitment.kind is Kind.SUNSET:
        return "due", commitment.due is not None
    return "", True


def _quantity_is_whole(
    draft: Draft, place: tuple[Step, ...], commitment: Commitment
) -> Iterator[Problem]:
    quantity = commitment.quantity
    if quantity is None:
        return
    if quantity.begins is None and commitment.made == LONG_AGO:
        message = "A quantity needs the first day that counts."
        yield draft.source.problem((*place, "quantity"), message, "give `made`, or `from` in it")
    last = quantity.ends or (commitment.due.on if commitment.due else None)
    if last is None and commitment.due is None:
        message = "A quantity needs the day by which it is owed."
        yield draft.source.problem((*place, "quantity"), message, "give `due`, or `to` in it")
    if last is not None and quantity.begins is not None and quantity.begins > last:
        message = f"`from` lies after the last day, {last.isoformat()}."
        yield draft.source.problem((*place, "quantity", "from"), message)


def _unknown(
    draft: Draft, steps: tuple[Step, ...], what: str, name: str, known: list[str]
) -> Problem:
    some = ", ".join(known[:5]) + (", …" if len(known) > 5 else "")
    hint = did_you_mean(name, known, f"declared: {some}" if some else "none is declared")
    return draft.source.problem(steps, f"No {what} has the id {name}.", hint)


CHECKS: tuple[Check, ...] = (
    ids_are_unique,
    agreements_exist,
    ties_exist,
    nothing_hangs_on_itself,
    kinds_have_what_they_need,
    days.days_are_in_order,
    days.recurrences_fall_on_days,
    days.calendars_are_known,
)
