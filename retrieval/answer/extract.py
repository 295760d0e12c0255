"""A passage -> the sentences of it that answer, verbatim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from retrieval.kind import Wanted
from retrieval.text import paragraphs, sentences, stem, trim, words
from retrieval.types import Article, Candidate, Span, Statement

_MAX_CHARS = 420
_OF_THE_KIND = 0.25
"""What a number is worth in an answer to "how many", as a share of the question's weight."""
_HEADLINE = 0.3
"""What a word in the headline is worth to a sentence below it, which need not repeat it."""
_BEFORE = 0.4
"""What a word in the sentence before is worth to a statement that goes on from there."""
_TAG = 0.5
"""What a word is worth that stands in a statement's sentence, but not among the words said."""
_NAMES = 0.1
"""What three names that the question does not hold are worth in an answer to "who"."""
_SECOND = 0.05
"""What a second sentence must add to be worth its length."""
_TOGETHER = 0.4
"""What it is worth that neighbours of the question's keywords stand together …"""
_APART = 2
"""… at most so many words from one to the next ("Japanese investments")."""
_CUT_SHORT = 0.1
"""What a sentence loses whose end the source left out."""
_NO_STATEMENT = 0.2
"""What a heading or a question loses: it says what is told, or asks it, and tells nothing."""
_STATES = re.compile(r"(?:[.!…]|[.!…,][”\"’'»)\]]+)$")
"""How a sentence ends that tells something."""
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
    """Share of the question's weight that stands in it, 0 to 1; less for what the headline has."""
    speaker: str | None = None
    quoted: bool = False
    """True where it holds the speaker's own words."""


def best_excerpts(
    candidate: Candidate,
    weights: Mapping[str, float],
    wanted: Wanted,
) -> tuple[tuple[float, Excerpt], ...]:
    """The pieces of the passage, of a sentence or two, that answer best, with their worth.

    Best first, two at most, and none shares a sentence with another. Their worth is how much of
    `weights` (stem -> weight, in the order of the question) they hold, and what else speaks for
    them; where the question waits for words of a kind, those that hold some are preferred.
    """
    text, spans, title = candidate.article.text, _sentences(candidate), _title(candidate)
    said = [[stem(word) for word in words(span.of(text))] for span in spans]
    counts = [wanted.count(span.of(text)) for span in spans]
    pairs = [pair for pair in pairwise(weights) if not title.issuperset(pair)]
    together = [_together(each, pairs) for each in said]

    def fit(window: tuple[int, int]) -> float:
        held = set(chain.from_iterable(said[window[0] : window[1] + 1]))
        return _fit(held, title, weights)

    def worth(window: tuple[int, int]) -> float:
        first, last = window
        kind = _kind(sum(counts[first : last + 1]), wanted)
        near = _TOGETHER * max(together[first : last + 1])
        cut_short = _CUT_SHORT if text.endswith("…", 0, spans[last].stop) else 0.0
        no_statement = 0.0 if _states(text, spans[last]) else _NO_STATEMENT
        return fit(window) + kind + near - _SECOND * (last - first) - cut_short - no_statement

    worths = {window: worth(window) for window in _windows(text, spans)}
    best = max(worths, key=worths.__getitem__)
    beside = [each for each in worths if each[1] < best[0] or best[1] < each[0]]
    found: list[tuple[float, Excerpt]] = []
    for window in (best, *sorted(beside, key=worths.__getitem__, reverse=True)[:1]):
        alone = Span(start=spans[window[0]].start, stop=spans[window[1]].stop)
        whole = _with_antecedent(text, alone)
        # Who "he" is need not be said where it stands in the piece above.
        span = alone if any(each.span.overlap(whole) for _, each in found) else whole
        if not any(each.span.overlap(span) for _, each in found):
            excerpt = Excerpt(article=candidate.article, span=span, fit=fit(window))
            found.append((worths[window], excerpt))
    return tuple(found)


def named(excerpt: Excerpt, statements: Iterable[Statement]) -> Excerpt:
    """`excerpt` with its speaker, where one of `statements` of its article tells who speaks."""
    if excerpt.speaker is not None:
        return excerpt
    return replace(excerpt, speaker=_speaker(excerpt.span, statements))


def said_in(excerpt: Excerpt, statement: Statement) -> bool:
    """True where some of what `statement` of its article says stands in `excerpt`."""
    return _says(statement, excerpt.span)


def said_words(excerpt: Excerpt) -> list[list[str]]:
    """The folded words of each sentence of an excerpt."""
    text = excerpt.article.text
    return [words(each.of(text)) for each in sentences(text, excerpt.span)]


