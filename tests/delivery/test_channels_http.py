"""Twenty-odd receivers, one of which takes the message: only that one counts as sent."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from monitor.delivery.message import Message
from monitor.domain.alert import Outcome, Receipt

Send = Callable[..., Outcome]
PAGE = b"<!DOCTYPE html><html><body>Please sign in</body></html>"


def answer(
    status: str, body: bytes = b"", *headers: str, length: int | None = None
) -> Callable[[socket.socket], None]:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
    data = "\r\n".join([*lines, *headers, "Connection: close", "", ""]).encode() + body
    return lambda connection: connection.sendall(data)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang(_: socket.socket) -> None:
    time.sleep(3)


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(20):
        connection.sendall(b"o")
        time.sleep(0.2)


def endless_continue(connection: socket.socket) -> None:
    for _ in range(40):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.1)


HTML = "Content-Type: text/html"
SCRIPTS: list[tuple[str, Callable[[socket.socket], None], Receipt, float | None]] = [
    ("took it", answer("200 OK", b"ok"), Receipt.SENT, None),
    ("captive portal", answer("302 Found", b"", "Location: /login"), Receipt.RETRY, None),
    ("moved", answer("308 Permanent Redirect", b"", "Location: /new"), Receipt.RETRY, None),
    ("login page", answer("200 OK", PAGE, HTML), Receipt.RETRY, None),
    ("page without its type", answer("200 OK", PAGE), Receipt.RETRY, None),
    ("no content", answer("204 No Content"), Receipt.AMBIGUOUS, None),
    ("created", answer("201 Created", b"ok"), Receipt.AMBIGUOUS, None),
    ("empty", answer("200 OK"), Receipt.AMBIGUOUS, None),
    ("another word", answer("200 OK", b"okay"), Receipt.AMBIGUOUS, None),
    ("broken off", answer("200 OK", b"ok", length=200), Receipt.AMBIGUOUS, None),
    ("busy", answer("429 Slow Down", b"", "Retry-After: 30"), Receipt.RETRY, 30.0),
    ("busy for ever", answer("429 No", b"", "Retry-After: 1000000000"), Receipt.RETRY, 3600.0),
    ("busy at once", answer("429 No", b"", "Retry-After: 0"), Receipt.RETRY, 1.0),
    ("busy in the past", answer("429 No", b"", "Retry-After: -5"), Receipt.RETRY, 60.0),
    ("busy, not a number", answer("429 No", b"", "Retry-After: NaN"), Receipt.RETRY, 60.0),
    (
        "busy until a date",
        answer(
            "429 No",
            b"",
            "Date: Thu, 01 Jan 2026 05:00:00 GMT",
            "Retry-After: Thu, 01 Jan 2026 05:02:00 GMT",
        ),
        Receipt.RETRY,
        120.0,
    ),
    ("fault", answer("500 Internal Server Error", PAGE), Receipt.RETRY, None),
    ("bad gateway", answer("502 Bad Gateway"), Receipt.RETRY, None),
    ("down", answer("503 Down", b"", "Retry-After: 120"), Receipt.RETRY, 120.0),
    ("gateway gave up", answer("504 Gateway Timeout"), Receipt.AMBIGUOUS, None),
    ("slow client", answer("408 Request Timeout"), Receipt.RETRY, None),
    ("bad request", answer("400 Bad Request", b"invalid_payload"), Receipt.REFUSED, None),
    ("who are you", answer("401 Unauthorized"), Receipt.REFUSED, None),
    ("not allowed", answer("403 Forbidden", b"action_prohibited"), Receipt.REFUSED, None),
    ("no such hook", answer("404 Not Found", b"no_service"), Receipt.REFUSED, None),
    ("archived", answer("410 Gone", b"channel_is_archived"), Receipt.REFUSED, None),
    ("reset", reset, Receipt.AMBIGUOUS, None),
    ("hung up", lambda _: None, Receipt.AMBIGUOUS, None),
    ("not HTTP", lambda connection: connection.sendall(b"hello\r\n"), Receipt.AMBIGUOUS, None),
    ("silent", hang, Receipt.AMBIGUOUS, None),
    ("dripping", drip, Receipt.AMBIGUOUS, None),
    ("endless 100", endless_continue, Receipt.AMBIGUOUS, None),
]


@pytest.mark.parametrize(
    ("behave", "receipt", "wait"),
    [pytest.param(*script[1:], id=script[0]) for script in SCRIPTS],
)
def test_only_slack_s_own_ok_counts_as_sent(
    receiver: Any,
    send: Send,
    slack_at: Callable[[int], str],
    impatient: None,
    behave: Callable[[socket.socket], None],
    receipt: Receipt,
    wait: float | None,
) -> None:
    receiver.behave = behave
    outcome = send(slack_at(receiver.port), seconds=2.0)
    assert (outcome.receipt, outcome.retry_after, len(receiver.requests)) == (receipt, wait, 1)


@pytest.mark.parametrize("scheme", ["json", "form"])
@pytest.mark.parametrize(
    ("behave", "receipt"),
    [
        pytest.param(behave, receipt, id=name)
        for name, behave, receipt, _ in SCRIPTS
        if name not in {"no content", "created", "empty", "another word", "broken off", "dripping"}
    ],
)
def test_a_plain_receiver_confirms_with_a_status_and_no_web_page(
    receiver: Any,
    send: Send,
    impatient: None,
    scheme: str,
    behave: Callable[[socket.socket], None],
    receipt: Receipt,
) -> None:
    receiver.behave = behave
    outcome = send(f"{scheme}://127.0.0.1:{receiver.port}/hook", seconds=2.0)
    assert (outcome.receipt, len(receiver.requests)) == (receipt, 1)


def test_a_receiver_that_is_not_there_may_be_there_later(
    send: Send, slack_at: Callable[[int], str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = send(slack_at(port))
    assert (outcome.receipt, outcome.detail) == (
        Receipt.RETRY,
        "no connection (ConnectionError)",
    )


def test_slack_gets_block_kit_in_which_nothing_is_obeyed(
    receiver: Any, send: Send, slack_at: Callable[[int], str], told: Message
) -> None:
    receiver.behave = answer("200 OK", b"ok")
    send(slack_at(receiver.port))
    head, _, body = receiver.requests[0].partition(b"\r\n\r\n")
    sent = json.loads(body)
    assert head.startswith(b"POST /services/T1A2B3C4D/B1A2B3C4D/aBcDeFgHiJkLmNoPqRsTuVwX ")
    assert sent["mrkdwn"] is False
    (attachment,) = sent["attachments"]
    assert attachment["fallback"] == told.headline
    assert {block["type"] for block in attachment["blocks"]} == {"header", "section", "context"}


def test_a_json_receiver_gets_the_id_in_a_header_and_in_the_body(
    receiver: Any, send: Send, told: Message
) -> None:
    receiver.behave = answer("200 OK")
    outcome = send(f"json://127.0.0.1:{receiver.port}/hook?+X-Token=t0ken&:message=text")
    head, _, body = receiver.requests[0].partition(b"\r\n\r\n")
    sent = json.loads(body)
    assert outcome.receipt is Receipt.SENT
    assert f"X-Commitment-Alert-Id: {told.alerts[0]}".encode() in head
    assert b"X-Token: t0ken" in head
    assert (sent["alerts"], sent["severity"], sent["possible_repeat"]) == (
        list(told.alerts),
        "warning",
        False,
    )
    assert sent["text"].startswith("Why now: ")


def test_a_possible_repeat_says_so(
    receiver: Any, send: Send, slack_at: Callable[[int], str]
) -> None:
    receiver.behave = answer("200 OK", b"ok")
    send(slack_at(receiver.port), possible_repeat=True)
    assert b"Possible repeat: an earlier attempt" in receiver.requests[0]


@pytest.mark.parametrize(
    ("said", "receipt", "wait"),
    [
        (b'{"ok": true}', Receipt.SENT, None),
        (b'{"ok": false, "error": "not_in_channel"}', Receipt.REFUSED, None),
        (b'{"ok": false, "error": "invalid_auth"}', Receipt.REFUSED, None),
        (b'{"ok": false, "error": "ratelimited"}', Receipt.RETRY, 60.0),
        (b'{"ok": false, "error": "internal_error"}', Receipt.RETRY, None),
        (b'{"ok": "yes"}', Receipt.REFUSED, None),
        (b"[]", Receipt.AMBIGUOUS, None),
        (b"OK", Receipt.AMBIGUOUS, None),
        (b"<html>OK</html>", Receipt.RETRY, None),
    ],
)
def test_a_slack_bot_is_believed_only_by_its_ok(
    receiver: Any,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
    said: bytes,
    receipt: Receipt,
    wait: float | None,
) -> None:
    from monitor.delivery.hooks import SlackHook

    monkeypatch.setattr(SlackHook, "api_url", f"http://127.0.0.1:{receiver.port}/api/{{}}")
    receiver.behave = answer("200 OK", said)
    outcome = send("slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#trade")
    assert (outcome.receipt, outcome.retry_after) == (receipt, wait)
    assert b'"channel": "#trade"' in receiver.requests[0]
    assert b"Authorization: Bearer xoxb-1234" in receiver.requests[0]


@pytest.mark.parametrize(
    "address",
    ["nonsense", "nope://a/b", "slack://", "slack://a/b", "mailto://", "json://", "http://["],
)
def test_an_address_that_is_no_service_is_refused(send: Send, address: str) -> None:
    assert send(address).receipt is Receipt.REFUSED


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.5", "100.64.0.1"]
)
def test_a_private_address_is_dialled_only_where_it_is_listed(send: Send, host: str) -> None:
    outcome = send(f"json://{host}:9/hook", allow=())
    assert (outcome.receipt, "allow_private" in outcome.detail) == (Receipt.REFUSED, True)


def test_a_channel_that_is_not_declared_is_refused(told: Message, delivery: Any) -> None:
    from monitor.delivery.channels import Channels
    from monitor.domain.alert import Policy

    outcome = Channels(Policy(), print).send("gone", "", told, delivery)
    assert outcome == Outcome(receipt=Receipt.REFUSED, detail="no channel `gone` is declared")


def test_a_service_that_never_answers_holds_up_neither_the_next_nor_the_end(
    receiver: Any, send: Send
) -> None:
    receiver.behave = hang
    outcome = send(f"form://127.0.0.1:{receiver.port}/hook", seconds=0.3)
    assert (outcome.receipt, outcome.detail) == (
        Receipt.AMBIGUOUS,
        "no answer within 0.3 seconds",
    )
    left = [thread for thread in threading.enumerate() if not thread.daemon]
    assert left == [threading.main_thread()]


@pytest.mark.parametrize(
    ("target", "place"),
    [("#trade", "#trade"), ("trade", "#trade"), ("+C024BE7LR", "C024BE7LR"), ("@ana", "@ana")],
)
def test_a_slack_channel_is_named_as_slack_wants_it(
    receiver: Any, send: Send, monkeypatch: pytest.MonkeyPatch, target: str, place: str
) -> None:
    from monitor.delivery.hooks import SlackHook

    monkeypatch.setattr(SlackHook, "api_url", f"http://127.0.0.1:{receiver.port}/api/{{}}")
    receiver.behave = answer("200 OK", b'{"ok": true}')
    quoted = target.replace("#", "%23").replace("+", "%2B")
    send(f"slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/{quoted}")
    assert json.loads(receiver.requests[0].partition(b"\r\n\r\n")[2])["channel"] == place


def test_a_service_without_anybody_to_send_to_is_refused(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apprise import Apprise

    monkeypatch.setattr(Apprise, "add", lambda *_: False)
    outcome = send("form://127.0.0.1:9/x")
    assert (outcome.receipt, outcome.detail) == (
        Receipt.REFUSED,
        "the address names nobody to send to",
    )


def test_behind_a_proxy_the_proxy_does_the_resolving(
    receiver: Any, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{receiver.port}")
    receiver.behave = answer("200 OK")
    assert send("json://hooks.example/x", allow=()).receipt is Receipt.SENT
    assert receiver.requests[0].startswith(b"POST http://hooks.example/x ")


def test_only_the_head_of_an_endless_answer_is_read(receiver: Any, send: Send) -> None:
    receiver.behave = answer("200 OK", b"{" + b"x" * 300_000, length=10**9)
    assert send(f"json://127.0.0.1:{receiver.port}/x").receipt is Receipt.SENT
