"""The bytes of a web page -> its tree, or a word on why it has none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from retrieval.errors import SourceError
from retrieval.ingest.charset import decode
from retrieval.ingest.extraction import tree_of

_MAX_BYTES = 10_000_000
# Parts of trafilatura take time by the square of these; real pages have a tenth of them.
_MAX_ELEMENTS, _MAX_CHARACTERS = 20_000, 1_000_000
_MAX_DEPTH_OF_DATA = 6
# libxml2 compares each attribute of an element to all others.
_HUGE_TAG = re.compile(r"<([a-zA-Z]+)\s(?:[^<>\s]*\s){2000}[^<>]*>")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*$", re.DOTALL)


def parse_html(content: bytes, source: str, charset: str | None = None) -> HtmlElement:
    """The tree of a page's bytes; `charset` is what the server said it is in, if anything.

    Raises `SourceError` where it is empty, too large, or no HTML.
    """
    if len(content) > _MAX_BYTES:
        raise SourceError(source, f"is a page of over {_MAX_BYTES // 1_000_000} MB.")
    if not content.strip():
        raise SourceError(source, "is empty.")
    text = decode(content, charset)
    nulls = text.count("\x00")
    if nulls * 100 > len(text) or "<" not in text:
        raise SourceError(source, "is no HTML page but a file of another kind.")
    try:
        tree = tree_of(_HUGE_TAG.sub(r"<\1>", text.replace("\x00", "")))
    except Exception:  # lxml and trafilatura raise whatever they meet in a hostile page
        tree = None
    if tree is None or not isinstance(tree.tag, str):
        raise SourceError(source, "cannot be read as HTML.")
    if _is_huge(tree):
        raise SourceError(source, "is too large a page to be one article or a list of them.")
    return tree


def _is_huge(tree: HtmlElement) -> bool:
    elements = sum(1 for _ in tree.iter())
    return elements > _MAX_ELEMENTS or sum(map(len, texts(tree))) > _MAX_CHARACTERS


def texts(tree: HtmlElement) -> Iterator[str]:
    """The texts of the page in their order, those of scripts left out."""
    for event, element in iterwalk(tree, events=("start", "end")):
        if event == "end":
            yield element.tail or ""
        elif element.tag not in ("script", "style"):
            yield element.text or ""


def words_of(element: HtmlElement) -> str:
    """The text of an element with HTML's white space made single; no-break spaces are kept."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip(" ")


def linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, outermost first; blocks that are broken are left out."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(_COMMENT.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(data, _MAX_DEPTH_OF_DATA)


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects of a list or an "@graph", in their order."""
    if isinstance(data, dict):
        yield data
        data = data.get("@graph")
    if isinstance(data, list) and depth:
        for each in data:
            yield from _objects(each, depth - 1)


def types_of(data: dict[str, Any]) -> set[str]:
    """The schema.org types of a JSON-LD object."""
    kind = data.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {each.rpartition("/")[2] for each in kinds if isinstance(each, str)}


def meta(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The names (lower case) and contents of the page's meta elements, in their order."""
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            yield name.strip().lower(), content
