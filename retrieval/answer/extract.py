"""A passage -> the sentences of it that answer, verbatim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from retrieval.text import paragraphs, sentences, stem, words
from retrieval.types import Article, Candidate, Span, Statement

_MAX_CHARS = 420
_OF_THE_KIND = 0.25
"""What a number is worth in an answer to "how many", as a share of the question's weight."""
_LEANS_ON_THE_LAST = re.compile(
    r"[“\"'‘(]?(?:he|she|they|it|his|her|their|its|this|that|these|those|but|and|however|"
    r"meanwhile|also|instead|still|then|there)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A piece of a passage, and how well it fits the question."""

    article: Article
    span: Span
    fit: float
    """Share of the question's weight that stands in it, 0 to 1; half of that for the headline."""
    speaker: str | None = None
    quoted: bool = False
    """True where it holds the speaker's own words."""


def best_excerpt(
    candidate: Candidate,
    weights: Mapping[str, float],
    wanted: re.Pattern[str] | None,
) -> Excerpt:
    """The sentence or two of the passage that hold most of `weights` (stem -> weight).

    Where the question waits for words of a kind, a window in which `wanted` is found is preferred.
    """
    text, spans = candidate.article.text, _sentences(candidate)
    shares = [_stems(text, span) for span in spans]
    first, last = max(
        _windows(text, spans),
        key=lambda window: _worth(window, shares, weights) + _kind(text, spans, window, wanted),
    )
    first = _with_antecedent(text, spans, first, last)
    span = Span(start=spans[first].start, stop=spans[last].stop)
    fit = _fit(candidate, set().union(*shares[first : last + 1]), weights)
    return Excerpt(article=candidate.article, span=span, fit=fit)


def named(excerpt: Excerpt, statements: Iterable[Statement]) -> Excerpt:
    """`excerpt` with its speaker, where one of `statements` of its article tells who speaks."""
    if excerpt.speaker is not None:
        return excerpt
    return replace(excerpt, speaker=_speaker(excerpt.span, statements))


def statement_excerpts(
    candidate: Candidate,
    weights: Mapping[str, float],
    statements: Iterable[Statement],
    speaks: Callable[[str], bool],
) -> tuple[Excerpt, ...]:
    """The sentences of the passage in which somebody whom `speaks` admits says something.

    In the order of the text; `weights` (stem -> weight) are those of the topic alone.
    """
    text, spans = candidate.article.text, _sentences(candidate)
    found: dict[tuple[int, int], Excerpt] = {}
    for statement in statements:
        if statement.speaker is None or not speaks(statement.speaker):
            continue
        touched = [
            i for i, span in enumerate(spans) if any(span.overlap(each) for each in statement.spans)
        ]
        if not touched:
            continue
        span = Span(start=spans[touched[0]].start, stop=spans[touched[-1]].stop)
        key = (span.start, span.stop)
        if key not in found or statement.quoted:
            found[key] = Excerpt(
                article=candidate.article,
                span=span,
                speaker=statement.speaker,
                fit=_fit(candidate, _stems(text, span), weights),
                quoted=statement.quoted,
            )
    return tuple(found.values())


def coverage(stems: Set[str], weights: Mapping[str, float]) -> float:
    """The share of the total of `weights` whose stems are among `stems`, 0 to 1."""
    total = sum(weights.values())
    # The question has fewer words than a sentence.
    return sum(weights[each] for each in weights if each in stems) / total if total else 0.0


def _fit(candidate: Candidate, stems: set[str], weights: Mapping[str, float]) -> float:
    """What a window covers, and half of what only the headline above it does."""
    alone = coverage(stems, weights)
    return (alone + coverage(stems | _title(candidate), weights)) / 2


def _title(candidate: Candidate) -> set[str]:
    """The stems of the headline: a sentence below it need not repeat what it is about."""
    return {stem(word) for word in words(candidate.article.title)}


def passage_stems(candidate: Candidate) -> set[str]:
    """The stems that stand in a passage or its headline."""
    return _title(candidate) | _stems(candidate.article.text, candidate.passage.span)


def _sentences(candidate: Candidate) -> list[Span]:
    """The sentences of the passage, paragraph by paragraph, as offsets into the article."""
    passage, text = candidate.passage.span, candidate.article.text
    inside = passage.of(text)
    return [
        sentence
        for paragraph in paragraphs(inside)
        for sentence in sentences(
            text,
            Span(start=passage.start + paragraph.start, stop=passage.start + paragraph.stop),
        )
    ]


def _stems(text: str, span: Span) -> set[str]:
    return {stem(word) for word in words(span.of(text))}


def _length(spans: Sequence[Span], window: tuple[int, int]) -> int:
    return spans[window[1]].stop - spans[window[0]].start


def _windows(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Each sentence, and each with the next of its paragraph where both are not too long."""
    pairs = [
        (i, i + 1)
        for i in range(len(spans) - 1)
        if _length(spans, (i, i + 1)) <= _MAX_CHARS
        and "\n" not in text[spans[i].stop : spans[i + 1].start]
    ]
    return [(i, i) for i in range(len(spans))] + pairs


def _worth(
    window: tuple[int, int], shares: Sequence[set[str]], weights: Mapping[str, float]
) -> float:
    """What a window covers; a second sentence must add at least a tenth to be worth its length."""
    first, last = window
    covered = coverage(set().union(*shares[first : last + 1]), weights)
    return covered - 0.1 * (last - first)


def _kind(
    text: str, spans: Sequence[Span], window: tuple[int, int], wanted: re.Pattern[str] | None
) -> float:
    first, last = window
    found = wanted and wanted.search(text, spans[first].start, spans[last].stop)
    return _OF_THE_KIND if found else 0.0


def _with_antecedent(text: str, spans: Sequence[Span], first: int, last: int) -> int:
    """`first`, or the sentence before it where "He …" would leave open who that is."""
    leans = _LEANS_ON_THE_LAST.match(spans[first].of(text))
    if first and leans and _length(spans, (first - 1, last)) <= _MAX_CHARS:
        return first - 1
    return first


def _speaker(span: Span, statements: Iterable[Statement]) -> str | None:
    """Who says most of what stands in `span`, where that is most of the span's own words."""
    said: dict[str | None, int] = {}
    for statement in statements:
        overlap = sum(span.overlap(each) for each in statement.spans)
        said[statement.speaker] = said.get(statement.speaker, 0) + overlap
    speaker, most = max(said.items(), key=lambda item: item[1], default=(None, 0))
    return speaker if most >= len(span) / 3 else None
