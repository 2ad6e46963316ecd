from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from monitor.domain.alert import (
    Alert,
    Cause,
    Delivery,
    DeliveryState,
    Outcome,
    Receipt,
    Severity,
)
from monitor.store import outbox
from monitor.store.engine import Store

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LEASE = 60.0

SENT = Outcome(receipt=Receipt.SENT)
RETRY = Outcome(receipt=Receipt.RETRY, detail="no answer")
AMBIGUOUS = Outcome(receipt=Receipt.AMBIGUOUS, detail="no reply in time")
REFUSED = Outcome(receipt=Receipt.REFUSED, detail="403 invalid_token")


def _alert(name: str, severity: Severity = Severity.WARNING) -> Alert:
    return Alert(
        id=name,
        key=f"key of {name}",
        cause=Cause.OVERDUE,
        severity=severity,
        at=NOON,
        headline=f"{name} is overdue",
        because="The day has passed.",
    )


def _delivery(name: str, alert: str = "a", channel: str = "mail", **more: object) -> Delivery:
    made = Delivery(id=name, alert=alert, channel=channel, not_before=NOON, created=NOON)
    return replace(made, **more)  # type: ignore[arg-type]


def _put(store: Store, *deliveries: Delivery, alerts: tuple[Alert, ...] = ()) -> None:
    with store.write() as tx:
        outbox.put(tx, alerts or tuple({d.alert: _alert(d.alert) for d in deliveries}.values()), [])
        outbox.put(tx, [], deliveries)


def _claim(
    store: Store, now: datetime, limit: int = 10, skip: tuple[str, ...] = ()
) -> list[Delivery]:
    with store.write() as tx:
        return [delivery for delivery, _ in outbox.claim(tx, now, limit, LEASE, skip)]


def _settle(
    store: Store, delivery: Delivery, outcome: Outcome, now: datetime, chance: float = 1.0
) -> DeliveryState | None:
    with store.write() as tx:
        return outbox.settle(tx, delivery, outcome, now, chance)


def _all(store: Store) -> dict[str, Delivery]:
    with store.read() as tx:
        return {each.id: each for _, sent in outbox.alerts(tx) for each in sent}


def test_a_claim_is_written_before_anything_is_sent(store: Store) -> None:
    _put(store, _delivery("d"))
    with store.write() as tx:
        claimed = outbox.claim(tx, NOON, 10, LEASE)
    begun = _delivery("d", state=DeliveryState.SENDING, attempts=1, not_before=NOON + 30 * SECOND)
    assert claimed == [(begun, _alert("a"))]
    assert _all(store) == {"d": begun}


