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
from monitor.store import departures, outbox, settling
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


def _begin(
    store: Store, now: datetime, limit: int = 10, resting: tuple[str, ...] = ()
) -> list[Delivery]:
    """Begin an attempt at what is due, queue by queue."""
    begun: list[Delivery] = []
    with store.write() as tx:
        for channel, recipient in departures.queues(tx, now, resting):
            due = departures.waiting(tx, now, channel, recipient, limit)
            begun += departures.begin(tx, [delivery for delivery, _ in due], now, LEASE)
    return begun


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
        due = departures.waiting(tx, NOON, "mail", "")
        claimed = departures.begin(tx, [delivery for delivery, _ in due], NOON, LEASE)
    begun = _delivery("d", state=DeliveryState.SENDING, attempts=1, not_before=NOON + 30 * SECOND)
    assert (due, claimed) == ([(_delivery("d"), _alert("a"))], [begun])
    assert _all(store) == {"d": begun}


def test_what_is_sent_is_done(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _begin(store, NOON)
    state = _settle(store, begun, SENT, NOON + SECOND)
    assert state is DeliveryState.SENT
    assert _all(store) == {
        "d": replace(begun, state=DeliveryState.SENT, sent_at=NOON + SECOND, last_error="")
    }
    assert _begin(store, NOON + 99 * HOUR) == []


def test_nobody_else_gets_a_row_while_its_lease_runs(store: Store) -> None:
    _put(store, _delivery("d"))
    _begin(store, NOON)
    assert _begin(store, NOON + 59 * SECOND) == []


def test_a_row_whose_worker_died_is_claimed_again_and_says_that_it_may_repeat(store: Store) -> None:
    _put(store, _delivery("d"))
    _begin(store, NOON)
    (again,) = _begin(store, NOON + MINUTE)
    assert (again.attempts, again.possible_repeat) == (2, True)


def test_a_message_that_kills_the_program_goes_out_ever_more_rarely(store: Store) -> None:
    _put(store, _delivery("d"))
    now, sends = NOON, []
    for _ in range(24 * 60):
        with store.write() as tx:
            departures.void_leases(tx, now)  # the daemon starts again at once, every time
        sends += [now - NOON for _ in _begin(store, now)]
        now += 10 * SECOND
    minutes = [sent / MINUTE for sent in sends]
    later = {after - before for before, after in pairwise(minutes[5:])}
    assert minutes[:6] == [0, 0.5, 1.5, 3.5, 7.5, 15.5]
    assert later == {15}


def test_after_a_crash_the_next_daemon_need_not_wait_for_the_lease(store: Store) -> None:
    _put(store, _delivery("d"))
    _begin(store, NOON)
    with store.write() as tx:
        ended = departures.void_leases(tx, NOON + 5 * SECOND)
    early = _begin(store, NOON + 29 * SECOND)
    (again,) = _begin(store, NOON + 30 * SECOND)
    assert (ended, early, again.possible_repeat) == (1, [], True)


@pytest.mark.parametrize(
    ("attempts", "longest"),
    [(1, 30), (2, 60), (3, 120), (4, 240), (5, 480), (6, 900), (7, 900), (10_000, 900)],
)
def test_the_wait_doubles_from_half_a_minute_to_a_quarter_of_an_hour(
    attempts: int, longest: int
) -> None:
    waits = [settling.waits(attempts, chance) for chance in (0.0, 0.5, 1.0)]
    assert waits == [0 * SECOND, longest / 2 * SECOND, longest * SECOND]


def test_what_failed_is_tried_again_later(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _begin(store, NOON)
    state = _settle(store, begun, RETRY, NOON + SECOND, chance=0.5)
    waiting = replace(
        begun,
        state=DeliveryState.WAITING,
        not_before=NOON + 16 * SECOND,
        last_error="no answer",
    )
    assert (state, _all(store)) == (DeliveryState.WAITING, {"d": waiting})
    assert _begin(store, NOON + 15 * SECOND) == []
    assert [each.attempts for each in _begin(store, NOON + 16 * SECOND)] == [2]


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(60.0, 60), (0.0, 30), (-5.0, 30), (1e9, 3600), (float("inf"), 3600), (float("nan"), 3600)],
)
def test_a_receiver_may_ask_for_a_longer_wait_within_reason(
    store: Store, asked: float, seconds: int
) -> None:
    _put(store, _delivery("d"))
    (begun,) = _begin(store, NOON)
    _settle(store, begun, replace(RETRY, retry_after=asked), NOON)
    assert _all(store)["d"].not_before == NOON + seconds * SECOND


