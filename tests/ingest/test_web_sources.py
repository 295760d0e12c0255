"""A URL of a local site -> what stands there."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from web_site import server
from web_site.server import Site, page, redirect, tagged

from retrieval.errors import SourceError
from retrieval.ingest.fetch import Fetcher, Limits
from retrieval.ingest.web import open_url
from retrieval.types import Article
from retrieval.upkeep import Reading, Skipped, Unchanged, Validators

QUICK = Limits(seconds=10, interval=0)
BODY = (
    "The Kremlin said on Monday that it would not take part in the talks of next month.",
    "“We have no plans for that,” said Dmitry Peskov, who speaks for the president, in Moscow.",
    "Tokyo had asked for the meeting in a letter that it sent to several capitals last week.",
)
FULL = "\n\n".join(BODY)
SUMMARY = "The Kremlin will not take part."


def news_page(title: str = "Kremlin says no", head: str = "") -> server.Route:
    """An article's page with a headline, a date, a publisher and a menu."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    return page(
        f"<!doctype html><html><head><title>{title}</title>"
        f"<meta property='og:title' content='{title}'>"
        "<meta property='og:site_name' content='The Example'>"
        "<meta property='article:published_time' content='2019-02-16T10:00:00+03:00'>"
        f"<meta name='keywords' content='Kremlin, Japan'>{head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{paragraphs}</article>"
        "</body></html>"
    )


def entry(
    link: str, entry_id: str = "", updated: str = "2019-03-01T00:00:00Z", more: str = ""
) -> str:
    """An entry of an Atom feed with a summary."""
    return (
        f"<entry><id>{entry_id or link}</id><title>Listed {link}</title><link href='{link}'/>"
        f"<updated>{updated}</updated><category term='Russia'/><summary>{SUMMARY}</summary>{more}"
        "</entry>"
    )


def feed(*entries: str) -> server.Route:
    """An Atom feed."""
    text = "".join(entries)
    return page(
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A feed</title>{text}</feed>",
        "application/atom+xml",
    )


