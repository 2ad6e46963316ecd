"""Alerts by mail: plain text, one recipient a letter, every answer of the server heard.

Apprise reads the address and knows the providers; the SMTP dialogue is ours, because who refused,
at which step and for how long decides what becomes of the delivery.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Any

from apprise.plugins.email.base import NotifyEmail

from monitor.delivery.message import Message
from monitor.delivery.render import mail
from monitor.domain.alert import Outcome, Receipt
from monitor.domain.alerting.causes import short_id
from monitor.domain.text import clean

SOCKET_SECONDS = 15.0


class AlertMail(NotifyEmail):  # type: ignore[no-untyped-call]
    """Mail through the server of the address."""

    message: Message
    outcome: Outcome | None = None
    clock: Callable[[], datetime]
    delivery_id: str = ""
    recipient: str = ""

    def send(self, *_: Any, **__: Any) -> bool:
        """One letter; without a named recipient it goes to everybody in the address."""
        to = [self.recipient] if self.recipient else [address for _, address in self.targets]
        copies = sorted({*self.cc, *self.bcc} - set(to)) if self._is_first(to) else []
        self.outcome = self._talk(self._letter(to), [*to, *copies])
        return self.outcome.receipt is Receipt.SENT

    @property
    def _sender(self) -> str:
        return str(self.from_addr[1])

    def _is_first(self, to: list[str]) -> bool:
        """Copies go with the letter to the first recipient, so that they go once."""
        return bool(self.targets) and self.targets[0][1] in to

    def _letter(self, to: list[str]) -> EmailMessage:
        letter, text = EmailMessage(policy=SMTP_POLICY), mail(self.message)
        for name, value in self._heads(to, text.subject):
            if value and name not in letter:
                letter[name] = value
        letter.set_content(text.body, cte=_encoding(text.body))
        return letter

    def _heads(self, to: list[str], subject: str) -> Iterator[tuple[str, Any]]:
        """The header fields in order; the address's own (`+Name=`) never replace one of ours."""
        domain = self._sender.rpartition("@")[2] or "localhost"
        root = f"<thread.{short_id(self.message.thread)}@{domain}>"
        yield "From", _mailbox(self.from_addr[0], self._sender)
        yield "To", ", ".join(to)
        yield "Cc", ", ".join(sorted(self.cc)) if self._is_first(to) else ""
        yield "Reply-To", ", ".join(sorted(self.reply_to))
        yield "Subject", subject
        yield "Date", self.clock()
        yield "Message-ID", f"<{self.delivery_id or self.message.alerts[0]}@{domain}>"
        yield "In-Reply-To", root
        yield "References", root
        yield "Auto-Submitted", "auto-generated"
        yield "X-Commitment-Alert-Id", ", ".join(self.message.alerts[:20])
        for name, value in self.headers.items():
            yield name, clean(value)

    def _talk(self, letter: EmailMessage, everybody: list[str]) -> Outcome:
        stage = _Stage()
        try:
            with self._server(stage) as server:
                return stage.hand_over(server, self._sender, everybody, letter.as_bytes())
        except smtplib.SMTPResponseException as error:
            return answered(error.smtp_code, error.smtp_error, stage.name)
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            return broken(error, stage.name)

    @contextmanager
    def _server(self, stage: "_Stage") -> Iterator[smtplib.SMTP]:
        context, port = ssl.create_default_context(), int(self.port or 0)
        if not self.verify_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        server = (
            smtplib.SMTP_SSL(self.smtp_host, port, timeout=SOCKET_SECONDS, context=context)
            if self.secure_mode == "ssl"
            else smtplib.SMTP(self.smtp_host, port, timeout=SOCKET_SECONDS)
        )
        try:
            if self.secure_mode == "starttls":
                server.starttls(context=context)
            if self.user and self.password:
                stage.name = "login"
                server.login(self.user, self.password)
            yield server
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()


class _Stage:
    """How far the dialogue has come: what a failure means depends on it."""

    def __init__(self) -> None:
        self.name = "connect"

    def hand_over(
        self, server: smtplib.SMTP, sender: str, everybody: list[str], letter: bytes
    ) -> Outcome:
        """MAIL, RCPT and DATA; a single refused recipient stops the letter before it is sent."""
        self.name = "sender"
        server.ehlo_or_helo_if_needed()
        code, said = server.mail(sender)
        if code // 100 != 2:
            return answered(code, said, self.name)
        self.name = "recipient"
        for one in everybody:
            code, said = server.rcpt(one)
            if code // 100 != 2:
                return answered(code, said, self.name)
        self.name = "content"
        code, said = server.data(letter)
        if code // 100 != 2:
            return answered(code, said, self.name)
        return Outcome(receipt=Receipt.SENT, detail=f"accepted ({code})")


def answered(code: int, said: bytes | str, stage: str) -> Outcome:
    """A reply that is no yes: 4xx passes, 5xx stays."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    passing = not 500 <= code < 600
    return Outcome(
        receipt=Receipt.RETRY if passing else Receipt.REFUSED,
        detail=clean(f"the mail server answered {code} to the {stage}: {words}"),
    )


def broken(error: Exception, stage: str) -> Outcome:
    """A dialogue that broke off: once the content was on its way, nobody can say."""
    name = type(error).__name__
    if stage == "content":
        return Outcome(receipt=Receipt.AMBIGUOUS, detail=f"the mail server went silent ({name})")
    refused = isinstance(error, smtplib.SMTPNotSupportedError)
    return Outcome(
        receipt=Receipt.REFUSED if refused else Receipt.RETRY,
        detail=f"no dialogue with the mail server ({name} at {stage})",
    )


def _encoding(body: str) -> str:
    """Readable where most of it is ASCII; base64 where that would treble it."""
    foreign = sum(char > "~" for char in body)
    return "quoted-printable" if foreign * 10 < len(body) else "base64"


def _mailbox(name: object, address: str) -> Address:
    return Address(display_name=clean(name) if isinstance(name, str) else "", addr_spec=address)
