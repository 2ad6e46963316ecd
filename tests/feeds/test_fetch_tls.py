"""Certificates and handshakes that are not good."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from monitor.domain.evidence import Feed, FeedHealth
from monitor.feeds.answer import Failure, Fetched, FetchFailed, NotModified
from monitor.feeds.fetch import Fetcher, Manners

BODY = b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(BODY), BODY)
DOWN = b"HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@asynccontextmanager
async def serving(
    cert: trustme.LeafCert,
    answer: bytes = ANSWER,
    change: Callable[[ssl.SSLContext], None] = lambda _context: None,
) -> AsyncIterator[int]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    change(context)
    async with await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def fetch(
    port: int, health: FeedHealth, ca_file: str = ""
) -> Fetched | NotModified | FetchFailed:
    feed = Feed(
        id="tls",
        address=f"https://127.0.0.1:{port}/feed",
        allow_private=("127.0.0.1/32",),
        ca_file=ca_file,
    )
    async with Fetcher(Manners(deadline=5)) as fetcher:
        return await fetcher.fetch(feed, health)


async def test_a_certificate_of_a_declared_authority_is_good(
    authority: trustme.CA, ca_file: str, health: FeedHealth
) -> None:
    async with serving(authority.issue_cert("127.0.0.1")) as port:
        answer = await fetch(port, health, ca_file)
    assert answer == Fetched(body=BODY)


async def test_an_authority_nobody_declared_is_refused(
    authority: trustme.CA, health: FeedHealth
) -> None:
    async with serving(authority.issue_cert("127.0.0.1")) as port:
        answer = await fetch(port, health)
    assert isinstance(answer, FetchFailed)
    assert answer.kind is Failure.TLS
    assert answer.sentence.startswith("The certificate of 127.0.0.1 is not good: ")


async def test_a_certificate_for_another_name_is_refused(
    authority: trustme.CA, ca_file: str, health: FeedHealth
) -> None:
    async with serving(authority.issue_cert("feeds.example")) as port:
        answer = await fetch(port, health, ca_file)
    assert isinstance(answer, FetchFailed)
    assert answer.kind is Failure.TLS


async def test_a_certificate_that_has_expired_is_refused(
    authority: trustme.CA, ca_file: str, health: FeedHealth
) -> None:
    old = authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    async with serving(old) as port:
        answer = await fetch(port, health, ca_file)
    assert isinstance(answer, FetchFailed)
    assert answer.kind is Failure.TLS
    assert "expired" in answer.sentence


async def test_tls_of_before_1_2_is_refused(
    authority: trustme.CA, ca_file: str, health: FeedHealth
) -> None:
    def old_only(context: ssl.SSLContext) -> None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1

    with pytest.warns(DeprecationWarning, match="TLSVersion"):
        async with serving(authority.issue_cert("127.0.0.1"), change=old_only) as port:
            answer = await fetch(port, health, ca_file)
    assert isinstance(answer, FetchFailed)
    assert answer.kind is Failure.TLS


async def test_a_handshake_that_breaks_off_is_told_as_such(health: FeedHealth) -> None:
    async def slam(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async with await asyncio.start_server(slam, "127.0.0.1", 0) as server:
        answer = await fetch(server.sockets[0].getsockname()[1], health)
    assert answer == FetchFailed(
        kind=Failure.TLS, sentence="127.0.0.1 broke off the TLS handshake."
    )


async def test_it_is_not_led_from_https_down_to_http(
    authority: trustme.CA, ca_file: str, health: FeedHealth
) -> None:
    async with serving(authority.issue_cert("127.0.0.1"), DOWN) as port:
        answer = await fetch(port, health, ca_file)
    assert answer == FetchFailed(
        kind=Failure.REFUSED,
        sentence="127.0.0.1 redirects from https to http, which we do not follow.",
    )


async def test_an_authority_file_that_is_not_there_is_told(health: FeedHealth) -> None:
    answer = await fetch(1, replace(health), "/no/such/file.pem")
    assert isinstance(answer, FetchFailed)
    assert answer.kind is Failure.TLS
