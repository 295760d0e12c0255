"""The JSON contract."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from retrieval.render.dates import iso, spoken
from retrieval.render.records import (
    article_record,
    found_record,
    result_record,
    statement_record,
    to_json,
)
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Citation,
    Extract,
    Found,
    Lead,
    Span,
    Statement,
)

CITATION = Citation(
    number=1,
    article_id="a1",
    title="Kremlin : no date",
    url=None,
    publisher="Meduza",
    published=datetime(2019, 2, 16, tzinfo=UTC),
    tags=("japan",),
    source="seeds/tag.txt",
)
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
            }
        ],
        "near_misses": [],
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
    }


def test_a_search_names_its_hits() -> None:
    """`search --json` prints where each passage stands, its words and its score."""
    hit = Found(article_id="a1", span=Span(start=0, stop=4), text="Abe.", score=0.5)
    assert found_record([hit]) == {
        "hits": [{"article_id": "a1", "start": 0, "end": 4, "text": "Abe.", "score": 0.5}]
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
