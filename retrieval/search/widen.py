"""A passage as it is shown: with as many whole sentences around it as fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from retrieval.text import paragraphs, sentences
from retrieval.types import Candidate, Span


def widened(candidate: Candidate, limit: int) -> Candidate:
    """`candidate` with the sentences after and then before its passage, up to `limit` characters.

    Passages end where the next paragraph did not fit; what answers may stand right behind.
    """
    passage, text = candidate.passage, candidate.article.text
    start, stop = passage.span.start, passage.span.stop
    for sentence in _whole_sentences(text, stop, min(start + limit, len(text))):
        stop = sentence.stop
    for sentence in reversed(tuple(_whole_sentences(text, max(stop - limit, 0), start))):
        start = sentence.start
    return replace(candidate, passage=replace(passage, span=Span(start=start, stop=stop)))


def _whole_sentences(text: str, start: int, stop: int) -> Iterator[Span]:
    """The sentences that stand whole in `text[start:stop]`, in order."""
    for paragraph in paragraphs(text):
        if paragraph.stop <= start or paragraph.start >= stop:
            continue
        for sentence in sentences(text, paragraph):
            if start <= sentence.start and sentence.stop <= stop:
                yield sentence
