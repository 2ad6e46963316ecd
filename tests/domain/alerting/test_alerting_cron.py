"""Digest moments: five fields in a zone, once a day whatever the clocks do."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.alerting.cron import next_moment, parse_cron
from monitor.domain.calendar import day_of

ZONES = (
    *("America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "America/St_Johns"),
    *("America/Havana", "Europe/London", "Europe/Berlin", "Europe/Lisbon", "Africa/Cairo"),
    *("Africa/Casablanca", "Asia/Beirut", "Asia/Tehran", "Asia/Kathmandu", "Asia/Shanghai"),
    *("Asia/Tokyo", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Chatham"),
    *("Pacific/Auckland", "UTC"),
)


@pytest.mark.parametrize(
    ("text", "zone", "after", "expected"),
    [
        ("0 8 * * *", "UTC", "2026-01-05T07:59", "2026-01-05T08:00"),
        ("0 8 * * *", "UTC", "2026-01-05T08:00", "2026-01-06T08:00"),
        ("0 8 * * mon", "UTC", "2026-01-06T00:00", "2026-01-12T08:00"),
        ("0 8 * * mon-fri", "UTC", "2026-01-09T09:00", "2026-01-12T08:00"),
        ("*/20 9-10 * * *", "UTC", "2026-01-05T09:41", "2026-01-05T10:00"),
        ("5/30 * * * *", "UTC", "2026-01-05T09:06", "2026-01-05T09:35"),
        ("0 0 29 feb *", "UTC", "2026-01-01T00:00", "2028-02-29T00:00"),
        ("0 0 13 * fri", "UTC", "2026-01-03T00:00", "2026-01-09T00:00"),
        ("0 8 * * *", "Europe/Berlin", "2026-01-05T06:00", "2026-01-05T07:00"),
        # A night that skips 02:30, and one that shows 01:30 twice.
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", "2026-03-29T01:00"),
        ("30 1 * * *", "Europe/London", "2026-10-24T12:00", "2026-10-25T00:30"),
        ("30 1 * * *", "Europe/London", "2026-10-25T00:30", "2026-10-26T01:30"),
        # Midnight itself is skipped.
        ("0 0 * * *", "Africa/Cairo", "2026-04-23T12:00", "2026-04-23T22:00"),
    ],
)
def test_the_next_moment(text: str, zone: str, after: str, expected: str) -> None:
    begins = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_moment(text, zone, begins) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        *((str(number), number % 7) for number in range(8)),
        *zip(("sun", "mon", "tue", "wed", "thu", "fri", "sat"), range(7), strict=True),
    ],
)
def test_weekdays_by_number_and_by_name(text: str, weekday: int) -> None:
    assert parse_cron(f"0 0 * * {text}").weekdays == {weekday}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0 8 * *",
        "0 8 * * * *",
        "60 8 * * *",
        "0 24 * * *",
        "0 8 0 * *",
        "0 8 32 * *",
        "0 8 * 13 *",
        "0 8 * * 8",
        "0 8 * * mo",
        "0 8 * * mon-",
        "0 8 5-3 * *",
        "*/0 * * * *",
        "*/x * * * *",
        "-1 * * * *",
        "²  * * * *",
        "0 0 30 feb *",
    ],
)
def test_what_is_no_schedule_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        next_moment(text, "UTC", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 2, 23])
def test_a_daily_digest_falls_exactly_once_on_every_day_of_two_years(zone: str, hour: int) -> None:
    at = datetime(2025, 1, 1, 12, tzinfo=UTC)
    days: Counter[date] = Counter()
    while at.year < 2027:
        at = next_moment(f"30 {hour} * * *", zone, at)
        days[day_of(at, zone)] += 1
    first, last = min(days), max(days)
    assert (set(days.values()), len(days)) == ({1}, (last - first).days + 1)


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
    st.sampled_from(["0 8 * * *", "*/7 * * * *", "15 2 1 * *", "30 1 * * sun"]),
)
def test_no_moment_is_skipped_and_none_is_in_the_past(
    after: datetime, zone: str, text: str
) -> None:
    moment = next_moment(text, zone, after)
    assert moment > after
    assert next_moment(text, zone, moment - timedelta(microseconds=1)) == moment
