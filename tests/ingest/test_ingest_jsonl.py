"""JSON Lines in the BEIR corpus form."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.ingest.dates import parse_date
from retrieval.ingest.jsonl import read_jsonl
from retrieval.types import Article
from retrieval.upkeep import Skipped

GOOD = b'{"_id": "good", "text": "Peskov spoke."}\n'


def read(*lines: bytes) -> list[Article | Skipped]:
    """What is read from `lines`."""
    return list(read_jsonl(lines, "news.jsonl"))


def test_a_row_becomes_an_article() -> None:
    """All fields of the contract are taken; others are not looked at."""
    row = {
        "_id": "a1",
        "title": " Kremlin : no ",
        "text": "  “No,”\u00a0he said.\r\n\r\nThen — Shinzō.\n",
        "url": "https://news.example/1",
        "published": "2019-02-16T10:00:00+03:00",
        "publisher": "Meduza",
        "tags": ["Japan", " Russia ", ""],
        "score": 3,
    }
    assert read(json.dumps(row).encode()) == [
        Article(
            id="a1",
            title="Kremlin : no",
            text="  “No,”\u00a0he said.\r\n\r\nThen — Shinzō.\n",
            source="news.jsonl",
            url="https://news.example/1",
            publisher="Meduza",
            published=datetime(2019, 2, 16, 7, tzinfo=UTC),
            tags=("Japan", "Russia"),
        )
    ]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_text_is_kept_to_the_character(text: str) -> None:
    """Whatever can be written in JSON stands in the article as it was, NUL and bidi marks too."""
    for ascii_only in (True, False):
        row = json.dumps({"_id": "a", "text": f".{text}"}, ensure_ascii=ascii_only)
        (article,) = read(row.encode())
        assert isinstance(article, Article)
        assert article.text == f".{text}"


def test_only_id_and_text_are_needed() -> None:
    """What a row does not say is unknown; null says nothing either."""
    bare = Article(id="good", title="", text="Peskov spoke.", source="news.jsonl")
    nulls = b'{"_id": "good", "text": "Peskov spoke.", "title": null, "tags": null, "url": ""}'
    assert read(GOOD) == [bare]
    assert read(nulls) == [bare]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"_id": "a", "text": "x"', "broken JSON (EOF while parsing"),
        (b"Dear reader,", "broken JSON (expected value"),
        (b"\xff\xfe\x00", "broken JSON ("),
        (b'{"_id": "a", "text": "\xff"}', "broken JSON (invalid unicode"),
        (b'{"_id": "a", "text": "\\ud800"}', "broken JSON ("),
        (b'{"_id": "a", "text": "x\\udfffy"}', "broken JSON ("),
        (b'{"_id": "\\ud800", "text": "x"}', "broken JSON ("),
        (b"[" * 100_000, "broken JSON (recursion"),
        (b'{"_id": ' + b"9" * 5_000 + b', "text": "x"}', "broken JSON (number"),
        (b'["a"]', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"text": "x"}', "no _id"),
        (b'{"_id": "", "text": "x"}', "no _id"),
        (b'{"_id": "a"}', "no text"),
        (b'{"_id": "a", "text": ""}', "no text"),
        (b'{"_id": "a", "text": " \\u00a0\\n"}', "no text"),
        (b'{"_id": "a", "text": 7}', "text: input should be a valid string"),
        (b'{"_id": "a", "text": null}', "text: input should be a valid string"),
        (b'{"_id": true, "text": "x"}', "_id: input should be a valid string"),
        (b'{"_id": 1.5, "text": "x"}', "_id: input should be a valid string"),
        (b'{"_id": "a", "text": "x", "title": []}', "title: input should be a valid string"),
        (b'{"_id": "a", "text": "x", "tags": "japan"}', "tags: input should be a valid"),
        (b'{"_id": "a", "text": "x", "tags": [1]}', "tags.0: input should be a valid string"),
        (b'{"_id": "a", "text": "x", "published": 2019}', "published: input should be a valid"),
    ],
)
def test_a_bad_row_is_skipped_by_its_line(line: bytes, reason: str) -> None:
    """It is named with its line and what is wrong in one line of words; the rest is read."""
    before, skipped, after = read(GOOD, b"\n", line + b"\n", GOOD.replace(b"good", b"too"))
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    assert (before.id, after.id) == ("good", "too")
    assert isinstance(skipped, Skipped)
    assert skipped.where == "line 3"
    assert skipped.reason.startswith(reason)
    assert "\n" not in skipped.reason
    assert len(skipped.reason) < 200


def test_ids_may_be_numbers() -> None:
    """A whole number is that number in text."""
    (article,) = read(b'{"_id": 17, "text": "x"}')
    assert isinstance(article, Article)
    assert article.id == "17"


def test_a_byte_order_mark_and_blank_lines_are_nothing() -> None:
    """Neither stands in the way of the first row, and lines are counted all the same."""
    article, skipped = read(b"\xef\xbb\xbf" + GOOD, b"\r\n", b"  \n", b"{\n")
    assert isinstance(article, Article)
    assert isinstance(skipped, Skipped)
    assert skipped.where == "line 4"


def test_an_id_that_stands_twice_is_read_once() -> None:
    """The first row counts; a second is reported, so that reading again changes nothing."""
    article, skipped = read(GOOD, GOOD.replace(b"spoke", b"sang"))
    assert isinstance(article, Article)
    assert article.text == "Peskov spoke."
    assert skipped == Skipped(where="line 2", reason="_id 'good' stands on line 1 already")


def test_a_bad_date_is_said_and_the_article_kept_as_undated() -> None:
    """An unknown date is None and never today."""
    skipped, article = read(b'{"_id": "a", "text": "x", "published": "last May"}')
    assert skipped == Skipped(
        where="line 1", reason="date 'last May' not understood: kept as undated"
    )
    assert isinstance(article, Article)
    assert article.published is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-02-16", datetime(2019, 2, 16, tzinfo=UTC)),
        ("2019-02-16T10:00", datetime(2019, 2, 16, 10, tzinfo=UTC)),
        ("2019-02-16 10:00:30Z", datetime(2019, 2, 16, 10, 0, 30, tzinfo=UTC)),
        ("2019-02-16T10:00:00-05:00", datetime(2019, 2, 16, 15, tzinfo=UTC)),
        ("Sat, 16 Feb 2019 10:00:00 +0300", datetime(2019, 2, 16, 7, tzinfo=UTC)),
        ("26-FEB-1987", None),
        ("0001-01-01T00:00+14:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("1 Jan 99999999999999999999 00:00:00 +0000", None),
        ("Mon, 1 Jan 2020 00:00:00 +999999999999999", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_in_utc(text: str | None, expected: datetime | None) -> None:
    """ISO 8601 and RFC 2822 are read; dates that no calendar holds are unknown."""
    assert parse_date(text) == expected


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ (Jan|Feb) \d+ \d+:\d+:\d+ [+-]\d+"))
def test_no_date_breaks_the_reading(text: str) -> None:
    """Any text is a date in UTC or none."""
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC


def test_a_file_without_one_good_row_is_no_corpus() -> None:
    """The error says what is wrong with the first line."""
    with pytest.raises(SourceError) as caught:
        read(b"{}\n", b"{\n")
    assert str(caught.value) == (
        'news.jsonl: holds no row {"_id", "title", "text"} that can be read (line 1: no _id).'
    )
    with pytest.raises(SourceError, match="the file is empty"):
        read(b"\n", b" \n")


def test_a_file_of_another_kind_is_left_after_its_first_thousand_lines() -> None:
    """A log of millions of lines is not reported line by line."""
    items = read_jsonl((b"GET / HTTP/1.1" for _ in iter(int, 1)), "access.jsonl")
    with pytest.raises(SourceError, match="holds no row"):
        list(items)
