"""What an answer means, without a network."""

import pytest
import requests

from monitor.delivery.http_post import fault
from monitor.delivery.verdicts import Answer, by_log, by_status, retry_after
from monitor.domain.alert import Receipt


def test_every_status_has_its_verdict() -> None:
    found: dict[str, list[int]] = {}
    for status in range(100, 600):
        outcome = by_status(Answer(status))
        name = outcome.receipt.value if outcome else "confirm"
        found.setdefault(name, []).append(status)
    assert found["confirm"] == list(range(200, 300))
    assert found["ambiguous"] == [504]
    assert set(found["refused"]) == set(range(400, 500)) - {408, 425, 429}
    assert set(found["retry"]) == {408, 425, 429} | (
        {*range(100, 200), *range(300, 400), *range(500, 600)} - {504}
    )


def test_a_machine_word_is_repeated_and_a_page_is_not() -> None:
    said = by_status(Answer(404, b"no_service"))
    page = by_status(Answer(404, b"<html>no_service</html>"))
    assert said is not None
    assert page is not None
    assert (said.detail, page.detail) == (
        "answered 404 Not Found (no_service)",
        "answered 404 Not Found",
    )


@pytest.mark.parametrize(
    ("lines", "receipt"),
    [
        (("Failed to send: error=403.",), Receipt.REFUSED),
        (("Failed to send: error=503.",), Receipt.RETRY),
        (("Failed to send: error=200.",), Receipt.RETRY),
        (("Socket Exception: Read timed out. (read timeout=15)",), Receipt.AMBIGUOUS),
        (("Socket Exception: NewConnectionError",), Receipt.RETRY),
        ((), Receipt.RETRY),
    ],
)
def test_a_log_is_read_for_what_it_gives(lines: tuple[str, ...], receipt: Receipt) -> None:
    assert by_log(lines).receipt is receipt


@pytest.mark.parametrize(
    ("header", "date", "seconds"),
    [
        (None, None, None),
        ("", None, None),
        ("120", None, 120.0),
        (" 7 ", None, 7.0),
        ("0", None, 1.0),
        ("999999999999", None, 3600.0),
        ("9" * 400, None, None),
        ("-5", None, None),
        ("1.5", None, None),
        ("٣", None, None),
        ("Thu, 01 Jan 2026 05:02:00 GMT", None, None),
        ("Thu, 01 Jan 2026 05:02:00 GMT", "Thu, 01 Jan 2026 05:00:00 GMT", 120.0),
        ("Thu, 01 Jan 2026 04:00:00 GMT", "Thu, 01 Jan 2026 05:00:00 GMT", 1.0),
        ("Thu, 01 Jan 2026 05:02:00 -0000", "Thu, 01 Jan 2026 05:00:00 GMT", None),
    ],
)
def test_how_long_a_service_asks_us_to_wait(
    header: str | None, date: str | None, seconds: float | None
) -> None:
    assert retry_after(header, date) == seconds


@pytest.mark.parametrize(
    ("error", "receipt"),
    [
        (requests.ConnectTimeout("https://secret.example/x"), Receipt.RETRY),
        (requests.exceptions.SSLError("https://secret.example/x"), Receipt.RETRY),
        (requests.exceptions.InvalidURL("https://secret.example/x"), Receipt.REFUSED),
        (requests.ReadTimeout("https://secret.example/x"), Receipt.AMBIGUOUS),
        (requests.ConnectionError("RemoteDisconnected"), Receipt.AMBIGUOUS),
    ],
)
def test_a_failed_request_is_told_by_its_class(error: Exception, receipt: Receipt) -> None:
    outcome = fault(error)
    assert (outcome.receipt, "secret" in outcome.detail) == (receipt, False)
