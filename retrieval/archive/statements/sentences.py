"""Paragraphs, sentences and tokens, with each quotation as one token.

`retrieval.text` cuts for readers: within long quotations, and into words without marks. The rules
need quotations whole, datelines off, and each mark a token; so they cut for themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from retrieval.archive.statements import gazetteer, lexicon
from retrieval.archive.statements.quotes import MASK
from retrieval.archive.statements.titles import TITLE

UPPER = "".join(chr(c) for c in range(0x41, 0x530) if chr(c).isupper())
_ABBREVIATIONS = gazetteer.ABBREVIATION | {a.upper() for a in gazetteer.ABBREVIATION if len(a) > 2}
_ABBREVIATED = "|".join(sorted(map(re.escape, _ABBREVIATIONS), key=len, reverse=True))
_TOKEN = re.compile(
    rf"[A-Za-z][a-z]+(?=[ ,])|{MASK}+|{TITLE}+|(?:[{UPPER}]\.){{1,4}}(?=[\s,;:’'\-{UPPER}]|$)"
    rf"|(?:{_ABBREVIATED})\.(?=[\s,;]|$)"
    rf"|[\w@#$](?:[\w]|[-’'&./](?=\w))*(?:(?<=s)['’](?=\s))?|--|\.\.\.|[^\w\s]"
)
_PARAGRAPH = re.compile(r"[^\n]+")
_BREAK = re.compile(rf"(?:[.!?…][)\]]*|{MASK}(?!{MASK}))[\s]+(?=[{UPPER}{MASK}\d(\[‘'@#<])")
_DATELINE = re.compile(
    rf"\s*[{UPPER}][{UPPER} .’'\-]{{2,40}}(?:, [\w.]{{2,12}}(?: [\w.]{{2,12}})?)?"
    rf"(?: ?\([\w /]{{2,20}}\))?[ \xa0]*(?:—|–|--?)[ \xa0]"
)
_PREFIXES = frozenset({"al-", "el-"})
_WORDLIKE = "@#$" + TITLE
_AGENCY_LINE = re.compile(
    rf"\s*[{UPPER}][\w.’'\-]{{1,20}}(?:[ \xa0][{UPPER}][\w.’'\-]{{1,20}}){{0,3}}"
    rf"(?:, [\w. ]{{2,20}})?[ \xa0]?\([\w /]{{2,20}}\)[ \xa0]*(?:—|–|--?)[ \xa0]"
)
_LAST_WORD = re.compile(r"[\w.]+$")
_TAG = re.compile(r"(?:[\w.’'\-]+[ \xa0]){1,8}?[\w]+(?=[.,;:]|[ \xa0](?:in|on|at|to|of)[ \xa0])")
_SHORT_TAG = re.compile(
    rf"(?:[{UPPER}][\w.’'\-]+[ \xa0]){{1,3}}(?:said|says|added|wrote|asked)[.,]"
)
_NO_TAG = lexicon.AUXILIARY | lexicon.CONJUNCTION
_INITIALS = re.compile(rf"(?:[{UPPER}]\.)*[{UPPER}]")
CLAUSE_MARKS = frozenset({",", ";", "—", "–", "--"})
_CLOSERS = "”\"»’'"


class Token(NamedTuple):
    """A word, mark or whole quotation; `low` is the lower-cased word without a possessive.

    A named tuple, since an article has thousands and it is the quickest to make.
    """

    start: int
    stop: int
    text: str
    low: str

    @property
    def quote(self) -> bool:
        """Whether this is a quotation."""
        return self.text[0] == MASK

    @property
    def title(self) -> bool:
        """Whether this is the title of a work within marks."""
        return self.text[0] == TITLE

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper() or self.text[:3] in _PREFIXES

    @property
    def possessive(self) -> bool:
        """Whether the word ends in 's."""
        return self.text.endswith(("’s", "'s", "s’", "s'"))

    @property
    def adverb(self) -> bool:
        """Whether the word is an adverb that may stand beside a verb."""
        in_ly = self.low.endswith("ly") and self.low not in _NOUNS_IN_LY
        return self.low in lexicon.ADVERB or (in_ly and not self.capital)

    @property
    def word(self) -> bool:
        """Whether this is a word or a number."""
        return self.text[0].isalnum() or self.text[0] in _WORDLIKE


_NOUNS_IN_LY = frozenset({"ally", "assembly", "bully", "family", "monopoly", "rally"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's range, and which paragraph of the text it stands in."""

    start: int
    stop: int
    paragraph: int


def sentences(text: str, masked: str) -> list[Sentence]:
    """The sentences of `text` in order, without datelines (`MOSCOW (AP) — `).

    A full stop within a quotation only ends a sentence at the quotation's end.
    """
    found = []
    for number, paragraph in enumerate(_PARAGRAPH.finditer(masked)):
        at, end = paragraph.span()
        dateline = _DATELINE.match(masked, at, end) or _AGENCY_LINE.match(masked, at, end)
        at = dateline.end() if dateline else at
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
        if masked[mark] != "." or (
            masked[following] == MASK and word.lower() not in gazetteer.TITLE
        ):
            return True
        return not (word in _ABBREVIATIONS or _INITIALS.fullmatch(word))
    last = text[max(0, mark - 3) : mark + 1].rstrip(_CLOSERS)[-1:]
    if last == ".":
        return not _SHORT_TAG.match(masked, following)
    return last in "!?…" and not _tagged(masked, following)


def _tagged(masked: str, at: int) -> bool:
    """Whether a short `Name verb` follows, as in `“Why?” Smith asked.`"""
    tag = _TAG.match(masked, at)
    words = tag.group().split() if tag else []
    if any(word in lexicon.SAY for word in words):
        return True
    return (0 < len(words) <= 4 and words[-1].endswith("ed")) or _described(masked, at)


def _described(masked: str, at: int) -> bool:
    """Whether a name with a description and a verb of saying follow: `Rep. Lee, R-Pa., said`."""
    for word in masked[at : at + 160].split()[:16]:
        plain = word.rstrip(".,;:")
        if plain in lexicon.SAY:
            return True
        ends = word[-1] in ".!?" and "." not in plain and plain not in _ABBREVIATIONS
        if ends or MASK in word or plain.endswith("ed") or plain in _NO_TAG:
            return False
    return False


def tokens(masked: str, sentence: Sentence) -> list[Token]:
    """The tokens of one sentence."""
    return [
        Token(m.start(), m.end(), m.group(), _low(m.group()))
        for m in _TOKEN.finditer(masked, sentence.start, sentence.stop)
    ]


def _low(word: str) -> str:
    low = word.lower()
    if low.isalpha():
        return low
    if low[-1].isalnum() or low[0] in "'’":
        return low.removesuffix("’s").removesuffix("'s")
    return low.rstrip(".’'") or low
