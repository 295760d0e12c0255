"""Passages and their vectors, as the index is built from them."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, delete, except_, exists, or_, select
from sqlalchemy.exc import DBAPIError

from retrieval.archive import cells
from retrieval.archive.labels import read_labels
from retrieval.archive.opening import WRITING, open_for_writing
from retrieval.archive.rows import Query, Record
from retrieval.archive.schema import articles, meta, passages, vectors
from retrieval.archive.trouble import reading_errors, writing_errors
from retrieval.database import Location, insert_into, one_at_a_time
from retrieval.types import Labels

_ROWS = 1_000
"""So many are read from the database at a time, and not all at once."""
_PORTION = 10_000
"""Passages that a query takes lightly by their ids."""

_OF_ARTICLES = passages.join(articles, articles.c.number == passages.c.article)


class Unencoded(NamedTuple):
    """A headline and passage without a vector, and where they stand."""

    passage: int
    """The id of a passage with these words."""
    digest: bytes
    length: int
    """Of the passage, in characters."""


class PassageVectors:
    """What the archive gives to an index, and keeps of what was encoded for it."""

    def __init__(self, location: Location) -> None:
        """Open or make the archive; raises `ArchiveReadOnlyError` or `ArchiveCorruptError`."""
        self.location = location
        self._engine = open_for_writing(location)
        self._writing = one_at_a_time(self._engine, WRITING)
        self._begun: Connection | None = None

    def close(self) -> None:
        """Let go of it; what lies in a file's write-ahead log is taken into it, if it can be."""
        # Not left to the last reader: a process that ends without a word leaves the log behind,
        # and a copy of the file without it would lack the newest articles.
        if self._engine.dialect.name == "sqlite":
            with suppress(DBAPIError), self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is kept, or, after any exception, none of it."""
        with writing_errors(self.location), self._writing.begin() as self._begun:
            try:
                yield
            finally:
                self._begun = None

    @property
    def _connection(self) -> Connection:
        """The one of the transaction."""
        if self._begun is None:
            raise RuntimeError("write inside of `with writer.transaction():`")
        return self._begun

    def unencoded(self, fingerprint: str, ids: NDArray[np.int64]) -> list[Unencoded]:
        """What of these passages has no vector of this model yet, of the newest articles first."""
        this = passages.c
        same = and_(vectors.c.digest == this.digest, vectors.c.fingerprint == fingerprint)
        lacking = select(this.id, this.digest, this.stop - this.start, articles.c.published)
        query = lacking.select_from(_OF_ARTICLES).where(~exists().where(same))
        found: dict[bytes, tuple[float, Unencoded]] = {}
        with reading_errors(self.location):
            for passage, digest, length, published in self._of(ids, query):
                each = Unencoded(cells.number(passage), digest, cells.number(length))
                when = cells.real_or_none(published)
                found.setdefault(digest, (-math.inf if when is None else when, each))
        newest_first = sorted(found.values(), key=lambda pair: -pair[0])
        return [each for _, each in newest_first]

    def inputs(self, passage_ids: Sequence[int]) -> list[tuple[bytes, str]]:
        """(digest, encoder input) of those of these passages that are still there, by their ids."""
        return [
            (digest, encoder_input(title, body))
            for _, digest, title, body in self._passages(np.array(sorted(passage_ids)))
        ]

    def put_vectors(
        self, fingerprint: str, digests: Sequence[bytes], encoded: NDArray[np.float32]
    ) -> None:
        """Keep unit vectors, shape (len(digests), dimension), by the digest of what they encode."""
        halves = encoded.astype(np.float16)
        rows = [
            {"fingerprint": fingerprint, "digest": digest, "vector": row.tobytes()}
            for digest, row in zip(digests, halves, strict=True)
        ]
        if not rows:
            return
        with self.transaction():
            insert = insert_into(self._connection, vectors)
            again = {"vector": insert.excluded.vector}
            self._connection.execute(
                insert.on_conflict_do_update(index_elements=["fingerprint", "digest"], set_=again),
                rows,
            )

    def forget_vectors(self, fingerprint: str) -> None:
        """Drop the vectors that no passage uses, and those of other models."""
        unused = except_(select(vectors.c.digest), select(passages.c.digest))
        with self.transaction():
            self._connection.execute(
                delete(vectors).where(
                    or_(vectors.c.fingerprint != fingerprint, vectors.c.digest.in_(unused))
                )
            )

    def is_empty(self) -> bool:
        """True where there is no passage."""
        return not list(self._read(select(passages.c.id).limit(1)))

    def rows(self) -> Iterator[tuple[int, int, float | None, int]]:
        """(passage id, article number, POSIX time of publication, digest) of each passage, by id.

        The digest is 64 bits of the one of headline and passage.
        """
        query = (
            select(passages.c.id, passages.c.article, articles.c.published, passages.c.digest)
            .select_from(_OF_ARTICLES)
            .order_by(passages.c.id)
        )
        with reading_errors(self.location):
            for passage, article, published, digest in self._read(query):
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
        same = and_(vectors.c.digest == passages.c.digest, vectors.c.fingerprint == fingerprint)
        query = select(passages.c.id, vectors.c.vector).join_from(passages, vectors, same)
        size = dimension * np.dtype(np.float16).itemsize
        found, joined = array("q"), bytearray()
        with reading_errors(self.location):
            for id_, blob in self._of(ids, query):
                found.append(cells.number(id_))
                joined += cells.blob(blob, size)
        encoded = np.frombuffer(joined, dtype=np.float16).reshape(-1, dimension)
        return np.isin(ids, np.array(found)), encoded

    def texts(self, ids: NDArray[np.int64]) -> Iterator[tuple[str, str]]:
        """(headline, passage) of these passages, by ascending id."""
        for _, _, title, body in self._passages(ids):
            yield title, body

    def labels(self) -> dict[int, Labels]:
        """By what names the articles are found that have any, by number."""
        with reading_errors(self.location):
            return read_labels(self._read)

    def revision(self) -> int:
        """The number of changes so far."""
        return self._meta("revision")

    def _meta(self, name: str) -> int:
        rows = list(self._read(select(meta.c.value).where(meta.c.name == name)))
        with reading_errors(self.location):
            return cells.number(rows[0][0] if rows else None)

    def _passages(self, ids: NDArray[np.int64]) -> Iterator[tuple[int, bytes, str, str]]:
        """(id, digest, headline, passage), by ascending id."""
        this, its = passages.c, articles.c
        query = select(this.id, this.digest, this.start, this.stop, its.title, its.text)
        with reading_errors(self.location):
            for row in self._of(ids, query.select_from(_OF_ARTICLES)):
                id_, digest, start, stop, title, text = row
                body = cells.span(start, stop).of(cells.text(text))
                yield cells.number(id_), digest, cells.text(title), body

    def _of(self, ids: NDArray[np.int64], query: Query) -> Iterator[Record]:
        """The rows of `query` for these passages, by ascending id."""
        for start in range(0, len(ids), _PORTION):
            some = ids[start : start + _PORTION].tolist()
            yield from self._read(query.where(passages.c.id.in_(some)).order_by(passages.c.id))

    def _read(self, query: Query) -> Iterator[Record]:
        """The rows of `query`, as they are asked for; what was committed when it began."""
        with reading_errors(self.location), self._engine.connect() as connection:
            yield from connection.execution_options(yield_per=_ROWS).execute(query)


def encoder_input(title: str, passage: str) -> str:
    """What is encoded for a passage: its headline says what it is about."""
    return f"{title}\n{passage}"
