"""What was published, what it says of a promise, what was measured, and what people ruled.

Each fact has two times: when it happened and `learned_at`, when we learned it. Nothing learned
after a moment may influence what is said about that moment.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from monitor.domain.readings import Readings
from monitor.secret import Secret


class Tier(StrEnum):
    """How a feed knows what it prints."""

    OFFICIAL = "official"
    WIRE = "wire"
    OUTLET = "outlet"
    STATE_MEDIA = "state-media"
    AGGREGATOR = "aggregator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A polled source.

    family: who publishes it; owner: who owns that family, where several share one.
    party: the party whose organ it is. interval_minutes: the wish; caching headers may stretch it.
    max_silence_days: quiet for longer is a fault of the feed; 0 derives it from its own rhythm.
    allow_private: networks (CIDR) it may resolve to though they are not public.
    address: http(s), `file:` with a feed file, or a directory of snapshots. readings: it brings
    figures of a series instead of news, and is found in the rows of a table so.
    """

    id: str
    address: str
    name: str = ""
    family: str = ""
    owner: str = ""
    tier: Tier = Tier.OUTLET
    party: str = ""
    country: str = ""
    language: str = "en"
    interval_minutes: int = 30
    max_silence_days: int = 0
    allow_private: tuple[str, ...] = ()
    headers: tuple[tuple[str, Secret], ...] = ()
    ca_file: str = ""
    readings: Readings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One published entry as first seen; `revision` counts later edits (0 = first).

    id: stable across polls, made of feed and key. key: what identifies the entry inside its feed
    (guid, else canonical link, else title and date). fingerprint: of title and summary, so that an
    edit shows. published is None where the feed gives no
    believable date; first_seen then stands for it. outlet: the original publisher where an
    aggregator names it. story: id shared by copies of one another. primed: it was there at the
    feed's first look, so it informs the standing and raises no alert of its own.
    """

    id: str
    feed: str
    key: str = ""
    fingerprint: str = ""
    title: str
    summary: str = ""
    link: str = ""
    published: datetime | None = None
    first_seen: datetime
    revision: int = 0
    outlet: str = ""
    language: str = "en"
    story: str = ""
    primed: bool = False


class FeedState(StrEnum):
    """How a feed does."""

    NEW = "new"
    ALIVE = "alive"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # we will not go there (a private address, a forbidden redirect, bad TLS)
    HELD_OFF = "held off"  # the server asked us to wait
    UNPARSEABLE = "unparseable"  # not a feed: HTML, truncated, empty body
    TOO_COSTLY = "too costly"  # the parser hit its limits
    EMPTY = "empty"  # a feed without entries
    FROZEN = "frozen"  # answers, with nothing new for longer than it may be silent
    UNDATED = "undated"  # no believable dates
    MOVED = "moved"  # a permanent redirect; the declared address should be edited
    GONE = "gone"  # 410, or 404 for long: asked once a day


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """What we remember of a feed between polls: its state, its validators, its rhythm.

    since: when the state began. last_ok: the last look that told us what the feed holds (a 304
    counts). last_new: when an entry last appeared. primed: the first good look is behind us.
    median_gap_hours: between its entries, None until it is known. body_hash: of the last body.
    newest: the last day of which a data feed tells.
    """

    feed: str
    state: FeedState = FeedState.NEW
    since: datetime
    detail: str = ""
    last_look: datetime | None = None
    last_ok: datetime | None = None
    last_new: datetime | None = None
    next_poll: datetime
    failures: int = 0
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    moved_to: str = ""
    primed: bool = False
    entries: int = 0
    median_gap_hours: float | None = None
    newest: date | None = None

    @property
    def looks_alive(self) -> bool:
        """Whether the last look told us what the feed holds, and that is worth hearing."""
        return self.state in {FeedState.ALIVE, FeedState.MOVED, FeedState.UNDATED}


class Signal(StrEnum):
    """What an item reports about a commitment."""

    BREACH = "breach"
    SHORTFALL = "shortfall"
    RISK = "risk"
    PROGRESS = "progress"
    FULFILLED = "fulfilled"
    CHANGED = "changed"
    DENIED = "denied"


class Act(StrEnum):
    """The speech act by which it is reported."""

    ALLEGATION = "allegation"
    DENIAL = "denial"
    THREAT = "threat"
    ANNOUNCEMENT = "announcement"
    IN_FORCE = "in-force"
    DONE = "done"
    FINDING = "finding"
    RETRACTION = "retraction"
    COMMENTARY = "commentary"


class Side(StrEnum):
    """Where the claimant stands."""

    OBLIGOR = "obligor"
    OBLIGEE = "obligee"
    THIRD = "third-party"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Who published: what corroboration counts. party: whose organ it is, if any."""

    family: str
    tier: Tier = Tier.OUTLET
    owner: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one item says about one commitment.

    quote is verbatim; start and end are its offsets in title, newline, summary (end exclusive).
    confidence is 0..1. happened_on is None where the text does not tell. amount/unit and new_due
    are candidates read from the text, never facts.
    """

    id: str
    item: str
    commitment: str
    signal: Signal
    act: Act
    party: str = ""
    claimant: str | None = None
    side: Side = Side.OUTLET
    quote: str
    start: int = 0
    end: int = 0
    confidence: float = 1.0
    happened_on: date | None = None
    learned_at: datetime
    because: str = ""
    witness: Witness
    story: str = ""
    title: str = ""
    link: str = ""
    published: datetime | None = None
    amount: Decimal | None = None
    unit: str = ""
    new_due: date | None = None
    primed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A named quantity series.

    every_days/lag_days: how often it is published and how long after its period;
    0 = unknown, never stale. cumulative: a reading is the total so far, not one period's amount.
    party: whose own count it is.
    """

    id: str
    name: str = ""
    unit: str = ""
    cumulative: bool = True
    every_days: int = 0
    lag_days: int = 0
    family: str = ""
    tier: Tier = Tier.OFFICIAL
    party: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One reading of a series for a commitment: the amount for `[begins, through]`, both inclusive.

    begins is None for a cumulative reading. retracted withdraws an earlier reading of the same
    period; a later reading for the same period replaces it. primed: as for an item.
    """

    id: str
    commitment: str
    series: str
    value: Decimal
    unit: str
    through: date
    begins: date | None = None
    learned_at: datetime
    by: str = ""
    source: str = ""
    retracted: bool = False
    note: str = ""
    primed: bool = False


class Verdict(StrEnum):
    """What a person decided."""

    CONFIRM = "confirm"  # the claim (or breach) is real
    DISMISS = "dismiss"  # this story is no breach
    MET = "met"
    MISSED = "missed"
    OVERRIDE = "override"  # print this word instead, until a date
    ACCEPT = "accept"  # a candidate amendment or measurement becomes fact
    REJECT = "reject"
    CURED = "cured"
    WITHDRAW = "withdraw"  # take back an earlier ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A person's decision: by whom, why, until when.

    target: the evidence, story or ruling id it is about, or the day of an occurrence
    (2026-01-31); empty = the commitment. word: the word an override prints. until is exclusive.
    happened_on: when what it rules on took place, where that is known (met, cured).
    """

    id: str
    commitment: str
    verdict: Verdict
    by: str
    because: str
    learned_at: datetime
    until: date | None = None
    target: str = ""
    word: str = ""
    happened_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSpan:
    """An unbroken run of successful looks at one feed, both ends inclusive.

    A run is broken when two looks lie further apart than the feed may be quiet (three intervals,
    at least an hour).
    """

    feed: str
    tier: Tier
    began: datetime
    ended: datetime
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of one commitment; `evaluate` drops what was learned after its moment.

    series: the declared series its quantity names. watch: spans of the feeds that watch it.
    """

    evidence: tuple[Evidence, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    watch: tuple[WatchSpan, ...] = ()
    series: tuple[Series, ...] = ()
