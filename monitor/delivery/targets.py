"""Whether a channel may be dialled: private networks only where the owner lists them."""

import ipaddress
import socket
from collections.abc import Sequence
from typing import TypeAlias

from monitor.domain.alert import Outcome, Receipt

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def objection(host: str, allowed: Sequence[str]) -> Outcome | None:
    """Why `host` may not be dialled now; None if it may. Every address it has must be allowed."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Outcome(receipt=Receipt.RETRY, detail="the host name does not resolve")
    networks = [ipaddress.ip_network(text, strict=False) for text in allowed]
    addresses = {ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found}
    for address in sorted(addresses, key=str):
        if not is_public(address) and not any(address in net for net in networks):
            return Outcome(
                receipt=Receipt.REFUSED,
                detail=f"{address} is a private address; to send there, list it under"
                " `allow_private` in config/alerts.yaml",
            )
    return None


def is_public(address: Address) -> bool:
    """Whether everybody would reach the same machine there; disguises are looked through."""
    inner = _inside(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not address.is_multicast


def _inside(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
