"""What was told, as a feed (RFC 4287), for `monitor export atom`. No rich here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from uuid import NAMESPACE_URL, uuid5

from monitor.domain.alert import Alert
from monitor.domain.text import clean
from monitor.views.ages import stamp
from monitor.views.words import plain

MOST = 200
"""The newest alerts; a reader asks often enough to miss none."""


def atom(
    alerts: Iterable[Alert],
    *,
    now: datetime,
    title: str = "Commitments",
    links: Mapping[str, str] | None = None,
) -> str:
    """The newest alerts, newest first; ids stay the same from one export to the next.

    links: commitment id → the address of its text.
    """
    newest = sorted(alerts, key=lambda alert: (alert.at, alert.id), reverse=True)[:MOST]
    updated = newest[0].at if newest else now
    entries = "".join(_entry(alert, (links or {}).get(alert.commitment, "")) for alert in newest)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>{_urn('feed', title)}</id>\n"
        f"  <title>{_text(title)}</title>\n"
        f"  <updated>{stamp(updated)}</updated>\n"
        "  <author><name>commitment-monitor</name></author>\n"
        f"{entries}</feed>\n"
    )


def _entry(alert: Alert, link: str) -> str:
    categories = [alert.cause.value, alert.severity.value, alert.commitment, alert.agreement]
    terms = "".join(f'    <category term="{_text(c)}"/>\n' for c in categories if c)
    address = f'    <link rel="related" href="{_text(link)}"/>\n' if _is_address(link) else ""
    return (
        "  <entry>\n"
        f"    <id>{_urn('alert', alert.id)}</id>\n"
        f"    <title>{_text(alert.headline)}</title>\n"
        f"    <updated>{stamp(alert.at)}</updated>\n"
        f"{address}{terms}"
        f'    <content type="text">{_content(alert)}</content>\n'
        "  </entry>\n"
    )


def _content(alert: Alert) -> str:
    said = [alert.because, *alert.detail]
    if alert.before and alert.after:
        said.insert(0, f"{alert.before.value} → {plain(alert.after, alert.suffixes)}")
    return "\n".join(_text(line) for line in said if line)


def _urn(kind: str, name: str) -> str:
    unique = f"commitment-monitor/{kind}/{clean(name)}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, unique)}"


def _is_address(link: str) -> bool:
    return link.startswith(("http://", "https://"))


def _text(text: str) -> str:
    return escape(clean(text))
