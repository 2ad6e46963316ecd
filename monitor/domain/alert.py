"""What is told, to whom, and by which way: values only; `alerting` decides."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from monitor.domain.standing import Suffix, Word
from monitor.secret import Secret


class Severity(StrEnum):
    """How loudly something is told."""

    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for info up to 3 for critical."""
        return list(Severity).index(self)


class Cause(StrEnum):
    """Why something is told. Each has one English sentence in `alerting`."""

    REMINDER = "reminder"  # a step of the deadline ladder
    DUE = "due"
    OVERDUE = "overdue"
    STILL_OVERDUE = "still-overdue"
    DECISION_DUE = "decision-due"
    BREACH_REPORTED = "breach-reported"
    BREACH_CORROBORATED = "breach-corroborated"
    BREACH_CONFIRMED = "breach-confirmed"
    DISPUTED = "disputed"
    CURED = "cured"
    RETRACTED = "retracted"
    FADED = "faded"  # a claim nobody else repeated in time
    DISMISSED = "dismissed"  # a person ruled that a claim is no breach
    SHORTFALL = "shortfall"
    AT_RISK = "at-risk"
    RECOVERED = "recovered"
    RISK_REPORTED = "risk-reported"
    MET = "met"
    MET_LATE = "met-late"
    CLAIMED_MET = "claimed-met"
    PARTLY_MET = "partly-met"
    MISSED = "missed"
    ENDED = "ended"
    PROGRESS = "progress"
    TERMS_CHANGED = "terms-changed"
    CHANGE_REPORTED = "change-reported"
    CONFLICTING = "conflicting"
    STALE = "stale"
    BLIND = "blind"
    SEEING_AGAIN = "seeing-again"
    FEED_DYING = "feed-dying"
    FEED_BACK = "feed-back"
    TRIAGE = "triage"
    UNACKNOWLEDGED = "unacknowledged"
    SUMMARY = "summary"  # first start, bulk edits, catching up
    DECLARED_FILE = "declared-file"  # a bad edit of a declared file: the old one stays
    SELF = "self"  # the monitor speaks of itself: gap, channel dead, expiry


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing worth telling.

    id: made from key, so that the same event is the same alert after a restart, an edit of the
    file or a re-reading. key: commitment + cause + level. headline: one line that says everything.
    because: the sentence that says why now. rests_on: evidence, measurement and ruling ids.
    commitment is empty for what is about no commitment (a feed, an agreement, the monitor).
    sure: how sure we are, in words; severity says how loud, routes say who hears: three things.
    resolves: the causes whose told alert this one closes; whoever heard those hears this.
    late: its moment fell while the program was not looking.
    """

    id: str
    key: str
    cause: Cause
    severity: Severity
    at: datetime
    headline: str
    because: str
    commitment: str = ""
    agreement: str = ""
    feed: str = ""
    before: Word | None = None
    after: Word | None = None
    suffixes: tuple[Suffix, ...] = ()
    rests_on: tuple[str, ...] = ()
    late: bool = False
    detail: tuple[str, ...] = ()
    sure: str = ""
    resolves: tuple[Cause, ...] = ()


class DeliveryState(StrEnum):
    """What became of one alert on one channel."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"  # the channel refuses for good until its settings change
    DEAD = "dead"  # given up
    HELD = "held"  # quiet hours, a silence, a digest: visible, told later


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert to one channel; the key is (alert, channel, recipient).

    attempts counts those begun, `state` sending included; it tells one claim from the next.
    possible_repeat: an earlier attempt may have arrived, so the text says so.
    """

    id: str
    alert: str
    channel: str
    recipient: str = ""
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    not_before: datetime
    created: datetime
    last_error: str = ""
    sent_at: datetime | None = None
    group: str = ""
    possible_repeat: bool = False


class Receipt(StrEnum):
    """How an attempt to send ended."""

    SENT = "sent"
    RETRY = "retry"  # may succeed later; nothing is known to have arrived
    AMBIGUOUS = "ambiguous"  # it may have arrived; a retry is marked as a possible repeat
    REFUSED = "refused"  # retrying is pointless until somebody changes something


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of one attempt, in the channel's own words (redacted)."""

    receipt: Receipt
    detail: str = ""
    retry_after: float | None = None  # seconds

    @property
    def arrived(self) -> bool:
        """Whether the service itself said that it has the message."""
        return self.receipt is Receipt.SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go. address is an Apprise URL; empty for the terminal."""

    id: str
    address: Secret = field(default_factory=lambda: Secret(""))
    per_hour: int = 20

    @property
    def is_terminal(self) -> bool:
        """The built-in channel that prints to the daemon's own output."""
        return not self.address.reveal()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Wall-clock hours, in a zone, in which only critical alerts go out; may cross midnight."""

    begins: time
    ends: time
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which alerts go to which channels. Every given matcher must match; empty matches all.

    digest: a five-field cron expression (names for weekdays) in `zone`; empty sends at once.
    escalate_to: a route told too when nobody has acknowledged within `escalate_after_hours`.
    """

    id: str
    channels: tuple[str, ...]
    agreements: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    at_least: Severity = Severity.INFO
    quiet: QuietHours | None = None
    zone: str = "UTC"
    digest: str = ""
    group_minutes: int = 0
    repeat_hours: int = 0
    escalate_to: str = ""
    escalate_after_hours: int = 0
    proceed: bool = False  # go on to later routes after this one matched


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything declared in `config/alerts.yaml`.

    Routes are tried in order, the first that matches wins (unless it says `proceed`); what none
    claims goes to `triage`. reader_zone: the zone in which readers see times beside the obligor's.
    heartbeat: pinged while the daemon is healthy.
    """

    channels: tuple[Channel, ...] = (Channel(id="terminal"),)
    routes: tuple[Route, ...] = ()
    triage: str = "terminal"
    severity: tuple[tuple[Cause, Severity], ...] = ()
    reader_zone: str = "UTC"
    heartbeat: Secret = field(default_factory=lambda: Secret(""))
    allow_private: tuple[str, ...] = ()

    def per_hour(self, channel: str) -> int:
        """How many messages an hour a channel carries to one recipient; 20 for an unknown one."""
        return next((c.per_hour for c in self.channels if c.id == channel), 20)


class ResponseKind(StrEnum):
    """What a person did about an alert."""

    ACK = "ack"
    SNOOZE = "snooze"
    RESOLVE = "resolve"
    SILENCE = "silence"
    LIFT = "lift"  # takes back an earlier response


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A person's answer to an alert, a commitment, or all that the matchers match.

    matchers: pairs of a field (commitment, agreement, channel, cause, tag) and the value that it
    must have; all must match. until: when a snooze or silence ends by itself, exclusive; None
    holds until lifted. target: the response that a lift takes back.
    """

    id: str
    kind: ResponseKind
    by: str
    at: datetime
    because: str = ""
    alert: str = ""
    commitment: str = ""
    matchers: tuple[tuple[str, str], ...] = ()
    until: datetime | None = None
    target: str = ""
