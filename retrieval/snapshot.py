"""One generation of the index with the encoder that fits it: a query -> ranked passages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from retrieval.archive.store import Archive
from retrieval.index.encoder import OnnxEncoder
from retrieval.index.generation import Generation, current
from retrieval.search.fuse import fuse
from retrieval.search.rerank import RERANKED, Around, rerank
from retrieval.settings import Settings
from retrieval.text import stem
from retrieval.types import Candidate, Query, Ranking

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
        self._home = settings.index_path
        self._archive = archive
        self.generation = Generation(current(self._home), settings.model)
        self._newest = self.generation.newest()
        self._encoder = OnnxEncoder(settings.models_path / self.generation.manifest.fingerprint)

    def is_newest(self) -> bool:
        """True while no other generation was published."""
        return current(self._home) == self.generation.folder

    def rank(self, query: Query) -> Ranked:
        """What each retriever finds and their fusion."""
        allowed = self._allowed(query)
        vector = self._encoder.encode_question(query.question.text)
        generation = self.generation
        lexical = generation.search_lexical(" ".join(query.keywords), _DEPTH, allowed)
        dense = generation.search_dense(vector, _DEPTH, allowed)
        published = generation.published([hit.passage_id for hit in (*lexical.hits, *dense.hits)])
        as_of = query.question.as_of or datetime.now(UTC)
        fused = fuse((lexical, dense), published, as_of)
        read = self._dated(self.candidates(vector, fused, RERANKED), published, as_of)
        around = Around(
            weights=self.weights(query.keywords),
            themes=self.generation.themes(vector, [each.passage.id for each in read]),
            days=_days(published, as_of.timestamp()),
        )
        return Ranked(
            vector=vector,
            lexical=lexical,
            dense=dense,
            fused=fused,
            read=read,
            around=around,
            best=rerank(query, fused, read, around),
        )

    def candidates(
        self, vector: NDArray[np.float32], ranking: Ranking, limit: int
    ) -> tuple[Candidate, ...]:
        """The first `limit` passages of `ranking` with their words, as far as they still stand.

        `vector` is the question's, shape (dimension,).
        """
        hits = {hit.passage_id: hit for hit in ranking.hits[:limit]}
        cosines = self.generation.cosines(vector, list(hits))
        return tuple(
            Candidate(
                passage=passage,
                article=article,
                score=hits[passage.id].score,
                cosine=cosines[passage.id],
            )
            for passage, article in self._archive.passages(list(hits))
        )

    def weights(self, keywords: Sequence[str]) -> dict[str, float]:
        """How much each keyword tells passages apart, by its stem."""
        return {stem(word): self.generation.lexical.idf(word) for word in keywords}

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

    def _allowed(self, query: Query) -> NDArray[np.bool_] | None:
        """Which rows the question's limits let through; None for all."""
        question, filters = query.question, query.question.filters
        if filters.empty and question.as_of is None:
            return None
        articles = None
        if filters.tag or filters.publisher or filters.speaker:
            articles = self._archive.numbers(
                filters.tag, filters.publisher, query.speakers if filters.speaker else None
            )
        ends = [moment.timestamp() for moment in (filters.until, question.as_of) if moment]
        return self.generation.allowed(
            articles,
            filters.since.timestamp() if filters.since else None,
            min(ends, default=None),
            undated=not (filters.since or filters.until),
        )


def _days(published: Mapping[int, float], now: float) -> dict[int, float]:
    """Days from each of the POSIX times `published` to `now`; NaN stays NaN."""
    return {passage_id: (now - moment) / 86_400 for passage_id, moment in published.items()}
