"""What an answer is made of, and when there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from meaning import unlike

from retrieval.answer.answer import answer
from retrieval.search.understand import understand
from retrieval.text import stem
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Candidate,
    Filters,
    Passage,
    Query,
    Question,
    Span,
    Statement,
)

TREATY = Article(
    id="a1",
    title="Kremlin on the treaty",
    text="“We need a peace treaty,” Peskov said. The weather was fine.\n\nNobody signed it.",
    source="news.jsonl",
    url="https://news.example/1",
    publisher="Meduza",
    published=datetime(2019, 2, 16, tzinfo=UTC),
    tags=("japan",),
)
COPY = Article(id="a2", title="Kremlin on the treaty", text=TREATY.text, source="other.jsonl")
TALKS = Article(
    id="a3", title="Talks", text="Abe wants a peace treaty in 2020 with Moscow.", source="s"
)


def candidates(*articles: Article, cosine: float = 0.9) -> list[Candidate]:
    """Each article as one passage, best first."""
    return [
        Candidate(
            passage=Passage(id=n, article_id=each.id, span=Span(start=0, stop=len(each.text))),
            article=each,
            score=1 / n,
            cosine=cosine,
        )
        for n, each in enumerate(articles, start=1)
    ]


def weights(query: Query) -> Mapping[str, float]:
    """Every keyword weighs the same."""
    return {stem(word): 1.0 for word in query.keywords}


def nobody(article_id: str) -> Iterator[Statement]:
    """An archive without statements."""
    return iter(())


def ask(
    text: str, found: Sequence[Candidate], k: int = 3, filters: Filters | None = None
) -> Answer | Abstention:
    """`text` answered from `found`, where nobody says anything."""
    query = understand(Question(text=text, filters=filters or Filters()))
    return answer(query, found, weights(query), nobody, unlike, k)


def test_an_extract_is_the_sentence_and_not_the_article() -> None:
    """Its citation carries all that the archive knows of the article."""
    result = ask("Who needs a peace treaty?", candidates(TREATY))
    assert isinstance(result, Answer)
    (extract,) = result.extracts
    assert extract.text == "“We need a peace treaty,” Peskov said."
    assert (extract.span, extract.citation) == (Span(start=0, stop=38), 1)
    (citation,) = result.citations
    assert (citation.number, citation.article_id, citation.title) == (1, "a1", TREATY.title)
    assert (citation.url, citation.publisher) == (TREATY.url, "Meduza")
    assert (citation.published, citation.tags) == (TREATY.published, ("japan",))
    assert citation.source == "news.jsonl"


def test_the_same_text_is_shown_once() -> None:
    """A second source of the same words is neither quoted nor cited; other words are."""
    result = ask("Who needs a peace treaty?", candidates(TREATY, COPY, TALKS))
    assert isinstance(result, Answer)
    assert [extract.article_id for extract in result.extracts] == ["a1", "a3"]
    assert [citation.number for citation in result.citations] == [1, 2]


def test_k_is_the_most_that_is_shown() -> None:
    """One extract where one is asked for."""
    result = ask("Who needs a peace treaty?", candidates(TREATY, TALKS), k=1)
    assert isinstance(result, Answer)
    assert [extract.article_id for extract in result.extracts] == ["a1"]


def test_a_speaker_is_named_by_the_quote() -> None:
    """Who is known to say the words is named beside them; of several articles, each its own."""
    query = understand(Question(text="Who needs a peace treaty?"))
    said = Statement(
        article_id="a1", speaker="Dmitry Peskov", spans=(Span(start=1, stop=23),), quoted=True
    )

    def statements(article_id: str) -> Iterator[Statement]:
        return iter((said,) if article_id == "a1" else ())

    result = answer(query, candidates(TREATY, TALKS), weights(query), statements, unlike, 3)
    assert isinstance(result, Answer)
    assert [extract.speaker for extract in result.extracts] == ["Dmitry Peskov", None]


def test_where_nothing_fits_there_are_leads_and_no_answer() -> None:
    """The nearest passages are shown as leads, with where they stand."""
    result = ask("Who won the football World Cup in Qatar?", candidates(TREATY, cosine=0.05))
    assert isinstance(result, Abstention)
    assert result.reason
    (lead,) = result.near_misses
    assert lead.text == TREATY.text[lead.span.start : lead.span.stop]
    assert (lead.article_id, lead.title, lead.url) == ("a1", TREATY.title, TREATY.url)
    assert (lead.publisher, lead.published) == ("Meduza", TREATY.published)


def test_where_nothing_is_found_there_is_nothing_to_lead_to() -> None:
    """Limits are said to be the reason where there are any."""
    free = ask("Who?", [])
    limited = ask("Who?", [], filters=Filters(tag="japan"))
    for result in (free, limited):
        assert isinstance(result, Abstention)
        assert (result.near_misses, result.confidence) == ((), 0.0)
    assert "within these limits" in limited.reason  # type: ignore[union-attr]
    assert "limits" not in free.reason  # type: ignore[union-attr]


def test_a_better_match_is_more_certain() -> None:
    """Confidence rises with the cosine and with the words that are found."""
    near = ask("Who needs a peace treaty?", candidates(TREATY, cosine=0.9))
    far = ask("Who needs a peace treaty?", candidates(TREATY, cosine=0.2))
    other = ask("Who needs a steel mill?", candidates(TREATY, cosine=0.2))
    assert 0 < other.confidence < far.confidence < near.confidence < 1
