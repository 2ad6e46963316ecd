"""Which network addresses we connect to: public ones, and those a feed is explicitly allowed.

The check sits where names become addresses and again where the socket is made, so that neither a
redirect, a second answer of the name server nor a strange way of writing an address gets past it.
"""

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Awaitable, Callable, Collection
from typing import TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Lookup: TypeAlias = Callable[[str, int], Awaitable[list[str]]]
AddrInfo: TypeAlias = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]

# What `is_global` of the standard library lets through, or lets through in some of its versions.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # shared by the customers of one carrier
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # an IPv4 address in old clothes
        "64:ff9b::/96",  # translated to any IPv4 address, private ones too
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
_LOOKUPS_AT_ONCE = 64


class AddressRefused(OSError):
    """We do not connect there; the message is a sentence."""


def networks(cidrs: Collection[str]) -> tuple[IpNetwork, ...]:
    """The networks a feed is allowed beyond the public ones."""
    return tuple(ipaddress.ip_network(cidr, strict=False) for cidr in cidrs)


def check(text: str, allowed: Collection[IpNetwork] = ()) -> None:
    """Raise `AddressRefused` unless the numeric address is public or allowed."""
    try:
        address: IpAddress = ipaddress.ip_address(text)
    except ValueError:
        raise AddressRefused(f"{text[:60]!r} is not a network address.") from None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if any(address in network for network in allowed):
        return
    if not address.is_global or any(address in network for network in _NOT_PUBLIC):
        raise AddressRefused(f"{address} is not a public address; allow_private can allow it.")


async def look_up(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, by the system's resolver in a thread of its own.

    The threads are daemons: a name server that hangs must hold up neither the other feeds nor the
    end of the program.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
            _tell(loop, answer, addresses, None)
        except (OSError, UnicodeError) as error:
            _tell(loop, answer, [], error)

    threading.Thread(target=ask, name=f"look up {host[:40]}", daemon=True).start()
    return await answer


def _tell(
    loop: asyncio.AbstractEventLoop,
    answer: asyncio.Future[list[str]],
    addresses: list[str],
    error: Exception | None,
) -> None:
    def settle() -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(addresses)

    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)


class CheckedResolver(AbstractResolver):
    """Resolves each name once for each connection; one bad address in the answer refuses it all."""

    def __init__(self, allowed: Collection[IpNetwork], lookup: Lookup = look_up) -> None:
        self._allowed = allowed
        self._lookup = lookup
        self._slots = asyncio.Semaphore(_LOOKUPS_AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The checked addresses, in the resolver's order."""
        async with self._slots:
            addresses = await self._lookup(host, port)
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "the name has no address")
        for address in addresses:
            check(address, self._allowed)
        found = [_result(host, port, address) for address in addresses]
        return [one for one in found if family in {socket.AF_UNSPEC, one["family"]}]

    async def close(self) -> None:
        """Nothing is held open."""


def _result(host: str, port: int, address: str) -> ResolveResult:
    version = ipaddress.ip_address(address).version
    family = socket.AF_INET6 if version == 6 else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
    )


def checked_socket(allowed: Collection[IpNetwork]) -> Callable[[AddrInfo], socket.socket]:
    """The last check before the connection: a maker of sockets that looks where they will lead."""

    def make(info: AddrInfo) -> socket.socket:
        family, kind, protocol, _name, where = info
        check(where[0], allowed)
        return socket.socket(family, kind, protocol)

    return make
