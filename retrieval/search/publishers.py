"""The publishers that a question names: which of the archive's, and how sure that it means them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.text import fold, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The words `text[start:stop]` of a question name `publishers` (several share a short form)."""

    publishers: tuple[str, ...]
    certain: bool
    """True where the question asks for what they published, in so many words."""
    start: int
    stop: int


_SECTION = re.compile(r"\s+[|–—-]\s+|:\s+")
"""What follows is a section or a motto: "BBC News - Technology", "CNBC | World Business News"."""
_DOMAIN = re.compile(
    r"(?:[\w-]+\.)*?(?P<name>[\w-]+)\.(?:com?|org|net|gov|edu|info|news|[a-z]{2})(?:\.[a-z]{2})?"
)
_WORD = re.compile(r"[^\W_]+(?:[.'’&][^\W_]+)*")
_MOST_WORDS = 8
_SHORTEST_INITIALS = 3

_QUOTE = "[\"'“”‘’(]?"
_CUE_BEFORE = re.compile(
    rf"""\b(?:according\s+to|as\s+per|per|told
    |(?:reported|published|covered|cited|written|posted|stated|noted|said)\s+(?:by|in|on)
    |(?:reports?|reporting|articles?|stor(?:y|ies)|coverage|pieces?|reviews?|news|headlines?
       |accounts?|analysis|interview|sources?)\s+(?:by|from|in|including|like)
    )\s+(?:both\s+|either\s+)?(?:the\s+|an?\s+)?{_QUOTE}$""",
    re.IGNORECASE | re.VERBOSE,
)
_CUE_SURE = re.compile(
    rf"\b(?:according\s+to|as\s+per|(?:reported|published)\s+by)\s+(?:the\s+)?{_QUOTE}$",
    re.IGNORECASE,
)
"""After these a name needs no capital."""
_CUE_AFTER = re.compile(
    rf"""{_QUOTE}(?:['’]s?)?{_QUOTE}\s*,?\s*(?:(?:later|also|both|in\s+its|subsequent|first|second
    |latest|recent)\s+)*
    (?:report\w*|articles?|coverage|wr(?:i|o)t\w+|publish\w*|review(?:s|ed)?|stor(?:y|ies)
    |piece|analysis|highlight\w*|cover(?:s|ed)?|discuss\w*|says?|said|claim(?:s|ed)?
    |suggest(?:s|ed)?|state[sd]?|mention(?:s|ed)?|portray\w*|describ\w+|note[sd]?|indicat\w+
    |impl(?:y|ies|ied)|advis\w+|credit(?:s|ed)|attribut\w+|identif\w+|recommend\w*)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ON = re.compile(r"\s+(?:on|about)\s+\S", re.IGNORECASE)
_CUE_WEAK = re.compile(rf"\b(?:in|from|by|on)\s+(?:the\s+)?{_QUOTE}$", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|except|without)\s+(?:\w+\s+)?(?:the\s+)?$", re.IGNORECASE)
_JOINED = re.compile(
    rf"{_QUOTE}\s*(?:,?\s*(?:and|or|&)|,|/)\s*(?:another\s+from\s+|by\s+)?(?:the\s+)?{_QUOTE}",
    re.IGNORECASE,
)


def named_publishers(text: str, publishers: tuple[str, ...]) -> tuple[Mention, ...]:
    """Where `text` asks for what one of `publishers` published, in the order of the text.

    They are known with or without "The", a section or a web address's ending, and by initials
    ("WSJ"). A phrase such as "according to" or "report" makes it certain; a name after "in" or
    "by" alone is not, and without either it is what the question is about.
    """
    found = [
        mention
        for start, stop, names in _places(text, _forms(publishers))
        if (mention := _mention(text, start, stop, names))
    ]
    return tuple(
        each
        for each in _spread(text, found)
        if each.certain or _CUE_WEAK.search(text[max(0, each.start - 20) : each.start])
    )


def _mention(text: str, start: int, stop: int, publishers: tuple[str, ...]) -> Mention | None:
    """The name at `text[start:stop]` as a mention, or None where it may be a mere word."""
    before, after = text[max(0, start - 60) : start], text[stop : stop + 60]
    cued = bool(_CUE_BEFORE.search(before) or _CUE_AFTER.match(after))
    cued = cued or (not before.strip() and _ON.match(after) is not None)  # "CNN on the flood"
    written = text[start:stop]
    written_as_name = any(char.isupper() for char in written) or written in publishers
    if _NOT.search(before) or not (written_as_name or _CUE_SURE.search(before)):
        return None
    return Mention(publishers=publishers, certain=cued, start=start, stop=stop)


def _spread(text: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """In "according to A, B and C" B and C are as certain as A."""
    spread = list(mentions)
    for order in (range(1, len(spread)), range(len(spread) - 2, -1, -1)):
        step = order.step
        for i in order:
            one, other = sorted((spread[i], spread[i - step]), key=lambda each: each.start)
            if spread[i - step].certain and _JOINED.fullmatch(text, one.stop, other.start):
                spread[i] = replace(spread[i], certain=True)
    return spread


def _places(
    text: str, forms: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where `text` holds one of `forms`, the longest at each place: start, stop, publishers."""
    found = list(_WORD.finditer(text))
    letters = [_letters(fold(word.group())) for word in found]
    ends = [_letters(_POSSESSIVE.sub("", fold(word.group()))) for word in found]
    first = 0
    while first < len(found):
        for last in range(min(first + _MOST_WORDS, len(found)) - 1, first - 1, -1):
            key = _without_the("".join(letters[first:last]) + ends[last])
            start, stop = found[first].start(), found[last].end()
            written = text[start:stop]
            if names := forms.get(key) or (first == last and forms.get(_INITIALS + written)):
                yield start, stop, _as_written(written, names)
                first = last
                break
        first += 1


def _as_written(written: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `names` that are written just so, or else all of them."""
    return (
        tuple(name for name in names if name == written)
        or tuple(name for name in names if fold(name) == fold(written))
        or names
    )


_INITIALS = "!"
_POSSESSIVE = re.compile(r"['’]s$")


@lru_cache(maxsize=4)
def _forms(publishers: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Each way to write a publisher -> those that it can mean; `_INITIALS` marks initials."""
    whole: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    hosts: dict[str, list[str]] = {}
    for publisher in publishers:
        whole.setdefault(_key(publisher), []).append(publisher)
        for form in _short_forms(publisher):
            short.setdefault(form, []).append(publisher)
        if host := _DOMAIN.fullmatch(fold(publisher)):
            hosts.setdefault(_key(host["name"]), []).append(publisher)
    # A short form never takes a whole name from its owner, nor a host one from its domain.
    forms = hosts | short | whole
    return {key: tuple(dict.fromkeys(names)) for key, names in forms.items() if len(key) > 1}


def _short_forms(publisher: str) -> Iterable[str]:
    head = _SECTION.split(publisher)[0]
    yield _key(head)
    domain = _DOMAIN.fullmatch(fold(head).removeprefix("www."))
    if domain and not domain.start("name"):
        yield _key(domain["name"])
    initials = "".join(word[0] for word in words(head) if word != "the")
    if len(initials) >= _SHORTEST_INITIALS:
        yield _INITIALS + initials.upper()


def _key(name: str) -> str:
    """A name to compare: "The Verge", "the verge" and "TheVerge" are one."""
    return _without_the(_letters(_POSSESSIVE.sub("", fold(name))))


def _letters(folded: str) -> str:
    return folded if folded.isalnum() else "".join(char for char in folded if char.isalnum())


def _without_the(key: str) -> str:
    return key.removeprefix("the") or key
