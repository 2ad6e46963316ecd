"""One delivery for each recipient, responses of people, and evidence a newer reader took back.

A mail to three of whom one is refused used to be one row, and its retry went to all three. Rows
of the first revision carry on with an empty recipient: all that their channel names.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = "kind IN ('ack', 'snooze', 'resolve', 'silence', 'lift')"


def upgrade() -> None:
    """Carry a first database forward."""
    _recipients()
    _responses()
    _superseded_evidence()


def _recipients() -> None:
    with op.batch_alter_table("deliveries") as table:
        empty = sa.text("''")
        table.add_column(sa.Column("recipient", sa.String, nullable=False, server_default=empty))
        table.add_column(
            sa.Column(
                "possible_repeat", sa.Boolean, nullable=False, server_default=sa.text("false")
            )
        )
        table.drop_constraint(op.f("uq_deliveries_alert_channel"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_deliveries_alert_channel_recipient"), ["alert", "channel", "recipient"]
        )
    op.create_index(
        op.f("ix_deliveries_channel_sent_at"), "deliveries", ["channel", "recipient", "sent_at"]
    )
    # Tried more than once and not known to have failed cleanly: it may have arrived.
    op.execute(
        "UPDATE deliveries SET possible_repeat = true WHERE state = 'sending' AND attempts > 0"
    )


def _responses() -> None:
    op.create_table(
        "responses",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("alert", sa.String, nullable=False),
        sa.Column("commitment", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.CheckConstraint(KINDS, name=op.f("ck_responses_kind")),
    )
    op.create_index(op.f("ix_responses_at"), "responses", ["at"])


def _superseded_evidence() -> None:
    with op.batch_alter_table("evidence") as table:
        table.add_column(
            sa.Column("revision", sa.Integer, nullable=False, server_default=sa.text("0"))
        )
        table.add_column(sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
