"""Several bots on one memory: who lives, who works at what."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from retrieval.archive.columns import NUMBER, TEXT, WHOLE

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    """Make the list of processes and of what one does for all; slots get an owner."""
    op.add_column("slots", Column("owner", TEXT))
    op.create_table(
        "processes",
        Column("id", TEXT, primary_key=True),
        Column("shard", WHOLE, nullable=False),
        Column("shards", WHOLE, nullable=False),
        Column("beat_at", NUMBER, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "forgotten",
        Column("member_id", WHOLE, primary_key=True),
        Column("at", NUMBER, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "chores",
        Column("name", TEXT, primary_key=True),
        Column("owner", TEXT, nullable=False),
        Column("begun_at", NUMBER, nullable=False),
        Column("done", WHOLE, nullable=False),
        sqlite_strict=True,
    )
