"""A scenario as the user writes it: what is declared, what happens, what must stand then."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, WithJsonSchema

from monitor.declared.fields import (
    Day,
    Entries,
    Flag,
    Id,
    Number,
    OneOrMany,
    Text,
    Texts,
    as_texts,
    one_of,
)
from monitor.declared.form import Form, refuse
from monitor.domain.evidence import Act, Side, Signal, Verdict
from monitor.domain.standing import Suffix, Word


def _moment(value: object) -> object:
    """A day (its noon in UTC) or a moment with a zone, such as 2025-12-31T18:00Z."""
    if not isinstance(value, str):
        return value
    try:
        if len(value) == len("2025-12-31"):
            return datetime.fromisoformat(f"{value}T12:00+00:00")
        found = datetime.fromisoformat(value)
    except ValueError:
        raise refuse(f"`{value[:40]}` is no moment.", "such as 2025-12-31T18:00Z") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


SuffixWords = Annotated[tuple[Annotated[Suffix, one_of(Suffix)], ...], as_texts(), OneOrMany()]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "examples": ["2025-12-31", "2025-12-31T18:00Z"]}),
]


class NewsForm(Form):
    """A news item that the program reads by itself."""

    thing: ClassVar[str] = "A piece of news"

    at: Moment = Field(description="When it was published: a day (noon) or a moment.")
    feed: Id = Field(description="The feed that carried it.")
    title: Text = Field(description="Its headline.")
    summary: Text = Field(default="", description="Its first sentences.")


class EvidenceForm(Form):
    """What a news item says, given ready-made: for scenarios about standings, not reading."""

    thing: ClassVar[str] = "A piece of evidence"

    at: Moment = Field(description="When it was learned.")
    commitment: Id = Field(description="What it is about.")
    signal: Annotated[Signal, one_of(Signal)] = Field(description="What it reports.")
    act: Annotated[Act, one_of(Act)] = Field(default=Act.FINDING, description="As what it says so.")
    feed: Id = Field(description="The feed that carried it.")
    claimant: Text = Field(default="", description="Who says so, if not the outlet itself.")
    side: Annotated[Side, one_of(Side)] = Field(
        default=Side.OUTLET, description="Where that one stands."
    )
    quote: Text = Field(default="", description="In which words.")
    story: Text = Field(default="", description="Copies of one story share this.")
    happened_on: Day | None = Field(default=None, description="When it happened, if it says so.")
    amount: Number | None = Field(default=None, description="An amount that it names.")
    unit: Text = Field(default="", description="The unit of the amount.")
    new_due: Day | None = Field(default=None, description="A new date that it names.")


class ReadingForm(Form):
    """A reading of a series becomes known."""

    thing: ClassVar[str] = "A measurement"

    at: Moment = Field(description="When it became known.")
    commitment: Id = Field(description="What it measures.")
    series: Text = Field(description="Of which series.")
    amount: Number = Field(alias="value", description="How much.")
    unit: Text = Field(description="In which unit.")
    through: Day = Field(description="The last day it speaks of.")
    begins: Day | None = Field(default=None, alias="from", description="The first day, if any.")
    retracted: Flag = Field(default=False, description="true: takes back an earlier one.")


class DecisionForm(Form):
    """A person decides."""

    thing: ClassVar[str] = "A ruling"

    at: Moment = Field(description="When.")
    commitment: Id = Field(description="On what.")
    verdict: Annotated[Verdict, one_of(Verdict)] = Field(description="What.")
    by: Text = Field(default="the desk", description="Who.")
    because: Text = Field(default="decided", description="Why.")
    on: Day | None = Field(default=None, description="When what it rules on took place.")
    until: Day | None = Field(default=None, description="The day on which it no longer holds.")
    target: Text = Field(default="", description="The story or evidence it is about.")
    word: Text = Field(default="", description="For override: the word to print.")


class ExpectForm(Form):
    """What must stand at a moment."""

    thing: ClassVar[str] = "An expectation"

    at: Moment = Field(description="When: a day (noon UTC) or a moment.")
    commitment: Id = Field(default="", description="Of what; needless where there is just one.")
    word: Annotated[Word, one_of(Word)] = Field(description="The word that is printed.")
    suffixes: SuffixWords | None = Field(
        default=None, description="Exactly these beside it; left out: any."
    )
    says: Texts = Field(default=(), description="Words that must stand in the reasons.")
    because: Text = Field(default="", description="Why, for the reader of the scenario.")


class ToldForm(Form):
    """An alert that must have been told."""

    thing: ClassVar[str] = "An alert"

    on: Day = Field(description="On which day (UTC).")
    cause: Text = Field(description="Its cause: overdue.")
    commitment: Id = Field(default="", description="About what; needless where there is just one.")


class ScenarioForm(Form):
    """A scenario: a unit test for commitments."""

    thing: ClassVar[str] = "The scenario"

    scenario: Text = Field(description="What it shows, in one sentence.")
    story: Text = Field(default="", description="More, for its reader.")
    declares: object = Field(description="As in commitments.yaml.")
    sources: object = Field(default=None, description="As in feeds.yaml.")
    news: Entries[NewsForm] = Field(default=(), description="Items to be read.")
    evidence: Entries[EvidenceForm] = Field(default=(), description="Evidence, ready-made.")
    measurements: Entries[ReadingForm] = Field(default=(), description="Readings of series.")
    rulings: Entries[DecisionForm] = Field(default=(), description="Decisions of people.")
    dead: Texts = Field(default=(), description="Feeds that never answer.")
    blackout: Texts = Field(default=(), description="From and to: no feed answers in between.")
    expect: Entries[ExpectForm] = Field(description="What must stand.")
    told: Entries[ToldForm] = Field(default=(), description="What must have been told.")
    never_told: Texts = Field(default=(), description="Causes of which nothing may be told.")
