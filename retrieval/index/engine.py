"""Which engine holds the index: this machine's own or Milvus, as the settings say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.index.change import Change
from retrieval.index.contents import Contents
from retrieval.index.generation import verified
from retrieval.index.pointer import CURRENT, current
from retrieval.index.publish import open_current, publish, sweep
from retrieval.protocols import ArticleNumbers, SearchIndex
from retrieval.settings import Settings
from retrieval.types import Labels
from retrieval.upkeep import IndexFacts

LabelsOf = Callable[[], Mapping[int, Labels]]
"""Reads the labels of all articles, by number."""


class IndexEngine(Protocol):
    """Where indexes are published and opened."""

    def open(self, model: str, numbers: ArticleNumbers) -> SearchIndex:
        """The index in use, for questions encoded by `model`.

        `numbers` finds articles where the index does not. Raises `IndexUnusableError`.
        """
        ...

    def verified(self, model: str) -> IndexFacts:
        """What the index in use was built from, once it is known to be whole; raises as `open`."""
        ...

    def change(self, facts: IndexFacts, rows: NDArray[np.void]) -> Change | None:
        """What an index of `rows` changes of the one in use; None where that is not known before.

        `rows` are of dtype `ROW`.
        """
        ...

    def publish(
        self, contents: Contents, labels: LabelsOf, facts: IndexFacts, *, anew: bool = False
    ) -> None:
        """Make `contents` the index in use; until then the one before serves.

        `labels` is asked where the index finds articles itself. A small change is added to what is
        there, unless the index shall be built `anew`.
        """
        ...

    def sweep(self) -> None:
        """Delete what killed builds left; only the writer, under its lock, may."""
        ...

    def was_published(self) -> bool:
        """True where there ever was an index, whether or not it can be used."""
        ...


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """FAISS and Tantivy in the folder `home`."""

    home: Path

    def open(self, model: str, numbers: ArticleNumbers) -> SearchIndex:
        """As `IndexEngine` says."""
        return open_current(self.home, model, numbers)

    def verified(self, model: str) -> IndexFacts:
        """As `IndexEngine` says."""
        return verified(current(self.home), model)

    def change(self, facts: IndexFacts, rows: NDArray[np.void]) -> Change | None:
        """As `IndexEngine` says."""
        return Change.since(self.home, facts, rows)

    def publish(
        self, contents: Contents, labels: LabelsOf, facts: IndexFacts, *, anew: bool = False
    ) -> None:
        """As `IndexEngine` says."""
        publish(self.home, contents, facts, anew=anew)

    def sweep(self) -> None:
        """As `IndexEngine` says."""
        sweep(self.home)

    def was_published(self) -> bool:
        """As `IndexEngine` says."""
        return (self.home / CURRENT).exists()


def engine_of(settings: Settings) -> IndexEngine:
    """The engine that `settings` name; nothing is opened yet."""
    if settings.index is None:
        return LocalEngine(settings.index_path)
    from retrieval.index.milvus_engine import MilvusEngine  # asking this machine's needs none of it

    return MilvusEngine(settings.index, settings.index_token)
