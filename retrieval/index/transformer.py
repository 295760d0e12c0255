"""The torch side of the encoder: bulk encoding and the export to ONNX. Loaded only to build."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from retrieval.errors import ModelError
from retrieval.index.encoder import NETWORK, TOKENIZER, normalise
from retrieval.index.manifest import EncoderManifest
from retrieval.index.model import ModelFiles

# Small batches of near-equal length keep activations in the cache; measured best at 8 on CPUs.
_CPU_BATCH, _CUDA_BATCH = 8, 128


class TorchEncoder:
    """sentence-transformers in the fastest precision that the device computes natively."""

    def __init__(self, files: ModelFiles, device: str) -> None:
        """`device` is "cpu" or "cuda"; raises `ModelError` where the model cannot be loaded."""
        self._device = device
        dtype = torch.bfloat16 if device == "cuda" or cpu_has_bfloat16() else torch.float32
        self._model = _load(files, device, dtype)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (len(texts), dimension), in float32."""
        vectors = self._model.encode_document(
            list(texts),
            batch_size=_CPU_BATCH if self._device == "cpu" else _CUDA_BATCH,
            show_progress_bar=False,
            convert_to_numpy=False,
            convert_to_tensor=True,
        )
        # bfloat16 has 8 bits: the vectors are unit length again only once normalised here.
        return normalise(vectors.float().cpu().numpy())


def cpu_has_bfloat16() -> bool:
    """True where the CPU multiplies bfloat16 natively (AVX512-BF16 or AMX)."""
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def pick_device(setting: str, model: str) -> str:
    """The device for the setting "auto", "cpu" or "cuda"; `ModelError` where that is missing."""
    if setting == "cuda" and not torch.cuda.is_available():
        raise ModelError(model, "CITEWIRE_DEVICE is cuda, but no GPU is visible; set it to auto.")
    if setting == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return setting


class _Network(torch.nn.Module):
    """The model's own modules (transformer, pooling, normalisation) as tokens -> vector."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        features = {"input_ids": input_ids, "attention_mask": attention_mask}
        vector: torch.Tensor = self.model(features)["sentence_embedding"]
        return vector


def export(files: ModelFiles, folder: Path) -> None:
    """Write the model to `folder` as ONNX with its tokenizer and a manifest.

    By `torch.onnx.export` from sentence-transformers' own module
    (https://pytorch.org/docs/stable/onnx_dynamo.html). Raises `ModelError`.
    """
    model = _load(files, "cpu", torch.float32, attn_implementation="eager")
    dimension = model.get_embedding_dimension()
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    _write_network(model, folder / NETWORK)
    EncoderManifest(
        model=files.name,
        fingerprint=files.fingerprint,
        dimension=int(dimension or 0),
        max_tokens=int(model.max_seq_length or 512),
        question_prompt=_prompt(model, "query"),
        passage_prompt=_prompt(model, "document", "passage", "corpus"),
    ).write(folder)


def _prompt(model: SentenceTransformer, *names: str) -> str:
    """The first of these prompts that the model has, as its `encode_query` and `encode_document`
    choose; empty where it has none.
    """
    return next((model.prompts[name] or "" for name in names if name in model.prompts), "")


def _write_network(model: SentenceTransformer, path: Path) -> None:
    sample = model.tokenizer(["two texts", "of unequal length"], padding=True, return_tensors="pt")
    batch, tokens = torch.export.Dim("batch"), torch.export.Dim("tokens")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        torch.onnx.export(
            _Network(model).eval(),
            (sample["input_ids"], sample["attention_mask"]),
            path,
            input_names=["input_ids", "attention_mask"],
            # Not "embedding": that collides with a name inside the graph.
            output_names=["vector"],
            dynamic_shapes={
                "input_ids": {0: batch, 1: tokens},
                "attention_mask": {0: batch, 1: tokens},
            },
            dynamo=True,
            external_data=True,
            verbose=False,
        )


def _load(
    files: ModelFiles, device: str, dtype: torch.dtype, **options: str
) -> SentenceTransformer:
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(
            files.location, device=device, model_kwargs={"dtype": dtype, **options}
        )
    except Exception as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise ModelError(files.name, f"cannot be loaded ({reason}).") from None
