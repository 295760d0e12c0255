"""News sitemaps and plain ones -> the pages they list; sitemap indexes -> the sitemaps.

https://www.sitemaps.org/protocol.html and
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import defusedxml.ElementTree

from retrieval.errors import SourceError
from retrieval.ingest.address import absolute
from retrieval.ingest.dates import parse_date
from retrieval.ingest.identity import normal_url
from retrieval.ingest.packed import DamagedError, TooLargeError, is_gzip, read_limited
from retrieval.ingest.stub import Listed, Stub, stub_of
from retrieval.ingest.xmltext import trusted_xml
from retrieval.upkeep import Skipped

SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
_MAX_BYTES = 50_000_000  # of the protocol, unpacked
_MAX_ENTRIES = 50_000
_NEWS = "sitemap-news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """A sitemap that an index lists."""

    url: str
    changed: datetime | None


def unpacked(content: bytes, source: str) -> bytes:
    """`content` without its gzip, where it has one; raises `SourceError` where that is damaged."""
    if not is_gzip(content):
        return content
    try:
        return read_limited([content], "gzip", _MAX_BYTES)
    except TooLargeError:
        raise SourceError(source, "is larger than citewire reads: not taken.") from None
    except DamagedError:
        raise SourceError(source, "is a damaged gzip file: try later.") from None


def read_sitemap(
    content: bytes, *, source: str, url: str, charset: str | None = None
) -> Iterator[Stub | Nested | Skipped]:
    """The pages that a sitemap at `url` lists, or the sitemaps of an index, in their order.

    A page has no text yet, and a headline, a date and tags where the sitemap is one of news.
    Raises `SourceError` where it is no sitemap.
    """
    xml = trusted_xml(unpacked(content, source), source, charset)
    if xml.broken:
        yield Skipped(where="sitemap", reason=f"{xml.broken}: what can be read of it was")
    root = defusedxml.ElementTree.fromstring(xml.content)
    if _name(root) not in SITEMAP_ROOTS:
        raise SourceError(source, "is no sitemap: check the address.")
    for position, element in enumerate(root):
        if position == _MAX_ENTRIES:
            yield Skipped(where="sitemap", reason=f"only its first {_MAX_ENTRIES:,} were read")
            return
        if _name(element) == "sitemap":
            yield _nested(element, position, url)
        elif _name(element) == "url":
            yield stub_of(_entry(element, position, url), source)


def _nested(element: Any, position: int, url: str) -> Nested | Skipped:
    address = normal_url(absolute(url, _value(element, "loc")))
    if address:
        return Nested(url=address, changed=parse_date(_value(element, "lastmod")))
    return Skipped(where=f"sitemap {position + 1}", reason="has no address that can be read")


def _entry(element: Any, position: int, url: str) -> Listed:
    news = next((each for each in element if _name(each) == "news" and _NEWS in each.tag), element)
    publication = next((each for each in news if _name(each) == "publication"), news)
    keywords = _value(news, "keywords") if news is not element else ""
    return Listed(
        position=position,
        link=absolute(url, _value(element, "loc")),
        title=_value(news, "title"),
        published=parse_date(_value(news, "publication_date")),
        updated=parse_date(_value(element, "lastmod")),
        publisher=_value(publication, "name"),
        tags=keywords.split(","),
    )


def _name(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _value(element: Any, name: str) -> str:
    """The words of the first child of this name, as one line."""
    for child in element:
        if _name(child) == name:
            return " ".join((child.text or "").split())
    return ""
