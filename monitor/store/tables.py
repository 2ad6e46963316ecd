"""The rows. They never leave this room: `records` turns them into values of the domain.

Columns are what a query asks for; where a whole value is kept as it was said, `payload` holds it
as JSON text (see `codec`). Instants are UTC: `timestamptz` on PostgreSQL, sortable text on SQLite.
"""

from datetime import datetime
from typing import cast

from sqlalchemy import CheckConstraint, Column, Index, Table, Text, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from monitor.domain.alert import DeliveryState, ResponseKind, Severity
from monitor.store.columns import BIG_NUMBER, NAMES, one_of, partial, payload

SQLModel.metadata.naming_convention = NAMES


class FeedRow(SQLModel, table=True):
    """A feed and its FeedHealth.

    declared: false once the feed has left `feeds.yaml`; its past is kept. address_mark: a digest
    of the address (which may hold a token). lease_until: when another may claim the feed.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        partial("ix_feeds_due", "next_poll", where="declared"),
        CheckConstraint("length(id) > 0", name="id_given"),
    )

    id: str = Field(primary_key=True)
    declared: bool
    address_mark: str
    next_poll: datetime
    lease_until: datetime | None = None
    payload: str = payload()


class WatchSpanRow(SQLModel, table=True):
    """An unbroken run of good looks at one feed; see `WatchSpan`."""

    __tablename__ = "watch_spans"
    __table_args__ = (
        CheckConstraint("began <= ended", name="order"),
        Index("ix_watch_spans_feed_ended", "feed", "ended"),
        Index("ix_watch_spans_ended", "ended"),
    )

    id: int | None = Field(default=None, primary_key=True)
    feed: str
    tier: str
    family: str
    began: datetime
    ended: datetime


class ItemRow(SQLModel, table=True):
    """An item as first seen; edits are in `item_revisions`, `fingerprint` is of the newest text.

    reader_version: of the reader that last read it, null while it waits to be read.
    """

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("feed", "key"),
        partial("ix_items_unread", "first_seen", "id", where="reader_version IS NULL"),
        Index("ix_items_first_seen", "first_seen"),
        CheckConstraint("revision >= 0", name="revision"),
    )

    id: str = Field(primary_key=True)
    feed: str
    key: str
    fingerprint: str
    title: str
    summary: str
    link: str
    published: datetime | None = None
    first_seen: datetime
    revision: int = 0
    outlet: str
    language: str
    story: str
    primed: bool
    reader_version: str | None = None


class ItemRevisionRow(SQLModel, table=True):
    """A later text of an item, kept beside the first."""

    __tablename__ = "item_revisions"
    __table_args__ = (CheckConstraint("revision > 0", name="revision"),)

    item: str = Field(primary_key=True, foreign_key="items.id")
    revision: int = Field(primary_key=True)
    fingerprint: str
    title: str
    summary: str
    link: str
    published: datetime | None = None
    learned_at: datetime


class FingerprintRow(SQLModel, table=True):
    """What is left of an item that retention let go: enough that it never looks new again.

    mark: 64 bits of a digest of feed and key.
    """

    __tablename__ = "fingerprints"

    mark: int = Field(sa_column=Column("mark", BIG_NUMBER, primary_key=True, autoincrement=False))
    fingerprint: str


class EvidenceRow(SQLModel, table=True):
    """What an item says about a commitment.

    superseded_at: when a newer reader no longer found it in the same text; null while it stands.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        Index("ix_evidence_commitment_learned_at", "commitment", "learned_at"),
        Index("ix_evidence_item", "item"),
    )

    id: str = Field(primary_key=True)
    item: str = Field(foreign_key="items.id")
    commitment: str
    revision: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    learned_at: datetime
    superseded_at: datetime | None = None
    payload: str = payload()


class MeasurementRow(SQLModel, table=True):
    """One reading of a series for a commitment."""

    __tablename__ = "measurements"
    __table_args__ = (Index("ix_measurements_commitment", "commitment", "learned_at"),)

    id: str = Field(primary_key=True)
    commitment: str
    learned_at: datetime
    payload: str = payload()


