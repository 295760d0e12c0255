"""Passages and their vectors, as the index is built from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.archive import cells
from retrieval.archive.schema import open_for_writing
from retrieval.archive.trouble import writing_errors


class PassageVectors:
    """What the archive gives to an index, and keeps of what was encoded for it."""

    def __init__(self, path: Path) -> None:
        """Open or make the archive; raises `ArchiveReadOnlyError` or `ArchiveCorruptError`."""
        self.path = path
        self._connection = open_for_writing(path)

    def close(self) -> None:
        """Let go of the file; what lies in the write-ahead log is taken into it, if it can be."""
        # Not left to the last reader: a process that ends without a word leaves the log behind,
        # and a copy of the file without it would lack the newest articles.
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is kept, or, after any exception, none of it."""
        with writing_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk ends it by itself
                    self._connection.execute("ROLLBACK")
                raise

    def unencoded(self, fingerprint: str) -> list[tuple[bytes, str]]:
        """(digest, encoder input) of the passages that have no vector of this model yet."""
        with writing_errors(self.path):
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
        with writing_errors(self.path):
            return [
                (cells.number(passage), cells.number(article), cells.real_or_none(published))
                for passage, article, published in self._connection.execute(
                    "SELECT p.id, p.article, a.published FROM passages p "
                    "JOIN articles a ON a.number = p.article ORDER BY p.id"
                )
            ]

    def vectors(
        self, fingerprint: str, dimension: int
    ) -> tuple[NDArray[np.bool_], NDArray[np.float16]]:
        """Which passages, by id, have a vector, and the vectors, shape (those, dimension)."""
        with writing_errors(self.path):
            blobs = self._connection.execute(
                "SELECT v.vector FROM passages p JOIN articles a ON a.number = p.article "
                "LEFT JOIN vectors v ON v.digest = p.digest AND v.fingerprint = ? ORDER BY p.id",
                (fingerprint,),
            )
            size = dimension * np.dtype(np.float16).itemsize
            kept = [None if blob is None else cells.blob(blob, size) for (blob,) in blobs]
        joined = b"".join(blob for blob in kept if blob is not None)
        vectors = np.frombuffer(joined, dtype=np.float16).reshape(-1, dimension)
        return np.array([blob is not None for blob in kept], dtype=np.bool_), vectors

    def texts(self) -> Iterator[tuple[str, str]]:
        """(headline, passage) of all passages, by id."""
        for _, _, title, body in self._passages():
            yield title, body

    def revision(self) -> int:
        """The number of changes so far."""
        return self._meta("revision")

    def _meta(self, name: str) -> int:
        with writing_errors(self.path):
            rows = self._connection.execute(
                "SELECT value FROM meta WHERE name = ?", (name,)
            ).fetchall()
            return cells.number(rows[0][0] if rows else None)

    def _passages(self) -> Iterator[tuple[int, bytes, str, str]]:
        """(id, digest, headline, passage), by id."""
        with writing_errors(self.path):
            for id_, digest, start, stop, title, text in self._connection.execute(
                "SELECT p.id, p.digest, p.start, p.stop, a.title, a.text FROM passages p "
                "JOIN articles a ON a.number = p.article ORDER BY p.id"
            ):
                body = cells.span(start, stop).of(cells.text(text))
                yield cells.number(id_), digest, cells.text(title), body


def encoder_input(title: str, passage: str) -> str:
    """What is encoded for a passage: its headline says what it is about."""
    return f"{title}\n{passage}"
