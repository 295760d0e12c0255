"""Excerpts -> an answer whose every word can be checked, with citations numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from retrieval.answer.extract import Excerpt
from retrieval.text import words
from retrieval.types import Answer, Citation, Extract, Lead, Span


def compose(question: str, excerpts: Sequence[Excerpt], confidence: float) -> Answer:
    """An answer of `excerpts` in their order; one citation number an article, from 1."""
    citations: dict[str, Citation] = {}
    extracts = []
    for excerpt in excerpts:
        article = excerpt.article
        if article.id not in citations:
            citations[article.id] = Citation.of(article, len(citations) + 1)
        extracts.append(_extract(excerpt, citations[article.id].number))
    return Answer(
        question=question,
        extracts=tuple(extracts),
        citations=tuple(citations.values()),
        confidence=confidence,
    )


def interleaved(question: str, answers: Sequence[Answer], limit: int) -> Answer:
    """One answer of at most `limit` extracts, by turns of each of `answers`, numbered anew.

    Its confidence is their mean: each side is asked for.
    """
    turns = zip_longest(*(answer.extracts for answer in answers))
    cited = [{c.article_id: c for c in answer.citations} for answer in answers]
    citations: dict[str, Citation] = {}
    extracts: dict[tuple[str, Span], Extract] = {}
    for turn in turns:
        for known, extract in zip(cited, turn, strict=True):
            if extract is None or (extract.article_id, extract.span) in extracts:
                continue
            if len(extracts) == limit:
                break
            article_id = extract.article_id
            if article_id not in citations:
                citations[article_id] = replace(known[article_id], number=len(citations) + 1)
            number = citations[article_id].number
            extracts[article_id, extract.span] = replace(extract, citation=number)
    return Answer(
        question=question,
        extracts=tuple(extracts.values()),
        citations=tuple(citations.values()),
        confidence=sum(answer.confidence for answer in answers) / len(answers),
    )


def leads(excerpts: Iterable[Excerpt]) -> tuple[Lead, ...]:
    """`excerpts` as leads: near the question, but no answer to it."""
    return tuple(
        Lead(
            article_id=each.article.id,
            span=each.span,
            text=each.span.of(each.article.text),
            title=each.article.title,
            url=each.article.url,
            publisher=each.article.publisher,
            published=each.article.published,
        )
        for each in excerpts
    )


def distinct(excerpts: Iterable[Excerpt], limit: int) -> tuple[Excerpt, ...]:
    """The first `limit` excerpts that neither repeat nor overlap one before them."""
    kept: list[Excerpt] = []
    seen: set[str] = set()
    for excerpt in excerpts:
        said = " ".join(words(excerpt.span.of(excerpt.article.text)))
        if said in seen or overlaps(excerpt, kept):
            continue
        seen.add(said)
        kept.append(excerpt)
        if len(kept) == limit:
            break
    return tuple(kept)


def overlaps(excerpt: Excerpt, others: Iterable[Excerpt]) -> bool:
    """True where it holds characters that one of `others` holds too."""
    return any(
        other.article.id == excerpt.article.id and other.span.overlap(excerpt.span)
        for other in others
    )


def _extract(excerpt: Excerpt, number: int) -> Extract:
    return Extract(
        article_id=excerpt.article.id,
        span=excerpt.span,
        text=excerpt.span.of(excerpt.article.text),
        speaker=excerpt.speaker,
        citation=number,
    )
