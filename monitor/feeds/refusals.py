"""Everything that goes wrong between us and a server, as a kind and a sentence.

No sentence holds more of an address than its host: paths and queries can hold keys.
"""

import os
import socket
import ssl
from collections.abc import Iterator

import aiohttp

from monitor.domain.text import clean
from monitor.feeds.answer import Failure, FetchFailed
from monitor.feeds.dial import AddressRefused
from monitor.feeds.redirects import NotThere

_STATUS = {
    404: (Failure.NOT_FOUND, "{host} has nothing at this address (404)."),
    410: (Failure.GONE, "{host} says that the feed is gone for good (410)."),
    429: (Failure.HELD_OFF, "{host} asks us to wait (429)."),
}

_KNOWN: tuple[tuple[tuple[type[BaseException], ...], Failure, str], ...] = (
    ((aiohttp.InvalidURL,), Failure.REFUSED, "{host} is no host name or address."),
    ((ssl.SSLError, ssl.CertificateError), Failure.TLS, "{host} offers no good TLS connection."),
    ((socket.gaierror,), Failure.UNREACHABLE, "No address is known for {host}."),
    ((ConnectionRefusedError,), Failure.UNREACHABLE, "{host} refused the connection."),
    (
        (ConnectionResetError, BrokenPipeError, aiohttp.ServerDisconnectedError),
        Failure.UNREACHABLE,
        "{host} broke off the connection.",
    ),
    (
        (aiohttp.ClientResponseError, aiohttp.ClientPayloadError),
        Failure.BAD_ANSWER,
        "{host} does not speak proper HTTP.",
    ),
)


def of_status(status: int, host: str, retry_after: str) -> FetchFailed:
    """An answer other than 200 and 304."""
    kind, sentence = _STATUS.get(status, (Failure.ERROR_STATUS, "{host} answered {status}."))
    if status == 503 and retry_after:
        kind, sentence = Failure.HELD_OFF, "{host} asks us to wait (503)."
    if 200 <= status < 300:
        kind, sentence = Failure.BAD_ANSWER, "{host} answered {status}, which brings no feed."
    return FetchFailed(
        kind=kind,
        sentence=sentence.format(host=host, status=status),
        status=status,
        retry_after=clean(retry_after)[:100],
    )


def of_error(error: BaseException, host: str) -> FetchFailed:
    """An exception of the network or of the client."""
    if isinstance(error, aiohttp.ClientConnectorError) and _cut(error.os_error):
        # The connection was there, so what broke off is the handshake upon it.
        sentence = f"{host} broke off the TLS handshake."
        return FetchFailed(kind=Failure.TLS, sentence=sentence)
    kind, sentence = next(
        (found for cause in _causes(error) if (found := _known(cause, host))),
        (Failure.UNREACHABLE, f"{host} cannot be reached ({type(error).__name__})."),
    )
    return FetchFailed(kind=kind, sentence=sentence)


def _cut(error: OSError) -> bool:
    return isinstance(error, ConnectionResetError | ConnectionAbortedError)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what lies behind it, the deepest first: that one names the reason."""
    chain: list[BaseException] = []
    while error is not None and error not in chain and len(chain) < 20:
        chain.append(error)
        if isinstance(error, BaseExceptionGroup):
            chain.extend(error.exceptions)
        error = error.__cause__ or error.__context__
    return reversed(chain)


def _known(cause: BaseException, host: str) -> tuple[Failure, str] | None:
    if isinstance(cause, AddressRefused | NotThere):
        return Failure.REFUSED, str(cause)
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = clean(cause.verify_message or "it cannot be verified")
        return Failure.TLS, f"The certificate of {host} is not good: {why}."
    for kinds, kind, sentence in _KNOWN:
        if isinstance(cause, kinds):
            return kind, sentence.format(host=host)
    if isinstance(cause, OSError) and cause.errno and cause.errno > 0:
        why = os.strerror(cause.errno).lower()
        return Failure.UNREACHABLE, f"{host} cannot be reached: {why}."
    return None
