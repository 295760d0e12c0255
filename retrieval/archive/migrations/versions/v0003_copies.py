"""Earlier versions of articles, and exact copies as links of one article."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, column, select, table, update

from retrieval.archive.columns import BYTES, NUMBER, TEXT, WHOLE
from retrieval.archive.copies import words_digest

revision, down_revision = "0003", "0002"

_ARTICLES = table("articles", column("number"), column("title"), column("text"), column("words"))


def upgrade() -> None:
    """Make the tables, and a digest of what each article says."""
    op.create_table(
        "history",
        Column("number", WHOLE, primary_key=True),
        Column("article", WHOLE, ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
        Column("title", TEXT, nullable=False),
        Column("text", TEXT, nullable=False),
        Column("replaced", NUMBER, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("history_article", "history", ["article"])
    op.add_column("articles", Column("words", BYTES))
    _digest_words()
    op.create_index("articles_words", "articles", ["words"])
    op.create_table(
        "links",
        Column("number", WHOLE, primary_key=True),
        Column("article", WHOLE, ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
        Column("id", TEXT, nullable=False, unique=True),
        Column("url", TEXT, nullable=False),
        Column("publisher", TEXT),
        Column("publisher_key", TEXT),
        Column("published", NUMBER),
        Column("tags", TEXT, nullable=False),
        Column("source", TEXT, nullable=False),
        Column("position", WHOLE),
        Column("digest", BYTES, nullable=False),
        Column("read_at", NUMBER),
        sqlite_strict=True,
    )
    op.create_index("links_article", "links", ["article"])
    op.create_index("links_source", "links", ["source"])
    op.create_index("links_publisher", "links", ["publisher_key"])


def _digest_words() -> None:
    connection, known = op.get_bind(), _ARTICLES.c
    for (number,) in connection.execute(select(known.number)).all():
        this = known.number == number
        title, text = connection.execute(select(known.title, known.text).where(this)).one()
        words = words_digest(title, text)
        connection.execute(update(_ARTICLES).where(this).values(words=words))
