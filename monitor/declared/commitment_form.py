"""`commitments.yaml` as the user writes it: a commitment, and the file as a whole."""

from typing import Annotated, ClassVar

from pydantic import Field

from monitor.declared.deal_form import AgreementForm, EventForm, PartyForm
from monitor.declared.due_form import DueForm
from monitor.declared.fields import (
    Day,
    Entries,
    Flag,
    Hours,
    Id,
    Names,
    OneOrMany,
    Recurrence,
    Text,
    Texts,
    Version,
    as_texts,
    one_of,
)
from monitor.declared.form import Form, shown_by
from monitor.declared.record_form import MeasurementForm, RulingForm
from monitor.declared.terms_form import (
    AmendmentForm,
    ConditionForm,
    QuantityForm,
    ReadingForm,
    ServiceLevelForm,
)
from monitor.domain.alert import Cause, Severity
from monitor.domain.calendar import Due
from monitor.domain.commitment import (
    LONG_AGO,
    AlertWishes,
    Commitment,
    Kind,
    Proof,
    Watch,
)
from monitor.domain.commitment import Text as PromiseText
from monitor.domain.evidence import Tier


class TextForm(Form):
    """Where the words of the promise stand and whose they are. A text alone is its address."""

    short: ClassVar[str] = "url"
    thing: ClassVar[str] = "The source of the text"

    by: Text = Field(default="", description="Whose text it is: a party.")
    url: Text = Field(default="", description="Where it can be read.")
    instrument: Text = Field(default="", description="What kind of document it is.")
    quote: Text = Field(default="", description="The words themselves.")

    def value(self) -> PromiseText:
        """The domain's value."""
        return PromiseText(by=self.by, url=self.url, instrument=self.instrument, quote=self.quote)


class WatchForm(Form):
    """How news about it is recognised, and what must be alive for silence to mean anything."""

    thing: ClassVar[str] = "What to watch"

    terms: Texts = Field(default=(), description="Its subject, in your own plain words.")
    exclude: Texts = Field(default=(), description="Words that show news is about something else.")
    feeds: Texts = Field(default=(), description="Ids of the feeds that watch it; none = all.")
    tier: Annotated[Tier, one_of(Tier)] = Field(
        default=Tier.OUTLET, description="The tier a live feed must have at least."
    )
    within: Hours = Field(default=48, description="How recently such a feed must have looked: 48h.")

    def value(self) -> Watch:
        """The domain's value."""
        return Watch(
            terms=self.terms,
            exclude=self.exclude,
            feeds=self.feeds,
            tier=self.tier.value,
            within_hours=self.within,
        )


CauseWord = Annotated[Cause, one_of(Cause)]
SeverityWord = Annotated[Severity, one_of(Severity)]


class AlertsForm(Form):
    """What is told differently from the defaults."""

    thing: ClassVar[str] = "A wish for alerts"

    severity: dict[CauseWord, SeverityWord] = Field(
        default_factory=dict, description="A severity of your own for a cause: {overdue: critical}."
    )
    route: Text = Field(default="", description="The id of the route that takes its alerts.")
    muted: Annotated[tuple[CauseWord, ...], as_texts(), OneOrMany()] = Field(
        default=(), description="Causes that are not told at all."
    )

    def value(self) -> AlertWishes:
        """The domain's value."""
        return AlertWishes(
            severity=tuple((cause.value, loud.value) for cause, loud in self.severity.items()),
            route=self.route,
            muted=tuple(cause.value for cause in self.muted),
        )


