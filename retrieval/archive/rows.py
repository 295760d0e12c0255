"""Rows of the archive's tables -> the values that travel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.types import Article, Copy, Source, Validators

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
        number=row[0],  # type: ignore[arg-type]
        article=article_of(article),
        digest=digest,  # type: ignore[arg-type]
        read_at=read_at,  # type: ignore[arg-type]
        linked=bool(linked),
    )


def article_of(row: Sequence[object]) -> Article:
    """An article from a row of `ARTICLE`."""
    _, id_, title, text, url, publisher, published, tags, source, position, truncated = row
    return Article(
        id=id_,  # type: ignore[arg-type]
        title=title,  # type: ignore[arg-type]
        text=text,  # type: ignore[arg-type]
        url=url,  # type: ignore[arg-type]
        publisher=publisher,  # type: ignore[arg-type]
        published=moment(published),  # type: ignore[arg-type]
        tags=tuple(json.loads(tags)),  # type: ignore[arg-type]
        source=source,  # type: ignore[arg-type]
        position=position,  # type: ignore[arg-type]
        truncated=bool(truncated),
    )


def source_of(row: Sequence[object]) -> Source:
    """A source from a row of `SOURCE`."""
    name, location, kind, follow, last_try, last_read, error, failures, etag, modified, articles = (
        row
    )
    return Source(
        name=name,  # type: ignore[arg-type]
        location=location,  # type: ignore[arg-type]
        kind=kind,  # type: ignore[arg-type]
        follow=bool(follow),
        articles=articles,  # type: ignore[arg-type]
        last_try=moment(last_try),  # type: ignore[arg-type]
        last_read=moment(last_read),  # type: ignore[arg-type]
        error=error,  # type: ignore[arg-type]
        failures=failures,  # type: ignore[arg-type]
        validators=Validators(etag=etag, last_modified=modified),  # type: ignore[arg-type]
    )


def copy_of(row: Sequence[object]) -> Copy:
    """A copy from a row of `COPIES`."""
    _, id_, title, publisher, published, url = row
    return Copy(
        article_id=id_,  # type: ignore[arg-type]
        title=title,  # type: ignore[arg-type]
        publisher=publisher,  # type: ignore[arg-type]
        published=moment(published),  # type: ignore[arg-type]
        url=url,  # type: ignore[arg-type]
    )


def moment(seconds: float | None) -> datetime | None:
    """The instant of a POSIX time; None where it is unknown."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
