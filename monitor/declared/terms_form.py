"""What is owed in detail: how much, how fast, under which conditions, and how that changed."""

from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from monitor.declared.due_form import DueForm
from monitor.declared.fields import (
    Countries,
    Day,
    Entries,
    Flag,
    Length,
    Number,
    Text,
    Texts,
    as_entries,
    one_of,
)
from monitor.declared.form import Form, refuse, shown_by
from monitor.domain.calendar import Due
from monitor.domain.commitment import (
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    Condition,
    ConditionKind,
    Direction,
    Proration,
    Quantity,
    Reading,
    ServiceLevel,
    Step,
)


class StepForm(Form):
    """How much is expected by the end of a day."""

    thing: ClassVar[str] = "A step"

    on: Day = Field(description="The day by whose end this much is expected.")
    amount: Number = Field(description="How much, in the unit of the quantity.")

    def value(self) -> Step:
        """The domain's value."""
        return Step(on=self.on, amount=self.amount)


class QuantityForm(Form):
    """How much, of what, over which days."""

    model_config = shown_by({"target": "12", "unit": "Mt", "from": "2025-11-01"})
    thing: ClassVar[str] = "A quantity"

    target: Number = Field(description="How much in all.")
    unit: Text = Field(description="What is counted: Mt, t, USD bn, GW, people.")
    direction: Annotated[Direction, one_of(Direction)] = Field(
        default=Direction.AT_LEAST,
        description="Which side of the target keeps it.",
    )
    begins: Day | None = Field(
        default=None, alias="from", description="The first day that counts; without it `made`."
    )
    ends: Day | None = Field(
        default=None, alias="to", description="The last day that counts; without it `due`."
    )
    series: Texts = Field(
        default=(), description="Ids of the series that measure it, declared in feeds.yaml."
    )
    proration: Annotated[Proration, one_of(Proration)] = Field(
        default=Proration.LINEAR, description="How much is expected by a day inside the period."
    )
    weights: Annotated[tuple[Number, ...], as_entries()] = Field(
        default=(), description="Twelve monthly shares, January first, for seasonal proration."
    )
    steps: Entries[StepForm] = Field(default=(), description="For stepped proration.")
    at_risk_below: Number = Field(
        default=Decimal("0.85"),
        description="Reported over expected below which the pace is at risk: 0.85.",
    )
    tolerance: Number = Field(
        default=Decimal("0.10"),
        description="The relative gap between two series beyond which they conflict: 0.10.",
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.begins is not None and self.ends is not None and self.begins > self.ends:
            raise refuse("`from` lies after `to`.")
        if self.proration is Proration.SEASONAL and len(self.weights) != 12:
            raise refuse("Seasonal proration needs twelve `weights`, January first.")
        if self.proration is Proration.STEPPED and not self.steps:
            raise refuse("Stepped proration needs `steps`.", "steps: [{on: …, amount: …}]")
        if any(w < 0 for w in self.weights) or (self.weights and not any(self.weights)):
            raise refuse("The `weights` must not be negative, nor all zero.")
        if self.target < 0 or (self.target == 0 and self.direction is Direction.AT_LEAST):
            raise refuse("The `target` must be above zero.", "zero goes with direction: at-most")
        if not 0 <= self.at_risk_below <= 2 or not 0 <= self.tolerance <= 2:
            raise refuse("`at_risk_below` and `tolerance` are shares.", "write 0.85 for 85 %")
        return self

    def value(self) -> Quantity:
        """The domain's value."""
        return Quantity(
            target=self.target,
            unit=self.unit,
            direction=self.direction,
            begins=self.begins,
            ends=self.ends,
            series=self.series,
            proration=self.proration,
            weights=self.weights,
            steps=tuple(sorted((s.value() for s in self.steps), key=lambda step: step.on)),
            at_risk_below=self.at_risk_below,
            tolerance=self.tolerance,
        )


class ServiceLevelForm(Form):
    """Each request answered within a time, or a share of requests granted."""

    thing: ClassVar[str] = "A service level"

    within: Length = Field(description="The time for an answer: 45wd, 30d.")
    asked: Text = Field(default="", description="The series that counts requests.")
    answered: Text = Field(default="", description="The series that counts answers.")
    granted: Text = Field(default="", description="The series that counts grants.")
    share: Number | None = Field(
        default=None, description="The share of requests to be granted, 0 to 1."
    )
    working_calendars: Countries = Field(
        default=(), description="Countries (ISO codes) whose holidays are no working days."
    )

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if self.share is not None and not 0 <= self.share <= 1:
            raise refuse("`share` runs from 0 to 1.", "write 0.9 for 90 %")
        return self

    def value(self) -> ServiceLevel:
        """The domain's value."""
        return ServiceLevel(
            within=self.within,
            asked=self.asked,
            answered=self.answered,
            granted=self.granted,
            share=self.share,
            working_calendars=self.working_calendars,
        )


class ConditionForm(Form):
    """A tie to an event or to another commitment."""

    thing: ClassVar[str] = "A condition"

    kind: Annotated[ConditionKind, one_of(ConditionKind)] = Field(
        description="antecedent: binds only after it. trigger: it makes this due. "
        "consequence: a breach of this brings the other into force. ground: the legal basis."
    )
    on: Text = Field(description="The id of an event or a commitment of this file.")
    text: Text = Field(default="", description="The condition in the text's own words.")

    def value(self) -> Condition:
        """The domain's value."""
        return Condition(kind=self.kind, on=self.on, text=self.text)


class ReadingForm(Form):
    """What one side takes a term to mean."""

    thing: ClassVar[str] = "A reading"

    by: Text = Field(description="Who reads it so: a party, or any other source.")
    due: DueForm | None = Field(default=None, description="The deadline as they read it.")
    text: Text = Field(default="", description="What they take it to mean.")
    url: Text = Field(default="", description="Where they say so.")

    def value(self, due_before: Due | None) -> Reading:
        """The domain's value. due_before: the commitment's own deadline."""
        due = self.due.value(due_before) if self.due else None
        return Reading(by=self.by, due=due, text=self.text, url=self.url)


class AmendmentForm(Form):
    """A dated change of terms; the old terms are kept and shown beside it."""

    model_config = shown_by({"on": "2025-12-03", "kind": "extend", "due": "2026-02-28"})
    thing: ClassVar[str] = "An amendment"

    on: Day = Field(description="The day the change takes effect.")
    kind: Annotated[AmendmentKind, one_of(AmendmentKind)] = Field(
        description="What it does: extend, suspend, resume, replace, waive, end."
    )
    due: DueForm | None = Field(default=None, description="The new deadline (extend, replace).")
    quantity: QuantityForm | None = Field(default=None, description="The new quantity (replace).")
    until: Day | None = Field(default=None, description="When a suspension lifts by itself.")
    freezes: Flag = Field(
        default=False, description="true: a suspension stops the clock and moves the deadline."
    )
    by: Text = Field(default="", description="The party that says so.")
    status: Annotated[AmendmentStatus, one_of(AmendmentStatus)] = Field(
        default=AmendmentStatus.AGREED, description="claimed by one side, or agreed."
    )
    learned_on: Day | None = Field(default=None, description="The day it became known, if later.")
    because: Text = Field(default="", description="Why.")
    source: Text = Field(default="", description="Where it is written.")

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.kind is AmendmentKind.EXTEND and self.due is None:
            raise refuse("An extension needs the new `due`.", "due: 2026-02-28")
        if self.until is not None and self.until < self.on:
            raise refuse("`until` lies before `on`.")
        return self

    def value(self, due_before: Due | None) -> Amendment:
        """The domain's value. due_before: the commitment's own deadline."""
        return Amendment(
            on=self.on,
            kind=self.kind,
            status=self.status,
            by=self.by,
            due=self.due.value(due_before) if self.due else None,
            quantity=self.quantity.value() if self.quantity else None,
            until=self.until,
            freezes=self.freezes,
            learned_on=self.learned_on,
            because=self.because,
            source=self.source,
        )
