"""What a question says of where and when its answer was published, in the archive's own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

from retrieval.search.date_like import dates_in
from retrieval.search.publishers import Mention, named_publishers
from retrieval.text import fold
from retrieval.types import Filters, Names, Period, Question, Scope

_Value = TypeVar("_Value", str, Period)

_TAGGED = re.compile(
    r"\b(?:tagged(?:\s+(?:as|with))?|(?:with|under|of)\s+the\s+tag|filed\s+under)\s+[\"'“‘]?",
    re.IGNORECASE,
)
_TAG_WORD = re.compile(r"[^\s?!,;\"”’]+")
_MOST_TAG_WORDS = 4
_SOURCE_PHRASE = re.compile(
    r"(?:,\s*)?(?:\b(?:according\s+to|(?:as\s+)?reported\s+by|as\s+per)\s+)?(?:\bthe\s+)?[\"'“‘(]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """A question's scope, and the question without the words that say it and nothing else."""

    limits: Scope
    preferred: Scope
    sides: tuple[str, ...]
    """The publishers whose reports are compared; empty where a name means more than one."""
    rest: str


def read_scope(
    question: Question, names: Names, *, of_words: bool = False, dates_limit: bool = True
) -> Scoped:
    """The publishers, tags and periods that `question` names, as far as no filter says it.

    `of_words` says that it asks for what somebody said; without `dates_limit` no date is more than
    preferred.
    """
    text, asked = question.text, question.as_of or datetime.now(UTC)
    mentions = named_publishers(text, names.publishers)
    said = [_phrase(text, each.start, each.stop) for each in mentions if each.certain]
    tags = tuple(_named_tags(text, names.tags))
    said += [(start, stop) for _, start, stop in tags]
    # "Business Today" is no date, and "in May, according to The Age" ends with one.
    dates = dates_in(_blanked(text, said), asked, of_words=of_words)
    certain = [each for each in dates if each.certain and dates_limit]
    said += [_owned(text, each.start, each.stop) for each in dates if each.certain or each.relative]
    limits = Scope(
        publishers=_distinct(name for each in mentions if each.certain for name in each.publishers),
        tags=_distinct(tag for tag, _, _ in tags),
        periods=_distinct(each.period for each in certain),
    )
    preferred = Scope(
        publishers=_distinct(
            name for each in mentions if not each.certain for name in each.publishers
        ),
        # What is new is preferred without being asked.
        periods=_distinct(
            each.period
            for each in dates
            if each not in certain and each.period.until and each.period.until < asked
        ),
    )
    return Scoped(
        limits=_unfiltered(limits, question.filters),
        preferred=_unfiltered(preferred, question.filters),
        sides=_sides(mentions) if question.filters.publisher is None else (),
        rest=_blanked(text, said),
    )


def _sides(mentions: Iterable[Mention]) -> tuple[str, ...]:
    certain = [each.publishers for each in mentions if each.certain]
    return _distinct(names[0] for names in certain) if all(len(n) == 1 for n in certain) else ()


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


def _phrase(text: str, start: int, stop: int) -> tuple[int, int]:
    """Where ", according to The Verge," stands, for the name at `text[start:stop]`."""
    before = max(0, start - 40)
    phrase = _SOURCE_PHRASE.search(text[before:start])
    return (
        before + phrase.start() if phrase else start,
        stop + 1 if text[stop : stop + 1] == "," else stop,
    )


def _owned(text: str, start: int, stop: int) -> tuple[int, int]:
    """A date with the ending of "yesterday's"."""
    return start, stop + (text[stop : stop + 2] in ("'s", "’s")) * 2


def _blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """`text` with spaces in place of each of `places`; all else stays where it is."""
    for start, stop in places:
        text = f"{text[:start]}{' ' * (stop - start)}{text[stop:]}"
    return text


def _distinct(values: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(values))
