"""Extracts to places and back: what is stored of an answer are places, never words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.services import Library
from bot.store.answers import Piece
from retrieval.errors import UnknownNameError
from retrieval.types import Article, Citation, Digest, Extract, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some extracts of an answer, the articles and citations they stand in.

    `lost` counts those whose article is gone or changed since.
    """

    extracts: tuple[Extract, ...]
    citations: tuple[Citation, ...]
    articles: tuple[Article, ...]
    """The article of each extract."""
    lost: int

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader must know about the page, ready to send."""
        if not self.lost:
            return ()
        return (f"*{self.lost} of the extracts changed in the archive and can't be shown.*",)


def existing(library: Library, article_ids: Sequence[str]) -> Digest:
    """Those of the articles that the archive still has, in the order given; under no tag."""
    found = _articles(library, article_ids)
    articles = tuple(found[article_id] for article_id in article_ids if article_id in found)
    return Digest(tag=None, articles=articles, also_in=library.copies([a.id for a in articles]))


def fingerprint(text: str) -> str:
    """16 hex digits that tell whether the words at a place are still the same."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_pieces(extracts: Sequence[Extract]) -> tuple[Piece, ...]:
    """Where the extracts stand."""
    return tuple(
        Piece(
            article_id=extract.article_id,
            start=extract.span.start,
            stop=extract.span.stop,
            speaker=extract.speaker,
            fingerprint=fingerprint(extract.text),
        )
        for extract in extracts
    )


def from_pieces(library: Library, pieces: Sequence[Piece], start: int, stop: int) -> Page:
    """Extracts `start` to `stop` as they stand in the archive now, numbered as in the answer."""
    numbers = {
        article_id: i
        for i, article_id in enumerate(dict.fromkeys(piece.article_id for piece in pieces), 1)
    }
    wanted = pieces[start:stop]
    articles = _articles(library, [piece.article_id for piece in wanted])
    found = [
        (_extract(piece, articles[piece.article_id], numbers[piece.article_id]), piece.article_id)
        for piece in wanted
        if piece.article_id in articles and _unchanged(piece, articles[piece.article_id])
    ]
    cited = {extract.citation: articles[article_id] for extract, article_id in found}
    copies = library.copies([article.id for article in cited.values()])
    return Page(
        extracts=tuple(extract for extract, _ in found),
        citations=tuple(
            Citation.of(article, number, copies[article.id]) for number, article in cited.items()
        ),
        articles=tuple(articles[article_id] for _, article_id in found),
        lost=len(wanted) - len(found),
    )


def _articles(library: Library, article_ids: Sequence[str]) -> dict[str, Article]:
    articles = {}
    for article_id in set(article_ids):
        try:
            articles[article_id] = library.article(article_id)
        except UnknownNameError:
            continue
    return articles


def _unchanged(piece: Piece, article: Article) -> bool:
    return fingerprint(article.text[piece.start : piece.stop]) == piece.fingerprint


def _extract(piece: Piece, article: Article, number: int) -> Extract:
    span = Span(start=piece.start, stop=piece.stop)
    return Extract(
        article_id=article.id,
        span=span,
        text=span.of(article.text),
        speaker=piece.speaker,
        citation=number,
    )
