"""Writing an index into Milvus: built beside the one in use, or added to it unseen, then published.

See `milvus_manifest` for what readers see meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

import numpy as np

from retrieval.errors import IndexMismatchError, IndexServerError
from retrieval.index.contents import Contents
from retrieval.index.milvus_manifest import (
    MilvusManifest,
    in_use,
    load,
    point_alias,
    published,
    replace_manifest,
)
from retrieval.index.milvus_rows import Entry, any_of
from retrieval.index.milvus_schema import create_collection, drop_others
from retrieval.index.milvus_server import BUILD_SECONDS, MilvusServer
from retrieval.types import IndexFacts, Labels

_A_BATCH = 1_000
_MOST_GONE = 10_000
"""So many passages can go in one publication: every search must leave out each by its number."""

_Digests = dict[tuple[int, int], int]
"""(passage id, digest) -> row number."""


def publish_milvus(
    server: MilvusServer, contents: Contents, labels: Mapping[int, Labels], facts: IndexFacts
) -> None:
    """Make `contents` the index in use; `labels` are those of the articles, by number.

    Where most of it is there already, only what is not is sent. Until the end, and after any
    failure, the publication before serves. Raises `IndexServerError`.
    """
    base = _base(server, facts)
    stored = _stored(server, base) if base else {}
    if base is None or _much_is_gone(stored, contents):
        _build(server, contents, labels, facts)
    else:
        _add(server, base, stored, contents, labels, facts)


def _build(
    server: MilvusServer, contents: Contents, labels: Mapping[int, Labels], facts: IndexFacts
) -> None:
    """Publish a new collection."""
    before, collection = in_use(server), create_collection(server, facts.dimension)
    _insert(server, collection, 1, 0, _entries(contents, labels))
    server("flush", collection, timeout=BUILD_SECONDS)
    server("load_collection", collection, timeout=BUILD_SECONDS)
    manifest = MilvusManifest(
        **asdict(facts),
        newest=_newest(contents),
        collection=collection,
        generation=1,
        next_row=facts.passages,
        previous=before,
    )
    _await(server, collection, facts.passages)
    replace_manifest(server, manifest)
    point_alias(server, collection)
    drop_others(server, keep={collection, before})


def _add(
    server: MilvusServer,
    base: MilvusManifest,
    stored: _Digests,
    contents: Contents,
    labels: Mapping[int, Labels],
    facts: IndexFacts,
) -> None:
    """Publish the collection in use with what came, and without what went."""
    collection, generation, gone = base.collection, base.generation + 1, dict(stored)

    def new() -> Iterator[tuple[Entry, list[float]]]:
        for entry, vector in _entries(contents, labels):
            if gone.pop((entry.passage, entry.digest), None) is None:
                yield entry, vector

    added = _insert(server, collection, generation, base.next_row, new())
    changes = {
        **asdict(facts),
        "newest": _newest(contents),
        "generation": generation,
        "next_row": base.next_row + added,
        "gone": tuple(sorted(gone.values())),
    }
    _await(server, collection, facts.passages + len(gone))
    replace_manifest(server, base.model_copy(update=changes))
    drop_others(server, keep={collection, base.previous})


def _base(server: MilvusServer, facts: IndexFacts) -> MilvusManifest | None:
    """What is in use, if rows for these facts can be added to it."""
    try:
        base = published(server)
    except IndexMismatchError:
        return None
    kind = ("model", "fingerprint", "dimension")
    if base is None or any(getattr(base, each) != getattr(facts, each) for each in kind):
        return None
    return base


def _stored(server: MilvusServer, base: MilvusManifest) -> _Digests:
    """The rows that readers of `base` see, once those that nobody sees are deleted."""
    load(server, base.collection)
    if base.gone:
        server("delete", base.collection, filter=any_of("row", base.gone))
    server("delete", base.collection, filter=f"generation > {base.generation}")
    rows = server(
        "query_iterator",
        base.collection,
        batch_size=_A_BATCH * 10,
        filter=base.seen,
        output_fields=["row", "passage", "digest"],
        consistency_level="Strong",
    )
    found: _Digests = {}
    while batch := rows.next():
        found |= {(each["passage"], each["digest"]): each["row"] for each in batch}
    rows.close()
    return found


def _much_is_gone(stored: _Digests, contents: Contents) -> bool:
    """Whether building anew costs less than leaving out what is gone."""
    held = np.fromiter((passage for passage, _ in stored), dtype=np.int64, count=len(stored))
    gone = int(np.isin(held, contents.rows["passage"], invert=True).sum())
    return gone > _MOST_GONE or 5 * gone > len(stored)


def _entries(
    contents: Contents, labels: Mapping[int, Labels]
) -> Iterator[tuple[Entry, list[float]]]:
    """Each passage with its unit vector."""
    nothing = Labels()
    for row, vector, (title, body) in zip(
        contents.rows, contents.vectors, contents.passages, strict=True
    ):
        passage, article, published_at = row.tolist()
        entry = Entry(
            passage=passage,
            article=article,
            published=None if math.isnan(published_at) else published_at,
            title=title,
            body=body,
            labels=labels.get(article, nothing),
        )
        yield entry, vector.astype(np.float32).tolist()


def _insert(
    server: MilvusServer,
    collection: str,
    generation: int,
    first: int,
    entries: Iterable[tuple[Entry, list[float]]],
) -> int:
    """Insert rows numbered from `first`; returns how many."""
    added, waiting = 0, iter(entries)
    while batch := list(islice(waiting, _A_BATCH)):
        rows: list[dict[str, Any]] = [
            entry.row(vector) | {"row": first + added + at, "generation": generation}
            for at, (entry, vector) in enumerate(batch)
        ]
        server("insert", collection, rows, timeout=BUILD_SECONDS)
        added += len(batch)
    return added


def _await(server: MilvusServer, collection: str, rows: int) -> None:
    """Wait until all that was written can be read; raise `IndexServerError` where it cannot."""
    counted = server(
        "query",
        collection,
        filter="",
        output_fields=["count(*)"],
        consistency_level="Strong",
        timeout=BUILD_SECONDS,
    )
    if (held := int(counted[0]["count(*)"])) != rows:
        raise IndexServerError(server.address, f"holds {held} of {rows} passages: try again")


def _newest(contents: Contents) -> float | None:
    """When the newest article was published: a POSIX time; None where none is dated."""
    published_at = contents.rows["published"]
    dated = published_at[~np.isnan(published_at)]
    return float(dated.max()) if len(dated) else None
