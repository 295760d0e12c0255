"""The links of a listing's entries -> their pages; what does not load stays what the entry gives.

An entry keeps its own id: which article it is must not depend on a page that may be gone tomorrow.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from retrieval.errors import SourceError
from retrieval.ingest.address import shown
from retrieval.ingest.fetch import Fetcher
from retrieval.ingest.page import read_page
from retrieval.ingest.stub import Stub, distinct
from retrieval.types import Article
from retrieval.upkeep import Skipped, Unchanged

LastRead = Callable[[str], datetime | None]
"""An article's id -> when the archive last read it in full; None where it never did."""

Item = Article | Skipped | Unchanged

MAX_FOLLOWED = 500
_NO_TEXT = "has no text of its own: read its link by --follow"


def as_listed(stubs: Iterable[Stub | Skipped], last_read: LastRead) -> Iterator[Item]:
    """What the entries give without their links; none replaces an article that was read in full."""
    for item in stubs:
        if isinstance(item, Skipped):
            yield item
        elif item.article.truncated and last_read(item.article.id):
            yield Unchanged(article_id=item.article.id)
        elif item.article.text:
            yield item.article
        else:
            yield Skipped(where=_where(item), reason=_NO_TEXT)


def followed(
    stubs: Iterable[Stub | Skipped],
    fetcher: Fetcher,
    last_read: LastRead,
    limit: int = MAX_FOLLOWED,
) -> Iterator[Item]:
    """The entries with the text of their pages, at most `limit` pages in one go.

    A page is read where the entry does not carry the whole text itself, and the archive has not
    read it since the entry changed. The other entries, and those whose page fails, are as listed.
    """
    entries = list(stubs)
    links = Counter(each.article.url for each in entries if isinstance(each, Stub))
    pages = left = 0
    for item in entries:
        if isinstance(item, Skipped) or not _needs_page(item, last_read):
            yield from as_listed([item], last_read)
        elif links[item.article.url] > 1:
            yield from as_listed([item], last_read)
            yield Skipped(where=_where(item), reason="shares its link with others: not followed")
        elif pages == limit:
            left += 1
            yield from (each for each in as_listed([item], last_read) if _is_article(each))
        else:
            pages += 1
            yield from _with_page(item, fetcher, last_read)
    if left:
        reason = f"{left:,} more links were not followed this time: `citewire refresh` goes on"
        yield Skipped(where="links", reason=reason)


def _is_article(item: Item) -> bool:
    return not isinstance(item, Skipped)


def _where(stub: Stub) -> str:
    """The entry by its link, or else by its place."""
    return shown(stub.article.url or f"entry {(stub.article.position or 0) + 1}")


def _needs_page(stub: Stub, last_read: LastRead) -> bool:
    if not stub.article.truncated or not stub.article.url:
        return False
    known = last_read(stub.article.id)
    return known is None or (stub.changed is not None and stub.changed > known)


def _with_page(stub: Stub, fetcher: Fetcher, last_read: LastRead) -> Iterator[Item]:
    """The entry with its page's text, or as it was listed and why the page failed."""
    article = stub.article
    try:
        fetched = fetcher.get(article.url or "")
        page = read_page(
            fetched.content, source=article.source, url=fetched.url, charset=fetched.charset
        )
    except SourceError as error:
        yield from filter(_is_article, as_listed([stub], last_read))
        yield Skipped(where=_where(stub), reason=error.reason)
    else:
        yield _merged(stub, page)


def _merged(stub: Stub, page: Article) -> Article:
    """The entry's article with what its page knows better; a page with less text than the entry
    itself is a teaser.
    """
    entry = stub.article
    if len(page.text) < len(entry.text):
        page = dataclasses.replace(page, text=entry.text, truncated=True)
    return dataclasses.replace(
        entry,
        title=entry.title or page.title,
        text=page.text,
        truncated=page.truncated,
        publisher=page.publisher or entry.publisher,
        published=_published(stub, page),
        tags=distinct((*entry.tags, *page.tags)),
    )


def _published(stub: Stub, page: Article) -> datetime | None:
    """The entry's date, unless that is only of its last change and the page's is earlier.

    On one day the entry's counts, because pages often give a day alone.
    """
    listed, on_page = stub.article.published, page.published
    if listed is None or on_page is None:
        return listed or on_page
    only_change = listed == stub.changed and on_page.date() < listed.date()
    return on_page if only_change else listed
