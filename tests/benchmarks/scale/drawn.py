"""Articles that nobody wrote: real paragraphs drawn at random, and vectors around theirs.

They are written into the archive's tables as they are, since neither their statements nor their
stories are worth looking for.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.archive.encoded import encoder_input
from retrieval.text import fold

_SOURCE = "drawn"
_PARAGRAPHS = 15
"""Of an article: as many passages as one of the first corpus has."""
_ARTICLES_A_BATCH = 1_000
_NOISE = 0.03
"""Standard deviation in each of 384 dimensions: a cosine of about 0.86 with the real vector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What is drawn from."""

    heads: list[tuple[str, str | None, float | None]]
    """(headline, publisher, POSIX time) of the article of each passage."""
    passages: list[str]
    vectors: NDArray[np.float32]
    """Unit vectors, shape (passages, dimension)."""


def count(archive: Path) -> int:
    """How many passages `archive` holds."""
    with closing(sqlite3.connect(archive)) as connection:
        return int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])


def real(archive: Path) -> int:
    """How many of them were written by somebody."""
    with closing(sqlite3.connect(archive)) as connection:
        query = (
            "SELECT count(*) FROM passages p JOIN articles a ON a.number = p.article "
            "WHERE a.source <> ?"
        )
        return int(connection.execute(query, (_SOURCE,)).fetchone()[0])


def take_over(archive: Path, other: Path, fingerprint: str) -> None:
    """Give the passages of `archive` the vectors that `other` keeps of the same words."""
    with closing(sqlite3.connect(archive, uri=True)) as connection:
        connection.execute("ATTACH ? AS other", (f"{other.resolve().as_uri()}?mode=ro",))
        with connection:
            connection.execute(
                "INSERT OR IGNORE INTO vectors (fingerprint, digest, vector) "
                "SELECT fingerprint, digest, vector FROM other.vectors WHERE fingerprint = ? "
                "AND digest IN (SELECT digest FROM passages) ORDER BY digest",
                (fingerprint,),
            )


def read_vectors(archive: Path) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
    """Passage ids, shape (passages,), and their vectors, shape (passages, dimension)."""
    with closing(sqlite3.connect(archive)) as connection:
        rows = connection.execute(
            "SELECT p.id, v.vector FROM passages p JOIN vectors v ON v.digest = p.digest"
        ).fetchall()
    ids = np.array([id_ for id_, _ in rows], dtype=np.int64)
    return ids, _unpacked([vector for _, vector in rows])


def draw(archive: Path, passages: int, fingerprint: str) -> None:
    """Fill `archive` with drawn articles until it holds `passages` passages.

    Its revision stays: the index beside it is as good as it was for what is real.
    """
    with closing(sqlite3.connect(archive, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -1000000")  # 1 GB: digests fall anywhere
        pool = _read_pool(connection)
        have = count(archive)
        rng = np.random.default_rng(have)
        while have < passages:
            articles = min(_ARTICLES_A_BATCH, -(-(passages - have) // _PARAGRAPHS))
            connection.execute("BEGIN")
            _write(connection, pool, rng, articles, fingerprint)
            connection.execute("COMMIT")
            have += articles * _PARAGRAPHS
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _read_pool(connection: sqlite3.Connection) -> Pool:
    rows = connection.execute(
        "SELECT a.title, a.publisher, a.published, substr(a.text, p.start + 1, p.stop - p.start), "
        "v.vector FROM passages p JOIN articles a ON a.number = p.article "
        "JOIN vectors v ON v.digest = p.digest WHERE a.source <> ? ORDER BY p.id",
        (_SOURCE,),
    ).fetchall()
    return Pool(
        heads=[row[:3] for row in rows],
        passages=[row[3] for row in rows],
        vectors=_unpacked([row[4] for row in rows]).astype(np.float32),
    )


def _write(
    connection: sqlite3.Connection,
    pool: Pool,
    rng: np.random.Generator,
    articles: int,
    fingerprint: str,
) -> None:
    """So many articles with their passages and vectors, in the transaction that is open."""
    drawn = rng.integers(len(pool.passages), size=(articles, _PARAGRAPHS))
    vectors = _around(pool.vectors[drawn.ravel()], rng)
    digests: list[bytes] = []
    for chosen in drawn.tolist():
        title, publisher, published = pool.heads[chosen[0]]
        paragraphs = [pool.passages[each] for each in chosen]
        number = _write_article(connection, title, publisher, published, "\n\n".join(paragraphs))
        own = [_hash(encoder_input(title, each)) for each in paragraphs]
        connection.executemany(
            "INSERT INTO passages (article, start, stop, digest) VALUES (?, ?, ?, ?)",
            [
                (number, start, stop, digest)
                for (start, stop), digest in zip(_bounds(paragraphs), own, strict=True)
            ],
        )
        digests += own
    connection.executemany(
        "INSERT OR REPLACE INTO vectors (fingerprint, digest, vector) VALUES (?, ?, ?)",
        sorted((fingerprint, each, v.tobytes()) for each, v in zip(digests, vectors, strict=True)),
    )


def _write_article(
    connection: sqlite3.Connection,
    title: str,
    publisher: str | None,
    published: float | None,
    text: str,
) -> int:
    """One row, as of an article too short to have a story; returns its number."""
    digest = _hash(f"{title}\n{text}")
    columns = {
        "id": f"{_SOURCE}-{digest.hex()}",
        "title": title,
        "text": text,
        "publisher": publisher,
        "publisher_key": fold(publisher) if publisher else None,
        "published": published,
        "tags": json.dumps([]),
        "source": _SOURCE,
        "truncated": 0,
        "digest": digest,
        "words": digest,
    }
    cursor = connection.execute(
        f"INSERT INTO articles ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        tuple(columns.values()),
    )
    connection.execute("INSERT INTO signatures (article) VALUES (?)", (cursor.lastrowid,))
    return int(cursor.lastrowid or 0)


def _around(vectors: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float16]:
    """Each vector with Gaussian noise, scaled to length one again; shape kept."""
    noisy = vectors + rng.normal(0, _NOISE, vectors.shape).astype(np.float32)
    return (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float16)


def _bounds(paragraphs: list[str]) -> Iterator[tuple[int, int]]:
    """Where each of them stands when all are joined by blank lines."""
    start = 0
    for each in paragraphs:
        yield start, start + len(each)
        start += len(each) + 2


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _unpacked(vectors: Sequence[bytes]) -> NDArray[np.float16]:
    """Vectors as the archive keeps them -> shape (vectors, dimension)."""
    return np.frombuffer(b"".join(vectors), dtype=np.float16).reshape(len(vectors), -1)
