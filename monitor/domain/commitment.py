"""What was promised: parties, agreements, commitments and the changes of their terms.

Values only. Days are calendar dates in the zone of the due date; ranges are half-open
`[begins, ends)` unless a field says otherwise.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from monitor.domain.calendar import Due, Offset

# A promise whose day nobody wrote down counts as made before anything that can be read about it.
LONG_AGO = date(1000, 1, 1)


class Kind(StrEnum):
    """How a commitment can be kept or broken."""

    DO_BY = "do-by"
    HOLD_UNTIL = "hold-until"
    NEVER = "never"
    QUANTITY = "quantity"
    RECURRING = "recurring"
    SERVICE_LEVEL = "service-level"
    CONSULT = "consult"
    SUNSET = "sunset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one side (or one source) takes a term to mean where it differs from the main one."""

    by: str
    due: Due | None = None
    text: str = ""
    url: str = ""


class AmendmentKind(StrEnum):
    """What a dated change does to the terms."""

    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    REPLACE = "replace"
    WAIVE = "waive"
    END = "end"


class AmendmentStatus(StrEnum):
    """Whether both sides stand by a change of terms."""

    CLAIMED = "claimed"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A dated change of terms.

    on: the day it takes effect. learned_on: the day it became known, where later.
    due: the new deadline (extend, replace). until: when a suspension lifts by itself.
    freezes: a suspension stops the clock, so that the deadline moves by its length.
    """

    on: date
    kind: AmendmentKind
    status: AmendmentStatus = AmendmentStatus.AGREED
    by: str = ""
    due: Due | None = None
    quantity: "Quantity | None" = None
    until: date | None = None
    freezes: bool = False
    learned_on: date | None = None
    because: str = ""
    source: str = ""


class Direction(StrEnum):
    """Which side of the target keeps the promise."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"


class Proration(StrEnum):
    """How much of a target is expected by a moment inside the period."""

    LINEAR = "linear"
    SEASONAL = "seasonal"
    STEPPED = "stepped"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The amount expected by the end of a day, for stepped proration."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How much, of what, over which days.

    begins is the first day that counts, ends the last (inclusive); None takes the due date.
    weights: twelve monthly shares, January first, for seasonal proration (any positive scale).
    tolerance: the relative gap between two series beyond which they conflict.
    at_risk_below: reported/expected below which the pace is at risk; it recovers 0.05 above.
    """

    target: Decimal
    unit: str
    direction: Direction = Direction.AT_LEAST
    begins: date | None = None
    ends: date | None = None
    series: tuple[str, ...] = ()
    proration: Proration = Proration.LINEAR
    weights: tuple[Decimal, ...] = ()
    steps: tuple[Step, ...] = ()
    at_risk_below: Decimal = Decimal("0.85")
    tolerance: Decimal = Decimal("0.10")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """Each request answered within a time, or a share of requests granted.

    `asked`, `answered` and `granted` name series of counts.
    """

    within: Offset
    asked: str = ""
    answered: str = ""
    granted: str = ""
    share: Decimal | None = None
    working_calendars: tuple[str, ...] = ()


class ConditionKind(StrEnum):
    """How another fact bears on a commitment."""

    ANTECEDENT = "antecedent"  # it binds only once this has happened
    TRIGGER = "trigger"  # this event makes it due
    CONSEQUENCE = "consequence"  # its breach brings the named commitment into force
    GROUND = "ground"  # the legal basis; when it falls, the commitment is moot


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A tie to an event or another commitment, by id."""

    kind: ConditionKind
    on: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened once and that dates or conditions hang on."""

    id: str
    on: date
    text: str = ""
    source: str = ""
    learned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Where the words of a promise stand and whose words they are."""

    by: str = ""
    url: str = ""
    instrument: str = ""
    quote: str = ""


class Proof(StrEnum):
    """What it takes for `met` to be printed without a question mark."""

    OFFICIAL = "official"  # an official record of the act
    CORROBORATED = "corroborated"  # official, or two independent families (the default)
    PERSON = "person"  # a ruling only


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How news of a commitment is recognised, and what must be alive for silence to count.

    tier: the tier a live feed must have at least. within_hours: how recently it must have looked.
    feeds: ids of feeds that watch it; empty means all.
    """

    terms: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    tier: str = "outlet"
    within_hours: int = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWishes:
    """What the owner wants told differently from the defaults: cause → severity, and a route."""

    severity: tuple[tuple[str, str], ...] = ()
    route: str = ""
    muted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who can owe or be owed.

    organs: publisher families that speak for it (they never corroborate its case).
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The deal that groups commitments."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    made: date | None = None
    parent: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRuling:
    """A person's decision kept in the declared file, beside the terms it is about.

    verdict: a word of `evidence.Verdict`. on: when what it rules on took place. learned_on: from
    when it counts, `on` unless it says otherwise. until: exclusive.
    """

    verdict: str
    on: date
    by: str
    because: str
    source: str = ""
    learned_on: date | None = None
    until: date | None = None
    target: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredMeasurement:
    """A reading of a series kept in the declared file; see `evidence.Measurement`.

    learned_on: from when it counts, the day after `through` unless it says otherwise.
    """

    series: str
    value: Decimal
    unit: str
    through: date
    begins: date | None = None
    learned_on: date | None = None
    source: str = ""
    note: str = ""
    retracted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What the obligor owes the obligee.

    obligor and obligee are party ids. made is `LONG_AGO` where nobody says when.
    draft: not yet in force by anybody's word.
    recurrence: an RFC 5545 rule (`FREQ=YEARLY;…`) for `recurring`, starting at `made`.
    verified_on: the day somebody last checked the record against its sources.
    line: where it stands in its file (1-based, 0 unknown).
    """

    id: str
    kind: Kind
    obligor: tuple[str, ...]
    obligee: tuple[str, ...]
    statement: str
    made: date
    agreement: str = ""
    text: Text = field(default_factory=Text)
    confirmed_by: tuple[str, ...] = ()
    draft: bool = False
    due: Due | None = None
    readings: tuple[Reading, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    quantity: Quantity | None = None
    recurrence: str = ""
    service_level: ServiceLevel | None = None
    conditions: tuple[Condition, ...] = ()
    rulings: tuple[DeclaredRuling, ...] = ()
    measurements: tuple[DeclaredMeasurement, ...] = ()
    supersedes: tuple[str, ...] = ()
    survives: bool = False
    proof: Proof = Proof.CORROBORATED
    watch: Watch = field(default_factory=Watch)
    alerts: AlertWishes = field(default_factory=AlertWishes)
    tags: tuple[str, ...] = ()
    note: str = ""
    verified_on: date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Everything declared in `commitments.yaml`, checked, plus the built-in parties."""

    parties: tuple[Party, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
