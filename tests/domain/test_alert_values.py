"""What the values of alerting say of themselves."""

from monitor.domain.alert import Channel, Outcome, Policy, Receipt
from monitor.secret import Secret


def test_only_the_services_own_word_counts_as_arrived() -> None:
    arrived = {receipt: Outcome(receipt=receipt).arrived for receipt in Receipt}
    assert arrived == {receipt: receipt is Receipt.SENT for receipt in Receipt}


def test_a_channel_without_an_address_is_the_terminal() -> None:
    named = Channel(id="desk", address=Secret("mailto://desk@example.org"))
    assert (Channel(id="terminal").is_terminal, named.is_terminal) == (True, False)


def test_a_channel_carries_what_it_says_and_an_unknown_one_twenty_an_hour() -> None:
    policy = Policy(channels=(Channel(id="desk", per_hour=3),))
    assert (policy.per_hour("desk"), policy.per_hour("elsewhere")) == (3, 20)
