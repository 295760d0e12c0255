"""Tag and section pages in HTML, in the forms that sites give them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from benchmarks.pages import pages
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.ingest.files import open_file
from retrieval.ingest.listing import looks_like_listing, read_listing
from retrieval.types import Article
from retrieval.upkeep import Skipped

URL = "https://news.example/tag/japan"
ENTRIES = [
    (
        "Kremlin : Japan's support for sanctions is an obstacle to signing the peace treaty",
        "The Press Secretary to the Russian President, Dmitry Peskov said that one of the obstacles"
        " to signing a\u00a0peace treaty is that Japan actively supports the sanctions…",
    ),
    (
        "Japanese fighters escort Russian bombers over the Pacific Ocean",
        "Two Russian Tu-95MS bombers flew over the neutral waters of the Sea of Japan.",
    ),
    (
        "Putin asks Abe for investments during Kuril handover negotiations",
        "Shinzō Abe promises that the problem will not be left for future generations to solve.",
    ),
]
LINKS = [f"https://news.example/2019/story-{number}" for number in range(3)]


def page(entries: str, heading: str = "Contents tagged with Japan", head: str = "") -> bytes:
    """A page with a menu, a list, a column of other headlines, a pager and a footer."""
    menu = "".join(f"<li><a href='/{n}'>Section number {n} of the site</a></li>" for n in range(12))
    other = "".join(f"<h4><a href='/m/{n}'>Most read story number {n}</a></h4>" for n in range(5))
    return (
        f"<!doctype html><html><head><title>{heading} | Example</title>{head}</head><body>"
        f"<header><nav><ul>{menu}</ul></nav></header><main><h1>{heading}</h1>{entries}</main>"
        f"<div class=side><h3>Most read</h3>{other}</div>"
        "<div><a href='?page=2'>Next page</a> <span>Page 1 of 20</span></div>"
        "<footer><p>Copyright 2019 The Example Company. All rights reserved.</p></footer>"
        "</body></html>"
    ).encode()


def each(form: str) -> str:
    """`form` filled with each entry."""
    return "".join(
        form.format(headline=headline, teaser=teaser, link=f"/2019/story-{n}?utm_source=tag")
        for n, (headline, teaser) in enumerate(ENTRIES)
    )


LINKED = {
    "headings": each("<h2><a href='{link}'>{headline}</a></h2>\n<p>{teaser}</p>"),
    "cards": each(
        "<article><a href='{link}'><img src='x.jpg'></a><div><h3><a href='{link}'>{headline}</a>"
        "</h3><span>By John Doe</span><p>{teaser}</p><a href='{link}'>Read more</a></div></article>"
    ),
    "one link around all": each("<a href='{link}'><h3>{headline}</h3><p>{teaser}</p></a>"),
    "items": "<ul>" + each("<li><a href='{link}'>{headline}</a><p>{teaser}</p></li>") + "</ul>",
    "table": "<table>" + each("<tr><td><a href='{link}'>{headline}</a><br>{teaser}") + "</table>",
    "definitions": "<dl>" + each("<dt><a href='{link}'>{headline}</a><dd>{teaser}") + "</dl>",
    "no headings": each(
        "<div><a href='{link}'><span>{headline}</span></a><i>14.01.2019</i>"
        "<div>{teaser}</div></div>"
    ),
    "bullets": each("<p>• <a href='{link}'>{headline}</a></p><p>{teaser}</p>"),
}
UNLINKED = {
    "headings": each("<h2>{headline}</h2><p>{teaser}</p>"),
    "bold items": "<ul>" + each("<li><b>{headline}</b><br>{teaser}</li>") + "</ul>",
    "bullets": each("<p> • {headline}</p>\n<p>  {teaser}</p>"),
    "text": "<pre>" + each(" • {headline}\n\n   {teaser}\n\n") + "</pre>",
}


def read(content: bytes, url: str | None = URL) -> list[Article]:
    """The entries of a page, none of them skipped."""
    items = list(read_listing(content, source="japan.html", url=url))
    assert [item for item in items if isinstance(item, Skipped)] == []
    return [item for item in items if isinstance(item, Article)]


@pytest.mark.parametrize("entries", LINKED.values(), ids=LINKED.keys())
def test_a_list_of_links_is_read_in_whatever_form(entries: str) -> None:
    """Headline, teaser to the character, link and tag; menus and other lists are left out."""
    assert looks_like_listing(page(entries))
    assert looks_like_listing(page(entries, "Japan"))
    articles = read(page(entries))
    assert [(article.title, article.text) for article in articles] == ENTRIES
    assert [article.url for article in articles] == LINKS
    assert [article.position for article in articles] == [0, 1, 2]
    assert {article.tags for article in articles} == {("japan",)}
    assert all(article.truncated for article in articles), "their pages hold more"
    assert [article.id for article in read(page(entries, "Japan"))] == [a.id for a in articles]


@pytest.mark.parametrize("entries", UNLINKED.values(), ids=UNLINKED.keys())
def test_the_form_of_the_seeds_is_read_as_html_too(entries: str) -> None:
    """An article without a link is the one that the text of the page gives."""
    assert looks_like_listing(page(entries))
    articles = read(page(entries), url=None)
    assert [(article.title, article.text) for article in articles] == ENTRIES
    assert [article.truncated for article in articles] == [True, False, False]
    assert articles[0].id == "kremlin-japan-s-support-for-b3f8a273"
    assert {(article.url, article.tags) for article in articles} == {(None, ("japan",))}


def test_dates_for_machines_are_read() -> None:
    """A date for readers alone is not guessed at."""
    entries = (
        "<article><h2><a href='/a'>The first of the headlines</a></h2><time datetime="
        "'2019-01-13T18:05:00+03:00'>today</time><p>The text of the first one.</p></article>"
        "<article><h2><a href='/b'>The second of the headlines</a></h2>"
        "<time>13 January</time><p>The text of the second one.</p></article>"
    )
    assert [article.published for article in read(page(entries))] == [
        datetime(2019, 1, 13, 15, 5, tzinfo=UTC),
        None,
    ]


def test_a_list_for_machines_is_read_where_it_says_more() -> None:
    """JSON-LD's ItemList, where the page itself is filled in by scripts."""
    data = """<script type="application/ld+json">{"@type": "CollectionPage", "mainEntity": {
      "@type": "ItemList", "itemListElement": [
      {"@type": "ListItem", "position": 1, "item": {"@type": "NewsArticle", "url": "/a",
       "headline": "The first", "datePublished": "2019-01-13", "description": "Its text."}},
      {"@type": "ListItem", "position": 2, "url": "https://news.example/b", "name": "The second"},
      {"@type": "ListItem", "position": 3, "url": "javascript:alert(1)", "name": "The third"},
      "nonsense"]}}</script>"""
    first, second = read(page("", "Japan", data))
    assert (first.title, first.text, first.url) == ("The first", "Its text.", URL[:21] + "a")
    assert first.published == datetime(2019, 1, 13, tzinfo=UTC)
    assert (second.title, second.text, second.truncated) == ("The second", "", True)


