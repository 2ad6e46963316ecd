"""The deadline ladder: what the calendar alone gives to tell."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.domain.alert import Alert, Cause, Severity
from monitor.domain.alerting import next_step
from monitor.domain.alerting.ladder import steps
from monitor.domain.calendar import Due, Offset
from monitor.domain.commitment import Amendment, AmendmentKind, Commitment, Kind
from monitor.domain.evidence import Facts
from monitor.domain.standing import Binding, Pace, Performance, Standing, Word

Tells = Callable[..., tuple[Alert, ...]]
Stands = Callable[..., Standing]
Promise = Callable[..., Commitment]


def test_a_step_of_the_ladder_is_told_when_its_day_begins_in_the_zone_of_the_due_date(
    tells: Tells, stands: Stands
) -> None:
    before, after = stands("2025-12-24 04:50"), stands("2025-12-24 05:01")
    assert tells(before, after) == (
        Alert(
            id="44cx82qv1y",
            key="soybeans-2025/reminder/2025-12-31/-7d",
            cause=Cause.REMINDER,
            severity=Severity.NOTICE,
            at=after.at,
            headline="Due in 7 days — China → United States: soybeans-2025 is due"
            " 31 Dec 2025 (New York)",
            because="The 7-day step of the reminder ladder has come.",
            commitment="soybeans-2025",
            agreement="busan-2025",
            before=Word.ON_TRACK,
            after=Word.ON_TRACK,
            sure="by the calendar",
        ),
    )


def test_between_two_steps_there_is_nothing_to_tell(tells: Tells, stands: Stands) -> None:
    assert tells(stands("2025-12-24 05:01"), stands("2025-12-27 12:00")) == ()


@pytest.mark.parametrize(
    ("days", "severity"),
    [(30, Severity.INFO), (14, Severity.INFO), (7, Severity.NOTICE), (1, Severity.NOTICE)],
)
def test_a_nearer_step_is_told_louder(
    tells: Tells, stands: Stands, days: int, severity: Severity
) -> None:
    day = datetime(2025, 12, 31, 5, 30, tzinfo=UTC) - timedelta(days=days)
    before = stands((day - timedelta(hours=1)).replace(tzinfo=None).isoformat())
    after = stands(day.replace(tzinfo=None).isoformat())
    assert [(a.key, a.severity) for a in tells(before, after)] == [
        (f"soybeans-2025/reminder/2025-12-31/-{days}d", severity)
    ]


def test_days_the_program_slept_through_give_one_alert_for_the_latest_step_marked_late(
    tells: Tells, stands: Stands
) -> None:
    (alert,) = tells(stands("2025-11-25 00:00"), stands("2025-12-29 12:00"))
    assert (alert.key, alert.late, alert.headline, alert.because) == (
        "soybeans-2025/reminder/2025-12-31/-3d",
        True,
        "Due in 2 days — China → United States: soybeans-2025 is due 31 Dec 2025 (New York)",
        (
            "The 3-day step of the reminder ladder came on 28 Dec 2025, while the program was not"
            " looking."
        ),
    )


def test_a_step_found_within_two_hours_is_not_late(tells: Tells, stands: Stands) -> None:
    (alert,) = tells(stands("2025-12-24 04:50"), stands("2025-12-24 06:59"))
    assert not alert.late


def test_a_first_look_gives_only_the_latest_step_passed(tells: Tells, stands: Stands) -> None:
    alerts = tells(None, stands("2025-12-29 12:00"))
    assert [alert.key for alert in alerts] == ["soybeans-2025/reminder/2025-12-31/-3d"]


def test_the_due_day_is_told_when_it_begins(tells: Tells, stands: Stands) -> None:
    after = stands("2025-12-31 05:10", Performance.DUE, Word.DUE_TODAY)
    (alert,) = tells(stands("2025-12-31 04:50"), after)
    assert (alert.key, alert.severity, alert.headline) == (
        "soybeans-2025/due/2025-12-31/0d",
        Severity.WARNING,
        "Due today — China → United States: soybeans-2025 is due 31 Dec 2025 (New York)",
    )


def test_overdue_says_how_long_ago_it_was_due_and_how_far_it_came(
    tells: Tells, stands: Stands, sold: Callable[..., Pace], usda: Facts
) -> None:
    before = stands("2025-12-31 23:00", Performance.DUE, Word.DUE_TODAY)
    after = stands("2026-01-01 05:10", Performance.OVERDUE, Word.OVERDUE, pace=sold())
    (alert,) = tells(before, after, facts=usda)
    assert (alert.headline, alert.severity, alert.late) == (
        (
            "OVERDUE — China → United States: soybeans-2025 was due 31 Dec 2025 (New York),"
            " 1 day ago; 8.1 of 12 Mt reported by USDA export sales, through 18 Dec 2025"
        ),
        Severity.WARNING,
        False,
    )


def test_overdue_is_told_once_and_a_week_later_once_more(tells: Tells, stands: Stands) -> None:
    told: tuple[str, ...] = ()
    before: Standing | None = stands("2025-12-31 23:00", Performance.DUE, Word.DUE_TODAY)
    for day in range(1, 20):
        after = stands(f"2026-01-{day:02d} 05:10", Performance.OVERDUE, Word.OVERDUE)
        told += tuple(alert.key for alert in tells(before, after, told=told))
        before = after
    assert told == (
        "soybeans-2025/overdue/2025-12-31",
        "soybeans-2025/still-overdue/2025-12-31/+7d",
    )


def test_in_grace_nothing_is_told_yet(tells: Tells, stands: Stands) -> None:
    due = Due(on=date(2025, 12, 31), zone="America/New_York", grace=Offset(5))
    before = stands("2025-12-31 23:00", Performance.DUE, Word.DUE_TODAY, due=due)
    after = stands("2026-01-03 05:10", Performance.GRACE, Word.GRACE, due=due)
    assert tells(before, after) == ()


def test_a_moved_deadline_begins_a_ladder_of_its_own(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    later = Due(on=date(2026, 2, 28), zone="America/New_York")
    moved = promise(
        amendments=(Amendment(on=date(2025, 12, 3), kind=AmendmentKind.EXTEND, due=later),)
    )
    alerts = tells(
        stands("2026-02-21 04:00", due=later),
        stands("2026-02-21 05:10", due=later),
        commitment=moved,
        told=("soybeans-2025/terms-changed/extend/2025-12-03/2026-02-28",),
    )
    assert [alert.headline for alert in alerts] == [
        (
            "Due in 7 days — China → United States: soybeans-2025 is due 28 Feb 2026 (New York)"
            " (moved from 31 Dec 2025)"
        )
    ]


@pytest.mark.parametrize(
    ("kind", "headline"),
    [
        (Kind.HOLD_UNTIL, "Ends in 7 days — China → United States: soybeans-2025 is to hold until"),
        (Kind.SUNSET, "Runs out in 7 days — China → United States: soybeans-2025 runs out on"),
    ],
)
def test_a_promise_to_hold_ends_and_a_sunset_runs_out(
    tells: Tells, stands: Stands, promise: Promise, kind: Kind, headline: str
) -> None:
    before, after = stands("2025-12-24 04:50"), stands("2025-12-24 05:01")
    (alert,) = tells(before, after, commitment=promise(kind=kind))
    assert alert.headline == f"{headline} 31 Dec 2025 (New York)"


def test_a_sunset_that_has_run_out_is_not_overdue(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    before = stands("2025-12-31 23:00", Performance.DUE, Word.DUE_TODAY)
    after = stands("2026-01-01 05:10", Performance.OVERDUE, Word.EXPIRED, binding=Binding.EXPIRED)
    alerts = tells(before, after, commitment=promise(kind=Kind.SUNSET))
    assert [alert.key for alert in alerts] == ["soybeans-2025/ended/expired"]


@pytest.mark.parametrize(
    "binding", [Binding.SUSPENDED, Binding.CONDITIONAL, Binding.TERMINATED, Binding.DISCHARGED]
)
def test_no_date_is_awaited_while_it_does_not_bind(
    stands: Stands, promise: Promise, binding: Binding
) -> None:
    standing = stands("2025-12-01 00:00", binding=binding)
    assert (steps(standing, promise()), next_step(standing, promise())) == ((), None)


def test_next_step_is_the_next_moment_at_which_the_ladder_speaks(
    stands: Stands, promise: Promise
) -> None:
    moments = []
    at: datetime | None = datetime(2025, 10, 30, tzinfo=UTC)
    while at is not None:
        moments.append(at)
        at = next_step(stands(at.replace(tzinfo=None).isoformat()), promise())
    assert [moment.isoformat() for moment in moments[1:]] == [
        "2025-12-01T05:00:00+00:00",
        "2025-12-17T05:00:00+00:00",
        "2025-12-24T05:00:00+00:00",
        "2025-12-28T05:00:00+00:00",
        "2025-12-30T05:00:00+00:00",
        "2025-12-31T05:00:00+00:00",
        "2026-01-01T05:00:00+00:00",
        "2026-01-07T05:00:00+00:00",
    ]


def test_own_reminders_replace_the_usual_ones(stands: Stands, promise: Promise) -> None:
    due = Due(on=date(2025, 12, 31), zone="UTC", remind=(2,))
    found = steps(stands("2025-12-01 00:00", due=due), promise(due=due))
    assert [step.days for step in found] == [-2, 0, 1, 7]


def test_the_last_day_of_a_promise_to_hold_is_told_as_such(
    tells: Tells, stands: Stands, promise: Promise
) -> None:
    after = stands("2025-12-31 05:10", Performance.HOLDING, Word.HOLDING)
    (alert,) = tells(stands("2025-12-31 04:50"), after, commitment=promise(kind=Kind.HOLD_UNTIL))
    assert (alert.cause, alert.because) == (Cause.DUE, "Its last day is today.")


def test_a_grace_longer_than_a_week_leaves_no_second_notice(
    stands: Stands, promise: Promise
) -> None:
    due = Due(on=date(2025, 12, 31), zone="UTC", grace=Offset(14))
    found = steps(stands("2025-12-31 00:00", due=due), promise(due=due))
    assert [step.cause for step in found][-2:] == [Cause.DUE, Cause.OVERDUE]
