"""Rows of the archive's tables -> the values that travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.archive import cells
from retrieval.archive.cells import moment
from retrieval.types import Article, Copy, Source, Validators, Version

ARTICLE = """
    SELECT number, id, title, text, url, publisher, published, tags, source, position, truncated
    FROM articles
"""
KNOWN = """
    SELECT number, id, title, text, url, publisher, published, tags, source, position, truncated,
    digest, read_at, 0 FROM articles
"""
LINKED = """
    SELECT l.article, l.id, a.title, a.text, l.url, l.publisher, l.published, l.tags, l.source,
    l.position, a.truncated, l.digest, l.read_at, 1
    FROM links l JOIN articles a ON a.number = l.article
"""
LAST_READ = """
    SELECT read_at FROM articles WHERE id = ?1 UNION ALL SELECT read_at FROM links WHERE id = ?1
"""
HISTORY = """
    SELECT h.title, h.text, h.replaced FROM history h JOIN articles a ON a.number = h.article
    WHERE a.id = ? ORDER BY h.number DESC
"""
COPIES = """
    WITH family AS (
        SELECT asked.id AS asked, a.number, a.id, a.title, a.publisher, a.published, a.url
        FROM articles asked JOIN articles a ON a.number = asked.number OR a.story = asked.story
        WHERE asked.id IN (SELECT value FROM json_each(?))
    )
    SELECT asked, id, title, publisher, published, url FROM family WHERE id <> asked
    UNION ALL
    SELECT f.asked, l.id, f.title, l.publisher, l.published, l.url
    FROM family f JOIN links l ON l.article = f.number
    ORDER BY 5, 2
"""
# "0" comes just after "/": all names that begin with the folder's, by the index.
_OF_SOURCE = """
    source = name OR (kind = 'folder' AND source > name || '/' AND source < name || '0')
"""
SOURCE = f"""
    SELECT name, location, kind, follow, last_try, last_read, error, failures, etag, last_modified,
    (SELECT count(*) FROM articles WHERE {_OF_SOURCE})
    + (SELECT count(*) FROM links WHERE {_OF_SOURCE})
    FROM sources ORDER BY number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the archive holds under an id."""

    number: int
    """Of the article that holds the words."""
    article: Article
    digest: bytes
    """Of all that its source gave."""
    read_at: float | None
    linked: bool
    """True where it is an exact copy: a link of that article."""


def known_of(row: Sequence[object]) -> Known:
    """What stands in a row of `KNOWN` or `LINKED`."""
    *article, digest, read_at, linked = row
    return Known(
        number=cells.number(row[0]),
        article=article_of(article),
        digest=digest,  # type: ignore[arg-type]
        read_at=read_at,  # type: ignore[arg-type]
        linked=bool(linked),
    )


def article_of(row: Sequence[object]) -> Article:
    """An article from a row of `ARTICLE`."""
    _, id_, title, text, url, publisher, published, tags, source, position, truncated = row
    return Article(
        id=cells.text(id_),
        title=cells.text(title),
        text=cells.text(text),
        url=cells.text_or_none(url),
        publisher=cells.text_or_none(publisher),
        published=moment(published),
        tags=cells.texts(tags),
        source=cells.text(source),
        position=cells.number_or_none(position),
        truncated=bool(truncated),
    )


def source_of(row: Sequence[object]) -> Source:
    """A source from a row of `SOURCE`."""
    name, location, kind, follow, last_try, last_read, error, failures, etag, modified, articles = (
        row
    )
    return Source(
        name=cells.text(name),
        location=cells.text(location),
        kind=kind,  # type: ignore[arg-type]
        follow=bool(follow),
        articles=articles,  # type: ignore[arg-type]
        last_try=moment(last_try),
        last_read=moment(last_read),
        error=cells.text_or_none(error),
        failures=cells.number(failures),
        validators=Validators(etag=etag, last_modified=modified),  # type: ignore[arg-type]
    )


def earlier_of(row: Sequence[object]) -> Version:
    """An earlier version of an article from a row of `HISTORY`."""
    title, text, replaced = row
    return Version(
        title=cells.text(title),
        text=cells.text(text),
        replaced=moment(replaced),  # type: ignore[arg-type]
    )


def copy_of(row: Sequence[object]) -> Copy:
    """A copy from a row of `COPIES`."""
    _, id_, title, publisher, published, url = row
    return Copy(
        article_id=cells.text(id_),
        title=cells.text(title),
        publisher=cells.text_or_none(publisher),
        published=moment(published),
        url=cells.text_or_none(url),
    )
