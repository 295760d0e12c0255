"""RSS, Atom and JSON Feed -> an article an entry, or what the entry gives of it."""

from __future__ import annotations

import io
from calendar import timegm
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser

from retrieval.errors import SourceError
from retrieval.ingest.htmltext import line_of, paragraphs_of
from retrieval.ingest.jsonfeed import is_json, json_entries
from retrieval.ingest.stub import Listed, Stub, stub_of
from retrieval.ingest.xmltext import root_of, trusted_xml
from retrieval.types import Article
from retrieval.upkeep import Skipped

_MAX_ENTRIES = 20_000


def read_feed(
    content: bytes, *, source: str, url: str, charset: str | None = None
) -> Iterator[Article | Skipped]:
    """The entries of a feed as articles; a summary alone is a truncated article.

    `url` is where the feed stands, for the links in it. Raises `SourceError` where it is no feed.
    """
    for item in read_stubs(content, source=source, url=url, charset=charset):
        if isinstance(item, Skipped):
            yield item
        elif item.article.text:
            yield item.article
        else:
            place = f"entry {(item.article.position or 0) + 1}"
            yield Skipped(where=place, reason="has no text of its own: read its link by --follow")


def read_stubs(
    content: bytes, *, source: str, url: str, charset: str | None = None
) -> Iterator[Stub | Skipped]:
    """The entries of a feed, each once, and what of it cannot be read. Raises `SourceError`."""
    read: set[str] = set()
    for count, entry in enumerate(_entries(content, source, url, charset)):
        if count == _MAX_ENTRIES:
            yield Skipped(where="feed", reason=f"only its first {_MAX_ENTRIES:,} entries were read")
            return
        item = stub_of(entry, source) if isinstance(entry, Listed) else entry
        if isinstance(item, Stub) and item.article.id in read:
            item = Skipped(
                where=f"entry {(item.article.position or 0) + 1}", reason="is listed above already"
            )
        elif isinstance(item, Stub):
            read.add(item.article.id)
        yield item


def _entries(
    content: bytes, source: str, url: str, charset: str | None
) -> Iterator[Listed | Skipped]:
    if is_json(content):
        yield from json_entries(content, source, url)
        return
    if root_of(content, charset) == "html":
        raise SourceError(source, "is an HTML page, not a feed: check the address.")
    xml = trusted_xml(content, source, charset)
    feed = _parsed(xml.content, source, url)
    if xml.broken:
        yield Skipped(where="feed", reason=f"{xml.broken}: what can be read of it was")
    title = line_of(feed.feed.get("title") or "")
    for position, entry in enumerate(feed.entries):
        yield _entry(entry, position, title)


def _parsed(data: bytes, source: str, url: str) -> Any:
    """feedparser's view of `data`; it is given bytes, so it opens nothing."""
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        feed = feedparser.parse(
            io.BytesIO(data),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception:  # whatever hostile markup makes of feedparser, it is no feed
        raise SourceError(source, "cannot be read as a feed.") from None
    if not feed.version and not feed.entries:
        raise SourceError(source, "is neither RSS nor Atom: check the address.")
    return feed


def _entry(entry: Any, position: int, feed_title: str) -> Listed:
    return Listed(
        position=position,
        id=entry.get("id") or "",
        link=entry.get("link") or "",
        title=line_of(entry.get("title") or ""),
        full=_longest(entry.get("content") or ()),
        summary=_words(entry.get("summary_detail") or {}),
        published=_moment(entry, "published_parsed"),
        updated=_moment(entry, "updated_parsed"),
        publisher=line_of((entry.get("source") or {}).get("title") or "") or feed_title,
        tags=[line_of(tag.get("term") or "") for tag in entry.get("tags") or ()],
    )


def _longest(contents: Iterable[Any]) -> str:
    """The words of the longest of an entry's contents; Atom may give several forms of one text."""
    return max(map(_words, contents), key=len, default="")


def _words(detail: Any) -> str:
    value = detail.get("value") or ""
    return value.strip() if detail.get("type") == "text/plain" else paragraphs_of(value)


def _moment(entry: Any, field: str) -> datetime | None:
    """A date that feedparser understood; it reads what names no zone as UTC."""
    parsed = dict.get(entry, field)  # its own get() gives the one date for the other
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