def test_an_ambiguous_attempt_waits_for_its_lease_and_then_may_repeat(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _begin(store, NOON)
    state = _settle(store, begun, AMBIGUOUS, NOON + SECOND)
    assert state is DeliveryState.SENDING
    assert _begin(store, NOON + 59 * SECOND) == []
    (again,) = _begin(store, NOON + 60 * SECOND)
    assert (again.attempts, again.possible_repeat) == (2, True)


def test_a_clean_failure_is_no_possible_repeat(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _begin(store, NOON)
    _settle(store, begun, RETRY, NOON)
    (again,) = _begin(store, NOON + HOUR)
    assert again.possible_repeat is False


def test_a_worker_whose_lease_ran_out_cannot_close_anothers_attempt(store: Store) -> None:
    _put(store, _delivery("d"))
    (slow,) = _begin(store, NOON)
    (quick,) = _begin(store, NOON + MINUTE)
    assert [_settle(store, slow, outcome, NOON + MINUTE) for outcome in (RETRY, REFUSED)] == [
        None,
        None,
    ]
    assert _all(store) == {"d": quick}


def test_that_it_was_sent_is_filed_however_late(store: Store) -> None:
    _put(store, _delivery("d"))
    (slow,) = _begin(store, NOON)
    (quick,) = _begin(store, NOON + MINUTE)
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
        _delivery("older", "other notice", not_before=NOON - 2 * HOUR),
        alerts=(
            _alert("notice", Severity.NOTICE),
            _alert("other notice", Severity.NOTICE),
            _alert("critical", Severity.CRITICAL),
        ),
    )
    with store.read() as tx:
        due = departures.waiting(tx, NOON, "mail", "")
        first = departures.waiting(tx, NOON, "mail", "", 1)
    assert [each.id for each, _ in due] == ["new", "older", "old"]
    assert first == due[:1]


def test_each_recipient_of_each_channel_is_a_queue_of_its_own(store: Store) -> None:
    _put(
        store,
        _delivery("d1"),
        _delivery("d2", recipient="bo@example.org", not_before=NOON - HOUR),
        _delivery("d3", channel="slack", not_before=NOON - 2 * HOUR),
        _delivery("d4", "b", channel="sms", not_before=NOON + HOUR),
    )
    with store.read() as tx:
        queues = departures.queues(tx, NOON)
        awake = departures.queues(tx, NOON, ["slack"])
    assert queues == [("slack", ""), ("mail", "bo@example.org"), ("mail", "")]
    assert awake == queues[1:]


def test_what_another_has_begun_meanwhile_is_not_begun_again(store: Store) -> None:
    _put(store, _delivery("d"))
    with store.write() as tx:
        due = [delivery for delivery, _ in departures.waiting(tx, NOON, "mail", "")]
    with store.write() as tx:
        first = departures.begin(tx, due, NOON, LEASE)
    with store.write() as tx:
        second = departures.begin(tx, due, NOON, LEASE)
    assert ([each.attempts for each in first], second) == ([1], [])


def test_what_left_together_is_one_message(store: Store) -> None:
    _put(store, *(_delivery(f"d{n}", f"a{n}") for n in range(3)))
    with store.write() as tx:
        due = [delivery for delivery, _ in departures.waiting(tx, NOON, "mail", "")]
        for number, begun in enumerate(departures.begin(tx, due, NOON, LEASE)):
            settling.settle(tx, begun, SENT, NOON + (number // 2) * SECOND, 1.0)
        counts = [
            departures.messages_since(tx, "mail", "", since)
            for since in (NOON - HOUR, NOON, NOON + SECOND)
        ]
    assert counts == [2, 1, 0]


def test_what_is_held_is_told_when_its_time_comes(store: Store) -> None:
    _put(store, _delivery("d", state=DeliveryState.HELD, not_before=NOON + 8 * HOUR))
    assert _begin(store, NOON + 7 * HOUR) == []
    assert [each.id for each in _begin(store, NOON + 8 * HOUR)] == ["d"]


def test_a_channel_that_is_known_to_be_down_is_left_alone(store: Store) -> None:
    _put(store, _delivery("d1"), _delivery("d2", channel="slack"))
    assert [each.id for each in _begin(store, NOON, resting=("mail",))] == ["d2"]


def test_what_is_refused_is_blocked_and_asked_again_once_an_hour_with_one_message(
    store: Store,
) -> None:
    _put(store, *(_delivery(f"d{n}", f"a{n}") for n in range(3)))
    for begun in _begin(store, NOON):
        assert _settle(store, begun, REFUSED, NOON) is DeliveryState.BLOCKED
    quiet = _begin(store, NOON + 59 * MINUTE)
    probe = _begin(store, NOON + HOUR)
    meanwhile = _begin(store, NOON + HOUR + MINUTE / 2)
    _settle(store, probe[0], REFUSED, NOON + HOUR)
    until_the_next = _begin(store, NOON + 2 * HOUR - MINUTE)
    next_probe = _begin(store, NOON + 2 * HOUR)
    assert [quiet, meanwhile, until_the_next] == [[], [], []]
    assert ([each.id for each in probe], len(next_probe)) == (["d0"], 1)


def test_a_channel_that_takes_messages_again_gets_all_of_them(store: Store) -> None:
    _put(store, *(_delivery(f"d{n}", f"a{n}") for n in range(3)))
    for begun in _begin(store, NOON):
        _settle(store, begun, REFUSED, NOON)
    (probe,) = _begin(store, NOON + HOUR)
    _settle(store, probe, SENT, NOON + HOUR)
    assert [each.id for each in _begin(store, NOON + HOUR)] == ["d1", "d2"]


def test_new_settings_unblock_a_channel(store: Store) -> None:
    _put(store, _delivery("d1"), _delivery("d2", channel="slack"), _delivery("d3", "b"))
    for begun in _begin(store, NOON):
        _settle(store, begun, REFUSED, NOON)
    with store.write() as tx:
        count = outbox.unblock(tx, "mail", NOON + MINUTE)
    assert count == 2
    assert [each.id for each in _begin(store, NOON + MINUTE)] == ["d1", "d3"]


def test_one_recipient_that_is_refused_does_not_stop_the_others(store: Store) -> None:
    bad, good = (_delivery(name, recipient=f"{name}@example.org") for name in ("bad", "good"))
    _put(store, bad, good)
    by_id = {each.id: each for each in _begin(store, NOON)}
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
        begun = next(each for each in _begin(store, now) if each.id == name)
        states.append(_settle(store, begun, outcome, now))
    return states


@pytest.mark.parametrize("outcome", [RETRY, REFUSED, AMBIGUOUS], ids=lambda each: each.receipt)
def test_a_message_at_fault_is_given_up_after_ten_tries(store: Store, outcome: Outcome) -> None:
    _put(store, _delivery("poison"), _delivery("fine", "b"))
    fine = next(each for each in _begin(store, NOON) if each.id == "fine")
    _settle(store, fine, SENT, NOON + SECOND)
    states = _fail_until_given_up(store, "poison", outcome, 9)
    assert states[-1] is DeliveryState.DEAD
    assert DeliveryState.DEAD not in states[:-1]
    assert _all(store)["poison"].attempts == 10
    assert _begin(store, NOON + 99 * HOUR) == []


def test_a_channel_that_is_down_altogether_is_waited_for(store: Store) -> None:
    _put(store, _delivery("d"))
    states = _fail_until_given_up(store, "d", RETRY, 40)
    assert set(states) == {DeliveryState.WAITING}


def test_nothing_is_tried_for_longer_than_a_week(store: Store) -> None:
    _put(store, _delivery("d"))
    (begun,) = _begin(store, NOON + timedelta(days=7) - MINUTE)
    early = _settle(store, begun, RETRY, NOON + timedelta(days=7) - SECOND)
    (begun,) = _begin(store, NOON + timedelta(days=7, hours=1))
    late = _settle(store, begun, RETRY, NOON + timedelta(days=7, hours=1))
    assert (early, late) == (DeliveryState.WAITING, DeliveryState.DEAD)


def test_an_attempt_that_was_not_made_can_be_given_back(store: Store) -> None:
    _put(store, _delivery("d"))
    begun = _begin(store, NOON)
    with store.write() as tx:
        departures.release(tx, begun, NOON + SECOND)
        departures.release(tx, begun, NOON + HOUR)
    assert _all(store) == {"d": _delivery("d", not_before=NOON + SECOND)}


def test_an_attempt_that_another_has_taken_over_cannot_be_given_back(store: Store) -> None:
    _put(store, _delivery("d"))
    slow = _begin(store, NOON)
    (quick,) = _begin(store, NOON + MINUTE)
    with store.write() as tx:
        departures.release(tx, slow, NOON + MINUTE)
    assert _all(store) == {"d": quick}


def test_the_backlog_is_counted_by_channel_and_state(store: Store) -> None:
    _put(store, _delivery("d1"), _delivery("d2", "b"), _delivery("d3", channel="slack"))
    with store.write() as tx:
        due = [delivery for delivery, _ in departures.waiting(tx, NOON, "mail", "", 1)]
        (begun,) = departures.begin(tx, due, NOON, LEASE)
        settling.settle(tx, begun, SENT, NOON, 1.0)
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
    (begun,) = _begin(store, NOON)
    _settle(store, begun, replace(RETRY, detail="nul \x00 and \ud800"), NOON)
    assert _all(store)["d"].last_error == "nul � and �"
