"""Recurrences follow RFC 5545, with the month's end for people."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.calendar import occurrences
from monitor.domain.calendar.recurrence import after, nth_weekday, parse_rule
from tests.domain.domain_worlds import on

CENTURY = (on("1999-12-31"), on("2099-12-31"))
RULES = (
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=3WE",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=WEEKLY;BYDAY=MO,TH;INTERVAL=2",
    "RRULE:FREQ=YEARLY;COUNT=7",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
)


@pytest.mark.parametrize("rule", RULES)
def test_a_century_of_every_rule_agrees_with_dateutil(rule: str) -> None:
    begins, through = CENTURY
    if rule.endswith("COUNT=7"):
        begins = on("2000-03-05")
    start = datetime.combine(begins, time.min)
    expected = rrulestr(rule.removeprefix("RRULE:"), dtstart=start).between(
        start, datetime.combine(through, time.max), inc=True
    )
    assert occurrences(rule, begins, through) == tuple(found.date() for found in expected)


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=2", "FREQ=YEARLY"])
@pytest.mark.parametrize("begins", ["2000-01-31", "2000-02-29", "2000-08-30"])
def test_a_century_of_month_ends_is_clamped_and_never_skipped(rule: str, begins: str) -> None:
    """The oracle is dateutil's relativedelta, which clamps as people do."""
    step = int(parse_rule(rule).get("INTERVAL", "1")) * (12 if "YEARLY" in rule else 1)
    first, through = on(begins), on("2099-12-31")
    expected = [first + relativedelta(months=n * step) for n in range(1300)]
    assert occurrences(rule, first, through) == tuple(d for d in expected if d <= through)


def test_the_last_day_of_a_clamped_rule_is_kept() -> None:
    assert occurrences("FREQ=MONTHLY;COUNT=3", on("2026-01-31"), on("2027-01-01")) == (
        on("2026-01-31"),
        on("2026-02-28"),
        on("2026-03-31"),
    )
    rule = "FREQ=MONTHLY;UNTIL=20260331T000000Z"
    assert occurrences(rule, on("2026-01-31"), on("2027-01-01"))[-1] == on("2026-03-31")
    assert occurrences("FREQ=YEARLY", on("9990-12-31"), date.max)[-1] == on("9999-12-31")


def test_the_next_occurrence_is_the_first_later_one() -> None:
    rule = "FREQ=YEARLY"
    assert after(rule, on("2024-02-29"), on("2024-02-29")) == on("2025-02-28")
    assert after("FREQ=YEARLY;COUNT=1", on("2024-02-29"), on("2024-02-29")) is None


def test_a_rule_is_walked_for_ten_thousand_days_at_most() -> None:
    every_day = occurrences("FREQ=DAILY", on("2000-01-01"), date.max)
    assert len(every_day) == 10_000
    assert occurrences("FREQ=DAILY", on("2000-01-01"), every_day[99]) == every_day[:100]


@pytest.mark.parametrize("rule", ["", "yearly", "FREQ=", "BYMONTH=3"])
def test_what_is_no_rule_is_refused_with_a_sentence(rule: str) -> None:
    with pytest.raises(ValueError, match="is no recurrence"):
        occurrences(rule, on("2026-01-01"), on("2026-02-01"))


@given(st.integers(1990, 2090), st.integers(1, 12), st.integers(0, 6), st.integers(1, 4))
def test_the_nth_weekday_lies_in_its_week_of_the_month(
    year: int, month: int, weekday: int, number: int
) -> None:
    day = nth_weekday(year, month, weekday, number)
    assert (day.year, day.month, day.weekday()) == (year, month, weekday)
    assert (day.day - 1) // 7 == number - 1


@given(st.integers(1990, 2090), st.integers(1, 12), st.integers(0, 6))
def test_the_last_weekday_is_within_a_week_of_the_end(year: int, month: int, weekday: int) -> None:
    day = nth_weekday(year, month, weekday, -1)
    assert day.weekday() == weekday
    assert (day + timedelta(days=7)).month != month


@pytest.mark.parametrize("number", [0, 5, -6])
def test_a_weekday_that_a_month_has_not_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="2026-02 has no weekday"):
        nth_weekday(2026, 2, 0, number)
