"""The HTTP answers behind Apprise's yes or no.

Apprise says whether a service took a message and hides what the service said; many plugins take
any 2xx for a yes, a login page too. Every session that `requests` opens tells us what came back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import requests

from monitor.delivery.verdicts import Answer, retry_after

_HEAD_BYTES = 256
_heard: ContextVar[list[Answer] | None] = ContextVar("heard", default=None)


class _TellingSession(requests.Session):
    """A session that leaves a note of every answer with whoever listens."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        response = super().request(*args, **kwargs)
        notes = _heard.get()
        if notes is not None and not kwargs.get("stream"):
            headers = response.headers
            notes.append(
                Answer(
                    response.status_code,
                    response.content[:_HEAD_BYTES],
                    headers.get("Content-Type", ""),
                    retry_after(headers.get("Retry-After"), headers.get("Date")),
                )
            )
        return response


def install() -> None:
    """From now on every new session tells. Twice is as good as once."""
    requests.sessions.Session = _TellingSession  # type: ignore[misc]


@contextmanager
def listening() -> Iterator[list[Answer]]:
    """The answers that come back in this thread meanwhile."""
    notes: list[Answer] = []
    token = _heard.set(notes)
    try:
        yield notes
    finally:
        _heard.reset(token)
