"""The daemon: APScheduler wakes the steps, each of which goes on from what the database says.

Nothing that matters lives in the scheduler: jobs only start a step that is not running yet, and
a step that was missed is made up for by the next.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.daemon.guard import Guard
from monitor.daemon.log import event, failure
from monitor.daemon.systemd import notify
from monitor.domain.alert import Alert
from monitor.domain.alerting import self_alert
from monitor.errors import EX_SOFTWARE

if TYPE_CHECKING:
    from monitor.wiring import Program

GRACE_SECONDS = 10.0
DELIVER_WORKERS = 4
GAP = timedelta(minutes=10)
EVERY_SECONDS = {
    "remind": 60,
    "gather": 2,
    "assess": 5,
    "deliver": 1,
    "files": 5,
    "pulse": 30,
    "tidy": 6 * 3600,
}


class Daemon:
    """Runs until it is told to stop. `screen` is called after each change."""

    def __init__(self, program: "Program", screen: Callable[[], None] = lambda: None) -> None:
        self._program = program
        self._steps = program.steps
        self._screen = screen
        self._running: dict[str, asyncio.Task[None]] = {}
        self._stop = asyncio.Event()
        self._scheduler = self._new_scheduler()
        self._guard = Guard(program.clock, self._stalled, self._jumped)
        self._work: dict[str, Callable[[], Awaitable[None]]] = {
            "gather": self._gather,
            "read": self._read,
            "assess": self._assess,
            "deliver": self._deliver,
            "files": self._files,
            "remind": self._remind,
            "pulse": self._pulse,
            "tidy": self._tidy,
        }

    async def run(self) -> int:
        """Start, work, stop; the exit code."""
        self._loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(sign, self._told_to_stop)
        self._guard.start()
        event("start", database=self._program.database_name, pid=os.getpid())
        await self._catch_up()
        self._scheduler.start()
        notify("READY=1")
        for name in ("gather", "assess", "deliver", "pulse"):
            self._wake(name)
        await self._stop.wait()
        return await self._shut_down()

    async def _catch_up(self) -> None:
        """Say what was missed, take over the files, and tell what fell due meanwhile."""
        last = await asyncio.to_thread(self._program.last_tick)
        now = self._program.clock()
        if last is not None and now - last > GAP:
            event("gap", since=last.isoformat(), until=now.isoformat())
            self._steps.tell(_gap(last, now))
        start = asyncio.create_task(self._steps.start())
        while not start.done() and not self._stop.is_set():
            self._guard.beat()
            await asyncio.wait({start}, timeout=1)
        if start.done():
            adopted = start.result()
            event("declared", first=adopted.first, changed=len(adopted.changed))
        else:
            start.cancel()

    def _new_scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name, seconds in EVERY_SECONDS.items():
            scheduler.add_job(self._tick, "interval", seconds=seconds, args=[name], id=name)
        return scheduler

    async def _tick(self, name: str) -> None:
        """What a job runs: on the event loop, because it is a coroutine."""
        self._wake(name)

    def _wake(self, name: str) -> None:
        """Start a step unless it is already at work or we are stopping."""
        self._guard.beat()
        task = self._running.get(name)
        if self._stop.is_set() or (task is not None and not task.done()):
            return
        self._running[name] = asyncio.get_running_loop().create_task(self._guarded(name), name=name)

    async def _guarded(self, name: str) -> None:
        """One step; what it raises is logged and never stops the others."""
        try:
            await self._work[name]()
        except Exception as error:  # noqa: BLE001 -- an unknown fault in one step must not end the daemon
            failure("step-failed", error, step=name)

    async def _gather(self) -> None:
        gathered = await self._steps.gather_all()
        if gathered.looked:
            event(
                "gathered",
                feeds=gathered.looked,
                failed=gathered.failed or None,
                new=gathered.new,
                revised=gathered.revised or None,
            )
            self._wake("read")

    async def _read(self) -> None:
        items, evidence = await asyncio.to_thread(self._steps.read_all)
        if items:
            event("read", items=items, evidence=evidence)
            self._wake("assess")

    async def _assess(self) -> None:
        looked, changed = await asyncio.to_thread(self._steps.assess_all)
        if looked:
            event("assessed", commitments=looked, changed=changed)
            self._screen()
        if changed:
            self._wake("deliver")

    async def _remind(self) -> None:
        count = await asyncio.to_thread(self._steps.remind.step)
        if count:
            event("reminded", alerts=count)
            self._wake("deliver")

    async def _deliver(self) -> None:
        workers = [asyncio.to_thread(self._steps.deliver_all) for _ in range(DELIVER_WORKERS)]
        results = await asyncio.gather(*workers)
        sent, unsent = (sum(column) for column in zip(*results, strict=True))
        if sent or unsent:
            event("delivered", sent=sent, unsent=unsent or None)
            self._screen()

    async def _files(self) -> None:
        if not self._program.files_changed():
            return
        adopted = await asyncio.to_thread(self._steps.adopt.step)
        if adopted.problems:
            event(
                "declared-files-refused", problems=len(adopted.problems), first=adopted.problems[0]
            )
            return
        await asyncio.to_thread(self._steps.settle_edit, adopted)
        event("declared", changed=len(adopted.changed))
        self._screen()

    async def _pulse(self) -> None:
        """Leave a trace that we live, and tell those who watch us, while all is well."""
        healthy = await asyncio.to_thread(self._program.note_tick)
        if healthy:
            notify("WATCHDOG=1")
            await self._program.ping()
        self._screen()

    async def _tidy(self) -> None:
        pruned = await asyncio.to_thread(self._program.tidy)
        event("tidied", items=pruned)

    def _told_to_stop(self) -> None:
        if self._stop.is_set():
            os._exit(130)  # the second signal means now
        event("stopping")
        self._stop.set()

    async def _shut_down(self) -> int:
        notify("STOPPING=1")
        await asyncio.to_thread(self._program.note_stop)
        self._guard.stop()
        self._scheduler.shutdown(wait=False)
        tasks = {t for t in self._running.values() if not t.done()}
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        await self._program.eyes.close()
        event("stopped", unfinished=",".join(t.get_name() for t in tasks if not t.done()) or None)
        return 0

    def _stalled(self, seconds: float) -> None:
        """The tick stands still: nothing in this process can be trusted to heal itself."""
        event("stalled", seconds=round(seconds))
        os._exit(EX_SOFTWARE)

    def _jumped(self, jump: timedelta) -> None:
        event("clock-jumped", by=str(jump))
        self._loop.call_soon_threadsafe(self._reschedule)

    def _reschedule(self) -> None:
        """Plan anew what the old clock planned; the steps ask the database what is due."""
        soon = datetime.now(UTC)  # noqa: TID251 -- APScheduler compares with this very clock
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=soon)


def _gap(since: datetime, until: datetime) -> Alert:
    """What was missed while nobody looked, said once."""
    begin, end = since.strftime("%d %b %H:%M"), until.strftime("%d %b %Y %H:%M")
    return self_alert(
        f"gap/{since.isoformat()}",
        f"the monitor was not running from {begin} to {end} UTC",
        "Deadlines that fell in this time are told now, marked late; news that came and went in"
        " it was not seen.",
        until,
    )
