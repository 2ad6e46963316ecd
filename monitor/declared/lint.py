"""What is allowed and yet will disappoint: warnings, across all the declared files.

One function, one disappointment; each takes a commitment and everything declared beside it, and
none of them stops anything.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from monitor.declared import coverage, data_feeds, named, wording
from monitor.declared.nearby import did_you_mean
from monitor.declared.worry import Declarations, Worry
from monitor.domain.alert import Policy
from monitor.domain.calendar.working import is_working
from monitor.domain.commitment import AmendmentKind, Commitment, ConditionKind, Kind, Register
from monitor.domain.evidence import Feed, Series
from monitor.errors import Grade, Problem

Rule: TypeAlias = Callable[[Commitment, Declarations], Iterator[Worry]]
_MOMENTS = frozenset({Kind.DO_BY, Kind.CONSULT})


def lint(
    register: Register,
    feeds: Sequence[Feed],
    series: Sequence[Series],
    policy: Policy | None = None,
    file: str = "commitments.yaml",
    config: str = "config",
) -> list[Problem]:
    """Every warning, in the order of the files.

    file and config: the names to show for `commitments.yaml` and for the settings' directory.

    policy: the alerts' routes, to see whether commitments name one that exists.
    """
    declared = Declarations(register, tuple(feeds), tuple(series), policy)
    found = [
        _warning(file, commitment.line, replace(worry, key=f"commitments[{index}].{worry.key}"))
        for index, commitment in enumerate(register.commitments)
        for rule in RULES
        for worry in rule(commitment, declared)
    ]
    found.extend(_warning(f"{config}/feeds.yaml", 0, w) for w in named.parties_of_feeds(declared))
    found.extend(_warning(f"{config}/feeds.yaml", 0, w) for w in data_feeds.worries(declared))
    found.extend(
        _warning(f"{config}/alerts.yaml", 0, w) for w in named.subjects_of_routes(declared)
    )
    return found


def _warning(file: str, line: int, worry: Worry) -> Problem:
    return Problem(file, line, worry.key, worry.message, worry.hint, Grade.WARNING)


def can_never_be_judged(commitment: Commitment, _: Declarations) -> Iterator[Worry]:
    """An act without a day, or a trigger that gives one, can never be late."""
    triggered = any(c.kind is ConditionKind.TRIGGER for c in commitment.conditions)
    amended = any(amendment.due for amendment in commitment.amendments)
    judged = commitment.due or triggered or amended or commitment.draft
    if commitment.kind is Kind.DO_BY and not judged:
        hint = "add `due`; what must simply go on is of kind hold-until"
        yield Worry("due", "Nothing says by when: it can never be overdue.", hint)


def falls_on_a_day_off(commitment: Commitment, _: Declarations) -> Iterator[Worry]:
    """An act due on a weekend or a holiday is often done on the next working day."""
    due = commitment.due
    if due is None or due.on is None or commitment.kind not in _MOMENTS or not due.firm:
        return
    day = due.on
    checked = due.grace.amount or due.at is not None or due.written
    if checked or (day.month, day.day) in _PERIOD_ENDS:
        return
    if day.weekday() >= 5:
        message = f"The deadline, {day.isoformat()}, is a {day:%A}."
        yield Worry("due", message, _NEXT_DAY)
    elif not all(_works(day, country) for country in commitment.obligor):
        message = f"The deadline, {day.isoformat()}, is a holiday where it is owed."
        yield Worry("due", message, _NEXT_DAY)


_NEXT_DAY = "if the next working day will do, add grace: 2d; if not, quote the text in `written`"
_PERIOD_ENDS = frozenset({(3, 31), (6, 30), (9, 30), (12, 31)})


def _works(day: date, party: str) -> bool:
    if len(party) != 2 or not party.isupper() or not 1900 < day.year < 2100:
        return True
    try:
        return is_working(day, (party,))
    except KeyError:
        return True


def older_than_its_deal(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """A promise is rarely older than the agreement it belongs to."""
    deals = {a.id: a.made for a in declared.register.agreements}
    made = deals.get(commitment.agreement)
    if made is not None and commitment.made < made:
        message = f"It was made on {commitment.made}, before its agreement, {made}."
        yield Worry("made", message, "is a year mistyped?")


def extends_backwards(commitment: Commitment, _: Declarations) -> Iterator[Worry]:
    """An extension usually moves a deadline later."""
    latest = commitment.due.on if commitment.due else None
    for number, amendment in enumerate(commitment.amendments):
        new = amendment.due.on if amendment.due else None
        if new is None:
            continue
        if amendment.kind is AmendmentKind.EXTEND and latest is not None and new < latest:
            message = f"The extension ends on {new}, before the deadline it moves, {latest}."
            yield Worry(f"amendments[{number}].due", message, "is a year mistyped?")
        latest = new


def route_is_missing(commitment: Commitment, declared: Declarations) -> Iterator[Worry]:
    """A commitment's own route must exist, else its alerts go where all others go."""
    if declared.policy is None or not commitment.alerts.route:
        return
    known = [route.id for route in declared.policy.routes]
    if commitment.alerts.route not in known:
        hint = did_you_mean(commitment.alerts.route, known, "declare it in alerts.yaml")
        yield Worry("alerts.route", f"No route has the id {commitment.alerts.route}.", hint)


RULES: tuple[Rule, ...] = (
    can_never_be_judged,
    wording.cannot_be_rated,
    wording.has_no_terms,
    wording.matches_everything,
    falls_on_a_day_off,
    older_than_its_deal,
    extends_backwards,
    coverage.nobody_looks,
    coverage.names_unknown_feeds,
    data_feeds.is_no_witness,
    coverage.cannot_be_proved,
    coverage.counts_by_unknown_series,
    coverage.cannot_convert,
    route_is_missing,
)
