"""`config/alerts.yaml` as the user writes it: whom we tell, and how."""

from typing import Annotated, ClassVar

from pydantic import Field

from monitor.declared.commitment_form import CauseWord, SeverityWord
from monitor.declared.fields import (
    Entries,
    Flag,
    Hours,
    Id,
    Minutes,
    Networks,
    OneOrMany,
    Schedule,
    Text,
    Texts,
    TimeOfDay,
    Version,
    Whole,
    Zone,
    as_texts,
)
from monitor.declared.form import Form, shown_by
from monitor.domain.alert import QuietHours, Route, Severity


class ChannelForm(Form):
    """Where messages go."""

    model_config = shown_by({"id": "slack", "url": "${SLACK_URL}"})
    thing: ClassVar[str] = "A channel"

    id: Id = Field(description="A short, stable id: ag-desk-slack.")
    url: Text = Field(
        default="",
        description="Its address, best as a reference: ${SLACK_URL} or file:slack.txt. "
        "Any service Apprise knows. Without it, the channel is the terminal.",
    )
    per_hour: Whole = Field(default=20, description="The most messages in an hour.")


class QuietForm(Form):
    """Hours in which only critical alerts go out."""

    thing: ClassVar[str] = "A quiet time"

    begins: TimeOfDay = Field(alias="from", description='When they begin: "22:00".')
    ends: TimeOfDay = Field(alias="to", description='When they end: "07:00".')
    zone: Zone | None = Field(default=None, description="On which clock; else the reader's.")


class EscalateForm(Form):
    """Who is told too when nobody has acknowledged."""

    thing: ClassVar[str] = "An escalation"

    to: Text = Field(description="The id of another route.")
    after: Hours = Field(description="How long to wait: 4h.")


class RouteForm(Form):
    """Which alerts go to which channels. Every matcher that is given must match."""

    model_config = shown_by({"id": "ag-desk", "channels": ["slack"], "at_least": "warning"})
    thing: ClassVar[str] = "A route"

    id: Id = Field(description="A short, stable id.")
    channels: Texts = Field(description="Ids of the channels it leads to.")
    agreements: Texts = Field(default=(), description="Only alerts about these agreements.")
    commitments: Texts = Field(default=(), description="Only alerts about these commitments.")
    parties: Texts = Field(default=(), description="Only what these parties owe or are owed.")
    tags: Texts = Field(default=(), description="Only commitments with one of these tags.")
    causes: Annotated[tuple[CauseWord, ...], as_texts(), OneOrMany()] = Field(
        default=(), description="Only alerts for these causes."
    )
    at_least: SeverityWord = Field(
        default=Severity.INFO, description="Only alerts at least this severe."
    )
    quiet: QuietForm | None = Field(default=None, description="Hours in which it keeps still.")
    zone: Zone | None = Field(default=None, description="The clock of its digest.")
    digest: Schedule = Field(
        default="", description='Collect and send on a schedule: "0 8 * * mon-fri".'
    )
    group: Minutes = Field(default=0, description="How long to wait for alerts to join: 10m.")
    repeat: Hours = Field(default=0, description="Tell again while it lasts: 24h.")
    escalate: EscalateForm | None = Field(
        default=None, description="Who is told too when nobody acknowledges."
    )
    proceed: Flag = Field(default=False, description="true: later routes may take it as well.")

    def value(self, reader_zone: str) -> Route:
        """The domain's value; a route without a clock of its own goes by the reader's."""
        zone = self.zone or reader_zone
        return Route(
            id=self.id,
            channels=self.channels,
            agreements=self.agreements,
            commitments=self.commitments,
            parties=self.parties,
            tags=self.tags,
            causes=self.causes,
            at_least=self.at_least,
            quiet=self._quiet_hours(zone),
            zone=zone,
            digest=self.digest,
            group_minutes=self.group,
            repeat_hours=self.repeat,
            escalate_to=self.escalate.to if self.escalate else "",
            escalate_after_hours=self.escalate.after if self.escalate else 0,
            proceed=self.proceed,
        )

    def _quiet_hours(self, zone: str) -> QuietHours | None:
        if self.quiet is None:
            return None
        return QuietHours(
            begins=self.quiet.begins, ends=self.quiet.ends, zone=self.quiet.zone or zone
        )


class PolicyForm(Form):
    """Everything in `config/alerts.yaml`."""

    thing: ClassVar[str] = "The file"

    version: Version = Field(default=1, description="The version of this format: 1.")
    channels: Entries[ChannelForm] = Field(default=(), description="Where messages can go.")
    routes: Entries[RouteForm] = Field(
        default=(), description="Which alerts go where; the first that matches wins."
    )
    triage: Text = Field(
        default="terminal", description="The channel or route for what no route takes."
    )
    severity: dict[CauseWord, SeverityWord] = Field(
        default_factory=dict, description="Severities of your own: {shortfall: critical}."
    )
    reader_zone: Zone = Field(default="UTC", description="The clock of the people who read.")
    heartbeat: Text = Field(
        default="", description="An address asked while the monitor is well: ${HEARTBEAT_URL}."
    )
    allow_private: Networks = Field(
        default=(), description="Networks that channels may lie in though they are not public."
    )