class RulingRow(SQLModel, table=True):
    """A person's decision."""

    __tablename__ = "rulings"
    __table_args__ = (Index("ix_rulings_commitment", "commitment", "learned_at"),)

    id: str = Field(primary_key=True)
    commitment: str
    learned_at: datetime
    payload: str = payload()


class StandingRow(SQLModel, table=True):
    """The latest standing. payload is null until the first assessment.

    dirty: its facts or terms changed since. next_look: when time alone may change it.
    """

    __tablename__ = "standings"
    __table_args__ = (
        partial("ix_standings_dirty", "commitment", where="dirty"),
        partial("ix_standings_next_look", "next_look", where="next_look IS NOT NULL"),
    )

    commitment: str = Field(primary_key=True)
    word: str | None = None
    assessed_at: datetime | None = None
    next_look: datetime | None = None
    dirty: bool = False
    payload: str | None = Field(default=None, sa_column=Column("payload", Text, nullable=True))


class TransitionRow(SQLModel, table=True):
    """A change of standing. seq orders those of one moment."""

    __tablename__ = "transitions"
    __table_args__ = (
        UniqueConstraint("id"),
        Index("ix_transitions_commitment_at", "commitment", "at"),
    )

    seq: int | None = Field(default=None, primary_key=True)
    id: str
    commitment: str
    at: datetime
    payload: str = payload()


class AlertRow(SQLModel, table=True):
    """An alert. Its key is unique: the same event is told once, whatever happens in between."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_alerts_commitment_at", "commitment", "at"),
        Index("ix_alerts_at", "at"),
        CheckConstraint(f"rank BETWEEN 0 AND {len(Severity) - 1}", name="rank"),
    )

    id: str = Field(primary_key=True)
    key: str
    commitment: str
    rank: int
    at: datetime
    payload: str = payload()


class DeliveryRow(SQLModel, table=True):
    """The outbox: one alert to one recipient of one channel.

    possible_repeat: an earlier attempt may have arrived.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("alert", "channel", "recipient"),
        partial("ix_deliveries_due", "not_before", where="state NOT IN ('sent', 'dead')"),
        Index("ix_deliveries_channel_sent_at", "channel", "recipient", "sent_at"),
        one_of("state", DeliveryState, "state"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name="lease"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent"),
    )

    id: str = Field(primary_key=True)
    alert: str = Field(foreign_key="alerts.id")
    channel: str
    group_key: str = ""
    recipient: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    state: str
    attempts: int = 0
    not_before: datetime
    lease_until: datetime | None = None
    created: datetime
    last_error: str = ""
    sent_at: datetime | None = None
    possible_repeat: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})


class ResponseRow(SQLModel, table=True):
    """What a person did about an alert, a commitment or whatever the matchers match."""

    __tablename__ = "responses"
    __table_args__ = (
        one_of("kind", ResponseKind, "kind"),
        Index("ix_responses_at", "at"),
    )

    id: str = Field(primary_key=True)
    kind: str
    alert: str
    commitment: str
    at: datetime
    until: datetime | None = None
    payload: str = payload()


class DeclaredRow(SQLModel, table=True):
    """A declared file as it stood from `learned_at` on."""

    __tablename__ = "declared"
    __table_args__ = (Index("ix_declared_which_learned_at", "which", "learned_at"),)

    id: int | None = Field(default=None, primary_key=True)
    which: str
    digest: str
    learned_at: datetime
    payload: str = payload()


class RunRow(SQLModel, table=True):
    """A stretch of time in which the daemon ran; what lies between two is a gap."""

    __tablename__ = "runs"
    __table_args__ = (CheckConstraint("started <= last_tick", name="order"),)

    id: int | None = Field(default=None, primary_key=True)
    pid: int
    started: datetime
    last_tick: datetime
    stopped: datetime | None = None


def table(row: type[SQLModel]) -> Table:
    """The Core table behind a row class."""
    return cast("Table", vars(row)["__table__"])
