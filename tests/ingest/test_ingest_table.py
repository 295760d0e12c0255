"""Tables as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.ingest.table import read_table
from retrieval.types import Article
from retrieval.upkeep import Skipped


def read(content: str | bytes) -> list[Article | Skipped]:
    """What is read of a file with this content."""
    data = content.encode() if isinstance(content, str) else content
    return list(read_table(io.BytesIO(data), "news.csv"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_known_by_their_names_in_any_order(delimiter: str) -> None:
    """Whatever the case of the names and the delimiter; other columns are not looked at."""
    table = io.StringIO()
    csv.writer(table, delimiter=delimiter).writerows(
        [
            ["Views", "KEYWORDS", "Body", "headline", "Date", "Link", "Source", "ID"],
            [3, "Japan; Russia", "“No,”\u00a0he said.\n\nThen — Shinzō.", " Kremlin : no ",
             "2019-02-16T10:00:00+03:00", "https://news.example/1", "Meduza", 17],
        ]
    )  # fmt: skip
    assert read("\ufeff" + table.getvalue()) == [
        Article(
            id="17",
            title="Kremlin : no",
            text="“No,”\u00a0he said.\n\nThen — Shinzō.",
            source="news.csv",
            url="https://news.example/1",
            publisher="Meduza",
            published=datetime(2019, 2, 16, 7, tzinfo=UTC),
            tags=("Japan", "Russia"),
        )
    ]


def test_a_row_without_an_id_has_that_of_its_link_or_headline() -> None:
    """Both are the same when the table is read again; the link counts first."""
    rows = "title,text,url\nOne,Text,https://news.example/story-one.html\nTwo,Text,\n,Other text,\n"
    first, second, third = read(rows)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(third, Article)
    assert first.id == "story-one-fb7d09e73c66b51d"
    assert second.id == "two-45c71460"
    assert third.id == "other-text-9333286c"
    (changed,) = read("url,title,text\nhttp://news.example/story-one.html,Changed,New\n")
    assert isinstance(changed, Article)
    assert changed.id == first.id


def test_bad_rows_are_skipped_by_their_line_and_the_rest_is_read() -> None:
    """Lines are counted as an editor counts them, those within a field too."""
    content = (
        b'_id,text,date\na,"one\ntwo",\nb,,\na,again,\n\n,,\nc,caf\xe9,\nd,text,last May\ne,f,g,h\n'
    )
    items = read(content)
    assert [each for each in items if isinstance(each, Skipped)] == [
        Skipped(where="line 4", reason="no text"),
        Skipped(where="line 5", reason="_id 'a' stands on line 2 already"),
        Skipped(where="line 8", reason="not UTF-8 text"),
        Skipped(where="line 9", reason="date 'last May' not understood: kept as undated"),
        Skipped(where="line 10", reason="date 'g' not understood: kept as undated"),
    ]
    assert [each.id for each in items if isinstance(each, Article)] == ["a", "d", "e"]


def test_a_field_may_be_a_book() -> None:
    """Python's own limit of 131,072 characters is no limit for a text."""
    (article,) = read("id,text\n1," + "word " * 1_000_000)
    assert isinstance(article, Article)
    assert len(article.text) == 5_000_000


def test_a_missing_quotation_mark_does_not_swallow_the_file() -> None:
    """It costs what it spans, and says what may be the matter."""
    huge = b"x" * 999 + b"\n"
    items = read(b'id,text\n1,"never closed\n' + huge * 20_100 + b"2,text\n")
    assert items[0] == Skipped(
        where="line 2", reason="a field over 20 MB: a quotation mark may be missing"
    )
    assert [each.id for each in items if isinstance(each, Article)] == ["2"]


def test_a_line_that_is_too_long_is_one_bad_row() -> None:
    """No text is taken of which a part is missing."""
    items = read(b"id,text\n1,one\n2," + b"y" * 25_000_000 + b'\n3,"three\n' + b"z" * 25_000_000
                 + b'"\n4,four\n')  # fmt: skip
    assert [each.id for each in items if isinstance(each, Article)] == ["1"]
    assert {each.reason for each in items if isinstance(each, Skipped)} >= {"over 20 MB"}


def test_a_table_without_a_text_says_which_columns_it_needs() -> None:
    """And which it has."""
    with pytest.raises(SourceError) as caught:
        read("id,subject,link\n1,x,y\n")
    assert str(caught.value) == (
        "news.csv: has no column text, body or content in its first line, but id, subject, link: "
        "name the columns _id, title, text, url, published, publisher, tags (only text is needed)."
    )
    with pytest.raises(SourceError, match="holds no row that can be read"):
        read("id,text\n1,\n")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_texts_are_kept_to_the_character(texts: list[str]) -> None:
    """What a spreadsheet can write comes back, line ends and quotation marks too."""
    table = io.StringIO(newline="")
    rows = [[number, f".{text}"] for number, text in enumerate(texts)]
    csv.writer(table, quoting=csv.QUOTE_ALL).writerows([["id", "text"], *rows])
    assert [each.text for each in read(table.getvalue()) if isinstance(each, Article)] == [
        f".{text}" for text in texts
    ]


@given(st.binary(max_size=300), st.sampled_from([b"", b"id,text\n", b"TEXT;tags\n", b'"text\n']))
def test_no_table_raises_anything_but_source_error(content: bytes, header: bytes) -> None:
    """Random bytes below any header."""
    with suppress(SourceError):
        read(header + content)
