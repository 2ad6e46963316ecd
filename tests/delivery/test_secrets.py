"""No secret of a channel shows, whatever goes wrong: canaries over many ways to fail."""

import io
import logging
import re
import socket
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from monitor.delivery.channels import Channels
from monitor.delivery.message import Message
from monitor.delivery.redact import Redactor
from monitor.domain.alert import Channel, Delivery, Policy
from monitor.secret import Secret

CANARIES = (
    "TCANARY01",
    "BCANARY02",
    "hookCanary03hookCanary03",
    "passCanary04",
    "pathCanary05",
    "queryCanary06",
    "headerCanary07",
    "xoxb-1111-2222-botCanary08",
    "tokenCanary09",
    "heartCanary10",
    "p%40ssCanary11",
    "topicCanary12",
    "userCanary13",
)


def addresses(port: int) -> dict[str, str]:
    """Addresses that hold every canary, most of them pointing at `port`."""
    at = f"127.0.0.1:{port}"
    return {
        "slack": f"slack://{CANARIES[0]}/{CANARIES[1]}/{CANARIES[2]}",
        "bot": f"slack://{CANARIES[7]}/#trade",
        "mail": f"mailto://ana:{CANARIES[3]}@{at}?to=a@example.org&from=m@example.org&mode=insecure",
        "json": f"json://desk:{CANARIES[10]}@{at}/{CANARIES[4]}?-key={CANARIES[5]}"
        f"&+X-Token={CANARIES[6]}",
        "form": f"form://{CANARIES[12]}:{CANARIES[3]}@{at}/{CANARIES[4]}?+X-Token={CANARIES[6]}",
        "gotify": f"gotify://{at}/{CANARIES[8]}",
        "ntfy": f"ntfy://{CANARIES[12]}:{CANARIES[3]}@{at}/{CANARIES[11]}",
        "bad": f"nope://{CANARIES[12]}:{CANARIES[3]}@{at}/{CANARIES[4]}",
        "broken": f"slack://{CANARIES[0]}/{CANARIES[4]}",
    }


def plain(status: str, body: bytes) -> Callable[[socket.socket], None]:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return lambda connection: connection.sendall(head.encode() + body)


def echo(connection: socket.socket) -> None:
    """A receiver that repeats all our secrets to us."""
    plain("400 Bad Request", " ".join(CANARIES).encode())(connection)


FAULTS: dict[str, Callable[[socket.socket], None]] = {
    "took it": plain("200 OK", b"ok"),
    "fault": plain("500 Fault", b"x"),
    "refused": plain("403 Forbidden", b"invalid_token"),
    "echo": echo,
    "hung up": lambda _: None,
    "garbage": lambda connection: connection.sendall(b"\xff\xfe\x00"),
}


GREETINGS = dict.fromkeys(FAULTS, b"") | {
    "echo": f"554 {' '.join(CANARIES)}\r\n".encode(),
    "refused": b"554 no\r\n",
    "fault": b"421 later\r\n",
}


@pytest.fixture
def everything_said(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """All log records of all loggers at their most talkative, and all output, up to now."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setLevel(0)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield lambda: said.getvalue() + "".join(capfd.readouterr())
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def slack_on_loopback(
    receiver: Any, slack_at: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack's webhooks and its web API are the raw receiver."""
    from monitor.delivery.hooks import SlackHook

    slack_at(receiver.port)
    monkeypatch.setattr(SlackHook, "api_url", f"http://127.0.0.1:{receiver.port}/api/{{}}")


@pytest.mark.usefixtures("impatient", "slack_on_loopback")
@pytest.mark.parametrize("kind", list(addresses(0)))
@pytest.mark.parametrize("fault", list(FAULTS))
def test_no_canary_in_outcomes_logs_output_or_tracebacks(
    receiver: Any,
    told: Message,
    delivery: Delivery,
    everything_said: Callable[[], str],
    kind: str,
    fault: str,
) -> None:
    receiver.behave = FAULTS[fault]
    if kind == "mail":
        receiver.greeting = GREETINGS[fault]
    known = addresses(receiver.port)
    policy = Policy(
        channels=tuple(Channel(id=one, address=Secret(known[one])) for one in known),
        heartbeat=Secret(f"https://beat.example/{CANARIES[9]}"),
        allow_private=("127.0.0.0/8",),
    )
    outcome = Channels(policy, print, send_seconds=3.0).send(kind, "", told, delivery)
    said = f"{outcome!r} {policy!r} {everything_said()}"
    assert [canary for canary in CANARIES if canary in said] == []
    assert outcome.detail


def test_an_unexpected_error_is_told_by_its_class_only(
    told: Message, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.delivery import services

    def boom(*_: Any) -> Any:
        raise RuntimeError(f"cannot reach {CANARIES[3]}")

    monkeypatch.setattr(services.Service, "send", boom)
    policy = Policy(
        channels=(Channel(id="x", address=Secret("json://127.0.0.1:9/x")),),
        allow_private=("127.0.0.0/8",),
    )
    outcome = Channels(policy, print).send("x", "", told, delivery)
    assert outcome.detail == "the channel failed (RuntimeError)"
    assert CANARIES[3] not in traceback.format_exc()


@pytest.mark.parametrize(
    ("secret", "text", "shown"),
    [
        ("slack://TAAAA/BBBBB/cCcCc", "POST /TAAAA/BBBBB/cCcCc", "POST /***/***/***"),
        ("mailto://u:s3cret@mx.example?to=a@x.org", "550 a@x.org s3cret", "550 a@x.org ***"),
        ("mailto://u:s3cret@mx.example", "mx.example is down", "mx.example is down"),
        ("json://h.example/hook?-k=v4lue", "at /hook?k=v4lue", "at /***?k=***"),
        ("https://beat.example/abcdef", "https://beat.example/abcdef", "***"),
        ("json://u:p%40ss@h", "p@ss p%40ss", "*** ***"),
        ("not an address", "not an address at all", "*** at all"),
        ("http://[::1", "http://[::1 fails", "*** fails"),
    ],
)
def test_what_counts_as_a_secret(secret: str, text: str, shown: str) -> None:
    assert Redactor([secret])(text) == shown


def test_without_secrets_nothing_is_struck_out() -> None:
    assert Redactor([])("all of it") == "all of it"


def test_there_are_enough_canaries_and_failures() -> None:
    assert len(set(CANARIES)) >= 12
    assert len(FAULTS) * len(addresses(0)) >= 25
    held = " ".join(addresses(0).values()) + CANARIES[9]
    assert [canary for canary in CANARIES if not re.search(re.escape(canary), held)] == []
