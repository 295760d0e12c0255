"""A URL -> what stands there, and its items: a page, a listing, a feed or a sitemap."""

from __future__ import annotations

import dataclasses
import re
import shlex
from collections.abc import Iterator

from retrieval.errors import SourceError
from retrieval.ingest.address import absolute, shown
from retrieval.ingest.feed import read_stubs
from retrieval.ingest.fetch import Fetched, Fetcher
from retrieval.ingest.follow import MAX_FOLLOWED, Item, LastRead, as_listed, followed
from retrieval.ingest.html import parse_html
from retrieval.ingest.identity import normal_url
from retrieval.ingest.jsonfeed import is_json
from retrieval.ingest.listing import looks_like_listing, read_listing
from retrieval.ingest.page import read_page
from retrieval.ingest.sitemap import SITEMAP_ROOTS, unpacked
from retrieval.ingest.sitewalk import sitemap_stubs
from retrieval.ingest.stub import Stub
from retrieval.ingest.xmltext import root_of
from retrieval.types import Article
from retrieval.upkeep import Reading, Skipped, Validators

_FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,60}", re.ASCII)
_BARE = "lists pages by their addresses alone: read them by --follow"


def open_url(
    url: str,
    fetcher: Fetcher,
    *,
    follow: bool,
    validators: Validators | None,
    last_read: LastRead,
    limit: int = MAX_FOLLOWED,
) -> Reading:
    """What `url` is, and its items, which may be fetched while they are asked for.

    With `follow` the links of its entries are read, too, at most `limit` in one go; `last_read`
    spares those that the archive has read since they changed. Where nothing changed since
    `validators`, the kind is "unchanged". Raises `SourceError`, also while items are asked for.
    """
    fetched = fetcher.get(url, validators)
    if fetched.not_modified:
        kept = _kept(fetched.validators, validators or Validators())
        return Reading(kind="unchanged", items=iter(()), validators=kept, not_modified=True)
    fetched = dataclasses.replace(fetched, content=unpacked(fetched.content, shown(url)))
    root = root_of(fetched.content, fetched.charset)
    kind = _kind(fetched, root, url)
    items: Iterator[Item]
    if kind == "page":
        items = _page(fetched, url)
    elif follow:
        items = followed(_stubs(kind, fetched, url, fetcher), fetcher, last_read, limit)
    elif kind == "sitemap":
        items = iter([Skipped(where="sitemap", reason=_BARE)])
    else:
        items = as_listed(_stubs(kind, fetched, url, fetcher), last_read)
    # That an index of sitemaps is the same does not say that its sitemaps are.
    known = Validators() if root == "sitemapindex" else fetched.validators
    return Reading(kind=kind, items=_named(items, url), validators=known)


def _kept(new: Validators, old: Validators) -> Validators:
    """A 304 need not repeat what the reader sent (RFC 9110, section 15.4.5)."""
    return Validators(
        etag=new.etag or old.etag, last_modified=new.last_modified or old.last_modified
    )


def _named(items: Iterator[Item], url: str) -> Iterator[Item]:
    """`items`; an error names the source without the secrets that its address may carry."""
    try:
        yield from items
    except SourceError as error:
        raise SourceError(shown(url), error.reason) from None


def _kind(fetched: Fetched, root: str, url: str) -> str:
    """What was fetched, by its first element and else by its media type; `SourceError` if other."""
    if is_json(fetched.content) or root in _FEED_ROOTS:
        return "feed"
    if root in SITEMAP_ROOTS:
        return "sitemap"
    if root == "html" or fetched.media_type in _HTML_TYPES:
        return "listing" if looks_like_listing(fetched.content) else "page"
    named = _MEDIA_TYPE.fullmatch(fetched.media_type)
    raise SourceError(
        shown(url),
        f"is {fetched.media_type if named else 'a file of an unknown kind'}, and no page, feed or "
        "sitemap: save it and add the file.",
    )


def _stubs(kind: str, fetched: Fetched, url: str, fetcher: Fetcher) -> Iterator[Stub | Skipped]:
    """The entries of what was fetched, each without its link's page."""
    if kind == "feed":
        yield from read_stubs(fetched.content, source=url, url=fetched.url, charset=fetched.charset)
    elif kind == "sitemap":
        yield from sitemap_stubs(fetched, url, fetcher)
    else:
        for item in read_listing(
            fetched.content, source=url, url=fetched.url, charset=fetched.charset
        ):
            yield Stub(article=item, changed=None) if isinstance(item, Article) else item


def _page(fetched: Fetched, url: str) -> Iterator[Item]:
    """The one article of a page; the error of a page without one names its feed, if it has one."""
    try:
        yield read_page(fetched.content, source=url, url=fetched.url, charset=fetched.charset)
    except SourceError as error:
        feed = _feed_of(fetched)
        hint = f" It names a feed: `citewire add {shlex.quote(feed)}`." if feed else ""
        raise SourceError(url, error.reason + hint) from None


def _feed_of(fetched: Fetched) -> str | None:
    """The address of the first feed that an HTML page names for readers."""
    try:
        tree = parse_html(fetched.content, fetched.url, fetched.charset)
    except SourceError:
        return None
    for link in tree.iter("link"):
        is_feed = (link.get("type") or "").strip().lower() in _FEED_TYPES
        if is_feed and "alternate" in (link.get("rel") or "").lower().split():
            return normal_url(absolute(fetched.url, link.get("href") or ""))
    return None
