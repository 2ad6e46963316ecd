"""The real daemon on real servers: started, fed, stopped, started again."""

import json
import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.conftest import Answer, Mailbox, Place, Web, rss
from tests.daemon.conftest import breach

World = Callable[[int], Place]


def wait_until(what: Callable[[], bool], seconds: float = 40) -> None:
    """Wait for something that must come true."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.1)


def headlines(web: Web) -> list[str]:
    """The titles of the alerts that the HTTP receiver got."""
    return [json.loads(r.body)["title"] for r in web.requests if r.path == "/alerts"]


@pytest.fixture
def receiver(web: Web) -> Web:
    """The HTTP receiver takes everything."""
    web.answers["/alerts"] = Answer(body=b"ok")
    web.answers["/feed.xml"] = Answer(rss([("old", "Old news of nothing", "")]))
    return web


def test_a_new_report_of_a_breach_reaches_both_channels_and_a_restart_repeats_nothing(
    world: World, receiver: Web, mailbox: Mailbox
) -> None:
    place = world(3)
    first = place.start("run")
    wait_until(lambda: len(headlines(receiver)) == 1)
    receiver.answers["/feed.xml"] = Answer(rss([breach(1), ("old", "Old news of nothing", "")]))
    place.run("poll")
    wait_until(lambda: len(headlines(receiver)) == 2 and len(mailbox.messages) == 2)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=20) == 0
    told = headlines(receiver)

    second = place.start("run")
    place.run("poll")
    wait_until(lambda: sum(r.path == "/feed.xml" for r in receiver.requests) >= 3)
    time.sleep(2)
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0
    assert headlines(receiver) == told
    assert [m["Subject"] for m in mailbox.messages][1:] == [told[1]]
    assert "frigate-001" in told[1]


def test_the_first_start_sends_one_summary_whatever_the_feed_already_holds(
    world: World, receiver: Web
) -> None:
    place = world(5)
    receiver.answers["/feed.xml"] = Answer(rss([breach(n) for n in range(5)]))
    done = place.run("once", "--json")
    assert json.loads(done.stdout)["sent"] == 2
    assert len(headlines(receiver)) == 1
    assert "5 commitments watched: 5 reported" in headlines(receiver)[0]
    words = [c["word"] for c in json.loads(place.run("status", "--json").stdout)["commitments"]]
    assert words == ["reported"] * 5


def test_a_bad_edit_keeps_the_old_file_and_says_so_once(world: World, receiver: Web) -> None:
    place = world(2)
    daemon = place.start("run")
    wait_until(lambda: len(headlines(receiver)) == 1)
    good = (place.folder / "commitments.yaml").read_text()
    place.write("commitments.yaml", good.replace("kind: do-by", "kind: do-bye", 1))
    wait_until(lambda: len(headlines(receiver)) == 2)
    os.utime(place.folder / "commitments.yaml")
    time.sleep(6)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=20) == 0
    assert len(headlines(receiver)) == 2
    assert "a declared file has 1 error" in headlines(receiver)[1]


def test_a_second_daemon_on_one_database_is_refused_with_the_first_ones_pid(
    world: World, receiver: Web
) -> None:
    place = world(1)
    daemon = place.start("run")
    wait_until(lambda: len(headlines(receiver)) == 1)
    second = place.run("once", code=75)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=20) == 0
    assert f"process {daemon.pid} already works on this database" in second.stderr


def test_without_any_network_dates_are_evaluated_and_feeds_show_as_unreachable(
    place: Place,
) -> None:
    place.write(
        "commitments.yaml",
        """
version: 1
commitments:
  - id: bridge
    kind: do-by
    obligor: Ruritania
    obligee: Graustark
    statement: Ruritania opens the bridge.
    made: 2026-01-01
    due: 2026-03-01
    watch: {terms: [bridge]}
""",
    )
    place.write(
        "config/feeds.yaml",
        "version: 1\nfeeds:\n  - {id: far, address: 'https://feeds.invalid/rss', family: far}\n",
    )
    place.run("once")
    status = json.loads(place.run("status", "--json").stdout)["commitments"][0]
    feeds = json.loads(place.run("feeds", "--json").stdout)["feeds"][0]
    assert (status["id"], status["word"]) == ("bridge", "OVERDUE")
    assert feeds["state"] == "unreachable"
