"""The first passages ranked again by what is written in them and around them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest

from retrieval.search.rerank import Around, Signals, rerank, signals
from retrieval.search.understand import understand
from retrieval.types import (
    Article,
    Candidate,
    Hit,
    Passage,
    Question,
    Ranking,
    Span,
)

WEIGHTS = {"treati": 3.0, "ocean": 1.0}
QUESTION = "Which country signed the treaty on the ocean?"


def candidate(
    id_: int,
    text: str,
    *,
    title: str = "News",
    article: str | None = None,
    score: float = 1.0,
    cosine: float = 0.5,
    days: float | None = None,
    before: str = "",
) -> Candidate:
    """A passage that follows `before` in its article."""
    whole = Article(id=article or f"a{id_}", title=title, text=before + text, source="s")
    span = Span(start=len(before), stop=len(before) + len(text))
    passage = Passage(id=id_, article_id=whole.id, span=span)
    return Candidate(passage=passage, article=whole, score=score, cosine=cosine, days=days)


def days_of(candidates: Sequence[Candidate]) -> dict[int, float]:
    """Their ages by passage id; NaN where unknown."""
    return {each.passage.id: math.nan if each.days is None else each.days for each in candidates}


def found(
    *candidates: Candidate, question: str = QUESTION, weights: Mapping[str, float] = WEIGHTS
) -> list[Signals]:
    """The signals of `candidates`, each of an article whose mean cosine is a tenth of its id."""
    themes = {each.passage.id: each.passage.id / 10 for each in candidates}
    around = Around(weights=weights, themes=themes, days=days_of(candidates))
    return signals(understand(Question(text=question)), candidates, around)


def test_coverage_is_the_weight_of_the_keywords_in_passage_or_headline() -> None:
    """Stems count, a headline's words count, words that only begin alike do not."""
    in_both, in_title, alike = found(
        candidate(1, "Two treaties.", title="The Oceans", days=0.0),
        candidate(2, "It was signed.", title="A treaty", days=0.0),
        candidate(3, "They were treated at sea.", days=0.0),
    )
    covered = [each.fresh_coverage for each in (in_both, in_title, alike)]
    assert covered == [1.0, 0.75, 0.0]


def test_irregular_forms_of_the_keywords_are_covered() -> None:
    """ "Won" is of "win", where no regular form begins as it does."""
    weights = {"win": 3.0, "race": 1.0}
    (signal,) = found(candidate(1, "She won.", days=0.0), weights=weights)
    assert signal.fresh_coverage == 0.75


def test_what_is_new_counts_by_what_it_speaks_of() -> None:
    """Ten days old is 1/e fresh; an undated passage is not fresh; fresh times coverage."""
    today, older, undated = found(
        candidate(1, "A treaty.", days=0.0), candidate(2, "A rose.", days=10.0), candidate(3, "No.")
    )
    assert (today.fresh, today.fresh_coverage) == (1.0, 0.75)
    assert (older.fresh, older.fresh_coverage) == (pytest.approx(1 / math.e), 0.0)
    assert (undated.fresh, undated.fresh_coverage) == (0.0, 0.0)


@pytest.mark.parametrize("days", [None, 900.0], ids=["undated", "of years ago"])
def test_where_nothing_is_new_all_counts_by_what_it_speaks_of(days: float | None) -> None:
    """And nothing for being new."""
    one, other = found(candidate(1, "A treaty.", days=days), candidate(2, "An ocean.", days=days))
    assert [each.fresh_coverage for each in (one, other)] == pytest.approx([0.75, 0.25])
    assert [each.fresh for each in (one, other)] == pytest.approx([0.0, 0.0])


def test_cosines_are_scaled_between_those_that_are_ranked() -> None:
    """The nearest has 1, the farthest 0; one alone has 1."""
    assert [
        each.dense
        for each in found(
            candidate(1, "a", cosine=0.2), candidate(2, "b", cosine=0.6), candidate(3, "c")
        )
    ] == pytest.approx([0.0, 1.0, 0.75])
    assert found(candidate(1, "a"))[0].dense == 1.0


def test_a_passage_stands_in_its_article() -> None:
    """The article's best score is its own, its place and its theme are counted."""
    first, second = found(
        candidate(1, "a", article="x", score=0.4),
        candidate(2, "b", article="x", score=0.9, before="c" * 650),
    )
    assert (first.article, second.article) == (0.9, 0.9)
    assert (first.early, second.early) == (1.0, 0.5)
    assert (first.theme, second.theme) == (0.1, 0.2)


def test_names_that_several_articles_hold_have_votes() -> None:
    """A name of one article, a sentence's first word and the question's own names have none."""
    one, other, alone = found(
        candidate(1, "Leaders of Palau and Tonga met.", score=1.0),
        candidate(2, "We hear from Palau of the Treaty.", score=1.0),
        candidate(3, "Palau signed; we heard of Malta.", score=1.0),
    )
    assert (one.votes, other.votes, alone.votes) == (1.0, 1.0, 0.0)
    assert one.kind == math.log1p(2)


def test_only_words_of_the_wanted_kind_count() -> None:
    """Numbers for "how many", names for "which", nothing where any words will do."""
    text = "In Palau 30 of 40 boats, all of Palau, sank."
    counts = {
        "How many boats sank?": (math.log1p(2), 0.0),
        "Which country's boats sank?": (math.log1p(1), 0.0),
        "Which boats sank?": (0.0, math.log1p(1)),
        "Did boats sink?": (0.0, 0.0),
    }
    for question, count in counts.items():
        (signal,) = found(candidate(1, text), question=question)
        assert (signal.kind, signal.names) == count


def test_what_was_not_read_keeps_its_place_behind() -> None:
    """The passages read come first, in their new order; scores fall all the way."""
    read = (
        candidate(1, "Nothing of it.", score=0.9, cosine=0.1),
        candidate(2, "The treaty on the ocean.", score=0.8, cosine=0.8, days=1.0),
    )
    hits = tuple(
        Hit(passage_id=id_, score=score, rank=rank)
        for rank, (id_, score) in enumerate(((1, 0.9), (2, 0.8), (7, 0.3), (5, 0.2)), start=1)
    )
    ranked = rerank(
        understand(Question(text=QUESTION)),
        Ranking(retriever="fused", hits=hits),
        read,
        Around(weights=WEIGHTS, themes={1: 0.1, 2: 0.1}, days=days_of(read)),
    )
    assert ranked.retriever == "ranked"
    assert [(hit.passage_id, hit.rank) for hit in ranked.hits] == [(2, 1), (1, 2), (7, 3), (5, 4)]
    scores = [hit.score for hit in ranked.hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[2] - scores[3] == pytest.approx(0.1)


def test_nothing_found_is_nothing_ranked() -> None:
    """A question without words, and an archive without passages, raise nothing."""
    empty = Ranking(retriever="fused", hits=())
    around = Around(weights={}, themes={}, days={})
    assert rerank(understand(Question(text="???")), empty, (), around).hits == ()
    assert found(question="?") == []
