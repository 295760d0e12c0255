"""Near copies share a story."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, text

from retrieval.archive.columns import BYTES, WHOLE

revision, down_revision = "0004", "0003"

_IN_STORY = text("story IS NOT NULL")


def upgrade() -> None:
    """Make room for stories and for the signatures by which they are found."""
    op.add_column("articles", Column("story", WHOLE))
    op.create_index(
        "articles_story",
        "articles",
        ["story"],
        sqlite_where=_IN_STORY,
        postgresql_where=_IN_STORY,
    )
    op.create_table(
        "signatures",
        Column(
            "article", WHOLE, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True
        ),
        Column("signature", BYTES),
        sqlite_strict=True,
    )
