"""Feeds in RSS, Atom and JSON -> articles."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.ingest.feed import read_feed, read_stubs
from retrieval.ingest.files import open_file
from retrieval.types import Article
from retrieval.upkeep import Skipped

URL = "https://news.example/feeds/world"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Example News &amp; Views</title><link>https://news.example/</link>
<item>
  <title>Peskov: “no” &amp;amp; no</title>
  <link>/2019/kremlin-says-no?utm_source=rss</link>
  <guid isPermaLink="false">item-1</guid>
  <pubDate>Sat, 16 Feb 2019 10:00:00 +0300</pubDate>
  <category>Russia</category><category> russia </category><category>Japan</category>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>“No,” he&nbsp;said.<br>Twice.</p><script>alert(1)</script>
     <div>AT&amp;T <b>bold</b>ly.</div>
     <figure><img src=x><figcaption>A photo</figcaption></figure>]]>
  </content:encoded>
</item>
<item>
  <title>A summary</title>
  <link>https://news.example/2019/summary</link>
  <guid>https://news.example/2019/summary</guid>
  <description>&lt;p&gt;Only the start.&lt;/p&gt;</description>
</item>
<item><title>A headline alone</title><link>https://news.example/2019/alone</link></item>
<item><title>Nothing</title><link>javascript:alert(1)</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Atom</title>
<entry>
  <id>tag:news.example,2020:1</id><title type="html">Tōkyō &lt;i&gt;rises&lt;/i&gt;</title>
  <link rel="alternate" href="https://news.example/1"/><link rel="self" href="https://x.example/"/>
  <published>2020-01-02T03:04:05Z</published><updated>2020-02-01T00:00:00+01:00</updated>
  <source><title>The Wire</title></source><category term="Asia"/>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content>
</entry>
<entry>
  <id>tag:news.example,2020:2</id><title>Plain</title><link href="https://news.example/1"/>
  <updated>2020-02-01T00:00:00Z</updated><content type="text">a &lt; b, as it is</content>
</entry></feed>"""


def read(content: str | bytes, charset: str | None = None) -> list[Article | Skipped]:
    """What is read from a feed at `URL`."""
    raw = content.encode() if isinstance(content, str) else content
    return list(read_feed(raw, source="feed", url=URL, charset=charset))


def articles(content: str | bytes) -> list[Article]:
    """The articles alone."""
    return [item for item in read(content) if isinstance(item, Article)]


def rss(*items: str, title: str = "News") -> str:
    """A feed of these items."""
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(items)}</channel></rss>"


def item(link: str, guid: str = "", date: str = "", text: str = "Words.") -> str:
    """An item of a feed."""
    return (
        f"<item><title>T</title><link>{link}</link>"
        + (f"<guid isPermaLink='false'>{guid}</guid>" if guid else "")
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + f"<description>{text}</description></item>"
    )


def test_an_item_of_rss_becomes_an_article() -> None:
    """All of its text where it carries that, as paragraphs without markup; else its summary."""
    full, summary, alone, nothing = read(RSS)
    assert full == Article(
        id=full.id if isinstance(full, Article) else "",
        title="Peskov: “no” & no",
        text="“No,” he\u00a0said.\nTwice.\n\nAT&T boldly.",
        source="feed",
        url="https://news.example/2019/kremlin-says-no",
        publisher="Example News & Views",
        published=datetime(2019, 2, 16, 7, tzinfo=UTC),
        tags=("Russia", "Japan"),
        position=0,
    )
    assert isinstance(summary, Article)
    assert (summary.text, summary.truncated, summary.published) == ("Only the start.", True, None)
    assert alone == Skipped(
        where="entry 3", reason="has no text of its own: read its link by --follow"
    )
    assert nothing == Skipped(
        where="entry 4", reason="has neither a text nor a link that can be read"
    )


def test_an_entry_of_atom_becomes_an_article() -> None:
    """Of its source where that is named, at the time of its publication."""
    first, second = articles(ATOM)
    assert (first.title, first.text, first.publisher) == ("Tōkyō rises", "One.\n\nTwo.", "The Wire")
    assert (first.published, first.tags) == (datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC), ("Asia",))
    assert (second.text, second.truncated) == ("a < b, as it is", False)
    assert second.published == datetime(2020, 2, 1, tzinfo=UTC)
    assert first.url == second.url == "https://news.example/1"
    assert first.id != second.id


def test_when_an_entry_changed_is_told_apart_from_when_it_was_published() -> None:
    """For whoever wants to know whether to read its page again."""
    (stub, *_) = read_stubs(ATOM.encode(), source="feed", url=URL)
    assert not isinstance(stub, Skipped)
    assert stub.changed == datetime(2020, 1, 31, 23, tzinfo=UTC)


