"""Where quotation marks open and close."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from retrieval.archive.statements.titles import TITLE, is_title
from retrieval.types import Span

MASK = "\ue000"
"""Stands for each quoted character in a masked text; a character of the private use area."""

_MARKS_AT_END = "”\"»’' "
_DOUBLE = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‟": "”"}
_OPENING = "“„«‟"
_SINGLE = "‘'`"
_PAIRS = frozenset({"''", "’’"})
_CLOSING = "”»"
_EVENT = re.compile(r"[“”„«»‟\"\n]|''|’’|``|(?<![\w.,!?;:’])[‘'](?=[\w“\"…\[])")
_SINGLE_END = re.compile(r"(?<=[.,!?…])[’'](?![\w])|(?<=\w)[’'](?=[,.;:!?)\]—–]|\s|$)|\n")
_SINGLE_MAX = 1500


@dataclass(frozen=True, slots=True)
class Quote:
    """One quoted run within a paragraph, marks included.

    `continued` says that the quotation goes on in the next paragraph, `continues` that it began in
    an earlier one. `marked` is False for two apostrophes in place of a mark, as some wires send
    them: such words are read like a quotation but not counted as quoted, for so does PolNeAR, by
    which the rules are measured.
    """

    start: int
    stop: int
    continues: bool = False
    continued: bool = False
    marked: bool = True

    @property
    def span(self) -> Span:
        """The characters of the quote, marks included."""
        return Span(start=self.start, stop=self.stop)


def find_quotes(text: str) -> list[Quote]:
    """The outermost quotations of `text`, in order, one a paragraph that they touch.

    A quotation that is still open at the end of its paragraph goes on in the next one when that one
    begins with an opening mark, as newspapers print long quotations.
    """
    return _Scanner(text).scan()


def mask(text: str, quotes: list[Quote]) -> str:
    """`text` with each quoted character replaced by `MASK`: same length, same offsets.

    The title of a work, as in `on “Meet the Press”`, becomes one word of `TITLE`s instead.
    """
    text = text.replace(MASK, " ").replace(TITLE, " ")  # a hostile text may hold them
    parts, at = [], 0
    for quote in quotes:
        parts += [text[at : quote.start], _masked(text, quote)]
        at = quote.stop
    return "".join([*parts, text[at:]])


def _masked(text: str, quote: Quote) -> str:
    """What stands for a quotation; the full stop or comma within a title's marks stays."""
    if quote.continues or quote.continued or not is_title(text, quote.start, quote.stop):
        return MASK * (quote.stop - quote.start)
    words = text[quote.start : quote.stop].rstrip(_MARKS_AT_END)
    kept = words.rstrip(".,")
    rest = text[quote.start + len(kept) : quote.start + len(words)]
    return (TITLE * len(kept) + rest).ljust(quote.stop - quote.start)


class _Scanner:
    """Walks over the marks of a text once; `_opened` is the mark that is open, if one is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._quotes: list[Quote] = []
        self._opened: int | None = None
        self._mark = ""
        self._continues = False
        self._depth = 0
        self._resume = 0
        self._unclosed_to = 0

    def scan(self) -> list[Quote]:
        for event in _EVENT.finditer(self._text):
            if event.start() < self._resume:
                continue
            mark = event.group()
            if mark == "\n":
                self._end_paragraph(event.start())
            elif self._opened is not None:
                self._inside(mark, event.start(), event.end())
            elif mark in "‘'":
                self._single(event.start())
            elif self._opens(mark, event.start(), event.end()):
                self._open(mark, event.start(), continues=False)
        self._end_paragraph(len(self._text))
        if any(quote.marked and self._text[quote.start] not in _SINGLE for quote in self._quotes):
            return [self._beside_double(quote) for quote in self._quotes]
        return self._quotes

    def _beside_double(self, quote: Quote) -> Quote:
        """Where a text quotes with double marks, single ones are for headings and scare quotes."""
        single = self._text[quote.start] in _SINGLE
        return replace(quote, marked=False) if single else quote

    def _open(self, mark: str, at: int, *, continues: bool) -> None:
        self._opened, self._mark, self._continues, self._depth = at, mark, continues, 0

    def _opens(self, mark: str, start: int, stop: int) -> bool:
        """Whether a mark outside quotations opens one."""
        before = self._text[start - 1 : start]
        after = self._text[stop : stop + 1]
        if mark in _OPENING or mark == "``":
            return bool(after.strip())
        if mark in _CLOSING and mark != "»":
            return False
        return bool(after.strip()) and not (before.isalnum() or before in {"=", ".", ","})

    def _inside(self, mark: str, start: int, stop: int) -> None:
        """A mark while a quotation is open: it nests, closes or means nothing."""
        if mark in {"‘", "'"}:
            return
        if mark in _PAIRS and self._mark in '"“':
            if self._depth == 0 and not self._text[start - 1].isspace():
                self._close(stop)  # “…’’ and "…'', as some papers' systems send them
            return
        if mark == "“" == self._mark and self._reversed(start, stop):
            self._close(stop)  # “…,“ said Lee: an opening mark where a closing one belongs
        elif mark in _OPENING and mark not in _DOUBLE.get(self._mark, "") and mark == self._mark:
            self._depth += 1
        elif mark in _DOUBLE.get(self._mark, "''") or (mark in '"”' and self._mark in '"“'):
            if mark == '"' and self._nests(start, stop):
                return
            if self._depth:
                self._depth -= 1
            else:
                self._close(stop)

    def _reversed(self, start: int, stop: int) -> bool:
        """Whether an opening mark stands after a word's end and before a space."""
        before, after = self._text[start - 1 : start], self._text[stop : stop + 1]
        return not before.isspace() and (not after or after.isspace())

    def _nests(self, start: int, stop: int) -> bool:
        """Whether a straight mark within a quotation opens an inner one."""
        before, after = self._text[start - 1 : start], self._text[stop : stop + 1]
        return (before.isspace() or before in "([") and after.isalnum()

    def _close(self, stop: int, *, continued: bool = False) -> None:
        if self._opened is not None and stop - self._opened > 2:
            marked = self._mark not in {"''", "``"}
            self._quotes.append(Quote(self._opened, stop, self._continues, continued, marked))
        self._opened = None

    def _end_paragraph(self, at: int) -> None:
        """Close what is open, and open it again where the next paragraph repeats the mark."""
        if self._opened is None:
            return
        following = re.compile(r"\s*").match(self._text, at)
        begin = following.end() if following else at
        again = self._text[begin : begin + 1]
        again = "''" if self._text.startswith("''", begin) else again
        goes_on = bool(again) and again in {'"', "“", "«", "''"} and again == self._mark
        self._close(at, continued=goes_on)
        if goes_on:
            self._open(again, begin, continues=True)
        self._resume = begin + len(again) if goes_on else begin

    def _single(self, start: int) -> None:
        """A single mark outside double ones: a quotation when it closes within the paragraph."""
        stop = min(start + _SINGLE_MAX, len(self._text))
        end = _SINGLE_END.search(self._text, max(start + 1, self._unclosed_to), stop)
        if end is None or end.group() == "\n":
            self._unclosed_to = stop if end is None else end.start()  # no second look: stays linear
            return
        self._quotes.append(Quote(start, end.end()))
        self._resume = end.end()
