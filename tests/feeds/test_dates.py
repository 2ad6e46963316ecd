"""Dates as feeds write them: right or unknown."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.dates import believable, instant

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 30 Oct 2025 08:17:00 GMT", "2025-10-30T08:17"),
        ("Thu, 30 Oct 2025 08:17:00 +0530", "2025-10-30T02:47"),
        ("Thu, 30 Oct 2025 08:17:00 -05:00", "2025-10-30T13:17"),
        ("Thu, 30 Oct 2025 08:17:00 EDT", "2025-10-30T12:17"),
        ("Thu, 30 Oct 2025 08:17:00 BST", "2025-10-30T07:17"),
        ("Thu, 30 Oct 2025 08:17:00 +0100 (CET)", "2025-10-30T07:17"),
        ("Thu, 30 Oct 2025 08:17:00 GMT+1", "2025-10-30T07:17"),
        ("Thu,30 Oct 2025 08:17 Z", "2025-10-30T08:17"),
        ("Thu , 30 Oct 2025 08:17", "2025-10-30T08:17"),
        ("\r\n Thu,\r\n 30 Oct\t2025 8:17:00 UT\n", "2025-10-30T08:17"),
        ("30 October 2025", "2025-10-30T00:00"),
        ("30-Oct-25", "2025-10-30T00:00"),
        ("30 Oct 69", "2069-10-30T00:00"),
        ("30 Oct 70", "1970-10-30T00:00"),
        ("Do, 30 Okt 2025 08:17:00 +0000", "2025-10-30T08:17"),
        ("sáb, 25 out 2025 08:17:00 -0300", "2025-10-25T11:17"),
        ("2025-10-30T08:17:00Z", "2025-10-30T08:17"),
        ("2025-10-30T08:17:00.123456+01:00", "2025-10-30T07:17"),
        ("2025-10-30 08:17", "2025-10-30T08:17"),
        ("2025-10-30T08:17:00", "2025-10-30T08:17"),
        ("2025/10/3 8:17:00", "2025-10-03T08:17"),
        ("2025-10-30", "2025-10-30T00:00"),
        ("2025-10", "2025-10-01T00:00"),
        ("2025", "2025-01-01T00:00"),
        ("20251030T0817Z", "2025-10-30T08:17"),
        ("20251030", "2025-10-30T00:00"),
        ("Thu Oct 30 08:17:00 2025", "2025-10-30T08:17"),
        ("Thu Oct 30 08:17:00 EDT 2025", "2025-10-30T12:17"),
        ("Thursday, October 30, 2025 8:17 PM EST", "2025-10-31T01:17"),
        ("Oct 30th, 2025 at 12:17 am", "2025-10-30T00:17"),
        ("Thu, 30 Oct 2025 24:00:00 GMT", "2025-10-31T00:00"),
        ("Thu, 30 Oct 2025 23:59:60 GMT", "2025-10-31T00:00"),
        ("Sat, 29 Feb 2020 00:00:00 GMT", "2020-02-29T00:00"),
    ],
)
def test_a_date_is_read(text: str, moment: str) -> None:
    assert instant(text) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "yesterday",
        "insert published date here",
        "30 Feb 2025",
        "31 Jun 2025 10:00:00 GMT",
        "29 Feb 2025",
        "2025-13-01",
        "2025-02-30T10:00:00Z",
        "0000-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-05:00",
        "1700000000",
        "1700000000000",
        "02/11/2026",
        "2.11.2026",
        "11/02/26 10:00",
        "30 Xyz 2025",
        "30 Oct 2025 25:00:00 GMT",
        "30 Oct 2025 10:61:00 GMT",
        "30 Oct 2025 13:00 PM",
        "30 Oct 2025 0:30 AM",
        "30 Oct 2025 10:00:00 +3000",
        "30 Oct 2025 10:00:00 +0175",
        "30 Oct 2025 10:00:00 XYZ",
        "30 Oct 2025 10:00:00 IST",
        "30 Oct 2025 10:00:00 EST+2",
        "30 Oct 2025 10:00:00 A",
        "2025-10-30T10:00:00+",
        "2025-10-30T",
        "Thu, 30 Oct 2025 08:17:00 GMT and more",
        "30 Oct 20255",
        "x" * 100_000,
        "(" * 100_000,
        "Thu, 30 Oct 2025 08:17:00 GMT" + " " * 100_000 + "x",
    ],
)
def test_a_date_is_not_guessed(text: str) -> None:
    assert instant(text) is None


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (NOW, True),
        (NOW + timedelta(hours=48), True),
        (NOW + timedelta(hours=48, seconds=1), False),
        (NOW - timedelta(days=3653), True),
        (NOW - timedelta(days=3654), False),
        (datetime(9999, 12, 31, tzinfo=UTC), False),
        (datetime(1699, 1, 1, tzinfo=UTC), False),
    ],
)
def test_a_date_must_be_believable(at: datetime, kept: bool) -> None:
    assert believable(at, NOW) == (at if kept else None)


def test_no_date_stays_no_date() -> None:
    assert believable(None, NOW) is None


MOMENTS = st.datetimes(
    min_value=datetime(1971, 1, 1),
    max_value=datetime(2068, 1, 1),
    timezones=st.builds(
        timezone, st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
    ),
)


@given(MOMENTS)
def test_every_moment_is_read_back_from_both_standards(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert instant(format_datetime(moment)) == moment
    assert instant(moment.isoformat()) == moment


@given(st.text(alphabet="0123456789 :-+TZ/,.apmGMTOctThu", max_size=40))
def test_nothing_that_looks_like_a_date_raises(text: str) -> None:
    found = instant(text)
    assert found is None or found.tzinfo is UTC
