"""A tag or section page in HTML -> an article an entry, as far as the page gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from retrieval.errors import SourceError
from retrieval.ingest.dates import parse_date
from retrieval.ingest.entries import Entry, blocks, find_entries
from retrieval.ingest.html import linked_data, meta, parse_html, types_of, words_of
from retrieval.ingest.identity import normal_url, stable_id
from retrieval.ingest.metadata import page_address
from retrieval.ingest.tagpage import article_id, is_cut_short, read_tag_page
from retrieval.text import fold
from retrieval.types import Article
from retrieval.upkeep import Skipped

_TAGGED = re.compile(
    r"\s*(?:(?:contents?|articles|posts|stories|news|all) tagged(?: with| as)?|tag|topic)"
    r"\s*[:\s]\s*(?P<tag>\S.*)",
    re.IGNORECASE,
)
_TAG_PATH = re.compile(r"/(?:tags?|topics?|keywords?)/(?P<tag>[^/]+)/?$", re.IGNORECASE)
_LIST_TYPES = {"ItemList", "CollectionPage", "SearchResultsPage"}
_ARTICLE_TYPE = re.compile(r"\w*Article|\w*BlogPosting|Report")
_BULLET = re.compile(r"\s*•").match
_LEAST_ENTRIES = 3
_SHORTEST_PARAGRAPH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stub:
    """An entry, whichever way the page gives it."""

    headline: str
    text: str
    link: str | None
    published: datetime | None


def looks_like_listing(content: bytes) -> bool:
    """True where a page lists articles and is none itself; False where it cannot be read.

    A page says which it is in a heading ("Contents tagged with Japan"), in JSON-LD or OpenGraph;
    where it does not, it is a list if its entries hold links, and more text than its other
    paragraphs.
    """
    try:
        tree = parse_html(content, "")
        if _tag_in_headings(tree):
            return True
        said = [types_of(each) for each in linked_data(tree)]
        articles = sum(any(map(_ARTICLE_TYPE.fullmatch, each)) for each in said)
        if articles == 1 or ("og:type", "article") in ((n, c.lower()) for n, c in meta(tree)):
            return False
        entries = find_entries(tree, _LEAST_ENTRIES)
        listed = articles > 1 or any(_LIST_TYPES & each for each in said)
        return bool(entries) and (listed or _outweigh(entries, tree))
    except Exception:  # lxml raises whatever it meets in a hostile page
        return False


def read_listing(
    content: bytes, *, source: str, url: str | None = None, charset: str | None = None
) -> Iterator[Article | Skipped]:
    """The entries of a page that lists articles, in its order; `url` is where it was read from.

    The text is the entry's teaser, "" where it has none but a link. `truncated` is True where the
    entry has a link to the whole, or the teaser breaks off. The id is of the link, else of the
    headline and the page's tag. Raises `SourceError` where the page lists nothing.
    """
    tree = parse_html(content, source, charset)
    try:
        items = list(_read(tree, source, url))
    except SourceError:
        raise
    except Exception:  # lxml raises whatever it meets in a hostile page
        raise SourceError(source, "is a page too odd to be read.") from None
    if not any(isinstance(item, Article) for item in items):
        raise SourceError(source, "lists no articles that can be read.")
    yield from items


def _read(tree: HtmlElement, source: str, url: str | None) -> Iterator[Article | Skipped]:
    base = page_address(tree, url)
    tag = _tag_in_headings(tree) or _tag_in_path(base)
    tags = (fold(tag),) if tag else ()
    entries = find_entries(tree, 1 if tag else 2)
    stubs = [_stub(entry, url or base) for entry in entries]
    named = list(_item_list(tree, url or base))
    if len(named) > len(stubs) or not any(stub.text for stub in stubs):
        stubs = named or stubs
    bullets = _with_bullets(tree)
    if bullets and not any(stub.text and stub.link for stub in stubs):
        yield from read_tag_page(bullets, source)
    else:
        yield from _articles(stubs, tags, source)


def _articles(
    stubs: Iterable[_Stub], tags: tuple[str, ...], source: str
) -> Iterator[Article | Skipped]:
    read: set[str] = set()
    for position, stub in enumerate(stubs):
        where = f"entry {position + 1}"
        id_ = stable_id(stub.link) if stub.link else article_id(stub.headline, *tags)
        if not stub.text and not stub.link:
            yield Skipped(where=where, reason=f"{stub.headline!r} has no text")
        elif id_ in read:
            yield Skipped(where=where, reason=f"{stub.headline!r} is listed above already")
        else:
            read.add(id_)
            yield Article(
                id=id_,
                title=stub.headline,
                text=stub.text,
                source=source,
                url=stub.link,
                published=stub.published,
                tags=tags,
                position=position,
                truncated=bool(stub.link) or is_cut_short(stub.text),
            )


def _stub(entry: Entry, base: str | None) -> _Stub:
    return _Stub(
        headline=entry.headline,
        text="\n\n".join(entry.teaser()),
        link=_link(entry, base),
        published=_published(entry),
    )


def _link(entry: Entry, base: str | None) -> str | None:
    """The address that the headline leads to, or else the first one of its entry."""
    around = list(entry.heading.iterancestors("a"))
    inside = [entry.heading, *entry.heading.iter("a")]
    beside = [each for part in entry.parts for each in part.iter("a")]
    for each in (*around, *inside, *beside):
        if address := _absolute(base, each.get("href")):
            return address
    return None


def _absolute(base: str | None, link: object) -> str | None:
    try:
        return normal_url(urljoin(base or "", link.strip())) if isinstance(link, str) else None
    except ValueError:
        return None


def _published(entry: Entry) -> datetime | None:
    """The date that an element of the entry gives to machines."""
    for part in entry.parts:
        for each in part.iter():
            if each.tag == "time" or each.get("itemprop") == "datePublished":
                said = each.get("datetime") or each.get("content")
                if moment := parse_date(said):
                    return moment
    return None


def _item_list(tree: HtmlElement, base: str | None) -> Iterator[_Stub]:
    """The entries of the page's JSON-LD lists (https://schema.org/ItemList)."""
    for data in linked_data(tree):
        listed = data.get("itemListElement") if "ItemList" in types_of(data) else None
        main = data.get("mainEntity")
        if listed is None and isinstance(main, dict):
            listed = main.get("itemListElement")
        for element in listed if isinstance(listed, list) else []:
            item = element.get("item", element) if isinstance(element, dict) else None
            item = item if isinstance(item, dict) else {}
            headline = item.get("headline") or item.get("name")
            link = _absolute(base, item.get("url") or item.get("@id"))
            if isinstance(headline, str) and link:
                said, about = item.get("datePublished"), item.get("description")
                yield _Stub(
                    headline=" ".join(headline.split()),
                    text=about.strip() if isinstance(about, str) else "",
                    link=link,
                    published=parse_date(said) if isinstance(said, str) else None,
                )


