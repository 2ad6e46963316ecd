import pytest

from monitor.declared.cron import cron
from monitor.declared.scalars import Unreadable
from monitor.declared.zones import zone


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0 8 * * *", "0 8 * * *"),
        ("0 8 * * 0", "0 8 * * sun"),
        ("0 8 * * 1", "0 8 * * mon"),
        ("0 8 * * 2", "0 8 * * tue"),
        ("0 8 * * 3", "0 8 * * wed"),
        ("0 8 * * 4", "0 8 * * thu"),
        ("0 8 * * 5", "0 8 * * fri"),
        ("0 8 * * 6", "0 8 * * sat"),
        ("0 8 * * 7", "0 8 * * sun"),
        ("0 8 * * 1-5", "0 8 * * mon,tue,wed,thu,fri"),
        ("0 8 * * mon-fri", "0 8 * * mon,tue,wed,thu,fri"),
        ("0 8 * * MON,Wed", "0 8 * * mon,wed"),
        ("0 8 * * 6-7", "0 8 * * sat,sun"),
        ("0 8 * * 0-7", "0 8 * * *"),
        ("0 8 * * 0,7", "0 8 * * sun"),
        ("0 8 * * fri-mon", "0 8 * * mon,fri,sat,sun"),
        ("0 8 * * */2", "0 8 * * tue,thu,sat,sun"),
        ("0 8 * * 1/2", "0 8 * * mon,wed,fri,sun"),
        ("*/15 0-6,22 1 jan-mar *", "*/15 0-6,22 1 jan-mar *"),
    ],
)
def test_weekdays_leave_as_names_that_mean_what_cron_means(written: str, kept: str) -> None:
    assert cron(written) == kept


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("0 8 * *", "A schedule has five fields."),
        ("@daily", "A schedule has five fields."),
        ("0 8 * * * *", "A schedule has five fields."),
        ("60 8 * * *", "The minute of this schedule cannot be read."),
        ("0 24 * * *", "The hour of this schedule cannot be read."),
        ("0 8 0 * *", "The day of the month of this schedule cannot be read."),
        ("0 8 32 * *", "The day of the month of this schedule cannot be read."),
        ("0 8 L * *", "The day of the month of this schedule cannot be read."),
        ("0 8 * 13 *", "The month of this schedule cannot be read."),
        ("0 8 * * 8", "The weekday of this schedule cannot be read."),
        ("0 8 * * monday", "The weekday of this schedule cannot be read."),
        ("5-1 8 * * *", "The minute of this schedule cannot be read."),
        ("*/0 8 * * *", "The minute of this schedule cannot be read."),
        ("*-5 8 * * *", "The minute of this schedule cannot be read."),
        ("0, 8 * * *", "The minute of this schedule cannot be read."),
    ],
)
def test_a_schedule_that_cannot_be_read_is_refused(written: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        cron(written)

    assert refusal.value.message == message


@pytest.mark.parametrize("name", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_a_zone_that_is_known_stays_as_it_is(name: str) -> None:
    assert zone(name) == name


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("America/New York", "did you mean America/New_York?"),
        ("New York", "write America/New_York"),
        ("shanghai", "write Asia/Shanghai"),
        ("EDT", "write America/New_York"),
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("../../etc/passwd", "such as America/New_York or UTC"),
        ("\0", "such as America/New_York or UTC"),
        ("+08:00", "such as America/New_York or UTC"),
    ],
)
def test_a_zone_that_is_not_known_is_refused_with_a_way_out(name: str, hint: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        zone(name)

    assert (refusal.value.message, refusal.value.hint) == ("No time zone has this name.", hint)
