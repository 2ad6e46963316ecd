"""Summaries, feeds, triage, the monitor itself; repeats and backlogs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.alert import (
    Alert,
    Cause,
    Delivery,
    Policy,
    Response,
    ResponseKind,
    Route,
    Severity,
)
from monitor.domain.alerting import (
    Unanswered,
    again,
    feed_alert,
    next_patience,
    parcels,
    self_alert,
    summary,
    triage_alert,
    unanswered,
)
from monitor.domain.commitment import Commitment, Party, Register
from monitor.domain.evidence import Feed, FeedHealth, FeedState, Item
from monitor.domain.standing import Performance, Standing, Word

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
FEED = Feed(id="reuters-world", address="https://feeds.example/world", name="Reuters World")


def health(state: FeedState, failures: int = 0, **changes: Any) -> FeedHealth:
    given: dict[str, Any] = {
        "feed": FEED.id,
        "state": state,
        "since": datetime(2026, 1, 4, 8, tzinfo=UTC),
        "next_poll": NOW,
        "failures": failures,
    }
    return FeedHealth(**(given | changes))


def test_a_first_start_is_one_message_with_counts_and_the_five_most_urgent(
    promise: Callable[..., Commitment], stands: Callable[..., Standing]
) -> None:
    words = [
        (Word.ON_TRACK, Performance.ON_TRACK),
        (Word.OVERDUE, Performance.OVERDUE),
        (Word.MET, Performance.MET),
        (Word.AT_RISK, Performance.AT_RISK),
        (Word.ON_TRACK, Performance.ON_TRACK),
        (Word.DUE_SOON, Performance.DUE_SOON),
        (Word.BLIND, Performance.ON_TRACK),
    ]
    commitments = tuple(promise(id=f"c-{n}") for n in range(len(words)))
    standings = {
        f"c-{n}": replace(stands("2025-12-20 09:00", performance, word), commitment=f"c-{n}")
        for n, (word, performance) in enumerate(words)
    }
    register = Register(
        parties=(Party(id="CN", name="China"), Party(id="US", name="United States")),
        commitments=commitments,
    )
    told = summary(register, standings, NOW, because="The first start.")
    assert (told.cause, told.headline, told.because, told.detail) == (
        Cause.SUMMARY,
        (
            "Summary — 7 commitments watched: 1 met, 1 OVERDUE, 1 blind, 1 at risk, 1 due soon,"
            " 2 on track"
        ),
        "The first start.",
        (
            "OVERDUE — China → United States: c-1, due 31 Dec 2025 (New York), in 11 days",
            "blind — China → United States: c-6, due 31 Dec 2025 (New York), in 11 days",
            "at risk — China → United States: c-3, due 31 Dec 2025 (New York), in 11 days",
            "due soon — China → United States: c-5, due 31 Dec 2025 (New York), in 11 days",
            "on track — China → United States: c-0, due 31 Dec 2025 (New York), in 11 days",
        ),
    )


def test_the_same_files_are_summed_up_under_the_same_key() -> None:
    one = summary(Register(), {}, NOW, digest="abc")
    other = summary(Register(), {}, NOW + timedelta(hours=1), digest="abc")
    assert (one.id, one.headline) == (other.id, "Summary — nothing is watched yet")


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (health(FeedState.ALIVE), health(FeedState.UNREACHABLE, 1), None),
        (health(FeedState.UNREACHABLE, 2), health(FeedState.UNREACHABLE, 3), Cause.FEED_DYING),
        (health(FeedState.UNREACHABLE, 3), health(FeedState.UNREACHABLE, 4), None),
        (health(FeedState.ALIVE), health(FeedState.GONE), Cause.FEED_DYING),
        (health(FeedState.ALIVE), health(FeedState.FROZEN), Cause.FEED_DYING),
        (health(FeedState.ALIVE), health(FeedState.HELD_OFF, 5), None),
        (health(FeedState.GONE), health(FeedState.ALIVE), Cause.FEED_BACK),
        (health(FeedState.UNREACHABLE, 5), health(FeedState.ALIVE), Cause.FEED_BACK),
        (health(FeedState.ALIVE), health(FeedState.ALIVE), None),
        (None, health(FeedState.REFUSED), Cause.FEED_DYING),
        (None, health(FeedState.ALIVE), None),
    ],
)
def test_a_feed_is_told_when_it_fails_for_good_and_when_it_is_back(
    before: FeedHealth | None, after: FeedHealth, cause: Cause | None
) -> None:
    told = feed_alert(before, after, FEED, NOW)
    assert (told.cause if told else None) is cause


def test_a_failing_feed_says_since_when_and_why() -> None:
    failing = health(
        FeedState.UNREACHABLE,
        3,
        detail="no answer within 30 seconds",
        last_ok=datetime(2026, 1, 4, 7, 30, tzinfo=UTC),
    )
    told = feed_alert(health(FeedState.ALIVE), failing, FEED, NOW)
    assert told is not None
    assert told.headline == (
        "Feed failing — Reuters World has been unreachable since 4 Jan 2026"
        " (last good look 4 Jan 2026 07:30 UTC): no answer within 30 seconds"
    )


def test_an_item_that_fits_no_commitment_is_given_to_a_person_to_sort() -> None:
    item = Item(
        id="i1",
        feed=FEED.id,
        title="Busan deal \x1b[2Junder strain",
        link="javascript:alert(1)",
        first_seen=NOW,
        story="s1",
    )
    told = triage_alert(item, "busan-2025", "under strain", "names the deal", NOW, feed=FEED)
    assert (told.key, told.headline, told.detail, told.rests_on) == (
        "/triage/busan-2025/s1",
        "To sort — Reuters World names busan-2025: “Busan deal [2Junder strain”",
        ("“under strain”",),
        ("i1",),
    )


def test_the_monitor_speaks_of_itself_under_the_key_of_the_event() -> None:
    told = self_alert("gap/2026-01-04", "nobody looked for 3 days", "The daemon was down.", NOW)
    assert (told.key, told.headline, told.severity) == (
        "/self/gap/2026-01-04",
        "Monitor — nobody looked for 3 days",
        Severity.WARNING,
    )


OVERDUE = Alert(
    id="a1",
    key="soybeans-2025/overdue/2025-12-31",
    cause=Cause.OVERDUE,
    severity=Severity.WARNING,
    at=NOW,
    headline="OVERDUE — China → United States: soybeans-2025",
    because="It is.",
    commitment="soybeans-2025",
)
DESK = Route(
    id="desk",
    channels=("slack",),
    repeat_hours=24,
    escalate_to="boss",
    escalate_after_hours=48,
)
PATIENT = Policy(routes=(DESK, Route(id="boss", channels=("mail",))))


def test_what_nobody_acknowledges_is_repeated_then_told_to_somebody_else() -> None:
    one = Unanswered(alert=OVERDUE, commitment=None, sent_at=NOW)
    told: list[str] = []
    heard: list[tuple[int, str, str]] = []
    for hours in range(0, 80, 2):
        for alert, deliveries in again(one, PATIENT, told, NOW + timedelta(hours=hours)):
            told.append(alert.key)
            heard += [(hours, alert.cause.value, delivery.channel) for delivery in deliveries]
    assert heard == [
        (24, "unacknowledged", "slack"),
        (48, "unacknowledged", "slack"),
        (48, "unacknowledged", "mail"),
        (72, "unacknowledged", "slack"),
    ]


def test_repeats_that_fell_while_the_program_was_down_are_one() -> None:
    one = Unanswered(alert=OVERDUE, commitment=None, sent_at=NOW)
    found = again(one, PATIENT, (), NOW + timedelta(days=5))
    assert [alert.headline for alert, _ in found] == [
        "Not acknowledged for 120 h — OVERDUE — China → United States: soybeans-2025"
    ] * 2


def test_the_next_moment_of_patience() -> None:
    one = Unanswered(alert=OVERDUE, commitment=None, sent_at=NOW)
    found = [next_patience(one, PATIENT, NOW + timedelta(hours=hours)) for hours in (0, 24, 40, 60)]
    assert found == [NOW + timedelta(hours=hours) for hours in (24, 48, 48, 72)]
    assert next_patience(one, Policy(), NOW) is None


@pytest.mark.parametrize(
    ("kind", "fields", "waits"),
    [
        (ResponseKind.ACK, {"alert": "a1"}, False),
        (ResponseKind.ACK, {"alert": "a2"}, True),
        (ResponseKind.SNOOZE, {"commitment": "soybeans-2025"}, False),
        (ResponseKind.SILENCE, {"commitment": "soybeans-2025"}, True),
    ],
)
def test_a_response_answers_an_alert(
    kind: ResponseKind, fields: dict[str, Any], waits: bool
) -> None:
    response = Response(id="r", kind=kind, by="Ana", at=NOW + timedelta(hours=1), **fields)
    assert bool(unanswered([(OVERDUE, None, NOW)], (response,))) is waits


def test_a_resolve_answers_for_the_problem_and_news_wants_no_answer() -> None:
    met = replace(OVERDUE, id="a2", cause=Cause.MET_LATE, resolves=(Cause.OVERDUE,))
    reminder = replace(OVERDUE, id="a3", cause=Cause.REMINDER)
    later = NOW + timedelta(hours=3)
    assert unanswered([(OVERDUE, None, NOW), (met, None, later), (reminder, None, NOW)], ()) == []


def waiting(count: int, **changes: Any) -> list[tuple[Delivery, Alert]]:
    return [
        (
            Delivery(
                id=f"d{n}",
                alert=f"a{n}",
                channel="slack",
                not_before=NOW,
                created=NOW,
                group=changes.get("group", ""),
            ),
            replace(
                OVERDUE,
                id=f"a{n}",
                at=NOW + timedelta(minutes=n),
                severity=changes.get("severity", Severity.WARNING),
            ),
        )
        for n in range(count)
    ]


def test_a_few_leave_one_by_one_the_newest_first() -> None:
    assert [[row[0].id for row in parcel.rows] for parcel in parcels(waiting(3), room=20)] == [
        ["d2"],
        ["d1"],
        ["d0"],
    ]


def test_a_group_leaves_as_one() -> None:
    (parcel,) = parcels(waiting(3, group="digest"), room=20)
    assert [row[0].id for row in parcel.rows] == ["d2", "d1", "d0"]


@pytest.mark.parametrize(("count", "room", "most"), [(500, 20, 10), (500, 3, 3), (10_000, 20, 20)])
def test_a_backlog_leaves_in_few_messages_and_every_row_once(
    count: int, room: int, most: int
) -> None:
    rows = waiting(count - 4) + [
        (replace(delivery, id=f"x{delivery.id}"), alert)
        for delivery, alert in waiting(4, severity=Severity.CRITICAL)
    ]
    found = parcels(rows, room=room)
    assert len(found) <= most
    assert sorted(row[0].id for parcel in found for row in parcel.rows) == sorted(
        row[0].id for row in rows
    )
    assert [len(parcel.rows) for parcel in found[: min(2, room - 1)]] == [1] * min(2, room - 1)


def test_without_room_nothing_leaves() -> None:
    assert parcels(waiting(3), room=0) == ()


def test_a_route_that_names_nobody_to_escalate_to_escalates_to_nobody() -> None:
    lost = Policy(routes=(replace(DESK, repeat_hours=0, escalate_to="gone"),))
    one = Unanswered(alert=OVERDUE, commitment=None, sent_at=NOW)
    assert again(one, lost, (), NOW + timedelta(days=5)) == ()
    assert next_patience(one, lost, NOW) == NOW + timedelta(hours=48)