def sitemap(*links: str, index: bool = False) -> str:
    """A sitemap, or an index, of these links, each changed a day after the one before."""
    root, each = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    items = "".join(
        f"<{each}><loc>{link}</loc><lastmod>2019-03-{day:02}</lastmod></{each}>"
        for day, link in enumerate(links, start=1)
    )
    return f"<{root} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{items}</{root}>"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site without robots.txt."""
    with Site({"/a": news_page(), "/b": news_page("Another"), "/c": news_page("A third")}) as site:
        yield site


def opened(
    url: str,
    *,
    follow: bool = False,
    known: dict[str, datetime] | None = None,
    validators: Validators | None = None,
    limit: int = 500,
) -> tuple[Reading, list[Article | Skipped | Unchanged]]:
    """What `url` is and all of its items; `known` is when the archive read which article."""
    with Fetcher(allow_loopback=True, limits=QUICK) as fetcher:
        reading = open_url(
            url,
            fetcher,
            follow=follow,
            validators=validators,
            last_read=(known or {}).get,
            limit=limit,
        )
        return reading, list(reading.items)


def items(url: str, **options: object) -> list[Article | Skipped | Unchanged]:
    """The items alone."""
    return opened(url, **options)[1]  # type: ignore[arg-type]


def reason(url: str, follow: bool = False) -> str:
    """Why `url` cannot be read."""
    with pytest.raises(SourceError) as caught:
        opened(url, follow=follow)
    return str(caught.value)


def test_a_page_is_one_article(site: Site) -> None:
    """At the address where it stands after a redirect."""
    site.routes["/old"] = redirect("/a")
    reading, (article,) = opened(site.url("/old"))
    assert reading.kind == "page"
    assert isinstance(article, Article)
    assert (article.title, article.text, article.publisher) == (
        "Kremlin says no",
        FULL,
        "The Example",
    )
    assert (article.source, article.url) == (site.url("/old"), site.url("/a"))
    assert article.published == datetime(2019, 2, 16, 7, tzinfo=UTC)


def test_a_feed_is_read_as_it_is(site: Site) -> None:
    """Without --follow no link is loaded, and a summary is a text cut short."""
    site.routes["/feed"] = feed(entry("/a"))
    reading, (article,) = opened(site.url("/feed"))
    assert reading.kind == "feed"
    assert isinstance(article, Article)
    assert (article.text, article.truncated) == (SUMMARY, True)
    assert site.requests == ["/robots.txt", "/feed"]


def test_links_are_followed_where_the_entry_has_no_full_text(site: Site) -> None:
    """The page gives text, date, publisher and tags; the entry keeps its id, link and headline."""
    full = f"<content>{FULL}</content>"
    site.routes["/feed"] = feed(entry("/a", "tag:1"), entry("/b", "tag:2", more=full))
    plain, _ = items(site.url("/feed"))
    first, second = items(site.url("/feed"), follow=True)
    assert isinstance(plain, Article)
    assert first == Article(
        id=plain.id,
        title="Listed /a",
        text=FULL,
        source=site.url("/feed"),
        url=site.url("/a"),
        publisher="The Example",
        published=datetime(2019, 2, 16, 7, tzinfo=UTC),
        tags=("Russia", "Kremlin", "Japan"),
        position=0,
    )
    assert isinstance(second, Article)
    assert (second.text, second.publisher, second.truncated) == (FULL, "A feed", False)
    assert "/b" not in site.requests


def test_what_the_archive_has_is_loaded_again_only_where_it_changed(site: Site) -> None:
    """By the entry's own word; the second time does nothing."""
    site.routes["/feed"] = feed(entry("/a"), entry("/b"))
    found = [each for each in items(site.url("/feed"), follow=True) if isinstance(each, Article)]
    known = {each.id: datetime(2019, 4, 1, tzinfo=UTC) for each in found}
    assert len(known) == 2
    site.requests.clear()
    unchanged = [Unchanged(article_id=each.id) for each in found]
    assert items(site.url("/feed"), follow=True, known=known) == unchanged
    assert items(site.url("/feed"), known=known) == unchanged
    assert set(site.requests) == {"/robots.txt", "/feed"}
    site.routes["/feed"] = feed(entry("/a"), entry("/b", updated="2019-05-01T00:00:00Z"))
    assert items(site.url("/feed"), follow=True, known=known) == [unchanged[0], found[1]]
    assert "/a" not in site.requests


def test_a_link_that_fails_leaves_the_entry_as_it_is(site: Site) -> None:
    """And says why; what the archive read in full before is not replaced by a summary."""
    site.routes |= {"/gone": page("", status=410), "/feed": feed(entry("/gone"))}
    stub, skipped = items(site.url("/feed"), follow=True)
    assert isinstance(stub, Article)
    assert (stub.text, stub.truncated) == (SUMMARY, True)
    assert skipped == Skipped(
        where=site.url("/gone"),
        reason="answered 410: it is gone for good: remove it from your sources.",
    )
    known = {stub.id: datetime(2019, 1, 1, tzinfo=UTC)}
    assert items(site.url("/feed"), follow=True, known=known) == [
        Unchanged(article_id=stub.id),
        skipped,
    ]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("http://169.254.169.254/latest/", "leads to a private or reserved address"),
        ("http://0x7f.1/", "writes its host as a number"),
        ("/closed", "is closed to readers like this one by its robots.txt"),
        ("/binary", "is no HTML page but a file of another kind."),
        ("/empty", "is empty."),
        ("/cut", "broke the connection off"),
    ],
)
def test_a_hostile_link_is_skipped_with_a_word(site: Site, link: str, said: str) -> None:
    """And the next is read."""
    site.routes |= {
        "/robots.txt": page("User-agent: *\nDisallow: /closed"),
        "/binary": page(b"\x00\x01\x02" * 100, "application/pdf"),
        "/empty": page(""),
        "/cut": server.cut_off,
        "/feed": feed(entry(link), entry("/a")),
    }
    stub, skipped, good = items(site.url("/feed"), follow=True)
    assert isinstance(stub, Article)
    assert isinstance(skipped, Skipped)
    assert isinstance(good, Article)
    assert (stub.text, good.text) == (SUMMARY, FULL)
    assert said in skipped.reason


