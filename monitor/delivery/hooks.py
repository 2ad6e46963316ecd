"""Alerts to HTTP services that confirm in their own words: Slack, and plain JSON receivers.

Apprise reads the address and owns the call; the request is ours, because the status, the answer
and how long the service asks us to wait decide what becomes of the delivery.
"""

import json
from typing import Any

from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.slack import NotifySlack, SlackMode

from monitor.delivery.http_post import Request, post
from monitor.delivery.message import Message
from monitor.delivery.render import plain
from monitor.delivery.slack import attachment
from monitor.delivery.verdicts import (
    RETRY_AFTER_UNKNOWN,
    Answer,
    by_status,
    is_web_page,
    unconfirmed,
)
from monitor.domain.alert import Outcome, Receipt

ALERT_ID = "X-Commitment-Alert-Id"
_LIMITED = frozenset({"ratelimited", "rate_limited"})
_PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})


class SlackHook(NotifySlack):  # type: ignore[no-untyped-call]
    """Slack by incoming webhook or bot token, as Block Kit."""

    message: Message
    outcome: Outcome | None = None

    def send(self, *_: Any, **__: Any) -> bool:
        """Post the message to every channel of the address; the first failure is the outcome."""
        for channel in self.channels:
            self.outcome = self._one(channel)
            if self.outcome.receipt is not Receipt.SENT:
                return False
        return self.outcome is not None

    def address(self) -> str:
        """The URL that is dialled."""
        if self.mode == SlackMode.BOT:
            return str(self.api_url.format("chat.postMessage"))
        base = self.webhook_gov_url if self.mode == SlackMode.WEBHOOK_GOV else self.webhook_url
        return f"{base}/{self.token_a}/{self.token_b}/{self.token_c}"

    def _one(self, channel: str | None) -> Outcome:
        payload: dict[str, Any] = {"attachments": [attachment(self.message)], "mrkdwn": False}
        if channel is not None:
            payload["channel"] = self._place(channel)
        headers = {"Accept": "application/json", "User-Agent": self.app_id}
        if self.mode == SlackMode.BOT:
            headers["Authorization"] = f"Bearer {self.access_token}"
        request = Request(
            url=self.address(), payload=payload, headers=headers, verify=self.verify_certificate
        )
        answer = post(request)
        if isinstance(answer, Outcome):
            return answer
        judge = judge_bot if self.mode == SlackMode.BOT else judge_webhook
        return by_status(answer) or judge(answer)

    def _place(self, channel: str) -> str:
        """A channel as Slack wants it named: `+` marks an id, an address is looked up."""
        if channel.startswith("+"):
            return channel[1:]
        if "@" in channel[1:]:
            return str(self.lookup_userid(channel) or channel)  # type: ignore[no-untyped-call]
        return channel if channel[0] in "#@" else f"#{channel}"


def judge_webhook(answer: Answer) -> Outcome:
    """A webhook took the message only if it says `ok`."""
    if answer.status == 200 and answer.body.strip() == b"ok":
        return Outcome(receipt=Receipt.SENT, detail="ok")
    return unconfirmed(answer)


def judge_bot(answer: Answer) -> Outcome:
    """The web API answers 200 always; `ok` inside decides, and `error` says why not."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        return unconfirmed(answer)
    if not isinstance(said, dict):
        return unconfirmed(answer)
    if said.get("ok") is True:
        return Outcome(receipt=Receipt.SENT, detail="ok")
    error = str(said.get("error", "no reason given"))
    if error in _LIMITED:
        wait = answer.retry_after or RETRY_AFTER_UNKNOWN
        return Outcome(receipt=Receipt.RETRY, detail=error, retry_after=wait)
    receipt = Receipt.RETRY if error in _PASSING else Receipt.REFUSED
    return Outcome(receipt=receipt, detail=error)


class JsonHook(NotifyJSON):  # type: ignore[no-untyped-call]
    """A receiver of one's own: the alert as JSON, with its id in a header too."""

    message: Message
    outcome: Outcome | None = None

    def send(self, *_: Any, **__: Any) -> bool:
        """Post it; any 2xx that is not a web page confirms."""
        request = Request(
            url=self.address(),
            payload=self._payload(),
            headers={"User-Agent": self.app_id}
            | self.headers
            | {"X-Commitment-Alert-Id": ",".join(self.message.alerts)},
            method=str(self.method),
            params=self.params,
            auth=(self.user, self.password or "") if self.user else None,
            verify=self.verify_certificate,
        )
        answer = post(request)
        self.outcome = answer if isinstance(answer, Outcome) else judge_receiver(answer)
        return self.outcome.receipt is Receipt.SENT

    def address(self) -> str:
        """The URL that is dialled."""
        scheme = "https" if self.secure else "http"
        port = f":{self.port}" if isinstance(self.port, int) else ""
        return f"{scheme}://{self.host}{port}{self.fullpath or '/'}"

    def _payload(self) -> dict[str, Any]:
        letter = plain(self.message)
        payload: dict[str, Any] = {
            "version": "1.0",
            "alerts": list(self.message.alerts),
            "severity": self.message.severity.value,
            "at": self.message.at.isoformat(),
            "title": letter.subject,
            "message": letter.body,
            "possible_repeat": self.message.repeat,
        }
        for key, value in self.payload_extras.items():
            renamed = payload.pop(key, None)
            payload |= {key: value} if renamed is None else {value: renamed} if value else {}
        return payload


def judge_receiver(answer: Answer) -> Outcome:
    """A 2xx confirms, unless it is a web page."""
    outcome = by_status(answer)
    if outcome is not None:
        return outcome
    if is_web_page(answer):
        return unconfirmed(answer)
    return Outcome(receipt=Receipt.SENT, detail=str(answer.status))