def test_json_feed() -> None:
    """Items that are none are skipped, one by one; ids may be numbers."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "JSON News",
        "items": [
            {
                "id": 7,
                "url": "/a?fbclid=1",
                "title": "A",
                "content_html": "<p>One.<p>Two.",
                "date_published": "2020-01-02T03:04:05Z",
                "tags": ["x"],
            },
            {"id": "8", "url": "https://news.example/b", "content_text": " B \u0000b.\n\nC… "},
            {"id": "9", "url": "https://news.example/c", "summary": "S."},
            {"id": "10", "tags": "none"},
            "text",
            {"id": "11"},
        ],
    }
    first, second, third, *skipped = read(json.dumps(feed))
    assert isinstance(first, Article)
    assert (first.url, first.text, first.publisher) == (
        "https://news.example/feeds/a".replace("/feeds", ""),
        "One.\n\nTwo.",
        "JSON News",
    )
    assert (first.published, first.tags) == (datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC), ("x",))
    assert isinstance(second, Article)
    assert (second.text, second.truncated) == ("B \u0000b.\n\nC…", True)
    assert isinstance(third, Article)
    assert (third.text, third.truncated) == ("S.", True)
    assert skipped == [
        Skipped(where="entry 4", reason="its tags is not as it must be"),
        Skipped(where="entry 5", reason="its entry is not as it must be"),
        Skipped(where="entry 6", reason="has neither a text nor a link that can be read"),
    ]


def test_what_is_the_same_article() -> None:
    """Not the date, the text or what tracks readers, but the entry's id and link together."""
    link = "https://news.example/a"
    (one,) = articles(rss(item(link, "g1", "Sat, 16 Feb 2019 10:00:00 GMT")))
    (bumped,) = articles(rss(item(f"{link}?utm_medium=rss", "g1", "Sun, 17 Feb 2019 10:00:00 GMT")))
    (reworded,) = articles(rss(item(link, "g1", text="Other words.")))
    (other_entry,) = articles(rss(item(link, "g2")))
    (other_link,) = articles(rss(item(f"{link}/2", "g1")))
    assert one.id == bumped.id == reworded.id
    assert len({one.id, other_entry.id, other_link.id}) == 3


def test_an_entry_that_is_listed_twice_is_read_once() -> None:
    """The first time."""
    twice = rss(item("https://news.example/a", "g"), item("https://news.example/a", "g", text="B"))
    assert read(twice)[1] == Skipped(where="entry 2", reason="is listed above already")


@pytest.mark.parametrize(
    "date",
    [
        "yesterday",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "99999999999999999999",
        "",
    ],
)
def test_a_date_that_is_none_is_unknown(date: str) -> None:
    """And never today."""
    (read_back,) = articles(rss(item("https://news.example/a", date=date)))
    assert read_back.published is None


def test_a_text_that_says_that_it_goes_on_is_cut() -> None:
    """Though it stands where the whole text should."""
    content = "<p>Begin.</p><p>And so on […]</p>"
    words = f'<content type="html">{content.replace("<", "&lt;")}'
    feed = ATOM.replace('<content type="text">a &lt; b, as it is', words)
    assert [each.truncated for each in articles(feed)] == [False, True]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("windows-1251", "windows-1251"),
        ("utf-16", "utf-16"),
        ("koi8-r", "koi8-r"),
    ],
)
def test_charsets(encoding: str, declared: str) -> None:
    """As the document says."""
    text = rss(item("https://news.example/a", text="Песков сказал."))
    raw = f"<?xml version='1.0' encoding='{declared}'?>{text}".encode(encoding)
    assert [each.text for each in articles(raw)] == ["Песков сказал."]


def test_the_server_knows_the_charset_that_the_document_does_not() -> None:
    """And a document that is in none of those named is read all the same."""
    raw = rss(item("https://news.example/a", text="Песков")).encode("windows-1251")
    (read_back,) = read(raw, "windows-1251")
    assert isinstance(read_back, Article)
    assert read_back.text == "Песков"
    assert len(articles(raw)) == 1


def test_broken_xml_gives_what_can_be_read() -> None:
    """Bare ampersands, names of HTML and an end that is missing; the entry cut in two is left."""
    broken = (
        rss(
            item("https://news.example/a", text="AT&T &eacute;t&nbsp;&lt;&unknown; one"),
            item("https://news.example/b", text="Whole."),
        ).partition("</channel>")[0]
        + item("https://news.example/c", text="Cut off he")[:-30]
    )
    first, *read_back = read(broken)
    assert first == Skipped(where="feed", reason="broken XML at line 1: what can be read of it was")
    assert [each.text for each in read_back if isinstance(each, Article)] == [
        "AT&T ét\u00a0<&unknown; one",
        "Whole.",
    ]


LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>" + rss("<item>&b;</item>")
FILE = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + rss(
    item("https://news.example/a", text="&x;")
)


