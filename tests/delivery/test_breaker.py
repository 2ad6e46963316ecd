"""The circuit breaker: a channel that fails in a row is left alone, then tried with one send."""

from collections.abc import Callable
from typing import Any

import pytest

from monitor.delivery.breaker import Breaker
from monitor.delivery.channels import Channels
from monitor.delivery.message import Message
from monitor.domain.alert import Channel, Delivery, Outcome, Policy, Receipt
from monitor.secret import Secret

FAILED = Outcome(receipt=Receipt.RETRY)
SENT = Outcome(receipt=Receipt.SENT)


def after(*outcomes: Outcome, now: float = 0.0) -> Breaker:
    breaker = Breaker()
    for outcome in outcomes:
        breaker = breaker.after(outcome, now)
    return breaker


@pytest.mark.parametrize(
    ("outcomes", "wait"),
    [
        ((), 0),
        ((FAILED, FAILED), 0),
        ((FAILED, FAILED, FAILED), 60),
        ((FAILED,) * 4, 120),
        ((FAILED,) * 5, 240),
        ((FAILED,) * 30, 900),
        ((FAILED, FAILED, SENT, FAILED), 0),
        ((FAILED, FAILED, Outcome(receipt=Receipt.REFUSED), FAILED), 0),
        ((Outcome(receipt=Receipt.AMBIGUOUS),) * 3, 60),
        ((Outcome(receipt=Receipt.RETRY, retry_after=30.0),), 30),
        ((*(FAILED,) * 3, Outcome(receipt=Receipt.RETRY, retry_after=3600.0)), 3600),
    ],
)
def test_how_long_a_channel_rests(outcomes: tuple[Outcome, ...], wait: float) -> None:
    assert after(*outcomes).wait(0.0) == wait


def test_after_the_rest_one_probe_goes_out_and_the_others_wait_for_it() -> None:
    tripped = after(*(FAILED,) * 3)
    probing = tripped.begin(60.0, 30.0)
    assert (tripped.wait(59.0), tripped.wait(60.0)) == (1.0, 0.0)
    assert (probing.wait(61.0), probing.wait(95.0)) == (29.0, 1.0)
    assert probing.after(SENT, 62.0) == Breaker()
    assert probing.after(FAILED, 62.0).wait(62.0) == 120.0


def test_a_healthy_channel_may_send_several_at_once() -> None:
    assert Breaker().begin(0.0, 30.0).wait(0.0) == 0.0


def test_a_channel_down_for_a_day_is_tried_at_most_a_hundred_and_twenty_times(
    told: Message, delivery: Delivery
) -> None:
    now = [0.0]
    tries = 0

    def broken(_: str) -> None:
        nonlocal tries
        tries += 1
        raise OSError

    channels = Channels(Policy(), broken, steady=lambda: now[0])
    while now[0] < 86_400:
        channels.send("terminal", "", told, delivery)
        now[0] += 10.0
    assert 90 <= tries <= 120


def test_a_resting_channel_is_named_and_the_others_go_on(
    receiver: Any, told: Message, delivery: Delivery
) -> None:
    now = [0.0]
    printed: list[str] = []
    down = Channel(id="down", address=Secret(f"json://127.0.0.1:{receiver.port}/x"))
    policy = Policy(channels=(Channel(id="terminal"), down), allow_private=("127.0.0.0/8",))
    channels = Channels(policy, printed.append, steady=lambda: now[0])
    for _ in range(3):
        channels.send("down", "", told, delivery)
    assert channels.resting() == {"down"}
    waited = channels.send("down", "", told, delivery)
    assert (waited.receipt, waited.retry_after, len(receiver.requests)) == (
        Receipt.RETRY,
        60.0,
        3,
    )
    assert channels.send("terminal", "", told, delivery).receipt is Receipt.SENT
    now[0] = 61.0
    assert channels.resting() == set()


def test_the_policy_in_force_is_asked_for_each_send(told: Message, delivery: Delivery) -> None:
    printed: list[str] = []
    policies = [Policy(channels=()), Policy()]
    source: Callable[[], Policy] = lambda: policies[0]  # noqa: E731
    channels = Channels(source, printed.append)
    first = channels.send("terminal", "", told, delivery)
    policies.pop(0)
    second = channels.send("terminal", "", told, delivery)
    assert (first.receipt, second.receipt, len(printed)) == (Receipt.REFUSED, Receipt.SENT, 1)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", ""),
        ("json://h.example/x", ""),
        ("nope://h.example/x", "the address is no service we know"),
        ("slack://A", "the address is incomplete (AppriseImproperlyConfigured)"),
    ],
)
def test_an_address_can_be_checked_without_sending(address: str, fault: str) -> None:
    policy = Policy(channels=(Channel(id="x", address=Secret(address)),))
    assert Channels(policy, print).fault("x") == fault


def test_a_channel_that_is_not_declared_has_that_fault() -> None:
    assert Channels(Policy(), print).fault("gone") == "no channel `gone` is declared"
