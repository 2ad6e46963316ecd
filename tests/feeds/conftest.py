import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.evidence import Feed, FeedHealth

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "feeds"


class Faults:
    """The fault server, as the tests see it."""

    def __init__(self, ports: dict[str, int]) -> None:
        self.port, self.other, self.trap = ports["port"], ports["other"], ports["trap"]

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def other_url(self, path: str) -> str:
        """The same paths at another origin."""
        return f"http://127.0.0.2:{self.other}{path}"

    def log(self) -> dict[str, Any]:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(self.url("/log")) as answer:
            log: dict[str, Any] = json.load(answer)
        return log

    def feed(self, path: str, **changes: Any) -> Feed:
        given = {"address": self.url(path), "allow_private": ("127.0.0.0/8",)} | changes
        return Feed(id="loopback", **given)


@pytest.fixture(scope="session")
def faults() -> Iterator[Faults]:
    process, ports = started()
    with process:
        yield Faults(json.loads(ports))
        process.kill()


def started() -> tuple[subprocess.Popen[bytes], bytes]:
    """The server and the line with its ports; begun again where another test took one of them."""
    server = Path(__file__).with_name("fault_server.py")
    for _ in range(10):
        process = subprocess.Popen(
            [sys.executable, str(server)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        ports = process.stdout.readline()
        if ports:
            return process, ports
        process.communicate()
    raise AssertionError("the server of faults did not start in ten tries")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def health() -> FeedHealth:
    return FeedHealth(feed="loopback", since=NOW, next_poll=NOW)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real feeds beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared feeds are not beside this project")
    return SHARED
