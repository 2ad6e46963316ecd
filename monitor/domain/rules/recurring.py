"""Is each occurrence of a `recurring` commitment kept?

The rule of recurrence (RFC 5545) starts on the due date, or on the day the promise was made; each
occurrence is an instance of its own with its own deadline, grace and proof. A report of performance
counts for the occurrence it lies nearest to among those not yet performed: a report filed in
January for the December just past is late, one in November is early for the December to come. The
oldest occurrence that is past and open is the one judged; when none is, the next one is. An
occurrence that falls into a suspension is not owed. A person may rule on a single occurrence by its
day.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from monitor.domain.calendar import Deadline, Due, exact, occurrences
from monitor.domain.calendar.recurrence import after
from monitor.domain.commitment import LONG_AGO, AmendmentKind, Kind
from monitor.domain.completion import WITHIN, Completion, reports, weigh
from monitor.domain.evidence import Evidence, Ruling, Verdict
from monitor.domain.known import Finding, Known
from monitor.domain.ladder import by_calendar, claimed, late_by, rungs
from monitor.domain.phrases import day, names
from monitor.domain.sides import happened
from monitor.domain.standing import Instance, Performance, Reason

ID = "recurring"
KINDS = frozenset({Kind.RECURRING})

_SHOWN = 12
_FAR = 400


@dataclass(slots=True)
class _Occurrence:
    """One occurrence: its day by the rule, and what is known of its performance."""

    on: date
    done: Completion | None = None
    ruling: Ruling | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing more is owed."""
        return self.closed_at is not None

    @property
    def closed_at(self) -> datetime | None:
        """When a ruling or a proof settled it."""
        if self.ruling is not None:
            return self.ruling.learned_at
        return self.done.since if self.done is not None and self.done.proven else None


def check(known: Known) -> Finding | None:
    """The oldest open occurrence that is past, else the next one."""
    if known.commitment.kind not in KINDS:
        return None
    owed = _owed(known)
    if not owed:
        return by_calendar(known, None)
    _assign(known, owed)
    owed += _beyond(known, owed)
    shown = _shown(owed)
    dues = {one.on: _deadline(known, one.on) for one in shown}
    remind = _remind(known, owed)
    instances = tuple(_instance(known, one, dues[one.on], remind) for one in shown)
    turns = [rung.begins for due in dues.values() for rung in rungs(due, known, remind)]
    turns += [known.instant(one.on) for one in shown]
    current = next((one for one in shown if not one.closed), None)
    settled = max((one.closed_at for one in shown if one.closed_at), default=None)
    if current is None:
        found = _all_closed(shown, settled)
    else:
        found = _since(_open(known, current, dues[current.on], remind), settled)
    return replace(
        found,
        instances=instances,
        reasons=(*found.reasons, *_open_reason(known, shown, dues)),
        changes_at=(*found.changes_at, *turns),
    )


def _remind(known: Known, owed: Sequence[_Occurrence]) -> tuple[int, ...]:
    """The reminders that fit: none reaches back further than a third of the way to the last."""
    days = [one.on for one in owed]
    beyond = after(known.commitment.recurrence, _start(known)[0], days[-1])
    days += [] if beyond is None else [beyond]
    apart = min(((two - one).days for one, two in pairwise(days)), default=366)
    return tuple(step for step in (known.terms.due or Due()).remind if step <= apart / 3)


def _since(found: Finding, settled: datetime | None) -> Finding:
    """What is open now began when the one before was settled, if that came later."""
    times = [moment for moment in (found.performance_since, settled) if moment is not None]
    return replace(found, performance_since=max(times, default=None))


def _owed(known: Known) -> list[_Occurrence]:
    """Every occurrence up to the first that lies ahead, without those in a suspension."""
    begins, first = _start(known)
    rule = known.commitment.recurrence
    if not rule or begins == LONG_AGO:
        return []
    days = list(occurrences(rule, begins, known.today))
    ahead = _ahead(known, begins)
    days += [] if ahead is None else [ahead]
    return [_Occurrence(on) for on in days if on >= first and not _suspended(known, on)]


def _beyond(known: Known, owed: Sequence[_Occurrence]) -> list[_Occurrence]:
    """The occurrence after one that was settled before its day, so that something is open."""
    if not all(one.closed for one in owed):
        return []
    found = after(known.commitment.recurrence, _start(known)[0], owed[-1].on)
    return [] if found is None or _suspended(known, found) else [_Occurrence(found)]


def _ahead(known: Known, begins: date) -> date | None:
    """The next occurrence that will be owed, None if there is none in sight."""
    rule, passed = known.commitment.recurrence, known.today
    for _ in range(_FAR):
        found = after(rule, begins, passed)
        if found is None or not _suspended(known, found):
            return found
        passed = found
    return None


def _start(known: Known) -> tuple[date, date]:
    """Where the rule starts and the first day that can be owed: never the day it was made."""
    due, made = known.commitment.due, known.commitment.made
    return (due.on, due.on) if due is not None and due.on else (made, made + timedelta(days=1))


