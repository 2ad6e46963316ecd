"""Working days: weekends, holidays and Chinese make-up working days.

Holidays come from the `holidays` package, imported only when a deadline counts working days. Where
a state announces its bridges and make-up days year by year (China), the package knows them up to
its last announcement; `gaps` says so for every year beyond, so that a date can carry the warning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
_FAR = 36_600  # a century of days: no count of working days runs longer


@dataclass(frozen=True, slots=True)
class Calendar:
    """One country's days off and make-up working days in one year, and whether they are final."""

    off: frozenset[date]
    made_up: frozenset[date]
    weekend: frozenset[int]
    final: bool


@lru_cache(maxsize=512)
def calendar_of(country: str, year: int) -> Calendar:
    """The working calendar of a country (ISO code). Raises KeyError for an unknown one."""
    import holidays

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError as error:
        raise KeyError(f"No working calendar is known for {country!r}.") from error
    announced = getattr(found, "special_public_holidays", {})
    by_decree = bool(getattr(found, "has_substituted_holidays", False))
    last = max(announced, default=found.end_year) if by_decree else found.end_year
    return Calendar(
        off=frozenset(found),
        made_up=frozenset(day for day in found.weekend_workdays if day.year == year),
        weekend=frozenset(found.weekend),
        final=found.start_year <= year <= last,
    )


def is_working(day: date, countries: tuple[str, ...]) -> bool:
    """Whether `day` is a working day in every one of `countries` (none: Monday to Friday)."""
    if not countries:
        return day.weekday() < 5
    return all(_works(day, calendar_of(country, day.year)) for country in countries)


def _works(day: date, calendar: Calendar) -> bool:
    if day in calendar.made_up:
        return True
    return day.weekday() not in calendar.weekend and day not in calendar.off


def add_working(day: date, amount: int, countries: tuple[str, ...] = ()) -> date:
    """The `amount`-th working day after `day` (before it if negative).

    The day itself never counts; 0 is the day itself if it is a working day, else the next one.
    """
    step = -_DAY if amount < 0 else _DAY
    if amount == 0:
        day, amount = day - _DAY, 1
    left = abs(amount)
    for _ in range(_FAR):
        day += step
        left -= is_working(day, countries)
        if left == 0:
            return day
    raise ValueError(f"{amount} working days reach beyond a century.")


def working_between(begins: date, ends: date, countries: tuple[str, ...] = ()) -> int:
    """How many working days lie in `[begins, ends)`; negative where `ends` is the earlier."""
    if ends < begins:
        return -working_between(ends, begins, countries)
    return sum(is_working(day, countries) for day in _days(begins, ends))


def gaps(begins: date, through: date, countries: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence for each year and country whose holidays are not final, both days inclusive."""
    low, high = sorted((begins.year, through.year))
    return tuple(
        f"The holidays of {country} in {year} are not announced yet; the date may move."
        for country in countries
        for year in range(low, high + 1)
        if not calendar_of(country, year).final
    )


def _days(begins: date, ends: date) -> Iterator[date]:
    for number in range((ends - begins).days):
        yield begins + timedelta(days=number)
