"""Which machines a channel may dial."""

import ipaddress
import socket
from typing import Any

import pytest

from monitor.delivery.targets import is_public, objection
from monitor.domain.alert import Receipt


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
    ],
)
def test_a_private_machine_is_known_in_every_disguise(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def answers(*addresses: str) -> Any:
    def resolve(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, 1, 6, "", (address, 0)) for address in addresses]

    return resolve


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.216.34", "10.0.0.1"))
    against = objection("hooks.example", ())
    assert against is not None
    assert (against.receipt, against.detail[:32]) == (
        Receipt.REFUSED,
        "10.0.0.1 is a private address; t",
    )
    assert objection("hooks.example", ("10.0.0.0/8",)) is None


def test_a_name_that_does_not_resolve_may_do_so_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    against = objection("hooks.example", ())
    assert against is not None
    assert (against.receipt, against.detail) == (
        Receipt.RETRY,
        "the host name does not resolve",
    )
