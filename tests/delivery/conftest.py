"""A receiver that answers with any bytes at all, and one alert to send to it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from monitor.delivery.channels import Channels
from monitor.delivery.message import Message, compose
from monitor.domain.alert import Alert, Cause, Channel, Delivery, Outcome, Policy, Severity
from monitor.domain.alerting import decide
from monitor.domain.calendar import Due, resolve
from monitor.domain.commitment import Commitment, Kind, Party, Quantity, Register, Watch
from monitor.domain.evidence import Act, Evidence, Facts, Series, Signal, Tier, WatchSpan, Witness
from monitor.domain.standing import Pace, Performance, Standing, Word
from monitor.secret import Secret

LOOPBACK = ("127.0.0.0/8",)
NOW = datetime(2026, 1, 1, 5, 10, tzinfo=UTC)

REGISTER = Register(
    parties=(Party(id="CN", name="China"), Party(id="US", name="United States")),
)
SOYBEANS = Commitment(
    id="soybeans-2025",
    agreement="busan-2025",
    kind=Kind.QUANTITY,
    obligor=("CN",),
    obligee=("US",),
    statement="China buys at least 12 million tonnes of US soybeans in November and December 2025.",
    made=date(2025, 10, 30),
    due=Due(on=date(2025, 12, 31), zone="America/New_York"),
    quantity=Quantity(target=Decimal(12), unit="Mt", series=("usda-sold",)),
    watch=Watch(terms=("soybean", "soybeans", "agricultural purchases")),
)
FACTS = Facts(
    series=(Series(id="usda-sold", name="USDA export sales"),),
    watch=(
        WatchSpan(
            feed="usda", tier=Tier.OFFICIAL, began=datetime(2025, 11, 1, tzinfo=UTC), ended=NOW
        ),
        WatchSpan(
            feed="farm-wire",
            tier=Tier.WIRE,
            began=datetime(2025, 11, 1, tzinfo=UTC),
            ended=datetime(2026, 1, 1, 5, 2, tzinfo=UTC),
        ),
    ),
)


def standing(performance: Performance, word: Word, at: datetime = NOW, **changes: Any) -> Standing:
    ends = resolve(SOYBEANS.due, events={}) if SOYBEANS.due else None
    given: dict[str, Any] = {
        "commitment": SOYBEANS.id,
        "at": at,
        "word": word,
        "machine_word": word,
        "performance": performance,
        "due": ends,
        "original_due": ends,
        "days_left": -1,
        "pace": Pace(
            unit="Mt",
            target=Decimal(12),
            expected=Decimal(12),
            reported=Decimal("8.10"),
            ratio=Decimal("0.675"),
            through=date(2026, 1, 8),
            series="usda-sold",
        ),
    }
    return Standing(**(given | changes))


@pytest.fixture
def overdue() -> tuple[Alert, Standing]:
    """The alert of the day after the deadline, and where the promise stands."""
    before = standing(Performance.DUE, Word.DUE_TODAY, datetime(2025, 12, 31, 23, tzinfo=UTC))
    after = standing(Performance.OVERDUE, Word.OVERDUE)
    names = {party.id: party.name for party in REGISTER.parties}
    (alert,) = decide(before, after, SOYBEANS, FACTS, Policy(), (), names=names)
    return alert, after


@pytest.fixture
def told(overdue: tuple[Alert, Standing]) -> Message:
    """What is shown of it to a reader in Berlin."""
    alert, after = overdue
    return compose(
        alert,
        commitment=SOYBEANS,
        standing=after,
        register=REGISTER,
        watch=FACTS.watch,
        reader_zone="Europe/Berlin",
    )


@pytest.fixture
def nasty() -> Callable[[str], Message]:
    """A message in which every word from outside is the given text."""

    def build(text: str) -> Message:
        evidence = Evidence(
            id="e1",
            item="i1",
            commitment=SOYBEANS.id,
            signal=Signal.BREACH,
            act=Act.ALLEGATION,
            quote=text,
            learned_at=NOW,
            witness=Witness(family=text, party=text),
            title=text,
            link=text,
            published=NOW,
        )
        alert = Alert(
            id="abc0123456",
            key="k",
            cause=Cause.BREACH_REPORTED,
            severity=Severity.NOTICE,
            at=NOW,
            headline=f"Breach reported — {text}",
            because=text,
            commitment=SOYBEANS.id,
            rests_on=("e1",),
            detail=(text,),
            sure=text,
        )
        return compose(
            alert,
            commitment=replace(SOYBEANS, statement=text, watch=Watch(terms=(text,))),
            standing=standing(Performance.OVERDUE, Word.OVERDUE),
            evidence=(evidence,),
            register=REGISTER,
            watch=FACTS.watch,
        )

    return build


@pytest.fixture
def delivery() -> Delivery:
    """One outbox row, claimed."""
    return Delivery(id="dlv0000001", alert="a", channel="x", not_before=NOW, created=NOW)


Send = Callable[..., Outcome]


@pytest.fixture
def send(told: Message, delivery: Delivery) -> Send:
    """Send the message to one address and say what became of it."""

    def call(
        address: str,
        *,
        message: Message | None = None,
        recipient: str = "",
        allow: tuple[str, ...] = LOOPBACK,
        seconds: float = 10.0,
        **changes: Any,
    ) -> Outcome:
        policy = Policy(channels=(Channel(id="x", address=Secret(address)),), allow_private=allow)
        channels = Channels(policy, _no_terminal, send_seconds=seconds, clock=lambda: NOW)
        return channels.send("x", recipient, message or told, replace(delivery, **changes))

    return call


def _no_terminal(text: str) -> None:
    pytest.fail(f"nothing was to be printed: {text}")


Behaviour = Callable[[socket.socket], None]


class Receiver:
    """A raw TCP server on loopback: `behave` is what it does once a request has come in.

    `greeting` is what it says before anybody has spoken.
    """

    def __init__(self) -> None:
        self.behave: Behaviour = lambda _: None
        self.requests: list[bytes] = []
        self.greeting = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open = True
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def close(self) -> None:
        """Stop listening."""
        self._open = False
        self._listener.close()

    def _serve(self) -> None:
        while self._open:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(self.greeting)
            self.requests.append(_whole_request(connection))
            self.behave(connection)


def _whole_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    wanted = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < wanted:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A raw receiver."""
    server = Receiver()
    yield server
    server.close()


@pytest.fixture
def slack_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    """The address of a Slack channel whose webhook is a port on loopback."""

    def point(port: int) -> str:
        from monitor.delivery.hooks import SlackHook

        monkeypatch.setattr(SlackHook, "webhook_url", f"http://127.0.0.1:{port}/services")
        return "slack://T1A2B3C4D/B1A2B3C4D/aBcDeFgHiJkLmNoPqRsTuVwX"

    return point


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second is as long as any service may take."""
    from monitor.delivery import http_post, letters, services

    monkeypatch.setattr(http_post, "READ_SECONDS", 0.4)
    monkeypatch.setattr(http_post, "TOTAL_SECONDS", 0.8)
    monkeypatch.setattr(services, "READ_SECONDS", 0.4)
    monkeypatch.setattr(letters, "SOCKET_SECONDS", 0.5)
