"""Where a commitment stands at a moment: five small machines, one printed word, every reason."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from monitor.domain.calendar import Deadline


class Binding(StrEnum):
    """Does it bind?"""

    DRAFT = "draft"
    ASSERTED = "asserted"
    AGREED = "agreed"
    CONDITIONAL = "conditional"
    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    DISCHARGED = "discharged"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"
    MOOTED = "mooted"


class Performance(StrEnum):
    """Is it being kept?"""

    NOT_STARTED = "not-started"
    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    DUE_SOON = "due-soon"
    DUE = "due"
    GRACE = "grace"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met-late"
    PARTLY_MET = "partly-met"
    MISSED = "missed"
    HOLDING = "holding"
    ENDED_CLEAN = "ended-clean"


class ClaimState(StrEnum):
    """How far a claim of breach has come."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    RETRACTED = "retracted"
    FADED = "faded"
    DISMISSED = "dismissed"
    CURED = "cured"


class Knowledge(StrEnum):
    """Can we tell?"""

    CLEAR = "clear"
    CONFLICTING = "conflicting"
    STALE = "stale"
    BLIND = "blind"
    UNRATEABLE = "unrateable"


class Word(StrEnum):
    """The one word that is printed, in order of precedence."""

    DRAFT = "draft"
    SUPERSEDED = "superseded"
    TERMINATED = "terminated"
    MOOTED = "mooted"
    EXPIRED = "expired"
    MISSED = "missed"
    MET = "met"
    MET_LATE = "met late"
    PARTLY_MET = "partly met"
    ENDED_CLEAN = "ended clean"
    BREACH = "BREACH"
    SUSPENDED = "suspended"
    MET_CLAIMED = "met?"
    OVERDUE = "OVERDUE"
    DECISION_DUE = "decision due"
    BREACH_CORROBORATED = "breach?"
    BLIND = "blind"
    UNRATEABLE = "unrateable"
    GRACE = "grace"
    AT_RISK = "at risk"
    REPORTED = "reported"
    DUE_TODAY = "due today"
    DUE_SOON = "due soon"
    CONDITIONAL = "conditional"
    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    HOLDING = "holding"


class Suffix(StrEnum):
    """What must be read beside the word."""

    DISPUTED = "disputed"
    CONFLICTING = "conflicting"
    STALE = "stale"
    CLAIMED_ONLY = "claimed only"
    BREACH_ON_RECORD = "breach on record"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: a stable code, a sentence a person can defend, and the facts it rests on.

    rests_on: ids of evidence, measurements or rulings. since: when it began to hold.
    """

    code: str
    sentence: str
    rests_on: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of breach: a story, the independent families behind it, who denies it."""

    story: str
    state: ClaimState
    since: datetime
    families: tuple[str, ...]
    evidence: tuple[str, ...]
    disputed_by: tuple[str, ...] = ()
    claimant: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReading:
    """The newest reading of one series: total inside the period, and until which day it speaks."""

    series: str
    total: Decimal
    through: date
    stale: bool = False
    next_release: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a quantity runs, in the target's unit.

    expected, ratio: as of the day `reported` speaks of (`through`). projected_low/high bound
    `projected`. needed_per_day is what the rest of the period must bring. chance is 0..1 or None.
    """

    unit: str
    target: Decimal
    expected: Decimal
    reported: Decimal | None
    ratio: Decimal | None
    through: date | None
    series: str = ""
    projected: Decimal | None = None
    projected_low: Decimal | None = None
    projected_high: Decimal | None = None
    needed_per_day: Decimal | None = None
    chance: float | None = None
    at_most: bool = False
    readings: tuple[SeriesReading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One occurrence of a recurring commitment, judged on its own."""

    due: Deadline
    performance: Performance
    completed_on: date | None = None
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The answer. machine_word differs from word only under an override.

    since: when the printed word began to hold. days_left counts whole calendar days in the due
    date's zone (negative after it). next_look: the first moment at which time alone can change
    the standing, None if never. completed_on: the day of performance; days_late counts from the
    current due date, days_late_original from the first (0 in time, None while not performed).
    claimed_due: the latest deadline that only one side says has been agreed.
    instances: of a recurring commitment, the open ones and the last dozen.
    """

    commitment: str
    at: datetime
    word: Word
    machine_word: Word
    suffixes: tuple[Suffix, ...] = ()
    binding: Binding = Binding.AGREED
    performance: Performance | None = None
    claims: tuple[Claim, ...] = ()
    knowledge: Knowledge = Knowledge.CLEAR
    since: datetime | None = None
    due: Deadline | None = None
    original_due: Deadline | None = None
    moved_days: int = 0
    days_left: int | None = None
    pace: Pace | None = None
    reasons: tuple[Reason, ...] = ()
    override_by: str = ""
    override_until: date | None = None
    next_look: datetime | None = None
    completed_on: date | None = None
    days_late: int | None = None
    days_late_original: int | None = None
    claimed_due: Deadline | None = None
    instances: tuple[Instance, ...] = ()

    @property
    def breached(self) -> bool:
        """Whether a breach is confirmed or the commitment was missed."""
        confirmed = any(claim.state is ClaimState.CONFIRMED for claim in self.claims)
        return confirmed or self.performance is Performance.MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A change of standing, recorded with why. before is None at the first assessment."""

    id: str
    commitment: str
    at: datetime
    before: Word | None
    after: Word
    suffixes_before: tuple[Suffix, ...] = ()
    suffixes_after: tuple[Suffix, ...] = ()
    reasons: tuple[Reason, ...] = ()