def test_a_link_of_two_entries_is_not_followed(site: Site) -> None:
    """They are two articles, and the page could not tell which is which."""
    site.routes["/feed"] = feed(entry("/a", "tag:1"), entry("/a", "tag:2"))
    found = items(site.url("/feed"), follow=True)
    assert [each.text for each in found if isinstance(each, Article)] == [SUMMARY, SUMMARY]
    assert [each.reason for each in found if isinstance(each, Skipped)] == [
        "shares its link with others: not followed"
    ] * 2


def test_only_so_many_links_are_followed_in_one_go(site: Site) -> None:
    """The rest is said, and comes the next time: what is known does not count."""
    site.routes["/map"] = page(sitemap("/a", "/b", "/c"), "application/xml")
    third, left = items(site.url("/map"), follow=True, limit=1)
    assert isinstance(third, Article)
    assert third.title == "A third"
    assert left == Skipped(
        where="links", reason="2 more links were not followed this time: `citewire refresh` goes on"
    )
    known = {third.id: datetime(2020, 1, 1, tzinfo=UTC)}
    unchanged, second, _ = items(site.url("/map"), follow=True, limit=1, known=known)
    assert unchanged == Unchanged(article_id=third.id)
    assert isinstance(second, Article)
    assert second.title == "Another"


def test_a_feed_that_did_not_change_has_no_items(site: Site) -> None:
    """And keeps what to ask the next time."""
    content = f"<rss version='2.0'><channel><title>{SUMMARY}</title></channel></rss>".encode()
    site.routes["/feed"] = tagged(content, '"v1"', "application/rss+xml")
    first, _ = opened(site.url("/feed"))
    again, nothing = opened(site.url("/feed"), validators=first.validators)
    assert (again.kind, again.not_modified, nothing) == ("unchanged", True, [])
    assert (
        again.validators
        == first.validators
        == Validators(etag='"v1"', last_modified="Sun, 06 Nov 1994 08:49:37 GMT")
    )


def test_a_sitemap_without_follow_is_only_addresses(site: Site) -> None:
    """It says so, and loads nothing."""
    site.routes["/map"] = page(sitemap("/a"), "application/xml")
    reading, found = opened(site.url("/map"))
    assert (reading.kind, found) == (
        "sitemap",
        [
            Skipped(
                where="sitemap",
                reason="lists pages by their addresses alone: read them by --follow",
            )
        ],
    )


def test_an_index_of_sitemaps_is_followed(site: Site) -> None:
    """The newest first, packed ones too, each once; one that fails is said and no more."""
    site.routes |= {
        "/index": page(
            sitemap("/one.xml", "/two.xml.gz", "/two.xml.gz", "/gone.xml", "/index", index=True),
            "text/xml",
            ETag='"1"',
        ),
        "/one.xml": page(sitemap("/a"), "application/xml"),
        "/two.xml.gz": page(gzip.compress(sitemap("/a", "/b").encode()), "application/x-gzip"),
    }
    reading, found = opened(site.url("/index"), follow=True)
    assert (reading.kind, reading.validators) == ("sitemap", Validators())
    assert [each.title for each in found if isinstance(each, Article)] == [
        "Another",
        "Kremlin says no",
    ]
    assert [each for each in found if isinstance(each, Skipped)] == [
        Skipped(where=site.url("/gone.xml"), reason="answered 404: check the address.")
    ]


def test_sitemaps_within_sitemaps_end(site: Site) -> None:
    """Of a hundred, fifty are read; of a tower, its first floors."""
    site.routes |= {f"/{n}": page(sitemap(f"/{n + 1}", index=True), "text/xml") for n in range(9)}
    assert items(site.url("/0"), follow=True) == [
        Skipped(where="sitemap", reason="1 of the sitemaps in it were not read")
    ]
    site.routes["/many"] = page(sitemap(*[f"/m{n}" for n in range(100)], index=True), "text/xml")
    site.routes |= {f"/m{n}": page(sitemap(), "text/xml") for n in range(100)}
    assert items(site.url("/many"), follow=True) == [
        Skipped(where="sitemap", reason="51 of the sitemaps in it were not read")
    ]


