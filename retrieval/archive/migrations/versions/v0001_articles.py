"""Articles with their tags, passages and statements, and the vectors of passages."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey

from retrieval.archive.columns import BYTES, FLAG, NUMBER, TEXT, WHOLE

revision, down_revision = "0001", None
APPLICATION_ID = 0x63697465  # "cite"


def upgrade() -> None:
    """Make the first tables."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    meta = op.create_table(
        "meta",
        Column("name", TEXT, primary_key=True),
        Column("value", WHOLE, nullable=False),
        sqlite_strict=True,
    )
    op.bulk_insert(meta, [{"name": "revision", "value": 0}, {"name": "derived", "value": 0}])
    op.create_table(
        "articles",
        Column("number", WHOLE, primary_key=True),
        Column("id", TEXT, nullable=False, unique=True),
        Column("title", TEXT, nullable=False),
        Column("text", TEXT, nullable=False),
        Column("url", TEXT),
        Column("publisher", TEXT),
        Column("publisher_key", TEXT),
        Column("published", NUMBER),
        Column("tags", TEXT, nullable=False),
        Column("source", TEXT, nullable=False),
        Column("position", WHOLE),
        Column("truncated", FLAG, nullable=False),
        Column("digest", BYTES, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("articles_source", "articles", ["source"])
    op.create_index("articles_published", "articles", ["published"])
    op.create_index("articles_publisher", "articles", ["publisher_key"])
    op.create_table(
        "tags",
        Column(
            "article", WHOLE, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True
        ),
        Column("tag", TEXT, primary_key=True),
        Column("tag_key", TEXT, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("tags_key", "tags", ["tag_key"])
    op.create_table(
        "passages",
        Column("id", WHOLE, primary_key=True),
        Column("article", WHOLE, ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
        Column("start", WHOLE, nullable=False),
        Column("stop", WHOLE, nullable=False),
        Column("digest", BYTES, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("passages_article", "passages", ["article"])
    op.create_table(
        "statements",
        Column("id", WHOLE, primary_key=True),
        Column("article", WHOLE, ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
        Column("speaker", TEXT),
        Column("spans", TEXT, nullable=False),
        Column("quoted", FLAG, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("statements_article", "statements", ["article"])
    op.create_index("statements_speaker", "statements", ["speaker"])
    op.create_table(
        "vectors",
        Column("fingerprint", TEXT, primary_key=True),
        Column("digest", BYTES, primary_key=True),
        Column("vector", BYTES, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
