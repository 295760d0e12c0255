"""The JSON contract."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from retrieval.render.dates import iso, spoken
from retrieval.render.records import (
    article_record,
    digest_record,
    found_record,
    result_record,
    shown_record,
    statement_record,
    to_json,
)
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Citation,
    Copy,
    Digest,
    Extract,
    Found,
    Lead,
    Period,
    Scope,
    Span,
    Statement,
    Understood,
)
from retrieval.upkeep import Version

CITATION = Citation(
    number=1,
    article_id="a1",
    title="Kremlin : no date",
    url=None,
    publisher="Meduza",
    published=datetime(2019, 2, 16, tzinfo=UTC),
    tags=("japan",),
    source="seeds/tag.txt",
    also_in=(
        Copy(
            article_id="c1",
            title="Kremlin: no date",
            publisher="TASS",
            published=None,
            url="https://tass.example/1",
        ),
    ),
)
COPY_RECORD = {
    "article_id": "c1",
    "title": "Kremlin: no date",
    "publisher": "TASS",
    "published": None,
    "url": "https://tass.example/1",
}
ANSWER = Answer(
    question="What did Peskov say?",
    extracts=(
        Extract(
            article_id="a1",
            span=Span(start=3, stop=8),
            text="“No.”",
            speaker="Dmitry Peskov",
            citation=1,
        ),
    ),
    citations=(CITATION,),
    confidence=0.75,
)


def test_an_answer_has_extracts_and_citations() -> None:
    """`ask --json` prints exactly these fields for an answer."""
    assert result_record(ANSWER) == {
        "question": "What did Peskov say?",
        "answered": True,
        "reason": None,
        "confidence": 0.75,
        "doubtful": False,
        "extracts": [
            {
                "text": "“No.”",
                "start": 3,
                "end": 8,
                "article_id": "a1",
                "speaker": "Dmitry Peskov",
                "citation": 1,
            }
        ],
        "citations": [
            {
                "number": 1,
                "article_id": "a1",
                "title": "Kremlin : no date",
                "publisher": "Meduza",
                "published": "2019-02-16",
                "url": None,
                "tags": ["japan"],
                "source": "seeds/tag.txt",
                "also_in": [COPY_RECORD],
            }
        ],
        "near_misses": [],
        "understood": None,
        "prepared": 100,
    }


def test_what_was_understood_is_told() -> None:
    """`understood` holds the limits that were read from the question's words."""
    november = datetime(2023, 11, 1, tzinfo=UTC)
    october = Period(
        since=datetime(2023, 10, 1, tzinfo=UTC), until=november - timedelta(microseconds=1)
    )
    understood = Understood(
        limits=Scope(publishers=("The Verge",), tags=("japan",)), dropped=Scope(periods=(october,))
    )
    none = {"publishers": [], "tags": [], "periods": []}
    assert result_record(replace(ANSWER, understood=understood))["understood"] == {
        "limits": {"publishers": ["The Verge"], "tags": ["japan"], "periods": []},
        "preferred": none,
        "dropped": none | {"periods": [{"since": "2023-10-01", "until": "2023-10-31"}]},
        "sides": [],
        "silent": [],
    }


def test_an_abstention_has_a_reason_and_leads() -> None:
    """`ask --json` prints an abstention in the same object, with nothing as an answer."""
    lead = Lead(
        article_id="a1",
        span=Span(start=0, stop=4),
        text="Abe.",
        title="Abe",
        url=None,
        publisher=None,
        published=None,
    )
    result = Abstention(question="Why?", reason="No.", near_misses=(lead,), confidence=0.1)
    assert result_record(result) == {
        "question": "Why?",
        "answered": False,
        "reason": "No.",
        "confidence": 0.1,
        "doubtful": None,
        "extracts": [],
        "citations": [],
        "near_misses": [
            {
                "article_id": "a1",
                "start": 0,
                "end": 4,
                "text": "Abe.",
                "title": "Abe",
                "publisher": None,
                "published": None,
                "url": None,
            }
        ],
        "understood": None,
        "prepared": 100,
    }


