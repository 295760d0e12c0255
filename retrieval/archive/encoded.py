"""Passages and their vectors, as the index is built from them."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.archive import cells
from retrieval.archive.schema import open_for_writing
from retrieval.archive.trouble import writing_errors

_PORTION = 10_000
"""Passages."""


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

    def unencoded(self, fingerprint: str, ids: NDArray[np.int64]) -> list[tuple[bytes, str]]:
        """(digest, encoder input) of those passages that have no vector of this model yet."""
        with writing_errors(self.path):
            wanted: dict[bytes, int] = {}
            for some in _portions(ids):
                rows = self._connection.execute(
                    "SELECT digest, id FROM passages p "
                    "WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS "
                    "(SELECT 1 FROM vectors v WHERE v.fingerprint = ? AND v.digest = p.digest)",
                    (some, fingerprint),
                )
                wanted.update(rows)
            return [
                (digest, encoder_input(title, body))
                for _, digest, title, body in self._passages(np.array(sorted(wanted.values())))
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

    def is_empty(self) -> bool:
        """True where there is no passage."""
        with writing_errors(self.path):
            return not self._connection.execute("SELECT 1 FROM passages LIMIT 1").fetchall()

    def rows(self) -> Iterator[tuple[int, int, float | None, int]]:
        """(passage id, article number, POSIX time of publication, digest) of each passage, by id.

        The digest is 64 bits of the one of headline and passage.
        """
        with writing_errors(self.path):
            for passage, article, published, digest in self._connection.execute(
                "SELECT p.id, p.article, a.published, p.digest FROM passages p "
                "JOIN articles a ON a.number = p.article ORDER BY p.id"
            ):
                yield (
                    cells.number(passage),
                    cells.number(article),
                    cells.real_or_none(published),
                    int.from_bytes(cells.blob(digest, 16)[:8], "little", signed=True),
                )

    def vectors(
        self, fingerprint: str, dimension: int, ids: NDArray[np.int64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float16]]:
        """Which of these passages, by ascending id, have a vector; and those vectors.

        Shapes (len(ids),) and (passages that have one, dimension).
        """
        size = dimension * np.dtype(np.float16).itemsize
        found, joined = array("q"), bytearray()
        with writing_errors(self.path):
            for some in _portions(ids):
                for id_, blob in self._connection.execute(
                    "SELECT p.id, v.vector FROM passages p JOIN vectors v ON v.digest = p.digest "
                    "AND v.fingerprint = ? WHERE p.id IN (SELECT value FROM json_each(?)) "
                    "ORDER BY p.id",
                    (fingerprint, some),
                ):
                    found.append(cells.number(id_))
                    joined += cells.blob(blob, size)
        vectors = np.frombuffer(joined, dtype=np.float16).reshape(-1, dimension)
        return np.isin(ids, np.array(found)), vectors

    def texts(self, ids: NDArray[np.int64]) -> Iterator[tuple[str, str]]:
        """(headline, passage) of these passages, by ascending id."""
        for _, _, title, body in self._passages(ids):
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

    def _passages(self, ids: NDArray[np.int64]) -> Iterator[tuple[int, bytes, str, str]]:
        """(id, digest, headline, passage), by ascending id."""
        with writing_errors(self.path):
            for some in _portions(ids):
                for id_, digest, start, stop, title, text in self._connection.execute(
                    "SELECT p.id, p.digest, p.start, p.stop, a.title, a.text FROM passages p "
                    "JOIN articles a ON a.number = p.article "
                    "WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id",
                    (some,),
                ):
                    body = cells.span(start, stop).of(cells.text(text))
                    yield cells.number(id_), digest, cells.text(title), body


def _portions(ids: NDArray[np.int64]) -> Iterator[str]:
    """`ids` in JSON, as many at a time as a query takes lightly."""
    for start in range(0, len(ids), _PORTION):
        yield json.dumps(ids[start : start + _PORTION].tolist())


def encoder_input(title: str, passage: str) -> str:
    """What is encoded for a passage: its headline says what it is about."""
    return f"{title}\n{passage}"
