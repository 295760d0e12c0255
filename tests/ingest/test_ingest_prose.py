"""Articles in Markdown and as plain text, one a file."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.ingest.prose import read_markdown, read_plain_text
from retrieval.types import Article
from retrieval.upkeep import Skipped

BODY = "The *Press Secretary* said:\n\n> “They support the sanctions.”\n\n- Japan\n- Russia"


def markdown(text: str) -> Article:
    """The one article of a Markdown file."""
    (article,) = read_markdown(text, "notes/kremlin-on-sanctions.md")
    assert isinstance(article, Article)
    return article


def test_the_front_matter_says_what_the_article_is() -> None:
    """With or without quotation marks, lists in brackets or a line an item."""
    text = (
        "---\ntitle: \"Kremlin: no\"\ndate: 2019-02-16 10:00:00+03:00\nlink: 'https://news.example/1'"
        "\npublisher: Meduza\nlayout: post\ntags: [Japan, 'Peace treaty']\n---\n\n" + BODY + "\n"
    )
    article = markdown(text)
    assert article == Article(
        id="article-993120f916022db4",
        title="Kremlin: no",
        text=BODY,
        source="notes/kremlin-on-sanctions.md",
        url="https://news.example/1",
        publisher="Meduza",
        published=datetime(2019, 2, 16, 7, tzinfo=UTC),
        tags=("Japan", "Peace treaty"),
    )
    assert (
        markdown(text.replace("[Japan, 'Peace treaty']", '\n  - Japan\n- "Peace treaty"'))
        == article
    )
    assert markdown(text.replace("[Japan, 'Peace treaty']", "Japan, Peace treaty")) == article
    assert markdown(text.replace("\n", "\r\n")) == article


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (f"# Kremlin : no #\n\n{BODY}\n", "Kremlin : no", BODY),
        (f"Kremlin : no\n============\n{BODY}", "Kremlin : no", BODY),
        (f"---\ntitle: Kremlin\n---\n# Kremlin\n\n{BODY}", "Kremlin", BODY),
        (f"---\ntitle: Kremlin\n---\n# Other\n\n{BODY}", "Kremlin", f"# Other\n\n{BODY}"),
        (f"{BODY}\n\n## Below", "kremlin-on-sanctions", f"{BODY}\n\n## Below"),
        (f"---\n\n{BODY}", "kremlin-on-sanctions", f"---\n\n{BODY}"),
        ("#Japan is no heading.", "kremlin-on-sanctions", "#Japan is no heading."),
    ],
)
def test_the_first_line_is_the_headline_where_it_is_a_heading(
    text: str, title: str, body: str
) -> None:
    """It leaves the text with the front matter, and nothing else does."""
    article = markdown(text)
    assert (article.title, article.text) == (title, body)


def test_a_date_that_is_not_understood_is_said() -> None:
    """The article is kept as undated."""
    skipped, article = read_markdown(f"---\ndate: last May\n---\n{BODY}", "a.md")
    assert skipped == Skipped(where="date", reason="'last May' not understood: kept as undated")
    assert isinstance(article, Article)
    assert article.published is None


def test_a_hostile_link_is_none() -> None:
    """The file's name is the article's then."""
    article = markdown(f"---\nurl: javascript:alert(1)\n---\n{BODY}")
    assert article.url is None
    assert article.id == markdown(BODY).id == "kremlin-on-sanctions-b100cb78ddff12e5"


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("A headline\n\nOne.\nTwo.\n\nThree.\n", "A headline", "One.\nTwo.\n\nThree."),
        ("A headline\r\n \r\nOne.\r\nTwo.", "A headline", "One.\nTwo."),
        ("One.\nTwo.\n\nThree.", "letter", "One.\nTwo.\n\nThree."),
        ("One line only.", "letter", "One line only."),
        ("x" * 201 + "\n\nText.", "letter", "x" * 201 + "\n\nText."),
    ],
)
def test_the_first_line_of_a_text_is_its_headline_where_a_blank_one_follows(
    text: str, title: str, body: str
) -> None:
    """A first paragraph of several lines, or a long one, is no headline: the file's name is."""
    article = read_plain_text(text, "letter.txt.gz")
    assert (article.title, article.text) == (title, body)
    assert article.id == "letter-029741d437fe363a"


def test_an_empty_text_is_no_article() -> None:
    """Nor is a headline alone."""
    for text in ("", " \n", "---\ntitle: x\n---\n", "# Only this"):
        with pytest.raises(SourceError, match="holds no text"):
            list(read_markdown(text, "a.md"))
    with pytest.raises(SourceError, match="holds no text"):
        read_plain_text("\n \n", "a.txt")


@given(st.text() | st.text("-#=\n :[]\"'abc"))
def test_no_text_breaks_either_reader(text: str) -> None:
    """What is read is part of what was written, to the character."""
    for opening in ("", "---\n"):
        with suppress(SourceError):
            for item in read_markdown(opening + text, "a.md"):
                assert isinstance(item, Skipped) or item.text in (opening + text).replace(
                    "\r\n", "\n"
                )
    with suppress(SourceError):
        assert read_plain_text(text, "a.txt").text in text.replace("\r\n", "\n")
