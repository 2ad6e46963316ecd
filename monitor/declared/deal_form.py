"""Parties, agreements and events as the user writes them."""

from typing import ClassVar

from pydantic import Field

from monitor.declared.fields import Day, Id, Text, Texts
from monitor.declared.form import Form
from monitor.domain.commitment import Agreement, Event, Party


class PartyForm(Form):
    """Who can owe or be owed; extends a built-in party of the same id."""

    thing: ClassVar[str] = "A party"

    id: Text = Field(description="Its id: CN, US, or any short name.")
    name: Text = Field(default="", description="Its usual name.")
    aliases: Texts = Field(
        default=(),
        description="What else news calls it: demonyms, capitals, offices, leaders, companies.",
    )
    organs: Texts = Field(
        default=(), description="Publisher families that speak for it; never independent of it."
    )

    def value(self) -> Party:
        """The domain's value; an empty name is filled in when parties are merged."""
        return Party(id=self.id, name=self.name, aliases=self.aliases, organs=self.organs)


class AgreementForm(Form):
    """The deal that groups commitments."""

    thing: ClassVar[str] = "An agreement"

    id: Id = Field(description="A short, stable id: busan-2025.")
    name: Text = Field(description="What people call it.")
    aliases: Texts = Field(default=(), description="What else news calls it.")
    parties: Texts = Field(default=(), description="Who made it: ids, names or aliases.")
    made: Day | None = Field(default=None, description="The day it was made.")
    parent: Text = Field(default="", description="The id of the agreement it belongs to.")
    source: Text = Field(default="", description="Where it can be read.")

    def value(self) -> Agreement:
        """The domain's value."""
        return Agreement(
            id=self.id,
            name=self.name,
            aliases=self.aliases,
            parties=self.parties,
            made=self.made,
            parent=self.parent,
            source=self.source,
        )


class EventForm(Form):
    """Something that happened once and that deadlines or conditions hang on."""

    thing: ClassVar[str] = "An event"

    id: Id = Field(description="A short, stable id.")
    on: Day = Field(description="The day it happened.")
    text: Text = Field(default="", description="What happened.")
    source: Text = Field(default="", description="Where it can be read.")
    learned_on: Day | None = Field(default=None, description="The day it became known, if later.")

    def value(self) -> Event:
        """The domain's value."""
        return Event(
            id=self.id,
            on=self.on,
            text=self.text,
            source=self.source,
            learned_on=self.learned_on,
        )
