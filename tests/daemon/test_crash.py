"""kill -9 at any moment loses no alert and repeats few."""

import json
import random
import signal
import time
from collections import Counter
from collections.abc import Callable

import pytest

from tests.conftest import Answer, Mailbox, Place, Request, Web, rss
from tests.daemon.conftest import breach
from tests.daemon.test_running import wait_until

ALERTS = 300
KILLS = 40
WORKERS = 4


def told_of(texts: list[str]) -> Counter[str]:
    """How often each promise was told of."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(f"frigate-{n:03d}" for n in range(ALERTS) if f"frigate-{n:03d}" in text)
    return found


def slowly(request: Request) -> Answer:
    """A receiver that takes its time, so that a kill finds messages on their way."""
    del request
    time.sleep(0.05)
    return Answer(body=b"ok")


@pytest.mark.timeout(600)
def test_forty_kills_while_three_hundred_alerts_go_out_lose_none(
    world: Callable[[int], Place], web: Web, mailbox: Mailbox
) -> None:
    chance = random.Random(20261125)  # noqa: S311 -- moments to kill at, no secret
    place = world(ALERTS)
    web.answers["/alerts"] = slowly
    web.answers["/feed.xml"] = Answer(rss([("old", "Old news of nothing", "")]))
    place.run("once")
    web.answers["/feed.xml"] = Answer(rss([breach(n) for n in range(ALERTS)]))
    place.run("poll")
    kills = 0
    while kills < KILLS:
        daemon = place.start("run")
        time.sleep(chance.uniform(1.2, 4.0))
        daemon.send_signal(signal.SIGKILL)
        daemon.wait()
        kills += 1
    daemon = place.start("run")

    def all_told() -> bool:
        done = json.loads(place.run("alerts", "--json", "--limit", "2000").stdout)["alerts"]
        states = [d["state"] for a in done for d in a["deliveries"]]
        return len(states) >= 2 * (ALERTS + 1) and set(states) == {"sent"}

    wait_until(all_told, 300)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=20) == 0
    by_web = told_of([r.body.decode() for r in web.requests if r.path == "/alerts"])
    by_mail = told_of([raw.decode() for raw in mailbox.raw])
    wanted = {f"frigate-{n:03d}" for n in range(ALERTS)}
    repeats = sum(by_web.values()) + sum(by_mail.values()) - 2 * ALERTS
    print(f"{KILLS} kills, {ALERTS} alerts on two channels: {repeats} repeats")
    assert set(by_web) == wanted
    assert set(by_mail) == wanted
    assert repeats <= KILLS * WORKERS
    assert max([*by_web.values(), *by_mail.values()]) <= 3
