"""How much members and servers may ask."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint, Column

from retrieval.archive.columns import NUMBER, TEXT, WHOLE

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Make the token buckets."""
    owners = CheckConstraint("owner IN ('member', 'server')")
    op.create_table(
        "buckets",
        Column("owner", TEXT, owners, primary_key=True),
        Column("id", WHOLE, primary_key=True),
        Column("tokens", NUMBER, nullable=False),
        Column("at", NUMBER, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
