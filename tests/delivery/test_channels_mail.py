"""A real SMTP server: what arrives, who gets it, and what each refusal means."""

import asyncio
import email.message
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from monitor.delivery.message import Message
from monitor.domain.alert import Outcome, Receipt

Send = Callable[..., Outcome]
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Commitment-Alert-Id",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]


def address(port: int, to: str = "ana@example.org", more: str = "") -> str:
    return f"mailto://127.0.0.1:{port}?to={to}&from=monitor@example.org&mode=insecure{more}"


def test_a_letter_is_plain_text_with_the_headers_we_set_and_no_other(
    mailbox: Any, send: Send, told: Message
) -> None:
    outcome = send(address(mailbox.port))
    (letter,) = mailbox.messages
    assert outcome == Outcome(receipt=Receipt.SENT, detail="accepted (250)")
    assert [name for name in letter if name != "X-Peer"] == HEADERS
    assert mailbox.envelopes == [("ana@example.org",)]
    assert letter["Subject"] == told.headline
    assert letter["X-Commitment-Alert-Id"] == told.alerts[0]
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().startswith("OVERDUE — China → United States: soybeans-2025")


def test_the_same_delivery_has_the_same_message_id_and_a_commitment_is_one_thread(
    mailbox: Any, send: Send, told: Message
) -> None:
    send(address(mailbox.port))
    send(address(mailbox.port), attempts=2, possible_repeat=True)
    send(address(mailbox.port), id="dlv0000002", message=replace(told, alerts=("other",)))
    first, again, other = mailbox.messages
    assert first["Message-ID"] == again["Message-ID"] == "<dlv0000001@example.org>"
    assert other["Message-ID"] == "<dlv0000002@example.org>"
    assert len({letter["References"] for letter in mailbox.messages}) == 1
    assert "Possible repeat" in again.get_content()


def test_a_named_recipient_is_the_only_one(mailbox: Any, send: Send) -> None:
    both = address(mailbox.port, "ana@example.org,ben@example.org")
    send(both, recipient="ben@example.org")
    assert mailbox.envelopes == [("ben@example.org",)]
    assert mailbox.messages[0]["To"] == "ben@example.org"


def test_copies_go_once_with_the_first_recipient(mailbox: Any, send: Send) -> None:
    both = address(
        mailbox.port, "ana@example.org,ben@example.org", "&cc=cy@example.org&bcc=di@example.org"
    )
    send(both, recipient="ana@example.org")
    send(both, recipient="ben@example.org")
    assert mailbox.envelopes == [
        ("ana@example.org", "cy@example.org", "di@example.org"),
        ("ben@example.org",),
    ]
    assert [letter["Cc"] for letter in mailbox.messages] == ["cy@example.org", None]
    assert b"di@example.org" not in b"".join(mailbox.raw)


def test_headers_of_the_address_are_added_and_replace_none_of_ours(
    mailbox: Any, send: Send
) -> None:
    more = "&%2BX-Desk=grain%0D%0ABcc%3A%20eve%40example.org&%2BSubject=spam"
    send(address(mailbox.port, more=more))
    (letter,) = mailbox.messages
    assert letter["X-Desk"] == "grain Bcc: eve@example.org"
    assert letter.get_all("Subject") != ["spam"]
    assert letter["Bcc"] is None
    assert mailbox.envelopes == [("ana@example.org",)]


def test_a_long_message_is_cut_to_a_letter_of_at_most_20_kilobytes(
    mailbox: Any, send: Send, nasty: Callable[[str], Message]
) -> None:
    for text in ("x" * 100_000, "漢字" * 50_000, "🇨🇳" * 30_000, "word " * 20_000):
        assert send(address(mailbox.port), message=nasty(text)).receipt is Receipt.SENT
    assert max(len(raw) for raw in mailbox.raw) <= 20 * 1024
    assert all(len(line) <= 998 for raw in mailbox.raw for line in raw.split(b"\r\n"))
    for letter in mailbox.messages:
        assert len(str(letter["Subject"])) <= 150


class Fussy:
    """Answers one step of the dialogue as told."""

    def __init__(self, step: str, reply: str) -> None:
        self._step, self._reply = step, reply

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, sender: str, options: list[str]
    ) -> str:
        envelope.mail_from = sender
        return self._reply if self._step == "MAIL" else "250 fine"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, to: str, options: list[str]
    ) -> str:
        if self._step == "RCPT" and to.startswith("ben"):
            return self._reply
        envelope.rcpt_tos.append(to)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if self._step == "DROP":
            connection: Any = server.transport
            connection.abort()
        if self._step == "HANG":
            await asyncio.sleep(2)
        return self._reply if self._step == "DATA" else "250 fine"


