"""What a question says of where and when its answer was published, in the archive's own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

from retrieval.search.dates import named_dates
from retrieval.search.publishers import named_publishers
from retrieval.text import fold
from retrieval.types import Filters, Names, Period, Query, Question, Scope, Understood

_Value = TypeVar("_Value", str, Period)

_TAGGED = re.compile(
    r"\b(?:tagged(?:\s+(?:as|with))?|(?:with|under|of)\s+the\s+tag|filed\s+under)\s+[\"'“‘]?",
    re.IGNORECASE,
)
_TAG_WORD = re.compile(r"[^\s?!,;\"”’]+")
_MOST_TAG_WORDS = 4
_SOURCE_PHRASE = re.compile(
    r"(?:\b(?:according\s+to|(?:as\s+)?reported\s+by|as\s+per)\s+)?(?:\bthe\s+)?[\"'“‘(]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """A question's scope, and the question without the words that say it for certain."""

    limits: Scope
    preferred: Scope
    rest: str


def read_scope(question: Question, names: Names, *, of_words: bool) -> Scoped:
    """The publishers, tags and periods that `question` names, as far as no filter says it.

    `of_words` says that it asks for what somebody said.
    """
    text, filters = question.text, question.filters
    mentions = named_publishers(text, names.publishers)
    tags = tuple(_named_tags(text, names.tags))
    dates = [
        each
        for each in named_dates(text, question.as_of or datetime.now(UTC), of_words=of_words)
        if not any(each.start < other.stop and other.start < each.stop for other in mentions)
    ]
    said = [(_phrase_start(text, m.start), m.stop) for m in mentions if m.certain]
    said += [(start, stop) for _, start, stop in tags]
    said += [(each.start, each.stop) for each in dates if each.certain]

    def scope(certain: bool) -> Scope:
        return _unfiltered(
            Scope(
                publishers=_distinct(
                    p for m in mentions if m.certain is certain for p in m.publishers
                ),
                tags=_distinct(tag for tag, _, _ in tags) if certain else (),
                periods=_distinct(each.period for each in dates if each.certain is certain),
            ),
            filters,
        )

    return Scoped(limits=scope(True), preferred=scope(False), rest=_without(text, said))


def widened(query: Query) -> Query:
    """`query` without its limits of time: what was published then only goes first."""
    preferred = replace(
        query.preferred, periods=_distinct(query.limits.periods + query.preferred.periods)
    )
    return replace(query, limits=replace(query.limits, periods=()), preferred=preferred)


def understood(query: Query, dropped: Scope) -> Understood:
    """What the reader is shown of the scope of `query`; `dropped` was not kept to."""
    limits = query.limits if dropped.empty else widened(query).limits
    return Understood(limits=limits, preferred=query.preferred, dropped=dropped)


def _unfiltered(scope: Scope, filters: Filters) -> Scope:
    """`scope` without what a filter decides."""
    if filters.publisher is not None:
        scope = replace(scope, publishers=())
    if filters.tag is not None:
        scope = replace(scope, tags=())
    if filters.since is not None or filters.until is not None:
        scope = replace(scope, periods=())
    return scope


def _named_tags(text: str, tags: tuple[str, ...]) -> Iterable[tuple[str, int, int]]:
    """The tags after "tagged", "under the tag" or "filed under", with where that phrase stands."""
    known = _by_fold(tags) if "tag" in text.lower() or "filed" in text.lower() else {}
    for phrase in _TAGGED.finditer(text) if known else ():
        ends = [m.end() for m in _TAG_WORD.finditer(text, phrase.end())][:_MOST_TAG_WORDS]
        for end in reversed(ends):
            if tag := known.get(fold(text[phrase.end() : end].strip(".'"))):
                yield tag, phrase.start(), end
                break


@lru_cache(maxsize=4)
def _by_fold(tags: tuple[str, ...]) -> Mapping[str, str]:
    return {fold(tag): tag for tag in tags}


def _phrase_start(text: str, start: int) -> int:
    """Where "according to The Verge" begins, for the name at `start`."""
    before = max(0, start - 40)
    phrase = _SOURCE_PHRASE.search(text[before:start])
    return before + phrase.start() if phrase else start


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    """`text` with a space in place of each of `places`."""
    for start, stop in sorted(places, reverse=True):
        text = f"{text[:start]} {text[stop:]}"
    return text


def _distinct(values: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(values))
