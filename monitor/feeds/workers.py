"""Bodies parsed in child processes, which are ended when they cost too much.

The event loop only waits; a child that hangs is killed alone, the others go on. Nothing is started
before the first body comes.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess  # the children run this program's own module, with no shell
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.errors import MonitorError
from monitor.feeds import lean
from monitor.feeds.entry import MOST_ENTRIES, Parsed, ParseFailed, Unread
from monitor.feeds.wire import HEAD, LENGTH, from_wire

_PACKAGES = str(Path(__file__).resolve().parents[2])


class WorkerError(MonitorError):
    """A parser process could not be started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one body may cost: seconds of CPU, seconds on the clock, memory of its process.

    lean_bytes: up to this length a well-formed body of the usual kind is read without a process.
    """

    cpu_seconds: int = 8
    wall_seconds: int = 10
    memory_mib: int = 512
    start_seconds: int = 60
    bodies_per_worker: int = 500
    workers: int = 2
    lean_bytes: int = 512 * 1024


class ParsePool:
    """`parse` in child processes, at most `limits.workers` at a time. Close it when done."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._free: list[_Child] = []
        self._slots = asyncio.Semaphore(self._limits.workers)
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def parse(
        self, body: bytes, *, content_type: str, address: str, now: datetime
    ) -> Parsed | ParseFailed:
        """As `parse.parse`, or a `ParseFailed` of kind `TOO_COSTLY`."""
        if self._is_small(body):
            found = lean.read(body, content_type=content_type, address=address, now=now)
            if found is not None:
                return found
        head = {"content_type": content_type, "address": address, "now": now.isoformat()}
        async with self._slots:
            child = await self._child()
            try:
                result = await child.ask(json.dumps(head).encode(), body)
            except BaseException:
                await child.end()
                raise
            await self._put_back(child)
        return result

    def _is_small(self, body: bytes) -> bool:
        """Whether the lean way is sure to be done with the body before anyone notices."""
        entries = body.count(b"<item") + body.count(b"<entry")
        return len(body) <= self._limits.lean_bytes and entries <= MOST_ENTRIES

    async def _child(self) -> "_Child":
        """An idle child that still lives, or a new one; some other hand may have ended it."""
        while self._free:
            child = self._free.pop()
            if child.alive:
                return child
            await child.end()
        return await _Child.start(self._limits)

    async def _put_back(self, child: "_Child") -> None:
        if child.alive and child.served < self._limits.bodies_per_worker and not self._closed:
            self._free.append(child)
        else:
            await child.end()

    async def close(self) -> None:
        """End every idle child; a busy one ends with its body."""
        self._closed = True
        while self._free:
            await self._free.pop().end()


class _Child:
    """One child process and the socket to it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        limits: Limits,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._ended = False
        self.served = 0

    @property
    def alive(self) -> bool:
        return not self._ended and self._process.poll() is None

    @classmethod
    async def start(cls, limits: Limits) -> Self:
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.to_thread(_spawn, theirs, limits)
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        child = cls(process, reader, writer, limits)
        try:
            async with asyncio.timeout(limits.start_seconds):
                await reader.readexactly(LENGTH.size)
        except (TimeoutError, asyncio.IncompleteReadError, OSError):
            await child.end()
            raise WorkerError("The process that parses feeds could not be started.") from None
        except BaseException:
            await child.end()
            raise
        return child

    async def ask(self, head: bytes, body: bytes) -> Parsed | ParseFailed:
        self.served += 1
        try:
            async with asyncio.timeout(self._limits.wall_seconds):
                self._writer.write(HEAD.pack(len(head), len(body)) + head)
                self._writer.write(body)
                await self._writer.drain()
                (length,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
                return from_wire(json.loads(await self._reader.readexactly(length)))
        except TimeoutError:
            await self.end()
            return _too_costly(f"{self._limits.wall_seconds} s")
        except (asyncio.IncompleteReadError, OSError):
            return _too_costly(self._what_ended_it(await self.end()))

    def _what_ended_it(self, code: int) -> str:
        if code == -signal.SIGALRM:
            return f"{self._limits.wall_seconds} s"
        if code == -signal.SIGXCPU:
            return f"{self._limits.cpu_seconds} s of CPU"
        return "the machine would give"

    async def end(self) -> int:
        """Kill it, wait for it, and give its exit code (negative: the signal that ended it)."""
        self._ended = True
        self._writer.transport.abort()
        self._process.kill()
        return await asyncio.shield(asyncio.to_thread(self._process.wait))


def _too_costly(what: str) -> ParseFailed:
    return ParseFailed(
        kind=Unread.TOO_COSTLY, sentence=f"Reading the feed took more than {what}; it was stopped."
    )


def _spawn(theirs: socket.socket, limits: Limits) -> subprocess.Popen[bytes]:
    # The child sees none of our environment: it may hold secrets, and a parser needs none of it.
    code = "from monitor.feeds.worker import main; main()"
    numbers = [str(n) for n in (limits.cpu_seconds, limits.wall_seconds, limits.memory_mib)]
    return subprocess.Popen(  # noqa: S603 -- our own module and three numbers
        [sys.executable, "-P", "-c", code, *numbers],
        stdin=theirs.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": _PACKAGES, "LANG": "C.UTF-8", "PATH": os.defpath},
        start_new_session=True,  # a Ctrl-C at the terminal is the parent's business
    )