def test_a_search_names_its_hits() -> None:
    """`search --json` prints where each passage stands, its words and its score."""
    hit = Found(
        article_id="a1", title="Abe in Tokyo", span=Span(start=0, stop=4), text="Abe.", score=0.5
    )
    assert found_record([hit]) == {
        "hits": [
            {
                "article_id": "a1",
                "start": 0,
                "end": 4,
                "text": "Abe.",
                "score": 0.5,
                "title": "Abe in Tokyo",
            }
        ]
    }


def test_a_statement_is_a_row() -> None:
    """`statements --json` gives spans as pairs."""
    spans = (Span(start=1, stop=3), Span(start=7, stop=9))
    statement = Statement(article_id="a1", speaker=None, spans=spans, quoted=True)
    assert statement_record(statement) == {
        "article_id": "a1",
        "speaker": None,
        "spans": [[1, 3], [7, 9]],
        "quoted": True,
    }


def test_an_article_has_every_field() -> None:
    """`show --json` leaves out nothing that an article holds."""
    article = Article(id="a1", title="T", text="x\ny", source="s", position=0, truncated=True)
    assert article_record(article) == {
        "id": "a1",
        "title": "T",
        "text": "x\ny",
        "url": None,
        "publisher": None,
        "published": None,
        "tags": [],
        "source": "s",
        "position": 0,
        "truncated": True,
    }


def test_what_is_shown_has_copies_and_where_asked_for_its_past() -> None:
    """`show --json` names where else the words stand; `--history` adds what they were before."""
    article = Article(id="a1", title="T", text="x", source="s")
    assert shown_record(article, CITATION.also_in, None) == article_record(article) | {
        "also_in": [COPY_RECORD]
    }
    before = Version(title="T", text="w", replaced=datetime(2026, 11, 3, 8, 0, tzinfo=UTC))
    assert shown_record(article, (), (before,)) == article_record(article) | {
        "also_in": [],
        "history": [{"title": "T", "text": "w", "replaced": "2026-11-03T08:00:00Z"}],
    }


def test_a_listing_has_the_copies_of_each_article() -> None:
    """`latest --json` prints one entry a story."""
    articles = tuple(Article(id=id_, title=id_, text="x", source="s") for id_ in ("a1", "a2"))
    digest = Digest(tag=None, articles=articles, also_in={"a1": CITATION.also_in, "a2": ()})
    records = digest_record(digest)["articles"]
    assert isinstance(records, list)
    assert [record["also_in"] for record in records] == [[COPY_RECORD], []]


def test_dates_name_the_hour_only_where_it_is_known() -> None:
    """Midnight UTC is a day, any other time is an instant, no date is null."""
    tokyo = timezone(timedelta(hours=9))
    assert iso(datetime(2023, 5, 9, tzinfo=UTC)) == "2023-05-09"
    assert iso(datetime(2023, 5, 9, 14, 30, tzinfo=UTC)) == "2023-05-09T14:30:00Z"
    assert iso(datetime(2023, 5, 10, 8, 30, tzinfo=tokyo)) == "2023-05-09T23:30:00Z"
    assert iso(None) is None
    assert spoken(datetime(2023, 5, 9, tzinfo=UTC)) == "9 May 2023"
    assert spoken(datetime(2023, 5, 9, 14, 30, tzinfo=UTC)) == "9 May 2023, 14:30 UTC"
    assert spoken(None) == "undated"


def test_json_is_readable_as_it_stands() -> None:
    """Letters and quotation marks of any language are written as themselves."""
    assert to_json({"text": "“Shinzō” …"}) == '{"text": "“Shinzō” …"}'


@given(st.text())
def test_json_is_one_safe_line_and_verbatim(text: str) -> None:
    """Any text comes back to the character, from one line without a control character."""
    line = to_json({"text": text})
    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
