"""A server on loopback that does everything a server should not do.

Run as a script it prints one JSON line with its three ports: `port` on 127.0.0.1 and `other` on
127.0.0.2 serve the same paths, `trap` on 127.0.0.1 and ::1 only counts who connects; it has the
number of `other`, so that one name can lead to either. Standard library only, raw sockets.

/say?status=&header=Name:value&body=   the answer described by the query
/feed                                  a small feed with ETag and Last-Modified, 304 when asked
/hang /drip /drip-headers /continues   silence; one byte at a time; `100 Continue` without end
/long /long-chunked /promises          a body without end; the same chunked; 10 GB promised
/bomb /bomb-deflate /stacked /torn     gzip of 1 GiB; deflate; gzip in gzip; gzip cut in the middle
/big-header /many-headers /reset /half /garbage /nothing
/hops?n=                               n redirects, then the feed
/log                                 every request so far and the number of trapped connections
"""

import asyncio
import gzip
import json
import struct
import sys
import zlib
from contextlib import suppress
from socket import SO_LINGER, SOL_SOCKET
from typing import Any
from urllib.parse import parse_qs, urlsplit

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Loopback</title>
<item><guid>1</guid><title>One</title><pubDate>Thu, 30 Oct 2025 08:17:00 GMT</pubDate></item>
</channel></rss>"""
ETAG = '"feed-1"'
_SERVERS: list[asyncio.Server] = []


class FaultServer:
    """Remembers every request; `answer_PATH` writes what the path stands for."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.trapped = 0
        self.ports: dict[str, int] = {}

    async def serve(self) -> None:
        self.ports = {
            "port": await _listen(self.talk, "127.0.0.1"),
            "other": (other := await _listen(self.talk, "127.0.0.2")),
            "trap": await _listen(self.trap, "127.0.0.1", other),
        }
        with suppress(OSError):  # where there is IPv6
            await _listen(self.trap, "::1", self.ports["trap"])
        print(json.dumps(self.ports), flush=True)
        await asyncio.to_thread(sys.stdin.read)  # until the parent closes it

    async def trap(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.trapped += 1
        writer.close()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
            target = urlsplit(head[0].split(" ")[1])
            if target.path != "/log":
                self.requests.append({"path": target.path, "headers": headers})
            name = target.path.strip("/").replace("-", "_").replace("/", "_")
            answer = getattr(self, f"answer_{name}", self.answer_nothing_here)
            await answer(writer, parse_qs(target.query), headers)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def answer_log(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        log = {"requests": self.requests, "trapped": self.trapped}
        _say(writer, json.dumps(log).encode())

    async def answer_nothing_here(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        _say(writer, b"", status="404 Not Found")

    async def answer_say(
        self, writer: asyncio.StreamWriter, query: dict[str, list[str]], _headers: Any
    ) -> None:
        body = query.get("body", [""])[0].encode()
        _say(writer, body, *query.get("header", []), status=query.get("status", ["200"])[0] + " X")

    async def answer_feed(
        self, writer: asyncio.StreamWriter, _query: Any, headers: dict[str, str]
    ) -> None:
        validators = (f"ETag: {ETAG}", "Last-Modified: Thu, 30 Oct 2025 08:17:00 GMT")
        if headers.get("If-None-Match") == ETAG:
            _say(writer, b"", *validators, status="304 Not Modified")
        else:
            _say(writer, FEED, "Content-Type: application/rss+xml", *validators)

    async def answer_hops(
        self, writer: asyncio.StreamWriter, query: dict[str, list[str]], _headers: Any
    ) -> None:
        left = int(query["n"][0])
        where = f"Location: /hops?n={left - 1}" if left > 1 else "Location: /feed"
        _say(writer, b"", where, status="302 Found")

    async def answer_hang(self, *_: Any) -> None:
        await asyncio.sleep(60)

    async def answer_drip(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        await _for_ever(writer, b"x", 0.05)

    async def answer_drip_headers(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        await _for_ever(writer, b"x", 0.05)

    async def answer_continues(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        await _for_ever(writer, b"HTTP/1.1 100 Continue\r\n\r\n" * 50, 0.01)

    async def answer_long(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        await _for_ever(writer, b"x" * 65536, 0)

    async def answer_long_chunked(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        await _for_ever(writer, b"10000\r\n" + b"x" * 65536 + b"\r\n", 0)

    async def answer_promises(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        await _for_ever(writer, b"x" * 65536, 0)

    async def answer_bomb(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        body = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
        _say(writer, body, "Content-Encoding: gzip")

    async def answer_bomb_deflate(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        _say(writer, zlib.compress(bytes(64 << 20), 9), "Content-Encoding: deflate")

    async def answer_stacked(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        _say(writer, gzip.compress(gzip.compress(FEED)), "Content-Encoding: gzip, gzip")

    async def answer_torn(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        _say(writer, gzip.compress(FEED)[:-30], "Content-Encoding: gzip")

    async def answer_zipped(self, writer: asyncio.StreamWriter, query: Any, _h: Any) -> None:
        packed = {
            "gzip": gzip.compress(FEED),
            "deflate": zlib.compress(FEED),
            "raw": zlib.compress(FEED)[2:-4],
            "members": gzip.compress(FEED[:50]) + gzip.compress(FEED[50:]) + b"\0\0",
        }
        how = query["how"][0]
        encoding = {"raw": "deflate", "members": "gzip"}.get(how, how)
        _say(writer, packed[how], f"Content-Encoding: {encoding}")

    async def answer_big_header(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Big: ")
        await _for_ever(writer, b"x" * 65536, 0)

    async def answer_many_headers(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + b"X-More: y\r\n" * 200_000 + b"\r\n")

    async def answer_reset(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))

    async def answer_half(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + FEED)

    async def answer_garbage(self, writer: asyncio.StreamWriter, *_: Any) -> None:
        writer.write(b"\x00\xffSSH-2.0-not-http\r\n\r\n")

    async def answer_nothing(self, *_: Any) -> None:
        pass


async def _listen(handler: Any, host: str, port: int = 0) -> int:
    server = await asyncio.start_server(handler, host, port)
    _SERVERS.append(server)
    number: int = server.sockets[0].getsockname()[1]
    return number


def _say(writer: asyncio.StreamWriter, body: bytes, *headers: str, status: str = "200 OK") -> None:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


async def _for_ever(writer: asyncio.StreamWriter, piece: bytes, pause: float) -> None:
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)


if __name__ == "__main__":
    asyncio.run(FaultServer().serve())