@pytest.mark.parametrize("hostile", [LAUGHS, FILE, LAUGHS.encode("utf-16")])
def test_entities_are_not_read(hostile: str | bytes) -> None:
    """Neither what they multiply nor what they open."""
    with pytest.raises(SourceError, match="declares XML entities, which citewire does not read"):
        read(hostile)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "<!doctype html><html><body><p>Hello</p></body></html>",
            "is an HTML page, not a feed: check the address.",
        ),
        ("<a><b/></a>", "is neither RSS nor Atom: check the address."),
        ('{"_id": "1", "text": "x"}', "is JSON, but no JSON Feed: save it as .jsonl"),
        ("{" * 100_000, "is JSON, but no JSON Feed"),
        ("", "is not XML that can be read"),
        ("just words", "is not XML that can be read"),
        (b"\x00\xff\xfe\x80" * 100, "is not XML that can be read"),
        (b"/etc/passwd", "is not XML that can be read"),
        (b"https://news.example/feed", "is not XML that can be read"),
    ],
)
def test_what_is_no_feed_is_one_line(content: str | bytes, said: str) -> None:
    """And nothing that it names is opened."""
    with pytest.raises(SourceError) as caught:
        read(content)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "shape",
    ["<a>" * 200_000 + "</a>" * 200_000, rss("<item>" + "<category/>" * 10_001 + "</item>")],
)
def test_xml_that_is_too_deep_or_too_broad_is_not_read(shape: str) -> None:
    """Parsers need the square of the time for it."""
    with pytest.raises(SourceError, match="is XML of a shape that no news has: not read"):
        read(shape)


def test_a_text_or_a_link_without_measure_is_left_out() -> None:
    """A text of millions of characters, and an address that no server takes."""
    long_text = item("https://news.example/a", text="a" * 5_000_001)
    long_link = item("https://news.example/" + "a" * 2_000)
    skipped, article = read(rss(long_text, long_link))
    assert skipped == Skipped(where="entry 1", reason="has over 5,000,000 characters")
    assert isinstance(article, Article)
    assert article.url is None


def test_an_empty_feed_is_a_feed() -> None:
    """There is no news today."""
    assert read(rss()) == []


@pytest.mark.parametrize(
    "hostile",
    [
        rss("<item>" * 5_000),
        rss("<item><description>" + "&lt;div&gt;" * 20_000 + "</description></item>"),
        "<rss " + "a='1' " * 20_000,
        "<rss><" + '"' * 50_000,
        rss("<item><title>" + "<![CDATA[" * 20_000 + "</title></item>"),
        "<rss>" + "&" * 100_000,
        "<rss>" + "<!--" * 50_000,
        rss(item("http://[", "\u202e")),
        "<rss><channel><item><title>A tag without a name</title><media:",
        "<rss><channel><item><title>And one that is a time</title><at:2:30 />",
    ],
)
def test_hostile_markup_ends(hostile: str) -> None:
    """In a word or a feed, and soon."""
    try:
        assert all(isinstance(each, Article | Skipped) for each in read(hostile))
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017


PIECES = st.sampled_from(
    [RSS[:400], RSS, ATOM, "<item>", "</item>", "<![CDATA[", "]]>", "&#x0;", "&", "<", ">", "<rss>"]
    + [
        "<title>",
        "<guid>",
        "\x00",
        "\ud7ff",
        "<!DOCTYPE a>",
        "<pubDate>",
        "</rss>",
        "{",
        '{"items"',
    ]
) | st.text(max_size=9)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(["utf-8", "utf-16", "koi8-r"]))
def test_any_feed_is_articles_or_one_error(text: str, encoding: str) -> None:
    """Nothing but the library's own error leaves the reader."""
    try:
        for each in read(text.encode(encoding, "replace")):
            assert isinstance(each, Skipped) or each.text
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017


@settings(deadline=None)
@given(st.binary() | st.binary().map(b"<rss>".__add__) | st.binary().map(b"{".__add__))
def test_any_bytes_are_articles_or_one_error(content: bytes) -> None:
    """The same of what is no text at all."""
    try:
        read(content)
    except SourceError as error:
        assert error.source == "feed"  # noqa: PT017


def test_a_saved_feed_is_read_as_a_file(tmp_path: Path) -> None:
    """Its links are taken as they stand; what only links is left out with a word."""
    file = tmp_path / "saved.xml"
    file.write_text(
        "<rss version='2.0'><channel><title>Port Times</title><item><title>Herring is back</title>"
        "<link>https://port.example/herring</link><description>Boats came in full on Monday."
        "</description></item></channel></rss>"
    )
    (article,) = open_file(file).items
    assert isinstance(article, Article)
    assert (article.title, article.url) == ("Herring is back", "https://port.example/herring")
    assert (article.text, article.publisher) == ("Boats came in full on Monday.", "Port Times")
