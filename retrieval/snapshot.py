"""One index with the encoder that fits it: a query -> ranked passages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrieval.archive.store import Archive
from retrieval.index.encoder import OnnxEncoder
from retrieval.index.engine import engine_of
from retrieval.protocols import SearchIndex
from retrieval.search.favour import favour, moved_near
from retrieval.search.fuse import fuse
from retrieval.search.presume import Presumed, presume
from retrieval.search.rerank import RERANKED, Around, rerank
from retrieval.settings import Settings
from retrieval.text import fold, stem
from retrieval.types import (
    Candidate,
    Names,
    Query,
    Ranking,
    Scope,
    Within,
)

_DEPTH = 200
"""How many passages each retriever hands to the fusion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The rankings for one question."""

    vector: NDArray[np.float32]
    """The question's unit vector, shape (dimension,)."""
    lexical: Ranking
    dense: Ranking
    fused: Ranking
    presumed: Presumed
    read: tuple[Candidate, ...]
    """The first of `fused` with their words."""
    around: Around
    best: Ranking
    """`fused` with those that were read ranked again, by their words and `around`."""

    def first(self, limit: int) -> tuple[Candidate, ...]:
        """The first of `best`, at most as many as were read."""
        read = {each.passage.id: each for each in self.read}
        return tuple(read[hit.passage_id] for hit in self.best.hits[: min(limit, len(read))])


