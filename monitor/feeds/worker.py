"""The child process in which hostile bodies are parsed.

It speaks over the socket that is its standard input: a request is two lengths, a JSON head and a
body; an answer is a length and JSON. Once it has loaded what it needs it can open no file, no
socket and no process any more; it dies of its limits by the kernel's hand, and of its parent's
end at the next read.
"""

import json
import pkgutil
import resource
import signal
import socket
import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from monitor.feeds import parse
from monitor.feeds.entry import ParseFailed, Unread
from monitor.feeds.wire import HEAD, LENGTH, to_wire

_FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "shutil.", "ctypes.", "ftplib.", "urllib.")

# One body for each road through the parser, so that everything it imports late is loaded early.
_WARM_UP = (
    b"""<rss version="2.0"><channel><title>t</title><item><guid>1</guid><author>a@b.c (d)</author>
    <pubDate>Thu, 30 Oct 2025 08:17:00 GMT</pubDate></item></channel></rss>""",
    b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title type="xhtml">
    <div xmlns="http://www.w3.org/1999/xhtml">x</div></title>
    <updated>2025-10-30T08:17:00Z</updated></entry></feed>""",
    b"<rss version=2.0><channel><item><title>A & B &eacute; <br></title></channel></rss>",
    b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]}""",
)


def main() -> None:
    """Serve requests until the parent closes the socket."""
    cpu_seconds, wall_seconds, memory_mib = (int(argument) for argument in sys.argv[1:4])
    link = socket.socket(fileno=0)
    load_everything()
    lock_down(memory_mib)
    link.sendall(LENGTH.pack(0))  # ready
    while request := _receive(link):
        _start_the_clocks(cpu_seconds, wall_seconds)
        answer = _answer(*request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        link.sendall(LENGTH.pack(len(answer)) + answer)


def load_everything() -> None:
    """Import all that the parser may want to import while it reads a body."""
    import encodings

    for module in pkgutil.iter_modules(encodings.__path__, "encodings."):
        if not module.name.endswith(("mbcs", "oem")):  # these exist on Windows alone
            import_module(module.name)
    for body in _WARM_UP:
        parse.parse(body, content_type="", address="", now=datetime(2026, 1, 1, tzinfo=UTC))


def lock_down(memory_mib: int) -> None:
    """No more memory than that, not one more file descriptor, and no way to ask for any."""
    memory = memory_mib << 20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _start_the_clocks(cpu_seconds: int, wall_seconds: int) -> None:
    """From now on the kernel ends this process when one body takes too long."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)


def _receive(link: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    lengths = _exactly(link, HEAD.size)
    if not lengths:
        return None
    head, body = HEAD.unpack(lengths)
    return json.loads(_exactly(link, head)), _exactly(link, body)


def _exactly(link: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = link.recv(min(size - len(parts), 1 << 20))
        if not part:
            return b""
        parts += part
    return bytes(parts)


def _answer(head: dict[str, Any], body: bytes) -> bytes:
    now = datetime.fromisoformat(head["now"])
    try:
        result = parse.parse(
            body, content_type=head["content_type"], address=head["address"], now=now
        )
    except MemoryError:
        limit = resource.getrlimit(resource.RLIMIT_AS)[0] >> 20
        sentence = f"Reading the feed took more than {limit} MiB of memory; it was stopped."
        result = ParseFailed(kind=Unread.TOO_COSTLY, sentence=sentence)
    return json.dumps(to_wire(result)).encode()
