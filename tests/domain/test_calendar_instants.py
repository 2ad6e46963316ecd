"""Local days and times become instants by a stated rule, in every zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.calendar import day_of, end_of_day, instant_of, stamp, start_of_day, zone_of
from tests.domain.domain_worlds import at, on

ZONES = (
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "America/Asuncion",
    "Europe/London",
    "Europe/Brussels",
    "Europe/Kyiv",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Tehran",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
)


def test_a_skipped_hour_is_the_first_instant_after_the_gap() -> None:
    assert instant_of(on("2026-03-08"), time(2, 30), "America/New_York") == at("2026-03-08 07:00")
    assert instant_of(on("2026-10-04"), time(2, 10), "Australia/Lord_Howe") == at(
        "2026-10-03 15:30"
    )


def test_a_repeated_hour_is_the_first_of_the_two() -> None:
    assert instant_of(on("2026-11-01"), time(1, 30), "America/New_York") == at("2026-11-01 05:30")


def test_a_day_left_out_at_the_date_line_has_no_length() -> None:
    skipped = on("2011-12-30")
    assert start_of_day(skipped, "Pacific/Apia") == at("2011-12-30 10:00")
    assert end_of_day(skipped, "Pacific/Apia") == at("2011-12-30 10:00")
    assert end_of_day(on("2011-12-29"), "Pacific/Apia") == at("2011-12-30 10:00")


def test_a_midnight_that_does_not_exist_still_ends_the_day() -> None:
    # Beirut's clocks jump from 00:00 to 01:00 on the last Sunday of March.
    assert end_of_day(on("2026-03-28"), "Asia/Beirut") == at("2026-03-28 22:00")


def test_an_offset_named_out_of_season_is_literal() -> None:
    assert instant_of(on("2026-11-09"), time(23, 59), "America/New_York", -240) == at(
        "2026-11-10 03:59"
    )


def test_the_end_of_time_has_an_end() -> None:
    assert end_of_day(date.max, "UTC") == datetime(9999, 1, 1, tzinfo=UTC)


def test_an_unknown_zone_is_an_error_and_utc_needs_no_table() -> None:
    with pytest.raises(KeyError):
        zone_of("Mars/Olympus")
    assert zone_of("UTC") is UTC


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_two_years_is_one_instant_and_they_never_run_backwards(zone: str) -> None:
    clock = ZoneInfo(zone)
    first = datetime(2025, 1, 1)
    walls = [first + timedelta(hours=n) for n in range(2 * 365 * 24)]
    instants = [instant_of(wall.date(), wall.time(), zone) for wall in walls]
    assert instants == sorted(instants)
    for wall, instant in zip(walls, instants, strict=True):
        shown = instant.astimezone(clock).replace(tzinfo=None)
        assert shown == wall or (shown > wall and _skipped(wall, clock))


def _skipped(wall: datetime, clock: ZoneInfo) -> bool:
    there = wall.replace(tzinfo=clock).astimezone(UTC).astimezone(clock)
    return there.replace(tzinfo=None) != wall


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from(ZONES))
def test_a_day_is_what_lies_between_its_first_and_last_instant(day: date, zone: str) -> None:
    begins, ends = start_of_day(day, zone), end_of_day(day, zone)
    assert begins <= ends
    assert day_of(begins, zone) >= day
    assert day_of(ends - timedelta(microseconds=1), zone) <= day or begins == ends


def test_instants_are_stamped_with_seconds_only_where_there_are_any() -> None:
    assert stamp(at("2026-01-01 05:00")) == "2026-01-01T05:00Z"
    assert stamp(at("2026-01-01 05:00:09")) == "2026-01-01T05:00:09Z"
