"""Where we do not connect, however the address is written. A trap counts who comes anyway."""

import asyncio
import socket
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest

from monitor.domain.evidence import Feed, FeedHealth
from monitor.feeds.answer import Failure, Fetched, FetchFailed
from monitor.feeds.dial import AddressRefused, check, look_up, networks
from monitor.feeds.fetch import Fetcher, Manners

QUICK = Manners(deadline=3, spacing=0)

# Hosts that mean, or may be taken to mean, a place that is not public.
HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 -- dialled, not bound
    "0",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "0x7f.1",
    "localhost",
    "localhost.",
    "127.0.0.1.",
    "LOCALHOST",
    "①②⑦.⓪.⓪.①",
    "１２７.0.0.1",
    "127。0。0。1",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "[::ffff:169.254.169.254]",
    "192.0.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]


def urls(port: int) -> list[str]:
    plain = [f"http://{host}:{port}/feed" for host in HOSTS]
    odd = [
        f"http://example.org@127.0.0.1:{port}/",
        f"http://127.0.0.1\\@example.org:{port}/",
        f"http://example.org#@127.0.0.1:{port}/",
        f"http://[::1]:{port}/?x=http://example.org/",
        f"http:127.0.0.1:{port}/",
        f"http:///127.0.0.1:{port}/",
        f"http://%31%32%37.0.0.1:{port}/",
        f"http://127.0.0.1%00.example.org:{port}/",
    ]
    return plain + odd


async def public_only(host: str, _port: int) -> list[str]:
    """A resolver for names that are none of ours: nothing is asked of the real network."""
    names = {"example.org": ["93.184.215.14"]}
    if host in names or host.rstrip(".") in names:
        raise socket.gaierror("not asked in a test")
    return await look_up(host, _port)


async def outcomes(addresses: list[str], health: FeedHealth) -> list[Any]:
    async with Fetcher(QUICK, lookup=public_only) as fetcher:
        feeds = [Feed(id="x", address=address) for address in addresses]
        return await asyncio.gather(*(fetcher.fetch(feed, health) for feed in feeds))


async def test_no_way_of_writing_an_address_reaches_the_trap(
    faults: Any, health: FeedHealth
) -> None:
    before = faults.log()["trapped"]
    answers = await outcomes(urls(faults.trap), health)
    assert faults.log()["trapped"] == before
    assert all(isinstance(answer, FetchFailed) for answer in answers)
    refused = [answer for answer in answers if answer.kind is Failure.REFUSED]
    assert len(refused) >= 40


async def test_no_answer_of_a_name_server_reaches_the_trap(faults: Any, health: FeedHealth) -> None:
    numeric = [host.strip("[]").partition("%")[0] for host in HOSTS]
    before = faults.log()["trapped"]
    for answer in numeric:

        async def poisoned(_host: str, _port: int, answer: str = answer) -> list[str]:
            return [answer]

        async with Fetcher(QUICK, lookup=poisoned) as fetcher:
            feed = Feed(id="x", address=f"http://news.example:{faults.trap}/feed")
            assert isinstance(await fetcher.fetch(feed, health), FetchFailed)
    assert faults.log()["trapped"] == before


async def test_no_redirect_reaches_the_trap(faults: Any, health: FeedHealth) -> None:
    before = faults.log()["trapped"]
    for location in urls(faults.trap):
        first = faults.other_url(f"/say?status=302&header={quote('Location: ' + location)}")
        async with Fetcher(QUICK, lookup=public_only) as fetcher:
            feed = Feed(id="x", address=first, allow_private=("127.0.0.2/32",))
            assert isinstance(await fetcher.fetch(feed, health), FetchFailed)
    assert faults.log()["trapped"] == before


def rebinding(faults: Any) -> Feed:
    """A name that leads to a server we may visit, or on the same port to the trap."""
    address = f"http://news.example:{faults.other}/feed"
    return Feed(id="x", address=address, allow_private=("127.0.0.2/32",))


async def test_a_mixed_answer_is_refused_whole(faults: Any, health: FeedHealth) -> None:
    async def mixed(_host: str, _port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    async with Fetcher(QUICK, lookup=mixed) as fetcher:
        answer = await fetcher.fetch(rebinding(faults), health)
    assert answer == FetchFailed(
        kind=Failure.REFUSED,
        sentence="127.0.0.1 is not a public address; allow_private can allow it.",
    )


async def test_a_name_that_changes_its_meaning_never_leads_to_the_trap(
    faults: Any, health: FeedHealth
) -> None:
    asked = 0

    async def changing(_host: str, _port: int) -> list[str]:
        nonlocal asked
        asked += 1
        return ["127.0.0.2" if asked % 2 else "127.0.0.1"]

    before = faults.log()["trapped"]
    kinds: Counter[type] = Counter()
    async with Fetcher(QUICK, lookup=changing) as fetcher:
        for _ in range(1_000):
            kinds[type(await fetcher.fetch(rebinding(faults), health))] += 1
    assert kinds == {Fetched: 500, FetchFailed: 500}
    assert asked == 1_000  # one question for each connection, and the answer is what is dialled
    assert faults.log()["trapped"] == before


async def test_a_connection_allowed_to_one_feed_does_not_carry_another(
    faults: Any, health: FeedHealth
) -> None:
    async with Fetcher(QUICK) as fetcher:
        assert isinstance(await fetcher.fetch(faults.feed("/feed"), health), Fetched)
        other = await fetcher.fetch(faults.feed("/feed", allow_private=()), health)
    assert isinstance(other, FetchFailed)
    assert other.kind is Failure.REFUSED


def test_public_addresses_are_let_through() -> None:
    for text in ("93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:93.184.215.14"):
        check(text)


def test_an_allowed_network_is_let_through_and_no_other() -> None:
    allowed = networks(("10.1.0.0/16", "fd00::/8"))
    check("10.1.2.3", allowed)
    check("::ffff:10.1.2.3", allowed)
    check("fd00::1", allowed)
    with pytest.raises(AddressRefused, match="10\\.2\\.0\\.1 is not a public address"):
        check("10.2.0.1", allowed)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(AddressRefused):
        check("example.org")