class CommitmentForm(Form):
    """What the obligor owes the obligee."""

    model_config = shown_by(
        {
            "id": "soybeans-2025",
            "kind": "do-by",
            "obligor": "China",
            "obligee": "United States",
            "statement": "China buys 12 million tonnes of US soybeans by the end of 2025.",
            "made": "2025-10-30",
            "due": "2025-12-31",
            "watch": {"terms": ["soybeans", "farm purchases"]},
        }
    )
    thing: ClassVar[str] = "A commitment"

    id: Id = Field(description="A short, stable id: soybeans-2025.")
    kind: Annotated[Kind, one_of(Kind)] = Field(
        description="do-by a day, hold-until a day or further notice, never, a quantity, "
        "recurring, a service-level, consult, or sunset."
    )
    obligor: Names = Field(description="Who owes it: a party's id, name or alias, or a list.")
    obligee: Names = Field(description="To whom it is owed: the same.")
    statement: Text = Field(description="The promise in one sentence of yours.")
    made: Day | None = Field(
        default=None, description="The day it was made; without it, its agreement's."
    )
    agreement: Text = Field(default="", description="The id of the agreement it belongs to.")
    text: TextForm | None = Field(default=None, description="Where its words stand, and whose.")
    confirmed_by: Texts = Field(
        default=(), description="Who else has confirmed that the promise exists."
    )
    draft: Flag = Field(default=False, description="true: not yet in force by anybody's word.")
    due: DueForm | None = Field(
        default=None, description="The deadline: a day, or {on: …, at: …, zone: …}."
    )
    readings: Entries[ReadingForm] = Field(
        default=(), description="What sides take a term to mean where they differ."
    )
    amendments: Entries[AmendmentForm] = Field(
        default=(), description="Dated changes of its terms. Add one; never edit the old text."
    )
    quantity: QuantityForm | None = Field(default=None, description="For kind quantity.")
    recurrence: Recurrence = Field(
        default="", description="For kind recurring: FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31."
    )
    service_level: ServiceLevelForm | None = Field(
        default=None, description="For kind service-level."
    )
    conditions: Entries[ConditionForm] = Field(
        default=(), description="Ties to events and to other commitments."
    )
    rulings: Entries[RulingForm] = Field(
        default=(), description="What people have decided about it, with the proof."
    )
    measurements: Entries[MeasurementForm] = Field(
        default=(), description="Readings of its series, kept by hand."
    )
    supersedes: Texts = Field(default=(), description="Ids of commitments that it replaces.")
    survives: Flag = Field(
        default=False, description="true: it goes on when its agreement has ended."
    )
    proof: Annotated[Proof, one_of(Proof)] = Field(
        default=Proof.CORROBORATED,
        description="What `met` needs: official, corroborated (or two families), person.",
    )
    watch: WatchForm = Field(default_factory=WatchForm, description="What to look for in news.")
    alerts: AlertsForm = Field(default_factory=AlertsForm, description="Whom to tell, how loudly.")
    tags: Texts = Field(default=(), description="Words of your own, for routes and filters.")
    note: Text = Field(default="", description="Anything worth remembering.")
    verified_on: Day | None = Field(
        default=None, description="The day somebody last checked this entry against its sources."
    )

    def value(self, line: int) -> Commitment:
        """The domain's value, parties still as written. line: where it stands in its file."""
        due = self._due()
        return Commitment(
            id=self.id,
            kind=self.kind,
            obligor=self.obligor,
            obligee=self.obligee,
            statement=self.statement,
            made=self.made or LONG_AGO,
            agreement=self.agreement,
            text=self.text.value() if self.text else PromiseText(),
            confirmed_by=self.confirmed_by,
            draft=self.draft,
            due=due,
            readings=tuple(r.value(due) for r in self.readings),
            amendments=tuple(a.value(due) for a in self.amendments),
            quantity=self.quantity.value() if self.quantity else None,
            recurrence=self.recurrence,
            service_level=self.service_level.value() if self.service_level else None,
            conditions=tuple(c.value() for c in self.conditions),
            rulings=tuple(r.value() for r in self.rulings),
            measurements=tuple(m.value() for m in self.measurements),
            supersedes=self.supersedes,
            survives=self.survives,
            proof=self.proof,
            watch=self.watch.value(),
            alerts=self.alerts.value(),
            tags=self.tags,
            note=self.note,
            verified_on=self.verified_on,
            line=line,
        )

    def _due(self) -> Due | None:
        """The deadline; a quantity without one is owed by the last day that counts."""
        if self.due is None and self.quantity is not None and self.quantity.ends is not None:
            return Due(on=self.quantity.ends)
        return self.due.value() if self.due is not None else None


class RegisterForm(Form):
    """Everything in `commitments.yaml`."""

    thing: ClassVar[str] = "The file"

    version: Version = Field(default=1, description="The version of this format: 1.")
    parties: Entries[PartyForm] = Field(
        default=(), description="Only what the built-in parties lack."
    )
    agreements: Entries[AgreementForm] = Field(default=(), description="The deals.")
    events: Entries[EventForm] = Field(default=(), description="What happened, by day.")
    commitments: Entries[CommitmentForm] = Field(description="The promises under watch.")
