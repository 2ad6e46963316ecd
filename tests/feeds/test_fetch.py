"""What comes of a request, whatever the server does. Real sockets on loopback."""

import asyncio
import resource
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from monitor.domain.evidence import FeedHealth
from monitor.feeds.answer import Failure, Fetched, FetchFailed, NotModified
from monitor.feeds.fetch import Fetcher, Manners
from monitor.secret import Secret

QUICK = Manners(deadline=0.8, spacing=0)
STAMP = "Thu, 30 Oct 2025 08:17:00 GMT"


def say(*headers: str, status: int = 200, body: str = "") -> str:
    pairs = [("status", str(status)), ("body", body), *(("header", line) for line in headers)]
    return f"/say?{urlencode(pairs)}"


async def fetch(
    faults: Any, path: str, health: FeedHealth, manners: Manners | None = None, **changes: Any
) -> Fetched | NotModified | FetchFailed:
    async with Fetcher(manners) as fetcher:
        return await fetcher.fetch(faults.feed(path, **changes), health)


async def failure(faults: Any, path: str, health: FeedHealth, **changes: Any) -> FetchFailed:
    answer = await fetch(faults, path, health, QUICK, **changes)
    assert isinstance(answer, FetchFailed)
    return answer


async def test_it_brings_the_body_and_what_the_server_says_of_it(
    faults: Any, health: FeedHealth
) -> None:
    answer = await fetch(faults, "/feed", health)
    assert isinstance(answer, Fetched)
    assert answer.body.startswith(b"<?xml")
    assert replace(answer, body=b"") == Fetched(
        body=b"", content_type="application/rss+xml", etag='"feed-1"', last_modified=STAMP
    )


async def test_it_asks_only_for_what_is_newer_than_the_last_look(
    faults: Any, health: FeedHealth
) -> None:
    asked = replace(health, etag='"feed-1"', last_modified=STAMP)
    assert await fetch(faults, "/feed", asked) == NotModified(etag='"feed-1"', last_modified=STAMP)
    headers = faults.log()["requests"][-1]["headers"]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"feed-1"', STAMP)


async def test_a_304_nobody_asked_for_is_an_error(faults: Any, health: FeedHealth) -> None:
    assert await failure(faults, say(status=304), health) == FetchFailed(
        kind=Failure.BAD_ANSWER,
        sentence="127.0.0.1 says 'not modified' to a request that had no condition.",
        status=304,
    )


async def test_it_says_who_asks_and_sends_the_declared_headers(
    faults: Any, health: FeedHealth
) -> None:
    key = (("X-Api-Key", Secret("sesame")),)
    await fetch(faults, "/feed", health, Manners(user_agent="desk/1 (+a@b.example)"), headers=key)
    headers = faults.log()["requests"][-1]["headers"]
    assert headers["User-Agent"] == "desk/1 (+a@b.example)"
    assert headers["Accept-Encoding"] == "gzip, deflate"
    assert headers["X-Api-Key"] == "sesame"


@pytest.mark.parametrize("how", ["gzip", "deflate", "raw", "members"])
async def test_it_unpacks_what_it_asked_for(faults: Any, health: FeedHealth, how: str) -> None:
    answer = await fetch(faults, f"/zipped?how={how}", health)
    assert isinstance(answer, Fetched)
    assert answer.body.endswith(b"</rss>")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/hang", Failure.TIMED_OUT),
        ("/drip", Failure.TIMED_OUT),
        ("/drip-headers", Failure.TIMED_OUT),
        ("/continues", Failure.TIMED_OUT),
        ("/long", Failure.TOO_LARGE),
        ("/long-chunked", Failure.TOO_LARGE),
        ("/promises", Failure.TOO_LARGE),
        ("/bomb-deflate", Failure.TOO_LARGE),
        ("/stacked", Failure.BAD_ANSWER),
        ("/torn", Failure.BAD_ANSWER),
        ("/big-header", Failure.BAD_ANSWER),
        ("/many-headers", Failure.BAD_ANSWER),
        ("/reset", Failure.UNREACHABLE),
        ("/half", Failure.BAD_ANSWER),
        ("/garbage", Failure.BAD_ANSWER),
        ("/nothing", Failure.UNREACHABLE),
        ("/no-such-page", Failure.NOT_FOUND),
        ("/hops?n=6", Failure.REFUSED),
        (say("Content-Encoding: br", body="x"), Failure.BAD_ANSWER),
        (say("Content-Encoding: gzip", body="no gzip"), Failure.BAD_ANSWER),
        (say(status=204), Failure.BAD_ANSWER),
        (say(status=301), Failure.ERROR_STATUS),
        (say(status=403), Failure.ERROR_STATUS),
        (say(status=410), Failure.GONE),
        (say(status=500), Failure.ERROR_STATUS),
        (say(status=503), Failure.ERROR_STATUS),
    ],
)
async def test_what_goes_wrong_has_a_name(
    faults: Any, health: FeedHealth, path: str, kind: Failure
) -> None:
    assert (await failure(faults, path, health)).kind is kind


