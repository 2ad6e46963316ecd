"""Deadlines as written come out at their instants, each with arithmetic that recomputes."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.calendar import (
    Due,
    Ends,
    Offset,
    Relative,
    Unit,
    add,
    parse_offset,
    read_due,
    resolve,
    stamp,
)
from tests.domain.domain_worlds import at, dues, on

NEW_YORK, BEIJING = "America/New_York", "Asia/Shanghai"


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("12:01 a.m. EDT 12 Aug 2025", "2025-08-12 04:01"),
        ("12:01 a.m. EST 10 Nov 2025", "2025-11-10 05:01"),
        ("12:01 a.m. EST on November 10, 2026", "2026-11-10 05:01"),
        ("from 13:01 Beijing 10 Nov 2025", "2025-11-10 05:01"),
        ("11:59 p.m. EDT 9 Nov 2026", "2026-11-10 03:59"),
        ("through 12:01 a.m. EDT 24 Jul 2026", "2026-07-24 04:01"),
    ],
)
def test_an_hour_that_is_named_is_that_instant(written: str, instant: str) -> None:
    found = resolve(read_due(written), events={})
    assert found is not None
    assert (found.instant, found.earliest, found.ambiguous) == (at(instant), None, "")


def test_through_a_day_includes_it() -> None:
    found = resolve(read_due("through 9 Nov 2026", zone=NEW_YORK), events={})
    assert found is not None
    assert (found.instant, found.earliest) == (at("2026-11-10 05:00"), None)


@pytest.mark.parametrize("day", ["2026-11-10", "2026-11-27"])
def test_a_bare_until_stays_a_range_and_says_why(day: str) -> None:
    found = resolve(read_due(f"until {day}", zone=BEIJING), events={})
    assert found is not None
    begins = datetime.combine(on(day), time.min, ZoneInfo(BEIJING)).astimezone(UTC)
    assert (found.earliest, found.instant) == (begins, begins + timedelta(days=1))
    assert found.ambiguous == f"The text does not say whether {day} itself still counts."


def test_sources_that_conflict_are_a_range_from_the_first_to_the_last() -> None:
    due = Due(earliest=on("2026-11-10"), on=on("2026-12-31"), zone=NEW_YORK)
    found = resolve(due, events={})
    assert found is not None
    assert (found.earliest, found.instant) == (at("2026-11-10 05:00"), at("2027-01-01 05:00"))
    assert found.ambiguous == "The text names a range, 2026-11-10 to 2026-12-31."


def test_a_marketing_year_ends_on_31_august() -> None:
    due = read_due("soybeans season 2026", zone=NEW_YORK)
    assert (due.earliest, due.on, due.firm) == (on("2026-09-01"), on("2027-08-31"), False)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-12-31", Due(on=on("2026-12-31"))),
        ("by 31 December 2026", Due(on=on("2026-12-31"))),
        ("before 1 January 2027", Due(on=on("2027-01-01"), ends=Ends.START_OF_DAY)),
        ("until 1 Jan 2027 (exclusive)", Due(on=on("2027-01-01"), ends=Ends.START_OF_DAY)),
        ("until 1 Jan 2027 inclusive", Due(on=on("2027-01-01"))),
        ("by the third Wednesday of March 2026", Due(on=on("2026-03-18"))),
        ("last Friday in May 2026, Brussels", Due(on=on("2026-05-29"), zone="Europe/Brussels")),
        ("by the end of 2026", Due(on=on("2026-12-31"))),
        ("5 p.m. GMT, 3 June 2026 at 17:00", Due(on=on("2026-06-03"), at=time(17))),
        (
            "12:00 p.m. CEST 3 June 2026",
            Due(on=on("2026-06-03"), at=time(12), zone="Europe/Brussels"),
        ),
    ],
)
def test_a_day_is_read_as_people_write_it(written: str, due: Due) -> None:
    offset = read_due(written).utc_offset
    assert read_due(written) == replace(due, written=written, utc_offset=offset)
    assert offset in {None, 0}


@pytest.mark.parametrize(
    ("written", "earliest", "last"),
    [
        ("early April 2026", "2026-04-01", "2026-04-10"),
        ("mid-February 2026", "2026-02-11", "2026-02-20"),
        ("late February 2028", "2028-02-21", "2028-02-29"),
        ("in April 2026", "2026-04-01", "2026-04-30"),
        ("Q3 2026", "2026-07-01", "2026-09-30"),
        ("second half of 2026", "2026-07-01", "2026-12-31"),
        ("first half of 2026", "2026-01-01", "2026-06-30"),
        ("winter 2026", "2026-12-01", "2027-02-28"),
        ("by autumn 2026", "2026-09-01", "2026-11-30"),
        ("wheat marketing year 2026", "2026-06-01", "2027-05-31"),
    ],
)
def test_what_names_no_day_is_a_range_that_is_not_firm(
    written: str, earliest: str, last: str
) -> None:
    due = read_due(written)
    assert (due.earliest, due.on, due.firm) == (on(earliest), on(last), False)
    found = resolve(due, events={})
    assert found is not None
    assert found.instant == at(last) + timedelta(days=1)
    assert found.ambiguous == f"The text names a range, {earliest} to {last}."


def test_a_length_after_an_event_waits_for_it() -> None:
    due = read_due("90 days after entry into force", events=("entry-into-force",))
    assert due.relative == Relative(offset=Offset(90), after="entry-into-force")
    assert resolve(due, events={}) is None
    found = resolve(due, events={"entry-into-force": on("2025-05-14")})
    assert found is not None
    assert found.trace == (
        "2025-05-14 + 90d = 2025-08-12",
        "2025-08-12, end of day, UTC = 2025-08-13T00:00Z",
    )


def test_working_days_after_an_event_name_their_calendars_and_warn_beyond_them() -> None:
    due = Due(
        relative=Relative(
            offset=parse_offset("45 working days"), after="asked", working_calendars=("CN",)
        ),
        zone=BEIJING,
    )
    found = resolve(due, events={"asked": on("2026-11-09")})
    assert found is not None
    assert found.day == on("2027-01-12")
    assert found.trace[0] == "2026-11-09 + 45wd (CN) = 2027-01-12"
    assert found.warnings == (
        "The holidays of CN in 2027 are not announced yet; the date may move.",
    )
    assert read_due("within 45 working days of the request").relative == Relative(
        offset=Offset(45, Unit.WORKING_DAYS), after="request"
    )


def test_hours_after_a_day_allow_for_the_whole_of_it() -> None:
    due = Due(relative=Relative(offset=Offset(72, Unit.HOURS), after="signed"), grace=Offset(1))
    assert resolve(due, events={}) is None
    found = resolve(due, events={"signed": on("2026-03-01")})
    assert found is not None
    assert (found.earliest, found.instant) == (at("2026-03-04"), at("2026-03-05"))
    assert found.ambiguous == "The hour of signed is not known; its whole day is allowed for."


@pytest.mark.parametrize(
    ("grace", "ends"),
    [
        (Offset(0), "2026-01-10 00:00"),
        (Offset(36, Unit.HOURS), "2026-01-11 12:00"),
        (Offset(3), "2026-01-13 00:00"),
        (Offset(1, Unit.WORKING_DAYS), "2026-01-13 00:00"),
        (Offset(1, Unit.MONTHS), "2026-02-10 00:00"),
    ],
)
def test_grace_is_counted_as_it_is_written(grace: Offset, ends: str) -> None:
    found = resolve(Due(on=on("2026-01-09"), grace=grace), events={})
    assert found is not None
    assert found.grace_ends == at(ends)


@pytest.mark.parametrize("text", ["", "soon", "31 Brumaire 2026", "30 days", "beans season 2026"])
def test_what_names_no_deadline_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="names no deadline"):
        read_due(text)


def test_a_due_that_names_nothing_resolves_to_nothing() -> None:
    assert resolve(Due(), events={}) is None


@settings(max_examples=300, deadline=None)
@given(dues(), st.dates(on("2025-01-01"), on("2027-01-01")))
def test_the_trace_of_every_date_recomputes_to_it(due: Due, event: date) -> None:
    found = resolve(due, events={"signed": event})
    assert found is not None
    instants = [recomputed(line, due, event) for line in found.trace]
    told = [instant for instant in instants if instant is not None]
    assert told[0] == found.instant
    assert found.grace_ends == (told[-1] if len(told) > 1 else found.instant)
    assert (found.earliest or found.instant) <= found.instant <= found.grace_ends


def recomputed(line: str, due: Due, event: date) -> datetime | None:
    """The instant a line of a trace says, found by arithmetic of its own; None for a day."""
    if sums := re.fullmatch(r"(\S+) \+ (\S+) = (\S+)", line):
        day, offset, result = sums.groups()
        assert add(on(day), parse_offset(offset)) == on(result)
        return None
    if hours := re.fullmatch(r"end of (\S+) \S+ \+ (\d+)h = (\S+)", line):
        midnight = datetime.combine(on(hours[1]) + timedelta(days=1), time.min)
        instant = _on_clock(midnight, due) + timedelta(hours=int(hours[2]))
        assert stamp(instant) == hours[3]
        assert on(hours[1]) == event
        return instant
    if moment := re.fullmatch(r"(\S+), (end of day|start of day|\d\d:\d\d), \S+ = (\S+)", line):
        day = on(moment[1]) + timedelta(days=moment[2] == "end of day")
        hour = time.fromisoformat(moment[2]) if ":" in moment[2] else time.min
        instant = _on_clock(datetime.combine(day, hour), due)
        assert stamp(instant) == moment[3]
        return instant
    grace = re.fullmatch(r"grace of (\S+) ends (\S+)", line)
    assert grace is not None, line
    return datetime.strptime(grace[2], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)


def _on_clock(wall: datetime, due: Due) -> datetime:
    if due.utc_offset is not None:
        return wall.replace(tzinfo=timezone(timedelta(minutes=due.utc_offset))).astimezone(UTC)
    return wall.replace(tzinfo=ZoneInfo(due.zone)).astimezone(UTC)
