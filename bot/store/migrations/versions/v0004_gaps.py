"""Questions that found no answer, of the servers that keep them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey

from retrieval.archive.columns import NUMBER, TEXT, WHOLE

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    """Make the tables of gaps."""
    op.create_table("gap_servers", Column("server_id", WHOLE, primary_key=True), sqlite_strict=True)
    server = ForeignKey("gap_servers.server_id", ondelete="CASCADE")
    op.create_table(
        "gaps",
        Column("server_id", WHOLE, server, nullable=False),
        Column("member_id", WHOLE, nullable=False),
        Column("question", TEXT, nullable=False),
        Column("asked_at", NUMBER, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("gaps_by_server", "gaps", ["server_id", "asked_at"])
