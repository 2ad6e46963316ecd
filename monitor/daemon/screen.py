"""The daemon in front of a person: the live table on a terminal, log lines elsewhere."""

import asyncio
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cycle.status import around, known_at, status_rows
from monitor.daemon.log import event, set_up
from monitor.daemon.run import Daemon
from monitor.declared.files import Declared
from monitor.store import reads
from monitor.wiring import Program, load_or_raise, open_program

if TYPE_CHECKING:
    from rich.live import Live

    from monitor.views.live import LiveScreen

REDRAW_SECONDS = 1.0
LAST_LINES = 4


def daemon_on(
    commitments: Path, config: Path, database_url: str, *, live: bool, verbose: bool = False
) -> int:
    """Run the daemon until it is told to stop; its exit code."""
    set_up(_secrets(load_or_raise(commitments, config)), verbose=verbose)
    told: deque[str] = deque(maxlen=LAST_LINES)
    say = told.append if live else _print
    with open_program(commitments, config, database_url, say) as program:
        if not live:
            return asyncio.run(Daemon(program).run())
        with Screen(program).shown() as changed:
            return asyncio.run(Daemon(program, changed).run())


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _secrets(declared: Declared) -> Iterator[str]:
    """Everything declared that must never be printed."""
    policy = declared.policy
    yield from (channel.address.reveal() for channel in policy.channels)
    yield policy.heartbeat.reveal()
    for feed in declared.feeds:
        yield from (value.reveal() for _, value in feed.headers)


class Screen:
    """Draws the live table; reads the database anew only when something changed."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._changed = threading.Event()
        self._stop = threading.Event()

    @contextmanager
    def shown(self) -> Iterator[Callable[[], None]]:
        """Draw until the end of the block; gives what is to be called after a change."""
        from rich.console import Console
        from rich.live import Live

        console = Console()
        with Live(console=console, screen=True, auto_refresh=False) as live:
            thread = threading.Thread(target=self._draw, args=(live,), name="screen", daemon=True)
            thread.start()
            try:
                yield self._changed.set
            finally:
                self._stop.set()
                thread.join(timeout=2)

    def _draw(self, live: "Live") -> None:
        while not self._stop.is_set():
            try:
                live.update(self._picture(), refresh=True)
            except Exception as error:  # noqa: BLE001 -- a picture that fails must not end the watch
                event("screen-failed", error=str(error))
            self._changed.wait(REDRAW_SECONDS)
            self._changed.clear()

    def _picture(self) -> "LiveScreen":
        from monitor.views.live import LiveScreen

        now = self._program.clock()
        declared = self._program.steps.adopt()
        with self._program.store.read() as tx:
            known = known_at(tx, declared, now)
            surroundings = around(tx, known, None, past=False)
            alerts = [alert for alert, sent in reads.alerts(tx, limit=20) if sent]
        return LiveScreen(
            rows=status_rows(known), around=surroundings, now=now, alerts=alerts[:LAST_LINES]
        )
