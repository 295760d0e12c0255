"""Paragraphs, sentences and words: the one way in which text is cut and compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import sentencex
import Stemmer

from retrieval.irregular import FORMS
from retrieval.types import Span

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")
_OTHER_SPACE = re.compile(r"[^\S\n]")
_OPENING = re.compile(r'(?<![^\s(\[—–-])"(?=\S)')
_WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_LIST_NUMBER = re.compile(r"(?:\n[^\S\n]*)?(\(?\d{1,3}[.)])\s*\Z")
_NUMBER_CHARS = 12
"""A list's number and the white space around it have no more."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_STEMMER = Stemmer.Stemmer("english")
_REGULAR = {form: word for word, forms in FORMS.items() for form in forms}


@lru_cache(maxsize=64)
def paragraphs(text: str) -> tuple[Span, ...]:
    """The spans of the paragraphs of `text`, without the white space around them.

    Paragraphs end at blank lines; a text with none has a paragraph a line.
    """
    boundary = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE
    return _between(boundary, text)


def _between(boundary: re.Pattern[str], text: str) -> tuple[Span, ...]:
    """The trimmed, non-empty spans between the matches of `boundary`."""
    starts, stops = [0], []
    for match in boundary.finditer(text):
        stops.append(match.start())
        starts.append(match.end())
    stops.append(len(text))
    pieces = (trim(text, start, stop) for start, stop in zip(starts, stops, strict=True))
    return tuple(piece for piece in pieces if piece)


def trim(text: str, start: int, stop: int) -> Span | None:
    """The span `[start, stop)` of `text` less the white space at its ends; None when empty."""
    held = text[start:stop]
    start += len(held) - len(held.lstrip())
    stop = start + len(held.strip())
    return Span(start=start, stop=stop) if start < stop else None


def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """The spans of the sentences of the paragraph `within`, as offsets into `text`.

    A quotation is kept whole where its end is in the paragraph, and the number of a list's entry
    with the entry. Segmentation by sentencex
    (Wikimedia), whose rules know abbreviations such as "Sen." and "U.S.".
    """
    # sentencex panics at white space of several bytes, as the no-break space before an initial.
    plain = _paired(_OTHER_SPACE.sub(" ", within.of(text)))
    found = sentencex.get_sentence_boundaries("en", plain)
    starts = [_before_quote(text, within, within.start + each["start_index"]) for each in found]
    starts = sorted({_before_number(text, within, start) for start in starts})
    stops = [*starts[1:], within.stop]
    spans = (trim(text, start, stop) for start, stop in zip(starts, stops, strict=True))
    return tuple(span for span in spans if span)


def _before_number(text: str, within: Span, start: int) -> int:
    """`start`, or that of the number of a list's entry just before it: "1. Detroit"."""
    looked = max(within.start, start - _NUMBER_CHARS)
    if not text[looked:start].rstrip()[-2:-1].isdigit():
        return start
    number = _LIST_NUMBER.search(text, looked, start)
    # Where it begins a line or the paragraph.
    if number and (number.start(1) == within.start or number.start(1) > number.start()):
        return number.start(1)
    return start


def _paired(text: str) -> str:
    """`text` with all its quotation marks of one kind: “… " is a pair that sentencex would miss."""
    if '"' not in text or not ("“" in text or "”" in text):
        return text
    return _OPENING.sub("“", text).replace('"', "”")


def _before_quote(text: str, within: Span, start: int) -> int:
    """`start`, or the opening quotation mark just before it that was left to the sentence before.

    sentencex leaves it there where the quotation is never closed, as in a text cut short.
    """
    before = start - 1
    while before > within.start and text[before].isspace():
        before -= 1
    marks = '“‘«„"' if before == start - 1 else "“‘«„"  # a straight mark may close, too
    opens = before > within.start and text[before] in marks and text[before - 1].isspace()
    return before if opens else start


def fold(text: str) -> str:
    """`text` for comparison: case, diacritics and compatibility forms ("ō", "ﬁ") folded away."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return _NOT_ASCII.sub(_without_mark, decomposed).casefold()


def _without_mark(match: re.Match[str]) -> str:
    character = match.group()
    return "" if unicodedata.combining(character) else character


def words(text: str) -> list[str]:
    """The folded words of `text`, in order; "U.S.", "1,103" and "Japan’s" are one word each."""
    return [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded English word (Snowball "english"); of "won" it is that of "win"."""
    return str(_STEMMER.stemWord(_REGULAR.get(word, word)))


def stems(text: str) -> set[str]:
    """The distinct stems of the words of `text`."""
    return {stem(word) for word in set(words(text))}


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, ...]]:
    return {stem(word): forms for word, forms in FORMS.items()}


def irregular_forms(stem_of: str) -> tuple[str, ...]:
    """The forms of the word of this stem that do not begin as it does: of "win" "won"."""
    return _irregular().get(stem_of, ())
