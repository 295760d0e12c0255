"""Exact copies: the same words at another address are a link of the article that came first."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from retrieval.archive.rows import LINKED, Known, known_of
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


def find_first(connection: sqlite3.Connection, article: Article) -> int | None:
    """The number of the article that `article` is an exact copy of; None where it is none.

    Only where both have an address, and another one: rows without stay articles of their own.
    """
    if not article.url:
        return None
    row = connection.execute(
        "SELECT min(number) FROM articles WHERE words = ? AND url <> ? AND truncated = ?",
        (words_digest(article.title, article.text), article.url, article.truncated),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def find(connection: sqlite3.Connection, article_id: str) -> Known | None:
    """The copy with this id; its number is that of the article that holds its words."""
    row = connection.execute(f"{LINKED} WHERE l.id = ?", (article_id,)).fetchone()
    return known_of(row) if row else None


def oldest(connection: sqlite3.Connection, number: int) -> Known | None:
    """The copy that would stand for article `number` if that went."""
    row = connection.execute(
        f"{LINKED} WHERE l.article = ? ORDER BY l.published IS NULL, l.published, l.number LIMIT 1",
        (number,),
    ).fetchone()
    return known_of(row) if row else None


def add(connection: sqlite3.Connection, number: int, columns: dict[str, object]) -> None:
    """Link a copy, by the columns it would have as an article, to article `number`."""
    kept = {
        name: value for name, value in columns.items() if name not in ("title", "text", "words")
    }
    del kept["truncated"]
    values = {"article": number, **kept}
    connection.execute(
        f"INSERT INTO links ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )


def remove(connection: sqlite3.Connection, article_id: str) -> None:
    """Drop the link with this id."""
    connection.execute("DELETE FROM links WHERE id = ?", (article_id,))


def move(connection: sqlite3.Connection, number: int, target: int) -> None:
    """All copies of article `number` become copies of article `target`."""
    connection.execute("UPDATE links SET article = ? WHERE article = ?", (target, number))


def numbers(connection: sqlite3.Connection, condition: str, values: Iterable[str]) -> list[int]:
    """The numbers of the articles that have copies, as far as `condition` on both (l, a) holds."""
    rows = connection.execute(
        "SELECT DISTINCT l.article FROM links l JOIN articles a ON a.number = l.article "
        f"WHERE {condition}",
        tuple(values),
    )
    return [number for (number,) in rows]
