"""Lengths of time are read as people write them and added as the law counts them."""

from datetime import date, timedelta
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.calendar import Offset, Unit, add, parse_offset
from monitor.domain.calendar.lengths import add_months
from monitor.domain.calendar.working import (
    add_working,
    calendar_of,
    gaps,
    is_working,
    working_between,
)
from tests.domain.domain_worlds import on


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("14", Offset(14)),
        ("14d", Offset(14)),
        ("45wd", Offset(45, Unit.WORKING_DAYS)),
        ("45 working days", Offset(45, Unit.WORKING_DAYS)),
        ("10 business days", Offset(10, Unit.WORKING_DAYS)),
        ("90 calendar days", Offset(90)),
        ("1mo", Offset(1, Unit.MONTHS)),
        ("2 weeks", Offset(2, Unit.WEEKS)),
        ("1 year", Offset(1, Unit.YEARS)),
        ("48h", Offset(48, Unit.HOURS)),
        (" 3 Months ", Offset(3, Unit.MONTHS)),
        ("-7d", Offset(-7)),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, offset: Offset) -> None:
    assert parse_offset(text) == offset
    assert parse_offset(str(offset)) == offset


@pytest.mark.parametrize("text", ["", "soon", "3 fortnights", "d", "1.5d", "12345678d"])
def test_what_is_no_length_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is no length of time"):
        parse_offset(text)


@pytest.mark.parametrize(
    ("begins", "offset", "ends"),
    [
        ("2025-01-31", "1mo", "2025-02-28"),
        ("2024-01-31", "1mo", "2024-02-29"),
        ("2024-02-29", "1y", "2025-02-28"),
        ("2024-02-29", "4y", "2028-02-29"),
        ("2025-03-31", "-1mo", "2025-02-28"),
        ("2025-05-14", "90d", "2025-08-12"),
        ("2025-08-12", "90d", "2025-11-10"),
        ("2025-08-12", "2w", "2025-08-26"),
        ("2025-08-12", "25h", "2025-08-14"),
    ],
)
def test_months_keep_the_day_or_take_the_last(begins: str, offset: str, ends: str) -> None:
    assert add(on(begins), parse_offset(offset)) == on(ends)


def test_the_calendar_has_an_end() -> None:
    for offset in (Offset(1), Offset(1, Unit.MONTHS), Offset(10**6, Unit.WORKING_DAYS)):
        with pytest.raises(ValueError, match=r"calendar|century"):
            add(date.max, offset)
    with pytest.raises(ValueError, match="century"):
        add_working(on("2026-01-01"), 40_000)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_there_and_back_by_months_loses_only_days_that_do_not_exist(day: date, months: int) -> None:
    back = add_months(add_months(day, months), -months)
    assert back <= day
    assert (day - back).days <= 3


def test_chinese_make_up_days_work_and_bridges_do_not() -> None:
    assert is_working(on("2025-09-28"), ("CN",))  # a Sunday worked for National Day
    assert not is_working(on("2025-10-08"), ("CN",))
    assert not is_working(on("2025-09-28"), ("CN", "US"))
    assert add_working(on("2025-09-26"), 3, ("CN",)) == on("2025-09-30")


def test_the_day_itself_never_counts() -> None:
    friday = on("2026-01-09")
    assert add_working(friday, 1) == on("2026-01-12")
    assert add_working(friday, 0) == friday
    assert add_working(on("2026-01-10"), 0) == on("2026-01-12")
    assert add_working(friday, -1) == on("2026-01-08")


def test_years_that_are_not_announced_are_told() -> None:
    assert gaps(on("2026-11-09"), on("2027-01-15"), ("CN", "US")) == (
        "The holidays of CN in 2027 are not announced yet; the date may move.",
    )
    assert gaps(on("2026-06-01"), on("2026-01-15"), ("CN",)) == ()


def test_a_country_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError, match="No working calendar is known for 'XX'"):
        calendar_of("XX", 2026)


def test_holidays_are_asked_for_only_where_they_count() -> None:
    with mock.patch.dict("sys.modules", {"holidays": None}):
        assert add(on("2026-01-01"), Offset(5, Unit.WORKING_DAYS)) == on("2026-01-08")


@settings(max_examples=150, deadline=None)
@given(
    st.dates(date(2015, 1, 1), date(2026, 6, 1)),
    st.integers(1, 120),
    st.sampled_from([(), ("US",), ("CN",), ("DE", "US")]),
)
def test_working_days_agree_with_numpy(day: date, amount: int, countries: tuple[str, ...]) -> None:
    """Numpy counts a make-up day as any working weekday once the holidays are told apart."""
    years = range(day.year - 1, day.year + 2)
    weekend_work = {d for c in countries for y in years for d in calendar_of(c, y).made_up}
    off = {d for c in countries for y in years for d in calendar_of(c, y).off}
    found = add_working(day, amount, countries)
    assert working_between(day + timedelta(days=1), found + timedelta(days=1), countries) == amount
    assert working_between(found, day, countries) == -working_between(day, found, countries)
    if len(countries) == 1 and weekend_work:
        # Busdays cannot hold a single working Sunday: count them beside.
        base = np.busday_count(
            day + timedelta(days=1), found + timedelta(days=1), holidays=sorted(off)
        )
        extra = sum(day < d <= found for d in weekend_work if d.weekday() >= 5)
        assert base + extra == amount
        return
    expected = np.busday_offset(
        np.busday_offset(day, 0, roll="backward", holidays=sorted(off)),
        amount,
        holidays=sorted(off),
    )
    assert found == expected.astype(date)
