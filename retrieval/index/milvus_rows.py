"""What Milvus holds of a passage, and how a search's limits are said to it.

A row holds ids, terms, vectors and numbers. Milvus computes BM25 from a text of its own: it is
given the analysed terms of headline and passage, by the analyzer of the index on this machine, and
not the words as they were written; what is shown comes from the archive alone. Tags, publishers and
speakers are 64-bit digests of their keys, so that no stranger's text stands in an expression.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from datetime import datetime
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.lexical import analyzed
from retrieval.types import Labels, Period, Within

NAMES = ("tags", "publishers", "speakers")
"""The array fields, named as in `Labels` and `Within`."""

CAPACITY = 4096
"""Milvus's largest array."""

_TERMS_CHARS = 16_000
"""However they are encoded, no more than Milvus's 65,535 bytes."""

_DAY_ONE, _LAST_DAY = -1e15, 1e15


def digests(rows: NDArray[np.void], labels: Mapping[int, Labels]) -> list[int]:
    """A digest of each of `rows`, of dtype `ROW`, with the labels of its article.

    Where it is equal, so is all that is kept of the passage, but for a vector that came since.
    """
    names = {number: list(map(sorted, astuple(its))) for number, its in labels.items()}
    return [_digest(repr((facts, names.get(facts[1])))) for facts in rows.tolist()]


def row(
    facts: tuple[int, int, float, int],
    digest: int,
    labels: Labels,
    text: tuple[str, str],
    vector: NDArray[np.floating] | None,
) -> dict[str, Any]:
    """What is kept of a passage with these `facts`, as in `ROW`, and this headline and text.

    `vector` is a unit vector, shape (dimension,); None where it has none yet.
    """
    passage, article, published, _ = facts
    return {
        "passage": passage,
        "article": article,
        "published": None if math.isnan(published) else published,
        "digest": digest,
        "terms": " ".join(analyzed("\n".join(text)))[:_TERMS_CHARS],
        "encoded": vector is not None,
        "dense": None if vector is None else vector.astype(np.float32).tolist(),
        **{name: _keys(getattr(labels, name))[:CAPACITY] for name in NAMES},
    }


def expression(within: Within) -> str | None:
    """The limits in Milvus's language, empty where there are none; None where nothing passes."""
    named = [names for kind in NAMES for names in getattr(within, kind)]
    if not all(named) or within.passages == frozenset():
        return None
    return " and ".join(_clauses(within))


def any_of(field: str, numbers: Iterable[int]) -> str:
    """That a field's number is one of these."""
    return f"{field} in [{', '.join(str(int(each)) for each in numbers)}]"


def _clauses(within: Within) -> Iterator[str]:
    for kind in NAMES:
        for names in getattr(within, kind):
            yield f"array_contains_any({kind}, {_keys(names)})"
    if within.periods:
        yield f"({' or '.join(map(_in_period, within.periods))})"
    if within.since is not None or within.until is not None:
        dated = _between(within.since, within.until)
        yield f"({dated} or published is null)" if within.undated else dated
    elif not within.undated:
        yield "published is not null"
    if within.passages is not None:
        yield any_of("passage", sorted(within.passages))


def _in_period(period: Period) -> str:
    return _between(_seconds(period.since), _seconds(period.until))


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _between(since: float | None, until: float | None) -> str:
    """Both inclusive; what has no date is never between."""
    since = _DAY_ONE if since is None else since
    until = _LAST_DAY if until is None else until
    return f"(published >= {since:.6f} and published <= {until:.6f})"


def _keys(names: Iterable[str]) -> list[int]:
    """The digests under which names are kept and looked for."""
    return sorted(map(_digest, names))


def _digest(text: str) -> int:
    number: int = struct.unpack("<q", blake2b(text.encode(), digest_size=8).digest())[0]
    return number
