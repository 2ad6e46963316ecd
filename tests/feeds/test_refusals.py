"""What goes wrong between us and a server, in words a person can use."""

import errno
import socket

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from monitor.feeds.answer import Failure, FetchFailed
from monitor.feeds.dial import AddressRefused
from monitor.feeds.refusals import of_error, of_status

KEY = ConnectionKey(
    "wire.example", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (
            aiohttp.ClientConnectorDNSError(KEY, socket.gaierror(-2, "Name not known")),
            Failure.UNREACHABLE,
            "No address is known for wire.example.",
        ),
        (
            aiohttp.ClientConnectorError(KEY, OSError(errno.ENETUNREACH, "Connect call failed")),
            Failure.UNREACHABLE,
            "wire.example cannot be reached: network is unreachable.",
        ),
        (
            aiohttp.ClientConnectorError(KEY, ConnectionRefusedError(111, "Connect call failed")),
            Failure.UNREACHABLE,
            "wire.example refused the connection.",
        ),
        (
            aiohttp.ClientConnectorError(KEY, ConnectionResetError(104, "reset")),
            Failure.TLS,
            "wire.example broke off the TLS handshake.",
        ),
        (
            aiohttp.ServerDisconnectedError(),
            Failure.UNREACHABLE,
            "wire.example broke off the connection.",
        ),
        (
            caused(aiohttp.ClientError(), AddressRefused("10.0.0.1 is not a public address.")),
            Failure.REFUSED,
            "10.0.0.1 is not a public address.",
        ),
        (
            ExceptionGroup("several", [AddressRefused("::1 is not a public address.")]),
            Failure.REFUSED,
            "::1 is not a public address.",
        ),
        (
            ValueError("something with a ?token=sesame in it"),
            Failure.UNREACHABLE,
            "wire.example cannot be reached (ValueError).",
        ),
    ],
)
def test_an_error_becomes_a_sentence(error: Exception, kind: Failure, sentence: str) -> None:
    if isinstance(error, aiohttp.ClientConnectorError):
        error.__cause__ = error.os_error
    assert of_error(error, "wire.example") == FetchFailed(kind=kind, sentence=sentence)


@pytest.mark.parametrize("status", range(201, 600))
def test_every_status_becomes_a_sentence(status: int) -> None:
    failed = of_status(status, "wire.example", "60")
    expected = {404: Failure.NOT_FOUND, 410: Failure.GONE}
    expected |= {429: Failure.HELD_OFF, 503: Failure.HELD_OFF}
    usual = Failure.BAD_ANSWER if status < 300 else Failure.ERROR_STATUS
    assert failed.kind is expected.get(status, usual)
    assert str(status) in failed.sentence
    assert failed.status == status