def _tag_in_headings(tree: HtmlElement) -> str | None:
    """The tag that the page is about, where its main heading says so."""
    for heading in tree.iter("h1", "h2"):
        if match := _TAGGED.fullmatch(words_of(heading)):
            return match["tag"].strip(" \"“”'‘’")
    return None


def _tag_in_path(url: str | None) -> str | None:
    match = _TAG_PATH.search(urlsplit(url or "").path)
    return re.sub(r"[-_+]+", " ", unquote(match["tag"])).strip() or None if match else None


def _outweigh(entries: list[Entry], tree: HtmlElement) -> bool:
    """True where entries hold more text than the paragraphs that belong to none of them."""
    if sum(1 for entry in entries if _leads_away(entry)) * 2 < len(entries):
        return False  # the headings of an article's sections
    listed = sum(len(entry.headline) + sum(map(len, entry.teaser())) for entry in entries)
    paragraphs = [block for block in blocks(tree) if len(block.text) >= _SHORTEST_PARAGRAPH]
    teasers = {text for entry in entries for text in entry.teaser()}
    other = sum(len(each.text) for each in paragraphs if each.text not in teasers)
    return listed > other


def _leads_away(entry: Entry) -> bool:
    """True where the headline is a link, has one in it or stands in one."""
    heading = entry.heading
    return heading.tag == "a" or any(
        True for _ in (*heading.iter("a"), *heading.iterancestors("a"))
    )


def _with_bullets(tree: HtmlElement) -> str:
    """The page in lines as its seeds are, where it sets headlines apart by "•"; else "".

    Such a page is saved text: its lines are those of a `pre` element, or its paragraphs.
    """
    lines = [words_of(each) for each in tree.iter("h1", "h2") if _TAGGED.fullmatch(words_of(each))]
    for pre in tree.iter("pre"):
        lines.extend("".join(pre.itertext()).splitlines())
    if not any(map(_BULLET, lines)):
        prose = (each for each in blocks(tree) if each.is_prose or _BULLET(each.text))
        lines.extend(each.text for each in prose)
    return "\n".join(lines) if any(map(_BULLET, lines)) else ""
