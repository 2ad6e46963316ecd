"""One conditional request, with limits on everything a server could do to us."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from monitor import __version__
from monitor.domain.evidence import Feed, FeedHealth
from monitor.domain.readings import Format
from monitor.domain.text import clean, clip
from monitor.feeds import redirects, refusals
from monitor.feeds.answer import Failure, Fetched, FetchFailed, NotModified
from monitor.feeds.dial import (
    CheckedResolver,
    IpNetwork,
    Lookup,
    checked_socket,
    look_up,
    networks,
)
from monitor.feeds.hosts import Hosts
from monitor.feeds.inflate import ACCEPTED, MOST_BYTES, BadEncoding, Inflater, TooLarge
from monitor.feeds.tables import most_bytes

USER_AGENT = f"commitment-monitor/{__version__}"
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml, */*;q=0.5"
)
_ACCEPT_TABLE = {  # a server that has XML too would send that
    Format.CSV: "text/csv, text/plain;q=0.9, */*;q=0.5",
    Format.JSON: "application/json, */*;q=0.5",
}
_MOVES = {301, 302, 303, 307, 308}
_MOVES_FOR_GOOD = {301, 308}
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How we behave and how much we bear. Times in seconds.

    deadline covers one feed's whole conversation, redirects included. at_once and spacing are per
    host, and do not apply inside the networks a feed is explicitly allowed.
    """

    user_agent: str = USER_AGENT
    deadline: float = 30.0
    hops: int = 5
    most_bytes: int = MOST_BYTES
    at_once: int = 2
    spacing: float = 0.1
    keep_alive: float = 4.0


class _Stop(Exception):
    """The conversation cannot go on; carries what is to be reported."""

    def __init__(self, kind: Failure, sentence: str) -> None:
        super().__init__(sentence)
        self.failed = FetchFailed(kind=kind, sentence=sentence)


@dataclass(slots=True)
class _Way:
    """Where one conversation has got to."""

    at: URL
    headers: dict[str, str]
    hops: int = 0
    for_good: bool = True
    moved_to: str = ""


