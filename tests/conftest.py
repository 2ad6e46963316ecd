"""Servers and places that many tests need: real HTTP and SMTP on loopback, the real program."""

import email
import email.message
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.policy import default as email_policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The large data beside the project, where it is there."""
    if not SHARED.is_dir():
        pytest.skip("the large test data is not beside this checkout")
    return SHARED


@dataclass
class Answer:
    """What the loopback server answers for one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Request:
    """What the loopback server received."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Web:
    """A real HTTP server on loopback: set `answers[path]`, look at `requests`.

    An answer with an ETag header is given as 304 to a request that names it.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[Request], Answer]] = {}
        self.requests: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """`http://127.0.0.1:port`, without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                request = Request(
                    self.command, self.path, dict(self.headers.items()), self.rfile.read(length)
                )
                web.requests.append(request)
                found = web.answers.get(self.path, Answer(status=404))
                answer = found(request) if callable(found) else found
                etag = answer.headers.get("ETag")
                if etag and self.headers.get("If-None-Match") == etag:
                    answer = Answer(status=304, headers={"ETag": etag})
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            do_GET = do_POST = do_PUT = _answer  # noqa: N815 -- the names http.server looks for

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        return Handler


@pytest.fixture
def web() -> Iterator[Web]:
    """A loopback HTTP server."""
    server = Web()
    yield server
    server.close()


def free_port() -> int:
    """A port nobody listens on; the controller of aiosmtpd cannot choose one itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mailbox:
    """A real SMTP server on loopback; `messages` holds what arrived, `envelopes` who it was for."""

    def __init__(self) -> None:
        from aiosmtpd.controller import Controller

        self.messages: list[email.message.EmailMessage] = []
        self.raw: list[bytes] = []
        self.envelopes: list[tuple[str, ...]] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        """Keep one message."""
        self.raw.append(envelope.content)
        self.envelopes.append(tuple(envelope.rcpt_tos))
        message = email.message_from_bytes(envelope.content, policy=email_policy)
        self.messages.append(message)
        return "250 kept"

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A loopback SMTP server."""
    server = Mailbox()
    yield server
    server.close()


@dataclass
class Place:
    """A folder with declared files and a database, and the real program run in it."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        """Write one file, making its folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def command(self, *args: str) -> list[str]:
        """The program's command line."""
        return [sys.executable, "-m", "monitor", *args]

    def run(
        self, *args: str, code: int | None = 0, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run the program to its end; it must end with `code` unless that is None."""
        done = subprocess.run(
            self.command(*args),
            cwd=self.folder,
            env=self.environment(),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        assert code is None or done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done

    def start(self, *args: str) -> subprocess.Popen[str]:
        """Start the program and leave it running; its log goes to `daemon.log`."""
        with (self.folder / "daemon.log").open("a") as log:
            return subprocess.Popen(
                self.command(*args),
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )

    def environment(self) -> dict[str, str]:
        """The test's own environment without anything that points the program elsewhere."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MONITOR_", "COLUMNS"))}
        return kept | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty folder to run the program in."""
    return Place(tmp_path)


def rss(entries: list[tuple[str, str, str]], title: str = "Feed") -> bytes:
    """An RSS 2.0 feed of (guid, title, RFC 822 date) entries, newest first."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><title>{text}</title>"
        f"<link>https://news.example/{guid}</link><pubDate>{when}</pubDate></item>"
        for guid, text, when in entries
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()