def test_what_is_sent_is_done(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _claim(store, NOON)
    state = _settle(store, begun, SENT, NOON + SECOND)
    assert state is DeliveryState.SENT
    assert _all(store) == {
        "d": replace(begun, state=DeliveryState.SENT, sent_at=NOON + SECOND, last_error="")
    }
    assert _claim(store, NOON + 99 * HOUR) == []


def test_nobody_else_gets_a_row_while_its_lease_runs(store: Store) -> None:
    _put(store, _delivery("d"))
    _claim(store, NOON)
    assert _claim(store, NOON + 59 * SECOND) == []


def test_a_row_whose_worker_died_is_claimed_again_and_says_that_it_may_repeat(store: Store) -> None:
    _put(store, _delivery("d"))
    _claim(store, NOON)
    (again,) = _claim(store, NOON + MINUTE)
    assert (again.attempts, again.possible_repeat) == (2, True)


def test_a_message_that_kills_the_program_goes_out_ever_more_rarely(store: Store) -> None:
    _put(store, _delivery("d"))
    now, sends = NOON, []
    for _ in range(24 * 60):
        with store.write() as tx:
            outbox.void_leases(tx, now)  # the daemon starts again at once, every time
        sends += [now - NOON for _ in _claim(store, now)]
        now += 10 * SECOND
    minutes = [sent / MINUTE for sent in sends]
    later = {after - before for before, after in pairwise(minutes[5:])}
    assert minutes[:6] == [0, 0.5, 1.5, 3.5, 7.5, 15.5]
    assert later == {15}


def test_after_a_crash_the_next_daemon_need_not_wait_for_the_lease(store: Store) -> None:
    _put(store, _delivery("d"))
    _claim(store, NOON)
    with store.write() as tx:
        ended = outbox.void_leases(tx, NOON + 5 * SECOND)
    early = _claim(store, NOON + 29 * SECOND)
    (again,) = _claim(store, NOON + 30 * SECOND)
    assert (ended, early, again.possible_repeat) == (1, [], True)


@pytest.mark.parametrize(
    ("attempts", "longest"),
    [(1, 30), (2, 60), (3, 120), (4, 240), (5, 480), (6, 900), (7, 900), (10_000, 900)],
)
def test_the_wait_doubles_from_half_a_minute_to_a_quarter_of_an_hour(
    attempts: int, longest: int
) -> None:
    waits = [outbox.waits(attempts, chance) for chance in (0.0, 0.5, 1.0)]
    assert waits == [0 * SECOND, longest / 2 * SECOND, longest * SECOND]


def test_what_failed_is_tried_again_later(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _claim(store, NOON)
    state = _settle(store, begun, RETRY, NOON + SECOND, chance=0.5)
    waiting = replace(
        begun,
        state=DeliveryState.WAITING,
        not_before=NOON + 16 * SECOND,
        last_error="no answer",
    )
    assert (state, _all(store)) == (DeliveryState.WAITING, {"d": waiting})
    assert _claim(store, NOON + 15 * SECOND) == []
    assert [each.attempts for each in _claim(store, NOON + 16 * SECOND)] == [2]


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(60.0, 60), (0.0, 30), (-5.0, 30), (1e9, 3600), (float("inf"), 3600), (float("nan"), 3600)],
)
def test_a_receiver_may_ask_for_a_longer_wait_within_reason(
    store: Store, asked: float, seconds: int
) -> None:
    _put(store, _delivery("d"))
    (begun,) = _claim(store, NOON)
    _settle(store, begun, replace(RETRY, retry_after=asked), NOON)
    assert _all(store)["d"].not_before == NOON + seconds * SECOND


