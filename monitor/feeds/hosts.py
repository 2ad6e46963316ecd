"""Manners towards other people's servers: few connections at a time, a pause between two."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Hosts:
    """Lets at most `at_once` requests run towards one host, begun at least `spacing` seconds apart.

    Requests towards our own network (`own`) need no manners and are not held up.
    """

    def __init__(self, *, at_once: int, spacing: float) -> None:
        self._at_once = at_once
        self._spacing = spacing
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._waiting: dict[str, int] = {}
        self._next: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, own: bool) -> AsyncIterator[None]:
        """Wait for a turn at the host and hold it."""
        if own:
            yield
            return
        slot = self._slots.setdefault(host, asyncio.Semaphore(self._at_once))
        self._waiting[host] = self._waiting.get(host, 0) + 1
        try:
            async with slot:
                await self._pause(host)
                yield
        finally:
            self._leave(host)

    async def _pause(self, host: str) -> None:
        now = asyncio.get_running_loop().time()
        begins = max(now, self._next.get(host, now))
        self._next[host] = begins + self._spacing
        if begins > now:
            await asyncio.sleep(begins - now)

    def _leave(self, host: str) -> None:
        self._waiting[host] -= 1
        if not self._waiting[host]:
            for kept in (self._slots, self._waiting):
                del kept[host]
            if len(self._next) > 1_000:
                self._forget_old()

    def _forget_old(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = {host: at for host, at in self._next.items() if at > now}
