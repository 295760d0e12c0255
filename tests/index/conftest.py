"""A small model of our own, in the layout that sentence-transformers reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from retrieval.index.milvus_server import MilvusServer
from retrieval.index.model import ModelFiles, find_model
from retrieval.settings import DEFAULT_MODEL

SIZES = {
    "hidden_size": 32,
    "intermediate_size": 32,
    "num_attention_heads": 2,
    "num_hidden_layers": 1,
}
PROMPTS = {"query": "question: ", "document": "news: "}


@pytest.fixture(scope="session")
def default_model() -> ModelFiles:
    """The packaged model."""
    return find_model(DEFAULT_MODEL)


def _change(path: Path, **facts: object) -> dict[str, object]:
    """The JSON object of a file with `facts` changed, there and as returned."""
    changed = json.loads(path.read_text(encoding="utf-8")) | facts
    path.write_text(json.dumps(changed), encoding="utf-8")
    return changed


@pytest.fixture(scope="session")
def small_model(default_model: ModelFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an untrained model: the packaged one's form, 32 dimensions, two prompts."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("models") / "small"
    shutil.copytree(
        default_model.location, folder, ignore=shutil.ignore_patterns("*.safetensors", "data_*")
    )
    _change(folder / "1_Pooling" / "config.json", word_embedding_dimension=SIZES["hidden_size"])
    _change(folder / "config_sentence_transformers.json", prompts=PROMPTS)
    _change(folder / "sentence_bert_config.json", max_seq_length=64)
    torch.manual_seed(0)
    config = BertConfig(**_change(folder / "config.json", **SIZES))
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def milvus_lite(tmp_path_factory: pytest.TempPathFactory) -> MilvusServer:
    """Milvus Lite in this process, with one file for all tests."""
    pytest.importorskip("milvus_lite", reason="needs the extra `milvus`")
    return MilvusServer(str(tmp_path_factory.mktemp("milvus") / "milvus.db"))


@pytest.fixture
def milvus(milvus_lite: MilvusServer) -> MilvusServer:
    """The same, with nothing in it."""
    for name in milvus_lite("list_collections"):
        for alias in milvus_lite("list_aliases", name)["aliases"]:
            milvus_lite("drop_alias", alias)
        milvus_lite("drop_collection", name)
    return milvus_lite