def test_an_ambiguous_attempt_waits_for_its_lease_and_then_may_repeat(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _claim(store, NOON)
    state = _settle(store, begun, AMBIGUOUS, NOON + SECOND)
    assert state is DeliveryState.SENDING
    assert _claim(store, NOON + 59 * SECOND) == []
    (again,) = _claim(store, NOON + 60 * SECOND)
    assert (again.attempts, again.possible_repeat) == (2, True)


def test_a_clean_failure_is_no_possible_repeat(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _claim(store, NOON)
    _settle(store, begun, RETRY, NOON)
    (again,) = _claim(store, NOON + HOUR)
    assert again.possible_repeat is False


def test_a_worker_whose_lease_ran_out_cannot_close_anothers_attempt(store: Store) -> None:
    _put(store, _delivery("d"))
    (slow,) = _claim(store, NOON)
    (quick,) = _claim(store, NOON + MINUTE)
    assert [_settle(store, slow, outcome, NOON + MINUTE) for outcome in (RETRY, REFUSED)] == [
        None,
        None,
    ]
    assert _all(store) == {"d": quick}


def test_that_it_was_sent_is_filed_however_late(store: Store) -> None:
    _put(store, _delivery("d"))
    (slow,) = _claim(store, NOON)
    (quick,) = _claim(store, NOON + MINUTE)
    states = [
        _settle(store, slow, SENT, NOON + MINUTE),
        _settle(store, quick, RETRY, NOON + MINUTE),
        _settle(store, quick, SENT, NOON + 2 * MINUTE),
    ]
    assert states == [DeliveryState.SENT, None, None]
    assert _all(store)["d"].sent_at == NOON + MINUTE


def test_the_most_severe_goes_first_then_the_longest_waiting(store: Store) -> None:
    _put(
        store,
        _delivery("old", "notice", not_before=NOON - HOUR),
        _delivery("new", "critical"),
        _delivery("older", "notice", "slack", not_before=NOON - 2 * HOUR),
        alerts=(_alert("notice", Severity.NOTICE), _alert("critical", Severity.CRITICAL)),
    )
    assert [each.id for each in _claim(store, NOON)] == ["new", "older", "old"]


def test_what_is_held_is_told_when_its_time_comes(store: Store) -> None:
    _put(store, _delivery("d", state=DeliveryState.HELD, not_before=NOON + 8 * HOUR))
    assert _claim(store, NOON + 7 * HOUR) == []
    assert [each.id for each in _claim(store, NOON + 8 * HOUR)] == ["d"]


def test_a_group_leaves_as_one_message_beyond_the_limit(store: Store) -> None:
    digest = [_delivery(f"d{n}", f"a{n}", group="digest") for n in range(5)]
    other = [
        _delivery("x1", "a1", "slack", group="digest"),
        _delivery("x2", "a2", recipient="bo@example.org", group="digest"),
        _delivery("x3", "a3", "sms", group="other"),
        _delivery("x4", "a4", "mail", recipient="cy@example.org"),
        _delivery("x5", "a5", group="digest", not_before=NOON + HOUR),
    ]
    _put(store, *digest, *other)
    claimed = _claim(store, NOON, limit=1)
    assert [each.id for each in claimed] == ["d0", "d1", "d2", "d3", "d4"]


def test_a_channel_that_is_known_to_be_down_is_left_alone(store: Store) -> None:
    _put(store, _delivery("d1"), _delivery("d2", channel="slack"))
    assert [each.id for each in _claim(store, NOON, skip=("mail",))] == ["d2"]


def test_what_is_refused_is_blocked_and_asked_again_once_an_hour_with_one_message(
    store: Store,
) -> None:
    _put(store, *(_delivery(f"d{n}", f"a{n}") for n in range(3)))
    for begun in _claim(store, NOON):
        assert _settle(store, begun, REFUSED, NOON) is DeliveryState.BLOCKED
    quiet = _claim(store, NOON + 59 * MINUTE)
    probe = _claim(store, NOON + HOUR)
    meanwhile = _claim(store, NOON + HOUR + MINUTE / 2)
    _settle(store, probe[0], REFUSED, NOON + HOUR)
    until_the_next = _claim(store, NOON + 2 * HOUR - MINUTE)
    next_probe = _claim(store, NOON + 2 * HOUR)
    assert [quiet, meanwhile, until_the_next] == [[], [], []]
    assert ([each.id for each in probe], len(next_probe)) == (["d0"], 1)


def test_a_channel_that_takes_messages_again_gets_all_of_them(store: Store) -> None:
    _put(store, *(_delivery(f"d{n}", f"a{n}") for n in range(3)))
    for begun in _claim(store, NOON):
        _settle(store, begun, REFUSED, NOON)
    (probe,) = _claim(store, NOON + HOUR)
    _settle(store, probe, SENT, NOON + HOUR)
    assert [each.id for each in _claim(store, NOON + HOUR)] == ["d1", "d2"]


def test_new_settings_unblock_a_channel(store: Store) -> None:
    _put(store, _delivery("d1"), _delivery("d2", channel="slack"), _delivery("d3", "b"))
    for begun in _claim(store, NOON):
        _settle(store, begun, REFUSED, NOON)
    with store.write() as tx:
        count = outbox.unblock(tx, "mail", NOON + MINUTE)
    assert count == 2
    assert [each.id for each in _claim(store, NOON + MINUTE)] == ["d1", "d3"]


def test_one_recipient_that_is_refused_does_not_stop_the_others(store: Store) -> None:
    bad, good = (_delivery(name, recipient=f"{name}@example.org") for name in ("bad", "good"))
    _put(store, bad, good)
    by_id = {each.id: each for each in _claim(store, NOON)}
    _settle(store, by_id["good"], SENT, NOON)
    _settle(store, by_id["bad"], REFUSED, NOON)
    states = {name: each.state for name, each in _all(store).items()}
    assert states == {"good": DeliveryState.SENT, "bad": DeliveryState.BLOCKED}


def _fail_until_given_up(
    store: Store, name: str, outcome: Outcome, tries: int
) -> list[DeliveryState | None]:
    now = NOON
    states: list[DeliveryState | None] = []
    for _ in range(tries):
        now += 2 * HOUR
        begun = next(each for each in _claim(store, now) if each.id == name)
        states.append(_settle(store, begun, outcome, now))
    return states


@pytest.mark.parametrize("outcome", [RETRY, REFUSED, AMBIGUOUS], ids=lambda each: each.receipt)
def test_a_message_at_fault_is_given_up_after_ten_tries(store: Store, outcome: Outcome) -> None:
    _put(store, _delivery("poison"), _delivery("fine", "b"))
    fine = next(each for each in _claim(store, NOON) if each.id == "fine")
    _settle(store, fine, SENT, NOON + SECOND)
    states = _fail_until_given_up(store, "poison", outcome, 9)
    assert states[-1] is DeliveryState.DEAD
    assert DeliveryState.DEAD not in states[:-1]
    assert _all(store)["poison"].attempts == 10
    assert _claim(store, NOON + 99 * HOUR) == []


def test_a_channel_that_is_down_altogether_is_waited_for(store: Store) -> None:
    _put(store, _delivery("d"))
    states = _fail_until_given_up(store, "d", RETRY, 40)
    assert set(states) == {DeliveryState.WAITING}


def test_nothing_is_tried_for_longer_than_a_week(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _claim(store, NOON + timedelta(days=7) - MINUTE)
    early = _settle(store, begun, RETRY, NOON + timedelta(days=7) - SECOND)
    (begun,) = _claim(store, NOON + timedelta(days=7, hours=1))
    late = _settle(store, begun, RETRY, NOON + timedelta(days=7, hours=1))
    assert (early, late) == (DeliveryState.WAITING, DeliveryState.DEAD)


def test_an_attempt_that_was_not_made_can_be_given_back(store: Store) -> None:
    _put(store, _delivery("d"))
    begun = _claim(store, NOON)
    with store.write() as tx:
        outbox.release(tx, begun, NOON + SECOND)
        outbox.release(tx, begun, NOON + HOUR)
    assert _all(store) == {"d": _delivery("d", not_before=NOON + SECOND)}


def test_an_attempt_that_another_has_taken_over_cannot_be_given_back(store: Store) -> None:
    _put(store, _delivery("d"))
    slow = _claim(store, NOON)
    (quick,) = _claim(store, NOON + MINUTE)
    with store.write() as tx:
        outbox.release(tx, slow, NOON + MINUTE)
    assert _all(store) == {"d": quick}


def test_the_backlog_is_counted_by_channel_and_state(store: Store) -> None:
    _put(store, _delivery("d1"), _delivery("d2", "b"), _delivery("d3", channel="slack"))
    with store.write() as tx:
        ((begun, _),) = outbox.claim(tx, NOON, 1, LEASE)
        outbox.settle(tx, begun, SENT, NOON, 1.0)
        assert outbox.backlog(tx) == {
            ("mail", DeliveryState.SENT): 1,
            ("mail", DeliveryState.WAITING): 1,
            ("slack", DeliveryState.WAITING): 1,
        }


def test_it_is_known_when_something_can_next_be_sent_and_what_is_late(store: Store) -> None:
    with store.read() as tx:
        nothing = (outbox.next_due(tx), outbox.oldest_waiting(tx, NOON))
    _put(store, _delivery("d1", not_before=NOON + HOUR), _delivery("d2", "b"))
    with store.write() as tx:
        some = (outbox.next_due(tx), outbox.oldest_waiting(tx, NOON + MINUTE))
        early = outbox.oldest_waiting(tx, NOON - MINUTE)
    assert (nothing, some, early) == ((None, None), (NOON, NOON), None)


def test_the_words_of_a_receiver_are_kept_whatever_they_are(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _claim(store, NOON)
    _settle(store, begun, replace(RETRY, detail="nul \x00 and \ud800"), NOON)
    assert _all(store)["d"].last_error == "nul � and �"
