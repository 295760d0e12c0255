"""Writing an index into Milvus: built beside the one in use, or added to it unseen, then published.

See `milvus_manifest` for what readers see meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice

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
    beside = base is None or _much_is_gone(stored, contents)
    if base is None or beside:
        stored, target = {}, _new_collection(server, facts)
    else:
        target = base.model_copy(update=asdict(facts) | {"generation": base.generation + 1})
    target = _send(server, target, stored, contents, labels)
    if beside:
        server("flush", target.collection, timeout=BUILD_SECONDS)
        server("load_collection", target.collection, timeout=BUILD_SECONDS)
    _await(server, target)
    replace_manifest(server, target)
    if beside:
        point_alias(server, target.collection)
    drop_others(server, keep={target.collection, target.previous})


def _new_collection(server: MilvusServer, facts: IndexFacts) -> MilvusManifest:
    """What will be published of a new collection, which is empty yet."""
    return MilvusManifest(
        **asdict(facts),
        previous=in_use(server),
        collection=create_collection(server, facts.dimension),
        generation=1,
    )


def _send(
    server: MilvusServer,
    target: MilvusManifest,
    stored: _Digests,
    contents: Contents,
    labels: Mapping[int, Labels],
) -> MilvusManifest:
    """Insert what is not among the `stored` rows; returns `target` with what came and went."""
    gone, row = dict(stored), target.next_row

    def is_new(entry: Entry) -> bool:
        return gone.pop((entry.passage, entry.digest), None) is None

    for batch in _batches(filter(is_new, _entries(contents, labels))):
        rows = [
            entry.row(target.dimension) | {"row": row + at, "generation": target.generation}
            for at, entry in enumerate(batch)
        ]
        server("insert", target.collection, rows, timeout=BUILD_SECONDS)
        row += len(rows)
    changes = {
        "next_row": row,
        "gone": tuple(sorted(gone.values())),
        "newest": _newest(contents),
    }
    return target.model_copy(update=changes)


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


def _entries(contents: Contents, labels: Mapping[int, Labels]) -> Iterator[Entry]:
    """What is to be in the index, passage by passage."""
    nothing, vectors = Labels(), iter(contents.vectors)
    for row, (title, body) in zip(contents.rows, contents.passages, strict=True):
        passage, article, published_at, encoded = row.tolist()
        yield Entry(
            passage=passage,
            article=article,
            published=None if math.isnan(published_at) else published_at,
            title=title,
            body=body,
            labels=labels.get(article, nothing),
            vector=next(vectors) if encoded else None,
        )


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    waiting = iter(entries)
    while batch := list(islice(waiting, _A_BATCH)):
        yield batch


def _await(server: MilvusServer, target: MilvusManifest) -> None:
    """Wait until all that was written can be read; raise `IndexServerError` where it cannot."""
    counted = server(
        "query",
        target.collection,
        filter="",
        output_fields=["count(*)"],
        consistency_level="Strong",
        timeout=BUILD_SECONDS,
    )
    held, sent = int(counted[0]["count(*)"]), target.passages + len(target.gone)
    if held != sent:
        raise IndexServerError(server.address, f"holds {held} of {sent} passages: try again")


def _newest(contents: Contents) -> float | None:
    """When the newest article was published: a POSIX time; None where none is dated."""
    published_at = contents.rows["published"]
    dated = published_at[~np.isnan(published_at)]
    return float(dated.max()) if len(dated) else None
