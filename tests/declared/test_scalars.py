from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

import pytest

from monitor.declared import scalars
from monitor.declared.scalars import Unreadable
from monitor.domain.calendar import Offset, Unit

# What other readers make of a text silently; here it is the value meant, or a refusal (None).
TABLE: list[tuple[Callable[[str], object], str, object]] = [
    (scalars.day, "2025-12-31", date(2025, 12, 31)),
    (scalars.day, "2024-02-29", date(2024, 2, 29)),
    (scalars.day, "2023-02-29", None),
    (scalars.day, "2025-02-30", None),
    (scalars.day, "2025-13-01", None),
    (scalars.day, "2025-00-10", None),
    (scalars.day, "2025-04-31", None),
    (scalars.day, "2025-1-5", None),
    (scalars.day, "2024-02-29T10:00", None),
    (scalars.day, "2024-02-29 10:00", None),
    (scalars.day, "31.12.2025", None),
    (scalars.day, "12/31/2025", None),
    (scalars.day, "31 December 2025", None),
    (scalars.day, "2025-12", None),
    (scalars.day, "20251231", None),
    (scalars.day, "2025", None),
    (scalars.day, "0001-01-01", None),
    (scalars.day, "9999-12-31", None),
    (scalars.day, "٢٠٢٥-١٢-٣١", None),
    (scalars.day, " 2025-12-31", None),
    (scalars.day, "", None),
    (scalars.time_of_day, "12:30", time(12, 30)),
    (scalars.time_of_day, "9:00", time(9)),
    (scalars.time_of_day, "07:00", time(7)),
    (scalars.time_of_day, "00:01", time(0, 1)),
    (scalars.time_of_day, "24:00", None),
    (scalars.time_of_day, "12:60", None),
    (scalars.time_of_day, "750", None),
    (scalars.time_of_day, "12:30:45", None),
    (scalars.time_of_day, "12:30 pm", None),
    (scalars.utc_offset, "-04:00", -240),
    (scalars.utc_offset, "+05:30", 330),
    (scalars.utc_offset, "+14:00", 840),
    (scalars.utc_offset, "-4", None),
    (scalars.utc_offset, "EDT", None),
    (scalars.utc_offset, "+15:00", None),
    (scalars.utc_offset, "+05:99", None),
    (scalars.length, "14d", Offset(14)),
    (scalars.length, "45wd", Offset(45, Unit.WORKING_DAYS)),
    (scalars.length, "0d", Offset(0)),
    (scalars.length, "1mo", Offset(1, Unit.MONTHS)),
    (scalars.length, "2y", Offset(2, Unit.YEARS)),
    (scalars.length, "30m", None),
    (scalars.length, "14", None),
    (scalars.length, "-1d", None),
    (scalars.length, "1.5d", None),
    (scalars.length, "999999y", None),
    (scalars.number, "12", Decimal(12)),
    (scalars.number, "1.10", Decimal("1.10")),
    (scalars.number, "-3.5", Decimal("-3.5")),
    (scalars.number, "0", Decimal(0)),
    (scalars.number, "010", None),
    (scalars.number, "1_000", None),
    (scalars.number, "1,000", None),
    (scalars.number, "1e3", None),
    (scalars.number, "0x1F", None),
    (scalars.number, "0o17", None),
    (scalars.number, ".inf", None),
    (scalars.number, ".nan", None),
    (scalars.number, ".5", None),
    (scalars.number, "85%", None),
    (scalars.number, "12 Mt", None),
    (scalars.number, "१२", None),
    (scalars.whole, "20", 20),
    (scalars.whole, "020", None),
    (scalars.whole, "20.0", None),
    (scalars.whole, "-1", None),
    (scalars.whole_minutes, "30m", 30),
    (scalars.whole_minutes, "2h", 120),
    (scalars.whole_minutes, "30", None),
    (scalars.whole_hours, "2d", 48),
    (scalars.whole_hours, "90m", None),
    (scalars.whole_days, "2w", 14),
    (scalars.whole_days, "36h", None),
    (scalars.whole_days, "99999w", None),
    (scalars.yes_or_no, "true", True),
    (scalars.yes_or_no, "False", False),
    (scalars.yes_or_no, "yes", None),
    (scalars.yes_or_no, "no", None),
    (scalars.yes_or_no, "on", None),
    (scalars.yes_or_no, "1", None),
]


@pytest.mark.parametrize(("parse", "text", "meant"), TABLE)
def test_a_text_is_what_was_meant_or_is_refused(
    parse: Callable[[str], object], text: str, meant: object
) -> None:
    try:
        value = parse(text)
    except Unreadable:
        value = None

    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.parametrize(
    ("parse", "text", "hint"),
    [
        (scalars.day, "2025-1-5", "write 2025-01-05"),
        (scalars.day, "2025-01", "write its last day, 2025-01-31, or its first"),
        (scalars.day, "2025-13", "write year-month-day, such as 2025-12-31"),
        (scalars.day, "2025-12", "write its last day, 2025-12-31, or its first"),
        (scalars.day, "31 December 2025", "write 2025-12-31"),
        (scalars.day, "Dec. 5, 2025", "write 2025-12-05"),
        (scalars.day, "5 Foo 2025", "write year-month-day, such as 2025-12-31"),
        (scalars.day, "soon", "write year-month-day, such as 2025-12-31"),
        (
            scalars.day,
            "2025-12-31T10:00",
            "write the day alone; a deadline's time goes into {on: …, at: …}",
        ),
        (scalars.day, "9999-12-31", "leave `due` out of what holds until further notice"),
        (scalars.number, "1_000", "write 1000"),
        (scalars.number, "1,000", "write 1000, or a decimal point"),
        (scalars.number, "010", "write 10, without the leading zero"),
        (scalars.number, ".5", "write 0.5"),
        (scalars.number, "85%", "write 0.85, or give the unit elsewhere"),
        (scalars.whole, "020", "write 20, without the leading zero"),
        (scalars.length, "14", "write 14d for 14 days"),
        (scalars.whole_minutes, "30", "write 30m for 30 minutes"),
        (scalars.whole_days, "1mo", "such as 14d"),
        (scalars.yes_or_no, "no", "write false"),
        (scalars.yes_or_no, "on", "write true"),
        (scalars.time_of_day, "24:00", "leave the time out for the end of the day"),
    ],
)
def test_a_refusal_says_what_to_write_instead(
    parse: Callable[[str], object], text: str, hint: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse(text)

    assert refusal.value.hint == hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2023-02-29", "There is no such day: February 2023 has 28 days."),
        ("2100-02-29", "There is no such day: February 2100 has 28 days."),
        ("2025-04-31", "There is no such day: April 2025 has 30 days."),
        ("2025-13-01", "There is no such day: a year has no month 13."),
        ("9999-12-31", "The year 9999 is outside 1000 to 2999."),
        ("tomorrow", "A day is needed here."),
    ],
)
def test_a_day_that_does_not_exist_is_named_as_such(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        scalars.day(text)

    assert refusal.value.message == message
