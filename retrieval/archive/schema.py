"""The archive's tables, as the newest migration leaves them.

What only one database knows of them (strict tables, partial indexes) stands in the migrations:
naming it here would load the other database's dialect for every question.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, MetaData, Table

from retrieval.archive.columns import BYTES, FLAG, NUMBER, TEXT, WHOLE

VERSION = 6
"""The number of the newest migration."""

metadata = MetaData()


def _article(*, primary_key: bool = False) -> Column[int]:
    """The number of the article that a row belongs to, and goes with."""
    article = ForeignKey("articles.number", ondelete="CASCADE")
    return Column("article", WHOLE, article, nullable=False, primary_key=primary_key)


meta = Table(
    "meta",
    metadata,
    Column("name", TEXT, primary_key=True),
    Column("value", WHOLE, nullable=False),
)

articles = Table(
    "articles",
    metadata,
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
)
Index("articles_source", articles.c.source)
Index("articles_published", articles.c.published)
Index("articles_publisher", articles.c.publisher_key)
Index("articles_words", articles.c.words)
Index("articles_story", articles.c.story)  # of those that have one

tags = Table(
    "tags",
    metadata,
    _article(primary_key=True),
    Column("tag", TEXT, primary_key=True),
    Column("tag_key", TEXT, nullable=False),  # case and diacritics folded
)
Index("tags_key", tags.c.tag_key)

# Ids are never used again: an older index can point to nothing, never to other words.
passages = Table(
    "passages",
    metadata,
    Column("id", WHOLE, primary_key=True),
    _article(),
    Column("start", WHOLE, nullable=False),
    Column("stop", WHOLE, nullable=False),
    Column("digest", BYTES, nullable=False),  # of headline and passage, the encoder's input
)
Index("passages_article", passages.c.article)

statements = Table(
    "statements",
    metadata,
    Column("id", WHOLE, primary_key=True),
    _article(),
    Column("speaker", TEXT),
    Column("spans", TEXT, nullable=False),  # JSON: [[start, stop], ...]
    Column("quoted", FLAG, nullable=False),
    Column("start", WHOLE),  # of the first span
)
Index("statements_article", statements.c.article)
Index("statements_speaker", statements.c.speaker)

vectors = Table(
    "vectors",
    metadata,
    Column("fingerprint", TEXT, primary_key=True),
    Column("digest", BYTES, primary_key=True),
    Column("vector", BYTES, nullable=False),  # half-precision
)

sources = Table(
    "sources",
    metadata,
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

history = Table(
    "history",
    metadata,
    Column("number", WHOLE, primary_key=True),
    _article(),
    Column("title", TEXT, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("replaced", NUMBER, nullable=False),  # POSIX seconds
)
Index("history_article", history.c.article)

# Exact copies: other ids and addresses of an article's words. No id is in both tables.
links = Table(
    "links",
    metadata,
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
signatures = Table(
    "signatures",
    metadata,
    _article(primary_key=True),
    Column("signature", BYTES),
)

# The bands of each signature: who shares a key may be a near copy.
bands = Table(
    "bands",
    metadata,
    Column("key", WHOLE, primary_key=True),
    Column(
        "article",
        WHOLE,
        ForeignKey("signatures.article", ondelete="CASCADE"),
        primary_key=True,
    ),
)
Index("bands_article", bands.c.article)
