"""One publication in Milvus, as a reader that opened it sees it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from retrieval.index.milvus_manifest import MilvusManifest
from retrieval.index.milvus_server import MilvusServer

MOST = 16_384
"""Milvus gives no more rows to one search."""

_NEIGHBOURS = 200
"""How many HNSW keeps in view, at least: with fewer it misses some."""


class MilvusView:
    """Searches and queries that find no row of another publication."""

    def __init__(self, server: MilvusServer, manifest: MilvusManifest) -> None:
        self.server, self.manifest = server, manifest

    def search(
        self, field: str, wanted: Sequence[Any], limit: int, *conditions: str, fields: list[str]
    ) -> list[list[Any]]:
        """For each of `wanted` the rows nearest to it by `field`, best first: at most `limit`.

        An empty condition is none; `fields` are read of each row.
        """
        limit = min(limit, MOST)
        in_view = max(2 * limit, _NEIGHBOURS)
        if not wanted or not self.manifest.passages:
            return [[] for _ in wanted]
        found = self.server(
            "search",
            self.manifest.collection,
            list(wanted),
            filter=self._seen(*conditions),
            limit=limit,
            output_fields=fields,
            anns_field=field,
            search_params={"params": {"ef": in_view} if field == "dense" else {}},
        )
        return [list(hits) for hits in found]

    def query(self, condition: str, fields: list[str]) -> list[Any]:
        """Those fields of all rows under `condition`."""
        return list(
            self.server(
                "query",
                self.manifest.collection,
                filter=self._seen(condition),
                output_fields=fields,
            )
        )

    def _seen(self, *conditions: str) -> str:
        return " and ".join(filter(None, (self.manifest.seen, *conditions)))


class TermFrequencies:
    """In how many passages a term stands: Milvus does not tell, so that they are counted, once."""

    def __init__(self, view: MilvusView) -> None:
        self._view = view
        self._counts: dict[str, int] = {}

    def __getitem__(self, term: str) -> int:
        self.count([term])
        return self._counts[term]

    def count(self, terms: Sequence[str]) -> None:
        """Count those of `terms` that were not counted yet, by one call."""
        new = [term for term in terms if term not in self._counts]
        # Without a field of its own to give, Milvus Lite gives all.
        found = self._view.search("lexical", new, MOST, fields=["row"])
        for term, hits in zip(new, found, strict=True):
            self._counts[term] = len(hits) if len(hits) < MOST else self._matching(term)

    def _matching(self, term: str) -> int:
        """The count of more rows than a search finds; a filter takes longer."""
        condition = f"TEXT_MATCH(terms, {json.dumps(term, ensure_ascii=False)})"
        return int(self._view.query(condition, ["count(*)"])[0]["count(*)"])