def statement_excerpts(
    candidate: Candidate,
    weights: Mapping[str, float],
    statements: Iterable[Statement],
    speaks: Callable[[str], bool],
) -> tuple[Excerpt, ...]:
    """The sentences of the passage in which somebody whom `speaks` admits says something.

    In the order of the text; `weights` (stem -> weight) are those of the topic alone.
    """
    text, spans, title = candidate.article.text, _sentences(candidate), _title(candidate)
    statements = tuple(statements)
    others = [each for each in statements if each.speaker is not None and not speaks(each.speaker)]
    found: dict[tuple[int, int], Excerpt] = {}
    for statement in statements:
        if statement.speaker is None or not speaks(statement.speaker):
            continue
        touched = [i for i, span in enumerate(spans) if _says(statement, span)]
        if not touched:
            continue
        span = Span(start=spans[touched[0]].start, stop=spans[touched[-1]].stop)
        key = (span.start, span.stop)
        before = _sentence_before(text, span.start)
        if key not in found or statement.quoted:
            spoken = set().union(*(_stems(text, each) for each in statement.spans))
            held = _stems(text, span)
            if before and not any(_says(each, before) for each in others):
                led = held | _stems(text, before)
            else:
                led = held
            said, alone, after = (_fit(each, title, weights) for each in (spoken, held, led))
            found[key] = Excerpt(
                article=candidate.article,
                span=span,
                speaker=statement.speaker,
                fit=said + _TAG * (alone - said) + _BEFORE * (after - alone),
                quoted=statement.quoted,
            )
    return tuple(found.values())


def _says(statement: Statement, within: Span) -> bool:
    return any(within.overlap(each) for each in statement.spans)


def coverage(stems: Set[str], weights: Mapping[str, float]) -> float:
    """The share of the total of `weights` whose stems are among `stems`, 0 to 1."""
    total = sum(weights.values())
    # The question has fewer words than a sentence.
    return sum(weights[each] for each in weights if each in stems) / total if total else 0.0


def _fit(stems: set[str], title: set[str], weights: Mapping[str, float]) -> float:
    """What a window covers, and a part of what only the headline above it does."""
    alone = coverage(stems, weights)
    return alone + _HEADLINE * (coverage(stems | title, weights) - alone)


def _together(said: Sequence[str], pairs: Sequence[tuple[str, str]]) -> float:
    """The share of `pairs` that stand together in the stems `said`, in their order."""
    if not pairs:
        return 0.0
    near = {(one, other) for i, one in enumerate(said) for other in said[i + 1 : i + 1 + _APART]}
    return sum(pair in near for pair in pairs) / len(pairs)


def _title(candidate: Candidate) -> set[str]:
    """The stems of the headline: a sentence below it need not repeat what it is about."""
    return {stem(word) for word in words(candidate.article.title)}


def passage_stems(candidate: Candidate) -> set[str]:
    """The stems that stand in a passage or its headline."""
    return _title(candidate) | _stems(candidate.article.text, candidate.passage.span)


def with_headline(excerpt: Excerpt) -> str:
    """The words of an excerpt under the headline of its article."""
    return f"{excerpt.article.title}\n{excerpt.span.of(excerpt.article.text)}"


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
    """Each sentence, and each with the next of its paragraph where both are not too long.

    A heading or a question goes with the paragraph below it.
    """
    pairs = [
        (i, i + 1)
        for i in range(len(spans) - 1)
        if _length(spans, (i, i + 1)) <= _MAX_CHARS
        and ("\n" not in text[spans[i].stop : spans[i + 1].start] or not _states(text, spans[i]))
    ]
    return [(i, i) for i in range(len(spans))] + pairs


def _states(text: str, sentence: Span) -> bool:
    return _STATES.search(text, sentence.start, sentence.stop) is not None


def _kind(found: int, wanted: Wanted) -> float:
    """What so many words of the wanted kind are worth."""
    if wanted.name:
        return _NAMES * min(found, 3) / 3
    return _OF_THE_KIND if found else 0.0


def _with_antecedent(text: str, span: Span) -> Span:
    """`span`, or from the sentence before it that says who "he" is, where that is not too long."""
    start = span.start
    while _LEANS_ON_THE_LAST.match(text, start):
        before = _sentence_before(text, start)
        if before is None or span.stop - before.start > _MAX_CHARS:
            return span
        start = before.start
    return Span(start=start, stop=span.stop)


def _sentence_before(text: str, start: int) -> Span | None:
    stop = len(text[:start].rstrip())
    paragraph = trim(text, text.rfind("\n", 0, stop) + 1, stop)
    return sentences(text, paragraph)[-1] if paragraph else None


def _speaker(span: Span, statements: Iterable[Statement]) -> str | None:
    """Who says most of what stands in `span`, where that is most of the span's own words."""
    said: dict[str | None, int] = {}
    for statement in statements:
        overlap = sum(span.overlap(each) for each in statement.spans)
        said[statement.speaker] = said.get(statement.speaker, 0) + overlap
    speaker, most = max(said.items(), key=lambda item: item[1], default=(None, 0))
    return speaker if most >= len(span) / 3 else None
