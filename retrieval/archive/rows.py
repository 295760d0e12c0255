"""Rows of the archive's tables -> the values that travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)

from retrieval.archive import cells
from retrieval.archive.cells import moment
from retrieval.archive.schema import articles, history, links, sources
from retrieval.types import Article, Copy
from retrieval.upkeep import Source, Validators, Version

Query = Select[*tuple[Any, ...]]
Record = Row[*tuple[Any, ...]]
"""What a query gives, its columns in order."""

_ID: BindParameter[str] = bindparam("id")

_ARTICLE = (
    articles.c.number,
    articles.c.id,
    articles.c.title,
    articles.c.text,
    articles.c.url,
    articles.c.publisher,
    articles.c.published,
    articles.c.tags,
    articles.c.source,
    articles.c.position,
    articles.c.truncated,
)
ARTICLE = select(*_ARTICLE)
KNOWN = select(*_ARTICLE, articles.c.digest, articles.c.read_at, false().label("linked"))
LINKED = select(
    links.c.article,
    links.c.id,
    articles.c.title,
    articles.c.text,
    links.c.url,
    links.c.publisher,
    links.c.published,
    links.c.tags,
    links.c.source,
    links.c.position,
    articles.c.truncated,
    links.c.digest,
    links.c.read_at,
    true().label("linked"),
).join_from(links, articles, articles.c.number == links.c.article)
LAST_READ = union_all(
    select(articles.c.read_at).where(articles.c.id == _ID),
    select(links.c.read_at).where(links.c.id == _ID),
)
HISTORY = (
    select(history.c.title, history.c.text, history.c.replaced)
    .join_from(history, articles, articles.c.number == history.c.article)
    .where(articles.c.id == _ID)
    .order_by(history.c.number.desc())
)


def _copies() -> Query:
    """Of the articles `ids`: the others of their stories, and the exact copies of all of these."""
    asked, other = articles.alias("asked"), articles.alias("other")
    family = (
        select(
            asked.c.id.label("asked"),
            other.c.number,
            other.c.id,
            other.c.title,
            other.c.publisher,
            other.c.published,
            other.c.url,
        )
        .join_from(
            asked,
            other,
            or_(other.c.number == asked.c.number, other.c.story == asked.c.story),
        )
        .where(asked.c.id.in_(bindparam("ids", expanding=True)))
        .cte("family")
    )
    found = union_all(
        select(
            family.c.asked,
            family.c.id,
            family.c.title,
            family.c.publisher,
            family.c.published,
            family.c.url,
        ).where(family.c.id != family.c.asked),
        select(
            family.c.asked,
            links.c.id,
            family.c.title,
            links.c.publisher,
            links.c.published,
            links.c.url,
        ).join_from(family, links, links.c.article == family.c.number),
    ).subquery("found")
    return select(found).order_by(found.c.published.nulls_first(), found.c.id)


COPIES = _copies()


def _of_source(table: FromClause) -> ColumnElement[bool]:
    # "0" comes just after "/": all names that begin with the folder's, by the index.
    name, source = sources.c.name, table.c.source
    inside = and_(sources.c.kind == "folder", source > name + "/", source < name + "0")
    return or_(source == name, inside)


def _count(table: FromClause) -> ScalarSelect[int]:
    """How many rows of `table` a source has."""
    counted = select(func.count()).select_from(table).where(_of_source(table))
    return counted.correlate(sources).scalar_subquery()


SOURCE = select(
    sources.c.name,
    sources.c.location,
    sources.c.kind,
    sources.c.follow,
    sources.c.last_try,
    sources.c.last_read,
    sources.c.error,
    sources.c.failures,
    sources.c.etag,
    sources.c.last_modified,
    (_count(articles) + _count(links)).label("articles"),
).order_by(sources.c.number)


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


def version_of(row: Sequence[object]) -> Version:
    """An earlier version from a row of `HISTORY`."""
    title, text, replaced = row
    return Version(
        title=cells.text(title),
        text=cells.text(text),
        replaced=moment(replaced),  # type: ignore[arg-type]
    )
