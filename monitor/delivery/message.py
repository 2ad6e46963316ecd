"""An alert and what is known about it → what a reader is shown. Pure.

Everything that came from outside goes through `clean` here, once more; only http and https
addresses are shown as links.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.delivery.outlook import figures, looked_for, would_change
from monitor.domain.alert import Alert, Severity
from monitor.domain.alerting.phrases import (
    day_text,
    distance_text,
    in_zone,
    listing,
    moment_text,
)
from monitor.domain.calendar import Deadline
from monitor.domain.commitment import Commitment, Kind, Register
from monitor.domain.evidence import Evidence, Series, Signal, WatchSpan
from monitor.domain.standing import Standing
from monitor.domain.text import clean

MOST_QUOTES = 4
_DATE_LABELS = {Kind.HOLD_UNTIL: "To hold until", Kind.NEVER: "To hold until", Kind.SUNSET: "Ends"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of an item, who printed them, where and when. `link` is http(s) or empty."""

    text: str
    source: str
    when: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is shown of one alert, in the order in which it is shown.

    headline: one line that says everything. facts: (label, sentence) pairs. lines: a list that
    stands by itself, such as the most urgent of a summary. thread: messages with the same one
    belong together. alerts: ids of the alerts told, one unless it is a digest.
    """

    alerts: tuple[str, ...]
    severity: Severity
    headline: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    commands: tuple[str, ...] = ()
    thread: str = ""
    repeat: bool = False
    at: datetime = field(default_factory=lambda: datetime(1970, 1, 1, tzinfo=UTC))


def compose(  # noqa: PLR0913 each thing that is known, by its name
    alert: Alert,
    *,
    commitment: Commitment | None = None,
    standing: Standing | None = None,
    evidence: Sequence[Evidence] = (),
    register: Register | None = None,
    watch: Sequence[WatchSpan] = (),
    series: Sequence[Series] = (),
    reader_zone: str = "UTC",
) -> Message:
    """The message of one alert; the less is known, the shorter it is.

    standing, evidence, watch and series are those of the alert's commitment; `register` gives the
    names of parties.
    """
    names = {party.id: party.name for party in register.parties} if register else {}
    facts = [("Why now", _why(alert))]
    facts += [("How sure", alert.sure)] if alert.sure else []
    if commitment is not None and standing is not None:
        facts += _about(alert, commitment, standing, names, reader_zone)
        facts += [
            ("Figures", figures(standing, series)),
            ("Looked for, not found", looked_for(alert, commitment, standing, watch, reader_zone)),
            ("What would change it", would_change(alert, commitment, standing)),
        ]
    return Message(
        alerts=(alert.id,),
        severity=alert.severity,
        headline=clean(alert.headline),
        facts=tuple((label, clean(text)) for label, text in facts if text),
        lines=tuple(clean(line) for line in alert.detail),
        quotes=_quotes(alert, evidence, names, reader_zone),
        commands=_commands(alert),
        thread=alert.commitment or alert.agreement or alert.feed or "monitor",
        at=alert.at,
    )


def _why(alert: Alert) -> str:
    """From which word to which, and the sentence that says why now."""
    if alert.after is None or alert.before is alert.after or alert.before is None:
        return alert.because
    word = alert.after.value
    return f"{alert.before.value} → {word}{'' if word.endswith('?') else '.'} {alert.because}"


def _about(
    alert: Alert,
    commitment: Commitment,
    standing: Standing,
    names: Mapping[str, str],
    reader_zone: str,
) -> list[tuple[str, str]]:
    return [
        ("Promise", _promise(commitment, names)),
        ("Stands", _stands(alert, standing)),
        ("Denied", _denied(standing, names)),
        (_DATE_LABELS.get(commitment.kind, "Due"), _due(standing, reader_zone)),
        ("Originally", _first_due(standing, reader_zone)),
    ]


def _promise(commitment: Commitment, names: Mapping[str, str]) -> str:
    """The statement, and whose text it is and where it stands."""
    by, url = commitment.text.by, safe_link(commitment.text.url)
    text = f"text by {names.get(by, by)}" if by else ""
    source = ", ".join(part for part in (text, url) if part)
    return f"{commitment.statement} ({source})" if source else commitment.statement


def _stands(alert: Alert, standing: Standing) -> str:
    """The printed word as it is now; empty where the headline has said it."""
    if alert.after is standing.word and not standing.suffixes:
        return ""
    return ", ".join([standing.word.value, *(suffix.value for suffix in standing.suffixes)])


def _denied(standing: Standing, names: Mapping[str, str]) -> str:
    denying = sorted({party for claim in standing.claims for party in claim.disputed_by})
    return f"by {listing([names.get(party, party) for party in denying])}" if denying else ""


def _due(standing: Standing, reader_zone: str) -> str:
    due = standing.due
    if due is None:
        return ""
    left = standing.days_left
    distance = f" — {distance_text(left)}" if left is not None else ""
    doubt = f". {due.ambiguous}" if due.ambiguous else ""
    return f"{due_text(due, reader_zone)}{distance}{doubt}"


def _first_due(standing: Standing, reader_zone: str) -> str:
    first, due = standing.original_due, standing.due
    if first is None or due is None or first.instant == due.instant:
        return ""
    days = standing.moved_days
    by = f", moved by {days:+d} {'day' if abs(days) == 1 else 'days'}" if days else ""
    return f"{due_text(first, reader_zone)}{by}"


def due_text(due: Deadline, reader_zone: str) -> str:
    """`end of 31 Dec 2025 in New York (1 Jan 2026 06:00 in Berlin)`."""
    local = due.instant.astimezone(ZoneInfo(due.zone))
    ends_its_day = local.hour == local.minute == 0 and local.date() != due.day
    text = f"end of {day_text(due.day)}" if ends_its_day else moment_text(local)
    here = due.instant.astimezone(ZoneInfo(reader_zone))
    same_clock = here.replace(tzinfo=None) == local.replace(tzinfo=None)
    reader = "" if same_clock else f" ({moment_text(here)} {in_zone(reader_zone)})"
    return f"{text} {in_zone(due.zone)}{reader}"


def _quotes(
    alert: Alert, evidence: Sequence[Evidence], names: Mapping[str, str], zone: str
) -> tuple[Quote, ...]:
    """The quotes the alert rests on: one a publisher family first, the oldest first."""
    wanted = set(alert.rests_on)
    found = sorted((e for e in evidence if e.id in wanted), key=lambda e: (e.learned_at, e.id))
    first: dict[str, Evidence] = {}
    for one in found:
        first.setdefault(one.witness.family, one)
    rest = [one for one in found if one not in first.values()]
    return tuple(_quote(one, names, zone) for one in [*first.values(), *rest][:MOST_QUOTES])


def _quote(evidence: Evidence, names: Mapping[str, str], zone: str) -> Quote:
    witness = evidence.witness
    organ = f", organ of {names.get(witness.party, witness.party)}" if witness.party else ""
    tier = witness.tier.value.replace("-", " ")
    denial = "Denial: " if evidence.signal is Signal.DENIED else ""
    when = (evidence.published or evidence.learned_at).astimezone(ZoneInfo(zone))
    seen = "" if evidence.published else "seen "
    return Quote(
        text=clean(evidence.quote),
        source=clean(f"{denial}{witness.family} ({tier}{organ})"),
        when=f"{seen}{moment_text(when)} {in_zone(zone)}",
        link=safe_link(evidence.link),
    )


def safe_link(link: str) -> str:
    """The address if it is plain http(s) in visible ASCII, percent-encoded where need be; or ''."""
    text = clean(link)
    if " " in text or not text.lower().startswith(("http://", "https://")):
        return ""
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return ""
    if not host:
        return ""
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char in "<>|\"'`\\^{}[]*" or not "!" <= char <= "~":
        return "".join(f"%{byte:02X}" for byte in char.encode())
    return char


def _commands(alert: Alert) -> tuple[str, ...]:
    acknowledge = f"monitor ack {alert.id}"
    if not alert.commitment:
        return (acknowledge,)
    snooze, show = f"monitor snooze {alert.id} --hours 24", f"monitor show {alert.commitment}"
    return acknowledge, snooze, show
