"""Near copies, such as one agency's report in several papers: articles of one story.

MinHash signatures of runs of five words find the candidates (Broder, "On the resemblance and
containment of documents", 1997) by their bands; the words themselves decide.
"""

from __future__ import annotations

from dataclasses import dataclass

from datasketch import LeanMinHash, MinHash
from sqlalchemy import Connection, func, insert, select, update

from retrieval.archive.bands import BANDS, ROWS, band_keys
from retrieval.archive.schema import articles, bands, signatures
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
    for done, number in enumerate(fresh):
        if not done % 100:
            progress("Comparing articles", done, len(fresh))
        article = _read(connection, number)
        signature = _signed(article.runs) if article.runs else None
        twins = [_read(connection, each) for each in _like(connection, article, signature)]
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
        _keep(connection, number, signature)
    progress("Comparing articles", len(fresh), len(fresh))


def _like(connection: Connection, article: _Text, signature: bytes | None) -> set[int]:
    """The numbers of the compared articles that may be near copies, and of all exact ones."""
    theirs = select(articles.c.words).where(articles.c.number == article.number)
    same = (
        select(signatures.c.article)
        .join_from(signatures, articles, articles.c.number == signatures.c.article)
        .where(articles.c.words == theirs.scalar_subquery())
    )
    found = set(connection.execute(same).scalars())
    if signature is not None:
        banded = select(bands.c.article).where(bands.c.key.in_(band_keys(signature)))
        found.update(connection.execute(banded).scalars())
    return found


def _keep(connection: Connection, number: int, signature: bytes | None) -> None:
    """Compare later articles with this one, too."""
    connection.execute(insert(signatures).values(article=number, signature=signature))
    if signature is not None:
        rows = [{"key": key, "article": number} for key in band_keys(signature)]
        connection.execute(insert(bands), rows)


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


def _signed(runs: frozenset[str]) -> bytes:
    """The signature of these runs, as it is stored."""
    hashed = MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32")
    hashed.update_batch([run.encode() for run in runs])
    signature = LeanMinHash(hashed)
    buffer = bytearray(signature.bytesize(_BYTES))
    signature.serialize(buffer, _BYTES)
    return bytes(buffer)
