"""The exported encoder beside the model that it was exported from."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.errors import IndexCorruptError, IndexMissingError, ModelError
from retrieval.index.encoder import OnnxEncoder, normalise
from retrieval.index.model import ModelFiles, find_model

TEXTS = [
    "What did Peskov say about sanctions?",
    "Kremlin : Japan's support for sanctions against Russia is an obstacle",
    "Shinzō Abe “fully resolved”\u00a0…",
    "word " * 1_000,
    "x",
    "\x00\u202e",
]


@pytest.fixture(scope="module")
def encoder(seed_data: Path, default_model: ModelFiles) -> OnnxEncoder:
    """The default model as it is exported for questions."""
    return OnnxEncoder(seed_data / "models" / default_model.fingerprint)


@pytest.fixture(scope="module")
def small_export(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the small model."""
    from retrieval.index.transformer import export

    folder = tmp_path_factory.mktemp("export")
    export(find_model(str(small_model)), folder)
    return folder


def cosines(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosine of each row of `one` with its row of `other`."""
    return np.sum(normalise(one) * normalise(other), axis=1)


def test_the_export_computes_what_the_model_does(
    encoder: OnnxEncoder, default_model: ModelFiles
) -> None:
    """Each vector of ONNX Runtime is that of sentence-transformers to rounding, cut texts too."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(default_model.location, device="cpu")
    theirs = model.encode(TEXTS, show_progress_bar=False)
    assert cosines(encoder.encode_passages(TEXTS), theirs).min() > 0.999
    ours = np.stack([encoder.encode_question(text) for text in TEXTS])
    assert cosines(ours, theirs).min() > 0.999


def test_bulk_encoding_agrees_with_questions(
    encoder: OnnxEncoder, default_model: ModelFiles
) -> None:
    """Passages encoded in the device's fastest precision lie where questions look for them."""
    from retrieval.index.transformer import TorchEncoder

    bulk = TorchEncoder(default_model, "cpu").encode_passages(TEXTS[:3])
    assert bulk.dtype == np.float32
    assert np.linalg.norm(bulk, axis=1) == pytest.approx(1, abs=1e-5)
    assert cosines(bulk, encoder.encode_passages(TEXTS[:3])).min() > 0.99


def test_vectors_have_unit_length(encoder: OnnxEncoder) -> None:
    """In the order of the texts, whatever order they are computed in."""
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (6, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert cosines(vectors, alone).min() > 0.999
    assert encoder.encode_passages([]).shape == (0, 384)


def test_what_means_the_same_is_near(encoder: OnnxEncoder) -> None:
    """The model is trained: a paraphrase is nearer than another topic."""
    asked, same, other = encoder.encode_passages(
        ["sanctions against Russia", "penalties imposed on Moscow", "a recipe for apple pie"]
    )
    assert asked @ same > asked @ other + 0.2


def test_a_models_own_prompts_are_used(small_model: Path, small_export: Path) -> None:
    """A question and a passage get what the model was trained to see before each."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(small_model), device="cpu")
    encoder = OnnxEncoder(small_export)
    assert encoder.manifest.dimension == 32
    passages = model.encode_document(TEXTS, show_progress_bar=False)
    assert cosines(encoder.encode_passages(TEXTS), passages).min() > 0.9999
    questions = model.encode_query(TEXTS, show_progress_bar=False)
    ours = np.stack([encoder.encode_question(text) for text in TEXTS])
    assert cosines(ours, questions).min() > 0.9999


def test_an_export_that_is_not_whole_is_refused(small_export: Path, tmp_path: Path) -> None:
    """No manifest is no export; a changed or missing file is named."""
    with pytest.raises(IndexMissingError):
        OnnxEncoder(tmp_path / "none")
    changed = shutil.copytree(small_export, tmp_path / "changed")
    (changed / "tokenizer.json").write_text("{}")
    with pytest.raises(IndexCorruptError, match=r"tokenizer\.json is truncated"):
        OnnxEncoder(changed)
    missing = shutil.copytree(small_export, tmp_path / "missing")
    (missing / "network.onnx").unlink()
    with pytest.raises(IndexCorruptError, match=r"network\.onnx is missing"):
        OnnxEncoder(missing)


def test_a_model_that_cannot_be_loaded_is_one_line(small_model: Path, tmp_path: Path) -> None:
    """Weights that are no weights are the model's error, not a library's."""
    from retrieval.index.transformer import TorchEncoder

    broken = shutil.copytree(small_model, tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        TorchEncoder(find_model(str(broken)), "cpu")
    assert "\n" not in str(caught.value)


def test_a_gpu_that_is_not_there_is_said_to_be_missing() -> None:
    """CITEWIRE_DEVICE=cuda without a GPU never falls back in silence."""
    import torch

    from retrieval.index.transformer import pick_device

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    with pytest.raises(ModelError, match="no GPU is visible; set it to auto"):
        pick_device("cuda", "m")
    assert pick_device("auto", "m") == "cpu"


def test_normalising_keeps_a_zero_row() -> None:
    """A vector of nothing is no division by zero."""
    rows = normalise(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32))
    assert rows.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 0.0]]
