"""What is presumed of passages that wait for their vectors."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from retrieval.search.fuse import fuse
from retrieval.search.presume import Presumed, presume
from retrieval.types import Hit, Ranking

NOW = datetime(2024, 3, 1, tzinfo=UTC)


def ranking(retriever: str, **scores: float) -> Ranking:
    """Passages `p1`, `p2`, ... and their scores, best first."""
    return Ranking(
        retriever=retriever,
        hits=tuple(
            Hit(passage_id=int(name[1:]), score=score, rank=rank)
            for rank, (name, score) in enumerate(scores.items(), 1)
        ),
    )


LEXICAL = ranking("lexical", p1=9.0, p2=5.0, p3=1.0)
USUAL = 0.15 + 0.42 * math.sqrt(0.5)
"""How near a passage is on average whose words fit as the second's do."""


def test_the_better_its_words_fit_the_nearer_a_passage_is_presumed() -> None:
    """As near as passages are on average whose words fit as well; what has a vector is left out."""
    presumed = presume(LEXICAL, {2: USUAL})
    assert presumed.scores == pytest.approx({1: 0.64, 3: 0.0})
    assert presumed.cosines == pytest.approx({1: 0.57, 3: 0.15})
    assert presumed.themes == pytest.approx({1: 0.51, 3: 0.09})
    assert presume(LEXICAL, {1: 0.6, 2: 0.5, 3: 0.4}) == Presumed()


def test_where_all_that_is_known_is_nearer_the_rest_is_presumed_nearer() -> None:
    """The more of it, the more so; no cosine is above 1."""
    few = presume(LEXICAL, {2: USUAL + 0.3})
    assert few.cosines == pytest.approx({1: 0.62, 3: 0.2}, abs=1e-3)
    many = ranking("lexical", **{f"p{n}": 100.0 - n for n in range(100)})
    near = presume(many, dict.fromkeys(range(2, 100), 0.9))
    assert near.cosines[0] == 1.0


def test_a_passage_without_a_vector_is_not_lost_behind_those_that_have_one() -> None:
    """Nor is it surer than a passage that both ways of finding put first."""
    undated = dict.fromkeys(range(1, 9), math.nan)
    dense = ranking("dense", p7=0.7, p2=0.5, p8=0.3)
    presumed = presume(LEXICAL, {2: USUAL})
    fused = fuse((LEXICAL, dense), undated, NOW, presumed.scores)
    scores = {hit.passage_id: hit.score for hit in fused.hits}
    assert [hit.passage_id for hit in fused.hits[:3]] == [1, 2, 7]
    assert scores[1] == pytest.approx(0.5 + 0.32)
    without = fuse((LEXICAL, dense), undated, NOW)
    assert {hit.passage_id: hit.score for hit in without.hits}[1] == pytest.approx(0.5)


def test_before_the_first_vector_words_say_the_order() -> None:
    """And the best fused score stays below that of two ways that agree."""
    undated = dict.fromkeys((1, 2, 3), math.nan)
    presumed = presume(LEXICAL, {})
    fused = fuse((LEXICAL, ranking("dense")), undated, NOW, presumed.scores)
    assert [hit.passage_id for hit in fused.hits] == [1, 2, 3]
    assert fused.hits[0].score == pytest.approx(0.82)
