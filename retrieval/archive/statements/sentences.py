"""Paragraphs, sentences and tokens, with each quotation as one token."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.archive.statements import lexicon
from retrieval.archive.statements.quotes import MASK

_UPPER = "".join(chr(c) for c in range(0x41, 0x530) if chr(c).isupper())
_ABBREVIATED = "|".join(sorted((re.escape(a) for a in lexicon.ABBREVIATION), key=len, reverse=True))
_TOKEN = re.compile(
    rf"{MASK}+|(?:[{_UPPER}]\.){{1,4}}(?=[\s,;:’'\-{_UPPER}]|$)|(?:{_ABBREVIATED})\.(?=[\s,;]|$)"
    rf"|[\w@#$](?:[\w]|[-’'&./](?=\w))*(?:(?<=s)['’](?=\s))?|--|\.\.\.|[^\w\s]"
)
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_BREAK = re.compile(rf"(?:[.!?…][)\]]*|{MASK}(?!{MASK}))[\s]+(?=[{_UPPER}{MASK}\d(\[‘'@#<])")
_LAST_WORD = re.compile(r"[\w.]+$")
_TAG = re.compile(r"(?:[\w.’'\-]+[ \xa0]){1,8}?[\w]+(?=[.,;:]|[ \xa0](?:in|on|at|to|of)[ \xa0])")
_SHORT_TAG = re.compile(
    rf"(?:[{_UPPER}][\w.’'\-]+[ \xa0]){{1,3}}(?:said|says|added|wrote|asked)[.,]"
)
_CLOSERS = "”\"»’'"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, mark or whole quotation; `low` is the lower-cased word without a possessive."""

    start: int
    stop: int
    text: str
    low: str

    @property
    def quote(self) -> bool:
        """Whether this is a quotation."""
        return self.text[0] == MASK

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def possessive(self) -> bool:
        """Whether the word ends in 's."""
        return self.text.endswith(("’s", "'s", "s’", "s'"))

    @property
    def word(self) -> bool:
        """Whether this is a word or a number."""
        return self.text[0].isalnum() or self.text[0] in "@#$"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's range, and which paragraph of the text it stands in."""

    start: int
    stop: int
    paragraph: int


def sentences(text: str, masked: str) -> list[Sentence]:
    """The sentences of `text` in order; a full stop within a quotation only ends one at its end."""
    found = []
    for number, paragraph in enumerate(_PARAGRAPH.finditer(masked)):
        at, end = paragraph.span()
        for gap in _BREAK.finditer(masked, at, end):
            if _ends(text, masked, gap.start(), gap.end()):
                found.append(Sentence(at, gap.end(), number))
                at = gap.end()
        if at < end:
            found.append(Sentence(at, end, number))
    return found


def _ends(text: str, masked: str, mark: int, following: int) -> bool:
    """Whether the mark or quotation that stands at `mark` ends a sentence."""
    if masked[mark] != MASK:
        before = _LAST_WORD.search(masked, max(0, mark - 20), mark)
        word = before.group() if before else ""
        return masked[mark] != "." or not (
            word in lexicon.ABBREVIATION or (len(word) == 1 and word.isupper())
        )
    last = text[max(0, mark - 3) : mark + 1].rstrip(_CLOSERS)[-1:]
    if last == ".":
        return not _SHORT_TAG.match(masked, following)
    return last in "!?…" and not _tagged(masked, following)


def _tagged(masked: str, at: int) -> bool:
    """Whether a short `Name verb` follows, as in `“Why?” Smith asked.`"""
    tag = _TAG.match(masked, at)
    words = tag.group().split() if tag else []
    return any(w in lexicon.SAY for w in words) or (
        len(words) <= 4 and words[-1:][0:1] != [] and words[-1].endswith("ed")
    )


def tokens(masked: str, sentence: Sentence) -> list[Token]:
    """The tokens of one sentence."""
    return [
        Token(m.start(), m.end(), m.group(), _low(m.group()))
        for m in _TOKEN.finditer(masked, sentence.start, sentence.stop)
    ]


def _low(word: str) -> str:
    low = word.lower()
    if low[0] in "'’":
        return low
    for ending in ("’s", "'s"):
        low = low.removesuffix(ending)
    return low.rstrip(".’'") or low
