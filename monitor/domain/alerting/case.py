"""What a decision looks at, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.domain.alert import Cause, Severity
from monitor.domain.alerting.causes import key_of
from monitor.domain.calendar import day_of
from monitor.domain.commitment import Commitment, Kind
from monitor.domain.evidence import Facts
from monitor.domain.standing import Binding, Performance, Standing

ENDED = frozenset(
    {
        Binding.DISCHARGED,
        Binding.EXPIRED,
        Binding.TERMINATED,
        Binding.SUPERSEDED,
        Binding.MOOTED,
    }
)
OPEN = frozenset(
    {
        Performance.NOT_STARTED,
        Performance.ON_TRACK,
        Performance.AT_RISK,
        Performance.DUE_SOON,
        Performance.DUE,
        Performance.GRACE,
        Performance.OVERDUE,
        Performance.HOLDING,
    }
)
RECURS = frozenset({Kind.RECURRING, Kind.SERVICE_LEVEL})
FINAL = frozenset(Performance) - OPEN
_UNBOUND = ENDED | {Binding.DRAFT, Binding.CONDITIONAL, Binding.SUSPENDED}


def awaits_its_date(standing: Standing) -> bool:
    """Whether a date still matters: it binds, it has one, and it is neither kept nor missed."""
    return (
        standing.due is not None
        and standing.performance in OPEN
        and standing.binding not in _UNBOUND
    )


def is_settled(standing: Standing) -> bool:
    """Whether nothing is awaited any more: it has ended, or was kept or missed."""
    return standing.binding in ENDED or standing.performance in FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One thing due to be told.

    phrase goes on with the headline after the commitment's id: a verb, or what stands after a
    colon (`says`). label: what the headline opens
    with, where the cause's own is too general. severity: where it depends on more than the cause.
    """

    cause: Cause
    level: tuple[str, ...]
    phrase: str
    because: str
    says: bool = False
    sure: str = ""
    label: str = ""
    severity: Severity | None = None
    rests_on: tuple[str, ...] = ()
    late: bool = False
    resolves: tuple[Cause, ...] = ()
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One commitment before and after, its facts, and what has been told of it.

    names: party id → name, for the headlines.
    """

    before: Standing | None
    after: Standing
    commitment: Commitment
    facts: Facts
    told: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)

    def key(self, cause: Cause, *level: str) -> str:
        """The key of an alert about this commitment."""
        return key_of(self.commitment.id, cause, *level)

    def was_told(self, cause: Cause, *level: str) -> bool:
        """Whether exactly this has been told."""
        return self.key(cause, *level) in self.told

    def times_told(self, cause: Cause, *level: str) -> int:
        """How many alerts of this cause and of any level below `level` were told."""
        stem = self.key(cause, *level) + "/"
        return sum(key.startswith(stem) for key in self.told)

    @property
    def instance(self) -> str:
        """The day that names this occurrence; it stays when an amendment moves the deadline."""
        due = self.after.due
        if self.commitment.kind not in RECURS:
            due = self.after.original_due or due
        return due.day.isoformat() if due else "open-ended"

    @property
    def today(self) -> date:
        """The day of the assessment on the commitment's clock."""
        return day_of(self.after.at, self.commitment.due.zone if self.commitment.due else "UTC")

    def reason(self, *codes: str) -> str:
        """The sentence of the first reason of the standing that has one of `codes`, or ''."""
        found = (one.sentence for one in self.after.reasons if one.code in codes)
        return next(found, "")

    def facts_behind(self, *codes: str) -> tuple[str, ...]:
        """The ids that the reasons with these codes rest on, sorted."""
        return tuple(
            sorted({i for one in self.after.reasons if one.code in codes for i in one.rests_on})
        )

    def party(self, name: str | None) -> str:
        """A party's name, as people say it."""
        return self.names.get(name, name) if name else ""