async def test_a_bomb_is_unpacked_no_further_than_the_limit(
    faults: Any, health: FeedHealth
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = await fetch(faults, "/bomb", health, Manners(deadline=60))
    assert answer == FetchFailed(kind=Failure.TOO_LARGE, sentence="127.0.0.1 sent more than 5 MiB.")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 30 * 1024  # KiB; the bomb holds a gibibyte


@pytest.mark.parametrize(
    ("status", "after"), [(429, "120"), (503, "Fri, 31 Oct 2025 00:00:00 GMT")]
)
async def test_a_server_may_ask_us_to_wait(
    faults: Any, health: FeedHealth, status: int, after: str
) -> None:
    answer = await failure(faults, say(f"Retry-After: {after}", status=status), health)
    assert answer == FetchFailed(
        kind=Failure.HELD_OFF,
        sentence=f"127.0.0.1 asks us to wait ({status}).",
        status=status,
        retry_after=after,
    )


async def test_nobody_listens(faults: Any, health: FeedHealth) -> None:
    nobody = await failure(faults, "/", health, address="http://127.0.0.1:1/feed")
    assert nobody == FetchFailed(
        kind=Failure.UNREACHABLE, sentence="127.0.0.1 refused the connection."
    )


async def test_a_permanent_move_is_told_and_a_passing_one_is_not(
    faults: Any, health: FeedHealth
) -> None:
    there = f"Location: {faults.other_url('/feed')}"
    moved = await fetch(faults, say(there, status=301), health)
    assert isinstance(moved, Fetched)
    assert moved.moved_to == faults.other_url("/feed")
    passing = await fetch(faults, say(there, status=302), health)
    assert isinstance(passing, Fetched)
    assert passing.moved_to == ""


async def test_a_move_is_told_without_credentials_and_keys(faults: Any, health: FeedHealth) -> None:
    there = faults.url("/feed?token=sesame").replace("//", "//user:pass@")
    moved = await fetch(faults, say(f"Location: {there}", status=308), health)
    assert isinstance(moved, Fetched)
    assert moved.moved_to == faults.url("/feed?…")


async def test_credentials_stay_with_the_origin_they_were_meant_for(
    faults: Any, health: FeedHealth
) -> None:
    there = f"Location: {faults.other_url('/feed')}"
    address = faults.url(say(there, status=302)).replace("//", "//user:pass@", 1)
    key = (("X-Api-Key", Secret("sesame")), ("authorization", Secret("sesame")))
    await fetch(faults, "", health, address=address, headers=key[:1])
    first, second = faults.log()["requests"][-2:]
    assert first["headers"]["Authorization"].startswith("Basic ")
    assert first["headers"]["X-Api-Key"] == "sesame"
    assert not {"Authorization", "X-Api-Key", "authorization"} & second["headers"].keys()


async def test_credentials_go_along_within_their_origin(faults: Any, health: FeedHealth) -> None:
    address = faults.url(say("Location: /feed", status=302)).replace("//", "//user:pass@", 1)
    assert isinstance(await fetch(faults, "", health, address=address), Fetched)
    sent = [request["headers"].get("Authorization") for request in faults.log()["requests"][-2:]]
    assert sent[0] == sent[1] == "Basic dXNlcjpwYXNz"


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://x/",
        "javascript:alert(1)",
        "http://",
        "//",
    ],
)
async def test_it_follows_no_other_scheme(faults: Any, health: FeedHealth, location: str) -> None:
    answer = await failure(faults, say(f"Location: {location}", status=302), health)
    assert answer.kind is Failure.REFUSED


async def test_no_sentence_holds_more_of_an_address_than_its_host(
    faults: Any, health: FeedHealth
) -> None:
    for path in ("/hang", "/reset", "/torn", "/no-such-page", "/garbage", "/hops?n=9"):
        address = faults.url(f"{path}{'&' if '?' in path else '?'}token=sesame")
        address = address.replace("//", "//user:sesame@")
        answer = await failure(faults, "", health, address=address)
        assert "sesame" not in repr(answer)


async def test_hung_hosts_do_not_hold_up_a_healthy_one(faults: Any, health: FeedHealth) -> None:
    async with Fetcher(Manners(deadline=20)) as fetcher:
        hung = [asyncio.create_task(fetcher.fetch(faults.feed("/hang"), health)) for _ in range(20)]
        await asyncio.sleep(0)
        answer = await fetcher.fetch(faults.feed("/feed"), health)
        assert isinstance(answer, Fetched)
        assert not any(task.done() for task in hung)
        for task in hung:
            task.cancel()
        await asyncio.gather(*hung, return_exceptions=True)


async def test_proxies_of_the_environment_are_not_asked(
    faults: Any, health: FeedHealth, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{faults.trap}")
    before = faults.log()["trapped"]
    assert isinstance(await fetch(faults, "/feed", health), Fetched)
    assert faults.log()["trapped"] == before
