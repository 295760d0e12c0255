"""An index in Milvus: dense vectors, BM25 full text, and the filters of both.

One reader sees one publication; `milvus_manifest` says how.
"""

from __future__ import annotations

import json
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
from retrieval.types import Hit, IndexFacts, Ranking, Within

_MOST = 16_384
"""Milvus gives no more rows to one call."""

_NEIGHBOURS = 200
"""How many neighbours HNSW keeps in view, at least; of a narrow look it misses some."""

_FACTS = ["row", "passage", "article", "published"]
_ENCODED = "encoded == true"
_KEPT_FACTS = 100_000


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
        self._server, self._model = server, model
        self._manifest = opened(server, model)
        load(server, self._manifest.collection)
        self.facts: IndexFacts = self._manifest.facts
        self._rows: dict[int, _Row] = {}
        self._frequencies: dict[str, int] = {}

    def is_current(self) -> bool:
        """True while nothing else was published; raises `IndexUnusableError`."""
        return opened(self._server, self._model) == self._manifest

    def newest(self) -> float:
        """When the newest article was published: a POSIX time, infinite where none is dated."""
        newest = self._manifest.newest
        return math.inf if newest is None else newest

    def search_lexical(self, text: str, limit: int, within: Within) -> Ranking:
        """The passages `within` that hold words of `text`, best BM25 first."""
        terms = " ".join(dict.fromkeys(analyzed(text)))
        hits = self._search("lexical", terms, limit, within) if terms else []
        # Milvus gives the score of BM25, Milvus Lite the same below zero.
        return self._ranking("lexical", [(hit, abs(hit["distance"])) for hit in hits])

    def search_dense(self, vector: NDArray[np.float32], limit: int, within: Within) -> Ranking:
        """The passages `within` nearest to a question's unit vector, shape (dimension,).

        Those without a vector are not found.
        """
        ef = max(2 * limit, _NEIGHBOURS)
        hits = self._search("dense", vector.tolist(), limit, within, _ENCODED, ef=ef)
        return self._ranking("dense", [(hit, hit["distance"]) for hit in hits])

    def cosines(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """The cosine of each of these passages with a unit vector, shape (dimension,).

        Passages without a vector are left out.
        """
        rows = self._known_rows(passage_ids)
        passages = {row.number: passage for passage, row in rows.items()}
        stored = self._query(any_of("row", passages), ["row", "encoded", "dense"])
        return {passages[each["row"]]: _cosine(each, vector) for each in stored if each["encoded"]}

    def themes(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """For each of these passages, the mean cosine of its article's passages with `vector`.

        Passages without a vector do not count.
        """
        rows = self._known_rows(passage_ids)
        cosines: dict[int, list[float]] = {row.article: [] for row in rows.values()}
        theirs = self._seen(any_of("article", cosines), _ENCODED)
        for each in self._query(theirs, ["article", "dense"]):
            cosines[each["article"]].append(_cosine(each, vector))
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
        rarest = min(map(self._frequency, analyzed(word)), default=passages)
        return math.log(1 + max(passages - rarest + 0.5, 0) / (rarest + 0.5))

    def _frequency(self, term: str) -> int:
        """In how many passages `term` stands: Milvus does not tell, so that they are counted.

        BM25 finds them fastest; a filter counts more than one answer can hold.
        """
        if term not in self._frequencies:
            found = len(self._search("lexical", term, _MOST, Within()))
            if found == _MOST:
                matching = self._seen(f"TEXT_MATCH(terms, {json.dumps(term, ensure_ascii=False)})")
                found = int(self._query(matching, ["count(*)"])[0]["count(*)"])
            self._frequencies[term] = found
        return self._frequencies[term]

    def _search(
        self,
        field: str,
        wanted: str | list[float],
        limit: int,
        within: Within,
        condition: str = "",
        **params: int,
    ) -> list[Any]:
        """What is nearest to `wanted` by a field, seen by this reader, `within` and `condition`."""
        limits = expression(within)
        if limits is None or not self.facts.passages:
            return []
        found = self._server(
            "search",
            self._manifest.collection,
            [wanted],
            filter=self._seen(limits, condition),
            limit=min(limit, _MOST),
            output_fields=_FACTS,
            anns_field=field,
            search_params={"params": params},
        )
        return list(found[0])

    def _seen(self, *conditions: str) -> str:
        return " and ".join(filter(None, (self._manifest.seen, *conditions)))

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
            stored = self._query(self._seen(any_of("passage", asked)), _FACTS)
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

    def _query(self, condition: str, fields: list[str]) -> list[Any]:
        """Those fields of all rows under a condition."""
        rows = self._server(
            "query", self._manifest.collection, filter=condition, output_fields=fields
        )
        return list(rows)


def _cosine(row: Any, vector: NDArray[np.float32]) -> float:
    return float(np.asarray(row["dense"], dtype=np.float32) @ vector)


def _moment(published: float | None) -> float:
    return math.nan if published is None else published
