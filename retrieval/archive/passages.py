"""An article's text -> passages: whole paragraphs where they fit, never over 800 characters."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.text import paragraphs, sentences, trim
from retrieval.types import Span

MAX_CHARS = 800


def split(text: str, limit: int = MAX_CHARS) -> tuple[Span, ...]:
    """The passages of `text` as spans in order, each at most `limit` characters.

    A longer paragraph is cut at sentence ends (a longer sentence between words); short neighbours
    share a passage. Every character that is not white space stands in exactly one passage.
    """
    packed: list[Span] = []
    for piece in _pieces(text, limit):
        if packed and piece.stop - packed[-1].start <= limit:
            packed[-1] = Span(start=packed[-1].start, stop=piece.stop)
        else:
            packed.append(piece)
    return tuple(packed)


def _pieces(text: str, limit: int) -> Iterator[Span]:
    """Paragraphs, or the sentences of those that are too long."""
    for paragraph in paragraphs(text):
        if len(paragraph) <= limit:
            yield paragraph
            continue
        for sentence in sentences(text, paragraph):
            yield from _chunks(text, sentence, limit)


def _chunks(text: str, sentence: Span, limit: int) -> Iterator[Span]:
    """`sentence` cut between words, or inside a word that is itself over the limit."""
    rest: Span | None = sentence
    while rest and len(rest) > limit:
        space = text.rfind(" ", rest.start + 1, rest.start + limit + 1)
        cut = space if space > rest.start else rest.start + limit
        head = trim(text, rest.start, cut)
        if head:
            yield head
        rest = trim(text, cut, rest.stop)
    if rest:
        yield rest
