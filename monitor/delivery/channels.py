"""Where messages leave the program. The only home of Apprise, which is imported when first used.

A send never raises for a channel's fault: what went wrong is an Outcome, in words without secrets.
Each send runs on a thread of its own that nobody waits for beyond its time, so that a service
which never answers holds up neither the next message nor the end of the program.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from monitor.clock import utc_now
from monitor.delivery.breaker import Breaker
from monitor.delivery.cut import cut
from monitor.delivery.message import Message
from monitor.delivery.redact import Redactor
from monitor.delivery.render import terminal as terminal_text
from monitor.delivery.targets import objection
from monitor.domain.alert import Channel, Delivery, Outcome, Policy, Receipt
from monitor.domain.text import clean

if TYPE_CHECKING:
    from monitor.delivery.services import Service

SEND_SECONDS = 60.0
DETAIL_CHARS = 300
PolicySource: TypeAlias = Policy | Callable[[], Policy]


class Channels:
    """Sends to the channels of the policy in force. `terminal` takes the text of that channel."""

    def __init__(
        self,
        policy: PolicySource,
        terminal: Callable[[str], None],
        *,
        clock: Callable[[], datetime] = utc_now,
        steady: Callable[[], float] = time.monotonic,
        send_seconds: float = SEND_SECONDS,
    ) -> None:
        self._policy: Callable[[], Policy] = (
            (lambda: policy) if isinstance(policy, Policy) else policy
        )
        self._terminal = terminal
        self._clock = clock
        self._steady = steady
        self._seconds = send_seconds
        self._breakers: dict[str, Breaker] = {}
        self._lock = Lock()

    def resting(self) -> frozenset[str]:
        """The channels that failed in a row and are left alone for now."""
        now = self._steady()
        with self._lock:
            return frozenset(name for name, one in self._breakers.items() if one.wait(now) > 0)

    def fault(self, channel_id: str) -> str:
        """Why nothing can ever be sent to a channel as its address stands; '' if it may work."""
        policy = self._policy()
        channel = next((one for one in policy.channels if one.id == channel_id), None)
        if channel is None:
            return f"no channel `{clean(channel_id)}` is declared"
        if channel.is_terminal:
            return ""
        from monitor.delivery.services import load

        service = load(channel.address.reveal(), self._clock)
        return _tidied(service, _redactor(policy)).detail if isinstance(service, Outcome) else ""

    def send(
        self, channel_id: str, recipient: str, message: Message, delivery: Delivery
    ) -> Outcome:
        """Try once. SENT only where the service itself has confirmed."""
        policy = self._policy()
        channel = next((one for one in policy.channels if one.id == channel_id), None)
        if channel is None:
            return Outcome(
                receipt=Receipt.REFUSED, detail=f"no channel `{clean(channel_id)}` is declared"
            )
        told = replace(message, repeat=message.repeat or delivery.possible_repeat)
        wait = self._begin(channel.id)
        if wait > 0:
            return Outcome(
                receipt=Receipt.RETRY,
                detail="the channel failed before and is left alone for a while",
                retry_after=wait,
            )
        outcome = self._try(channel, recipient, told, delivery, policy)
        self._note(channel.id, outcome)
        return _tidied(outcome, _redactor(policy))

    def _begin(self, channel: str) -> float:
        """Seconds to wait before this channel may be tried; 0 when the try has begun."""
        now = self._steady()
        with self._lock:
            breaker = self._breakers.get(channel, Breaker())
            wait = breaker.wait(now)
            if wait <= 0:
                self._breakers[channel] = breaker.begin(now, self._seconds)
            return wait

    def _note(self, channel: str, outcome: Outcome) -> None:
        with self._lock:
            breaker = self._breakers.get(channel, Breaker())
            self._breakers[channel] = breaker.after(outcome, self._steady())

    def _try(
        self, channel: Channel, recipient: str, message: Message, delivery: Delivery, policy: Policy
    ) -> Outcome:
        if channel.is_terminal:
            return self._print(message)
        from monitor.delivery.services import load

        service = load(channel.address.reveal(), self._clock)
        if isinstance(service, Outcome):
            return service
        return _in_time(lambda: _dial(service, recipient, message, delivery, policy), self._seconds)

    def _print(self, message: Message) -> Outcome:
        try:
            self._terminal(terminal_text(message))
        except (OSError, ValueError) as error:
            return Outcome(
                receipt=Receipt.RETRY, detail=f"the terminal is gone ({type(error).__name__})"
            )
        return Outcome(receipt=Receipt.SENT, detail="printed")


def _dial(
    service: "Service", recipient: str, message: Message, delivery: Delivery, policy: Policy
) -> Outcome:
    against = objection(service.host, policy.allow_private) if service.host else None
    return against or service.send(message, recipient, delivery.id)


def _in_time(work: Callable[[], Outcome], seconds: float) -> Outcome:
    """What `work` came to, or AMBIGUOUS when it takes longer; it is then left to itself.

    A daemon thread, because the pools of `concurrent.futures` are joined when the program ends.
    """
    done: list[Outcome] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:  # noqa: BLE001 a plugin's fault must not stop the other channels
            logging.getLogger(__name__).debug("a channel raised %s", type(error).__name__)
            done.append(
                Outcome(
                    receipt=Receipt.AMBIGUOUS, detail=f"the channel failed ({type(error).__name__})"
                )
            )

    thread = Thread(target=run, name="send", daemon=True)
    thread.start()
    thread.join(seconds)
    late = Outcome(receipt=Receipt.AMBIGUOUS, detail=f"no answer within {seconds:g} seconds")
    return done[0] if done else late


def _redactor(policy: Policy) -> Redactor:
    secrets: list[Any] = [channel.address for channel in policy.channels]
    return Redactor(secret.reveal() for secret in (*secrets, policy.heartbeat) if secret.reveal())


def _tidied(outcome: Outcome, redact: Redactor) -> Outcome:
    return replace(outcome, detail=cut(redact(clean(outcome.detail)), DETAIL_CHARS))
