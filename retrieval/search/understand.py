"""A question -> what to look for and whose words are asked for."""

from __future__ import annotations

import re

from retrieval.search.scope import read_scope
from retrieval.text import words
from retrieval.types import Names, Query, Question

NO_NAMES = Names()

_FUNCTION_WORDS = frozenset(
    """a about according after all also am an and any are as at be been before being but by can
    could did do does during each for from had has have he her him his how i if in into is it its
    just me more most my no nor not of off on once one or other our out over own same shall she
    should so some such than that the their them then there these they this those through to too
    under until up us was we were what when where which while who whom whose why will with would
    you your""".split()
)
_SAYING = r"""(?:said|say|says|saying|tell|told|think|thinks|thought|state|stated|promise|promised|
    announce|announced|claim|claimed|comment|commented|warn|warned|propose|proposed|ask|asked|
    want|wants|demand|demanded|declare|declared|suggest|suggested|deny|denied|respond|responded|
    react|reacted|believe|believes|believed|call|called|admit|admitted|argue|argued)"""
_NAME = r"(?P<speaker>[^?,;:]{2,60}?)"
_ASKS_FOR_WORDS = tuple(
    re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for pattern in (
        rf"^(?:and\s+|so\s+)?(?:what|how|why|when|where)\s+(?:exactly\s+)?"
        rf"(?:did|does|do|has|have|had)\s+{_NAME}\s+(?:ever\s+|publicly\s+|just\s+)?{_SAYING}\b",
        rf"^(?:did|does|has|have|had)\s+{_NAME}\s+(?:ever\s+|publicly\s+|just\s+)?{_SAYING}\b",
        rf"^what\s+(?:is|was|are|were)\s+{_NAME}(?:['’]s?)\s+"
        r"(?:position|view|views|opinion|stance|stand|reaction|response|comment|comments|words)\b",
        r"^what\s+(?:is|was)\s+the\s+(?:position|view|opinion|stance|reaction|response)\s+of\s+"
        rf"{_NAME}\s+(?:on|about|to|regarding|towards?)\b",
        rf"^(?:any\s+)?(?:statements?|quotes?|comments?|words)\s+(?:by|from|of)\s+{_NAME}"
        r"(?:\s+(?:on|about|regarding)\b|\??$)",
    )
)
_NAME_WORD = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W_]+(?:['’\-][^\W_]+)*")


def understand(question: Question, names: Names = NO_NAMES, *, dates_limit: bool = True) -> Query:
    """What `question` looks for, read from its words and the archive's `names`.

    Without `dates_limit` its dates are words to look for, like others.
    """
    of_words = bool(question.filters.speaker or _asked_speaker(question.text))
    scoped = read_scope(question, names, of_words=of_words, dates_limit=dates_limit)
    speaker = question.filters.speaker or _asked_speaker(scoped.rest)
    asked = tuple(dict.fromkeys(words(scoped.rest)))
    keywords = tuple(word for word in asked if word not in _FUNCTION_WORDS)
    if speaker:  # "say" in "What did Abe say?" is how it is asked, not what about
        keywords = tuple(word for word in keywords if not _is_saying(word))
    keywords = keywords or asked  # "Who is he?": better all the words than none
    written = _written_as_names(question.text)
    of_speaker = set(words(speaker or ""))
    return Query(
        question=question,
        keywords=keywords,
        names=tuple(word for word in keywords if word in written),
        speaker=speaker,
        topic=tuple(word for word in keywords if word not in of_speaker),
        limits=scoped.limits,
        preferred=scoped.preferred,
    )


def _asked_speaker(text: str) -> str | None:
    """The name in "What did NAME say", "Did NAME promise", "NAME's view"; None for pronouns."""
    text = " ".join(text.split())  # long runs of space would be tried in every division
    for pattern in _ASKS_FOR_WORDS:
        if match := pattern.match(text):
            name = match["speaker"].strip()
            if all(word in _FUNCTION_WORDS or word in _CROWD for word in words(name)):
                return None
            return re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    return None


_CROWD = frozenset({"anyone", "anybody", "everyone", "people", "someone", "somebody"})


def _is_saying(word: str) -> bool:
    return re.fullmatch(_SAYING, word, re.VERBOSE) is not None


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
    return frozenset(found - _FUNCTION_WORDS)
