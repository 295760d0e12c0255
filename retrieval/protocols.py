"""The seams of the house: a protocol only where there is more than one implementation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.types import Ranking, Within
from retrieval.upkeep import IndexFacts, SourceReport


class PassageEncoder(Protocol):
    """Turns passages into vectors, in bulk; questions are encoded by `QuestionEncoder`."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, one row a text, shape (len(texts), dimension)."""
        ...


class ArticleNumbers(Protocol):
    """Looks articles up by what the archive knows of them and an index on this machine does not."""

    def __call__(
        self,
        tag: str | None = None,
        publisher: str | None = None,
        speakers: Sequence[str] | None = None,
    ) -> frozenset[int]:
        """The numbers of the articles with the tag, the publisher and any of the speakers."""
        ...


class SearchIndex(Protocol):
    """One opened index: it stays as it was, whatever is published later.

    A question's vector is a unit vector of shape (dimension,). Passages asked about by their ids
    are passages that the index holds: `known` tells which do.
    """

    @property
    def facts(self) -> IndexFacts:
        """What it was built from."""
        ...

    def is_current(self) -> bool:
        """True while no other index was published; raises `IndexUnusableError`."""
        ...

    def newest(self) -> float:
        """When the newest article was published: a POSIX time, infinite where none is dated."""
        ...

    def search_lexical(self, text: str, limit: int, within: Within) -> Ranking:
        """The passages `within` that hold words of `text`, best BM25 first."""
        ...

    def search_dense(self, vector: NDArray[np.float32], limit: int, within: Within) -> Ranking:
        """The passages `within` nearest to a question's vector, of those that have their own."""
        ...

    def cosines(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """The cosine with a question's vector of each of these passages that has its own."""
        ...

    def themes(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """For each of these passages, the mean cosine of its article's passages with `vector`.

        Those without vectors do not count; where none has one, the passage is left out.
        """
        ...

    def published(self, passage_ids: Sequence[int]) -> dict[int, float]:
        """When each of these passages' articles was published: a POSIX time, or NaN."""
        ...

    def articles(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """The number of each of these passages' articles."""
        ...

    def known(self, passage_ids: Iterable[int]) -> list[int]:
        """Those of `passage_ids` that this index holds, each once, in ascending order."""
        ...

    def idf(self, word: str) -> float:
        """How much `word` tells passages apart: BM25's inverse document frequency, never below 0.

        A word that the index divides has the weight of its rarest part.
        """
        ...


class Progress(Protocol):
    """Told how far a long work is, so that a terminal can show it."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`stage` in plain words; `done` of `total` units are finished."""
        ...


def silent(stage: str, done: int, total: int) -> None:
    """The `Progress` that shows nothing."""


class Tell(Protocol):
    """Told of each source as soon as what it gave is kept."""

    def __call__(self, report: SourceReport) -> None:
        """`report` says what was taken and what was not."""
        ...


def quiet(report: SourceReport) -> None:
    """The `Tell` that says nothing."""
