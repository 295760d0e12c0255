"""A question -> what to look for and whose words are asked for."""

from __future__ import annotations

import re

from retrieval.saying import kindred
from retrieval.search.asked import Asked, IsSpeaker, asked_for
from retrieval.search.function_words import carries_topic
from retrieval.search.scope import Scoped, read_scope
from retrieval.text import words
from retrieval.types import Names, Query, Question

NO_NAMES = Names()
_NAME_WORD = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W_]+(?:['’\-][^\W_]+)*")
_OF_COMPARING = frozenset("both differ disagree compare difference between versus vs".split())
_NEWEST = re.compile(
    r"\b(?:the\s+)?(?:latest|newest|most\s+recent)\b(?!\s+(?:book|film|album|movie|novel|series))",
    re.IGNORECASE,
)
_OF_NEWNESS = frozenset("latest newest recent news development developments update updates".split())
_OF_REPORTS = frozenset(
    """report reports reported reporting article articles story stories coverage news published
    review analysis piece writes wrote""".split()
)


def nobody(name: str) -> bool:
    """The `IsSpeaker` of an archive that quotes nobody."""
    return False


def understand(
    question: Question,
    names: Names = NO_NAMES,
    is_speaker: IsSpeaker = nobody,
    *,
    dates_limit: bool = True,
) -> Query:
    """What `question` looks for, read from its words, the archive's `names` and its speakers.

    Without `dates_limit` its dates are preferred at most.
    """
    scoped = _scoped(question, names, dates_limit=dates_limit)
    asked = asked_for(scoped.rest, is_speaker)
    speaker = question.filters.speaker or asked.speaker
    sides = asked.sides or scoped.sides
    newest = _NEWEST.search(scoped.rest) is not None
    keywords = _keywords(
        scoped.rest,
        asked,
        (_OF_REPORTS if scoped.limits.publishers or scoped.sides else frozenset())
        | (_OF_NEWNESS if newest else frozenset()),
    )
    written = _written_as_names(question.text)
    of_speaker = set(words(" ".join((speaker or "", asked.other_than or "", *asked.sides))))
    return Query(
        question=question,
        keywords=keywords,
        names=tuple(word for word in keywords if word in written),
        speaker=speaker,
        topic=tuple(word for word in keywords if word not in of_speaker),
        deed=asked.deed,
        who=asked.who and not speaker,
        done=kindred(asked.how) if asked.who and not speaker else frozenset(),
        other_than=asked.other_than,
        sides=sides if len(sides) > 1 and not question.filters.speaker else (),
        newest=newest,
        limits=scoped.limits,
        preferred=scoped.preferred,
    )


def _scoped(question: Question, names: Names, *, dates_limit: bool) -> Scoped:
    of_words = question.filters.speaker is not None or asked_for(question.text, nobody) != Asked()
    return read_scope(question, names, of_words=of_words, dates_limit=dates_limit)


def _keywords(text: str, asked: Asked, but: frozenset[str]) -> tuple[str, ...]:
    """The words of `text`, `but` some, that carry the topic; all of them where none does."""
    all_words = tuple(dict.fromkeys(words(text)))
    keywords = tuple(filter(carries_topic, all_words))
    # "say" in "What did Abe say?" is how it is asked, not what about.
    keywords = tuple(word for word in keywords if word not in asked.how)
    if asked.sides:
        keywords = tuple(word for word in keywords if word not in _OF_COMPARING)
    keywords = tuple(word for word in keywords if word not in but)
    return keywords or all_words  # "Who is he?": better all the words than none


def _written_as_names(text: str) -> frozenset[str]:
    """The folded words that stand in `text` with a capital, other than at a sentence's start."""
    found: set[str] = set()
    previous_end = 0
    for match in _NAME_WORD.finditer(text):
        before = text[previous_end : match.start()]
        opens = previous_end == 0 or any(mark in before for mark in ".?!:")
        previous_end = match.end()
        if match.group()[0].isupper() and not opens:
            found.update(words(match.group()))
    return frozenset(filter(carries_topic, found))
