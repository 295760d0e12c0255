"""Writing the archive, in transactions: an article is in it whole, with its passages, or not."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.archive.passages import split
from retrieval.archive.schema import open_for_writing
from retrieval.archive.statements import find_statements
from retrieval.archive.store import ARTICLE, article_of
from retrieval.errors import ArchiveCorruptError, ArchiveReadOnlyError
from retrieval.protocols import Progress
from retrieval.text import fold
from retrieval.types import Article, Span

DERIVED = 2
"""Raised whenever `split` or `find_statements` reads the same text otherwise."""

Outcome = Literal["new", "changed", "unchanged", "conflict"]


class ArchiveWriter:
    """The one writer; hold `writer_lock` while it is open."""

    def __init__(self, path: Path) -> None:
        """Open or make the archive; raises `ArchiveReadOnlyError` or `ArchiveCorruptError`."""
        self.path = path
        self._connection = open_for_writing(path)
        with self._vendor_errors():  # what an archive is filled with from now on is read by DERIVED
            self._connection.execute(
                "UPDATE meta SET value = ? WHERE name = 'derived' "
                "AND NOT EXISTS (SELECT 1 FROM articles)",
                (DERIVED,),
            )

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is kept, or, after any exception, none of it."""
        with self._vendor_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def put(self, article: Article) -> Outcome:
        """Keep `article`; an earlier text under its id is replaced.

        "conflict" means that its id belongs to another article of another source: nothing is done.
        """
        digest = _digest(article)
        known = self._connection.execute(
            "SELECT number, digest, source, title, url FROM articles WHERE id = ?", (article.id,)
        ).fetchone()
        if known is None:
            self._fill(self._insert(article, digest), article)
            return "new"
        number, old_digest, source, title, url = known
        if old_digest == digest:
            self._connection.execute(
                "UPDATE articles SET position = ? WHERE number = ?", (article.position, number)
            )
            return "unchanged"
        same_story = title == article.title or (url is not None and url == article.url)
        if source != article.source and not same_story:
            return "conflict"
        self._update(number, article, digest)
        self._fill(number, article)
        return "changed"

    def remove(self, name: str) -> int:
        """Remove the article with this id, or all articles of this source; returns how many."""
        cursor = self._connection.execute(
            "DELETE FROM articles WHERE id = ? OR source = ?", (name, name)
        )
        if cursor.rowcount:
            self._changed()
        return cursor.rowcount

    def derive_again(self, progress: Progress) -> None:
        """Where an earlier version derived them, make all passages and statements anew."""
        if self._meta("derived") == DERIVED:
            return
        with self.transaction():
            rows = self._connection.execute(f"{ARTICLE} ORDER BY number").fetchall()
            for done, row in enumerate(rows):
                progress("Reading articles again", done, len(rows))
                self._clear(row[0])
                self._fill(row[0], article_of(row))
            self._connection.execute("UPDATE meta SET value = ? WHERE name = 'derived'", (DERIVED,))

    def unencoded(self, fingerprint: str) -> list[tuple[bytes, str]]:
        """(digest, encoder input) of the passages that have no vector of this model yet."""
        with self._vendor_errors():
            rows = self._connection.execute(
                "SELECT min(id) FROM passages WHERE digest NOT IN "
                "(SELECT digest FROM vectors WHERE fingerprint = ?) GROUP BY digest",
                (fingerprint,),
            ).fetchall()
            wanted = {id_ for (id_,) in rows}
            if not wanted:
                return []
            return [
                (digest, encoder_input(title, body))
                for id_, digest, title, body in self._passages()
                if id_ in wanted
            ]

    def put_vectors(
        self, fingerprint: str, digests: Sequence[bytes], vectors: NDArray[np.float32]
    ) -> None:
        """Keep unit vectors, shape (len(digests), dimension), by the digest of what they encode."""
        halves = vectors.astype(np.float16)
        with self.transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [
                    (fingerprint, digest, row.tobytes())
                    for digest, row in zip(digests, halves, strict=True)
                ],
            )

    def forget_vectors(self, fingerprint: str) -> None:
        """Drop the vectors that no passage uses, and those of other models."""
        with self.transaction():
            self._connection.execute(
                "DELETE FROM vectors WHERE fingerprint <> ? "
                "OR digest NOT IN (SELECT digest FROM passages)",
                (fingerprint,),
            )

    def rows(self) -> list[tuple[int, int, float | None]]:
        """(passage id, article number, POSIX time of publication) of all passages, by id."""
        return self._connection.execute(
            "SELECT p.id, p.article, a.published FROM passages p "
            "JOIN articles a ON a.number = p.article ORDER BY p.id"
        ).fetchall()

    def vectors(self, fingerprint: str, dimension: int) -> NDArray[np.float16]:
        """The vectors of all passages by id, shape (passages, dimension)."""
        blobs = self._connection.execute(
            "SELECT v.vector FROM passages p JOIN vectors v "
            "ON v.digest = p.digest AND v.fingerprint = ? ORDER BY p.id",
            (fingerprint,),
        )
        joined = b"".join(blob for (blob,) in blobs)
        return np.frombuffer(joined, dtype=np.float16).reshape(-1, dimension)

    def texts(self) -> Iterator[tuple[str, str]]:
        """(headline, passage) of all passages, by id."""
        for _, _, title, body in self._passages():
            yield title, body

    def revision(self) -> int:
        """The number of changes so far."""
        return self._meta("revision")

    def _meta(self, name: str) -> int:
        (value,) = self._connection.execute(
            "SELECT value FROM meta WHERE name = ?", (name,)
        ).fetchone()
        return int(value)

    def _passages(self) -> Iterator[tuple[int, bytes, str, str]]:
        """(id, digest, headline, passage), by id."""
        for id_, digest, start, stop, title, text in self._connection.execute(
            "SELECT p.id, p.digest, p.start, p.stop, a.title, a.text FROM passages p "
            "JOIN articles a ON a.number = p.article ORDER BY p.id"
        ):
            yield id_, digest, title, text[start:stop]

    def _insert(self, article: Article, digest: bytes) -> int:
        columns = _columns(article, digest)
        cursor = self._connection.execute(
            f"INSERT INTO articles ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        return int(cursor.lastrowid or 0)

    def _update(self, number: int, article: Article, digest: bytes) -> None:
        columns = _columns(article, digest)
        self._connection.execute(
            f"UPDATE articles SET {', '.join(f'{name} = ?' for name in columns)} WHERE number = ?",
            (*columns.values(), number),
        )
        self._clear(number)

    def _clear(self, number: int) -> None:
        """Drop what is derived from an article."""
        for table in ("tags", "passages", "statements"):
            self._connection.execute(f"DELETE FROM {table} WHERE article = ?", (number,))

    def _fill(self, number: int, article: Article) -> None:
        """What is derived from an article: tags, passages, statements."""
        execute = self._connection.executemany
        execute(
            "INSERT OR IGNORE INTO tags VALUES (?, ?, ?)",
            [(number, tag, fold(tag)) for tag in article.tags],
        )
        execute(
            "INSERT INTO passages (article, start, stop, digest) VALUES (?, ?, ?, ?)",
            [
                (
                    number,
                    span.start,
                    span.stop,
                    _hash(encoder_input(article.title, span.of(article.text))),
                )
                for span in split(article.text)
            ],
        )
        execute(
            "INSERT INTO statements (article, speaker, spans, quoted) VALUES (?, ?, ?, ?)",
            [
                (number, each.speaker, _json_spans(each.spans), each.quoted)
                for each in find_statements(article)
            ],
        )
        self._changed()

    def _changed(self) -> None:
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'revision'")

    @contextmanager
    def _vendor_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError:
            raise ArchiveReadOnlyError(self.path) from None
        except sqlite3.DatabaseError as error:
            raise ArchiveCorruptError(self.path, str(error)) from None


def encoder_input(title: str, passage: str) -> str:
    """What is encoded for a passage: its headline says what it is about."""
    return f"{title}\n{passage}"


def _columns(article: Article, digest: bytes) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "publisher": article.publisher,
        "publisher_key": fold(article.publisher) if article.publisher else None,
        "published": article.published.timestamp() if article.published else None,
        "tags": json.dumps(article.tags),
        "source": article.source,
        "position": article.position,
        "truncated": article.truncated,
        "digest": digest,
    }


def _digest(article: Article) -> bytes:
    """Equal for articles that say the same; where they stood in a listing does not count."""
    published = article.published.isoformat() if article.published else ""
    facts: Iterable[object] = (
        article.title, article.text, article.url, article.publisher, published,
        article.tags, article.truncated,
    )  # fmt: skip
    return _hash(json.dumps([*facts]))


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _json_spans(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.stop] for span in spans])
