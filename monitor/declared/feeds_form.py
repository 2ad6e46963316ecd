"""`config/feeds.yaml` as the user writes it: where we look."""

from typing import Annotated, ClassVar

from pydantic import Field

from monitor.declared.fields import (
    Country,
    Days,
    Entries,
    Flag,
    HeaderName,
    Id,
    Language,
    Minutes,
    Networks,
    Text,
    Version,
    one_of,
)
from monitor.declared.form import Form, shown_by
from monitor.declared.readings_form import ReadingsForm
from monitor.domain.evidence import Series, Tier

TierWord = Annotated[Tier, one_of(Tier)]


class FamilyForm(Form):
    """A publisher whose feeds count as one witness."""

    thing: ClassVar[str] = "A family"

    id: Id = Field(description="A short, stable id: reuters.")
    owner: Text = Field(default="", description="Who owns it, where one owner has several.")
    party: Text = Field(default="", description="The party whose organ it is.")


class FeedForm(Form):
    """A source that is asked regularly."""

    model_config = shown_by(
        {"id": "ustr", "address": "https://ustr.gov/rss.xml", "tier": "official", "party": "US"}
    )
    thing: ClassVar[str] = "A feed"

    id: Id = Field(description="A short, stable id.")
    address: Text = Field(
        description="https://…, file: and a path, or a directory of saved feeds. "
        "A user name and password in it are sent as a header and never shown."
    )
    name: Text = Field(default="", description="Its name for people.")
    family: Id = Field(default="", description="Who publishes it; without it, its host's name.")
    owner: Text = Field(default="", description="Who owns that family.")
    tier: TierWord = Field(
        default=Tier.OUTLET,
        description="How it knows what it prints: official, wire, outlet, state-media, aggregator.",
    )
    party: Text = Field(default="", description="The party whose organ it is.")
    country: Country = Field(default="", description="Two letters: US.")
    language: Language = Field(default="en", description="Two letters: en.")
    interval: Minutes = Field(default=30, description="How often to ask: 30m.")
    max_silence: Days = Field(
        default=0, description="Quiet for longer is a fault of the feed: 14d. 0d: its own rhythm."
    )
    allow_private: Networks = Field(
        default=(), description="Networks it may resolve to though they are not public."
    )
    headers: dict[HeaderName, Text] = Field(
        default_factory=dict, description='Headers to send: {X-Api-Key: "${KEY}"}.'
    )
    ca_file: Text = Field(
        default="", description="A file with the certificates that vouch for its server."
    )
    readings: ReadingsForm | None = Field(
        default=None,
        description="For a table of figures instead of news: how its rows fill a series.",
    )


class SeriesForm(Form):
    """A named series of measurements."""

    model_config = shown_by({"id": "usda-shipped", "unit": "Mt", "every": "7d", "lag": "5d"})
    thing: ClassVar[str] = "A series"

    id: Id = Field(description="A short, stable id: usda-shipped.")
    name: Text = Field(default="", description="Its name for people.")
    unit: Text = Field(default="", description="What its readings count: Mt.")
    cumulative: Flag = Field(
        default=True, description="true: each reading is the total so far; false: one period's."
    )
    every: Days = Field(default=0, description="How often it is published: 7d.")
    lag: Days = Field(default=0, description="How long after its period: 5d.")
    family: Id = Field(default="", description="Who publishes it.")
    tier: TierWord = Field(default=Tier.OFFICIAL, description="How it knows what it counts.")
    party: Text = Field(default="", description="The party whose own count it is.")
    source: Text = Field(default="", description="Where it can be read.")

    def value(self) -> Series:
        """The domain's value."""
        return Series(
            id=self.id,
            name=self.name or self.id,
            unit=self.unit,
            cumulative=self.cumulative,
            every_days=self.every,
            lag_days=self.lag,
            family=self.family,
            tier=self.tier,
            party=self.party,
            source=self.source,
        )


class FeedsForm(Form):
    """Everything in `config/feeds.yaml`."""

    thing: ClassVar[str] = "The file"

    version: Version = Field(default=1, description="The version of this format: 1.")
    families: Entries[FamilyForm] = Field(default=(), description="Publishers, where worth a word.")
    feeds: Entries[FeedForm] = Field(default=(), description="The sources.")
    series: Entries[SeriesForm] = Field(default=(), description="The series of measurements.")
