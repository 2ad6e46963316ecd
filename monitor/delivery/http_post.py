"""One HTTP request to a notification service, bounded, and what came back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from monitor.delivery.verdicts import Answer, retry_after
from monitor.domain.alert import Outcome, Receipt

CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 5.0, 15.0, 30.0
BODY_BYTES = 65_536
_NEVER_CONNECTED = ("NewConnectionError", "NameResolutionError", "ProxyError")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent; `payload` goes as JSON."""

    url: str
    payload: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    params: Mapping[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    verify: bool = True


def post(request: Request) -> Answer | Outcome:
    """The answer, or an Outcome where there is none.

    No redirect is followed; at most 64 KiB of the answer are read within 30 seconds.
    """
    ends = time.monotonic() + TOTAL_SECONDS
    try:
        with requests.request(
            request.method,
            request.url,
            json=request.payload,
            params=request.params,
            headers=dict(request.headers),
            auth=request.auth,
            verify=request.verify,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            return _answer(response, ends)
    except (requests.RequestException, ValueError) as error:
        return fault(error)


def _answer(response: requests.Response, ends: float) -> Answer:
    headers = response.headers
    return Answer(
        response.status_code,
        _head(response, ends),
        headers.get("Content-Type", ""),
        retry_after(headers.get("Retry-After"), headers.get("Date")),
    )


def _head(response: requests.Response, ends: float) -> bytes:
    """The start of the body; one that drips or breaks off confirms nothing."""
    body = b""
    try:
        for chunk in response.iter_content(None):
            body += chunk
            if len(body) >= BODY_BYTES or time.monotonic() > ends:
                break
    except requests.RequestException:
        return b""
    return body[:BODY_BYTES]


def fault(error: Exception) -> Outcome:
    """What a failed request means: it never left, or nobody can say.

    Only the error's class is told, because its text holds the address.
    """
    name = type(error).__name__
    early = (requests.ConnectTimeout, requests.exceptions.SSLError)
    if isinstance(error, early) or any(sign in str(error) for sign in _NEVER_CONNECTED):
        return Outcome(receipt=Receipt.RETRY, detail=f"no connection ({name})")
    if isinstance(error, ValueError):
        return Outcome(receipt=Receipt.REFUSED, detail=f"the address cannot be used ({name})")
    return Outcome(receipt=Receipt.AMBIGUOUS, detail=f"no answer came back ({name})")


def is_proxied(url: str) -> bool:
    """Whether the environment sends it through a proxy, which then does the resolving."""
    return bool(requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)))