def tag_page(*links: str) -> server.Route:
    """A page in HTML that lists what is tagged with Japan."""
    teasers = "".join(
        f"<div><h2><a href='{link}?utm_source=tag'>What {link} says of the Kremlin</a></h2>"
        f"<p>{SUMMARY} The spokesman said so to the reporters who had asked him…</p></div>"
        for link in links
    )
    return page(f"<html><body><h1>Contents tagged with Japan</h1>{teasers}</body></html>")


def test_a_listing_is_followed_entry_by_entry(site: Site) -> None:
    """Each is an article under the page's tag; without --follow it is its teaser."""
    site.routes["/japan"] = tag_page("/a", "/b", "/gone")
    reading, plain = opened(site.url("/japan"))
    assert reading.kind == "listing"
    assert [each.truncated for each in plain if isinstance(each, Article)] == [True] * 3
    first, second, third, skipped = items(site.url("/japan"), follow=True)
    assert isinstance(first, Article)
    assert (first.title, first.text, first.url) == (
        "What /a says of the Kremlin",
        FULL,
        site.url("/a"),
    )
    assert first.tags == ("japan", "Kremlin")
    assert [each.id for each in (first, second, third) if isinstance(each, Article)] == [
        each.id for each in plain if isinstance(each, Article)
    ]
    assert third == plain[2]
    assert skipped == Skipped(where=site.url("/gone"), reason="answered 404: check the address.")
    known = {first.id: datetime(2019, 4, 1, tzinfo=UTC)}
    assert items(site.url("/japan"), known=known)[0] == Unchanged(article_id=first.id)


def test_a_page_without_an_article_names_its_feed(site: Site) -> None:
    """So that the reader knows what to add instead."""
    link = "<link rel='alternate' type='application/rss+xml' href='/feed?a=1&b=$(x)'>"
    site.routes["/front"] = page(f"<html><head>{link}</head><body><p>Hello.</p></body></html>")
    assert reason(site.url("/front")) == (
        f"{site.url('/front')}: has no article on it. It names a feed: "
        f"`citewire add '{site.url('/feed?a=1&b=$(x)')}'`."
    )


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        ('{"_id": "1", "text": "x"}\n', "application/jsonl", "is JSON, but no JSON Feed"),
        ("a,b\n1,2\n", "text/csv", "is text/csv, and no page, feed or sitemap: save it and add"),
        ("%PDF-1.7", "application/pdf", "is application/pdf, and no page, feed or sitemap"),
        ("x", "\x1b[31mred/x", "is a file of an unknown kind, and no page"),
        ("", "application/xml", "is application/xml, and no page, feed or sitemap"),
        ("<rss><channel>", "text/html", None),
        ("<html><p>Hello", "application/rss+xml", "has no article on it."),
        (b"\x1f\x8bnothing", "application/gzip", "is a damaged gzip file: try later."),
    ],
)
def test_what_is_told_apart_by_its_content(
    site: Site, content: str | bytes, media_type: str, said: str | None
) -> None:
    """Servers name the wrong media type more often than not."""
    raw = content.encode() if isinstance(content, str) else content
    site.routes["/x"] = page(raw, media_type)
    if said is None:
        assert opened(site.url("/x"))[0].kind == "feed"
    else:
        assert said in reason(site.url("/x"))


def test_a_secret_address_stands_in_no_error(site: Site) -> None:
    """Whichever reader says what is wrong."""
    site.routes["/x"] = page("<html><p>Hello.")
    site.routes["/y"] = page('{"version": 1}')
    for path in ("/x", "/y", "/z"):
        assert reason(site.url(f"{path}?key=s3cret")).startswith(site.url(f"{path}?…: "))
