"""Exact copies: the same words at another address are a link of the article that came first."""

from __future__ import annotations

import hashlib

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from retrieval.archive.rows import LINKED, Known, known_of
from retrieval.archive.schema import articles, links, signatures
from retrieval.types import Article


def words_digest(title: str, text: str) -> bytes | None:
    """Equal for the same words, however they are spaced; None where there are none.

    A migration stores it: what it returns for a text never changes.
    """
    body = " ".join(text.split())
    if not body:
        return None
    words = f"{' '.join(title.split())}\n{body}"
    return hashlib.blake2b(words.encode(), digest_size=16).digest()


def find_first(connection: Connection, article: Article) -> int | None:
    """The number of the article that `article` is an exact copy of; None where it is none.

    Only where both have an address, and another one: rows without stay articles of their own.
    """
    words = words_digest(article.title, article.text)
    if not article.url or words is None:
        return None
    known = articles.c
    return connection.execute(
        select(func.min(known.number)).where(
            known.words == words,
            known.url != article.url,
            known.truncated == article.truncated,
        )
    ).scalar()


def find(connection: Connection, article_id: str) -> Known | None:
    """The copy with this id; its number is that of the article that holds its words."""
    row = connection.execute(LINKED.where(links.c.id == article_id)).first()
    return known_of(row) if row else None


def oldest(connection: Connection, number: int) -> Known | None:
    """The copy that would stand for article `number` if that went."""
    oldest_first = (links.c.published.is_(None), links.c.published, links.c.number)
    row = connection.execute(
        LINKED.where(links.c.article == number).order_by(*oldest_first).limit(1)
    ).first()
    return known_of(row) if row else None


def add(connection: Connection, number: int, columns: dict[str, object]) -> None:
    """Link a copy, by the columns it would have as an article, to article `number`."""
    kept = {name: value for name, value in columns.items() if name in links.c}
    connection.execute(insert(links).values(article=number, **kept))


def remove(connection: Connection, article_id: str) -> None:
    """Drop the link with this id."""
    connection.execute(delete(links).where(links.c.id == article_id))


def move(connection: Connection, number: int, target: int) -> None:
    """All copies of article `number` become copies of article `target`."""
    connection.execute(update(links).where(links.c.article == number).values(article=target))


def numbers(connection: Connection, condition: ColumnElement[bool]) -> list[int]:
    """The numbers of the articles that have copies, as far as `condition` on both holds."""
    both = select(links.c.article).join_from(links, articles, articles.c.number == links.c.article)
    return list(connection.execute(both.where(condition).distinct()).scalars())


def disband(connection: Connection, changed: ColumnElement[bool]) -> None:
    """Before articles change or go: the stories that they are of are looked for again."""
    known = articles.c
    stories = select(known.story).where(changed, known.story.is_not(None))
    concerned = select(known.number).where(or_(changed, known.story.in_(stories)))
    connection.execute(delete(signatures).where(signatures.c.article.in_(concerned)))
    connection.execute(update(articles).where(known.story.in_(stories)).values(story=None))
