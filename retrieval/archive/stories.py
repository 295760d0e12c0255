"""Near copies, such as one agency's report in several papers: articles of one story.

MinHash signatures of runs of five words find the candidates (Broder, "On the resemblance and
containment of documents", 1997; banded as in Leskovec et al., "Mining of Massive Datasets", 3.4);
the words themselves decide.
"""

from __future__ import annotations

from dataclasses import dataclass

from datasketch import LeanMinHash, MinHash, MinHashLSH
from sqlalchemy import Connection, func, insert, select, update

from retrieval.archive.schema import articles, signatures
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


def group(connection: Connection, progress: Progress) -> None:
    """Find the story of each article that came or changed since this was last done."""
    compared = select(signatures.c.article)
    fresh = (
        connection.execute(
            select(articles.c.number)
            .where(articles.c.number.not_in(compared))
            .order_by(articles.c.number)
        )
        .scalars()
        .all()
    )
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
                update(articles)
                .where(articles.c.number.in_([number, nearest.number]))
                .values(story=nearest.story or nearest.number)
            )
        seen.add(article)
    progress("Comparing articles", len(fresh), len(fresh))


class _Seen:
    """The articles that have been compared, by their signatures."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._bands = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
        for number, signature in connection.execute(
            select(signatures).where(signatures.c.signature.is_not(None))
        ):
            self._bands.insert(
                number, LeanMinHash.deserialize(signature, _BYTES), check_duplication=False
            )

    def like(self, article: _Text) -> set[int]:
        """The numbers of those that may be near copies of `article`, and of all exact ones."""
        theirs = select(articles.c.words).where(articles.c.number == article.number)
        same = set(
            self._connection.execute(
                select(signatures.c.article)
                .join_from(signatures, articles, articles.c.number == signatures.c.article)
                .where(articles.c.words == theirs.scalar_subquery())
            ).scalars()
        )
        return same | (set(self._bands.query(_signed(article.runs))) if article.runs else set())

    def add(self, article: _Text) -> None:
        """Compare later ones with `article`, too."""
        signature = _signed(article.runs) if article.runs else None
        if signature is not None:
            self._bands.insert(article.number, signature, check_duplication=False)
        stored = None if signature is None else _stored(signature)
        self._connection.execute(
            insert(signatures).values(article=article.number, signature=stored)
        )


def _read(connection: Connection, number: int) -> _Text:
    known = articles.c
    title, text, published, story = connection.execute(
        select(known.title, known.text, known.published, known.story).where(known.number == number)
    ).one()
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


def _same_story(connection: Connection, one: _Text, other: _Text) -> bool:
    """Whether `one` is a near copy of `other`, and may join its story."""
    if _alike(one, other) < ALIKE or not (_about(one, other) and _about(other, one)):
        return False
    days = [one.published, other.published]
    if other.story is not None:
        published = articles.c.published
        days += connection.execute(
            select(func.min(published), func.max(published)).where(articles.c.story == other.story)
        ).one()
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
