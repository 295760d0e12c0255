"""Writing an index into Milvus: built beside the one in use, or added to it unseen, then published.

See `milvus_manifest` for what readers see meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

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
from retrieval.index.milvus_rows import any_of, digests, row
from retrieval.index.milvus_schema import create_collection, drop_others
from retrieval.index.milvus_server import BUILD_SECONDS, MilvusServer
from retrieval.types import Labels
from retrieval.upkeep import IndexFacts

_A_BATCH = 1_000
_MOST_GONE = 10_000
"""So many rows can go in one publication: every search must leave out each by its number."""

_NOBODY = Labels()

Key = tuple[int, int]
"""A passage's id and the digest of what is kept of it."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """The rows that readers see now, by their numbers, and those of them without a vector."""

    rows: dict[Key, int] = field(default_factory=dict)
    bare: set[Key] = field(default_factory=set)


def publish_milvus(
    server: MilvusServer,
    contents: Contents,
    labels: Mapping[int, Labels],
    facts: IndexFacts,
    *,
    anew: bool = False,
) -> None:
    """Make `contents` the index in use; `labels` are those of the articles, by number.

    Where most of it is there already, only what is not is sent, unless it shall be built `anew`.
    Until the end, and after any failure, the publication before serves. Raises `IndexServerError`.
    """
    base = None if anew else _base(server, facts)
    stored = _stored(server, base) if base else _Stored()
    passages = contents.rows["passage"].tolist()
    keys = list(zip(passages, digests(contents.rows, labels), strict=True))
    stays = (stored.rows.keys() & set(keys)) - _encoded_since(stored.bare, contents)
    gone = sorted(number for key, number in stored.rows.items() if key not in stays)
    beside = base is None or len(gone) > min(_MOST_GONE, len(stored.rows) / 5)
    if base is None or beside:
        target, stays, gone = _new_collection(server, facts), set(), []
    else:
        target = base.model_copy(update=asdict(facts) | {"generation": base.generation + 1})
    came = np.array([key not in stays for key in keys], dtype=np.bool_)
    encoded = _send(server, target, contents, labels, keys, came)
    target = target.model_copy(
        update={
            "encoded": len(stays - stored.bare) + encoded,
            "next_row": target.next_row + int(came.sum()),
            "gone": tuple(gone),
            "newest": _newest(contents),
        }
    )
    _make_current(server, target, beside=beside)


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


def _stored(server: MilvusServer, base: MilvusManifest) -> _Stored:
    """The rows that readers of `base` see, once those that nobody sees are deleted."""
    load(server, base.collection)
    if base.gone:
        server("delete", base.collection, filter=any_of("row", base.gone), timeout=BUILD_SECONDS)
    unseen = f"generation > {base.generation}"
    server("delete", base.collection, filter=unseen, timeout=BUILD_SECONDS)
    found = server(
        "query_iterator",
        base.collection,
        batch_size=_A_BATCH * 10,
        filter=base.seen,
        output_fields=["row", "passage", "digest", "encoded"],
        consistency_level="Strong",
        timeout=BUILD_SECONDS,
    )
    stored = _Stored()
    while batch := found.next():
        keys = {(each["passage"], each["digest"]): each for each in batch}
        stored.rows.update({key: each["row"] for key, each in keys.items()})
        stored.bare.update(key for key, each in keys.items() if not each["encoded"])
    found.close()
    return stored


def _encoded_since(bare: set[Key], contents: Contents) -> set[Key]:
    """Those of the rows without a vector whose passages have one now."""
    keys = sorted(bare)
    encoded, _ = contents.vectors(np.array([passage for passage, _ in keys], dtype=np.int64))
    return {key for key, has_one in zip(keys, encoded, strict=True) if has_one}


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
    contents: Contents,
    labels: Mapping[int, Labels],
    keys: list[Key],
    came: NDArray[np.bool_],
) -> int:
    """Insert the rows that `came`, shape (rows,); returns how many of them have a vector."""
    encoded, places = 0, np.flatnonzero(came)
    for start in range(0, len(places), _A_BATCH):
        some = places[start : start + _A_BATCH]
        facts, ids = contents.rows[some].tolist(), contents.rows["passage"][some]
        mask, vectors = contents.vectors(ids)
        found = dict(zip(ids[mask].tolist(), vectors, strict=True))
        rows = [
            row(its, keys[at][1], labels.get(its[1], _NOBODY), text, found.get(its[0]))
            for at, its, text in zip(some.tolist(), facts, contents.texts(ids), strict=True)
        ]
        for number, each in enumerate(rows, start=target.next_row + start):
            each |= {"row": number, "generation": target.generation}
            # Milvus keeps a vector of every row; those that are none are never searched.
            each["dense"] = each["dense"] or [0.0] * target.dimension
        server("insert", target.collection, rows, timeout=BUILD_SECONDS)
        encoded += len(vectors)
    return encoded


def _make_current(server: MilvusServer, target: MilvusManifest, *, beside: bool) -> None:
    """Publish `target`, whose collection is another one where it was built `beside`."""
    if beside:
        server("flush", target.collection, timeout=BUILD_SECONDS)
        server("load_collection", target.collection, timeout=BUILD_SECONDS)
    _await(server, target)
    replace_manifest(server, target)
    if beside:
        point_alias(server, target.collection)
    drop_others(server, keep={target.collection, target.previous})


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
