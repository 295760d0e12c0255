"""Digests, their slots and what they posted."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey

from retrieval.archive.columns import NUMBER, TEXT, WHOLE

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """Make the tables of digests."""
    op.create_table(
        "subscriptions",
        Column("id", WHOLE, primary_key=True),
        Column("server_id", WHOLE, nullable=False),
        Column("channel_id", WHOLE, nullable=False),
        Column("creator_id", WHOLE),
        Column("tag", TEXT),
        Column("weekday", WHOLE),
        Column("hour", WHOLE, nullable=False),
        Column("minute", WHOLE, nullable=False),
        Column("zone", TEXT, nullable=False),
        Column("made_at", NUMBER, nullable=False),
        Column("stopped", TEXT),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("subscriptions_by_server", "subscriptions", ["server_id"])
    states = CheckConstraint("state IN ('claimed', 'done')")
    op.create_table(
        "slots",
        _subscription(),
        Column("day", TEXT, primary_key=True),
        Column("state", TEXT, states, nullable=False),
        Column("claimed_at", NUMBER, nullable=False),
        Column("article_ids", TEXT),
        Column("more", WHOLE, nullable=False, server_default="0"),
        Column("message_id", WHOLE),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seen",
        _subscription(),
        Column("article_id", TEXT, primary_key=True),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _subscription() -> Column[int]:
    key = ForeignKey("subscriptions.id", ondelete="CASCADE")
    return Column("subscription_id", WHOLE, key, primary_key=True)
