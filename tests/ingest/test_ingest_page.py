"""News pages in HTML, real ones and those that would do harm."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from benchmarks.pages import Page, f1, ours, pages, trafilaturas
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.ingest.page import read_page
from retrieval.types import Article

BODY = (
    "<p>The Press Secretary, Dmitry Peskov, said that one of the obstacles to signing a&nbsp;peace"
    " treaty is that Japan <b>actively</b>\n supports the sanctions.</p>"
    "<p>“They support the sanctions,” Peskov noted during the program “Moscow.Kremlin.Putin”"
    " on channel Russia-1.</p>"
)
TEXT = (
    "The Press Secretary, Dmitry Peskov, said that one of the obstacles to signing a\u00a0peace"
    " treaty is that Japan actively supports the sanctions.\n\n“They support the sanctions,” Peskov"
    " noted during the program “Moscow.Kremlin.Putin” on channel Russia-1."
)
LINK = "https://news.example/2019/kremlin-on-sanctions.html"


def page(head: str = "", body: str = BODY, title: str = "Kremlin on sanctions") -> bytes:
    """An article page such as many sites make them."""
    return (
        f"<!DOCTYPE html><html><head><title>{title} | Example</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/japan'>Japan</a></nav>"
        f"<article><h1>{title}</h1>{body}</article>"
        "<footer><p>Copyright 2026 Example. All rights reserved.</p></footer></body></html>"
    ).encode()


def read(head: str = "", body: str = BODY, url: str | None = LINK) -> Article:
    """The article of such a page."""
    return read_page(page(head, body), source="page.html", url=url)


@pytest.fixture(scope="module")
def real_pages(shared: Path) -> list[Page]:
    """Every third page of the benchmark."""
    folder = shared / "eval" / "news-pages"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return list(pages(folder, step=3))


def test_bodies_of_real_pages_are_read_better_than_by_trafilatura(real_pages: list[Page]) -> None:
    """On saved pages of many sites, by the measure of the benchmark that they come from."""
    mine, theirs = (
        f1([(each.body, reader(each)) for each in real_pages])[0] for reader in (ours, trafilaturas)
    )
    assert mine >= theirs
    assert mine >= 0.95


def test_every_real_page_has_its_headline_and_nearly_all_a_date(real_pages: list[Page]) -> None:
    """No date is later than the day on which the last of the pages was saved."""
    articles = [read_page(each.content, source=each.name, url=each.url) for each in real_pages]
    assert all(each.title and each.text for each in articles)
    dates = [each.published for each in articles if each.published]
    assert len(dates) >= 0.95 * len(articles)
    assert max(dates) < datetime(2019, 12, 31, tzinfo=UTC)


def test_a_page_says_what_its_article_is() -> None:
    """JSON-LD is read first; the body is the page's to the character, its no-break space too."""
    data = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Example"},
        {"@type": ["NewsArticle"], "headline": "Kremlin on sanctions &amp; Japan",
         "datePublished": "2019-01-13T18:05:00+03:00", "keywords": ["Japan", "Peace, Treaty"],
         "publisher": {"@type": "Organization", "name": "Example News"}}]}</script>"""
    assert read(data + f'<link rel="canonical" href="{LINK}?utm_source=x#top">') == Article(
        id="kremlin-on-sanctions-db2b82e89c5e91ed",
        title="Kremlin on sanctions",
        text=TEXT,
        source="page.html",
        url=LINK,
        publisher="Example News",
        published=datetime(2019, 1, 13, 15, 5, tzinfo=UTC),
        tags=("Japan", "Peace", "Treaty"),
    )


def test_open_graph_is_read_where_there_is_no_json_ld() -> None:
    """So are meta elements; a date without a time is midnight."""
    article = read(
        '<meta property="og:site_name" content="Example">'
        '<meta name="keywords" content="Japan, Abe, japan">'
        '<meta property="article:published_time" content="2019-01-13">'
    )
    assert (article.publisher, article.tags) == ("Example", ("Japan", "Abe"))
    assert article.published == datetime(2019, 1, 13, tzinfo=UTC)


def test_what_a_page_does_not_say_is_not_made_up() -> None:
    """No date is the day of reading, nor the year in the footer."""
    article = read(url=None)
    assert (article.published, article.publisher, article.url, article.tags) == (
        None,
        None,
        None,
        (),
    )


def test_the_same_address_is_the_same_article_whatever_its_headline() -> None:
    """A page read again from another mirror of its link, or from a file, keeps its id."""
    canonical = f'<link rel="canonical" href="{LINK}">'
    changed = read_page(page(canonical, BODY + BODY, "Changed"), source="saved.html")
    assert changed.title == "Changed"
    assert changed.id == read().id
    assert read(url=None).id == read_page(page(), source="page.html").id != read().id


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://user:secret@news.example/x",
        "https://other.example/their-story.html",
        "https://news.example/",
        "https://[",
        "\u202e",
    ],
)
def test_a_canonical_link_that_cannot_be_the_articles_is_not_believed(link: str) -> None:
    """Not one to another site, for which the page would pass, nor to a front page."""
    assert read(f'<link rel="canonical" href="{link}">').url == LINK


def test_marks_of_writing_direction_and_joiners_stay_and_layout_goes() -> None:
    """Soft hyphens and zero-width spaces would hide words from a search."""
    words = "\u200fאמר דובר הקרמלין\u200f כי אין מועד אחרון ל\u2067הסכם השלום\u2069 עם יפן, וכי"
    article = read(body=f"<p>{words} sanc\u00adtions re\u200bmain.</p>" + BODY)
    assert article.text.split("\n\n")[0] == f"{words} sanctions remain."


def test_words_that_the_extractor_loses_come_back() -> None:
    """A sentence never stands in the archive with its middle left out."""
    lost = "<span class='embed-comments'>Rudolph might be fined</span> "
    sentence = f"Insider Jason La Canfora has reported that {lost}for his role in the fight."
    article = read(body=f"<p>{sentence} He spoke on Monday, the week after the game.</p>" + BODY)
    assert article.text.startswith(
        "Insider Jason La Canfora has reported that Rudolph might be fined for his role in the"
    )


@pytest.mark.parametrize(
    ("encoding", "declared", "said"),
    [
        ("utf-8", "", None),
        ("utf-8-sig", '<meta charset="latin-1">', "koi8-r"),
        ("utf-8", '<meta charset="iso-8859-1">', None),
        ("utf-16", "", "utf-8"),
        ("cp1252", "", "ISO-8859-1"),
        ("cp1252", '<meta charset="us-ascii">', "no-such-charset"),
        ("cp1252", "", None),
    ],
)
def test_charsets_are_found_out(encoding: str, declared: str, said: str | None) -> None:
    """By the mark, the bytes, the server's word, the page's or a guess, whichever fits."""
    content = page(declared).decode().encode(encoding)
    assert read_page(content, source="page.html", charset=said).text == TEXT


def test_cyrillic_is_read_as_its_server_or_page_says() -> None:
    """Single-byte charsets look alike; here the word of the sender decides."""
    words = "Пресс-секретарь президента России Дмитрий Песков заявил, что сроков нет."
    content = page(body=f"<p>{words}</p>").decode().encode("koi8-r")
    assert read_page(content, source="x", charset="KOI8-R").text == words
    marked = page('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
                  f"<p>{words}</p>").decode().encode("cp1251")  # fmt: skip
    assert read_page(marked, source="x").text == words


def test_bytes_of_no_charset_are_shown_as_such() -> None:
    """Invalid UTF-8 costs its own characters and no others; null bytes are nothing."""
    content = page().replace("“They".encode(), b"\xff\xfeThey").replace(b"Peskov,", b"Pes\x00kov,")
    article = read_page(content, source="x", charset="utf-8")
    assert article.text == TEXT.replace("“They", "\ufffd\ufffdThey")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR<\x00", "is no HTML page but a file of another kind"),
        (b"%PDF-1.7 \xe2\xe3", "is no HTML page but a file of another kind"),
        (b"Dear reader, hello.", "is no HTML page but a file of another kind"),
        (b"<", "cannot be read as HTML"),
        (b"<html><head></head><body></body></html>", "has no article on it"),
        (page(body="<p>Not found.</p>"), "has no article on it"),
        (
            page(body="<p>Sign in to read on.</p><form><input type='password'></form>"),
            "asks for a login",
        ),
        (b"<html>" + b"<p>x</p>" * 30_000, "is too large a page"),
        (b"<html>" + b"x" * 1_100_000, "is too large a page"),
        (b"<html>" * 2_000_000, "is a page of over 10 MB"),
        (b"<div>" * 100_000 + BODY.encode(), "cannot be read as HTML"),
    ],
)
def test_a_page_without_an_article_is_refused_with_a_word(content: bytes, reason: str) -> None:
    """One clear line, that names the page."""
    with pytest.raises(SourceError) as caught:
        read_page(content, source="page.html")
    assert caught.value.source == "page.html"
    assert caught.value.reason.startswith(reason)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "extra",
    [
        "<div>" * 100_000 + "</div>" * 100_000,
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"@type": 3, "@graph": {"@graph": null}}</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": {}, "publisher": '
        '[], "keywords": 7, "datePublished": ["9999-12-31T23:59:59-14:00"]}</script>',
    ],
    ids=["deep", "attributes", "deep data", "odd data", "other odd data"],
)
def test_what_a_hostile_page_adds_does_not_stop_the_article(extra: str) -> None:
    """Nesting, thousands of attributes and broken metadata are passed over."""
    assert read(body=BODY + extra).text == TEXT


@given(st.binary(max_size=400), st.text(max_size=20) | st.none(), st.text(max_size=40) | st.none())
def test_no_bytes_raise_anything_but_source_error(
    content: bytes, charset: str | None, url: str | None
) -> None:
    """Random bytes, alone or inside a page, under any charset and any address."""
    for each in (content, page(body=BODY).replace(b"sanctions", content)):
        with suppress(SourceError):
            read_page(each, source="x", url=url, charset=charset)


@given(st.data())
def test_no_damage_to_a_real_page_raises_anything_but_source_error(
    real_pages: list[Page], data: st.DataObject
) -> None:
    """Pieces cut out, moved and changed, in pages of up to 60 kB."""
    small = [each.content for each in real_pages if len(each.content) < 60_000]
    content = data.draw(st.sampled_from(small))
    for _ in range(3):
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        piece = data.draw(st.binary(max_size=8) | st.just(content[first : first + 2000][::-1]))
        content = content[:first] + piece + content[last:]
    try:
        article = read_page(content, source="x")
    except SourceError:
        return
    assert article.text.strip()
