"""A world of many small promises that a loopback feed can break one by one."""

from collections.abc import Callable

import pytest

from tests.conftest import Mailbox, Place, Web

DAY = "Tue, 24 Nov 2026 12:00:00 GMT"


def commitments(count: int) -> str:
    """So many do-by commitments of as many shipyards, due in 2030."""
    entries = "".join(
        f"""
  - id: frigate-{n:03d}
    kind: do-by
    obligor: Yard{n:03d} Corporation
    obligee: Ruritania
    statement: Yard{n:03d} Corporation delivers frigate {n:03d} to Ruritania.
    made: 2026-01-01
    due: 2030-12-31
    watch: {{terms: ["frigate {n:03d}"]}}"""
        for n in range(count)
    )
    return f"version: 1\ncommitments:{entries}\n"


def breach(n: int) -> tuple[str, str, str]:
    """The entry that reports the breach of promise n."""
    title = f"Yard{n:03d} Corporation breached its promise to deliver frigate {n:03d} to Ruritania"
    return (f"breach-{n:03d}", title, DAY)


FEEDS = """version: 1
feeds:
  - id: shipping-news
    address: {address}/feed.xml
    family: shipping-news
    tier: outlet
    interval: 5m
    allow_private: [127.0.0.0/8]
"""

ALERTS = """version: 1
allow_private: [127.0.0.0/8]
channels:
  - {{id: web, url: "json://127.0.0.1:{web}/alerts", per_hour: 100000}}
  - id: mail
    url: "mailto://127.0.0.1:{mail}?from=monitor@example.org&to=desk@example.org&mode=insecure"
    per_hour: 100000
routes:
  - {{id: all, channels: [web, mail]}}
"""


@pytest.fixture
def world(place: Place, web: Web, mailbox: Mailbox) -> Callable[[int], Place]:
    """Declares so many promises, one feed, an HTTP and an SMTP channel."""

    def make(count: int) -> Place:
        place.write("commitments.yaml", commitments(count))
        place.write("config/feeds.yaml", FEEDS.format(address=web.address))
        place.write("config/alerts.yaml", ALERTS.format(web=web.port, mail=mailbox.port))
        return place

    return make
