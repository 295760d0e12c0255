"""The torch side of the encoder: bulk encoding and the export to ONNX. Loaded only to build."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from retrieval.errors import ModelError
from retrieval.index.encoder import NETWORK, TOKENIZER, normalise
from retrieval.index.manifest import EncoderManifest
from retrieval.index.model import ModelFiles

_BATCH_TOKENS = 1280
"""A CPU batch's activations stay in the cache up to about so many tokens."""
_CUDA_BATCH = 128
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
"""Where a model keeps what it puts before a passage, as `encode_document` looks for it."""


class TorchEncoder:
    """sentence-transformers in the fastest precision that the device computes natively."""

    def __init__(self, files: ModelFiles, device: str) -> None:
        """`device` is "cpu" or "cuda"; raises `ModelError` where the model cannot be loaded."""
        self._device = device
        dtype = torch.bfloat16 if device == "cuda" or cpu_has_bfloat16() else torch.float32
        # Over so few tokens, plain products are faster on CPUs than the fused attention.
        options = {"attn_implementation": "eager"} if device == "cpu" else {}
        self._model = _load(files, device, dtype, **options).eval()

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (len(texts), dimension), in float32."""
        vectors = self._on_cores(texts) if self._device == "cpu" else self._on_cuda(texts)
        # bfloat16 has 8 bits: the vectors are unit length again only once normalised here.
        return normalise(vectors.float().cpu().numpy())

    def _on_cuda(self, texts: Sequence[str]) -> torch.Tensor:
        return self._model.encode_document(
            list(texts),
            batch_size=_CUDA_BATCH,
            show_progress_bar=False,
            convert_to_numpy=False,
            convert_to_tensor=True,
        )

    def _on_cores(self, texts: Sequence[str]) -> torch.Tensor:
        """One batch a core at a time: a core that is busy elsewhere never stops the others."""
        prompts = (self._model.prompts.get(name) for name in _PASSAGE_PROMPTS)
        features = self._model.preprocess(
            list(texts), prompt=next(filter(None, prompts), None), task="document"
        )
        batches = _batches(features["attention_mask"].sum(dim=1).tolist())
        cores = torch.get_num_threads()
        workers = ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,))
        try:
            with workers:
                parts = list(workers.map(partial(self._forward, features), batches))
        finally:
            torch.set_num_threads(cores)  # the workers' 1 is also the default of later threads
        order = torch.tensor([row for batch in batches for row in batch])
        return torch.cat(parts)[order.argsort()]

    @torch.inference_mode()
    def _forward(self, features: dict[str, Any], rows: list[int]) -> torch.Tensor:
        """The vectors of `rows`, texts of equal length: cut to it, they need no mask."""
        kept = features["attention_mask"][rows].bool()
        batch = {
            name: value[rows][kept].view(len(rows), -1) if torch.is_tensor(value) else value
            for name, value in features.items()
        }
        vectors: torch.Tensor = self._model(batch, task="document")["sentence_embedding"]
        return vectors


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Rows of equal length together, at most `_BATCH_TOKENS` tokens (or one row), longest first."""
    batches = []
    longest_first = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    for length, group in groupby(longest_first, key=lambda row: lengths[row]):
        rows = list(group)
        size = max(1, _BATCH_TOKENS // max(1, length))
        batches += [rows[start : start + size] for start in range(0, len(rows), size)]
    return batches


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
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    try:
        return SentenceTransformer(
            files.location, device=device, model_kwargs={"dtype": dtype, **options}
        )
    except Exception as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise ModelError(files.name, f"cannot be loaded ({reason}).") from None
