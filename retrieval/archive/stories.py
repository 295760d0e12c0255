"""Near copies, such as one agency's report in several papers: articles of one story.

MinHash signatures of runs of five words find the candidates (Broder, "On the resemblance and
containment of documents", 1997; banded as in Leskovec et al., "Mining of Massive Datasets", 3.4);
the words themselves decide.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from datasketch import LeanMinHash, MinHash, MinHashLSH

from retrieval.protocols import Progress
from retrieval.text import words

RUN = 5
"""Words in a row."""
FEWEST = 40
"""Shorter texts are near copies only where headline and text are the same, word for word."""
ALIKE = 0.7
"""The share of the runs of both texts together that both must have."""
ABOUT = 0.5
"""The share of a headline's words that the other article must have: a notice that a site puts in
place of many texts ("subscribe to read on") is no copy of one story."""
APART = 3 * 86_400.0
"""Seconds between the first and the last article of a story: a daily report is a new story."""

_BANDS, _ROWS = 16, 4
"""Of 0.7 alike, 99 % are found; of 0.3, 12 % are compared in vain."""

_BYTES = "<"
"""Signatures are stored alike on every machine."""


@dataclass(frozen=True, slots=True)
class _Text:
    """An article as it is compared."""

    number: int
    headline: frozenset[str]
    words: list[str]
    runs: frozenset[str]
    published: float | None
    story: int | None


def group(connection: sqlite3.Connection, progress: Progress) -> None:
    """Find the story of each article that came or changed since this was last done."""
    fresh = [
        number
        for (number,) in connection.execute(
            "SELECT number FROM articles WHERE number NOT IN (SELECT article FROM signatures) "
            "ORDER BY number"
        )
    ]
    if not fresh:
        return
    seen = _Seen(connection)
    for done, number in enumerate(fresh):
        if not done % 100:
            progress("Comparing articles", done, len(fresh))
        article = _read(connection, number)
        twins = [_read(connection, each) for each in seen.like(article)]
        nearest = max(
            (each for each in twins if _same_story(connection, article, each)),
            key=lambda each: _alike(article, each),
            default=None,
        )
        if nearest is not None:
            connection.execute(
                "UPDATE articles SET story = ? WHERE number IN (?, ?)",
                (nearest.story or nearest.number, number, nearest.number),
            )
        seen.add(article)
    progress("Comparing articles", len(fresh), len(fresh))


class _Seen:
    """The articles that have been compared, by their signatures."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._bands = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
        for number, signature in connection.execute(
            "SELECT article, signature FROM signatures WHERE signature IS NOT NULL"
        ):
            self._bands.insert(
                number, LeanMinHash.deserialize(signature, _BYTES), check_duplication=False
            )

    def like(self, article: _Text) -> set[int]:
        """The numbers of those that may be near copies of `article`, and of all exact ones."""
        rows = self._connection.execute(
            "SELECT article FROM signatures JOIN articles ON number = article "
            "WHERE words = (SELECT words FROM articles WHERE number = ?)",
            (article.number,),
        )
        same = {number for (number,) in rows}
        return same | (set(self._bands.query(_signed(article.runs))) if article.runs else set())

    def add(self, article: _Text) -> None:
        """Compare later ones with `article`, too."""
        signature = _signed(article.runs) if article.runs else None
        if signature is not None:
            self._bands.insert(article.number, signature, check_duplication=False)
        self._connection.execute(
            "INSERT INTO signatures VALUES (?, ?)",
            (article.number, None if signature is None else _stored(signature)),
        )


def _read(connection: sqlite3.Connection, number: int) -> _Text:
    title, text, published, story = connection.execute(
        "SELECT title, text, published, story FROM articles WHERE number = ?", (number,)
    ).fetchone()
    said, headline = words(text), words(title)
    runs = (" ".join(said[i : i + RUN]) for i in range(len(said) - RUN + 1))
    return _Text(
        number,
        frozenset(word for word in headline if len(word) > 3),
        headline + said,
        frozenset(runs if len(said) >= FEWEST else ()),
        published,
        story,
    )


def _same_story(connection: sqlite3.Connection, one: _Text, other: _Text) -> bool:
    """Whether `one` is a near copy of `other`, and may join its story."""
    if _alike(one, other) < ALIKE or not (_about(one, other) and _about(other, one)):
        return False
    days = [one.published, other.published]
    if other.story is not None:
        days += connection.execute(
            "SELECT min(published), max(published) FROM articles WHERE story = ?", (other.story,)
        ).fetchone()
    known = [day for day in days if day is not None]
    return not known or max(known) - min(known) <= APART


def _alike(one: _Text, other: _Text) -> float:
    """Jaccard similarity of the runs; texts too short for any are here only where they agree."""
    either = one.runs | other.runs
    return len(one.runs & other.runs) / len(either) if either else 1.0


def _about(one: _Text, other: _Text) -> bool:
    """Whether `other` is about what the headline of `one` says."""
    return len(one.headline & set(other.words)) >= ABOUT * len(one.headline)


def _signed(runs: frozenset[str]) -> LeanMinHash:
    signature = MinHash(num_perm=_BANDS * _ROWS, seed=1)
    signature.update_batch([run.encode() for run in runs])
    return LeanMinHash(signature)


def _stored(signature: LeanMinHash) -> bytes:
    buffer = bytearray(signature.bytesize(_BYTES))
    signature.serialize(buffer, _BYTES)
    return bytes(buffer)