class Snapshot:
    """Opened together and kept, whatever is published later."""

    def __init__(self, settings: Settings, archive: Archive) -> None:
        """Raises `IndexUnusableError` where the index in use is missing, damaged or another's."""
        self._archive = archive
        self.index: SearchIndex = engine_of(settings).open(settings.model, archive.numbers)
        self._newest = self.index.newest()
        self._encoder = OnnxEncoder(settings.models_path / self.index.facts.fingerprint)

    def is_newest(self) -> bool:
        """True while no other index was published."""
        return self.index.is_current()

    def rank(self, query: Query, passages: frozenset[int] | None = None) -> Ranked:
        """What each retriever finds and their fusion, of `passages` alone if given."""
        within = replace(_within(query), passages=passages)
        vector = self._encoder.encode_question(query.question.text)
        lexical = self.index.search_lexical(" ".join(query.keywords), _DEPTH, within)
        dense = self.index.search_dense(vector, _DEPTH, within)
        published = self.index.published([hit.passage_id for hit in (*lexical.hits, *dense.hits)])
        as_of = query.question.as_of or datetime.now(UTC)
        # The prior for what is new is one for what is near the time that the question names.
        periods = query.limits.periods + query.preferred.periods
        near = moved_near(published, periods, as_of, newest=query.newest)
        presumed = self._presumed(vector, lexical)
        fused = fuse((lexical, dense), near, as_of, presumed.scores)
        fused = self._favoured(fused, query.preferred)
        read = self.candidates(vector, fused, RERANKED, presumed)
        read = self._dated(read, near, as_of)
        themes = self.index.themes(vector, [each.passage.id for each in read])
        around = Around(
            weights=self.weights(query.keywords),
            themes={**presumed.themes, **themes},
            days=_days(near, as_of.timestamp()),
        )
        return Ranked(
            vector=vector,
            lexical=lexical,
            dense=dense,
            fused=fused,
            presumed=presumed,
            read=read,
            around=around,
            best=rerank(query, fused, read, around),
        )

    def _presumed(self, vector: NDArray[np.float32], lexical: Ranking) -> Presumed:
        """What is presumed of those hits of `lexical` that have no vector yet."""
        if self.index.facts.complete:
            return Presumed()
        return presume(lexical, self.index.cosines(vector, [h.passage_id for h in lexical.hits]))

    def candidates(
        self, vector: NDArray[np.float32], ranking: Ranking, limit: int, presumed: Presumed
    ) -> tuple[Candidate, ...]:
        """The first `limit` passages of `ranking` with their words, as far as they still stand.

        `vector` is the question's, shape (dimension,); `presumed` is of the same question.
        """
        hits = {hit.passage_id: hit for hit in ranking.hits[:limit]}
        cosines = {**presumed.cosines, **self.index.cosines(vector, list(hits))}
        return tuple(
            Candidate(
                passage=passage,
                article=article,
                score=hits[passage.id].score,
                cosine=cosines[passage.id],
            )
            for passage, article in self._archive.passages(list(hits))
        )

    @cached_property
    def names(self) -> Names:
        """The publishers and tags of the archive, as of when they are first asked for."""
        return Names(
            publishers=tuple(each.name for each in self._archive.publishers()),
            tags=tuple(each.name for each in self._archive.tags()),
        )

    def weights(self, keywords: Sequence[str]) -> dict[str, float]:
        """How much each keyword tells passages apart, by its stem."""
        return {stem(word): self.index.idf(word) for word in keywords}

    def _dated(
        self, candidates: Sequence[Candidate], published: Mapping[int, float], as_of: datetime
    ) -> tuple[Candidate, ...]:
        """`candidates` with their age, which in an old archive counts from its newest article."""
        days = _days(published, min(as_of.timestamp(), self._newest))
        return tuple(
            each
            if math.isnan(days[each.passage.id])
            else replace(each, days=max(days[each.passage.id], 0.0))
            for each in candidates
        )

    def near(
        self, topic: Query, passage_ids: Sequence[int | None]
    ) -> tuple[dict[str, float], dict[int, float]]:
        """The weights of the topic's words, and the cosine of each of these passages with it."""
        vector = self._encoder.encode_question(topic.question.text)
        known = self.index.known([each for each in passage_ids if each is not None])
        return self.weights(topic.keywords), self.index.cosines(vector, known)

    def alike(self, topic: str, texts: Sequence[str]) -> list[float]:
        """The cosine of each of a few texts with `topic`."""
        cosines = self._encoder.encode_passages(texts) @ self._encoder.encode_question(topic)
        return [float(each) for each in cosines]

    def _favoured(self, ranking: Ranking, preferred: Scope) -> Ranking:
        """`ranking` with what the preferred publishers published lifted."""
        if not preferred.publishers:
            return ranking
        theirs = self._numbers_of(preferred.publishers)
        articles = self.index.articles([hit.passage_id for hit in ranking.hits])
        return favour(ranking, {id_ for id_, number in articles.items() if number in theirs})

    def _numbers_of(self, publishers: Sequence[str]) -> frozenset[int]:
        """The numbers of the articles that any of `publishers` published."""
        return frozenset().union(*(self._archive.numbers(publisher=p) for p in publishers))


def _days(published: Mapping[int, float], now: float) -> dict[int, float]:
    """Days from each of the POSIX times `published` to `now`; NaN stays NaN."""
    return {passage_id: (now - moment) / 86_400 for passage_id, moment in published.items()}


def _within(query: Query) -> Within:
    """What the reader's filters, the time of asking and the words of the question let through."""
    question, filters, limits = query.question, query.question.filters, query.limits
    ends = [moment.timestamp() for moment in (filters.until, question.as_of) if moment]
    return Within(
        tags=_folded((filters.tag,), limits.tags),
        publishers=_folded((filters.publisher,), limits.publishers),
        speakers=(frozenset(query.speakers),) if filters.speaker else (),
        periods=limits.periods,
        since=filters.since.timestamp() if filters.since else None,
        until=min(ends, default=None),
        undated=not (filters.since or filters.until),
    )


def _folded(*names: Sequence[str | None]) -> tuple[frozenset[str], ...]:
    """Each group of names as its keys; groups without any limit nothing."""
    keys = (frozenset(fold(name) for name in group if name) for group in names)
    return tuple(group for group in keys if group)
