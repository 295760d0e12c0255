"""The engine that keeps the index in Milvus."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from retrieval.errors import IndexMissingError
from retrieval.index.change import Change
from retrieval.index.contents import Contents
from retrieval.index.engine import LabelsOf
from retrieval.index.milvus import MilvusIndex
from retrieval.index.milvus_manifest import ALIAS, opened
from retrieval.index.milvus_publish import publish_milvus
from retrieval.index.milvus_server import MilvusServer
from retrieval.protocols import ArticleNumbers, SearchIndex
from retrieval.upkeep import IndexFacts


@dataclass(frozen=True, slots=True)
class MilvusEngine:
    """Milvus at `address`, a URL or the path of a Milvus Lite file."""

    address: str
    token: SecretStr | None = None

    def open(self, model: str, numbers: ArticleNumbers) -> SearchIndex:
        """As `IndexEngine` says; raises `IndexServerError`, too, as every method does."""
        return MilvusIndex(self._existing(), model)

    def verified(self, model: str) -> IndexFacts:
        """As `IndexEngine` says."""
        return opened(self._existing(), model).facts

    def change(self, facts: IndexFacts, rows: NDArray[np.void]) -> Change | None:
        """As `IndexEngine` says; Milvus is asked while publishing."""
        return None

    def publish(
        self, contents: Contents, labels: LabelsOf, facts: IndexFacts, *, anew: bool = False
    ) -> None:
        """As `IndexEngine` says."""
        if not self._is_server:
            Path(self.address).parent.mkdir(parents=True, exist_ok=True)
        publish_milvus(self._server(), contents, labels(), facts, anew=anew)

    def sweep(self) -> None:
        """As `IndexEngine` says; the next publication does it, as nothing else needs a server."""

    def was_published(self) -> bool:
        """As `IndexEngine` says."""
        try:
            return self._existing().describe(ALIAS) is not None
        except IndexMissingError:
            return False

    @property
    def _is_server(self) -> bool:
        return "://" in self.address

    def _existing(self) -> MilvusServer:
        """Milvus, if it is a server or a file that is there: opening one would make it."""
        if not self._is_server and not Path(self.address).exists():
            raise IndexMissingError(self.address)
        return self._server()

    def _server(self) -> MilvusServer:
        return MilvusServer(self.address, self.token)
