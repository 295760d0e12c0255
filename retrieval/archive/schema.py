"""The archive's tables, as the newest migration leaves them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, MetaData, Table

from retrieval.archive.columns import BYTES, FLAG, NUMBER, TEXT, WHOLE

VERSION = 5
"""The number of the newest migration."""

metadata = MetaData()


def _table(name: str, *columns: Column[Any], **options: Any) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True, **options)


def _article(*, primary_key: bool = False) -> Column[int]:
    """The number of the article that a row belongs to, and goes with."""
    article = ForeignKey("articles.number", ondelete="CASCADE")
    return Column("article", WHOLE, article, nullable=False, primary_key=primary_key)


meta = _table(
    "meta",
    Column("name", TEXT, primary_key=True),
    Column("value", WHOLE, nullable=False),
)

articles = _table(
    "articles",
    Column("number", WHOLE, primary_key=True),
    Column("id", TEXT, nullable=False, unique=True),
    Column("title", TEXT, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("url", TEXT),
    Column("publisher", TEXT),
    Column("publisher_key", TEXT),
    Column("published", NUMBER),  # POSIX seconds; NULL is unknown
    Column("tags", TEXT, nullable=False),  # JSON, in the source's order
    Column("source", TEXT, nullable=False),
    Column("position", WHOLE),
    Column("truncated", FLAG, nullable=False),
    Column("digest", BYTES, nullable=False),  # of all that the source gave
    Column("read_at", NUMBER),  # when it was last read in full
    Column("words", BYTES),  # digest of headline and text, less the spacing
    Column("story", WHOLE),  # shared by near copies; NULL is alone
    sqlite_autoincrement=True,
)
Index("articles_source", articles.c.source)
Index("articles_published", articles.c.published)
Index("articles_publisher", articles.c.publisher_key)
Index("articles_words", articles.c.words)
_IN_STORY = articles.c.story.is_not(None)
Index("articles_story", articles.c.story, sqlite_where=_IN_STORY, postgresql_where=_IN_STORY)

tags = _table(
    "tags",
    _article(primary_key=True),
    Column("tag", TEXT, primary_key=True),
    Column("tag_key", TEXT, nullable=False),  # case and diacritics folded
    sqlite_with_rowid=False,
)
Index("tags_key", tags.c.tag_key)

# Ids are never used again: an older index can point to nothing, never to other words.
passages = _table(
    "passages",
    Column("id", WHOLE, primary_key=True),
    _article(),
    Column("start", WHOLE, nullable=False),
    Column("stop", WHOLE, nullable=False),
    Column("digest", BYTES, nullable=False),  # of headline and passage, the encoder's input
    sqlite_autoincrement=True,
)
Index("passages_article", passages.c.article)

statements = _table(
    "statements",
    Column("id", WHOLE, primary_key=True),
    _article(),
    Column("speaker", TEXT),
    Column("spans", TEXT, nullable=False),  # JSON: [[start, stop], ...]
    Column("quoted", FLAG, nullable=False),
    Column("start", WHOLE),  # of the first span
)
Index("statements_article", statements.c.article)
Index("statements_speaker", statements.c.speaker)

vectors = _table(
    "vectors",
    Column("fingerprint", TEXT, primary_key=True),
    Column("digest", BYTES, primary_key=True),
    Column("vector", BYTES, nullable=False),  # half-precision
    sqlite_with_rowid=False,
)

sources = _table(
    "sources",
    Column("number", WHOLE, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("location", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("follow", FLAG, nullable=False),
    Column("last_try", NUMBER),  # POSIX seconds
    Column("last_read", NUMBER),
    Column("error", TEXT),
    Column("failures", WHOLE, nullable=False),
    Column("etag", TEXT),
    Column("last_modified", TEXT),
)

history = _table(
    "history",
    Column("number", WHOLE, primary_key=True),
    _article(),
    Column("title", TEXT, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("replaced", NUMBER, nullable=False),  # POSIX seconds
)
Index("history_article", history.c.article)

# Exact copies: other ids and addresses of an article's words. No id is in both tables.
links = _table(
    "links",
    Column("number", WHOLE, primary_key=True),
    _article(),
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
)
Index("links_article", links.c.article)
Index("links_source", links.c.source)
Index("links_publisher", links.c.publisher_key)

# The articles whose story was looked for; short texts have no signature.
signatures = _table(
    "signatures",
    _article(primary_key=True),
    Column("signature", BYTES),
)
