"""Hostile bodies in child processes: what they cost, what they can reach, who else notices."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.feeds.entry import Entry, Parsed, ParseFailed, Unread
from monitor.feeds.workers import Limits, ParsePool

GOOD = (
    b"<rss version='2.0'><channel><title>t</title><item><title>One</title></item></channel></rss>"
)
READ = Parsed(entries=(Entry(title="One"),), title="t", version="rss20")
SLOW = b"<rss><channel><item><author>" + b"a" * 128_000 + b"</author></item></channel></rss>"

HOSTILE = {
    "a path": b"/etc/passwd",
    "an endless device": b"/dev/zero",
    "an address": b"http://127.0.0.1:%d/feed",
    "a file address": b"file:///etc/passwd",
    "billion laughs": b"<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><rss version='2.0'><channel><item><title>&a11;</title></item></channel></rss>",
    "an entity in a file": b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    b"<rss version='2.0'><channel><item><title>&f;</title></item></channel></rss>",
    "a definition elsewhere": b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:%d/rss.dtd'>"
    b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>",
    "an encoding of its own": b"<?xml version='1.0' encoding='/etc/passwd'?>" + GOOD,
    "comments": b"<rss version='2.0'><channel><item><description><![CDATA["
    + b"<!--" * 50_000
    + b"]]></description></item></channel></rss>",
    "attributes": b"<rss version='2.0'><channel><item "
    + b" ".join(b"a%d='x'" % n for n in range(100_000))
    + b"/></channel></rss>",
    "depth": b"<rss version='2.0'><channel><item>" + b"<a>" * 200_000,
    "opening signs": b"<" * 500_000,
    "nulls": b"\0" * 100_000,
}


def parsing(pool: ParsePool, body: bytes, now: datetime) -> Any:
    return pool.parse(body, content_type="", address="https://feed.example/rss", now=now)


def environment_of(process: subprocess.Popen[bytes]) -> bytes:
    return Path(f"/proc/{process.pid}/environ").read_bytes()


async def test_it_reads_what_the_parser_reads(now: datetime) -> None:
    async with ParsePool(Limits(lean_bytes=0)) as pool:
        assert await parsing(pool, GOOD, now) == READ


async def test_nothing_is_started_for_a_body_of_the_usual_kind(now: datetime) -> None:
    async with ParsePool() as pool:
        assert await parsing(pool, GOOD, now) == READ
        assert pool._free == []
        many = GOOD.replace(b"</channel>", b"<item><title>x</title></item>" * 1_000 + b"</channel>")
        assert len((await parsing(pool, many, now)).entries) == 1_000
        assert len(pool._free) == 1


async def test_a_body_that_takes_too_much_time_is_stopped_and_the_others_go_on(
    now: datetime,
) -> None:
    async with ParsePool(Limits(lean_bytes=0, cpu_seconds=1, wall_seconds=20)) as pool:
        slow = asyncio.create_task(parsing(pool, SLOW, now))
        assert [await parsing(pool, GOOD, now) for _ in range(5)] == [READ] * 5
        assert not slow.done()
        assert await slow == ParseFailed(
            kind=Unread.TOO_COSTLY,
            sentence="Reading the feed took more than 1 s of CPU; it was stopped.",
        )
        assert await parsing(pool, GOOD, now) == READ


async def test_a_worker_that_hangs_is_ended_by_its_parent(now: datetime) -> None:
    async with ParsePool(Limits(lean_bytes=0, wall_seconds=1)) as pool:
        await parsing(pool, GOOD, now)
        os.kill(pool._free[0]._process.pid, signal.SIGSTOP)
        assert await parsing(pool, GOOD, now) == ParseFailed(
            kind=Unread.TOO_COSTLY, sentence="Reading the feed took more than 1 s; it was stopped."
        )
        assert await parsing(pool, GOOD, now) == READ


async def test_a_body_that_takes_too_much_memory_is_stopped(now: datetime) -> None:
    large = GOOD.replace(b"One", b"x" * 20_000_000 + b"&nbsp;")
    async with ParsePool(Limits(lean_bytes=0, memory_mib=100)) as pool:
        assert await parsing(pool, large, now) == ParseFailed(
            kind=Unread.TOO_COSTLY,
            sentence="Reading the feed took more than 100 MiB of memory; it was stopped.",
        )
        assert await parsing(pool, GOOD, now) == READ


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_body_ends_in_a_result_or_a_named_error(
    faults: Any, now: datetime, name: str
) -> None:
    body = HOSTILE[name].replace(b"%d", str(faults.trap).encode())
    before = faults.log()["trapped"]
    async with ParsePool(Limits(lean_bytes=0, cpu_seconds=2, wall_seconds=5)) as pool:
        result = await parsing(pool, body, now)
    assert isinstance(result, Parsed | ParseFailed)
    assert "root:" not in repr(result)
    assert faults.log()["trapped"] == before


def test_no_body_makes_the_parser_ask_for_a_file_or_a_socket() -> None:
    """Every request of the parser after it is locked in, by an audit hook of our own."""
    script = textwrap.dedent(
        """
        import json, sys
        from datetime import UTC, datetime
        from monitor.feeds import parse, worker
        bodies = [bytes.fromhex(line) for line in sys.stdin.read().split()]
        asked = []
        worker.load_everything()
        def note(event, arguments):
            if event == "open" or event.startswith(("socket.", "os.", "subprocess.")):
                asked.append([event, repr(arguments)[:100]])
        sys.addaudithook(note)
        for body in bodies:
            parse.parse(body, content_type="", address="", now=datetime(2026, 1, 1, tzinfo=UTC))
        print(json.dumps(asked))
        """
    )
    quick = [body for name, body in HOSTILE.items() if name not in {"opening signs", "attributes"}]
    ran = subprocess.run(
        [sys.executable, "-c", script],
        input="\n".join(body.hex() for body in quick),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout) == []


def test_a_worker_that_is_locked_in_can_open_nothing() -> None:
    script = textwrap.dedent(
        """
        import socket, subprocess
        from monitor.feeds import worker
        worker.load_everything()
        worker.lock_down(512)
        for attempt in (
            lambda: open("/etc/passwd"),
            lambda: open("/tmp/x", "w"),
            lambda: socket.socket().connect(("127.0.0.1", 80)),
            lambda: subprocess.run(["true"]),
            lambda: __import__("os").system("true"),
        ):
            try:
                attempt()
            except OSError:
                continue
            print("reached")
        """
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == ""


async def test_a_worker_is_replaced_after_its_share_of_bodies(now: datetime) -> None:
    async with ParsePool(Limits(lean_bytes=0, workers=1, bodies_per_worker=2)) as pool:
        await parsing(pool, GOOD, now)
        first = pool._free[0]._process.pid
        await parsing(pool, GOOD, now)
        assert pool._free == []
        await parsing(pool, GOOD, now)
        assert pool._free[0]._process.pid != first


async def test_a_worker_that_somebody_ended_costs_no_feed_its_good_name(now: datetime) -> None:
    async with ParsePool(Limits(lean_bytes=0)) as pool:
        await parsing(pool, GOOD, now)
        child = pool._free[0]._process
        child.kill()
        child.wait()
        assert await parsing(pool, GOOD, now) == READ


async def test_a_worker_knows_no_secret_of_the_environment(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_URL", "https://hooks.example/sesame")
    async with ParsePool(Limits(lean_bytes=0)) as pool:
        await parsing(pool, GOOD, now)
        assert b"sesame" not in environment_of(pool._free[0]._process)


async def test_closing_leaves_no_process(now: datetime) -> None:
    pool = ParsePool(Limits(lean_bytes=0))
    await parsing(pool, GOOD, now)
    child = pool._free[0]._process
    await pool.close()
    assert child.returncode == -signal.SIGKILL


async def test_a_task_that_is_cancelled_leaves_no_process(now: datetime) -> None:
    async with ParsePool(Limits(lean_bytes=0, workers=1)) as pool:
        await parsing(pool, GOOD, now)
        child = pool._free[0]._process
        slow = asyncio.create_task(parsing(pool, SLOW, now))
        await asyncio.sleep(0.1)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert child.returncode == -signal.SIGKILL
        assert await parsing(pool, GOOD, now) == READ


def test_no_worker_outlives_a_parent_that_is_killed() -> None:
    script = textwrap.dedent(
        """
        import asyncio
        from datetime import UTC, datetime
        from monitor.feeds.workers import Limits, ParsePool
        async def main():
            pool = ParsePool(Limits(lean_bytes=0))
            now = datetime(2026, 1, 1, tzinfo=UTC)
            await pool.parse(b"<rss/>", content_type="", address="", now=now)
            print(pool._free[0]._process.pid, flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        worker = Path(f"/proc/{int(parent.stdout.readline())}")
        assert worker.exists()
        parent.kill()
    for _ in range(1_000):
        if not worker.exists() or "Z" in (worker / "stat").read_text().split(")")[1].split()[0]:
            return
        subprocess.run(["sleep", "0.01"], check=True)
    pytest.fail("the worker is still there")
