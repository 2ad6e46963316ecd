"""The first tables: feeds, items, facts, standings, the outbox, declared files and runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATES = "state IN ('waiting', 'sending', 'sent', 'blocked', 'dead', 'held')"


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=null)


def _payload(*, null: bool = False) -> sa.Column[str]:
    return sa.Column("payload", sa.Text, nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=null)


def _check(condition: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(name))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _index(name: str, table: str, columns: list[str], where: str = "") -> None:
    partial = {f"{db}_where": sa.text(where) for db in ("sqlite", "postgresql") if where}
    op.create_index(op.f(name), table, columns, **partial)


def upgrade() -> None:
    """Make every table."""
    _feeds_and_items()
    _facts()
    _standings()
    _outbox()
    _declared_and_runs()


def _feeds_and_items() -> None:
    op.create_table(
        "feeds",
        _text("id"),
        sa.Column("declared", sa.Boolean, nullable=False),
        _text("address_mark"),
        _instant("next_poll"),
        _instant("lease_until", null=True),
        _payload(),
        _primary("feeds", "id"),
        _check("length(id) > 0", "ck_feeds_id_given"),
    )
    _index("ix_feeds_due", "feeds", ["next_poll"], "declared")
    op.create_table(
        "watch_spans",
        _number("id"),
        _text("feed"),
        _text("tier"),
        _text("family"),
        _instant("began"),
        _instant("ended"),
        _primary("watch_spans", "id"),
        _check("began <= ended", "ck_watch_spans_order"),
    )
    _index("ix_watch_spans_feed_ended", "watch_spans", ["feed", "ended"])
    _index("ix_watch_spans_ended", "watch_spans", ["ended"])
    op.create_table(
        "items",
        *(_text(name) for name in ("id", "feed", "key", "fingerprint", "title", "summary", "link")),
        _instant("published", null=True),
        _instant("first_seen"),
        _number("revision"),
        *(_text(name) for name in ("outlet", "language", "story")),
        sa.Column("primed", sa.Boolean, nullable=False),
        _text("reader_version", null=True),
        _primary("items", "id"),
        sa.UniqueConstraint("feed", "key", name=op.f("uq_items_feed_key")),
        _check("revision >= 0", "ck_items_revision"),
    )
    _index("ix_items_unread", "items", ["first_seen", "id"], "reader_version IS NULL")
    _index("ix_items_first_seen", "items", ["first_seen"])
    op.create_table(
        "item_revisions",
        _text("item"),
        _number("revision"),
        *(_text(name) for name in ("fingerprint", "title", "summary", "link")),
        _instant("published", null=True),
        _instant("learned_at"),
        _primary("item_revisions", "item", "revision"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_item_revisions_item_items")),
        _check("revision > 0", "ck_item_revisions_revision"),
    )
    op.create_table(
        "fingerprints",
        sa.Column(
            "mark",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            autoincrement=False,
        ),
        _text("fingerprint"),
        _primary("fingerprints", "mark"),
    )


def _facts() -> None:
    op.create_table(
        "evidence",
        _text("id"),
        _text("item"),
        _text("commitment"),
        _instant("learned_at"),
        _payload(),
        _primary("evidence", "id"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_evidence_item_items")),
    )
    _index("ix_evidence_commitment_learned_at", "evidence", ["commitment", "learned_at"])
    _index("ix_evidence_item", "evidence", ["item"])
    for table in ("measurements", "rulings"):
        op.create_table(
            table,
            _text("id"),
            _text("commitment"),
            _instant("learned_at"),
            _payload(),
            _primary(table, "id"),
        )
        _index(f"ix_{table}_commitment", table, ["commitment", "learned_at"])


def _standings() -> None:
    op.create_table(
        "standings",
        _text("commitment"),
        _text("word", null=True),
        _instant("assessed_at", null=True),
        _instant("next_look", null=True),
        sa.Column("dirty", sa.Boolean, nullable=False),
        _payload(null=True),
        _primary("standings", "commitment"),
    )
    _index("ix_standings_dirty", "standings", ["commitment"], "dirty")
    _index("ix_standings_next_look", "standings", ["next_look"], "next_look IS NOT NULL")
    op.create_table(
        "transitions",
        _number("seq"),
        _text("id"),
        _text("commitment"),
        _instant("at"),
        _payload(),
        _primary("transitions", "seq"),
        sa.UniqueConstraint("id", name=op.f("uq_transitions_id")),
    )
    _index("ix_transitions_commitment_at", "transitions", ["commitment", "at"])


def _outbox() -> None:
    op.create_table(
        "alerts",
        _text("id"),
        _text("key"),
        _text("commitment"),
        _number("rank"),
        _instant("at"),
        _payload(),
        _primary("alerts", "id"),
        sa.UniqueConstraint("key", name=op.f("uq_alerts_key")),
        _check("rank BETWEEN 0 AND 3", "ck_alerts_rank"),
    )
    _index("ix_alerts_commitment_at", "alerts", ["commitment", "at"])
    _index("ix_alerts_at", "alerts", ["at"])
    op.create_table(
        "deliveries",
        *(_text(name) for name in ("id", "alert", "channel", "group_key", "state")),
        _number("attempts"),
        _instant("not_before"),
        _instant("lease_until", null=True),
        _instant("created"),
        _text("last_error"),
        _instant("sent_at", null=True),
        _primary("deliveries", "id"),
        sa.ForeignKeyConstraint(["alert"], ["alerts.id"], name=op.f("fk_deliveries_alert_alerts")),
        sa.UniqueConstraint("alert", "channel", name=op.f("uq_deliveries_alert_channel")),
        _check(STATES, "ck_deliveries_state"),
        _check("attempts >= 0", "ck_deliveries_attempts"),
        _check("state <> 'sending' OR lease_until IS NOT NULL", "ck_deliveries_lease"),
        _check("state <> 'sent' OR sent_at IS NOT NULL", "ck_deliveries_sent"),
    )
    _index("ix_deliveries_due", "deliveries", ["not_before"], "state NOT IN ('sent', 'dead')")


def _declared_and_runs() -> None:
    op.create_table(
        "declared",
        _number("id"),
        _text("which"),
        _text("digest"),
        _instant("learned_at"),
        _payload(),
        _primary("declared", "id"),
    )
    _index("ix_declared_which_learned_at", "declared", ["which", "learned_at"])
    op.create_table(
        "runs",
        _number("id"),
        _number("pid"),
        _instant("started"),
        _instant("last_tick"),
        _instant("stopped", null=True),
        _primary("runs", "id"),
        _check("started <= last_tick", "ck_runs_order"),
    )
