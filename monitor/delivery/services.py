"""An Apprise address → something that sends one message and says what became of it."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from apprise import Apprise, AppriseAsset, NotifyFormat, NotifyType
from apprise.exception import AppriseException
from apprise.plugins import N_MGR, url_to_dict
from apprise.result import AppriseResult, AppriseResultStatus

from monitor.delivery.hooks import JsonHook, SlackHook
from monitor.delivery.http_post import is_proxied
from monitor.delivery.letters import AlertMail
from monitor.delivery.message import Message
from monitor.delivery.overheard import install, listening
from monitor.delivery.render import plain
from monitor.delivery.verdicts import Answer, begins_a_page, by_log, by_status, unconfirmed
from monitor.domain.alert import Outcome, Receipt, Severity

NAME = "Commitment monitor"
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
_TYPES = {
    Severity.INFO: NotifyType.INFO,
    Severity.NOTICE: NotifyType.INFO,
    Severity.WARNING: NotifyType.WARNING,
    Severity.CRITICAL: NotifyType.FAILURE,
}


def _quieten() -> None:
    """Keep the libraries' own words, which hold addresses and tokens, out of every log.

    DEBUG stays on for Apprise so that the reason of a failure can be read off its result.
    """
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    logging.getLogger("requests").setLevel(logging.CRITICAL)


_quieten()
install()


class Service:
    """One address, for one message. host: what will be dialled, '' where only Apprise knows."""

    def __init__(self, plugin: Any, clock: Callable[[], datetime]) -> None:
        self._plugin = plugin
        self._clock = clock

    @property
    def host(self) -> str:
        """The machine that a send would reach first."""
        plugin = self._plugin
        if isinstance(plugin, SlackHook | JsonHook):
            url = plugin.address()
            return "" if is_proxied(url) else urlsplit(url).hostname or ""
        if isinstance(plugin, AlertMail):
            return str(plugin.smtp_host)
        named = "host" in getattr(plugin, "template_tokens", {})
        return str(plugin.host or "") if named else ""

    def send(self, message: Message, recipient: str, delivery_id: str) -> Outcome:
        """One attempt; the service's own answer decides."""
        plugin = self._plugin
        if isinstance(plugin, SlackHook | JsonHook | AlertMail):
            plugin.message = message
        if isinstance(plugin, AlertMail):
            plugin.clock, plugin.recipient = self._clock, recipient
            plugin.delivery_id = delivery_id
        with listening() as answers, self._notify(message) as result:
            return getattr(plugin, "outcome", None) or _verdict(result, answers)

    def _notify(self, message: Message) -> AppriseResult:
        letter = plain(message)
        apprise = Apprise(asset=self._plugin.asset)
        apprise.add(self._plugin)
        return apprise.notify(
            body=letter.body,
            title=letter.subject,
            notify_type=_TYPES[message.severity],
            body_format=NotifyFormat.TEXT,
            log_level=logging.DEBUG,
        )


def load(address: str, clock: Callable[[], datetime]) -> Service | Outcome:
    """The service of an address; REFUSED where Apprise cannot read it."""
    asset = AppriseAsset(
        app_id=NAME,
        app_desc=NAME,
        app_url="",
        http_redirects=False,
        async_mode=False,
        service_timeout=0,
        default_service_retry=0,
        image_url_mask="",
        image_url_logo="",
        pgp_autogen=False,
        pem_autogen=False,
        allow_templates=False,
    )
    told = url_to_dict(address)  # type: ignore[no-untyped-call]
    if not told:
        return Outcome(receipt=Receipt.REFUSED, detail="the address is no service we know")
    told |= {"asset": asset, "rto": READ_SECONDS, "cto": CONNECT_SECONDS, "retry": 0}
    kind = _kind(told)
    try:
        return Service(kind(**told), clock)
    except (AppriseException, TypeError, ValueError) as error:
        return Outcome(
            receipt=Receipt.REFUSED, detail=f"the address is incomplete ({type(error).__name__})"
        )


def _kind(told: dict[str, Any]) -> Any:
    """Our own class for the services whose answers we read ourselves, else Apprise's."""
    schema = told["schema"]
    if schema == "slack" and not told.get("workflow_path") and not told.get("template"):
        return SlackHook
    if schema in {"json", "jsons"}:
        return JsonHook
    if schema in {"mailto", "mailtos"} and str(told.get("pgp_mode", "none")) == "none":
        return AlertMail
    return N_MGR[schema]


def _verdict(result: AppriseResult, answers: Sequence[Answer]) -> Outcome:
    if result.status is AppriseResultStatus.NOMATCH:
        return Outcome(receipt=Receipt.REFUSED, detail="the address names nobody to send to")
    if result.status is AppriseResultStatus.SUCCESS:
        pages = [answer for answer in answers if begins_a_page(answer)]
        return unconfirmed(pages[0]) if pages else Outcome(receipt=Receipt.SENT, detail="accepted")
    told = (by_status(answer) for answer in reversed(answers))
    return next((one for one in told if one), None) or by_log([e.message for e in result.logs()])
