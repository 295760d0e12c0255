"""What a page says about itself: JSON-LD, OpenGraph, meta elements, its canonical link."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from retrieval.ingest.dates import parse_date
from retrieval.ingest.extraction import Guesses
from retrieval.ingest.html import linked_data, meta, types_of, words_of
from retrieval.ingest.identity import normal_url
from retrieval.text import fold

_ARTICLE = re.compile(r"\w*Article|BlogPosting|LiveBlogPosting|Report")
_MAX_TAGS, _MAX_TAG_CHARACTERS = 30, 80
_PUBLISHED = ("article:published_time", "datepublished", "og:article:published_time")
_KEYWORDS = ("article:tag", "news_keywords", "keywords")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says about the article on it; None or empty where it does not say."""

    title: str
    url: str | None
    publisher: str | None
    published: datetime | None
    tags: tuple[str, ...]


def read_facts(tree: HtmlElement, found: Guesses, url: str | None) -> Facts:
    """The facts of the article page `tree`, read from `url`.

    `found` is what the look of the page says; it is asked where the page itself is silent.
    """
    data = article_data(tree)
    named: dict[str, list[str]] = {}
    for name, content in meta(tree):
        named.setdefault(name, []).append(html.unescape(content))
    publisher = _first([_name(data.get("publisher")), *named.get("og:site_name", [])])
    return Facts(
        title=_title(tree, data, named, found, publisher),
        url=page_address(tree, url),
        publisher=publisher,
        published=_published(data, named, found),
        tags=_tags(data, named, found),
    )


def article_data(tree: HtmlElement) -> dict[str, Any]:
    """The JSON-LD object of the page's article; empty where it has none."""
    articles = (each for each in linked_data(tree) if any(map(_ARTICLE.fullmatch, types_of(each))))
    return next(articles, {})


def _title(
    tree: HtmlElement,
    data: dict[str, Any],
    named: dict[str, list[str]],
    found: Guesses,
    publisher: str | None,
) -> str:
    """The headline on the page where its metadata agree to it, and else theirs."""
    said = [_text(data.get("headline")), *named.get("og:title", []), found.title]
    titles = [title for each in said if (title := _one_line(each))]
    for heading in map(words_of, tree.iter("h1")):
        folded = fold(heading)
        if heading and folded != fold(publisher or ""):
            for title in titles:
                # "Headline - Site" is the headline, "Headline - Site" is not the site.
                if folded in fold(title) and 2 * len(heading) >= len(title):
                    return heading
    return _first(titles) or ""


def page_address(tree: HtmlElement, url: str | None) -> str | None:
    """The page's canonical address, unless it points to another site's or to a front page.

    `url` is where the page was read from, and the answer where it names no other; None where
    neither is known.
    """
    links = [
        link.get("href") or ""
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    links += [content for name, content in meta(tree) if name == "og:url"]
    given = normal_url(url)
    for link in links:
        address = normal_url(_joined(given, link))
        if not address or (urlsplit(address).path == "/" and not urlsplit(address).query):
            continue
        # A page must not pass for an article of somebody else's.
        if given is None or _same_site(address, given):
            return address
    return given


def _same_site(one: str, other: str) -> bool:
    """True where the hosts are the same, or the one is below the other ("amp.news.example")."""
    hosts = [(urlsplit(each).hostname or "").removeprefix("www.") for each in (one, other)]
    return any(a == b or a.endswith("." + b) for a, b in (hosts, hosts[::-1]))


def _joined(base: str | None, link: str) -> str:
    try:
        return urljoin(base or "", link.strip())
    except ValueError:
        return ""


def _published(
    data: dict[str, Any], named: dict[str, list[str]], found: Guesses
) -> datetime | None:
    said = [_text(data.get("datePublished"))]
    said.extend(content for name in _PUBLISHED for content in named.get(name, []))
    moments = (parse_date(each) for each in (*said, found.date))
    moment = next((moment for moment in moments if moment), None)
    return moment.astimezone(UTC) if moment else None


def _tags(data: dict[str, Any], named: dict[str, list[str]], found: Guesses) -> tuple[str, ...]:
    """The first list of keywords that there is; each once, in its first spelling."""
    lists: list[Iterable[str]] = [_keywords(data.get("keywords"))]
    lists.extend(_keywords(named.get(name)) for name in _KEYWORDS)
    lists.append(_keywords(list(found.tags)))
    for tags in lists:
        distinct: dict[str, str] = {}
        for tag in filter(None, map(_one_line, tags)):
            # "@post-id:1", "type:story": notes of the site's own software.
            if len(tag) <= _MAX_TAG_CHARACTERS and not re.match(r"@|\w+:\S", tag):
                distinct.setdefault(fold(tag), tag)
        if distinct:
            return tuple(distinct.values())[:_MAX_TAGS]
    return ()


def _keywords(value: Any) -> Iterator[str]:
    """The keywords of a list of texts, each of which may be a list with commas."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield from each.split(",")


def _name(value: Any) -> str | None:
    """The name of a JSON-LD organisation, or of the first of several."""
    if isinstance(value, list):
        return _name(value[0]) if value else None
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: Any) -> str | None:
    """`value` where it is a text or the first of a list of them; its entities decoded."""
    if isinstance(value, list):
        value = value[0] if value else None
    return html.unescape(value) if isinstance(value, str) else None


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _first(texts: Iterable[str | None]) -> str | None:
    return next((line for text in texts if (line := _one_line(text))), None)
