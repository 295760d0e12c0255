"""Text -> unit vectors by ONNX Runtime: the only encoder that answering a question loads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from retrieval.errors import IndexCorruptError
from retrieval.index.manifest import EncoderManifest

NETWORK = "network.onnx"
TOKENIZER = "tokenizer.json"
_BATCH = 16


class OnnxEncoder:
    """An exported encoder; float32 on the CPU, equal to its source model to rounding."""

    def __init__(self, folder: Path) -> None:
        """Open the export in `folder`; raises `IndexUnusableError` where it is not whole."""
        self.manifest = EncoderManifest.read(folder)
        self.manifest.verify(folder, whole=True)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._tokenizer.enable_truncation(self.manifest.max_tokens)
            self._session = onnxruntime.InferenceSession(
                str(folder / NETWORK), _options(), providers=["CPUExecutionProvider"]
            )
        except Exception:  # both vendors raise bare Exceptions
            raise IndexCorruptError(folder / NETWORK, "cannot be loaded") from None

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question, shape (dimension,)."""
        vector: NDArray[np.float32] = self._run([self.manifest.question_prompt + text])[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (len(texts), dimension); for a few hundred at most."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.empty((len(texts), self.manifest.dimension), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            vectors[rows] = self._run([self.manifest.passage_prompt + texts[i] for i in rows])
        return vectors

    def _run(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One batch through the network, normalised."""
        self._tokenizer.enable_padding()
        encoded = self._tokenizer.encode_batch(list(texts))
        feed = {
            "input_ids": np.array([each.ids for each in encoded], dtype=np.int64),
            "attention_mask": np.array([each.attention_mask for each in encoded], dtype=np.int64),
        }
        return normalise(np.asarray(self._session.run(["vector"], feed)[0]))


def normalise(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length one, shape kept; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Arenas keep the peak of the largest batch for ever; a question is small.
    options.enable_cpu_mem_arena = False
    return options