def _suspended(known: Known, on: date) -> bool:
    stretches = [*known.terms.past]
    if known.terms.suspension is not None:
        stretches.append(known.terms.suspension)
    return any(one.begins <= on and (one.ends is None or on < one.ends) for one in stretches)


def _deadline(known: Known, on: date) -> Deadline:
    """The occurrence's deadline: moved by an agreed extension made while it was the next one."""
    due = replace(known.commitment.due or Due(zone=known.zone), earliest=None, relative=None)
    for change in known.terms.applied:
        if change.kind is AmendmentKind.EXTEND and change.due is not None and change.due.on:
            previous = _before(known, on)
            if (previous is None or previous < change.on) and change.on <= on:
                return exact(change.due, change.due.on)
    return exact(due, on)


def _before(known: Known, on: date) -> date | None:
    begins, _ = _start(known)
    days = occurrences(known.commitment.recurrence, begins, on - timedelta(days=1))
    return days[-1] if days else None


def _assign(known: Known, owed: Sequence[_Occurrence]) -> None:
    """Give each delivery to the nearest occurrence not yet performed, each ruling to its day."""
    for ruling in known.rulings:
        if ruling.verdict in {Verdict.MET, Verdict.MISSED}:
            for one in owed:
                if ruling.target == one.on.isoformat():
                    one.ruling = ruling
    days = [one.on for one in owed]
    for delivery in _deliveries(known, owed):
        done = weigh(known, delivery)
        target = _nearest(owed, days, min(happened(one) for one in delivery))
        if target is not None:
            target.done = done


def _deliveries(known: Known, owed: Sequence[_Occurrence]) -> list[list[Evidence]]:
    """Reports of one and the same performance, oldest first."""
    apart = min(
        (two.on - one.on for one, two in pairwise(owed)),
        default=2 * WITHIN,
    )
    reach = min(WITHIN, apart / 2)
    found: list[list[Evidence]] = []
    able = [one for one in reports(known) if happened(one) >= known.commitment.made]
    for one in sorted(able, key=lambda one: (happened(one), one.learned_at, one.id)):
        if found and happened(one) - happened(found[-1][0]) < reach:
            found[-1].append(one)
        else:
            found.append([one])
    return [sorted(group, key=lambda one: (one.learned_at, one.id)) for group in found]


def _nearest(owed: Sequence[_Occurrence], days: Sequence[date], on: date) -> _Occurrence | None:
    """Of the last occurrence before `on` and the first from it on, the nearer one still open."""
    place = bisect_left(days, on)
    around = [one for one in owed[max(place - 1, 0) : place + 1] if not one.closed]
    return min(around, key=lambda one: (abs(one.on - on), one.on), default=None)


def _shown(owed: Sequence[_Occurrence]) -> list[_Occurrence]:
    """The open ones and the last dozen."""
    tail = owed[-_SHOWN:]
    older = [one for one in owed[:-_SHOWN] if not one.closed]
    return [*older[:_SHOWN], *tail]


def _instance(known: Known, one: _Occurrence, due: Deadline, remind: tuple[int, ...]) -> Instance:
    done = one.done if one.done is not None and one.done.proven else None
    facts = (one.ruling.id,) if one.ruling else done.rests_on if done else ()
    return Instance(
        due=due,
        performance=_performance(known, one, due, remind),
        completed_on=done.day if done else None,
        rests_on=facts,
    )


def _performance(
    known: Known, one: _Occurrence, due: Deadline, remind: tuple[int, ...]
) -> Performance:
    if one.ruling is not None:
        met = one.ruling.verdict is Verdict.MET
        return Performance.MET if met else Performance.MISSED
    if one.done is not None and one.done.proven:
        return Performance.MET_LATE if late_by(one.done, due) else Performance.MET
    return by_calendar(known, due, remind).performance or Performance.ON_TRACK


def _open(known: Known, one: _Occurrence, due: Deadline, remind: tuple[int, ...]) -> Finding:
    return replace(claimed(by_calendar(known, due, remind), one.done), due=due)


def _all_closed(shown: Sequence[_Occurrence], since: datetime | None) -> Finding:
    """Nothing is open and nothing lies ahead."""
    missed = any(one.ruling and one.ruling.verdict is Verdict.MISSED for one in shown)
    performance = Performance.PARTLY_MET if missed else Performance.MET
    sentence = "Every occurrence is settled and none lies ahead."
    reason = Reason(code=performance.value, sentence=sentence, since=since)
    return Finding(performance=performance, performance_since=since, reasons=(reason,))


def _open_reason(
    known: Known, shown: Sequence[_Occurrence], dues: dict[date, Deadline]
) -> tuple[Reason, ...]:
    late = [one for one in shown if not one.closed and known.at >= dues[one.on].grace_ends]
    if len(late) < 2:
        return ()
    listed = names(day(one.on) for one in late)
    return (Reason(code="open-occurrences", sentence=f"Still open: {listed}."),)
