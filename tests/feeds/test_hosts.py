"""Manners towards other people's servers."""

import asyncio

import pytest

from monitor.feeds.hosts import Hosts


async def visit(hosts: Hosts, host: str, visits: list[str], *, own: bool = False) -> None:
    async with hosts.turn(host, own=own):
        visits.append(f"in {host}")
        await asyncio.sleep(0.001)
        visits.append(f"out {host}")


def most_at_once(visits: list[str], host: str) -> int:
    inside = most = 0
    for visit in visits:
        if visit.endswith(f" {host}"):
            inside += 1 if visit.startswith("in") else -1
            most = max(most, inside)
    return most


async def test_no_host_has_more_than_its_share_of_visitors() -> None:
    hosts, visits = Hosts(at_once=2, spacing=0), list[str]()
    await asyncio.gather(*(visit(hosts, name, visits) for name in "ab" * 10))
    assert len(visits) == 40
    assert (most_at_once(visits, "a"), most_at_once(visits, "b")) == (2, 2)


async def test_our_own_network_is_not_held_up() -> None:
    hosts, visits = Hosts(at_once=1, spacing=60), list[str]()
    await asyncio.gather(*(visit(hosts, "a", visits, own=True) for _ in range(20)))
    assert most_at_once(visits, "a") == 20


async def test_visits_to_one_host_begin_apart() -> None:
    hosts, begun = Hosts(at_once=5, spacing=0.02), list[float]()

    async def note(host: str) -> None:
        async with hosts.turn(host, own=False):
            begun.append(asyncio.get_running_loop().time())

    started = asyncio.get_running_loop().time()
    await asyncio.gather(*(note("a") for _ in range(4)))
    # A sleeper may wake late, never early but for the grain of the loop's clock.
    assert all(at - started > 0.02 * place - 0.002 for place, at in enumerate(begun))


async def test_a_visitor_who_fails_or_leaves_gives_the_place_free() -> None:
    hosts, visits = Hosts(at_once=1, spacing=0), list[str]()
    with pytest.raises(OSError, match="broke off"):
        async with hosts.turn("a", own=False):
            raise OSError("broke off")
    waiting = asyncio.create_task(visit(hosts, "a", visits))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    visits.clear()
    await visit(hosts, "a", visits)
    assert visits == ["in a", "out a"]
    assert hosts._slots == {}


async def test_hosts_long_gone_are_forgotten() -> None:
    hosts, visits = Hosts(at_once=1, spacing=0), list[str]()
    for number in range(1_200):
        async with hosts.turn(f"host-{number}", own=False):
            visits.append("")
    assert len(hosts._next) <= 1_001
