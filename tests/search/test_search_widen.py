"""A passage as it is shown: whole sentences around it, verbatim, within the limit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.widen import widened
from retrieval.types import Article, Candidate, Passage, Span

TEXT = (
    "The ferry left Bergen at noon. It carried 80 cars.\n\n"
    "The storm came in the evening.\n\n"
    "It was over by dawn. The harbour opened again."
)


def candidate(text: str, span: Span) -> Candidate:
    article = Article(id="a", title="Storm", text=text, source="s")
    return Candidate(
        passage=Passage(id=1, article_id="a", span=span), article=article, score=1.0, cosine=0.5
    )


def shown(limit: int) -> str:
    """What is shown of the middle paragraph of `TEXT`."""
    start = TEXT.index("The storm")
    found = candidate(TEXT, Span(start=start, stop=start + 30))
    return widened(found, limit).passage.span.of(TEXT)


def test_what_follows_comes_first() -> None:
    """Where one more sentence fits, it is the one after the passage."""
    assert shown(54) == "The storm came in the evening.\n\nIt was over by dawn."


def test_what_goes_before_takes_the_rest() -> None:
    """Room that the article's end leaves goes to the sentences before the passage."""
    assert shown(99) == TEXT[TEXT.index("It carried") :]
    assert shown(800) == TEXT


def test_no_sentence_is_cut() -> None:
    """A sentence that does not fit whole is left out."""
    assert shown(40) == "The storm came in the evening."


def test_a_passage_at_the_limit_stays() -> None:
    """Nothing is added to a passage that is as long as it may be."""
    assert shown(30) == "The storm came in the evening."


@given(st.text("aB. \n”“1", min_size=1, max_size=60), st.data())
def test_holds_the_passage_within_the_limit(text: str, data: st.DataObject) -> None:
    """Whatever the text, the passage stands whole in what is shown, which keeps the limit."""
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    limit = data.draw(st.integers(stop - start, 80))
    span = widened(candidate(text, Span(start=start, stop=stop)), limit).passage.span
    assert span.start <= start
    assert span.stop >= stop
    assert len(span) <= limit
