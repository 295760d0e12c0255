"""Copies of one report stand as one: a reader must not take them for several sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from retrieval.types import Abstention, Answer, Candidate, Copy

Copies = Mapping[str, tuple[Copy, ...]]
"""Where else each article's story stands, by the article's id."""


def one_a_story(candidates: Sequence[Candidate], copies: Copies) -> tuple[Candidate, ...]:
    """`candidates` less those of an article that is a copy of an earlier candidate's."""
    kept: list[Candidate] = []
    told: set[str] = set()
    for each in candidates:
        if each.article.id not in told:
            kept.append(each)
            told.update(copy.article_id for copy in copies[each.article.id])
    return tuple(kept)


def name_copies(result: Answer | Abstention, copies: Copies) -> Answer | Abstention:
    """`result`, each of its citations with where else the story stands."""
    if isinstance(result, Abstention):
        return result
    citations = tuple(replace(each, also_in=copies[each.article_id]) for each in result.citations)
    return replace(result, citations=citations)
