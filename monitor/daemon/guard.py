"""A thread that sees what the event loop cannot: that it stands still, or that the clock jumped."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

STALLED_SECONDS = 60.0
JUMP_SECONDS = 30.0
LOOK_SECONDS = 1.0


class Guard:
    """Watches the beat of the daemon's tick and the difference of the two clocks.

    on_stall gets the seconds since the last beat, once per stall. on_jump gets how far the wall
    clock moved beyond the monotonic one (negative: back).
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        on_stall: Callable[[float], None],
        on_jump: Callable[[timedelta], None],
        *,
        stalled_after: float = STALLED_SECONDS,
    ) -> None:
        self._clock = clock
        self._on_stall = on_stall
        self._on_jump = on_jump
        self._stalled_after = stalled_after
        self._beat = time.monotonic()
        self._stalled = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="guard", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._beat = time.monotonic()
        self._thread.start()

    def beat(self) -> None:
        """The tick ran."""
        self._beat = time.monotonic()
        self._stalled = False

    def stop(self) -> None:
        """Stop watching; returns at once."""
        self._stop.set()

    def _run(self) -> None:
        wall, steady = self._clock(), time.monotonic()
        while not self._stop.wait(LOOK_SECONDS):
            new_wall, new_steady = self._clock(), time.monotonic()
            jump = (new_wall - wall) - timedelta(seconds=new_steady - steady)
            if abs(jump) > timedelta(seconds=JUMP_SECONDS):
                self._on_jump(jump)
            wall, steady = new_wall, new_steady
            self._look_for_stall(new_steady)

    def _look_for_stall(self, now: float) -> None:
        age = now - self._beat
        if age > self._stalled_after and not self._stalled:
            self._stalled = True
            self._on_stall(age)