class Fetcher:
    """Fetches feeds over HTTP. An asynchronous context manager; use one for the whole program."""

    def __init__(self, manners: Manners | None = None, lookup: Lookup = look_up) -> None:
        self._manners = manners or Manners()
        self._lookup = lookup
        self._hosts = Hosts(at_once=self._manners.at_once, spacing=self._manners.spacing)
        # One session for each set of allowed networks: a pooled connection made for one feed must
        # not carry another where that one may not go.
        self._sessions: dict[tuple[tuple[str, ...], str], aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        while self._sessions:
            await self._sessions.popitem()[1].close()

    async def fetch(self, feed: Feed, health: FeedHealth) -> Fetched | NotModified | FetchFailed:
        """Ask the feed's address for news since the last look.

        A feed that cannot be fetched is a value, never an exception.
        """
        host = "the feed"
        try:
            way = _Way(at=redirects.declared(feed.address), headers=self._headers(feed, health))
            host = way.at.host or ""
            allowed = networks(feed.allow_private)
            async with self._hosts.turn(host, own=bool(allowed)):
                return await self._in_time(feed, way, allowed)
        except _Stop as stop:
            return stop.failed
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return refusals.of_error(error, host)

    async def _in_time(
        self, feed: Feed, way: _Way, allowed: tuple[IpNetwork, ...]
    ) -> Fetched | NotModified | FetchFailed:
        try:
            async with asyncio.timeout(self._manners.deadline):
                return await self._converse(feed, way, allowed)
        except TimeoutError:
            sentence = f"{way.at.host} did not answer within {self._manners.deadline:g} s."
            raise _Stop(Failure.TIMED_OUT, sentence) from None

    def _headers(self, feed: Feed, health: FeedHealth) -> dict[str, str]:
        headers = {
            "User-Agent": self._manners.user_agent,
            "Accept": _ACCEPT_TABLE[feed.readings.format] if feed.readings else _ACCEPT,
            "Accept-Encoding": ACCEPTED,
        }
        if health.etag:
            headers["If-None-Match"] = health.etag
        if health.last_modified:
            headers["If-Modified-Since"] = health.last_modified
        return headers | {name: value.reveal() for name, value in feed.headers}

    async def _converse(
        self, feed: Feed, way: _Way, allowed: tuple[IpNetwork, ...]
    ) -> Fetched | NotModified | FetchFailed:
        session = self._session(feed, allowed)
        while True:
            async with _get(session, way) as response:
                if response.status in _MOVES and "Location" in response.headers:
                    self._follow(way, response, feed)
                    continue
                answer = await self._answer(way, response, self._limit(feed))
            return replace(answer, moved_to=way.moved_to)

    def _follow(self, way: _Way, response: aiohttp.ClientResponse, feed: Feed) -> None:
        way.hops += 1
        if way.hops > self._manners.hops:
            sentence = f"{way.at.host} redirected more than {self._manners.hops} times."
            raise _Stop(Failure.REFUSED, sentence)
        target = redirects.target(way.at, response.headers["Location"])
        if target.origin() != way.at.origin():
            ours = {name.lower() for name, _ in feed.headers}
            way.headers = {k: v for k, v in way.headers.items() if k.lower() not in ours}
        way.at = target
        way.for_good = way.for_good and response.status in _MOVES_FOR_GOOD
        if way.for_good:
            way.moved_to = redirects.shown(target, redirects.declared(feed.address))

    async def _answer(
        self, way: _Way, response: aiohttp.ClientResponse, limit: int
    ) -> Fetched | NotModified | FetchFailed:
        sent = response.headers
        if response.status == 304:
            return _not_modified(way, sent)
        if response.status != 200:
            host = way.at.host or ""
            return refusals.of_status(response.status, host, sent.get("Retry-After", ""))
        return Fetched(
            body=await self._body(response, limit),
            content_type=clip(clean(sent.get("Content-Type", "")), 200),
            etag=_validator(sent, "ETag"),
            last_modified=_validator(sent, "Last-Modified"),
            cache_control=sent.get("Cache-Control", "")[:500],
        )

    def _limit(self, feed: Feed) -> int:
        return max(self._manners.most_bytes, most_bytes(feed.readings) if feed.readings else 0)

    async def _body(self, response: aiohttp.ClientResponse, limit: int) -> bytes:
        try:
            _promise(response.content_length or 0, limit)
            inflater = Inflater(",".join(response.headers.getall("Content-Encoding", [])), limit)
            async for chunk in response.content.iter_any():
                inflater.take(chunk)
            return inflater.body()
        except TooLarge:
            sentence = f"{response.url.host} sent more than {limit >> 20} MiB."
            raise _Stop(Failure.TOO_LARGE, sentence) from None
        except BadEncoding as error:
            raise _Stop(Failure.BAD_ANSWER, f"{response.url.host}: {error}") from None

    def _session(self, feed: Feed, allowed: tuple[IpNetwork, ...]) -> aiohttp.ClientSession:
        key = (feed.allow_private, feed.ca_file)
        if key not in self._sessions:
            self._sessions[key] = self._new_session(allowed, feed.ca_file)
        return self._sessions[key]

    def _new_session(self, allowed: tuple[IpNetwork, ...], ca_file: str) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=CheckedResolver(allowed, self._lookup),
            socket_factory=checked_socket(allowed),
            use_dns_cache=False,
            ssl=_trust(ca_file),
            limit=0,
            keepalive_timeout=self._manners.keep_alive,
        )
        return aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
        )


@asynccontextmanager
async def _get(session: aiohttp.ClientSession, way: _Way) -> AsyncIterator[aiohttp.ClientResponse]:
    """The answer to one request; the connection is dropped unless the body was read to its end."""
    response = await session.get(way.at, headers=way.headers, allow_redirects=False)
    try:
        yield response
    finally:
        if response.content.at_eof():
            response.release()
        else:
            response.close()


def _not_modified(way: _Way, sent: Mapping[str, str]) -> NotModified | FetchFailed:
    if not {"If-None-Match", "If-Modified-Since"} & way.headers.keys():
        sentence = f"{way.at.host} says 'not modified' to a request that had no condition."
        return FetchFailed(kind=Failure.BAD_ANSWER, sentence=sentence, status=304)
    return NotModified(
        etag=_validator(sent, "ETag"),
        last_modified=_validator(sent, "Last-Modified"),
        cache_control=sent.get("Cache-Control", "")[:500],
    )


def _validator(sent: Mapping[str, str], name: str) -> str:
    """A validator that can be sent back as it came; empty where there is none."""
    value = sent.get(name, "")
    return value if _VALIDATOR.fullmatch(value) else ""


def _promise(length: int, limit: int) -> None:
    """Refuse by the header what would be refused by its length."""
    if length > limit:
        raise TooLarge


def _trust(ca_file: str) -> ssl.SSLContext:
    """The system's authorities, and those of the feed's own file."""
    context = ssl.create_default_context()
    try:
        if ca_file:
            context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError):
        sentence = f"The authorities in {ca_file} cannot be read."
        raise _Stop(Failure.TLS, sentence) from None
    return context
