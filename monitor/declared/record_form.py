"""What is known of a commitment by hand: rulings and measurements kept beside its terms."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from monitor.declared.fields import Day, Flag, Number, Text, one_of
from monitor.declared.form import Form, refuse
from monitor.domain.commitment import DeclaredMeasurement, DeclaredRuling
from monitor.domain.evidence import Verdict
from monitor.domain.standing import Word


class RulingForm(Form):
    """A person's decision, with the reason and the source."""

    thing: ClassVar[str] = "A ruling"

    verdict: Annotated[Verdict, one_of(Verdict)] = Field(
        description="met, missed, confirm, dismiss, cured or override."
    )
    on: Day = Field(description="The day on which what it rules on took place.")
    by: Text = Field(description="Who decided.")
    because: Text = Field(description="Why, in a sentence.")
    source: Text = Field(default="", description="Where the proof can be read.")
    learned_on: Day | None = Field(default=None, description="From when it counts; else `on`.")
    until: Day | None = Field(default=None, description="The day on which it no longer holds.")
    target: Text = Field(default="", description="The story or evidence it is about.")
    word: Annotated[Word, one_of(Word)] | None = Field(
        default=None, description="For override: the word to print instead."
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.until is not None and self.until <= self.on:
            raise refuse("`until` must lie after `on`.", "the day on which it no longer holds")
        overrides = self.verdict is Verdict.OVERRIDE
        if overrides and (self.word is None or self.until is None):
            hint = "word: on track, until: 2026-03-31"
            raise refuse("An override needs the `word` to print and its end, `until`.", hint)
        if self.word is not None and not overrides:
            raise refuse("Only an override prints a `word` of its own.", "verdict: override")
        return self

    def value(self) -> DeclaredRuling:
        """The domain's value."""
        return DeclaredRuling(
            verdict=self.verdict.value,
            on=self.on,
            by=self.by,
            because=self.because,
            source=self.source,
            learned_on=self.learned_on,
            until=self.until,
            target=self.target,
            word=self.word.value if self.word else "",
        )


class MeasurementForm(Form):
    """One reading of a series."""

    thing: ClassVar[str] = "A measurement"

    series: Text = Field(description="The id of the series, declared in feeds.yaml.")
    amount: Number = Field(alias="value", description="How much.")
    unit: Text = Field(description="What is counted: Mt, USD bn, licences.")
    through: Day = Field(description="The last day it speaks of.")
    begins: Day | None = Field(
        default=None, alias="from", description="The first day, for a reading of one period."
    )
    learned_on: Day | None = Field(
        default=None, description="From when it counts; else the day after `through`."
    )
    source: Text = Field(default="", description="Where it can be read.")
    note: Text = Field(default="", description="Anything worth remembering.")
    retracted: Flag = Field(default=False, description="true: takes back an earlier reading.")

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.begins is not None and self.begins > self.through:
            raise refuse("`from` lies after `through`.")
        return self

    def value(self) -> DeclaredMeasurement:
        """The domain's value."""
        return DeclaredMeasurement(
            series=self.series,
            value=self.amount,
            unit=self.unit,
            through=self.through,
            begins=self.begins,
            learned_on=self.learned_on,
            source=self.source,
            note=self.note,
            retracted=self.retracted,
        )
