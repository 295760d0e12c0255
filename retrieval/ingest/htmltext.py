"""A fragment of HTML, as feeds carry it, -> its paragraphs; whole pages are read by `page.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_UNSEEN = frozenset(
    "script style noscript template iframe object embed svg math form button select textarea "
    "figcaption audio video canvas head title".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figure footer h1 h2 h3 h4 h5 h6 "
    "header hr main nav ol p pre section table ul".split()
)
_LINES = frozenset("br li tr caption".split())
_CELLS = frozenset("td th".split())
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINE_SPACE = re.compile(r"[ \t\f]*\n[ \t\f]*")
_PARAGRAPH = re.compile(r"\n{2,}")


def paragraphs_of(html: str) -> str:
    """The words of `html`, paragraphs parted by an empty line; no script, no caption, no markup.

    White space counts as a browser counts it; every other character is kept.
    """
    root = _parsed(html)
    if root is None:
        return ""
    text = _LINE_SPACE.sub("\n", "".join(_pieces(root)))
    return _PARAGRAPH.sub("\n\n", text).strip(" \t\n\f")


def line_of(html: str) -> str:
    """The words of `html` as one line, such as a headline."""
    return _SPACE.sub(" ", paragraphs_of(html)).strip()


def _parsed(html: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(f"<div>{html}".encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def _pieces(root: etree._Element) -> Iterator[str]:
    """Words and the breaks between them, in order."""
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        hides = element.tag in _UNSEEN
        if event == "start":
            unseen += hides
            yield _break(element.tag)
            words = element.text
        else:
            unseen -= hides
            yield _break(element.tag) if element.tag != "br" else ""
            words = element.tail
        if words and not unseen:
            yield _SPACE.sub(" ", words)


def _break(tag: str) -> str:
    if tag in _BLOCKS:
        return "\n\n"
    return "\n" if tag in _LINES else " " if tag in _CELLS else ""
