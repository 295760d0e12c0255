"""Sitemaps and their indexes -> what they list."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.ingest.sitemap import Nested, read_sitemap
from retrieval.ingest.stub import Stub
from retrieval.types import Article
from retrieval.upkeep import Skipped

URL = "https://news.example/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
 <url><loc> https://news.example/a?utm_source=map </loc><lastmod>2020-01-03</lastmod>
  <image:image><image:title>A photo</image:title></image:image>
  <news:news><news:publication><news:name>The Example</news:name></news:publication>
   <news:publication_date>2020-01-02T03:04:05+01:00</news:publication_date>
   <news:title>Peskov &amp; Abe</news:title><news:keywords>Russia, Japan,,russia</news:keywords>
  </news:news></url>
 <url><loc>/plain</loc></url>
 <url><loc>mailto:a@news.example</loc></url>
</urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
 <sitemap><loc>https://news.example/1.xml.gz</loc><lastmod>2020-01-03</lastmod></sitemap>
 <sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>"""


def read(content: str | bytes) -> list[Stub | Nested | Skipped]:
    """What is read from a sitemap at `URL`."""
    raw = content.encode() if isinstance(content, str) else content
    return list(read_sitemap(raw, source="map", url=URL))


@pytest.mark.parametrize("packed", [False, True])
def test_a_news_sitemap_lists_pages_with_their_facts(packed: bool) -> None:
    """Headline, publication, date and keywords of the news, and not of its pictures."""
    news, plain, skipped = read(gzip.compress(NEWS.encode()) if packed else NEWS)
    assert isinstance(news, Stub)
    assert news.article == Article(
        id=news.article.id,
        title="Peskov & Abe",
        text="",
        source="map",
        url="https://news.example/a",
        publisher="The Example",
        published=datetime(2020, 1, 2, 2, 4, 5, tzinfo=UTC),
        tags=("Russia", "Japan"),
        position=0,
        truncated=True,
    )
    assert news.changed == datetime(2020, 1, 3, tzinfo=UTC)
    assert isinstance(plain, Stub)
    assert (plain.article.url, plain.article.title) == ("https://news.example/plain", "")
    assert (plain.changed, plain.article.publisher) == (None, None)
    assert skipped == Skipped(
        where="entry 3", reason="has neither a text nor a link that can be read"
    )


def test_an_index_lists_sitemaps() -> None:
    """Of the web only."""
    assert read(INDEX) == [
        Nested(url="https://news.example/1.xml.gz", changed=datetime(2020, 1, 3, tzinfo=UTC)),
        Skipped(where="sitemap 2", reason="has no address that can be read"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<rss/>", "is no sitemap: check the address."),
        ("", "is not XML that can be read."),
        (b"\x1f\x8b\x08nothing", "is a damaged gzip file: try later."),
        (gzip.compress(b"<urlset>", mtime=0)[:-4], "is a damaged gzip file: try later."),
        (gzip.compress(bytes(50_000_001), mtime=0), "is larger than citewire reads: not taken."),
        ("<!DOCTYPE a [<!ENTITY a 'b'>]><urlset>&a;</urlset>", "declares XML entities"),
    ],
)
def test_what_is_no_sitemap_is_one_line(content: str | bytes, said: str) -> None:
    """Bombs end at the size that the protocol allows."""
    with pytest.raises(SourceError) as caught:
        read(content)
    assert said in str(caught.value)


def test_a_sitemap_that_breaks_off_gives_its_whole_entries() -> None:
    """And says that it is broken."""
    broken, *rest = read(NEWS[: NEWS.index("/plain")])
    assert broken == Skipped(
        where="sitemap", reason="broken XML at line 10: what can be read of it was"
    )
    assert [each.article.title for each in rest if isinstance(each, Stub)] == ["Peskov & Abe"]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([NEWS, INDEX, NEWS[:600], "<url>", "</url>", "<loc>", "<a:b>", "&", "\x00"])
        | st.text(max_size=9),
        max_size=6,
    ).map("".join)
)
def test_any_sitemap_is_a_list_or_one_error(text: str) -> None:
    """Nothing but the library's own error leaves the reader."""
    try:
        read(text)
    except SourceError as error:
        assert error.source == "map"  # noqa: PT017


def test_a_prefix_that_nobody_declared_is_understood() -> None:
    """Where it is a known one."""
    undeclared = NEWS.replace('xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', "")
    broken, news, *_ = read(undeclared.replace("<image:image>", "<image:image x:y='1'>"))
    assert broken == Skipped(
        where="sitemap", reason="broken XML at line 5: what can be read of it was"
    )
    assert isinstance(news, Stub)
    assert (news.article.title, news.article.tags) == ("Peskov & Abe", ("Russia", "Japan"))