def test_a_link_listed_twice_is_one_article() -> None:
    """The second is reported; so is an entry that has neither text nor link."""
    entries = (
        "<h2><a href='/a'>The first of the headlines</a></h2><p>The text of the first one.</p>"
        "<h2><a href='/a#x'>The second of the headlines</a></h2><p>The text of the other.</p>"
        "<h2><a href='javascript:x()'>The third of the headlines</a></h2>"
    )
    article, *skipped = read_listing(page(entries), source="japan.html", url=URL)
    assert isinstance(article, Article)
    assert article.text == "The text of the first one."
    assert skipped == [
        Skipped(where="entry 2", reason="'The second of the headlines' is listed above already"),
        Skipped(where="entry 3", reason="'The third of the headlines' has no text"),
    ]


def test_a_saved_list_comes_in_by_its_file(tmp_path: Path) -> None:
    """Entries that are links alone are reported: there is nothing of theirs to quote."""
    path = tmp_path / "japan.html"
    path.write_bytes(page(LINKED["headings"] + "<h2><a href='/x'>A headline with no text</a></h2>",
                          head=f"<link rel='canonical' href='{URL}'>"))  # fmt: skip
    *articles, skipped = open_file(path).items
    assert [article.url for article in articles if isinstance(article, Article)] == LINKS
    assert skipped == Skipped(
        where="A headline with no text", reason="has no text here, only a link"
    )


def test_no_real_article_page_is_taken_for_a_list(shared: Path) -> None:
    """Every page of the benchmark is an article, whatever else it shows beside."""
    folder = shared / "eval" / "news-pages"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    assert [each.url for each in pages(folder) if looks_like_listing(each.content)] == []


def test_a_page_that_lists_nothing_is_refused() -> None:
    """With a word; an article page under a tag's address is no list either."""
    for content in (b"<html><body><p>Nothing here.</p></body></html>", page("", "Japan")[:400]):
        with pytest.raises(SourceError, match="lists no articles"):
            read(content)
    with pytest.raises(SourceError, match="is empty"):
        read(b"")


@given(st.binary(max_size=300), st.sampled_from([*LINKED.values(), *UNLINKED.values()]))
def test_no_bytes_raise_anything_but_source_error(content: bytes, entries: str) -> None:
    """Random bytes, alone or within a list."""
    listing = page(entries)
    for damaged in (content, listing[:-500] + content, listing.replace(b"<p>", content)):
        looks_like_listing(damaged)
        with suppress(SourceError):
            list(read_listing(damaged, source="x", url=URL))
