"""An index in Milvus: dense vectors, BM25 full text, and the filters of both.

One reader sees one publication; `milvus_manifest` says how.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.lexical import analyzed
from retrieval.index.milvus_manifest import load, opened
from retrieval.index.milvus_rows import any_of, expression
from retrieval.index.milvus_server import MilvusServer
from retrieval.index.milvus_view import MOST, MilvusView, TermFrequencies
from retrieval.types import Hit, Ranking, Within
from retrieval.upkeep import IndexFacts

_FACTS = ["row", "passage", "article", "published"]
_KEPT_FACTS = 100_000
_ENCODED = "encoded == true"


@dataclass(frozen=True, slots=True)
class _Row:
    """What is asked of a passage that a search found."""

    number: int
    article: int
    published: float


class MilvusIndex:
    """A `SearchIndex` in Milvus."""

    def __init__(self, server: MilvusServer, model: str) -> None:
        """Open what was published last, for questions encoded by `model`.

        Raises `IndexMissingError`, `IndexMismatchError` or `IndexServerError`.
        """
        self._model, manifest = model, opened(server, model)
        load(server, manifest.collection)
        self._view = MilvusView(server, manifest)
        self.facts: IndexFacts = manifest.facts
        self._frequencies = TermFrequencies(self._view)
        self._rows: dict[int, _Row] = {}

    def is_current(self) -> bool:
        """True while nothing else was published; raises `IndexUnusableError`."""
        manifest = opened(self._view.server, self._model)
        load(self._view.server, manifest.collection)  # the server may have begun anew
        return manifest == self._view.manifest

    def newest(self) -> float:
        """When the newest article was published: a POSIX time, infinite where none is dated."""
        newest = self._view.manifest.newest
        return math.inf if newest is None else newest

    def search_lexical(self, text: str, limit: int, within: Within) -> Ranking:
        """The passages `within` that hold words of `text`, best BM25 first."""
        terms = list(dict.fromkeys(analyzed(text)))
        self._frequencies.count(terms)  # by one call, as their weights are asked for next
        hits = self._search("lexical", " ".join(terms), limit, within) if terms else []
        # Milvus gives the score of BM25, Milvus Lite the same below zero.
        return self._ranking("lexical", [(hit, abs(hit["distance"])) for hit in hits])

    def search_dense(self, vector: NDArray[np.float32], limit: int, within: Within) -> Ranking:
        """The passages `within` nearest to a question's unit vector, shape (dimension,).

        Those without a vector are not found.
        """
        hits = self._search("dense", vector.tolist(), limit, within, _ENCODED)
        return self._ranking("dense", [(hit, hit["distance"]) for hit in hits])

    def cosines(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """The cosine of each of these passages with a unit vector, shape (dimension,).

        Passages without a vector are left out.
        """
        passages = {row.number: id_ for id_, row in self._known_rows(passage_ids).items()}
        stored = self._view.query(any_of("row", passages), ["row", "encoded", "dense"])
        return {
            passages[each["row"]]: float(np.asarray(each["dense"], dtype=np.float32) @ vector)
            for each in stored
            if each["encoded"]
        }

    def themes(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """For each of these passages, the mean cosine of its article's passages with `vector`.

        Passages without a vector do not count.
        """
        rows = self._known_rows(passage_ids)
        cosines: dict[int, list[float]] = {row.article: [] for row in rows.values()}
        # A search gives cosines alone, and not the vectors of all these passages.
        wanted, theirs = [vector.tolist()], any_of("article", cosines)
        (hits,) = self._view.search("dense", wanted, MOST, theirs, _ENCODED, fields=["article"])
        for hit in hits:
            cosines[hit["entity"]["article"]].append(hit["distance"])
        means = {article: sum(all_) / len(all_) for article, all_ in cosines.items() if all_}
        return {id_: means[row.article] for id_, row in rows.items() if row.article in means}

    def published(self, passage_ids: Sequence[int]) -> dict[int, float]:
        """When each of these passages' articles was published: a POSIX time, or NaN."""
        return {id_: row.published for id_, row in self._known_rows(passage_ids).items()}

    def articles(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """The number of each of these passages' articles."""
        return {id_: row.article for id_, row in self._known_rows(passage_ids).items()}

    def known(self, passage_ids: Iterable[int]) -> list[int]:
        """Those of `passage_ids` that this index holds, each once, in ascending order."""
        return sorted(self._known_rows(list(passage_ids)))

    def idf(self, word: str) -> float:
        """How much `word` tells passages apart: BM25's inverse document frequency, never below 0.

        A word that the analyzer divides has the weight of its rarest part.
        """
        passages = self.facts.passages
        rarest = min((self._frequencies[term] for term in analyzed(word)), default=passages)
        return math.log(1 + max(passages - rarest + 0.5, 0) / (rarest + 0.5))

    def _search(
        self, field: str, wanted: Any, limit: int, within: Within, condition: str = ""
    ) -> list[Any]:
        """What is nearest to `wanted` by a field, `within` and under a condition."""
        limits = expression(within)
        if limits is None:
            return []
        (hits,) = self._view.search(field, [wanted], limit, limits, condition, fields=_FACTS)
        return hits

    def _ranking(self, retriever: str, scored: list[tuple[Any, float]]) -> Ranking:
        """`scored` hits, best first, as Milvus gives them."""
        self._keep([hit["entity"] for hit, _ in scored])
        return Ranking(
            retriever=retriever,
            hits=tuple(
                Hit(passage_id=hit["entity"]["passage"], score=score, rank=rank)
                for rank, (hit, score) in enumerate(scored, start=1)
            ),
        )

    def _known_rows(self, passage_ids: Sequence[int]) -> dict[int, _Row]:
        """The rows of these passages, in their order; those that no search found are asked for."""
        kept = {id_: self._rows.get(id_) for id_ in passage_ids}
        asked = [id_ for id_, row in kept.items() if row is None]
        if asked:
            stored = self._view.query(any_of("passage", asked), _FACTS)
            kept |= self._keep(stored)
        return {id_: row for id_, row in kept.items() if row is not None}

    def _keep(self, stored: Iterable[Any]) -> dict[int, _Row]:
        """What a call gave of some rows; it stays true for as long as this index is open."""
        rows = {
            each["passage"]: _Row(each["row"], each["article"], _moment(each["published"]))
            for each in stored
        }
        if len(self._rows) > _KEPT_FACTS:
            self._rows = {}
        self._rows.update(rows)
        return rows


def _moment(published: float | None) -> float:
    return math.nan if published is None else published
