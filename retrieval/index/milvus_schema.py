"""Collections of Milvus: their fields, and the indexes over them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from retrieval.index.milvus_manifest import ALIAS
from retrieval.index.milvus_rows import CAPACITY, NAMES
from retrieval.index.milvus_server import MilvusServer

_OURS = re.compile(rf"{ALIAS}_\d{{8}}T\d{{6}}_[0-9a-f]{{8}}")

_NUMBERS = ("passage", "article", "published", "generation")
"""The fields by which rows are looked up."""

_LEXICAL = {
    # As Tantivy computes BM25.
    "index_type": "SPARSE_INVERTED_INDEX",
    "metric_type": "BM25",
    "params": {"bm25_k1": 1.2, "bm25_b": 0.75},
}
# The sizes that Milvus's authors measure with.
_DENSE = {"index_type": "HNSW", "metric_type": "IP", "params": {"M": 30, "efConstruction": 360}}
# Milvus Lite's HNSW finds too few within a narrow filter; it is for small archives.
_DENSE_LITE = {"index_type": "FLAT", "metric_type": "IP"}


def create_collection(server: MilvusServer, dimension: int) -> str:
    """Make an empty collection that nobody reads yet; returns its name."""
    name = f"{ALIAS}_{datetime.now(UTC):%Y%m%dT%H%M%S}_{uuid4().hex[:8]}"
    # Bounded: reading waits for no clock; a publication waits until its rows can be read.
    server("create_collection", name, schema=_schema(dimension), consistency_level="Bounded")
    # Of an empty collection at once; what is inserted is indexed as it comes.
    server("create_index", name, _indexes(server), sync=False)
    return name


def drop_others(server: MilvusServer, keep: set[str | None]) -> None:
    """Drop the collections that killed builds left, or that nobody reads any more."""
    for name in server("list_collections"):
        if _OURS.fullmatch(name) and name not in keep:
            server("drop_collection", name)


def _schema(dimension: int) -> Any:
    from pymilvus import DataType, Function, FunctionType, MilvusClient  # type: ignore[import-untyped]

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    for name in ("passage", "article", "generation", "digest"):
        schema.add_field(name, DataType.INT64)
    schema.add_field("published", DataType.DOUBLE, nullable=True)
    schema.add_field("encoded", DataType.BOOL)
    for name in NAMES:
        schema.add_field(name, DataType.ARRAY, element_type=DataType.INT64, max_capacity=CAPACITY)
    schema.add_field(
        "terms",
        DataType.VARCHAR,
        max_length=65_535,
        enable_analyzer=True,
        enable_match=True,
        analyzer_params={"tokenizer": "standard"},
    )
    schema.add_field("lexical", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_function(Function("bm25", FunctionType.BM25, ["terms"], ["lexical"]))
    return schema


def _indexes(server: MilvusServer) -> Any:
    from pymilvus.milvus_client import IndexParams  # type: ignore[import-untyped]

    params = IndexParams()
    params.add_index("lexical", **_LEXICAL)
    params.add_index("dense", **(_DENSE_LITE if server.is_lite else _DENSE))
    # Milvus Lite has no index over arrays.
    for field in _NUMBERS if server.is_lite else (*_NUMBERS, *NAMES):
        params.add_index(field, index_type="INVERTED")
    return params
