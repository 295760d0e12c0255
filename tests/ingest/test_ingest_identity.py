"""Which addresses are one article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.ingest.identity import normal_url, stable_id

LINK = "https://news.example/2019/02/16/putin-asks-abe-for-investments-during-talks.html"


def test_an_id_is_readable_and_literally_the_same_for_ever() -> None:
    """A changed spelling would make every archive take its articles for new ones."""
    assert stable_id(LINK) == "putin-asks-abe-for-investments-ba54ba4a33a30e99"
    assert stable_id("seeds/Kremlin notes.md") == "kremlin-notes-b5db529abbfea8ce"
    assert stable_id("https://news.example/") == "article-022b76b4b5f752da"


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/2019/02/16/putin-asks-abe-for-investments-during-talks.html",
        "HTTPS://News.Example:443/2019/02/16/putin-asks-abe-for-investments-during-talks.html#top",
        f" {LINK}?utm_source=rss&UTM_medium=feed\n",
        f"{LINK}?fbclid=IwAR0&gclid=x",
    ],
)
def test_spellings_of_one_address_are_one_article(other: str) -> None:
    """Neither the scheme, nor the host's case, a fragment or a tracker makes another article."""
    assert stable_id(other) == stable_id(LINK)


@pytest.mark.parametrize(
    "other", [f"{LINK}?page=2", f"{LINK}?cid=7", LINK.replace("news", "old"), f"{LINK}l", "x"]
)
def test_other_addresses_are_other_articles(other: str) -> None:
    """What may say which article is meant is kept."""
    assert stable_id(other) != stable_id(LINK)


def test_the_context_tells_articles_of_one_link_apart() -> None:
    """Two entries of a feed may share their link."""
    assert len({stable_id(LINK), stable_id(LINK, "1"), stable_id(LINK, "2")}) == 3


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://News.Example:80", "http://news.example/"),
        ("https://news.example:8443/a?b=%20&c#d", "https://news.example:8443/a?b=%20&c"),
        ("https://news.example/a?utm_id=1&b=2", "https://news.example/a?b=2"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
        ("https://me:secret@news.example/", None),
        ("https://news.example/a b", None),
        ("https://news.example/\u202egnp.exe", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("//news.example/a", None),
        ("https://[oops/", None),
        ("https://news.example:port/", None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_are_addresses(url: str | None, expected: str | None) -> None:
    """Hostile and broken ones are none."""
    assert normal_url(url) == expected


@given(st.text() | st.text("/[]@:?#%aA1 .\x00"))
def test_any_key_has_an_id_and_normal_addresses_stay(key: str) -> None:
    """No text breaks it; what is normal is normal already."""
    assert stable_id(key)
    normal = normal_url(f"http://news.example/{key}")
    assert normal is None or normal_url(normal) == normal
