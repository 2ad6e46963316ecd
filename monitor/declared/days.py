"""Laws about days: their order, recurrences that fall on some, calendars that are known."""

from collections.abc import Iterator
from datetime import date, timedelta

from monitor.declared.draft import Draft
from monitor.declared.node import Step
from monitor.domain.calendar import occurrences
from monitor.domain.calendar.working import calendar_of
from monitor.domain.commitment import LONG_AGO, Commitment
from monitor.errors import Problem

_SOON = timedelta(days=3660)  # a recurrence that falls on no day for ten years is a slip
_A_YEAR = 2025  # any year will do to see whether a country's calendar is known


def days_are_in_order(draft: Draft) -> Iterator[Problem]:
    """Nothing is due before it was promised, and nothing is changed before that either."""
    for place, commitment in draft.places():
        made = commitment.made
        if commitment.due and commitment.due.on and commitment.due.on < made:
            message = f"It is due before it was made ({made.isoformat()})."
            yield draft.source.problem((*place, "due"), message, "is a year mistyped?")
        for number, amendment in enumerate(commitment.amendments):
            steps = (*place, "amendments", number)
            if amendment.on < made:
                message = f"It is amended before it was made ({made.isoformat()})."
                yield draft.source.problem((*steps, "on"), message, "is a year mistyped?")
            if amendment.due and amendment.due.on and amendment.due.on < made:
                message = f"The new deadline lies before it was made ({made.isoformat()})."
                yield draft.source.problem((*steps, "due"), message, "is a year mistyped?")


def recurrences_fall_on_days(draft: Draft) -> Iterator[Problem]:
    """A recurrence starts on a known day and falls on some day within ten years."""
    for place, commitment in draft.places():
        if not commitment.recurrence:
            continue
        if commitment.made == LONG_AGO:
            message = "A recurrence is counted from `made`, which is missing."
            yield draft.source.problem((*place, "recurrence"), message)
        elif not _falls(commitment.recurrence, commitment.made):
            message = "This recurrence never falls on a day."
            yield draft.source.problem((*place, "recurrence"), message)


def _falls(rule: str, made: date) -> bool:
    try:
        return bool(occurrences(rule, made, made + _SOON))
    except (ValueError, TypeError, OverflowError):
        return False


def calendars_are_known(draft: Draft) -> Iterator[Problem]:
    """Working days are counted by calendars that exist."""
    for place, commitment in draft.places():
        for steps, country in _calendars(commitment):
            try:
                calendar_of(country, _A_YEAR)
            except KeyError:
                message = f"No working calendar is known for {country}."
                yield draft.source.problem((*place, *steps), message, "ISO codes: US, CN, DE")


def _calendars(commitment: Commitment) -> Iterator[tuple[tuple[Step, ...], str]]:
    if commitment.due and commitment.due.relative:
        for number, country in enumerate(commitment.due.relative.working_calendars):
            yield ("due", "after", "working_calendars", number), country
    if commitment.service_level:
        for number, country in enumerate(commitment.service_level.working_calendars):
            yield ("service_level", "working_calendars", number), country
