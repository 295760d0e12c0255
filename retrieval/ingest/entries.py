"""A page that lists articles -> its entries, by what repeats on it and not by rules for sites."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from retrieval.ingest.html import words_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset(
    "a abbr b bdi bdo cite code dfn em font i ins kbd mark q s samp small span strong sub sup time "
    "u var wbr".split()
)
_NOT_TEXT = frozenset(
    "aside button figure footer form head iframe nav noscript script select style svg template "
    "textarea".split()
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’»)\]]*$")
_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 12, 300
_SHORTEST_LINE = 40
"""A shorter line that does not end like a sentence is a byline, a date or a label."""
_MOST_GROUPS = 8
_MOST_EMPTY_TEXTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a list: its headline and the elements that belong to it."""

    heading: HtmlElement
    parts: tuple[HtmlElement, ...]

    @property
    def headline(self) -> str:
        """The words of the headline."""
        return words_of(self.heading)

    def teaser(self) -> tuple[str, ...]:
        """The paragraphs of the entry below or beside its headline."""
        return tuple(
            block.text
            for part in self.parts
            for block in blocks(part, without=self.heading)
            if block.is_prose
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text between two elements that begin a new line."""

    text: str
    linked: int
    """How many of its characters stand in links."""

    @property
    def is_prose(self) -> bool:
        """False for links such as "Read more", bylines, dates and labels."""
        is_sentence = len(self.text) >= _SHORTEST_LINE or _SENTENCE_END.search(self.text)
        return self.linked * 2 < len(self.text) and bool(is_sentence)


def find_entries(tree: HtmlElement, least: int = 2) -> list[Entry]:
    """The entries of the list that takes most of the page, in its order; empty below `least`.

    Headlines that stand alike on the page (the same path of elements) are one list; an entry is
    what stands between its headline and the next. The list with most texts below its headlines is
    taken; among equals, one in the main part of the page, then one of headings, then the longest.
    """
    groups = sorted(_groups(tree).values(), key=len, reverse=True)
    # One main heading is the page's and not an entry's.
    lists = [
        _entries(group)
        for group in groups[:_MOST_GROUPS]
        if len(group) >= (2 if group[0].tag == "h1" else least)
    ]
    return max(lists, key=_weight, default=[])


def blocks(element: HtmlElement, without: HtmlElement | None = None) -> Iterator[Block]:
    """The blocks of text of `element`, less those of menus, forms and of the element `without`.

    A link around `without` is the entry's and does not count as one.
    """
    around = set() if without is None else set(without.iterancestors("a"))
    pieces: list[str] = []
    linked = depth = 0
    walk = iterwalk(element, events=("start", "end"))
    for event, each in walk:
        skipped = each is without or each.tag in _NOT_TEXT
        if each.tag not in _INLINE and not (skipped and event == "end"):
            yield from _block(pieces, linked)
            pieces, linked = [], 0
        if event == "start":
            depth += each.tag == "a" and each not in around
            if skipped:
                walk.skip_subtree()
            piece = "" if skipped else each.text or ""
        else:
            depth -= each.tag == "a" and each not in around
            piece = "" if each is element else each.tail or ""
        pieces.append(piece)
        linked += len(piece) if depth else 0
    yield from _block(pieces, linked)


def _block(pieces: Sequence[str], linked: int) -> Iterator[Block]:
    text = _SPACE.sub(" ", "".join(pieces)).strip(" ")
    if text:
        yield Block(text=text, linked=linked)


def _groups(tree: HtmlElement) -> dict[tuple[str, ...], list[HtmlElement]]:
    """The elements that may be headlines, by their path from the root and their class."""
    groups: dict[tuple[str, ...], list[HtmlElement]] = defaultdict(list)
    for element in tree.iter(*_HEADINGS, "a", "strong", "b"):
        if element.tag not in _HEADINGS and not _leads(element):
            continue
        path = [each.tag for each in element.iterancestors()]
        if _NOT_TEXT.isdisjoint(path):
            length = len(words_of(element))
            if _SHORTEST_HEADLINE <= length <= _LONGEST_HEADLINE:
                groups[(element.tag, *path)].append(element)
    return groups


def _leads(element: HtmlElement) -> bool:
    """True for the first words of a block that are no part of a heading."""
    parent = element.getparent()
    while parent is not None and parent.tag in _INLINE:
        parent = parent.getparent()
    if parent is None or parent.tag in _HEADINGS:
        return False
    inside, first = _first_text(element), _first_text(parent)
    return inside is not None and first == inside


def _first_text(element: HtmlElement) -> str | None:
    """The first of the element's texts that is more than white space and a bullet."""
    texts = islice(element.itertext(), _MOST_EMPTY_TEXTS)
    return next((text for text in texts if text.strip(" \t\r\n\f•·-")), None)


def _entries(headings: list[HtmlElement]) -> list[Entry]:
    """The entries under headlines that stand alike."""
    inside: Counter[HtmlElement] = Counter()
    under: dict[HtmlElement, HtmlElement] = {}
    for heading in headings:
        for each in (heading, *heading.iterancestors()):
            inside[each] += 1
            under.setdefault(each, heading)
    root = headings[0]
    while inside[root] < len(headings):
        root = root.getparent()
    if root is headings[0]:
        root = root.getparent()
    return list(_split(root, inside, under))


def _split(
    container: HtmlElement, inside: Counter[HtmlElement], under: dict[HtmlElement, HtmlElement]
) -> Iterator[Entry]:
    """The entries in `container`: its children with one headline, and what follows them."""
    parts: list[HtmlElement] = []
    for child in container:
        if inside[child] == 0:
            if parts:
                parts.append(child)
            continue
        if parts:
            yield Entry(heading=under[parts[0]], parts=tuple(parts))
            parts = []
        if inside[child] > 1:
            yield from _split(child, inside, under)
            continue
        alone = Entry(heading=under[child], parts=(child,))
        if alone.teaser():  # the entry is whole, and what follows is no part of it
            yield alone
        else:
            parts = [child]
    if parts:
        yield Entry(heading=under[parts[0]], parts=tuple(parts))


def _weight(entries: list[Entry]) -> tuple[int, bool, bool, int]:
    heading = entries[0].heading
    with_text = sum(bool(entry.teaser()) for entry in entries)
    in_main = any(True for _ in heading.iterancestors("main"))
    return with_text, in_main, heading.tag in _HEADINGS, len(entries)
