"""A speaker's statements -> verbatim extracts in order of date, each cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from retrieval.text import paragraphs, sentences, stem, words
from retrieval.types import Citation, Extract, Span, Told

_ON_TOPIC = 0.5
"""Either so much of the topic's weight stands in a statement and its headline …"""
_NEAR = 0.45
"""… or its passage is as near to the topic as this cosine."""


def tell(told: Iterable[Told]) -> tuple[tuple[Extract, ...], tuple[Citation, ...]]:
    """The sentences that hold each statement, as extracts in the order given; a number an article.

    Statements that share sentences are one extract; the same words are told once.
    """
    extracts: list[Extract] = []
    citations: dict[str, Citation] = {}
    seen: set[str] = set()
    for each in told:
        article, span = each.article, whole_sentences(each)
        text = span.of(article.text)
        repeated = " ".join(words(text)) in seen
        seen.add(" ".join(words(text)))
        last = extracts[-1] if extracts else None
        if repeated or (last and last.article_id == article.id and last.span.overlap(span)):
            continue
        if article.id not in citations:
            citations[article.id] = Citation.of(article, len(citations) + 1)
        extracts.append(
            Extract(
                article_id=article.id,
                span=span,
                text=text,
                speaker=each.statement.speaker,
                citation=citations[article.id].number,
            )
        )
    return tuple(extracts), tuple(citations.values())


def about(
    told: Sequence[Told], weights: Mapping[str, float], cosines: Mapping[int, float]
) -> tuple[Told, ...]:
    """Those of `told` that are on a topic, in the same order.

    `weights` (stem -> weight) are those of the topic's words; `cosines` those of each statement's
    passage with it, by passage id.
    """
    return tuple(
        each
        for each in told
        if _coverage(each, weights) >= _ON_TOPIC or cosines.get(each.passage_id or 0, 0.0) >= _NEAR
    )


def whole_sentences(told: Told) -> Span:
    """The span of the sentences, of one paragraph or more, that the statement touches."""
    first, last = told.statement.spans[0], told.statement.spans[-1]
    inside = [
        sentence
        for paragraph in paragraphs(told.article.text)
        if paragraph.start < last.stop and first.start < paragraph.stop
        for sentence in sentences(told.article.text, paragraph)
        if any(sentence.overlap(span) for span in told.statement.spans)
    ]
    if not inside:
        return Span(start=first.start, stop=last.stop)
    return Span(start=inside[0].start, stop=inside[-1].stop)


def _coverage(told: Told, weights: Mapping[str, float]) -> float:
    """The share of `weights` in the statement's sentences, and half of what the headline adds."""
    total = sum(weights.values())
    if not total:
        return 0.0
    said = _stems(whole_sentences(told).of(told.article.text))
    beside = _stems(told.article.title) - said
    alone = sum(weight for each, weight in weights.items() if each in said)
    return (alone + sum(w for each, w in weights.items() if each in beside) / 2) / total


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text)}
