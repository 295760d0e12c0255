"""The customer's tag page, byte for byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from retrieval.errors import SourceError
from retrieval.ingest.files import open_file
from retrieval.ingest.tagpage import read_tag_page
from retrieval.types import Article
from retrieval.upkeep import Skipped

HEADLINES = [
    "Lavrov: Russia has no artificial deadlines for peace treaty with Japan",
    "Japanese fighters escort Russian bombers over the Pacific Ocean",
    "Japanese Prime Minister Abe promises not to leave the problem of a peace treaty for future "
    "generations",
    "Tokyo: establishing US military bases in the Kuril Islands is only possible with Japan’s "
    "consent",
    "Kremlin : Japan's support for sanctions against Russia is an obstacle to signing the peace "
    "treaty",
    "Kremlin: Russia's main goal in negotiations with Japan is to conclude the Peace Treaty",
    "Tokyo rejects Putin’s proposal to increase trade between Russia and Japan to $30 billion",
    "Putin: Russia and Japan will continue negotiations on the Kuril Islands",
    "Putin asks Abe for investments during Kuril handover negotiations",
    "Media: Japanese Prime Minister will push for a peace treaty with Russia in exchange for only "
    "two Kuril Islands",
]


@pytest.fixture(scope="module")
def articles(seed_file: Path) -> list[Article | Skipped]:
    """What is read from the seed."""
    return list(open_file(seed_file).items)


def test_the_seed_is_the_customers_file(seed_file: Path, shared: Path) -> None:
    """No byte of the document differs from the one that the customer sent."""
    (sent,) = (shared / "seeds").glob(seed_file.name)
    assert hashlib.sha256(seed_file.read_bytes()).digest() == (
        hashlib.sha256(sent.read_bytes()).digest()
    )


def test_all_ten_articles_come_in_as_listed(articles: list[Article]) -> None:
    """Headlines are literal, positions count from the top, the tag is the page's."""
    assert [each.title for each in articles] == HEADLINES
    assert [each.position for each in articles] == list(range(10))
    assert {each.tags for each in articles} == {("japan",)}
    assert len({each.id for each in articles}) == 10


def test_all_ten_are_cut_undated_and_without_links(articles: list[Article]) -> None:
    """What the page does not say is not made up."""
    facts = {(each.truncated, each.published, each.url, each.publisher) for each in articles}
    assert facts == {(True, None, None, None)}
    assert all(each.text.endswith("…") for each in articles)


def test_paragraphs_are_kept_to_the_character(articles: list[Article]) -> None:
    """Indentation belongs to the page; no-break spaces and curly quotes to the text."""
    assert articles[4].text.split("\n\n") == [
        "The Press Secretary to the Russian President, Dmitry Peskov said that one of the obstacles"
        " to signing a\u00a0peace treaty is that Japan actively supports the sanctions against"
        " Russia, Interfax reports.",
        "“They support the sanctions and this is one of the questions and one of the situations"
        " that prevents us from signing the peace treaty,” Peskov noted during the program"
        " “Moscow.Kremlin.Putin” on channel Russia-1.",
        "He recalled that last year, Russian President Vladimir Putin proposed to sign the peace"
        "\u00a0…",
    ]
    assert "Prime Minister Shinzō Abe" in articles[7].text


def test_no_character_of_the_page_is_lost(articles: list[Article], seed_file: Path) -> None:
    """Headlines and paragraphs together are the page, less its bullets, heading and indentation."""
    page = seed_file.read_text(encoding="utf-8")
    lines = [line.strip(" \t\r") for line in page.split("\n")]
    kept = [line.removeprefix("•").lstrip(" \u00a0") for line in lines[1:] if line]
    read = [line for each in articles for line in (each.title, *each.text.split("\n\n"))]
    assert read == kept


def test_ids_are_readable_and_the_same_each_time(articles: list[Article], seed_file: Path) -> None:
    """An id comes from its headline and tag, so that a second reading finds the same article."""
    assert [each.id for each in open_file(seed_file).items] == [each.id for each in articles]
    assert articles[4].id.startswith("kremlin-japan-s-support-for-")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(
    articles: list[Article], seed_file: Path, tmp_path: Path
) -> None:
    """The same page saved by another editor reads the same."""
    saved = tmp_path / "page.txt"
    saved.write_bytes(b"\xef\xbb\xbf" + seed_file.read_bytes().replace(b"\n", b"\r\n"))
    facts = [(each.id, each.title, each.text, each.tags) for each in articles]
    assert [(a.id, a.title, a.text, a.tags) for a in open_file(saved).items] == facts


def test_a_headline_without_text_is_reported() -> None:
    """An entry that says nothing is skipped by its place, and the others are read."""
    page = "Contents tagged with Japan\n\n • One\n\n • Two\n\n   Text.\n"
    skipped, article = read_tag_page(page, "page.txt")
    assert skipped == Skipped(where="entry 1", reason="'One' has no text")
    assert isinstance(article, Article)
    assert (article.title, article.text, article.truncated) == ("Two", "Text.", False)


def test_a_headline_listed_twice_is_one_article() -> None:
    """The second is reported, and reading the page again does not swap them for ever."""
    page = "Contents tagged with Japan\n • One\n   Text.\n • One\n   Other text.\n"
    article, skipped = read_tag_page(page, "page.txt")
    assert isinstance(article, Article)
    assert article.text == "Text."
    assert skipped == Skipped(where="entry 2", reason="'One' is listed above already")


def test_a_page_without_bullets_is_no_tag_page() -> None:
    """Other text is refused, with the form that is read."""
    with pytest.raises(SourceError, match="is not a tag page") as caught:
        list(read_tag_page("Dear reader,\n\nhello.", "letter.txt"))
    assert caught.value.source == "letter.txt"
    assert ".jsonl" in str(caught.value)


def test_lines_of_white_space_are_read_at_once() -> None:
    """A hostile page of very long blank runs is no harder than another."""
    run = " \u00a0" * 100_000
    page = f"contents tagged with a{run}b\n • One{run}two\n   Text.{run}More.\n"
    (article,) = read_tag_page(page, "page.txt")
    assert isinstance(article, Article)
    assert article.title == f"One{run}two"
