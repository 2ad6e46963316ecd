"""What a service's answer means: sent, worth another try, perhaps arrived, or refused. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from monitor.domain.alert import Outcome, Receipt

RETRY_AFTER_UNKNOWN = 60.0  # a service that is too busy to say for how long
RETRY_AFTER_RANGE = (1.0, 3600.0)
_PATIENT = frozenset({408, 425, 429})
_PERHAPS = frozenset({504})  # a gateway gave up waiting for one that may have taken it


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: status, the head of its body, what kind of body, how long to wait."""

    status: int
    body: bytes = b""
    content_type: str = ""
    retry_after: float | None = None


def by_status(answer: Answer) -> Outcome | None:
    """The verdict where the status alone decides; None for a 2xx, which must be confirmed."""
    status = answer.status
    if 200 <= status < 300:
        return None
    said = f"answered {status} {_phrase(status)}".rstrip()
    if 300 <= status < 400:
        return Outcome(receipt=Receipt.RETRY, detail=f"{said}; redirects are not followed")
    if status in _PERHAPS:
        return Outcome(receipt=Receipt.AMBIGUOUS, detail=said, retry_after=answer.retry_after)
    if status in _PATIENT or status >= 500 or status < 200:
        wait = answer.retry_after
        return Outcome(
            receipt=Receipt.RETRY,
            detail=said,
            retry_after=wait if wait is not None or status != 429 else RETRY_AFTER_UNKNOWN,
        )
    return Outcome(receipt=Receipt.REFUSED, detail=f"{said}{_said(answer.body)}")


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""


def _said(body: bytes) -> str:
    """A short machine word of the service, such as `no_service`; pages are not repeated."""
    text = body[:60].decode("ascii", errors="replace").strip()
    return f" ({text})" if re.fullmatch(r"[a-z_]{2,40}", text) else ""


def is_web_page(answer: Answer) -> bool:
    """Whether a person was meant to read the answer."""
    return "html" in answer.content_type.lower() or answer.body.lstrip()[:1] == b"<"


def begins_a_page(answer: Answer) -> bool:
    """Whether the body itself is HTML: some services label their short answers so by mistake."""
    return answer.body.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html"))


def unconfirmed(answer: Answer) -> Outcome:
    """A 2xx that does not carry the service's own confirmation: a login page, a captive portal."""
    page = is_web_page(answer) or begins_a_page(answer)
    return Outcome(
        receipt=Receipt.RETRY if page else Receipt.AMBIGUOUS,
        detail=f"answered {answer.status} {'with a web page' if page else 'without confirming'}",
    )


def retry_after(header: str | None, date: str | None) -> float | None:
    """Seconds to wait, 1 to 3,600, as seconds or a date; None where the header makes no sense.

    A date is measured against the answer's own `Date`: no clock of ours can be wrong.
    """
    if not header:
        return None
    text = header.strip()
    if re.fullmatch(r"[0-9]{1,12}", text):
        return _within(float(text))
    try:
        until, base = parsedate_to_datetime(text), parsedate_to_datetime(date or "")
        return _within((until - base).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _within(seconds: float) -> float:
    low, high = RETRY_AFTER_RANGE
    return min(max(seconds, low), high)


_STATUS = re.compile(r"\berror=(\d{3})\b")
_PERHAPS_SIGNS = (
    "Read timed out",
    "RemoteDisconnected",
    "Connection aborted",
    "Connection reset",
    "Broken pipe",
    "did not finish within",
)


def by_log(lines: Sequence[str]) -> Outcome:
    """The verdict on a failure of which a service left only its log (already redacted)."""
    text = "\n".join(lines)
    found = _STATUS.search(text)
    if found:
        outcome = by_status(Answer(int(found.group(1))))
        if outcome is not None:
            return outcome
    perhaps = any(sign in text for sign in _PERHAPS_SIGNS)
    return Outcome(
        receipt=Receipt.AMBIGUOUS if perhaps else Receipt.RETRY,
        detail=lines[-1] if lines else "failed without a word",
    )
