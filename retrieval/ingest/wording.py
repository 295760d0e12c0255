"""Extracted paragraphs -> the same with every character that stands on the page."""

from __future__ import annotations

import re
import unicodedata

from lxml.html import HtmlElement

from retrieval.ingest.html import texts

_NEAR = 20_000
_END = 20
"""So many characters at each end of a paragraph say which one it is."""
_MOST_MISSES = 100
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LIST_MARK = re.compile(r"^\s*(?:- |\d+\. )")
# Hints where a line may or must not break: they are layout, and would hide a word from a search.
_LAYOUT = re.compile("[\u00ad\u200b\u2060\ufeff]")


class PageWording:
    """The characters of a page in its order, to look up what an extractor has simplified.

    trafilatura drops marks of writing direction and joiners and makes no-break spaces plain.
    """

    def __init__(self, tree: HtmlElement) -> None:
        """`tree` is the whole page; it is not changed."""
        self._text = _LAYOUT.sub("", "".join(texts(tree)))
        self._places = [at for at, character in enumerate(self._text) if _counts(character)]
        self._key = "".join([self._text[at] for at in self._places])
        self._next = self._misses = 0

    def of(self, paragraph: str) -> str:
        """`paragraph` as the page writes it, white space of HTML made single.

        Paragraphs are best asked for in the order of the page. Words that the extractor lost out of
        the middle come back; one that stands nowhere, such as a table's row, stays as it is.
        """
        for asked in (paragraph, _LIST_MARK.sub("", paragraph)):
            key = "".join(filter(_counts, asked))
            if key and (found := self._span(key)):
                self._next = found[1]
                return self._slice(*found)
        return paragraph

    def _span(self, key: str) -> tuple[int, int] | None:
        """Where `key` begins and stops, or else what begins and ends as it does and is longer."""
        at = self._find(key)
        if at >= 0:
            return at, at + len(key)
        if len(key) < 3 * _END or (at := self._find(key[:_END])) < 0:
            return None
        last = self._key.find(key[-_END:], at + _END, at + len(key) * 3 // 2)
        return (at, last + _END) if last >= 0 else None

    def _find(self, key: str) -> int:
        """Where `key` stands, nearest after the last one found first; -1 where it does not."""
        at = self._key.find(key, self._next, self._next + _NEAR + len(key))
        # A page of thousands of lines that stand nowhere would be searched through for each.
        if at < 0 and self._misses < _MOST_MISSES:
            at = self._key.find(key)
            self._misses += at < 0
        return at

    def _slice(self, start: int, stop: int) -> str:
        first, last = self._places[start], self._places[stop - 1] + 1
        while first and unicodedata.category(self._text[first - 1]) == "Cf":
            first -= 1
        while last < len(self._text) and unicodedata.category(self._text[last]) == "Cf":
            last += 1
        return _SPACE.sub(" ", self._text[first:last])


def _counts(character: str) -> bool:
    """True for the characters that an extractor keeps as they are."""
    return character.isprintable() and not character.isspace()