@contextmanager
def fussy(step: str, reply: str = "") -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Fussy(step, reply), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.mark.parametrize(
    ("step", "reply", "receipt", "detail"),
    [
        ("MAIL", "550 not you", Receipt.REFUSED, "answered 550 to the sender: not you"),
        ("MAIL", "451 later", Receipt.RETRY, "answered 451 to the sender: later"),
        ("RCPT", "550 5.1.1 no such user", Receipt.REFUSED, "answered 550 to the recipient"),
        ("RCPT", "450 greylisted", Receipt.RETRY, "answered 450 to the recipient: greylisted"),
        ("DATA", "554 looks like spam", Receipt.REFUSED, "answered 554 to the content"),
        ("DATA", "452 disk full", Receipt.RETRY, "answered 452 to the content: disk full"),
        ("DROP", "", Receipt.AMBIGUOUS, "went silent (SMTPServerDisconnected)"),
        ("HANG", "", Receipt.AMBIGUOUS, "the mail server went silent"),
    ],
)
def test_what_a_refusal_means_depends_on_the_step_and_the_code(
    send: Send, impatient: None, step: str, reply: str, receipt: Receipt, detail: str
) -> None:
    with fussy(step, reply) as port:
        outcome = send(address(port, "ben@example.org"))
    assert (outcome.receipt, detail in outcome.detail) == (receipt, True), outcome


def test_one_refused_recipient_does_not_touch_the_others(send: Send) -> None:
    with fussy("RCPT", "550 no such user") as port:
        both = address(port, "ana@example.org,ben@example.org")
        found = [send(both, recipient=to).receipt for to in ("ana@example.org", "ben@example.org")]
    assert found == [Receipt.SENT, Receipt.REFUSED]


def test_no_server_is_worth_another_try(send: Send) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = send(address(port))
    assert (outcome.receipt, outcome.detail) == (
        Receipt.RETRY,
        "no dialogue with the mail server (ConnectionRefusedError at connect)",
    )


def test_a_server_without_the_security_that_is_asked_for_gets_no_letter(
    mailbox: Any, send: Send
) -> None:
    asked = address(mailbox.port).replace("mailto:", "mailtos:").replace("insecure", "starttls")
    assert send(asked).receipt is Receipt.REFUSED
    assert mailbox.messages == []


def test_the_letter_of_a_reader_is_a_message_any_client_can_read(mailbox: Any, send: Send) -> None:
    send(address(mailbox.port))
    letter = email.message_from_bytes(mailbox.raw[0])
    assert letter.defects == []
    assert letter["Content-Transfer-Encoding"] == "quoted-printable"


@contextmanager
def guarded() -> Iterator[int]:
    """A server that speaks TLS from the first byte and lets in only `ana` with `right`."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == b"right", handled=False)

    controller = Controller(
        Fussy("", ""),
        hostname="127.0.0.1",
        port=port,
        ssl_context=context,
        authenticator=check,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.mark.filterwarnings("ignore:Requiring AUTH", "ignore:.*auth_require_tls")
@pytest.mark.parametrize(
    ("password", "more", "receipt", "detail"),
    [
        ("right", "&verify=no", Receipt.SENT, "accepted (250)"),
        ("wrong", "&verify=no", Receipt.REFUSED, "the mail server answered 535 to the login"),
        ("right", "", Receipt.RETRY, "no dialogue with the mail server (SSLCertVerificationError"),
    ],
)
def test_a_server_must_prove_who_it_is_and_so_must_we(
    send: Send, password: str, more: str, receipt: Receipt, detail: str
) -> None:
    with guarded() as port:
        outcome = send(
            f"mailtos://ana:{password}@127.0.0.1:{port}?to=ben@example.org"
            f"&from=monitor@example.org&mode=ssl{more}"
        )
    assert (outcome.receipt, detail in outcome.detail) == (receipt, True), outcome


def test_answers_go_where_the_address_says(mailbox: Any, send: Send) -> None:
    send(address(mailbox.port, more="&reply=desk@example.org"))
    assert mailbox.messages[0]["Reply-To"] == "desk@example.org"
