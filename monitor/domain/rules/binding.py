"""Does it bind?

`draft` until the record says otherwise and before the day it was made. `asserted` while one party's
text is all there is and an obligor has not confirmed it; `agreed` once it has, or where the text is
the obligor's own. `conditional` while an antecedent or trigger has not happened, or while the
commitment whose breach would bring it into force is not breached. `in-force` once that is so.
`suspended` between an agreed suspension and its end. Then `terminated` (ended, waived),
`superseded` (another commitment takes its place), `mooted` (its legal ground fell) or `expired` (a
sunset passed undecided). A clause that survives is not ended by supersession or by the end of
another commitment.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.commitment import LONG_AGO, AmendmentKind, Condition, ConditionKind, Kind
from monitor.domain.known import WAITS, Finding, Known
from monitor.domain.phrases import day, deadline, names
from monitor.domain.standing import Binding, Reason, Standing, Word
from monitor.domain.terms import known_on

ID = "binding"

_GONE = frozenset({Binding.TERMINATED, Binding.SUPERSEDED, Binding.MOOTED, Binding.EXPIRED})


def check(known: Known) -> Finding:
    """The first of the states above that holds, from its end backwards."""
    asked = (_draft, _superseded, _ended, _mooted, _expired, _suspended, _conditional)
    found = next((found for ask in asked if (found := ask(known)) is not None), None)
    state, reason = found or _in_force(known)
    return Finding(
        binding=state,
        binding_since=reason.since,
        reasons=(reason,),
        changes_at=tuple(_coming(known)),
        masks=tuple(_masks(known)),
    )


def _masks(known: Known) -> Iterator[tuple[Word, datetime]]:
    """Until when a suspension or an end that is over stood before other words."""
    for suspension in known.terms.past:
        if suspension.ends is not None:
            yield Word.SUSPENDED, known.instant(suspension.ends)
    for change in known.terms.applied:
        if change.kind is AmendmentKind.RESUME:
            yield Word.TERMINATED, known.instant(known_on(change))


_Found = tuple[Binding, Reason]


def _coming(known: Known) -> Iterator[datetime]:
    """Days already written down on which the terms, an event or a successor takes effect."""
    if known.terms.next_change is not None:
        yield known.instant(known.terms.next_change)
    yield known.instant(known.commitment.made)
    for event in known.context.events:
        effect = max(event.on, event.learned_on or event.on)
        if effect > known.today:
            yield known.instant(effect)
    for _, begins in known.context.superseded_by:
        yield known.instant(begins)


def _reason(code: str, sentence: str, since: datetime | None) -> Reason:
    return Reason(code=code, sentence=sentence, since=since)


def _draft(known: Known) -> _Found | None:
    if not known.commitment.draft:
        return None
    since = _made(known)
    return Binding.DRAFT, _reason("draft", "A draft: nobody says yet that it binds.", since)


def _made(known: Known) -> datetime | None:
    """When it was made, None while that lies ahead."""
    made = known.instant(known.commitment.made)
    return made if made <= known.at else None


def _superseded(known: Known) -> _Found | None:
    begun = [(on, name) for name, on in known.context.superseded_by if on <= known.today]
    if not begun or known.commitment.survives:
        return None
    on, name = min(begun)
    sentence = f"Superseded on {day(on)} by {name}."
    return Binding.SUPERSEDED, _reason("superseded", sentence, known.instant(on))


def _ended(known: Known) -> _Found | None:
    ended = known.terms.ended
    if ended is None:
        return None
    verb = "Waived" if ended.kind is AmendmentKind.WAIVE else "Ended"
    by = f" by {ended.by}" if ended.by else ""
    why = f": {ended.because}" if ended.because else "."
    since = known.instant(known_on(ended))
    return Binding.TERMINATED, _reason("ended", f"{verb} on {day(ended.on)}{by}{why}", since)


def _mooted(known: Known) -> _Found | None:
    for condition in known.commitment.conditions:
        if condition.kind is not ConditionKind.GROUND:
            continue
        fell = _ground_fell(known, condition)
        if fell is not None:
            what = condition.text or condition.on
            sentence = f"Moot since {day(fell)}: the ground it stood on fell ({what})."
            return Binding.MOOTED, _reason("mooted", sentence, known.instant(fell))
    return None


def _ground_fell(known: Known, condition: Condition) -> date | None:
    """The day of the event that took the ground away, or on which the other commitment ended."""
    other = known.context.others.get(condition.on)
    if other is not None:
        gone = other.binding in _GONE and not known.commitment.survives
        return (other.since or other.at).date() if gone else None
    return _since_known(known, condition.on)


def _since_known(known: Known, event_id: str) -> date | None:
    found = [
        max(event.on, event.learned_on or event.on)
        for event in known.context.events
        if event.id == event_id
    ]
    return min((on for on in found if on <= known.today), default=None)


def _expired(known: Known) -> _Found | None:
    ends = known.deadline
    if known.commitment.kind is not Kind.SUNSET or ends is None or known.at < ends.grace_ends:
        return None
    sentence = f"Expired: it ran until {deadline(ends)} and nothing has extended it."
    since = max(ends.grace_ends, known.terms_since)
    return Binding.EXPIRED, _reason("expired", sentence, since)


def _suspended(known: Known) -> _Found | None:
    suspension = known.terms.suspension
    if suspension is None:
        return None
    until = f" until {day(suspension.ends)} (exclusive)" if suspension.ends else ""
    clock = "; the clock stands still" if suspension.freezes else "; the clock runs on"
    sentence = f"Suspended since {day(suspension.begins)}{until}{clock}."
    since = known.instant(known_on(suspension.amendment))
    return Binding.SUSPENDED, _reason("suspended", sentence, since)


def _conditional(known: Known) -> _Found | None:
    since = known.terms_since if known.terms_since <= known.at else None
    waits = [c for c in known.commitment.conditions if c.kind in WAITS and not _met(known, c)]
    if waits:
        what = names(c.text or c.on for c in waits)
        return Binding.CONDITIONAL, _reason(
            "waits", f"Binds only once this happens: {what}.", since
        )
    sleepers = known.context.activated_by
    if sleepers and not any(_breached(known.context.others.get(name)) for name in sleepers):
        sentence = f"Sleeps until {names(sleepers)} is breached."
        return Binding.CONDITIONAL, _reason("sleeps", sentence, since)
    return None


def _met(known: Known, condition: Condition) -> bool:
    return condition.on in known.events


def _breached(other: Standing | None) -> bool:
    return other is not None and other.breached


def _in_force(known: Known) -> _Found:
    commitment = known.commitment
    made = _made(known)
    conditional = any(c.kind in WAITS for c in commitment.conditions)
    if conditional or known.context.activated_by:
        since = known.terms_since if known.terms_since <= known.at else None
        return Binding.IN_FORCE, _reason("in-force", "What it waited for has happened.", since)
    silent = _unconfirmed(known)
    if silent:
        who = names(sorted(silent))
        sentence = f"Only {commitment.text.by} says so; {who} has not confirmed it."
        return Binding.ASSERTED, _reason("asserted", sentence, made)
    known_day = commitment.made != LONG_AGO
    sentence = f"Agreed on {day(commitment.made)}." if known_day else "Agreed; when is not known."
    return Binding.AGREED, _reason("agreed", sentence, made)


def _unconfirmed(known: Known) -> frozenset[str]:
    """The obligors by whose word the promise is not known to exist."""
    commitment = known.commitment
    if not commitment.text.by:
        return frozenset()
    said = {known.sides.party_of(name) for name in (commitment.text.by, *commitment.confirmed_by)}
    return known.sides.obligor - said
